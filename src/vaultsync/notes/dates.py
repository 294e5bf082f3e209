"""Days written the ISO way: a whole value, or the date that a line opens with. Knows no other way to write a day."""

import re
from datetime import date

_DAY = r"([0-9]{4}-[0-9]{2}-[0-9]{2})"
_TIME = r"(?:[T ][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?"
_BETWEEN = r"[ \t:;,—–·|>-]*"
_ISO = re.compile(_DAY + _TIME)
_OPENING = re.compile(
    rf"(\*\*|__|[*_]|)[(\[]?{_DAY}{_TIME}(?![^\W_]|-[0-9])[)\]]?(?:\1(){_BETWEEN}|{_BETWEEN}\1()[ \t]*|{_BETWEEN})"
)

OPENERS = frozenset("0123456789[(*_")
"""The characters that a line with an opening date can start with."""


def iso_date(text: str) -> date | None:
    """The day of ``2026-03-04``, with or without a time after it; None for anything else."""
    found = _ISO.fullmatch(text.strip())
    return real_day(found[1]) if found else None


def opening_date(text: str) -> tuple[date | None, str]:
    """The ISO date that a line opens with, and the line without it: ``2026-03-04 — Call`` gives ``Call``.

    A time after the date, brackets or emphasis around it and a dash or colon behind it go with it.
    """
    found = _OPENING.match(text)
    if found is None or (day := real_day(found[2])) is None:
        return None, text
    closed = found[3] is not None or found[4] is not None
    return day, ("" if closed else found[1]) + text[found.end() :]


def real_day(text: str) -> date | None:
    """The day of ten characters in the form ``2026-03-04``; None where the calendar has no such day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
