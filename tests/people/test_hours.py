"""Hours as people write them, and the zones that they mean."""

from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultsync.notes import parse_note
from vaultsync.people import person_of
from vaultsync.people.hours import DAY, parse_hours
from vaultsync.people.zones import city_of, zone_of


def on(text: str, **more: bool) -> dict[str, list[str]]:
    names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    found: dict[str, list[str]] = {}
    for day, start, end in parse_hours(text, **more).stretches:
        found.setdefault(names[day], []).append(f"{start // 60}:{start % 60:02}-{end // 60}:{end % 60:02}")
    return found


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("09:00-18:00", {day: ["9:00-18:00"] for day in ["mon", "tue", "wed", "thu", "fri"]}),
        ("9 – 12, 13:30 – 18", {day: ["9:00-12:00", "13:30-18:00"] for day in ["mon", "tue", "wed", "thu", "fri"]}),
        ("Mon-Tue 9-17; Fri 9-13", {"mon": ["9:00-17:00"], "tue": ["9:00-17:00"], "fri": ["9:00-13:00"]}),
        ("sat, sun 10 to 24:00", {"sat": ["10:00-24:00"], "sun": ["10:00-24:00"]}),
        ("fri-mon 8-9", {day: ["8:00-9:00"] for day in ["mon", "fri", "sat", "sun"]}),
        ("wednesday: 22:00-02:00", {"wed": ["22:00-24:00"], "thu": ["0:00-2:00"]}),
        ("sunday 22-0", {"sun": ["22:00-24:00"]}),
        ("weekends 8-9", {day: ["8:00-9:00"] for day in ["sat", "sun"]}),
    ],
)
def test_hours_are_read(text, days):
    assert on(text) == days


def test_without_days_the_weekend_is_meant_only_where_it_is_asked_for():
    assert set(on("9-10", weekends=True)) - set(on("9-10")) == {"sat", "sun"}
    assert set(on("daily 9-10")) == set(on("9-10", weekends=True))
    assert set(on("mon 9-10", weekends=True)) == {"mon"}


@pytest.mark.parametrize(
    "text", ["", "early", "9", "9-9", "mon", "25-26", "9:75-10", "24:00-9", "mo 9-10", "9-10 sat", "-"]
)
def test_what_names_no_hours_says_how_they_are_written(text):
    with pytest.raises(ValueError, match="Write such as"):
        parse_hours(text)


@given(st.text(alphabet="019:- ,;monfriday–\u0660", max_size=20) | st.text(max_size=20))
def test_whatever_stands_there_it_is_hours_or_refused(text):
    try:
        found = parse_hours(text)
    except ValueError:
        return
    assert found.stretches
    assert all(0 <= day < 7 and 0 <= start < end <= DAY for day, start, end in found.stretches)


def test_a_note_says_its_hours_and_what_is_none_is_told_with_its_line():
    def read(value):
        return person_of(parse_note("Ana.md", f"---\nname: Ana\nworking hours: {value}\n---\n".encode()), uid="ana")

    person, problems = read("mon-thu 9-17, fri 9-13")
    assert (person.hours, problems) == ("mon-thu 9-17, fri 9-13", ())
    person, (told,) = read("when she likes")
    assert (person.hours, told.code, told.line) == ("", "value-unreadable", 3)


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Europe/Madrid", "Europe/Madrid"),
        ("europe/madrid", "Europe/Madrid"),
        ("Madrid", "Europe/Madrid"),
        ("new york", "America/New_York"),
        ("São Paulo", "America/Sao_Paulo"),
        ("Buenos Aires", "America/Argentina/Buenos_Aires"),
        ("UTC+2", "Etc/GMT-2"),
        ("gmt - 7", "Etc/GMT+7"),
        ("utc", "UTC"),
        *((text, "") for text in ("", "somewhere", "../../etc/passwd", "/etc/passwd", "\0", "x" * 300, "UTC+99")),
    ],
)
def test_zones_are_understood(text, zone):
    assert zone_of(text) == zone


@pytest.mark.parametrize(
    ("zone", "city"),
    [
        ("Europe/Lisbon", "Lisbon"),
        ("America/Argentina/Buenos_Aires", "Buenos Aires"),
        ("UTC", "UTC"),
        ("Etc/UTC", "UTC"),
        ("Etc/GMT-2", "UTC+2"),
    ],
)
def test_a_zone_is_called_by_its_city(zone, city):
    assert city_of(zone) == city


def test_every_zone_is_known_by_its_own_name_and_called_something():
    assert all(zone_of(zone) == zone and city_of(zone) for zone in available_timezones())
