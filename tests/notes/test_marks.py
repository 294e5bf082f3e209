"""Marks in a line: what was given and asked, whose promise a task is, what to ask."""

import pytest

from vaultsync.notes import (
    exchanges_in,
    lessons_in,
    marks_in_words,
    parse_note,
    pick_in,
    questions_in,
    their_promise,
    wishes_in,
)


def exchanges(text: str) -> list[tuple[str, str, str | None]]:
    found = exchanges_in(parse_note("P.md", text.encode()))
    return [(each.kind, each.text, each.day and str(each.day)) for each in found]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("- 2026-01-18 ☎ call: plans. gave:: the name of a printer", [("gave", "the name of a printer", "2026-01-18")]),
        ("- 2026-01-18 (asked:: to read it) (gave:: a cake)", [("gave", "a cake"), ("asked", "to read it")]),
        ("- 2026-01-18 gave:: a book, asked:: nothing much", [("gave", "a book"), ("asked", "nothing much")]),
        ("- 2026-01-18 gave:: a book (outcome:: met)", [("gave", "a book")]),
        ("- 2026-01-18 (gave:: a book) (outcome:: met)", [("gave", "a book")]),
        ("gave:: a lift", [("gave", "a lift", None)]),
        ("- they forgave:: him", []),
        ("- gave::", []),
        ("- she gave: a cake", []),
    ],
)
def test_what_was_given_and_asked_stands_anywhere_in_a_line(line, found):
    assert sorted(exchanges(line)) == sorted((*each, "2026-01-18")[:3] for each in found)


def test_the_latest_comes_first_and_what_has_no_day_last():
    text = "- gave:: c\n- 2025-01-01 gave:: b\n- 2026-01-01 asked:: a\n"
    assert [each[1] for each in exchanges(text)] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("text", "theirs"),
    [
        ("from them: an introduction", "an introduction"),
        ("From her: the outline", "the outline"),
        ("waiting for: the slides", "the slides"),
        ("waiting:: the slides", "the slides"),
        ("they: the slides", "the slides"),
        ("in: the slides", "the slides"),
        ("send her the template", None),
        ("waiting for the slides", None),
        ("theyre: no", None),
        ("from them:", None),
    ],
)
def test_a_task_says_whose_promise_it_is(text, theirs):
    assert their_promise(text) == theirs


def test_questions_are_the_bullets_below_ask_that_are_not_ticked():
    text = "## Ask\n- one?\n- [ ] two?\n- [x] three?\nprose [[X]]\n### More\n- four\n## Questions\n- five\n"
    assert [line.text for line in questions_in(parse_note("P.md", text.encode()))] == ["one?", "two?", "five"]


def test_what_they_asked_is_theirs_and_what_you_asked_is_yours():
    note = parse_note("P.md", b"- 2026-01-18 call (they asked:: about pay), asked:: a lift\n- she asked:: to be read\n")
    assert [each.text for each in wishes_in(note)] == ["about pay", "to be read"]
    assert [each.text for each in exchanges_in(note)] == ["a lift"]


def test_what_was_learnt_and_suggested_stands_beside_what_was_given():
    line = "- 2026-01-18 (learnt:: ask, then wait) (suggested:: read Liu) (gave:: a cake) learned:: more"
    note = parse_note("P.md", line.encode())
    assert sorted((each.kind, each.text) for each in lessons_in(note)) == [
        ("learnt", "ask, then wait"), ("learnt", "more"), ("suggested", "read Liu"),
    ]  # fmt: skip
    assert [each.text for each in exchanges_in(note)] == ["a cake"]


def test_of_what_a_contact_came_is_no_part_of_what_was_given_and_not_told_to_a_reader():
    line = "- 2026-01-18 call, gave:: a book (pick:: dormant)"
    assert exchanges(line) == [("gave", "a book", "2026-01-18")]
    assert marks_in_words("call (learnt:: to ask) (pick:: dormant)") == "call (learnt: to ask)"
    assert pick_in("call (learnt:: to ask) (Pick:: Dormant)") == "dormant"
    assert pick_in("the pick of them") == ""
