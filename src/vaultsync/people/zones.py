"""Which time zone a note means: an IANA name, the city that one is named after, or an offset."""

import re
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from vaultsync.notes import fold

_OFFSET = re.compile(r"(?:utc|gmt)\s*([-+−])\s*(\d{1,2})(?::?00)?")
_NO_AREAS = frozenset({"Etc", "SystemV", "US", "posix", "right"})


def zone_of(text: str) -> str:
    """The IANA name of the zone that is meant, or ``""`` where nobody can tell.

    ``Europe/Madrid`` however it is spelled, ``Madrid``, ``New York``, ``UTC+2``. A city that two zones with other
    clocks are named after is neither.
    """
    name = text.strip()
    try:
        return ZoneInfo(name).key if name else ""
    except (ValueError, OSError, LookupError):  # not the name of a zone, whatever else it is
        pass
    plain = _plain(name)
    return _names().get(plain) or _cities().get(plain) or _by_offset(fold(name))


def city_of(zone: str) -> str:
    """What people call a zone: the city it is named after, or how far it is from UTC."""
    area, _, city = zone.rpartition("/")
    if area == "Etc" and city.startswith("GMT") and city[3:4] in {"+", "-"}:
        return f"UTC{'-' if city[3] == '+' else '+'}{city[4:]}"  # their signs are the other way round (tz database)
    return city.replace("_", " ") if area != "Etc" else "UTC"


def _plain(text: str) -> str:
    return fold(text).replace("_", " ").replace("-", " ")


@cache
def _names() -> dict[str, str]:
    return {_plain(zone): zone for zone in sorted(available_timezones())}


@cache
def _cities() -> dict[str, str]:
    """Zones by the city they are named after; ``""`` for a name that two zones have whose clocks differ."""
    found: dict[str, str] = {}
    for zone in sorted(available_timezones()):
        area, _, city = zone.rpartition("/")
        if area and area.split("/")[0] not in _NO_AREAS:
            name = _plain(city)
            other = found.setdefault(name, zone)
            if other not in {zone, ""} and _clocks(other) != _clocks(zone):
                found[name] = ""
    return found


def _clocks(zone: str) -> list[timedelta | None]:
    """How the clocks of a zone stand in the middle of each month of some years: of two names for one zone alike."""
    there = ZoneInfo(zone)
    return [datetime(year, month, 15, tzinfo=there).utcoffset() for year in range(2020, 2030) for month in range(1, 13)]


def _by_offset(text: str) -> str:
    found = _OFFSET.fullmatch(text)
    if found is None or int(found[2]) > 14:
        return ""
    name = f"Etc/GMT{'-' if found[1] == '+' else '+'}{int(found[2])}"
    return name if name in available_timezones() else ""
