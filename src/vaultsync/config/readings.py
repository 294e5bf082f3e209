"""Settings whose text needs more than a type: how each is read, and what to say when it cannot be.

A reading takes what TOML gave and returns what the setting's type is then checked against. It raises ValueError with
two texts: the rest of a sentence that begins with the setting's name, and what to try next.
"""

import re
from collections.abc import Iterable
from datetime import time
from zoneinfo import ZoneInfo, available_timezones

from vaultsync.people.hours import HINT as HOURS
from vaultsync.people.hours import parse_hours

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_COLOR = re.compile(r"[A-Za-z]+")


def read_zone(value: object) -> object:
    """An IANA time zone that this machine's time zone database or the tzdata package knows."""
    if not isinstance(value, str):
        return value
    try:
        ZoneInfo(value)
    except (ValueError, KeyError, OSError) as error:
        raise ValueError(f"names no time zone: {shown(value)}", _zone_hint(value)) from error
    return value


def _zone_hint(value: str) -> str:
    near = suggestion(value, available_timezones())
    return f"Did you mean {near}?" if near else 'Write a name such as "Europe/Lisbon" or "America/Phoenix".'


def read_weekdays(value: object) -> object:
    """English names of weekdays, whole or from three letters on, in any case; each comes once, Monday first."""
    if not isinstance(value, list):
        return value
    days = {_weekday(name) for name in value}
    return [day for day in WEEKDAYS if day in days]


def _weekday(name: object) -> str:
    folded = name.strip().casefold() if isinstance(name, str) else ""
    for day in WEEKDAYS:
        if len(folded) >= 3 and day.startswith(folded):
            return day
    raise ValueError(f"holds {shown(name)}, which is no weekday", 'Write days as in ["sat", "sun"].')


def read_alarm(value: object) -> object:
    """A time of day such as ``"09:00"`` or TOML's own ``09:00:00``; ``"off"`` and ``false`` are no alarm."""
    if value is False or (isinstance(value, str) and value.strip().casefold() in {"off", ""}):
        return None
    if isinstance(value, time):
        return value.replace(microsecond=0)
    clock = _CLOCK.fullmatch(value.strip()) if isinstance(value, str) else None
    if clock is None:
        raise ValueError(f"is {shown(value)}, which is no time of day", 'Write "09:00", or "off" for none.')
    return time(int(clock[1]), int(clock[2]))


def read_hours(value: object) -> object:
    """Hours of the wall clock, with their weekdays or without."""
    if isinstance(value, str):
        try:
            parse_hours(value)
        except ValueError as error:
            raise ValueError(f"is {shown(value)}, which names no hours", HOURS) from error
    return value


def read_note_path(value: object) -> object:
    """The path of a note, with its ending."""
    if not isinstance(value, str) or not value.strip():
        return value
    path = value.strip().strip("/")
    return path if path.endswith(".md") else f"{path}.md"


def read_slug(value: object) -> object:
    """A name that is safe as a file's name everywhere: lower-case letters, digits and single hyphens between them."""
    if isinstance(value, str) and _SLUG.fullmatch(value):
        return value
    near = "-".join(re.findall(r"[a-z0-9]+", value.casefold())) if isinstance(value, str) else ""
    hint = f'Write name = "{near}"' if near else 'Write a name such as "work"'
    said = f"is {shown(value)}, which is not safe as a file's name; this feed was left out"
    raise ValueError(said, f"{hint}: lower-case letters, digits, single hyphens.")


def read_color(value: object) -> object:
    """The name of a CSS colour (RFC 7986 section 5.9), or nothing."""
    if not isinstance(value, str) or not value or _COLOR.fullmatch(value):
        return value
    raise ValueError(f"is {shown(value)}, and calendars take the name of a colour", 'Write such as "teal" or "tomato".')


def read_place(value: object) -> object:
    """A folder's path that is not empty."""
    if isinstance(value, str) and (not value.strip() or "\0" in value):
        raise ValueError("names no folder", 'Write such as ".vaultsync/feeds" or "~/calendars".')
    return value


def read_targets(value: object) -> object:
    """Addresses of places, none of them empty."""
    if isinstance(value, list) and not all(
        isinstance(item, str) and item.strip() and "\0" not in item for item in value
    ):
        raise ValueError("holds what is no address", 'Write such as ["~/Sync/calendars", "s3://bucket/calendars"].')
    return value


def shown(value: object) -> str:
    """A value as the settings file spells it, cut to a length that fits a message."""
    match value:
        case bool():
            text = str(value).lower()
        case str():
            text = f'"{value}"'
        case dict():
            text = "a table"
        case list():
            text = f"[{', '.join(shown(item) for item in value[:5])}]"
        case _:
            text = str(value)
    return text if len(text) <= 60 else f"{text[:57]}…"


def suggestion(word: str, known: Iterable[str]) -> str:
    """The known word nearest to this one, or ``""`` where none is near. Order and hash seed change nothing."""
    from difflib import get_close_matches  # noqa: PLC0415 - two milliseconds that only a misspelt file need spend

    folded = {other.casefold(): other for other in sorted(known, reverse=True)}
    near = get_close_matches(word.casefold()[:100], folded, n=1, cutoff=0.6)
    return folded[near[0]] if near else ""
