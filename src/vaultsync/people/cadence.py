"""Spans of time in words: how many days ``6 weeks``, ``quarterly`` or ``P2M`` are.

Knows nothing of persons or tiers. A month is 30.44 days, a year 365, and spans are rounded to whole days, halves up:
1 month is 30, 2 are 61, 3 are 91, 6 are 183.
"""

import math
import re
from functools import lru_cache

from vaultsync.model import Value
from vaultsync.notes import fold

LONGEST = 3660
"""Days: ten years. A longer cadence is a slip of the pen."""
_MONTH, _YEAR = 30.44, 365


class Unit(Value, frozen=True, kw_only=True):
    """A unit of time: its words, singular first, and its length in days."""

    words: tuple[str, ...]
    days: float


class Habit(Value, frozen=True, kw_only=True):
    """A word that is a whole cadence, and its length in days."""

    words: tuple[str, ...]
    days: float


UNITS: tuple[Unit, ...] = (
    Unit(words=("day", "days", "d"), days=1),
    Unit(words=("week", "weeks", "w", "wk", "wks"), days=7),
    Unit(words=("fortnight", "fortnights"), days=14),
    Unit(words=("month", "months", "m", "mo", "mos", "mth", "mths"), days=_MONTH),
    Unit(words=("quarter", "quarters", "q"), days=3 * _MONTH),
    Unit(words=("half year", "half-year", "half years"), days=6 * _MONTH),
    Unit(words=("year", "years", "y", "yr", "yrs"), days=_YEAR),
)
HABITS: tuple[Habit, ...] = (
    Habit(words=("daily",), days=1),
    Habit(words=("weekly",), days=7),
    Habit(words=("biweekly", "bi-weekly", "fortnightly"), days=14),
    Habit(words=("monthly",), days=_MONTH),
    Habit(words=("bimonthly", "bi-monthly"), days=2 * _MONTH),
    Habit(words=("quarterly",), days=3 * _MONTH),
    Habit(
        words=(
            "half-yearly",
            "half yearly",
            "halfyearly",
            "semiannually",
            "semi-annually",
            "biannually",
            "biannual",
            "half a year",
        ),
        days=6 * _MONTH,
    ),
    Habit(words=("yearly", "annually", "annual"), days=_YEAR),
    Habit(words=("biennially", "biennial"), days=2 * _YEAR),
)
NUMBERS: dict[str, float] = {
    "a": 1,
    "an": 1,
    "one": 1,
    "other": 2,
    "second": 2,
    "two": 2,
    "couple of": 2,
    "a couple of": 2,
    "three": 3,
    "third": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
    "eighteen": 18,
}
"""Counts in words: ``every other week``, ``every three months``."""
TIMES: dict[str, float] = {"once": 1, "twice": 2, "thrice": 3}

_UNIT = {word: unit.days for unit in UNITS for word in unit.words}
_HABIT = {word: habit.days for habit in HABITS for word in habit.words}


def _either(words: dict[str, float]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_FIGURE = r"[0-9]{1,6}(?:[.,][0-9]{1,3})?"
_SPAN = re.compile(
    r"(?:(?:once )?(?:every|each|all) )?"
    rf"(?:(?P<count>{_FIGURE})[ -]?|(?P<word>{_either(NUMBERS)})[ -])?(?P<unit>{_either(_UNIT)})"
)
_TIMES = re.compile(
    rf"(?:(?P<word>{_either(TIMES)})|(?P<count>{_FIGURE}) ?(?:x|×|times)|(?P<number>{_either(NUMBERS)}) times)"
    rf" (?:a|an|per|each|every|in a) (?P<unit>{_either(_UNIT)})"
)
_ISO = re.compile(r"p(?:([0-9]{1,5})y)?(?:([0-9]{1,5})m)?(?:([0-9]{1,5})w)?(?:([0-9]{1,5})d)?")
_ISO_DAYS = (_YEAR, _MONTH, 7, 1)


@lru_cache(maxsize=1024)  # a vault has few cadences and many people
def parse_cadence(text: str) -> int | None:
    """Whole days of a span of time, from 1 to :data:`LONGEST`. None where the text is no span, or out of bounds.

    A number alone counts days. Read: ``6 weeks``, ``6w``, ``every 2 months``, ``every other week``, ``monthly``,
    ``once a month``, ``twice a year``, and periods without a time part (ISO 8601: ``P6W``, ``P1Y6M``).
    """
    words = fold(text).strip().strip(".").replace("_", " ")
    days = _days(words)
    if days is None:
        return None
    whole = math.floor(days + 0.5)
    return whole if 1 <= whole <= LONGEST else None


def looks_counted(text: str) -> bool:
    """Whether a text that is no span was surely meant as one: it starts with a number, as no tier's name does."""
    return re.match(r"\s*(?:[-+]?[0-9]|p[0-9]|every\b|each\b|once\b|twice\b)", text, re.IGNORECASE) is not None


def _days(words: str) -> float | None:
    if words.isascii() and words.isdigit():
        return float(words[:9])
    if words in _HABIT:
        return _HABIT[words]
    if span := _SPAN.fullmatch(words):
        # A bare letter is no span: "m" or "d" is a tier's name. So is "q".
        if len(words) == 1:
            return None
        return _count(span["count"] or span["word"]) * _UNIT[span["unit"]]
    if often := _TIMES.fullmatch(words):
        times = TIMES[often["word"]] if often["word"] else _count(often["count"] or often["number"])
        return _UNIT[often["unit"]] / times if times else None
    if (period := _ISO.fullmatch(words)) and any(period.groups()):
        return sum(int(part) * days for part, days in zip(period.groups(), _ISO_DAYS, strict=True) if part)
    return None


def _count(text: str | None) -> float:
    if text is None:
        return 1
    return NUMBERS[text] if text in NUMBERS else float(text.replace(",", "."))
