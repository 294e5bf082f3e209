"""Bytes become a Note, whatever they are."""

import hashlib

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultsync.model import Note
from vaultsync.notes import ReadLimits, link_of, parse_note, plain
from vaultsync.notes.limits import USUAL

WORDS = (
    "[[ ]] [ ] ( ) ![[ ]( :: % %% <!-- --> ` `` ``` ~~~ $$ > - * + 1. # ## | \\ \\| ^ [x] {{ }} <% %> --- ... +++ ;;; "
    "{ } 📅 ✅ 🔁 🆔 2026-03-04 a: & * << <<<<<<< ======= >>>>>>> == tags: #a x.md ../ é \x00 \ufeff a b"
)
MARKUP = st.sampled_from([*WORDS.split(" "), " ", "\n", "\n\n", "\t", "    ", "\r\n", "\r"])
TEXTS = st.lists(MARKUP | st.text(max_size=3), max_size=60).map("".join)
BYTES = TEXTS.map(lambda text: text.encode("utf-8", "replace")) | st.binary()
YAML = TEXTS.map(lambda text: f"---\na: {text}\n---\n- [[x]]\n".encode("utf-8", "replace"))


@settings(deadline=None, max_examples=200)
@given(BYTES | YAML)
def test_any_bytes_give_a_note_and_always_the_same(data: bytes) -> None:
    note = parse_note("People/Ana.md", data)
    assert note == parse_note("People/Ana.md", data)
    assert note.digest == hashlib.sha256(data).hexdigest()
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(note), type=Note) == note
    numbers = [line.number for line in note.lines]
    assert numbers == sorted(set(numbers))
    assert all(0 < number <= data.count(b"\n") + data.count(b"\r") + 1 for number in numbers)
    assert list(note.tags) == sorted(set(note.tags))
    keys = [each.key for each in note.properties]
    assert len(keys) == len(set(keys))


@settings(deadline=None, max_examples=200)
@given(TEXTS)
def test_whatever_stands_in_a_fence_a_comment_or_a_quote_is_not_read(text: str) -> None:
    text = text.replace("~", "").replace("-->", "")
    for before, after in (("~~~\n", "\n~~~\n"), ("<!--", "-->\n")):
        note = parse_note("a.md", f"x\n\n{before}{text}{after}".encode("utf-8", "replace"))
        assert (note.lines, note.tags) == ((), ())
    quoted = "".join(f"> {line}\n" for line in text.replace("\r", "\n").split("\n"))
    note = parse_note("a.md", f"x\n\n{quoted}".encode("utf-8", "replace"))
    assert (note.lines, note.tags) == ((), ())


@settings(deadline=None, max_examples=200)
@given(TEXTS)
def test_links_are_read_from_any_text(text: str) -> None:
    plain(text)
    link = link_of(text)
    assert link is None or link.target


@settings(deadline=None, max_examples=200)
@given(
    st.sampled_from(["", "a ", "2026-03-04 ", "2026-03-04 a ", "2026-02-30 a "]),
    TEXTS,
    st.sampled_from(["", "### 2026-03-04\n"]),
)
def test_a_bullet_says_the_same_whatever_space_stands_behind_its_dash(start: str, text: str, above: str) -> None:
    usual, other = (
        parse_note("D/a.md", f"{above}-{space}{start}{text}".encode("utf-8", "replace")) for space in (" ", "\t")
    )
    assert (usual.lines, usual.tags) == (other.lines, other.tags)


def codes(data: bytes, limits: ReadLimits = USUAL) -> list[tuple[str, int]]:
    return [(each.code, each.line) for each in parse_note("a.md", data, limits).problems]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"- caf\xe9 [[x]]", "caf\ufffd x"),
        ("- café [[x]]".encode("utf-16"), "café x"),
        (b"\xfe\xff" + "- café [[x]]".encode("utf-16-be"), "café x"),
        (b"\xff\xfe-\x00 \x00a\x00 \x00b\x00\xd8", "a b\ufffd"),
    ],
)
def test_bytes_that_are_not_utf8_are_read_and_never_written(data: bytes, text: str) -> None:
    note = parse_note("a.md", data)
    assert [line.text for line in note.lines] == [text]
    assert [each.code for each in note.problems] == ["note-encoding"]
    assert not note.writable


def test_nul_characters_are_text() -> None:
    note = parse_note("a.md", b"- a\x00b")
    assert ([line.text for line in note.lines], note.problems, note.writable) == (["a\x00b"], (), True)


def test_conflict_markers_are_reported_with_their_line() -> None:
    note = parse_note("a.md", b"---\na: x\n---\n<<<<<<< HEAD\n- [[a]]\n=======\n- [[b]]\n>>>>>>> other\n")
    assert [(each.code, each.line) for each in note.problems] == [("note-conflict-markers", 4)]
    assert [line.text for line in note.lines] == ["a", "b"]
    assert not note.writable


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\xff", "the note is not UTF-8; unreadable characters were replaced."),
        (b"\xff\xfea\0", "the note is UTF-16, not UTF-8."),
        (b"<<<<<<< a\n=======\n>>>>>>> b\n", "Git conflict markers stand in the note."),
        (b"x" * 10_000_001, "the note has 10000001 bytes; above 10000000 only the front matter is read."),
        (b"---\na: b\n", "the front matter opens with --- and never closes."),
        (b"---\n@\n---", "the front matter is not valid YAML: found character that cannot start any token."),
        (b"---\na\n---", "the front matter is not a list of properties."),
        (b"---\n{}\n---", "the front matter is JSON: it is read, and never written."),
        (b"---\n{a}\n---", "the front matter is written in braces: it is read, and never written."),
        (b"+++\na=1\n+++", "the front matter is TOML: it is read, and never written."),
        (b"---\n~: x\n---", "a property's key is not text."),
        (b"---\na: 1\na: 2\n---", "a stands twice; the last one counts."),
    ],
    ids=range(12),
)
def test_a_problem_is_told_in_a_sentence(data: bytes, message: str) -> None:
    assert [each.message for each in parse_note("a.md", data).problems] == [message]


@pytest.mark.parametrize("data", [b"<<<<<<< x\n=======\n", b"a <<<<<<< x\n", b"=======\n>>>>>>> x\n<<<<<<< x\n"])
def test_a_single_marker_is_no_conflict(data: bytes) -> None:
    assert codes(data) == []


def test_of_a_note_that_is_too_large_only_the_front_matter_is_read() -> None:
    data = ("---\na: x\n---\n- [[é]]\n" + "é" * 600).encode()
    limits = ReadLimits(max_bytes=500, front_matter=50)
    note = parse_note("a.md", data, limits)
    assert [each.values for each in note.properties] == [("x",)]
    assert (note.lines, note.writable) == ((), False)
    assert codes(data, limits) == [("note-too-large", 0)]
    assert codes(data[:-1] + b"x", limits) == codes(b"x" + data, limits)


def test_five_megabytes_are_read_to_the_end() -> None:
    note = parse_note("a.md", b"plain words\n" * 420_000 + b"- [[x]]\n")
    assert [(line.number, line.text) for line in note.lines] == [(420_001, "x")]


@pytest.mark.parametrize(
    "unit",
    [
        "[[",
        "(",
        "[",
        "- [ ] ",
        "%%",
        "`",
        "` ",
        "📅 2026-01-01 ",
        "a:: ",
        "(a:: ",
        "[a](",
        "<!-- ",
        "$$ ",
        "> ",
        "{{",
        "{",
        "---\n",
    ],
)
def test_hostile_text_is_read_like_any_other(unit: str) -> None:
    assert parse_note("a.md", (unit * 20_000).encode()).path == "a.md"


@pytest.mark.parametrize(
    "text",
    [
        "# {{title}}",
        "---\ncreated: '{{date}}'\n---\n",
        "{{date:YYYY-MM-DD}}",
        "> {{title}}",
        "<% tp.file.title %>",
        "<%*\nlet x = 1\n%>",
        "```\nx\n```\n{{title}}",
        "$$\nx\n$$\n{{title}}",
        "> ```\n> x\n> ```\n{{title}}",
    ],
)
def test_a_note_with_open_variables_is_a_template(text: str) -> None:
    assert parse_note("a.md", text.encode()).template


@pytest.mark.parametrize(
    "text",
    [
        "# Title",
        "{{",
        "{{ a\n}}",
        "<% never closed",
        "%> <%",
        "`{{title}}`",
        "`<% x %>`",
        "```\n{{title}}\n<% x %>\n```",
        "~~~\n{{title}}",
        "> ```\n> {{title}}\n> ```",
        "$\\frac{{a}}{b}$",
        "$$\n\\frac{{a}}{b}\n$$",
    ],
)
def test_variables_in_code_and_formulas_make_no_template(text: str) -> None:
    assert not parse_note("a.md", text.encode()).template
