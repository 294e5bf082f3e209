"""Times of day, moments and lengths of time as people write them beside a date."""

import re
from datetime import date, time

from vaultsync.model import Value
from vaultsync.notes import fold
from vaultsync.people.dates import DateOrder, Written, day_of, read_date

LONGEST = 7 * 24 * 60
"""Minutes of the longest length that is believed."""

UNITS = {"m": 1, "min": 1, "mins": 1, "minute": 1, "minutes": 1, "h": 60, "hr": 60, "hrs": 60, "hour": 60, "hours": 60}
UNITS |= {"stunde": 60, "stunden": 60, "minuten": 1, "std": 60}

_CLOCK = re.compile(r"([0-9]{1,2})(?:[:.h]([0-9]{2}))?(?::[0-9]{2})?(?: ?(am|pm|h|uhr|o'clock))?")
_SPAN = re.compile(r"([0-9]+(?:[.,][0-9]+)?) ?([a-z]+)\.?")
_REST = re.compile(r"[ ,]|\band\b")
_COLON = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::[0-9]{2})?")


class Moment(Value, frozen=True, kw_only=True):
    """A day, a time of the wall clock, or both."""

    day: date | None = None
    at: time | None = None


def moment_in(text: str, order: DateOrder = "") -> Moment:
    """The moment that a text names; one of neither day nor time where it names none."""
    read = read_date(text, order)
    day = day_of(read)
    if day is not None:
        return Moment(day=day, at=read.at if isinstance(read, Written) else None)
    return Moment(at=time_in(text))


def time_in(text: str) -> time | None:
    """The time of day that a text is: ``18:30``, ``6.30 pm``, ``18h30``, ``7pm``; a bare number is none."""
    found = _CLOCK.fullmatch(fold(text).strip())
    if found is None or (found[2] is None and found[3] is None):
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3] in {"am", "pm"}:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[3] == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def minutes_in(text: str) -> int:
    """How many minutes a text says: ``90``, ``90 min``, ``1h 30m``, ``1.5 hours``, ``1:30``, ``PT90M``; 0 for none."""
    words = fold(text).strip()
    if words.isdecimal() and words.isascii():
        found = float(words)
    elif colon := _COLON.fullmatch(words):
        found = int(colon[1]) * 60 + int(colon[2])
    else:
        spans = _SPAN.findall(words.removeprefix("pt"))
        known = all(unit in UNITS for _, unit in spans)
        rest = _REST.sub("", _SPAN.sub("", words.removeprefix("pt")))
        found = 0 if rest or not known else sum(float(many.replace(",", ".")) * UNITS[unit] for many, unit in spans)
    return round(found) if 0 < found <= LONGEST else 0
