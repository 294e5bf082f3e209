"""When and where a meeting is, in the spellings of its note; and who is told who will be there."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.people.vault import ANA, BEN, TODAY, note, vault

from vaultsync.people.meetings import SPELLINGS, meeting_of
from vaultsync.people.times import time_in


def meeting(front: str, path: str = "Notes/CX Days.md"):
    return meeting_of(note(path, f"---\ntype: gathering\n{front}\n---\n"))


@pytest.mark.parametrize(
    ("front", "at", "minutes"),
    [
        ("date: 2026-12-09", None, 0),
        ("date: 2026-12-09\ntime: 18:30", time(18, 30), 0),
        ('date: 2026-12-09\ntime: "7pm"', time(19), 0),
        ("date: 2026-12-09\nstart: 18:30\nend: 21:00", time(18, 30), 150),
        ("date: 2026-12-09T18:30", time(18, 30), 0),
        ("start: 2026-12-09 18:30\nend: 2026-12-09 20:00", time(18, 30), 90),
        ("start: 2026-12-09T18:30:00\nduration: 90", time(18, 30), 90),
        ("when: 9 December 2026, 18:30\nduration: 1h 30m", time(18, 30), 90),
        ("date: 2026-12-09\nstart-time: 6.30 pm\nduration: 2 hours", time(18, 30), 120),
        ("date: 2026-12-09\ntime: 22:00\nend: 01:00", time(22), 180),
        ("date: 2026-12-09\ntime: 18:30\nend: 2026-12-10 09:00", time(18, 30), 870),
        ("date: 2026-12-09\nstartTime: 18:30\nendTime: 20:00\nendDate: 2026-12-10", time(18, 30), 1530),
        ("date: 2026-12-09\ntime: 18:30\nduration: long", time(18, 30), 0),
        ("date: 2026-12-09\ntime: late\nduration: 90", None, 0),
        ("date: 2026-12-09\ntime: 25:00", None, 0),
        ("date: 2026-12-09\nat: the mill\ntime: 18:30", time(18, 30), 0),
    ],
)
def test_the_time_and_the_length_of_a_meeting(front: str, at: time | None, minutes: int) -> None:
    found = meeting(front)
    assert found is not None
    assert (found.day, found.at, found.minutes) == (date(2026, 12, 9), at, minutes)


@pytest.mark.parametrize(
    ("front", "until"),
    [
        ("end: 2026-12-11", date(2026, 12, 11)),
        ("end date: 11 December 2026", date(2026, 12, 11)),
        ("time: 18:30\nend: 2026-12-11 16:00", date(2026, 12, 11)),
        ("time: 18:30\nuntil: 2026-12-10 02:00", None),
        ("end: 2026-12-09", None),
        ("end: 2026-12-01", None),
        ("end: 18:00", None),
    ],
)
def test_a_gathering_of_several_days_has_a_last_one(front: str, until: date | None) -> None:
    found = meeting(f"date: 2026-12-09\n{front}")
    assert found is not None
    assert found.until == until


@pytest.mark.parametrize("key", SPELLINGS["place"])
@pytest.mark.parametrize("text", ["The old fire station", '"[[Venues/Station|The old fire station]]"'])
def test_the_place_of_a_meeting(key: str, text: str) -> None:
    found = meeting(f"date: 2026-12-09\n{key}: {text}")
    assert found is not None
    assert found.place == "The old fire station"


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("CX Days", "CX Days"),
        ("2026-12-09 CX Days", "CX Days"),
        ("CX Days (2026-12-09)", "CX Days"),
        ("20261209", "20261209"),
    ],
)
def test_it_is_called_what_the_note_is_called_without_the_day(name: str, called: str) -> None:
    found = meeting("date: 2026-12-09", f"Gatherings/{name}.md")
    assert found is not None
    assert found.called == called


def test_one_that_is_called_off_is_none_and_nobody_was_met() -> None:
    assert meeting("date: 2026-12-09\nstatus: Cancelled") is None
    text = "---\ntype: meeting\ndate: 2026-03-04\nstatus: called off\npeople: '[[Ana Reyes]]'\n---"
    network, _ = vault({ANA: "", "Roof.md": text})
    assert (network.interactions, network.gatherings) == ({}, {})


@pytest.mark.parametrize(
    ("kind", "social"), [("gathering", True), ("parties", True), ("meeting", False), ("1-1", False)]
)
def test_at_some_one_meets_people_and_others_were_made_with_them(kind: str, social: bool) -> None:
    found = meeting_of(note("CX.md", f"---\ntype: {kind}\ndate: 2026-12-09\n---\n"))
    assert found is not None
    assert found.is_gathering is social


@given(st.text())
def test_any_text_is_a_time_or_none(text: str) -> None:
    assert time_in(text) is None or isinstance(time_in(text), time)


FAIR = "---\ntype: gathering\ndate: {day}\npeople: [{people}]\n---\n## Attendees\n- [[Cy]]\n- [ ] ask [[Di]]\n"


def fair(day: str, *people: str) -> str:
    return FAIR.format(day=day, people=", ".join(f"'[[{name}]]'" for name in people))


def attended(texts: dict[str, str]) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    network, _ = vault({ANA: "", BEN: "", "People/Cy.md": "", "People/Di.md": "", **texts})
    return {uid: [(one.name, one.people) for one in found] for uid, found in network.gatherings.items()}


def test_the_first_of_those_who_are_listed_is_told_who_they_all_are() -> None:
    everybody = ("Ben Okri", "Ana Reyes", "Cy")
    assert attended({"Fair.md": fair("2026-12-09", "Ben Okri", "Ana Reyes", "Nobody")}) == {
        "Ana Reyes": [("Fair", ())],
        "Ben Okri": [("Fair", everybody)],
        "Cy": [("Fair", ())],
    }


def test_gatherings_are_those_ahead_and_of_the_last_month_in_the_order_of_their_days() -> None:
    texts = {f"{name}.md": fair(day) for name, day in {
        "Supper": "2027-01-02", "Fair": "2026-12-09", "Walk": "2026-10-22", "Choir": "2026-10-21", "Now": f"{TODAY}"
    }.items()}  # fmt: skip
    assert [name for name, _ in attended(texts)["Cy"]] == ["Walk", "Now", "Fair", "Supper"]


def test_the_note_of_a_person_and_a_daily_note_are_about_no_gathering() -> None:
    texts = {"People/Cy.md": fair("2026-12-09", "Ana Reyes"), "Daily/2026-12-09.md": fair("2026-12-09", "Ana Reyes")}
    assert attended(texts) == {}


def test_each_gathering_has_a_key_of_its_own() -> None:
    network, _ = vault(
        {ANA: "", "Fair.md": fair("2026-12-09", "Ana Reyes"), "B/Fair.md": fair("2026-12-09", "Ana Reyes")}
    )
    assert len({one.key for one in network.gatherings["Ana Reyes"]}) == 2
