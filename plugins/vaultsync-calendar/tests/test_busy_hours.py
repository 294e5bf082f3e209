"""When the user is not free: what calendars say of it, and what they leave unknown."""

import dataclasses
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loopback import web
from made_calendars import BERLIN, calendar, event, occurrences

import vaultsync_calendar as plugin
from vaultsync.testing import stage
from vaultsync_calendar import gathering
from vaultsync_calendar.busy import stretches
from vaultsync_calendar.occurrence import Occurrence

SETTINGS = '[vault]\ntimezone = "Europe/Berlin"\n'
TODAY = date(2026, 11, 24)
MONDAY = datetime(2026, 11, 30, tzinfo=BERLIN)
STANDUP = event(
    ";TZID=America/New_York:20270301T090000",
    "RRULE:FREQ=WEEKLY;COUNT=8",
    end=";TZID=America/New_York:20270301T100000",
    uid="standup",
)


def whole(first, after, *lines, uid="whole"):
    return event(f";VALUE=DATE:{first}", *lines, end=f";VALUE=DATE:{after}", uid=uid)


def meeting(begins, ends, *lines, uid="meeting"):
    return event(
        f";TZID=Europe/Berlin:20261201T{begins}00", *lines, end=f";TZID=Europe/Berlin:20261201T{ends}00", uid=uid
    )


def taken(*events, first=MONDAY, last=MONDAY + timedelta(days=7), me=()):
    """The stretches on the wall clock of Berlin."""
    found = stretches(occurrences(calendar(*events)), first, last, zone=BERLIN, me=frozenset(me))
    return [tuple(f"{at.astimezone(BERLIN):%d %H:%M}" for at in each) for each in found]


def test_events_take_the_time_that_they_last():
    assert taken(meeting("1200", "1330"), meeting("1300", "1400", uid="2")) == [
        ("01 12:00", "01 13:30"),
        ("01 13:00", "01 14:00"),
    ]


def test_events_of_whole_days_take_them_from_midnight_to_midnight():
    assert taken(whole("20261201", "20261203")) == [("01 00:00", "03 00:00")]
    assert taken(whole("20261201", "20261202", "RRULE:FREQ=YEARLY")) == []


def test_events_that_block_no_time_were_cancelled_or_declined_take_none():
    for line in ("TRANSP:TRANSPARENT", "STATUS:CANCELLED", "X-MICROSOFT-CDO-BUSYSTATUS:FREE"):
        assert taken(meeting("1200", "1300", line), whole("20261201", "20261202", line)) == []
    declined = "ATTENDEE;PARTSTAT=DECLINED:mailto:me@example.org"
    assert taken(meeting("1200", "1300", declined), me=["me@example.org"]) == []
    assert taken(meeting("1200", "1300", declined)) == [("01 12:00", "01 13:00")]
    assert taken(meeting("1200", "1200")) == []


def test_a_series_is_held_by_the_clock_of_its_own_zone_when_clocks_change_on_either_side():
    march = datetime(2027, 3, 1, tzinfo=BERLIN)
    # New York sets its clocks on 14 March, Berlin on 28 March.
    hours = [start for start, _ in taken(STANDUP, first=march, last=march + timedelta(days=60))]
    assert hours[:5] == ["01 15:00", "08 15:00", "15 14:00", "22 14:00", "29 15:00"]
    assert len(hours) == 8


def test_an_exception_of_a_series_is_where_it_was_moved_to():
    moved = event(
        ";TZID=America/New_York:20270315T160000",
        "RECURRENCE-ID;TZID=America/New_York:20270315T090000",
        end=";TZID=America/New_York:20270315T170000",
        uid="standup",
    )
    march = datetime(2027, 3, 14, tzinfo=BERLIN)
    assert taken(STANDUP, moved, first=march, last=march + timedelta(days=3)) == [("15 21:00", "15 22:00")]


@given(
    st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 5000), st.booleans())),
    st.integers(0, 4000),
    st.integers(0, 3000),
)
def test_what_is_given_meets_what_was_asked_for(some, begins, length):
    first = MONDAY.astimezone(UTC) + timedelta(minutes=begins)
    last = first + timedelta(minutes=length)
    moments = [
        (MONDAY.astimezone(UTC) + timedelta(minutes=a), MONDAY.astimezone(UTC) + timedelta(minutes=a + b), free)
        for a, b, free in some
    ]
    events = [
        Occurrence(first=TODAY, last=TODAY, summary="", channel="met", start=start, end=end, free=free)
        for start, end, free in moments
    ]
    found = list(stretches(events, first, last, zone=BERLIN, me=frozenset()))
    for at in (first + timedelta(minutes=each) for each in range(0, length, 50)):
        busy = any(start <= at < end for start, end, free in moments if not free)
        assert any(start <= at < end for start, end in found) == busy
    assert all(start < last and first < end for start, end in found)


# The hook


@pytest.fixture
def asked(tmp_path, monkeypatch):
    """Ask the hook, with one folder from call to call. ``asked.now`` is the clock."""

    class Folder:
        def __init__(self, host):
            self._host = host

        def folder(self, _):
            (tmp_path / "memory").mkdir(exist_ok=True)
            return tmp_path / "memory"

        def __getattr__(self, name):
            return getattr(self._host, name)

    def ask(first=MONDAY, last=MONDAY + timedelta(days=7), today=TODAY, **config):
        ctx = stage({}, plugin=plugin, config=config, today=today, settings=SETTINGS).ctx
        ctx = dataclasses.replace(ctx, host=Folder(ctx.host))
        found = list(plugin.vaultsync_busy(first, last, ctx))
        times = [f"{one.start.astimezone(BERLIN):%d %H:%M}" for one in found if not one.unknown]
        return times, [one.unknown for one in found if one.unknown]

    ask.now = 1_000_000.0
    monkeypatch.setattr(gathering, "_now", lambda: ask.now)
    return ask


def test_every_calendar_is_asked_and_one_that_cannot_be_read_is_named(asked, tmp_path):
    (tmp_path / "a.ics").write_bytes(calendar(meeting("1200", "1300")))
    (tmp_path / "b.ics").write_bytes(calendar(whole("20261202", "20261203")))
    files = tuple(str(tmp_path / name) for name in ("a.ics", "gone.ics", "b.ics"))
    assert asked(files=files) == (
        ["01 12:00", "02 00:00"],
        [f"the calendar {tmp_path / 'gone.ics'} cannot be read: No such file or directory"],
    )


def test_without_a_calendar_nothing_is_known(asked):
    assert asked() == ([], ["[plugin.calendar] of your config.toml names no calendar"])


def test_what_a_damaged_calendar_held_before_is_taken_and_the_rest_is_not_known(asked, tmp_path):
    file = tmp_path / "my.ics"
    file.write_bytes(calendar(meeting("1200", "1300")))
    assert asked(files=(str(file),)) == (["01 12:00"], [])
    file.write_bytes(b"BEGIN:VCALENDAR\r\nBEGIN")
    times, (unknown,) = asked(files=(str(file),))
    assert times == ["01 12:00"]
    assert unknown.startswith(f"the calendar {file} is no calendar that can be read")
    assert unknown.endswith("; what it held before counts as taken")


def test_an_event_that_cannot_be_read_leaves_its_calendar_unknown(asked, tmp_path):
    (tmp_path / "my.ics").write_bytes(calendar(meeting("1200", "1300"), event(":x", uid="bad")))
    times, (unknown,) = asked(files=(str(tmp_path / "my.ics"),))
    assert times == ["01 12:00"]
    assert unknown.endswith("my.ics: an event could not be read and was left out")


def test_a_link_is_asked_again_after_a_minute_and_its_secret_is_not_said(asked):
    with web(calendar(meeting("1200", "1300"))) as server:
        assert asked(urls=(server.url,)) == (["01 12:00"], [])
        server.body = calendar(meeting("1500", "1600"))
        asked.now += 59
        assert asked(urls=(server.url,))[0] == ["01 12:00"]
        asked.now += 1
        assert asked(urls=(server.url,)) == (["01 15:00"], [])
        server.status = 500
        asked.now += 60
        times, (unknown,) = asked(urls=(server.url,))
    assert times == ["01 15:00"]
    assert (
        unknown == "the calendar urls[1] (127.0.0.1) answers with an error (500); what it held before counts as taken"
    )
    assert "secret" not in unknown


def test_beyond_the_days_that_are_read_nothing_is_known(asked, tmp_path):
    (tmp_path / "my.ics").write_bytes(calendar(meeting("1200", "1300")))
    late = MONDAY + timedelta(days=380)
    times, (unknown,) = asked(last=late + timedelta(days=60), files=(str(tmp_path / "my.ics"),))
    assert times == ["01 12:00"]
    assert unknown == "calendars are read up to 2027-12-03"


def test_slots_offers_no_time_that_a_calendar_has_taken(cli, make_vault, tmp_path):
    (tmp_path / "my.ics").write_bytes(calendar(STANDUP))
    note = "---\ntags: [person]\ntimezone: America/New_York\nhours: 08:00-18:00\n---\n"
    vault = make_vault({"People/Ana Reyes.md": note}, settings=f'{SETTINGS}[slots]\nhours = "14:00-16:00"\n')
    config = {"calendar": {"files": [str(tmp_path / "my.ics")]}}
    wanted = ["--from", "2027-03-08", "--days", "30", "--count", "20", "--for", "60m", "--today", "2027-03-01"]
    given = {"vault": vault, "plugins": ["calendar"], "config": config}
    said = cli("slots", "Ana Reyes", *wanted, "--json", **given)
    assert (said.code, said.err.count("not known")) == (0, 0), said.err
    assert said.json["unknown"] == []
    starts = [datetime.fromisoformat(one["start"]) for one in said.json["slots"]]
    assert all(one + timedelta(hours=1) <= other for one, other in pairwise(starts))
    mondays = [f"{at:%m-%d %H:%M}" for at in starts if at.weekday() == 0]
    # The series is at three o'clock, but at two while New York alone has set its clocks.
    assert mondays == ["03-08 14:00", "03-15 15:00", "03-22 15:00", "03-29 14:00"]
    (tmp_path / "my.ics").unlink()
    said = cli("slots", "Ana Reyes", *wanted, **given)
    assert said.out.startswith(
        "Would any of these suit you?\n- Mon 8 Mar, 14:00-15:00 (my time, Berlin) · 08:00-09:00 (yours"
    )
    assert f"It is not known whether you are free: the calendar {tmp_path / 'my.ics'} cannot be read" in said.err
    assert "may be taken" in said.err
