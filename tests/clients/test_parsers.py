"""Three parsers in Python, each with its own idea of strictness, read every feed alike."""

from datetime import UTC, date, datetime

import icalendar
import vobject
from ical.calendar_stream import IcsCalendarStream
from tests.clients.told import Told, told

Feeds = tuple[tuple[str, bytes], ...]


def written(moment: date) -> str:
    if isinstance(moment, datetime):
        return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return f"{moment:%Y%m%d}"


def test_icalendar_reads_every_event(feeds: Feeds):
    for name, data in feeds:
        events = icalendar.Calendar.from_ical(data).walk("VEVENT")
        read = [
            Told(str(e["UID"]), written(e["DTSTART"].dt), str(e["SUMMARY"]), str(e.get("DESCRIPTION", "")))
            for e in events
        ]
        assert sorted(read) == told(data), name


def test_the_strict_ical_package_reads_every_event(feeds: Feeds):
    for name, data in feeds:
        events = IcsCalendarStream.calendar_from_ics(data.decode()).events
        read = [Told(e.uid, written(e.dtstart), e.summary or "", e.description or "") for e in events]
        assert sorted(read) == told(data), name


def test_vobject_reads_every_event(feeds: Feeds):
    for name, data in feeds:
        (calendar,) = vobject.readComponents(data.decode())
        events = calendar.contents.get("vevent", [])
        read = [
            Told(e.uid.value, written(e.dtstart.value), e.summary.value, e.getChildValue("description", ""))
            for e in events
        ]
        assert sorted(read) == told(data), name
