"""Days written the ISO way: a whole value, or the date that a line opens with. Knows no other way to write a day."""

import re
from datetime import date, time

_DAY = r"([0-9]{4}-[0-9]{2}-[0-9]{2})"
_CLOCK = r"[0-9]{1,2}:[0-9]{2}"
_REST = r"(?::[0-9]{2}(?:[.,][0-9]+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?"
_TIME = rf"(?:[T ]{_CLOCK}{_REST})?"
_BETWEEN = r"[ \t:;,—–·|>-]*"
_ISO = re.compile(_DAY + _TIME)
_OPENING = re.compile(
    rf"(\*\*|__|[*_]|)[(\[]?{_DAY}"
    rf"(?: ({_CLOCK})(?=-{_CLOCK}(?![0-9:]))|(?:[T ]({_CLOCK}){_REST})?(?![^\W_]|-[0-9]))[)\]]?"
    rf"(?:\1(){_BETWEEN}|{_BETWEEN}\1()[ \t]*|{_BETWEEN})"
)

OPENERS = frozenset("0123456789[(*_")
"""The characters that a line with an opening date can start with."""


def iso_date(text: str) -> date | None:
    """The day of ``2026-03-04``, with or without a time after it; None for anything else."""
    found = _ISO.fullmatch(text.strip())
    return real_day(found[1]) if found else None


def opening_date(text: str) -> tuple[date | None, time | None, str]:
    """The ISO date that a line opens with, its time, and the line without both: ``2026-03-04 — Call`` gives ``Call``.

    Brackets or emphasis around the date and a dash or colon behind it go with it. A zone beside the time is not
    applied: the clock on the wall is what was meant. ``2026-03-04 12:30-14:00`` is no zone: ``14:00`` stays.
    """
    found = _OPENING.match(text)
    if found is None or (day := real_day(found[2])) is None:
        return None, None, text
    closed = found[5] is not None or found[6] is not None
    clock = found[3] or found[4]
    at = real_time(clock) if clock else None
    return day, at, ("" if closed else found[1]) + text[found.end() :]


def real_time(text: str) -> time | None:
    """The time of ``12:30`` or ``9:05``; None where no clock shows it."""
    hour, _, minute = text.partition(":")
    try:
        return time(int(hour), int(minute))
    except ValueError:
        return None


def real_day(text: str) -> date | None:
    """The day of ten characters in the form ``2026-03-04``; None where the calendar has no such day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
