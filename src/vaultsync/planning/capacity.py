"""The room that is left: catch-ups and minutes, for each day and each ISO week, between two days.

Knows nothing of reminders, priorities or what was published. Days are proleptic ordinals; day 1 was a Monday, so
``(day - 1) // 7`` counts ISO weeks, over every new year.
"""

from collections.abc import Iterator

from vaultsync.model import Limits

DAYS = 7

QUEUE_SHARE = (2, 3)
"""The part of a week, as a fraction, that may be filled far ahead by those who are past their window."""


class Room:
    """Room from ``first`` to ``last``, both included. Closed days have none."""

    def __init__(self, limits: Limits, first: int, last: int) -> None:
        self._limits = limits
        self._monday = (first - 1) // DAYS * DAYS + 1
        weeks = max(0, (last - self._monday) // DAYS + 1)
        shut = {day.toordinal() for day in limits.closed_days}
        days = range(self._monday, self._monday + weeks * DAYS)
        workable = [
            _any_room(limits) and (day - 1) % DAYS not in limits.closed_weekdays and day not in shut for day in days
        ]
        self._open = [is_open and first <= day <= last for is_open, day in zip(workable, days, strict=True)]
        self._count = [0] * len(days)
        self._minutes = [0] * len(days)
        self._week_count = [0] * weeks
        self._week_minutes = [0] * weeks
        self._queue_count, self._queue_minutes = [], []
        numerator, denominator = QUEUE_SHARE
        for week in range(weeks):
            number = sum(workable[week * DAYS : week * DAYS + DAYS])
            count = min(limits.per_week, limits.per_day * number)
            minutes = min(limits.minutes_per_week, limits.minutes_per_day * number)
            self._queue_count.append(max(1, count * numerator // denominator))
            self._queue_minutes.append(minutes * numerator // denominator)
        self._full: dict[tuple[int, bool], dict[int, int]] = {}

    def fits(self, day: int, minutes: int) -> bool:
        """Whether one more of that length may stand on the day."""
        index = day - self._monday
        return (
            0 <= index < len(self._open)
            and self._week_fits(index // DAYS, minutes, queue=False)
            and self._day_fits(index, minutes)
        )

    def take(self, day: int, minutes: int) -> None:
        """Use up room on a day, more than there is if need be. Days outside of the weeks spanned are ignored."""
        self._add(day, 1, minutes)

    def release(self, day: int, minutes: int) -> None:
        """Give back what was taken."""
        self._add(day, -1, -minutes)
        self._full.clear()

    def best(self, minutes: int, first: int, last: int, *, queue: bool = False) -> int | None:
        """Of the first week with room between two days, the emptiest day, the earliest of equal ones; else None.

        ``queue`` leaves a part of each week open.
        """
        low = max(0, first - self._monday)
        high = min(len(self._open) - 1, last - self._monday)
        for week in self._weeks(minutes, low // DAYS, high // DAYS, queue=queue):
            days = range(max(low, week * DAYS), min(high, week * DAYS + DAYS - 1) + 1)
            free = [(self._count[day], day) for day in days if self._day_fits(day, minutes)]
            if free:
                return min(free)[1] + self._monday
        return None

    def _weeks(self, minutes: int, first: int, last: int, *, queue: bool) -> Iterator[int]:
        """The weeks that have room somewhere. Full ones are remembered with the week to look at next."""
        full = self._full.setdefault((minutes, queue), {})
        week = first
        while True:
            week = _after(full, week)
            if week > last:
                return
            if self._week_fits(week, minutes, queue=queue) and any(
                self._day_fits(day, minutes) for day in range(week * DAYS, week * DAYS + DAYS)
            ):
                yield week
            else:
                full[week] = week + 1
                continue
            week += 1

    def _week_fits(self, week: int, minutes: int, *, queue: bool) -> bool:
        count, total = self._week_count[week] + 1, self._week_minutes[week] + minutes
        if queue and (count > self._queue_count[week] or total > max(self._queue_minutes[week], minutes)):
            return False
        return count <= self._limits.per_week and total <= self._limits.minutes_per_week

    def _day_fits(self, index: int, minutes: int) -> bool:
        return (
            self._open[index]
            and self._count[index] < self._limits.per_day
            and self._minutes[index] + minutes <= self._limits.minutes_per_day
        )

    def _add(self, day: int, count: int, minutes: int) -> None:
        index = day - self._monday
        if 0 <= index < len(self._open):
            self._count[index] += count
            self._minutes[index] += minutes
            self._week_count[index // DAYS] += count
            self._week_minutes[index // DAYS] += minutes


def _any_room(limits: Limits) -> bool:
    return min(limits.per_day, limits.per_week, limits.minutes_per_day, limits.minutes_per_week) > 0


def _after(full: dict[int, int], week: int) -> int:
    """The first week from there on that is not known to be full; the way there is shortened for the next time."""
    passed = []
    while week in full:
        passed.append(week)
        week = full[week]
    for each in passed:
        full[each] = week
    return week
