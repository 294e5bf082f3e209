"""When the clocks of a zone change, by the tzdata package and within fixed years.

Neither the machine's own zone files, which are older or newer, nor today's date change what is said of its zones.
"""

import re
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from vaultsync.model import Value

FIRST = datetime(2020, 1, 1, tzinfo=UTC)
LAST = datetime(2038, 1, 1, tzinfo=UTC)
"""From before the first event to where 32-bit clocks end."""

STEP = timedelta(days=3)
"""No zone sets its clocks twice within it: the nearest, Morocco's around Ramadan, are five weeks apart."""

_NAME = re.compile(r"[A-Za-z0-9_+-]+(?:/[A-Za-z0-9_+-]+)*")


class Observance(Value, frozen=True, kw_only=True):
    """Clocks that are set the same way on some days.

    ``onsets`` are wall-clock times without a zone, as the clock showed before it was set (RFC 5545, section 3.6.5);
    the first observance of a zone starts in 2020, and neither offset differs from the other there.
    """

    offset_from: timedelta
    offset_to: timedelta
    name: str
    daylight: bool
    onsets: tuple[datetime, ...]


def _zone(name: str) -> ZoneInfo:
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is not the name of a time zone; write one such as Europe/Lisbon")
    packaged = resources.files("tzdata").joinpath("zoneinfo", *name.split("/"))
    try:
        if not packaged.is_file():
            # Not in the package: the machine may know it, and a feed with the machine's zone beats none.
            return ZoneInfo(name)
        with packaged.open("rb") as file:
            return ZoneInfo.from_file(file, key=name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError(f"the time zone {name} is not known; write one such as Europe/Lisbon") from error


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The first second, between two times in UTC, at which the zone's clocks have changed."""
    offset = _clock(zone, before)
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        if _clock(zone, middle) == offset:
            before = middle
        else:
            after = middle
    return after


def _clock(zone: ZoneInfo, at: datetime) -> tuple[timedelta, str, bool]:
    """Offset, name and whether it is daylight saving time, at a time in UTC.

    A negative saving, as Dublin's in winter, is not daylight saving: clients take DAYLIGHT for the later clock.
    """
    there = at.astimezone(zone)
    return there.utcoffset() or timedelta(0), there.tzname() or zone.key, (there.dst() or timedelta(0)) > timedelta(0)


@cache
def observances(name: str) -> tuple[Observance, ...]:
    """The observances of a zone from 2020 to 2038, by first onset. Raises ValueError for a name tzdata doesn't know.

    icalendar's own ``Timezone.from_tzid`` gives onsets forward an hour late, and reads the machine's zone files.
    """
    zone = _zone(name)
    clock = _clock(zone, FIRST)
    found: dict[tuple[timedelta, timedelta, str, bool], list[datetime]] = {
        (clock[0], *clock): [(FIRST + clock[0]).replace(tzinfo=None)]
    }
    day = FIRST
    while day < LAST:
        following = day + STEP
        if _clock(zone, following) != clock:
            at = _change(zone, day, following)
            before, clock = clock, _clock(zone, at)
            found.setdefault((before[0], *clock), []).append((at + before[0]).replace(tzinfo=None))
        day = following
    return tuple(
        Observance(offset_from=start, offset_to=end, name=label, daylight=daylight, onsets=tuple(onsets))
        for (start, end, label, daylight), onsets in found.items()
    )
