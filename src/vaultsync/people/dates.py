"""Days and yearly dates as people write them; knows every spelling, and nothing of notes, persons or today.

A text is read by the first form of :data:`FORMS` that fits the whole of it. Links lose their brackets, case and
accents do not matter, a weekday in front is passed over, a time of day behind is kept as it stands: a zone beside it
is not applied, because the clock on the wall is what was meant.
"""

import re
from datetime import date, time
from functools import cache
from typing import Literal

from vaultsync.model import Value, YearlyDate
from vaultsync.notes import fold

DateOrder = Literal["", "dmy", "mdy"]


class Written(Value, frozen=True, kw_only=True):
    """A date as far as it was written: any part may be missing but what is there is a day that exists."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    at: time | None = None


class Unclear(Value, frozen=True, kw_only=True):
    """A date that could be either of two days: ``1 February`` or ``2 January``."""

    readings: tuple[str, str]


class Form(Value, frozen=True, kw_only=True):
    """One way of writing a date: an example, what it is, and the pattern of its folded text."""

    example: str
    meaning: str
    pattern: str


MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar janner jaenner",
            "february feb februar feber",
            "march mar marz maerz mrz",
            "april apr",
            "may mai",
            "june jun juni",
            "july jul juli",
            "august aug",
            "september sept sep",
            "october oct oktober okt",
            "november nov",
            "december dec dezember dez",
        ),
        start=1,
    )
    for name in names.split()
}
"""English and German names of months and their short forms, accents dropped."""

_MONTH_WORDS = "|".join(sorted(MONTHS, key=len, reverse=True))
_Y, _D, _ORDINAL = r"(?P<y>[0-9]{4})", r"(?P<d>[0-9]{1,2})", r"(?:st|nd|rd|th|\.)?"

FORMS: tuple[Form, ...] = (
    Form(
        example="1990-07-13",
        meaning="ISO 8601; also with `/`, `.` or `_`",
        pattern=rf"{_Y}(?P<s>[-/._])(?P<m>[0-9]{{1,2}})(?P=s){_D}",
    ),
    Form(
        example="19860713",
        meaning="ISO 8601 without hyphens, as in vCards",
        pattern=r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})(?:t[0-9]{4,6}z?)?",
    ),
    Form(
        example="07-13",
        meaning="month and day; also `--07-13` and `--0713` (RFC 6350, 4.3.1)",
        pattern=r"(?:--)?(?P<m>[0-9]{2})-(?P<d>[0-9]{2})",
    ),
    Form(example="--0713", meaning="month and day, as in vCards", pattern=r"--(?P<m>[0-9]{2})(?P<d>[0-9]{2})"),
    Form(example="1990-07", meaning="year and month: no day, so no yearly date", pattern=rf"{_Y}-(?P<m>[0-9]{{1,2}})"),
    Form(example="1990", meaning="a year alone: no day, so no yearly date", pattern=_Y),
    Form(
        example="July 13th, 1990",
        meaning="month, day and perhaps a year, in English or German",
        pattern=rf"(?P<word>{_MONTH_WORDS})\.?[ -]?{_D}{_ORDINAL}(?:,? ?[ ,-]{_Y})?",
    ),
    Form(
        example="13 July 1990",
        meaning="day, month and perhaps a year; also `13. Juli 1990`, `13th of July`",
        pattern=rf"{_D}{_ORDINAL}[ -]?(?:of )?(?P<word>{_MONTH_WORDS})\.?(?:,? ?[ ,-]{_Y})?",
    ),
    Form(
        example="July 1990",
        meaning="month and year: no day, so no yearly date",
        pattern=rf"(?P<word>{_MONTH_WORDS})\.?,? {_Y}",
    ),
    Form(
        example="13.07.1990",
        meaning="with dots: day, month and perhaps a year",
        pattern=rf"(?P<d>[0-9]{{1,2}})\. ?(?P<m>[0-9]{{1,2}})\.(?: ?{_Y})?",
    ),
    Form(
        example="25/12/1980",
        meaning="with slashes or hyphens: by `[dates] order`, or where only one reading is a day",
        pattern=rf"(?P<a>[0-9]{{1,2}})(?:/(?P<b>[0-9]{{1,2}})(?:/{_Y})?|-(?P<c>[0-9]{{1,2}})-(?P<z>[0-9]{{4}}))",
    ),
    Form(
        example="2026-03-04 at the fair",
        meaning="an ISO date with words behind it",
        pattern=rf"{_Y}-(?P<m>[0-9]{{2}})-{_D}[ ,;:(].*",
    ),
)
"""Every spelling of a date, in the order in which they are tried."""

_LINK = re.compile(r"!?\[\[([^\]|#]*)[^\]]*\]\]|\[([^\]]*)\]\([^)]*\)")
_WEEKDAY = re.compile(
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|satur|sat|sun)(?:day)?[,.]* "
    r"|(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|mo|di|mi|do|fr|sa|so)[,.]+ "
)
_TIME = re.compile(
    r"(?:t|,? at |,? um |, | )(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::[0-9]{2}(?:[.,][0-9]+)?)?"
    r"(?: ?(?P<half>am|pm))?(?: ?(?:z|utc|[+-][0-9]{2}:?(?:[0-9]{2})?))?(?: uhr)?$"
)
_NAMES = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905 -- a list of twelve quoted words reads worse
)
UNKNOWN_YEARS = frozenset({0, 1604})
"""Years that address books write where none is known; 1604 is Apple's."""
UNKNOWN_BIRTH_YEAR = 1900


def read_date(text: str, order: DateOrder = "") -> Written | Unclear | None:
    """What a text says as a date, as far as it goes. None where it is no date, or a day that does not exist.

    ``order`` decides ``01/02/1980``; without it such a date is Unclear, unless one reading alone is a day.
    """
    if len(text) == 10 and text[4] == "-" and (day := _iso_day(text)):
        return Written(year=day.year, month=day.month, day=day.day)
    words = fold(_LINK.sub(lambda link: (link[1] or link[2] or "").rsplit("/", 1)[-1], text)).strip()
    words = _WEEKDAY.sub("", words, count=1) if _WEEKDAY.match(words) else words
    at = None
    if clock := _TIME.search(words):
        at = _time(clock)
        if at is None:
            return None
        words = words[: clock.start()]
    found = next((match for form in _forms() if (match := form.fullmatch(words))), None)
    if found is None:
        return None
    parts = found.groupdict()
    if "a" in parts:
        return _slashed(int(parts["a"]), int(parts["b"] or parts["c"]), parts["y"] or parts["z"], order, at)
    month = MONTHS[parts["word"]] if "word" in parts else _number(parts.get("m"))
    return _written(_number(parts.get("y")), month, _number(parts.get("d")), at)


def parse_day(text: str, order: DateOrder = "") -> date | None:
    """The day that a text names, year and all; None where it is no date, unclear, or lacks a part."""
    return day_of(read_date(text, order))


def day_of(read: Written | Unclear | None) -> date | None:
    """The day, where the date was written whole."""
    if isinstance(read, Written) and read.year and read.month and read.day:
        return date(read.year, read.month, read.day)
    return None


def yearly_of(read: Written | Unclear | None, *, label: str, line: int = 0) -> YearlyDate | None:
    """The day that comes every year, where a month and a day were written; else None.

    The years 0 and 1604 mean that none is known. So does 1900, for birthdays alone: spreadsheets and address books
    put it there, and hardly anybody living was born then, while a company may well have been founded.
    """
    if not isinstance(read, Written) or not read.month or not read.day:
        return None
    unknown = read.year in UNKNOWN_YEARS or (label == "birthday" and read.year == UNKNOWN_BIRTH_YEAR)
    return YearlyDate(label=label, month=read.month, day=read.day, year=None if unknown else read.year, line=line)


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    # Compiled when first needed: most runs read no date but in the form that _iso_day knows.
    return tuple(re.compile(form.pattern) for form in FORMS)


def _iso_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _number(text: str | None) -> int | None:
    return None if text is None else int(text)


def _time(clock: re.Match[str]) -> time | None:
    hour, minute = int(clock["hour"]), int(clock["minute"])
    if clock["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if clock["half"] == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _written(year: int | None, month: int | None, day: int | None, at: time | None) -> Written | None:
    try:
        date(year or 2000, month or 1, day or 1)
    except ValueError:
        return None
    return Written(year=year, month=month, day=day, at=at)


def _slashed(first: int, second: int, year: str | None, order: DateOrder, at: time | None) -> Written | Unclear | None:
    number = _number(year)
    dmy, mdy = _written(number, second, first, at), _written(number, first, second, at)
    if dmy is None or mdy is None or first == second:
        return dmy or mdy
    if order:
        return dmy if order == "dmy" else mdy
    return Unclear(readings=(f"{first} {_NAMES[second - 1]}", f"{second} {_NAMES[first - 1]}"))
