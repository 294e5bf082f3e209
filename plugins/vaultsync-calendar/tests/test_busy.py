"""Which days are too full for a catch-up."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from made_calendars import BERLIN, SPAN, TODAY, calendar, event, occurrences
from msgspec.structs import replace

from vaultsync_calendar.busy import busy_days
from vaultsync_calendar.occurrence import Occurrence
from vaultsync_calendar.span import span_of

FRIDAY = date(2026, 11, 27)


def busy(*events, hours=6, me=(), zone=BERLIN):
    span = replace(SPAN, zone=zone)
    return busy_days(occurrences(calendar(*events), zone), span, me=frozenset(me), hours=hours)


def meeting(begins, ends, *lines, day="20261127", uid=None):
    return event(
        f";TZID=Europe/Berlin:{day}T{begins}00", *lines, end=f";TZID=Europe/Berlin:{day}T{ends}00", uid=uid or begins
    )


def whole(first, after, *lines):
    return event(f";VALUE=DATE:{first}", *lines, end=f";VALUE=DATE:{after}")


def test_days_that_an_event_takes_whole_are_busy_from_today_on():
    assert busy(whole("20261122", "20261127")) == (TODAY, date(2026, 11, 25), date(2026, 11, 26))


def test_days_with_more_hours_of_events_than_allowed_are_busy():
    morning, afternoon = meeting("0800", "1200"), meeting("1300", "1500")
    assert busy(morning, afternoon) == ()
    assert busy(morning, afternoon, meeting("1800", "1801")) == (FRIDAY,)
    assert busy(morning, hours=3) == (FRIDAY,)


def test_what_overlaps_counts_once():
    assert busy(meeting("0800", "1200"), meeting("0900", "1400"), meeting("1000", "1100")) == ()


def test_events_that_block_no_time_were_cancelled_or_declined_take_none():
    for line in ("TRANSP:TRANSPARENT", "STATUS:CANCELLED", "X-MICROSOFT-CDO-BUSYSTATUS:FREE"):
        assert busy(meeting("0800", "1800", line)) == ()
        assert busy(whole("20261127", "20261128", line)) == ()
    declined = "ATTENDEE;PARTSTAT=DECLINED:mailto:me@example.org"
    assert busy(meeting("0800", "1800", declined), me=["me@example.org"]) == ()
    assert busy(meeting("0800", "1800", declined), me=["you@example.org"]) == (FRIDAY,)


def test_whole_days_that_come_back_every_year_are_birthdays():
    assert busy(whole("20201127", "20201128", "RRULE:FREQ=YEARLY")) == ()
    assert busy(whole("20201127", "20201128", "RRULE:FREQ=MONTHLY;COUNT=80"))[0] == FRIDAY


def test_an_event_over_midnight_counts_on_each_day_by_what_it_takes_of_it():
    night = event(";TZID=Europe/Berlin:20261126T200000", end=";TZID=Europe/Berlin:20261127T070000")
    assert busy(night) == (FRIDAY,)


def test_days_are_those_of_the_users_zone():
    evening = event(":20261127T200000Z", end=":20261128T040000Z")
    assert busy(evening) == ()
    assert busy(evening, zone=ZoneInfo("Asia/Tokyo")) == (date(2026, 11, 28),)


def test_an_hour_that_the_clocks_skip_is_none():
    """From midnight to 07:00 is six hours on the day that summer time begins, and eight on the day it ends."""
    assert busy(meeting("0000", "0700", day="20270328")) == ()
    assert busy(meeting("0000", "0600", day="20271031")) == (date(2027, 10, 31),)


def test_a_series_makes_each_of_its_days_busy():
    series = meeting("0900", "1700", "RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE;TZID=Europe/Berlin:20261204T090000")
    assert busy(series) == (FRIDAY, date(2026, 12, 11))


moments = st.integers(0, 20 * 24 * 60).map(
    lambda minutes: datetime(2026, 11, 20, tzinfo=UTC) + timedelta(minutes=minutes)
)


@given(st.lists(st.tuples(moments, st.integers(0, 3000)), max_size=8), st.floats(0, 24))
def test_a_busy_day_has_that_many_minutes_taken(some, hours):
    found = [
        Occurrence(
            first=begins.astimezone(BERLIN).date(),
            last=(begins + timedelta(minutes=length)).astimezone(BERLIN).date(),
            start=begins,
            end=begins + timedelta(minutes=length),
            summary="",
            channel="met",
        )
        for begins, length in some
    ]
    days = busy_days(found, SPAN, me=frozenset(), hours=hours)
    assert days == tuple(sorted({*days}))
    assert busy_days(found[::-1], SPAN, me=frozenset(), hours=hours) == days
    for number in range(30):
        day = TODAY + timedelta(number)
        # Counted another way: the seconds of the day, a minute at a time, that stand in any event.
        begin = datetime(day.year, day.month, day.day, tzinfo=BERLIN).astimezone(UTC)
        cut = sorted((max(one.start, begin), min(one.end, begin + timedelta(days=1))) for one in found)
        edges = sorted({each for pair in cut for each in pair})
        taken = sum(
            (after - before for before, after in pairwise(edges)
             if any(start <= before and after <= end for start, end in cut)),
            timedelta(),
        )  # fmt: skip
        assert (day in days) == (taken > timedelta(hours=hours))


@given(st.dates(), st.integers(1, 36_525), st.integers(366, 4000))
def test_the_days_looked_at_hold_those_asked_for_and_time_has_an_end(today, back, ahead):
    span = span_of(today, BERLIN, back, ahead)
    assert span.first <= span.last
    if date(200, 1, 1) < today < date(9900, 1, 1):
        assert span.first <= today - timedelta(days=back)
        assert span.last >= today + timedelta(days=ahead)
    assert span.basis == span_of(today.replace(day=1), BERLIN, back, ahead).basis
