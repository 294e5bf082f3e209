"""An invitation: one event as a calendar of its own."""

from datetime import UTC, date, datetime

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultsync.calendar import Event, Stamp, is_calendar, render_invitation

STAMP = Stamp(sequence=2, at=datetime(2026, 11, 22, tzinfo=UTC))
LUNCH = Event(
    uid="3a306092-da1a-597b-8219-6cdecaac0520",
    start=datetime(2026, 12, 3, 12, 30, tzinfo=UTC),
    minutes=90,
    summary="Lunch with Kim",
    description="about CX",
    location="Café Luna",
)
KIM, ANA = ("Kim", "kim@example.org"), ("Ana Reyes", "ana@example.org")

WHOLE = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//vaultsync//vaultsync//EN
CALSCALE:GREGORIAN
BEGIN:VEVENT
UID:3a306092-da1a-597b-8219-6cdecaac0520
DTSTAMP:20261122T000000Z
LAST-MODIFIED:20261122T000000Z
SEQUENCE:2
DTSTART:20261203T123000Z
DTEND:20261203T140000Z
SUMMARY:Lunch with Kim
DESCRIPTION:about CX
LOCATION:Café Luna
ORGANIZER;CN=Kim:mailto:kim@example.org
ATTENDEE;CN="Ana Reyes";ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION:mailto:
 ana@example.org
STATUS:CONFIRMED
TRANSP:OPAQUE
END:VEVENT
END:VCALENDAR
"""


def test_the_whole_of_it():
    data = render_invitation(LUNCH, STAMP, organizer=KIM, guest=ANA)
    assert data.decode() == WHOLE.replace("\n", "\r\n")
    assert is_calendar(data)


@pytest.mark.parametrize(
    ("organizer", "guest"),
    [
        (("", ""), ANA),
        (KIM, ("", "")),
        (("Kim", "not an address"), ANA),
        (KIM, ("Ana", "ana@example.org\r\nX:1")),
        (KIM, ("Ana", "ana@example.org, b@example.org")),
    ],
)
def test_nobody_is_named_where_not_both_addresses_are_known(organizer, guest):
    data = render_invitation(LUNCH, STAMP, organizer=organizer, guest=guest)
    assert b"ATTENDEE" not in data
    assert b"ORGANIZER" not in data


def test_an_event_of_the_whole_day_takes_nobodys_time():
    event = Event(uid="a", day=date(2026, 12, 3), summary="Lunch")
    data = render_invitation(event, STAMP)
    assert b"DTSTART;VALUE=DATE:20261203\r\nDTEND;VALUE=DATE:20261204\r\n" in data
    assert b"TRANSP:TRANSPARENT" in data


TEXT = st.text(st.characters(exclude_categories=()), max_size=40)


@given(TEXT, TEXT, TEXT, TEXT)
def test_whatever_is_in_it_reads_strictly_as_one_event_of_that_uid(summary, text, where, name):
    event = Event(uid="a-b", start=LUNCH.start, summary=summary, description=text, location=where)
    data = render_invitation(event, STAMP, organizer=(name, "kim@example.org"), guest=(name, "ana@example.org"))
    assert max(map(len, data.split(b"\r\n"))) <= 75
    calendar = icalendar.Calendar.from_ical(data)
    (only,) = calendar.events
    assert not calendar.errors
    assert not only.errors
    assert (str(only["UID"]), only["ATTENDEE"], only.start) == ("a-b", "mailto:ana@example.org", LUNCH.start)


@pytest.mark.parametrize(
    ("data", "answer"),
    [(b"BEGIN:VCALENDAR\r\n", True), (b"\xef\xbb\xbf\nbegin:vcalendar\n", True), (b"", False), (b"# Ana", False)],
)
def test_which_files_are_calendars(data, answer):
    assert is_calendar(data) is answer
