"""Content lines (RFC 5545, section 3.1), each a string without fold and end: the one module that knows icalendar.

Its components are not used: they would write every line of a to-do anew, and read a backslash before an N as a break.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime

from icalendar.parser import Contentline, Contentlines
from icalendar.prop import vDDDTypes

_NAME = re.compile(r"[A-Za-z0-9-]+")


def unfolded(text: str) -> tuple[str, ...]:
    """The lines of a file, but for empty ones."""
    lines = Contentlines.from_ical(text)  # type: ignore[no-untyped-call]  # icalendar's own
    return tuple(str(line) for line in lines if line)


def file_of(lines: Iterable[str]) -> bytes:
    """The lines as a file: folded at 75 octets, and ended by CRLF."""
    return b"".join(Contentline(line).to_ical() + b"\r\n" for line in lines)  # type: ignore[no-untyped-call]  # icalendar's own


def name_of(line: str) -> str:
    """The property's name in capitals; ``""`` where the line has none."""
    found = _NAME.match(line)
    return found[0].upper() if found else ""


def value_of(line: str) -> str:
    """The value as it is written, with its escapes."""
    colon = Contentline(line).value_separator_index()  # type: ignore[no-untyped-call]  # icalendar's own
    return line[colon + 1 :] if colon >= 0 else ""


def moment_of(line: str) -> datetime | date | None:
    """The value as a date or a time; None where it is neither."""
    try:
        _, params, value = Contentline(line).raw_parts()  # type: ignore[no-untyped-call]  # icalendar's own
        moment = vDDDTypes.from_ical(value.strip(), params.get("TZID"))  # type: ignore[no-untyped-call]  # icalendar's own
    except (ValueError, TypeError):
        return None
    return moment if isinstance(moment, date) else None  # a datetime is a date as well
