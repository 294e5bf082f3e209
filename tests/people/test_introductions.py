"""The ledger of introductions: a line of the log, written and read again, which is no contact."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.people.vault import ANA, TODAY, contacts, note

from vaultsync.model import Person
from vaultsync.people.introductions import STATES, introduction_entry, introductions_in

RAVI = Person(uid="ravi", path="People/Ravi Menon.md", name="Ravi Menon")


def read(*lines: str) -> list[tuple[str, str, str, str]]:
    text = "## Log\n" + "".join(f"- {line}\n" for line in lines)
    return [(each.day.isoformat(), each.through, each.target, each.state) for each in introductions_in(note(ANA, text))]


def test_what_is_written_is_a_dated_line_with_a_link():
    assert introduction_entry(TODAY, RAVI, "asked") == "2026-11-22 introduction through [[Ravi Menon]]: asked"


def test_where_another_note_has_the_name_the_link_gives_the_path():
    written = introduction_entry(TODAY, RAVI, "made", shared=True)
    assert written == "2026-11-22 introduction through [[People/Ravi Menon|Ravi Menon]]: made"
    renamed = Person(uid="x", path="People/x.md", name="Ravi [[M]]|enon")
    assert read(introduction_entry(TODAY, renamed, "asked"))[0][2:] == ("People/x", "asked")


@pytest.mark.parametrize(
    ("line", "state"),
    [
        ("2026-11-22 introduction through [[Ravi Menon]]: asked", "asked"),
        ("2026-11-22: Introduction via [[Ravi Menon]]: made, over coffee", "made"),
        ("2026-11-22 intro by [[People/Ravi Menon|Ravi Menon]]: came of it", "came-of-it"),
        ("2026-11-22 introduced by Ravi Menon – Came-of-it: we spoke", "came-of-it"),
        ("2026-11-22 an introduction through [[Ravi Menon]] - thanked him", "thanked"),
        ("2026-11-22 intro through [[Ravi Menon]]:asked", "asked"),
    ],
)
def test_what_comes_near_it_is_read(line, state):
    ((day, through, _, found),) = read(line)
    assert (day, through, found) == ("2026-11-22", "Ravi Menon", state)


@pytest.mark.parametrize(
    "line",
    [
        "introduction through [[Ravi Menon]]: asked",
        "2026-11-22 introduction through [[Ravi Menon]]: who knows",
        "2026-11-22 introduction to statistics: made a start",
        "2026-11-22 call: an introduction through [[Ravi Menon]]: asked",
        "[ ] 2026-11-22 introduction through [[Ravi Menon]]: asked",
    ],
)
def test_what_does_not_is_not(line):
    assert read(line) == []


def test_the_latest_comes_first_and_on_one_day_whatever_comes_later():
    lines = [f"2026-11-{day} introduction through [[Ravi]]: {state}" for day, state in
             (("20", "asked"), ("22", "thanked"), ("21", "made"), ("22", "came-of-it"))]  # fmt: skip
    assert [each[3] for each in read(*lines)] == ["thanked", "came-of-it", "made", "asked"]


def test_it_is_no_contact_with_the_person():
    entries = "".join(f"- {introduction_entry(TODAY, RAVI, state)}\n" for state in STATES)
    assert contacts({ANA: f"## Log\n{entries}"}) == []
    assert contacts({ANA: f"## Log\n{entries}- 2026-11-20 call: hello\n"})[0][0] == "2026-11-20"


@given(
    name=st.text(st.characters(categories=["L", "Nd", "Zs", "Pd", "Po"], exclude_characters="#^\\%`\xa0"), min_size=1),
    state=st.sampled_from(list(STATES)),
    day=st.dates(),
    shared=st.booleans(),
)
def test_whatever_the_name_it_reads_again_as_what_was_meant(name, state, day, shared):
    name = " ".join(name.split())
    person = Person(uid="x", path="People/x y.md", name=name)
    found = read(introduction_entry(day, person, state, shared=shared)) if name.strip(" :-*/'\"") else []
    assert all(each[::3] == (day.isoformat(), state) for each in found)
