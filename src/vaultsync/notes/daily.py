"""Which day a daily note is about, from its path. Knows moment's format tokens; month and weekday names are English."""

import calendar
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache

from vaultsync.model import Value
from vaultsync.notes.dates import iso_date

_MONTHS = {name.casefold(): month for month, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name[:3]: month for name, month in _MONTHS.items()}
_DAYS = {name.casefold(): day for day, name in enumerate(calendar.day_name, 1)}
_DAYS |= {name[:length]: day for name, day in _DAYS.items() for length in (2, 3)}
_NAMES = "|".join

TOKENS: Mapping[str, tuple[str, str]] = {
    "YYYY": ("year", "[0-9]{4}"),
    "YY": ("short_year", "[0-9]{2}"),
    "Q": ("", "[1-4]"),
    "Qo": ("", "[1-4](?:st|nd|rd|th)"),
    "M": ("month", "[0-9]{1,2}"),
    "Mo": ("month", "[0-9]{1,2}(?:st|nd|rd|th)"),
    "MM": ("month", "[0-9]{2}"),
    "MMM": ("month", "[A-Za-z]{3}"),
    "MMMM": ("month", "[A-Za-z]{3,9}"),
    "D": ("day", "[0-9]{1,2}"),
    "Do": ("day", "[0-9]{1,2}(?:st|nd|rd|th)"),
    "DD": ("day", "[0-9]{2}"),
    "DDD": ("year_day", "[0-9]{1,3}"),
    "DDDo": ("year_day", "[0-9]{1,3}(?:st|nd|rd|th)"),
    "DDDD": ("year_day", "[0-9]{3}"),
    "d": ("sunday_day", "[0-6]"),
    "do": ("sunday_day", "[0-6](?:st|nd|rd|th)"),
    "e": ("sunday_day", "[0-6]"),
    "E": ("week_day", "[1-7]"),
    "dd": ("week_day", "[A-Za-z]{2}"),
    "ddd": ("week_day", "[A-Za-z]{3}"),
    "dddd": ("week_day", "[A-Za-z]{6,9}"),
    "gggg": ("sunday_year", "[0-9]{4}"),
    "gg": ("short_sunday_year", "[0-9]{2}"),
    "w": ("sunday_week", "[0-9]{1,2}"),
    "wo": ("sunday_week", "[0-9]{1,2}(?:st|nd|rd|th)"),
    "ww": ("sunday_week", "[0-9]{2}"),
    "GGGG": ("iso_year", "[0-9]{4}"),
    "GG": ("short_iso_year", "[0-9]{2}"),
    "W": ("iso_week", "[0-9]{1,2}"),
    "Wo": ("iso_week", "[0-9]{1,2}(?:st|nd|rd|th)"),
    "WW": ("iso_week", "[0-9]{2}"),
    "H": ("", "[0-9]{1,2}"),
    "HH": ("", "[0-9]{2}"),
    "h": ("", "[0-9]{1,2}"),
    "hh": ("", "[0-9]{2}"),
    "k": ("", "[0-9]{1,2}"),
    "kk": ("", "[0-9]{2}"),
    "m": ("", "[0-9]{1,2}"),
    "mm": ("", "[0-9]{2}"),
    "s": ("", "[0-9]{1,2}"),
    "ss": ("", "[0-9]{2}"),
    "a": ("", "[ap]m"),
    "A": ("", "[AP]M"),
}
"""Each of moment's tokens: the part of a day that it writes, and what that looks like."""

_TOKEN = re.compile(r"\[([^\]]*)\]|(" + "|".join(sorted(TOKENS, key=len, reverse=True)) + r")|(.)", re.DOTALL)


class DailyName(Value, frozen=True, kw_only=True):
    """Where daily notes are and how they are called: a folder of the vault and a moment format.

    The format may hold folders too: ``YYYY/MM/YYYY-MM-DD``. The folder ``""`` is the top of the vault.
    """

    folder: str = ""
    format: str = "YYYY-MM-DD"


LOGSEQ = DailyName(folder="journals", format="YYYY_MM_DD")
"""The journals of Logseq, as it names them by default."""


def daily_date(path: str, names: Iterable[DailyName]) -> date | None:
    """The day that the daily note at this path is about; None where it is none.

    In the folder of a name, a file name that starts with an ISO date and one in Logseq's form count as well. A format
    that leaves the day open, such as that of weekly notes, names no day.
    """
    stem = path.removesuffix(".md")
    for name in names:
        folder = name.folder.strip("/")
        if folder and not stem.startswith(f"{folder}/"):
            continue
        rest = stem[len(folder) :].lstrip("/")
        day = _reader(name.format or "YYYY-MM-DD")(rest)
        if day is None and (folder or "/" not in rest):
            day = _opening(rest.rpartition("/")[2])
        if day is not None:
            return day
    return None


def _opening(stem: str) -> date | None:
    """The ISO date that a file name starts with, or is in Logseq's form."""
    if stem[10:11].isalnum():
        return None
    day = stem[:10]
    return iso_date(day.replace("_", "-") if len(stem) == 10 else day)


@lru_cache(maxsize=64)
def _reader(form: str) -> Callable[[str], date | None]:
    """The function that reads one format."""
    parts: list[str] = []
    seen: set[str] = set()
    for literal, token, other in _TOKEN.findall(form.strip("/").removesuffix(".md")):
        part, look = TOKENS.get(token, ("", ""))
        if not token:
            parts.append(re.escape(literal or other))
        elif part and part not in seen:
            seen.add(part)
            parts.append(f"(?P<{part}>{look})")
        else:
            parts.append(f"(?P={part})" if part and look in parts else look)
    pattern = re.compile("".join(parts), re.IGNORECASE)

    def read(text: str) -> date | None:
        found = pattern.fullmatch(text)
        try:
            return _day({part: _number(value) for part, value in found.groupdict().items()}) if found else None
        except (ValueError, OverflowError, KeyError):
            return None

    return read


def _number(text: str) -> int:
    """A number with or without its ending, a month or a weekday (Monday is 1)."""
    if text[0].isdigit():
        return int(text.rstrip("stndrhSTNDRH"))
    word = text.casefold()
    return _MONTHS[word] if word in _MONTHS else _DAYS[word]


def _day(parts: Mapping[str, int]) -> date | None:
    """The day that the parts determine, or None. Raises ValueError or KeyError where they determine no real day."""
    whole = {
        part.removeprefix("short_"): _century(number) if part.startswith("short_") else number
        for part, number in parts.items()
    }
    year = whole.get("year")
    if year is not None and {"month", "day"} <= whole.keys():
        return date(year, whole["month"], whole["day"])
    if year is not None and "year_day" in whole:
        day = date(year, 1, 1) + timedelta(days=whole["year_day"] - 1)
        return day if day.year == year else None
    return _day_of_week(whole, year)


def _day_of_week(parts: Mapping[str, int], year: int | None) -> date | None:
    """The day of a week: ISO weeks start on Monday, moment's others (English) on Sunday, the first with 1 January."""
    if "week_day" not in parts and "sunday_day" not in parts:
        return None
    from_sunday = parts["sunday_day"] if "sunday_day" in parts else parts["week_day"] % 7
    if "iso_week" in parts and (iso_year := parts.get("iso_year", year)) is not None:
        return date.fromisocalendar(iso_year, parts["iso_week"], from_sunday or 7)
    if "sunday_week" in parts and (sunday_year := parts.get("sunday_year", year)) is not None:
        first = date(sunday_year, 1, 1)
        sunday = first - timedelta(days=first.isoweekday() % 7)
        return sunday + timedelta(weeks=parts["sunday_week"] - 1, days=from_sunday)
    return None


def _century(number: int) -> int:
    """A year of two digits, as moment reads it."""
    return number + (1900 if number > 68 else 2000)
