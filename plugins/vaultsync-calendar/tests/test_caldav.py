"""Calendars are read from a real CalDAV server, and what keeps them from it is told."""

from datetime import date, timedelta

import pytest
from caldav.davclient import DAVClient
from loopback import radicale
from made_calendars import BERLIN, SPAN, TODAY, calendar, event
from msgspec.structs import replace

from vaultsync_calendar import gathering
from vaultsync_calendar.gathering import gathered
from vaultsync_calendar.memory import Memory
from vaultsync_calendar.sources import CalDAV, sources

WITH_ANA = event(":20261120T100000Z", "ATTENDEE:mailto:ana@example.org", uid="lunch")


@pytest.fixture
def server(tmp_path):
    (tmp_path / "server").mkdir()
    with radicale(tmp_path / "server") as (address, asked):
        yield Server(address, asked)


class Server:
    """The calendar ``home`` of the user ``ana``."""

    def __init__(self, address, asked):
        self.asked = asked
        self.client = DAVClient(url=f"{address}/", username="ana", password="secret word", require_tls=False)
        self.calendar = self.client.principal().make_calendar(cal_id="home")
        self.url = str(self.calendar.url)
        self.asked.clear()

    def put(self, *events):
        for one in events:
            self.calendar.add_event(calendar(one).decode())
        self.asked.clear()

    def source(self, **more):
        (found,) = sources((), (), (CalDAV(**({"url": self.url, "user": "ana", "password": "secret word"} | more)),))
        return found


class Clock:
    now = 1_000_000.0


@pytest.fixture
def read(tmp_path, monkeypatch):
    (tmp_path / "folder").mkdir()
    memory = Memory(tmp_path / "folder")
    monkeypatch.setattr(gathering, "_now", lambda: Clock.now)

    def ask(source, span=SPAN):
        Clock.now += 10
        return gathered(source, memory, span, refresh=1)

    return ask


def titles(kept):
    return [one.summary for one in kept.occurrences]


def test_a_collection_is_read(server, read):
    server.put(WITH_ANA, event(":20261121T100000Z", uid="tea", summary="Tea"))
    kept = read(server.source())
    assert titles(kept) == ["Lunch", "Tea"]
    assert kept.occurrences[0].attendees == ("ana@example.org",)
    assert kept.error == ""


def test_a_series_with_exceptions_is_read(server, read):
    zone = "TZID=Europe/Berlin"
    series = event(
        f";{zone}:20261022T090000", "RRULE:FREQ=WEEKLY;COUNT=3", f"EXDATE;{zone}:20261029T090000", uid="week"
    )
    moved = event(f";{zone}:20261106T140000", f"RECURRENCE-ID;{zone}:20261105T090000", uid="week", summary="Moved")
    server.put(series + moved)
    found = sorted(read(server.source()).occurrences, key=lambda one: one.first)
    assert [f"{one.start.astimezone(BERLIN):%m-%d %H:%M}" for one in found] == ["10-22 09:00", "11-06 14:00"]


def test_an_empty_collection_is_a_calendar_without_events(server, read):
    assert titles(read(server.source())) == []


def test_a_collection_that_is_what_it_was_is_asked_for_its_version_alone(server, read):
    server.put(WITH_ANA)
    read(server.source())
    server.asked.clear()
    assert titles(read(server.source())) == ["Lunch"]
    assert {*server.asked} == {"PROPFIND"}
    server.put(event(":20261121T100000Z", uid="tea", summary="Tea"))
    assert titles(read(server.source())) == ["Lunch", "Tea"]
    assert "REPORT" in server.asked


def test_a_new_month_asks_for_the_days_that_have_come_within_reach(server, read):
    server.put(WITH_ANA)
    read(server.source())
    server.asked.clear()
    later = TODAY + timedelta(30)
    read(server.source(), replace(SPAN, today=later, last=SPAN.last + timedelta(30)))
    assert "REPORT" in server.asked


def test_events_far_from_the_days_looked_at_are_not_asked_for(server, read, tmp_path):
    server.put(WITH_ANA, event(":20100101T100000Z", uid="old", summary="Old"))
    read(server.source())
    (text,) = (tmp_path / "folder").glob("*.ics")
    assert b"Old" not in text.read_bytes()


def test_a_wrong_password_is_said_and_not_shown(server, read):
    kept = read(server.source(password="wrong word"))
    assert kept.occurrences is None
    assert kept.error == "does not take the user's name and password"


def test_an_address_without_a_calendar_is_said(server, read):
    assert read(server.source(url=server.url + "nowhere/")).error == "has no calendar at that address (404)"


def test_a_server_that_goes_away_counts_as_it_was(server, read):
    server.put(WITH_ANA)
    read(server.source())
    server.calendar.delete()
    kept = read(server.source())
    assert titles(kept) == ["Lunch"]
    assert kept.error == "has no calendar at that address (404)"


def test_a_server_that_is_not_there_is_said(read):
    (source,) = sources((), (), (CalDAV(url="http://127.0.0.1:9/ana/", user="ana", password="secret word"),))
    kept = read(source)
    assert kept.error.startswith("does not answer (")
    assert "secret" not in kept.error


def test_a_password_is_not_sent_into_the_open(read):
    (source,) = sources((), (), (CalDAV(url="http://dav.example.org/ana/", user="ana", password="secret word"),))
    assert "begins with http://" in read(source).error


def test_a_calendar_is_named_by_its_place_in_the_settings_and_its_server():
    (one, two) = sources((), (), (CalDAV(url="https://ana:pw@dav.example.org/t/"), CalDAV(url="https://[x")))
    assert (one.name, two.name) == ("caldav[1] (dav.example.org)", "caldav[2]")


def test_the_days_asked_for_are_around_today():
    assert SPAN.first < date(2026, 11, 20) < SPAN.last
