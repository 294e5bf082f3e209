"""Stretches of time as moments in UTC: hours of a wall clock over every change of the clocks, and their arithmetic.

A moment lies in an hour of the wall clock where the clock shows that hour then. So what the clock skips is not in
there, what it shows twice is in there twice, and nothing is ever moved.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from vaultsync.model import Value
from vaultsync.people.hours import Hours

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FAR = timedelta(hours=26)
"""No wall clock is further from UTC than that."""

Span = tuple[datetime, datetime]
"""From one moment up to another, both aware and in UTC."""


class Side(Value, frozen=True, kw_only=True):
    """When somebody can be reached: the name of their zone, hours of its wall clock, and the days that are closed.

    ``closed_weekdays`` counts Monday as 0.
    """

    zone: str
    hours: Hours
    closed_weekdays: frozenset[int] = frozenset()
    closed_days: frozenset[date] = frozenset()


def windows(side: Side, first: date, last: date) -> list[Span]:
    """When they can be reached on the days ``first`` to ``last`` of their wall clock, both included."""
    found: list[Span] = []
    for start, end, offset in _segments(ZoneInfo(side.zone), first, last):
        # Between two changes of the clocks the wall clock is a constant way from UTC.
        begins, ends = (moment.replace(tzinfo=None) + offset for moment in (start, end))
        for number in range(max(first, begins.date()).toordinal(), min(last, ends.date()).toordinal() + 1):
            day = date.fromordinal(number)
            if day.weekday() in side.closed_weekdays or day in side.closed_days:
                continue
            midnight = datetime.combine(day, time())
            for since, until in side.hours.on(day.weekday()):
                one = max(begins, midnight + timedelta(minutes=since))
                other = min(ends, midnight + timedelta(minutes=until))
                if one < other:
                    found.append(((one - offset).replace(tzinfo=UTC), (other - offset).replace(tzinfo=UTC)))
    return merged(found)


def starts(zone: str, first: date, last: date, step: int) -> list[datetime]:
    """The moments at which the wall clock shows a multiple of ``step`` minutes after midnight, in order."""
    found = set()
    for start, end, offset in _segments(ZoneInfo(zone), first, last):
        begins, ends = (moment.replace(tzinfo=None) + offset for moment in (start, end))
        at = datetime.combine(max(first, begins.date()), time())
        while at < ends and at.date() <= last:
            if at >= begins:
                found.add((at - offset).replace(tzinfo=UTC))
            following = at + timedelta(minutes=step)
            at = following if following.date() == at.date() else datetime.combine(at.date() + DAY, time())
    return sorted(found)


def _segments(zone: ZoneInfo, first: date, last: date) -> Iterator[tuple[datetime, datetime, timedelta]]:
    """The stretches without a change of the clocks that cover some days, each with how far the wall clock is ahead."""
    start = datetime.combine(first, time(), UTC) - FAR
    stop = datetime.combine(last, time(), UTC) + FAR + DAY
    at, offset = start, _ahead(zone, start)
    while at < stop:
        following = at + HOUR
        if _ahead(zone, following) != offset:
            change = _change(zone, at, following)
            yield start, change, offset
            start, offset = change, _ahead(zone, following)
        at = following
    yield start, at, offset


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The first second, between two moments, at which the clocks have changed."""
    offset = _ahead(zone, before)
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        before, after = (middle, after) if _ahead(zone, middle) == offset else (before, middle)
    return after


def _ahead(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same time in spans that neither touch nor overlap, in order; those without length are left out."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        elif start < end:
            found.append((start, end))
    return found


def common(some: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """The time that lies in both."""
    ours, theirs = merged(some), merged(others)
    found: list[Span] = []
    here = there = 0
    while here < len(ours) and there < len(theirs):
        start, end = max(ours[here][0], theirs[there][0]), min(ours[here][1], theirs[there][1])
        if start < end:
            found.append((start, end))
        if ours[here][1] < theirs[there][1]:
            here += 1
        else:
            there += 1
    return found


def without(some: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """The time of the first that lies in none of the others."""
    found: list[Span] = []
    taken = merged(others)
    for start, end in merged(some):
        at = start
        for begins, ends in taken:
            if ends <= at or begins >= end:
                continue
            if begins > at:
                found.append((at, begins))
            at = ends
        if at < end:
            found.append((at, end))
    return found
