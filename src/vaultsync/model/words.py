"""Days, spans of time and channels as people say them, in English and the same on every machine."""

from datetime import date

DAYS_A_MONTH = 30.44
"""The mean month, used wherever months become days."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_ACTIONS = {"mail": "write", "text": "write", "met": "meet"}


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}" + ("" if number == 1 else "s")


def span(days: int) -> str:
    """A length of time, rounded to the unit people would use: ``9 days``, ``14 weeks``, ``5 months``, ``3 years``."""
    if days < 14:
        return _count(days, "day")
    if days < 17 * 7:
        return _count(round(days / 7), "week")
    months = round(days / DAYS_A_MONTH)
    return _count(months, "month") if months < 24 else _count(round(days / 365.25), "year")


def every(days: int) -> str:
    """A cadence in its own unit, exactly: ``every 6 weeks``, ``every month``, ``every 3 months``, ``every year``."""
    for unit, number in (("year", days / 365), ("month", _months(days)), ("week", days / 7), ("day", days)):
        if number >= 1 and number == int(number):
            return f"every {unit}" if number == 1 else f"every {_count(int(number), unit)}"
    raise ValueError("a cadence is at least one day")


def _months(days: int) -> float:
    months = round(days / DAYS_A_MONTH)
    return months if months and round(months * DAYS_A_MONTH) == days else 0


def day_words(day: date) -> str:
    """A day with its year: ``3 Nov 2026``."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def action_of(channel: str) -> str:
    """What a channel is called as something to do: ``write``, ``meet``; the others are called what they are."""
    return _ACTIONS.get(channel, channel)
