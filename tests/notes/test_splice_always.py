"""Of any note and any edit: the bytes outside the edit's own lines stay, and the other properties read as before."""

from hypothesis import given
from hypothesis import strategies as st
from tests.notes.awkward import AWKWARD

from vaultsync.model import Edit, Note, Problem
from vaultsync.notes import harmless, parse_note, splice
from vaultsync.notes.page import Page
from vaultsync.notes.scalar import scalar
from vaultsync.notes.yaml_places import places

PATH = "People/Ana.md"
BOM = "\ufeff".encode()
SMALL = [data.decode() for data in AWKWARD.values() if len(data) < 5000 and b"\xff" not in data and b"\xe9" not in data]

KEYS = st.sampled_from(["uid", "aliases", "last_contact", "Last Contact", "a", "contacts", '"b"', "id", "paused", "<<"])
VALUES = st.sampled_from(
    [
        *(
            "x",
            "'x'",
            '"x" # c',
            "[a, 'b']",
            "[ ]",
            "[[Ana]]",
            "\n  - a\n  - [[B]] # c\n  # d",
            "\n- a\n\n- b",
            "~",
            "",
        ),
        *(
            "|\n  one\n  two\n",
            ">-\n  one\n\n",
            "one\n  two",
            "&x y",
            "*x",
            "!!str z",
            "{c: d}",
            "\n  c: d",
            "2026-01-01",
        ),
        *(
            "# c",
            "\n  x",
            "yes",
            "0123",
            "x: y",
            "[a, [b]]",
            "[\n  a,\n  b\n ]",
            "---",
            "\t",
            "é\u2028",
            "[a,b] #",
            "|+\n  x\n\n",
        ),
    ]
)
PAIRS = st.builds(
    lambda key, value, space: f"{space}{key}: {value}\n", KEYS, VALUES, st.sampled_from(["", "", "", "# c\n", "  "])
)
FRONT = st.lists(PAIRS, max_size=5).map(lambda pairs: f"---\n{''.join(pairs)}---\n") | st.just("")
PIECES = st.sampled_from(
    [
        *(
            "## Log",
            "# Log",
            "Log\n---",
            "- 2026-01-01 a",
            "- 2026-03-01 b",
            "* b",
            "  - c",
            "1. 2026-02-01 d",
            "text",
            "",
            "",
            "",
        ),
        *(
            "- [ ] do",
            "- [x] do ✅ 2026-01-01",
            "  - [ ] do 📅 2026-01-01 ^a",
            "- [ ] do [due:: 2026-01-01]",
            "> - [ ] do",
        ),
        *(
            "%% vaultsync:b e3b0c44298fc %%",
            "%% vaultsync:b %%",
            "%% vaultsync:end b %%",
            "%% a",
            "b %%",
            "<!-- a",
            "-->",
        ),
        *(
            "```",
            "~~~",
            "$$",
            "> q",
            "### 2026-01-05 e",
            "### f",
            "| 2026-01-01 | g |",
            "---",
            "===",
            "\t- h",
            "2026-01-09 i",
            "` `` `",
        ),
    ]
)
BODY = st.lists(PIECES, max_size=12).map("\n".join)
ENDS = st.sampled_from(["\n", "\n", "\r\n", "\r"])
NOTES = (
    st.builds(
        lambda mark, front, body, tail, end: (mark + (front + body + tail).replace("\n", end)).encode(),
        st.sampled_from(["", "", "\ufeff"]),
        FRONT,
        BODY,
        st.sampled_from(["", "\n", "\n\n"]),
        ENDS,
    )
    | st.builds(lambda one, two, cut: (one[:cut] + two).encode(), st.sampled_from(SMALL), BODY, st.integers(0, 200))
    | st.text(max_size=60).map(lambda text: text.encode("utf-8", "replace"))
)
TEXTS = st.sampled_from(
    ["x", "", "a: b", "[[Ana]]", "'", '"', "# x", "2026-11-22", "no", "7", " ", "%% a", "```", "{{", "é 👩‍👧"]
) | st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=6)
PLAIN_TEXTS = TEXTS.map(str.strip).filter(bool)
EDITS = st.one_of(
    st.builds(
        lambda name, value, as_list: ("set-property", name, tuple(value), as_list or not value),
        st.sampled_from(["uid", "aliases", "last_contact", "a", "contacts", "paused", "new key"]),
        st.lists(TEXTS, max_size=4),
        st.booleans(),
    ),
    st.sampled_from(["uid", "aliases", "a", "last_contact"]).map(lambda name: ("remove-property", name, (), False)),
    st.builds(
        lambda text, day: ("append-entry", "Log", (day + text,), False),
        PLAIN_TEXTS,
        st.sampled_from(["", "2026-02-11 "]),
    ),
    st.lists(TEXTS, max_size=3).map(lambda lines: ("replace-block", "b", tuple(lines), False)),
    st.sampled_from([("x",), ("x", "2026-11-22"), ("x", "2026-11-22", "where-used"), (" ",), ("-",)]).map(
        lambda value: ("set-task", "do", value, False)
    ),
).map(lambda parts: Edit(path=PATH, kind=parts[0], name=parts[1], value=parts[2], as_list=parts[3], reason="r", line=7))


def _without(note: Note, owned: set[str]) -> list[tuple[str, tuple[str, ...]]]:
    return [(each.key, each.values) for each in note.properties if each.key not in owned]


@given(NOTES, EDITS)
def test_an_edit_keeps_every_byte_outside_its_own_lines(data: bytes, edit: Edit) -> None:
    made = splice(PATH, data, edit)
    if isinstance(made, Problem):
        assert made.code == "edit-refused"
        return
    assert splice(PATH, made, edit) is made
    if made == data:
        assert made is data
        return
    assert made.startswith(BOM) == data.startswith(BOM)
    before, after = Page(PATH, data), Page(PATH, made)
    changed = {each.key for each in (*before.front.properties, *after.front.properties)}
    changed -= {key for key in changed if _of(before, key) == _of(after, key)}
    assert len(changed) <= 1
    assert _without(parse_note(PATH, data), changed) == _without(parse_note(PATH, made), changed)
    first, last = _changed(_lines(data), _lines(made))
    assert last - first <= _owned(before, changed, edit)
    if "property" in edit.kind:
        assert last < before.first or not before.place
        assert _said(before) == _said(after)
    else:
        assert first >= before.first - 1


def _of(page: Page, key: str) -> tuple[str, ...] | None:
    return next((each.values for each in page.front.properties if each.key == key), None)


def _said(page: Page) -> list[tuple[str, str, str]]:
    return [(line.kind, line.text, line.section) for line in page.said.lines]


def _owned(page: Page, keys: set[str], edit: Edit) -> int:
    """How many lines of the note an edit may touch: those from a key to the next, of a block, or the task's own."""
    if edit.kind == "replace-block":
        marks = [number for number, line in enumerate(page.lines) if "vaultsync:" in line]
        return max(marks, default=0) - min(marks, default=0) + 1
    if edit.kind in ("append-entry", "set-task"):
        return int(edit.kind == "set-task")
    lines = [each.line for each in page.front.properties]
    # Line breaks that only YAML knows put a key's line beyond the body's first.
    return sum(
        max(min([number for number in lines if number > each.line], default=page.first) - each.line, 1)
        for each in page.front.properties
        if each.key in keys
    )


def _lines(data: bytes) -> list[bytes]:
    return data.removeprefix(BOM).splitlines(keepends=True)


def _changed(before: list[bytes], after: list[bytes]) -> tuple[int, int]:
    """From which line of the old ones, and up to which, the new ones differ; a last line may have got an end."""
    windows = [_window(before, after)]
    if before and len(after) >= len(before):
        place = len(before) - 1
        ended = [*before[:-1], after[place] if after[place].rstrip(b"\r\n") == before[-1] else before[-1]]
        windows.append(_window(ended, after))
    return min(windows, key=lambda window: window[1] - window[0])


def _window(before: list[bytes], after: list[bytes]) -> tuple[int, int]:
    first = last = 0
    while first < min(len(before), len(after)) and before[first] == after[first]:
        first += 1
    while last < min(len(before), len(after)) - first and before[-1 - last] == after[-1 - last]:
        last += 1
    return first, len(before) - last


@given(TEXTS, st.sampled_from(["", "'", '"', "|"]), st.booleans())
def test_a_text_written_as_a_scalar_reads_back_as_that_text(text: str, style: str, in_list: bool) -> None:
    written = scalar(text, style=style, in_list=in_list)
    piece = places(f"a: [{written}, x]\n" if in_list else f"a: {written} # c\n")[0].value
    assert (piece.items[0].text if in_list else piece.text) == text


@given(st.text())
def test_harmless_text_stays_harmless(text: str) -> None:
    safe = harmless(text)
    assert harmless(safe) == safe
    assert len(safe.splitlines()) <= 1
    assert not any(opener in safe for opener in ("<%", "{{", "%%", "::", "[[", "<!--", "$$", "```", "~~~"))
