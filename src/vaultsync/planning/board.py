"""Who stands on which day, and the room that is left beside them.

Knows how one wish is put, moved and let in; not which wish comes first.
"""

from collections import defaultdict
from itertools import chain

from vaultsync.planning.capacity import Room
from vaultsync.planning.order import ReminderId, Wish

BRIEF = 7
"""How many days after its first day a window may end for its reminder to ask another to make way."""


class Board:
    """Days for wishes, never beyond the room."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.days: dict[ReminderId, int] = {}
        self.touched: dict[ReminderId, int | None] = {}  # whose day changed since the beginning, and what it was then
        self._on: defaultdict[int, list[Wish]] = defaultdict(list)
        self._firm: defaultdict[int, set[int]] = defaultdict(set)
        self._steadfast: set[tuple[ReminderId, int]] = set()

    def keep(self, wish: Wish) -> bool:
        """Let it stand on its published day, where it may and there is room; whether it does."""
        kept = wish.may_stand(wish.published) and self.room.fits(wish.published, wish.minutes)
        if kept:
            self.put(wish, wish.published)
        return kept

    def put(self, wish: Wish, day: int) -> None:
        """Let it stand on the day."""
        self.room.take(day, wish.minutes)
        self._note(wish, day)

    def move(self, wish: Wish, day: int) -> None:
        """Take it from its day to another."""
        old = self.days[wish.id]
        self.room.release(old, wish.minutes)
        self._on[old].remove(wish)
        self.put(wish, day)

    def take_off(self, wish: Wish) -> int | None:
        """Take the wish off its day; the day, or None where it had none."""
        day = self.days.pop(wish.id, None)
        if day is not None:
            self.touched.setdefault(wish.id, day)
            self.room.release(day, wish.minutes)
            self._on[day].remove(wish)
        return day

    def begin_anew(self) -> None:
        """Forget who was found to give no way: room may have come free since. The days stay."""
        self._firm.clear()
        self._steadfast.clear()
        self.touched.clear()

    def within(self, wish: Wish, *, probe: bool = False) -> int | None:
        """A day with room within its window: from the ideal day on, else before it."""
        if wish.latest < wish.start:
            return None
        after = self._best(wish, wish.ideal, wish.latest, probe=probe)
        if after is not None:
            return after
        return self._best(wish, wish.start, min(wish.ideal - 1, wish.latest), probe=probe)

    def beyond(self, wish: Wish, last: int) -> int | None:
        """A day with room past its window, up to ``last``."""
        return self._best(wish, max(wish.start, wish.latest + 1), last)

    def make_way(self, wish: Wish) -> bool:
        """Put it within its window in the place of another that finds a day within its own; whether it could be.

        Only a window of a week or less asks. The other is not longer, so that room only ever gets less, and asking
        twice gives the same answer.
        """
        if not 0 <= wish.latest - wish.start <= BRIEF:
            return False
        for day in chain(range(wish.ideal, wish.latest + 1), range(wish.start, min(wish.ideal, wish.latest + 1))):
            if day not in self._on or day in wish.not_on or wish.minutes in self._firm[day]:
                continue
            for other in sorted(self._on[day], key=lambda each: each.rank, reverse=True):
                if other.minutes <= wish.minutes and self._exchange(day, other, wish):
                    return True
            self._firm[day].add(wish.minutes)
        return False

    def _best(self, wish: Wish, first: int, last: int, *, probe: bool = False) -> int | None:
        return self.room.best(wish.minutes, first, last, wish.not_on, probe=probe)

    def _exchange(self, day: int, other: Wish, wish: Wish) -> bool:
        if (other.id, wish.minutes) in self._steadfast or not self.room.swap(day, other.minutes, wish.minutes):
            return False
        elsewhere = self.within(other, probe=True)
        if elsewhere is None:
            self.room.swap(day, wish.minutes, other.minutes)
            self._steadfast.add((other.id, wish.minutes))
            return False
        self._on[day].remove(other)
        self._note(wish, day)
        self.put(other, elsewhere)
        return True

    def _note(self, wish: Wish, day: int) -> None:
        self.touched.setdefault(wish.id, self.days.get(wish.id))
        self.days[wish.id] = day
        self._on[day].append(wish)
        self._firm[day].clear()
