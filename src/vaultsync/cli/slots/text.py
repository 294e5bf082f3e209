"""The words of a proposal: each time by the clocks of both, its day again where theirs is another."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from vaultsync.cli.show import MONTHS, WEEKDAYS
from vaultsync.people.zones import city_of
from vaultsync.planning.windows import Span

FOR = {
    "call": " for a call",
    "video": " for a video call",
    "coffee": " for a coffee",
    "lunch": " for lunch",
    "dinner": " for dinner",
    "met": " to meet",
}


def message(offered: Iterable[Span], mine: str, theirs: str, via: str) -> str:
    """The text to paste; ``""`` where nothing is offered. ``theirs`` is ``""`` where their zone is not known."""
    lines = [f"- {_both(span, mine, theirs)}" for span in offered]
    if not lines:
        return ""
    asked = "Would this suit you" if len(lines) == 1 else "Would any of these suit you"
    return "\n".join([f"{asked}{FOR.get(via, '')}?", *lines])


def _both(span: Span, mine: str, theirs: str) -> str:
    """One time by the clocks of both."""
    here = tuple(at.astimezone(ZoneInfo(mine)) for at in span)
    if theirs == mine:
        return _told(here)
    if not theirs:
        return f"{_told(here)} (my time, {city_of(mine)})"
    there = tuple(at.astimezone(ZoneInfo(theirs)) for at in span)
    if [at.replace(tzinfo=None) for at in here] == [at.replace(tzinfo=None) for at in there]:
        return f"{_told(here)} (in {city_of(mine)} and in {city_of(theirs)})"
    day = "" if here[0].date() == there[0].date() else f"{_day(there[0])}, "
    return f"{_told(here)} (my time, {city_of(mine)}) · {day}{_clocks(there)} (yours, {city_of(theirs)})"


def day_and_clock(at: datetime) -> str:
    """A moment on a wall clock: ``Tue 1 Dec, 12:30``."""
    return f"{_day(at)}, {_clock(at)}"


def _told(span: tuple[datetime, ...]) -> str:
    return f"{_day(span[0])}, {_clocks(span)}"


def _day(at: datetime) -> str:
    return f"{WEEKDAYS[at.weekday()]} {at.day} {MONTHS[at.month - 1]}"


def _clocks(span: tuple[datetime, ...]) -> str:
    return f"{_clock(span[0])}-{_clock(span[1])}"


def _clock(at: datetime) -> str:
    """What the clock shows; in an hour that it shows twice, also how far it is from UTC then."""
    ahead = at.utcoffset() or timedelta()
    if at.replace(fold=0).utcoffset() == at.replace(fold=1).utcoffset():
        return f"{at:%H:%M}"
    hours, minutes = divmod(abs(ahead) // timedelta(minutes=1), 60)
    sign = "-" if ahead < timedelta() else "+"
    return f"{at:%H:%M} UTC{sign}{hours}" + (f":{minutes:02}" if minutes else "")
