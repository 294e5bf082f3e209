"""Times that suit both: free for the one, within the hours of either, on different days and at different times of day.

Pure. Works in UTC; what the wall clocks show is only asked to know the hours, the days and the times of day.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from vaultsync.model import Value
from vaultsync.planning.windows import Side, Span, common, merged, starts, windows, without

MOST_A_DAY = 2
"""More times than that on one day are no choice."""


class Ask(Value, frozen=True, kw_only=True):
    """What is looked for: ``count`` times of ``minutes`` on ``days`` days of one's own, from ``first`` on.

    They begin where one's own clock shows a multiple of ``step`` minutes.
    """

    mine: Side
    theirs: Side
    first: date
    days: int = 14
    minutes: int = 45
    step: int = 30
    count: int = 4

    @property
    def last(self) -> date:
        """The last of the days."""
        return self.first + timedelta(days=self.days - 1)

    @property
    def length(self) -> timedelta:
        """How long each is."""
        return timedelta(minutes=self.minutes)


class Free:
    """The time that is free for one and within the hours of both."""

    def __init__(self, ask: Ask, busy: Iterable[Span]) -> None:
        self._ask = ask
        mine = windows(ask.mine, ask.first, ask.last)
        around = timedelta(days=2)  # their day may be the one before or after
        theirs = windows(ask.theirs, ask.first - around, ask.last + around)
        self._free = without(common(mine, theirs), busy)
        self._begins = [start for start, _ in self._free]

    def holds(self, span: Span) -> bool:
        """Whether a span lies wholly in it."""
        at = bisect_right(self._begins, span[0]) - 1
        return at >= 0 and self._free[at][0] <= span[0] < span[1] <= self._free[at][1]

    def candidates(self) -> list[Span]:
        """Every span of the length that is looked for and begins on the grid, in order."""
        ask = self._ask
        every = ((start, start + ask.length) for start in starts(ask.mine.zone, ask.first, ask.last, ask.step))
        return [span for span in every if self.holds(span)]


def slots(ask: Ask, busy: Iterable[Span], kept: Iterable[Span] = ()) -> tuple[Span, ...]:
    """Times that suit both, in order: those of ``kept`` that still do, and as many more as are wanted.

    One is given wherever there is one. Of several, those on other days come first, then those at other times of day,
    then the earliest; at most two are on one day, and none overlap.
    """
    free = Free(ask, merged(busy))
    chosen: list[Span] = []
    for span in sorted({*kept}):
        fits = span[1] - span[0] == ask.length and free.holds(span)
        if fits and len(chosen) < ask.count and not any(_overlap(span, other) for other in chosen):
            chosen.append(span)
    zone = ZoneInfo(ask.mine.zone)
    days = Counter(_day(span, zone) for span in chosen)
    parts = Counter(_part(span, zone) for span in chosen)
    left = free.candidates() if len(chosen) < ask.count else []
    while len(chosen) < ask.count:
        left = [
            span
            for span in left
            if days[_day(span, zone)] < MOST_A_DAY and not any(_overlap(span, other) for other in chosen)
        ]
        if not left:
            break
        best = min(left, key=lambda span: (days[_day(span, zone)], parts[_part(span, zone)], span))
        chosen.append(best)
        days[_day(best, zone)] += 1
        parts[_part(best, zone)] += 1
    return tuple(sorted(chosen))


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _day(span: Span, zone: ZoneInfo) -> date:
    return span[0].astimezone(zone).date()


def _part(span: Span, zone: ZoneInfo) -> int:
    """The time of day: morning, afternoon or evening."""
    at: datetime = span[0].astimezone(zone)
    return (at.hour >= 12) + (at.hour >= 17)
