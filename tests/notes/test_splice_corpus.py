"""Whatever the note, every edit changes its own lines only or is refused, and changes nothing the second time."""

import difflib

import pytest
from tests.notes.awkward import AWKWARD, PLAIN

from vaultsync.model import Edit, Problem
from vaultsync.notes import parse_note
from vaultsync.notes.splicing import splice

PATH = "People/Ana.md"


def edit(kind: str, name: str, *value: str, **more: object) -> Edit:
    return Edit(**{"path": PATH, "kind": kind, "name": name, "value": value, "reason": "r", **more})


EDITS = {
    "a day": edit("set-property", "last_contact", "2026-11-22"),
    "a text": edit("set-property", "uid", "a: b"),
    "a link": edit("set-property", "aliases", "[[Ana]]"),
    "a list": edit("set-property", "aliases", "Nita", "Ana", "A. Reyes", "yes"),
    "a list of a scalar": edit("set-property", "last_contact", "one", "two"),
    "an empty list": edit("set-property", "aliases", as_list=True),
    "no day": edit("remove-property", "last_contact"),
    "no list": edit("remove-property", "aliases"),
    "an e-mail": edit("set-property", "email", "ana@example.org", as_list=True),
    "an entry": edit("append-entry", "Log", "2026-11-22 ☎ call: [[Ben]]"),
    "an entry between": edit("append-entry", "Log", "2026-02-22 coffee"),
    "an old entry": edit("append-entry", "Log", "2019-02-22 coffee"),
    "an entry without a day": edit("append-entry", "Log", "coffee"),
    "a block": edit("replace-block", "brief", "**Who** Midwife", "", "- [ ] not a task"),
    "no block": edit("replace-block", "brief"),
    "a tick": edit("set-task", "do it", "x", "2026-11-22", line=12),
    "a tick where dates are used": edit("set-task", "do it", "x", "2026-11-22", "where-used", line=12),
    "no tick": edit("set-task", "do it", " ", line=12),
}


@pytest.mark.parametrize("name", AWKWARD)
def test_every_edit_changes_its_own_lines_or_is_refused_and_nothing_the_second_time(name: str) -> None:
    for change in EDITS.values():
        _holds(AWKWARD[name], change)


def _holds(data: bytes, change: Edit) -> None:
    made = splice(PATH, data, change)
    if isinstance(made, Problem):
        assert (made.code, made.path) == ("edit-refused", PATH)
        assert made.message.endswith(".")
        assert made.hint
        return
    assert splice(PATH, made, change) is made
    if made == data:
        assert made is data
        return
    gone, came = _changed_lines(data, made)
    assert len(gone) <= _MOST_GONE[change.kind]
    assert len(came) <= 8
    before, after = parse_note(PATH, data), parse_note(PATH, made)
    owned = {each.key for each in before.properties} ^ {each.key for each in after.properties}
    if "property" in change.kind:
        theirs = [(each.key, each.values) for each in after.properties if each.key not in owned]
        differ = {key for key, values in theirs if (key, values) not in _values(before)}
        assert len(owned | differ) <= 1
        assert [line.text for line in before.lines] == [line.text for line in after.lines]
    else:
        assert _values(before) == _values(after)


_MOST_GONE = {"set-property": 8, "remove-property": 8, "append-entry": 1, "replace-block": 2, "set-task": 1}


def _values(note: object) -> list[tuple[str, tuple[str, ...]]]:
    return [(each.key, each.values) for each in note.properties]


def _changed_lines(before: bytes, after: bytes) -> tuple[list[bytes], list[bytes]]:
    one, two = before.splitlines(keepends=True), after.splitlines(keepends=True)
    blocks = difflib.SequenceMatcher(None, one, two, autojunk=False).get_opcodes()
    changed = [block for block in blocks if block[0] != "equal"]
    return (
        [line for _, start, stop, _, _ in changed for line in one[start:stop]],
        [line for _, _, _, start, stop in changed for line in two[start:stop]],
    )


@pytest.mark.parametrize("kind", EDITS)
def test_every_edit_can_be_made_in_a_plain_note(kind: str) -> None:
    assert isinstance(splice(PATH, PLAIN.encode(), EDITS[kind]), bytes)


@pytest.mark.parametrize("kind", ["a day", "no list", "an entry", "a block", "a tick"])
def test_five_megabytes_of_body_stay_as_they_are(kind: str) -> None:
    body = b"- some line of text that nobody edits, with nothing in it\r\n" * 85_000
    data = PLAIN.encode() + body
    made = splice(PATH, data, EDITS[kind])
    assert isinstance(made, bytes)
    assert body[:-2] in made


def test_the_corpus_holds_what_it_should() -> None:
    assert len(AWKWARD) > 100
    assert len(set(AWKWARD.values())) == len(AWKWARD)
