"""A to-do as text: made so that any reader understands it, and changed without touching what is not ours."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream

from vaultsync import Published, Publishing
from vaultsync_caldav import todo
from vaultsync_caldav.wanted import wanted

TODAY = date(2027, 1, 4)
NOW = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)
LISBON = ZoneInfo("Europe/Lisbon")
TEXT = (
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=90)
    .map(str.strip)
    .filter(bool)
)


@pytest.fixture(scope="session")
def want(catch_up):
    """A to-do as it is wanted, of any texts."""

    class Ctx:
        today, zone, vault = TODAY, LISBON, "Notes"

        publishing = Publishing()

    def of(**told):
        (one,) = wanted(Published(catch_ups=(catch_up(**told),)), Ctx, 14).values()
        return one

    return of


def read(data):
    return todo.read(data.decode())


@given(name=TEXT, reason=TEXT, channel=TEXT, person=TEXT)
def test_a_new_to_do_is_valid_for_every_reader_and_says_the_same_to_each(want, name, reason, channel, person):
    one = want(name=name, reason=reason, channel=channel, person=person)
    data = todo.made(one, NOW)
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    strict = IcsCalendarStream.calendar_from_ics(data.decode()).todos[0]
    other = vobject.readOne(data.decode()).vtodo
    assert strict.uid == other.uid.value == "ana"
    assert strict.due == other.due.value == TODAY
    assert strict.status == "NEEDS-ACTION"
    assert strict.summary == other.summary.value == f"{' '.join(name.split())}: call"
    assert read(data).status == "open"
    assert read(data).channel == channel
    assert read(data).person == person
    assert read(data).due == date(2026, 11, 9)


@given(before=TEXT, after=TEXT)
def test_a_changed_to_do_is_valid_and_says_what_is_wanted(want, before, after):
    first, then = want(name=before), want(name=after)
    data = todo.changed(read(todo.made(first, NOW)), then, ["SUMMARY"], NOW)
    strict = IcsCalendarStream.calendar_from_ics(data.decode()).todos[0]
    assert strict.summary == f"{' '.join(after.split())}: call"
    assert strict.sequence == 1
    assert read(data).content == then.content


@given(
    st.lists(
        st.tuples(st.sampled_from(["X-OTHER", "PRIORITY", "COMMENT", "ATTACH;FMTTYPE=a/b"]), TEXT).map(":".join),
        max_size=8,
    )
)
def test_lines_of_others_stay_to_the_character_and_in_their_order(want, others):
    text = todo.made(want(), NOW).decode().replace("END:VTODO", "\r\n".join([*others, "END:VTODO"]))
    known = todo.read(text)
    data = todo.changed(known, want(name="Bo Lind"), ["SUMMARY", "DUE"], NOW, reopened=True)
    assert [line for line in read(data).lines if line in others] == [line for line in known.lines if line in others]


def test_an_alarms_words_are_not_the_to_dos(want):
    alarm = "BEGIN:VALARM\r\nDESCRIPTION:Ring\r\nEND:VALARM\r\nEND:VTODO"
    known = todo.read(todo.made(want(), NOW).decode().replace("END:VTODO", alarm))
    data = todo.changed(known, want(reason="new"), ["DESCRIPTION"], NOW)
    assert data.count(b"DESCRIPTION:Ring") == 1
    assert data.count(b"DESCRIPTION:New.") == 1


def test_a_to_do_that_is_opened_again_forgets_when_it_was_done(want):
    done = "STATUS:COMPLETED\r\nCOMPLETED:20270104T090000Z\r\nPERCENT-COMPLETE:100\r\nEND:VTODO"
    known = todo.read(todo.made(want(), NOW).decode().replace("STATUS:NEEDS-ACTION\r\n", "").replace("END:VTODO", done))
    assert known.status == "done"
    again = read(todo.changed(known, want(), [], NOW, reopened=True))
    assert again.status == "open"
    assert not {"COMPLETED", "PERCENT-COMPLETE"} & set(again.values)


def vtodo(*lines):
    return "\r\n".join(("BEGIN:VCALENDAR", "BEGIN:VTODO", "UID:a", *lines, "END:VTODO", "END:VCALENDAR", ""))


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        ((), "open"),
        (("STATUS:IN-PROCESS",), "open"),
        (("status;x=y:completed",), "done"),
        (("PERCENT-COMPLETE:100",), "done"),
        (("PERCENT-COMPLETE:10",), "open"),
        (("COMPLETED:nonsense",), "done"),
        (("STATUS:CANCELLED", "COMPLETED:20270104T090000Z"), "cancelled"),
        (("RRULE:FREQ=DAILY",), "strange"),
        (("RECURRENCE-ID:20270104",), "strange"),
        (("BEGIN:VALARM", "STATUS:COMPLETED", "END:VALARM"), "open"),
        (("END:VTODO", "BEGIN:VTODO", "UID:a"), "strange"),
    ],
)
def test_what_a_to_do_says_of_itself(lines, status):
    assert todo.read(vtodo(*lines)).status == status


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("COMPLETED:20270703T233000Z", date(2027, 7, 4)),
        ("COMPLETED:20270703T233000", date(2027, 7, 3)),
        ("COMPLETED;VALUE=DATE:20270703", date(2027, 7, 3)),
        ("COMPLETED;TZID=America/Phoenix:20270703T170000", date(2027, 7, 4)),
        ("COMPLETED:nonsense", None),
        ("STATUS:COMPLETED", None),
    ],
)
def test_the_day_on_which_it_was_done_is_that_of_the_wall_clock(line, day):
    assert todo.read(vtodo(line, "STATUS:COMPLETED")).day(LISBON) == day


def test_a_file_without_a_to_do_is_none():
    assert todo.read("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n") is None
    assert todo.read("") is None


@given(st.text(max_size=200))
def test_whatever_stands_in_a_file_can_be_looked_at(text):
    todo.read(text)
    todo.read(vtodo(*text.splitlines()))
