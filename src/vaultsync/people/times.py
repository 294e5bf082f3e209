"""Times of day and moments as people write them beside a date."""

import re
from datetime import date, time

from vaultsync.model import Value
from vaultsync.notes import fold
from vaultsync.people.dates import DateOrder, Written, day_of, read_date

_CLOCK = re.compile(r"([0-9]{1,2})(?:[:.h]([0-9]{2}))?(?::[0-9]{2})?(?: ?(am|pm|h|uhr|o'clock))?")


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
