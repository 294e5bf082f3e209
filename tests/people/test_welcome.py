"""Why a word after long is welcome: lines of the notes, and one study; nothing where it has not been long."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultsync.model import Interaction, Person
from vaultsync.notes import parse_note
from vaultsync.people.welcome import STUDY, welcome_of

TODAY = date(2026, 11, 22)
NOTE = parse_note("Ana.md", b"---\nmet: 2012\n---\n- 2024-03-03 lunch gave:: a map (they asked:: a recipe)\n")


def ana(**known: object) -> Person:
    return Person(uid="ana", path="Ana.md", name="Ana", **known)


def contact(day: date, line: int = 4, channel: str = "lunch", direction: str = "") -> Interaction:
    return Interaction(person="ana", day=day, channel=channel, direction=direction, path="Ana.md", line=line)


def test_each_reason_names_its_line_and_the_study_comes_last() -> None:
    contacts = (contact(date(2024, 3, 3)), contact(date(2020, 1, 2), line=5, channel="mail", direction="in"))
    told = welcome_of(ana(), contacts, NOTE, TODAY)
    assert [(one.text, one.path, one.line) for one in told] == [
        ("they wrote to you on 2 Jan 2020", "Ana.md", 5),
        ("you gave them something: a map", "Ana.md", 4),
        ("they asked you for something: a recipe", "Ana.md", 4),
        ("you were in touch 2 times, 2020 to 2024", "Ana.md", 5),
        (STUDY, "", 0),
    ]


def test_who_was_met_once_is_known_since_the_day_that_the_note_names() -> None:
    known = ana(met_on=date(2012, 1, 1), found=(("met", 2),))
    first, *_ = welcome_of(known, (contact(date(2024, 3, 3)),), None, TODAY)
    assert (first.text, first.line) == ("you have known each other since 2012", 2)


@pytest.mark.parametrize("known", [{"status": "archived"}, {"status": "deceased"}])
def test_there_is_none_for_whom_nobody_writes_to(known: dict[str, str]) -> None:
    assert welcome_of(ana(**known), (contact(date(2020, 1, 1)),), NOTE, TODAY) == ()


@given(st.integers(0, 4000))
def test_it_is_told_from_a_year_on_and_never_says_how_long_it_is_today(days: int) -> None:
    last = contact(date(2015, 5, 5))
    told = welcome_of(ana(), (last,), NOTE, last.day + timedelta(days=days))
    assert bool(told) == (days >= 365)
    assert not told or told == welcome_of(ana(), (last,), NOTE, last.day + timedelta(days=9999))
