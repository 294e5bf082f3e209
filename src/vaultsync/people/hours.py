"""When somebody can be reached: hours of the wall clock by weekday, as people write them."""

import re

from vaultsync.model import Value

DAY = 24 * 60
"""Minutes from one midnight to the next, on a day of which the clock skips nothing."""

WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WORKDAYS, EVERY_DAY = range(5), range(7)
HINT = 'Write such as "09:00-18:00", "mon-thu 09:00-17:00, fri 09:00-13:00" or "daily 10:00-20:00".'

_HYPHENS = re.compile(r"\s*(?:[-–—−]|\bto\b)\s*")
_PIECES = re.compile(r"[\s,;]+")
_TIMES = re.compile(r"(\d{1,2})(?::(\d{2}))?-(\d{1,2})(?::(\d{2}))?")

Stretch = tuple[int, int, int]
"""A weekday, Monday as 0, and the minutes of its wall clock from which on and up to which."""


class Hours(Value, frozen=True, kw_only=True):
    """Stretches of a week, in order. ``end`` may be the midnight at which the day ends."""

    stretches: tuple[Stretch, ...] = ()

    def on(self, weekday: int) -> tuple[tuple[int, int], ...]:
        """The minutes of the wall clock, from and up to, on a weekday."""
        return tuple((start, end) for day, start, end in self.stretches if day == weekday)

    def __or__(self, other: "Hours") -> "Hours":
        """Both."""
        return Hours(stretches=tuple(sorted({*self.stretches, *other.stretches})))


def parse_hours(text: str, *, weekends: bool = False) -> Hours:
    """The hours that a text names. Raises ValueError, with a hint, for one that names none.

    Days come before their times: ``mon-thu 09:00-17:00, fri 9-13``. Times without days are those of Monday to Friday,
    or of every day with ``weekends``. Times that end before they begin go on after midnight.
    """
    found: set[Stretch] = set()
    usual = tuple(EVERY_DAY if weekends else WORKDAYS)
    days: list[int] = []
    timed = True
    for piece in _PIECES.split(_HYPHENS.sub("-", text.strip())):
        times = _TIMES.fullmatch(piece)
        if times is None:
            days = [*([] if timed else days), *_days(piece, text)]
            timed = False
            continue
        timed = True
        start, end = _minutes(times[1], times[2], text), _minutes(times[3], times[4], text)
        if start in {end, DAY}:
            raise ValueError(f"{piece} is no stretch of time. {HINT}")
        for day in days or usual:
            found.add((day, start, end if start < end else DAY))
            if 0 < end < start:
                found.add(((day + 1) % 7, 0, end))
    if not timed:
        raise ValueError(f"{text!r} names days and no times. {HINT}")
    return Hours(stretches=tuple(sorted(found)))


def _days(piece: str, text: str) -> list[int]:
    word = piece.casefold().rstrip(":.")
    if word in {"daily", "every", "everyday"}:
        return list(EVERY_DAY)
    if word in {"weekdays", "workdays"}:
        return list(WORKDAYS)
    if word in {"weekend", "weekends"}:
        return [5, 6]
    first, _, last = word.partition("-")
    start = _weekday(first, text)
    end = _weekday(last, text) if last else start
    return [day % 7 for day in range(start, end + 1 if start <= end else end + 8)]


def _weekday(word: str, text: str) -> int:
    for number, name in enumerate(WEEK):
        if len(word) >= 3 and name.startswith(word.rstrip(".")):
            return number
    raise ValueError(f"{text!r} cannot be read as hours. {HINT}")


def _minutes(hour: str, minute: str | None, text: str) -> int:
    at = int(hour) * 60 + int(minute or 0)
    if at > DAY or int(minute or 0) > 59:
        raise ValueError(f"{text!r} names a time that no day has. {HINT}")
    return at
