"""Names of time zones as calendars write them, made ones that can be read: before the text is parsed.

A name that a VTIMEZONE of the same file explains stays; so does one that is known. Outlook's display names, vendors'
prefixes and offsets become the zone they mean. What means nothing goes, and the time is one of the wall clock.
"""

import re
from functools import cache, lru_cache
from zoneinfo import available_timezones

_FOLD = re.compile(r"\r?\n[ \t]")
_TZID = re.compile(r';TZID=(?:"(?P<quoted>[^"\r\n]*)"|(?P<bare>[^:;\r\n]*))(?=[:;])', re.IGNORECASE)
_EXPLAINED = re.compile(r"^TZID(?:;[^:\r\n]*)?:(?P<name>[^\r\n]*)", re.IGNORECASE | re.MULTILINE)
_BLOCK = re.compile(r"^BEGIN:VTIMEZONE\b.*?^END:VTIMEZONE\b[^\n]*\n?", re.IGNORECASE | re.MULTILINE | re.DOTALL)
_OFFSET = re.compile(r"\(?(?:UTC|GMT)\s*(?P<sign>[+-])\s*(?P<hours>\d{1,2})[:.]?(?P<minutes>\d{2})?\)?(?P<rest>.*)")
_AMERICAN = {
    "atlantic time": "America/Halifax", "eastern time": "America/New_York", "central time": "America/Chicago",
    "mountain time": "America/Denver", "pacific time": "America/Los_Angeles", "alaska": "America/Anchorage",
    "hawaii": "Pacific/Honolulu",
}  # fmt: skip


def unfolded(text: str) -> str:
    """The text with its folded lines made whole (RFC 5545, section 3.1)."""
    return _FOLD.sub("", text)


def mended(text: str) -> str:
    """An unfolded calendar's text in which every time zone can be read."""
    explained = frozenset(found["name"].strip() for found in _EXPLAINED.finditer(text))

    def one(found: re.Match[str]) -> str:
        name = str(found["quoted"] or found["bare"] or "").strip()
        if name in explained:
            return found[0]
        meant = zone_named(name)
        return f";TZID={meant}" if meant else ""

    return _TZID.sub(one, text)


def without_definitions(text: str) -> str:
    """The text without what it says of time zones itself."""
    return _BLOCK.sub("", text)


@lru_cache(maxsize=1024)
def zone_named(name: str) -> str:
    """The IANA name, or Windows name, of the zone that is meant; ``""`` where nobody can tell."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON  # noqa: PLC0415 - only where a calendar is read

    plain = name.strip().strip("/")
    known = available_timezones()
    if plain in known or plain in WINDOWS_TO_OLSON:
        return plain
    parts = plain.split("/")
    for start in range(1, len(parts)):
        tail = "/".join(parts[start:])
        if tail in known:
            return tail
    if parts[-1].casefold() in {"utc", "z", "zulu"}:
        return "UTC"
    found = _OFFSET.match(plain)
    return _by_city(found["rest"] if found else plain) or (_by_offset(found) if found else "")


def _by_city(text: str) -> str:
    for american, its in _AMERICAN.items():
        if text.strip().casefold().startswith(american):
            return its
    cities = (_cities().get(city.strip().casefold(), "") for city in text.split(","))
    return next(filter(None, cities), "")


def _by_offset(found: re.Match[str]) -> str:
    hours = int(found["hours"])
    if int(found["minutes"] or 0) or hours > 14:
        return ""
    # The signs of these names are the other way round (tz database, file etcetera).
    name = f"Etc/GMT{'-' if found['sign'] == '+' else '+'}{hours}"
    return name if hours and name in available_timezones() else "UTC" if not hours else ""


@cache
def _cities() -> dict[str, str]:
    """Zones by the city they are named after; none for a name that two of them have."""
    found: dict[str, str] = {}
    for zone in sorted(available_timezones()):
        area, _, city = zone.rpartition("/")
        if area and area.split("/")[0] not in {"Etc", "SystemV", "posix", "right", "US"}:
            city = city.replace("_", " ").casefold()
            found[city] = "" if city in found else zone
    return found
