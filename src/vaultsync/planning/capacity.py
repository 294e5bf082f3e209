"""The room that is left: catch-ups and minutes, for each day and each ISO week, between two days.

Knows nothing of reminders, priorities or what was published. Days are proleptic ordinals; day 1 was a Monday, so
``(day - 1) // 7`` counts ISO weeks, over every new year.
"""

from vaultsync.model import Limits

DAYS = 7
NONE: frozenset[int] = frozenset()


class Room:
    """Room from ``first`` to ``last``, both included. Closed days have none."""

    def __init__(self, limits: Limits, first: int, last: int) -> None:
        self._limits = limits
        self._monday = (first - 1) // DAYS * DAYS + 1
        weeks = max(0, (last - self._monday) // DAYS + 1)
        shut = {day.toordinal() for day in limits.closed_days}
        days = range(self._monday, self._monday + weeks * DAYS)
        none = min(limits.per_day, limits.per_week, limits.minutes_per_day, limits.minutes_per_week) <= 0
        self._open = [
            not none and first <= day <= last and (day - 1) % DAYS not in limits.closed_weekdays and day not in shut
            for day in days
        ]
        self._count = [0] * len(days)
        self._minutes = [0] * len(days)
        self._week_count = [0] * weeks
        self._week_minutes = [0] * weeks
        # The weeks that are full, by what was looked for: how many minutes, and on which days not.
        self._full: dict[tuple[int, frozenset[int]], dict[int, int]] = {}

    def fits(self, day: int, minutes: int) -> bool:
        """Whether one more of that length may stand on the day."""
        index = day - self._monday
        return (
            0 <= index < len(self._open) and self._week_fits(index // DAYS, minutes) and self._day_fits(index, minutes)
        )

    def take(self, day: int, minutes: int) -> None:
        """Use up room on a day, more than there is if need be. Days outside of the weeks spanned are ignored."""
        self._add(day, 1, minutes)

    def release(self, day: int, minutes: int) -> None:
        """Give back what was taken."""
        self._add(day, -1, -minutes)
        self._full.clear()

    def swap(self, day: int, old: int, new: int) -> bool:
        """Put one of ``new`` minutes in the place of one of ``old``, if it fits there; whether it did."""
        self._add(day, -1, -old)
        fits = self.fits(day, new)
        self._add(day, 1, new if fits else old)
        return fits

    def open_days(self, minutes: int) -> frozenset[int]:
        """The days with room for one more of that length."""
        return frozenset(
            week * DAYS + day + self._monday
            for week in range(len(self._week_count))
            if self._week_fits(week, minutes)
            for day in range(DAYS)
            if self._day_fits(week * DAYS + day, minutes)
        )

    def best(
        self, minutes: int, first: int, last: int, not_on: frozenset[int] = NONE, *, probe: bool = False
    ) -> int | None:
        """Of the first week with room between two days, the emptiest day, the earliest of equal ones; else None.

        Days ``not_on`` are passed over. A ``probe`` asks about room that may come back, so nothing is learnt from it.
        """
        low = max(0, first - self._monday)
        high = min(len(self._open) - 1, last - self._monday)
        learnt = {} if probe else self._full
        full = learnt.setdefault((minutes, NONE), {})
        passed = learnt.setdefault((minutes, not_on), {})
        week = _after(passed, low // DAYS)
        while week * DAYS <= high:
            following = _after(full, week)
            if following == week:
                days = range(week * DAYS, week * DAYS + DAYS) if self._week_fits(week, minutes) else ()
                free = [(self._count[day], day) for day in days if self._day_fits(day, minutes)]
                if not free:
                    full[week] = week + 1
                free = [each for each in free if each[1] + self._monday not in not_on]
                within = [each for each in free if low <= each[1] <= high]
                if within:
                    return min(within)[1] + self._monday
                following = week + (not free)
            if following > week:
                passed[week] = following
            week = _after(passed, week + 1)
        return None

    def _week_fits(self, week: int, minutes: int) -> bool:
        return (
            self._week_count[week] < self._limits.per_week
            and self._week_minutes[week] + minutes <= self._limits.minutes_per_week
        )

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


def _after(full: dict[int, int], week: int) -> int:
    """The first week from there on that is not known to be full; the way there is shortened for the next time."""
    passed = []
    while week in full:
        passed.append(week)
        week = full[week]
    for each in passed:
        full[each] = week
    return week
