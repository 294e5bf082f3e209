"""From the text of a calendar to its events on their days, recurrences worked out. Knows no disk and no network."""

import warnings
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from vaultsync_calendar.errors import SourceError
from vaultsync_calendar.occurrence import Occurrence, occurrence
from vaultsync_calendar.zones import mended, unfolded, without_definitions

if TYPE_CHECKING:  # the libraries take a while to load
    from icalendar import Calendar, Event

OURS = "//vaultsync//"
"""What the PRODID of vaultsync's own calendars holds: what is planned is no contact."""
MOST = 100_000
"""Events on their days that are read of one calendar."""


def read(data: bytes, first: date, last: date, zone: ZoneInfo) -> tuple[list[Occurrence], int]:
    """The events between two days, both included, and how many could not be read and were left out.

    ``zone`` is that of the user's wall clock. Raises SourceError where the text is no calendar.
    """
    found: list[Occurrence] = []
    left_out = 0
    for calendar in _parsed(data):
        if OURS in str(calendar.get("PRODID", "")):
            continue
        for series in _series(calendar):
            try:
                found += _on_their_days(calendar, series, first, last, zone)
            # Anybody may send an invitation with anything in it; the libraries raise many errors for it.
            except Exception:  # noqa: BLE001 - see above
                left_out += 1
            if len(found) > MOST:
                raise SourceError(f"holds more than {MOST} events")
    return found, left_out


def check(data: bytes) -> None:
    """Raise SourceError where the text is no calendar."""
    _parsed(data)


def _parsed(data: bytes) -> list["Calendar"]:
    from icalendar import Calendar  # noqa: PLC0415 - only where a calendar is read
    from icalendar.timezone import tzp  # noqa: PLC0415 - as above

    text = unfolded(data.decode("utf-8", "replace").removeprefix("\ufeff")).replace("\0", "").strip()
    if text[:15].upper() != "BEGIN:VCALENDAR":
        raise SourceError("is no calendar: it does not begin with BEGIN:VCALENDAR")
    text = mended(text) + "\r\n"
    failed: Exception | None = None
    for version in (text, mended(without_definitions(text))):
        # The library remembers what a file says of a zone, and believes it of the next file, too.
        tzp.use_default()
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                parts = Calendar.from_ical(version, multiple=True)
        # The library raises many errors for hostile text.
        except Exception as error:  # noqa: BLE001 - see above
            failed = failed or error
        else:
            calendars = [part for part in parts if isinstance(part, Calendar)]
            if calendars:
                return calendars
    said = " ".join(str(failed or "it holds none").split())[:120]
    raise SourceError(f"is no calendar that can be read: {said}") from failed


def _series(calendar: "Calendar") -> Iterator[list["Event"]]:
    """Events that belong together: a series and its exceptions."""
    from icalendar import Event  # noqa: PLC0415 - only where a calendar is read

    groups = defaultdict[str, list[Event]](list)
    for number, event in enumerate(calendar.walk("VEVENT")):
        if isinstance(event, Event):
            groups[str(event.get("UID", f"\0{number}"))].append(event)
    return iter(groups.values())


def _on_their_days(
    calendar: "Calendar", series: list["Event"], first: date, last: date, zone: ZoneInfo
) -> list[Occurrence]:
    recurring = any(event.get("RRULE") or event.get("RDATE") for event in series)
    yearly = recurring and any("YEARLY" in _rule(event, "FREQ") for event in series)
    events = _expanded(calendar, series, first, last) if recurring else series
    found = (occurrence(event, zone, yearly=yearly) for event in events)
    return [one for one in found if one is not None and one.first <= last and one.last >= first]


def _expanded(calendar: "Calendar", series: list["Event"], first: date, last: date) -> list["Event"]:
    import recurring_ical_events  # type: ignore[import-untyped]  # noqa: PLC0415 - only where a series is read
    from icalendar import Calendar  # noqa: PLC0415 - as above

    for event in series:
        _refuse_endless(event)
    alone = Calendar()
    if "X-WR-TIMEZONE" in calendar:
        alone["X-WR-TIMEZONE"] = calendar["X-WR-TIMEZONE"]
    for event in series:
        alone.add_component(event)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # A day more on either side: days are the user's, and what is asked for is in UTC.
        query = recurring_ical_events.of(alone)
        return list(query.between(first - timedelta(days=2), last + timedelta(days=2)))


def _refuse_endless(event: "Event") -> None:
    """Raise ValueError for rules that would be worked out for minutes, and that no meeting has."""
    freq, interval = _rule(event, "FREQ"), _rule(event, "INTERVAL")
    odd = {"SECONDLY", "MINUTELY", "HOURLY"} & {*freq}
    odd |= {"INTERVAL"} if any(int(each) < 1 for each in interval) else set()
    odd |= {name for name in ("BYHOUR", "BYMINUTE", "BYSECOND") if len(_rule(event, name)) > 1}
    if "DAILY" in freq:  # on some days of a month or a year that may not exist, day after day until the year 9999
        odd |= {name for name in ("BYMONTHDAY", "BYYEARDAY", "BYSETPOS") if _rule(event, name)}
    if odd:
        raise ValueError(f"a recurrence with {', '.join(sorted(odd))}")


def _rule(event: "Event", name: str) -> list[str]:
    rules = event.get("RRULE", [])
    rules = rules if isinstance(rules, list) else [rules]
    return [str(value).upper() for rule in rules for value in rule.get(name, [])]
