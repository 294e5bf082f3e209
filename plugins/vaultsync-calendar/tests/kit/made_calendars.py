"""Calendars as text, and what is read of them."""

from datetime import date
from zoneinfo import ZoneInfo

from vaultsync_calendar.reading import read
from vaultsync_calendar.span import Span

BERLIN = ZoneInfo("Europe/Berlin")
TODAY = date(2026, 11, 24)
FIRST, LAST = date(2024, 11, 24), date(2027, 11, 25)
SPAN = Span(today=TODAY, first=FIRST, last=LAST, zone=BERLIN)


def calendar(*parts, head=""):
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n{head}{''.join(parts)}END:VCALENDAR\r\n".encode()


def event(start=":20261120T100000Z", *lines, uid="1", summary="Lunch", end=""):
    stop = f"DTEND{end}\r\n" if end else ""
    more = "".join(f"{line}\r\n" for line in lines)
    return f"BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTART{start}\r\n{stop}SUMMARY:{summary}\r\n{more}END:VEVENT\r\n"


def occurrences(data, zone=BERLIN):
    found, left_out = read(data, FIRST, LAST, zone)
    assert left_out == 0
    return sorted(found, key=lambda one: (one.first, one.start is None, one.start))


def starts(data, zone=BERLIN):
    """Where events begin on the wall clock: the minute, or the day of one of whole days."""
    return [
        str(one.first) if one.start is None else f"{one.start.astimezone(zone):%Y-%m-%d %H:%M}"
        for one in occurrences(data, zone)
    ]
