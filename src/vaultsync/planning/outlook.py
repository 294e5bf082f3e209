"""Who needs not be asked any more, because there is no room for them: what makes many who wait cheap.

It leaves out only whoever would find nothing. While wishes are given days, room gets less and never more.
"""

from collections.abc import Iterable

from vaultsync.planning.capacity import Room
from vaultsync.planning.order import Wish


class Outlook:
    """What room there is between two days for wishes of some lengths (minutes) that all shun some days."""

    def __init__(self, room: Room, lengths: Iterable[int], shunned: frozenset[int], *, first: int, last: int) -> None:
        self._room, self._shunned, self._first, self._last = room, shunned, first, last
        self._lengths = sorted(lengths)
        self._full: set[int] = set()
        self._left: frozenset[int] | None = None  # days with room for the shortest; it may be less by now
        self._told = self._counted = False

    def gets_less(self) -> None:
        """Take note that somebody was given a day."""
        self._told = self._counted = False

    def is_none(self) -> bool:
        """Whether not even the shortest finds room; then nobody can give way either."""
        if not self._told:
            room, between = self._room, (self._first, self._last)
            self._full = {each for each in self._lengths if room.best(each, *between, self._shunned) is None}
            self._told = True
        return not self._lengths or self._lengths[0] in self._full

    def is_none_for(self, wish: Wish) -> bool:
        """Whether it is known that the wish finds no room, unless another gives way."""
        return wish.minutes in self._full or (self._left is not None and self._left <= wish.not_on)

    def found_none(self, wish: Wish) -> None:
        """Learn from a wish that found no room: others may want to stand on none of the days that are left, too."""
        if wish.not_on and not self._counted:
            self._left = self._room.open_days(self._lengths[0])
            self._counted = True
