"""The steps of placement (:mod:`vaultsync.planning.placement`), gone all at once or again for what changed.

Going them again is no other rule. It gives what going all of them again with the last days would give, and where it
cannot be sure of that, that is what it does. What makes it quick: whoever stands, stands; and where there is no room
left, nobody needs to be asked.
"""

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from vaultsync.model import Limits, Reminder
from vaultsync.planning.board import BRIEF, Board
from vaultsync.planning.capacity import NONE, Room
from vaultsync.planning.order import ReminderId, Wish, ranked
from vaultsync.planning.outlook import Outlook

HORIZON = 366
"""Days after today that are planned."""

LEAP = 91
"""How many days nearer a reminder past its window must come for its published day to be given up.

Why a quarter of a year: docs/explanation/how-placement-works.md has the figures.
"""

Made = Iterable[tuple[date, int]]
Moves = dict[ReminderId, tuple[date | None, date | None]]
"""For each reminder whose day changed, the day before and the day now; None where it has none."""

_rank: Callable[[Wish], tuple[float, int, float, int, ReminderId]] = lambda wish: wish.rank  # noqa: E731 - a sort key


class Placer:
    """Movable reminders on their days. The arguments are those of :func:`vaultsync.planning.place`."""

    def __init__(
        self,
        reminders: Iterable[Reminder],
        limits: Limits,
        *,
        today: date,
        published: Mapping[ReminderId, date],
        made: Made = (),
        horizon: int = HORIZON,
        leap: int = LEAP,
    ) -> None:
        self._limits, self._today, self._leap = limits, today, leap
        self._last = min(today.toordinal() + horizon, date.max.toordinal())
        self._published = dict(published)
        self._made = tuple(made)
        self._set([*reminders])
        self._place()
        self._published = {identity: day for identity, day in self._published.items() if identity in self._wishes}

    def placed(self) -> Iterator[tuple[Reminder, date]]:
        """Each reminder that has a day, with it."""
        for identity, day in self._board.days.items():
            yield self._wishes[identity].reminder, date.fromordinal(day)

    def reminders(self) -> Iterator[Reminder]:
        """All of them."""
        return (wish.reminder for wish in self._wishes.values())

    def waiting(self) -> Iterator[Reminder]:
        """Those that found no room, most claim first."""
        return (wish.reminder for wish in self._waiting)

    def day(self, identity: ReminderId) -> date | None:
        """The day of one reminder; None where it has none."""
        day = self._board.days.get(identity)
        return None if day is None else date.fromordinal(day)

    def last_day(self, identity: ReminderId) -> date | None:
        """The day it has, or the last one it had while it waits; None where it never had one."""
        return self._published.get(identity)

    def change(self, gone: Iterable[ReminderId], come: Iterable[Reminder], made: Made) -> Moves:
        """Let reminders go and others come, of which some may have the identity of one that goes; who moved.

        The days that the rest have now are their published ones, as in a run after this one.
        """
        before = {identity: day for identity in gone if (day := self.day(identity)) is not None}
        leaving = [wish for identity in {*gone} if (wish := self._wishes.get(identity)) is not None]
        wishes = ranked(come, today=self._today, published=self._published)
        made = tuple(made)
        if self._hopeful or not all(self._is_plain(wish) for wish in wishes):
            moves = self._change_all(leaving, wishes, made)
        else:
            moves = self._change_some(leaving, wishes, made)
        for wish in leaving:
            if wish.id not in self._wishes:
                self._published.pop(wish.id, None)
        for identity, day in before.items():
            moves.setdefault(identity, (day, self.day(identity)))
        return {identity: days for identity, days in moves.items() if days[0] != days[1]}

    def _is_plain(self, wish: Wish) -> bool:
        """Whether it asks for no more room than it had on its published day, if it could stay there."""
        if not wish.may_stand(wish.published):
            return True
        old = self._wishes.get(wish.id)
        return old is not None and wish.id in self._board.days and wish.minutes <= old.minutes

    def _change_all(self, leaving: Iterable[Wish], wishes: Iterable[Wish], made: tuple[tuple[date, int], ...]) -> Moves:
        old = dict(self._board.days)
        for wish in leaving:
            del self._wishes[wish.id]
        self._set([*(wish.reminder for wish in self._wishes.values()), *(wish.reminder for wish in wishes)])
        self._made = made
        self._place()
        return {
            identity: (_date(old.get(identity)), self.day(identity))
            for identity in old.keys() | self._board.days.keys()
        }

    def _change_some(
        self, leaving: Iterable[Wish], wishes: Iterable[Wish], made: tuple[tuple[date, int], ...]
    ) -> Moves:
        board, room = self._board, self._board.room
        board.begin_anew()
        for day, minutes in self._made:
            room.release(day.toordinal(), minutes)
        for wish in leaving:
            if board.take_off(wish) is None:
                del self._waiting[bisect_left(self._waiting, wish.rank, key=_rank)]
            self._late.discard(wish.id)
            del self._wishes[wish.id]
            self._lengths[wish.minutes] -= 1
        asking = []
        for wish in wishes:
            self._wishes[wish.id] = wish
            self._lengths[wish.minutes] += 1
            self._shunned &= wish.not_on
            if not board.keep(wish):
                asking.append(wish)
        for day, minutes in made:
            room.take(day.toordinal(), minutes)
        self._made = made
        self._late.update(wish.id for wish in wishes if board.days.get(wish.id, 0) > wish.latest)
        self._bring_nearer()
        for wish in asking:
            insort(self._waiting, wish, key=_rank)
        self._fill(self._waiting)
        touched = dict(board.touched)
        self._remember(touched)
        return {identity: (_date(day), self.day(identity)) for identity, day in touched.items()}

    def _set(self, reminders: Iterable[Reminder]) -> None:
        wishes = ranked(reminders, today=self._today, published=self._published)
        self._wishes = {wish.id: wish for wish in wishes}
        self._lengths = Counter(wish.minutes for wish in wishes)
        # Days on which none of them wants to stand; where it names too few of them, asking takes longer.
        self._shunned = frozenset.intersection(*{wish.not_on for wish in wishes}) if wishes else NONE

    def _place(self) -> None:
        """Go all the steps, from the published days."""
        self._board = board = Board(Room(self._limits, self._today.toordinal(), self._last))
        self._waiting: list[Wish] = []
        for wish in self._wishes.values():
            board.keep(wish)
        for day, minutes in self._made:
            board.room.take(day.toordinal(), minutes)
        self._late = {wish.id for wish in self._wishes.values() if board.days.get(wish.id, 0) > wish.latest}
        self._bring_nearer()
        self._fill([wish for wish in self._wishes.values() if wish.id not in board.days])
        self._hopeful = False
        self._remember(self._wishes)

    def _remember(self, identities: Iterable[ReminderId]) -> None:
        """Take the days that are, as the published ones of the next time."""
        board = self._board
        for identity in identities:
            wish, day = self._wishes.get(identity), board.days.get(identity)
            if wish is None:
                continue
            if day is None:
                # Who waits beside a day that they had may take it back before anybody else is asked.
                last = self._published.get(identity)
                self._hopeful |= last is not None and wish.may_stand(last.toordinal())
            else:
                self._published[identity] = date.fromordinal(day)
                if day > wish.latest:
                    self._late.add(identity)

    def _bring_nearer(self) -> None:
        """Give room that has come free to those who stand past their window, the nearest of them first.

        Room that one of them leaves may suit another before them, so it is offered until nobody can come nearer.
        """
        board, wishes = self._board, self._wishes
        late = sorted(
            (wishes[identity] for identity in self._late if identity in board.days),
            key=lambda wish: (board.days[wish.id], wish.rank),
        )
        moved = True
        while moved:
            moved = False
            for wish in late:
                old = board.days[wish.id]
                if old <= wish.latest:
                    continue
                day = board.within(wish)
                if day is None:
                    day = board.beyond(wish, old - self._leap)
                if day is not None:
                    board.move(wish, day)
                    moved = True
        self._late = {wish.id for wish in late if board.days[wish.id] > wish.latest}

    def _fill(self, asking: list[Wish]) -> None:
        """Give a day to everyone who asks for one, by rank; those who find none wait."""
        board, last = self._board, self._last
        lengths = (minutes for minutes, count in self._lengths.items() if count)
        outlook = Outlook(board.room, lengths, self._shunned, first=self._today.toordinal(), last=last)
        waiting: list[Wish] = []
        for number, wish in enumerate(asking):
            if outlook.is_none():
                waiting += asking[number:]
                break
            if outlook.is_none_for(wish) and not 0 <= wish.latest - wish.start <= BRIEF:
                waiting.append(wish)
                continue
            day = board.within(wish)
            if day is None and board.make_way(wish):
                outlook.gets_less()
                continue
            if day is None:
                day = board.beyond(wish, last)
            if day is None:
                outlook.found_none(wish)
                waiting.append(wish)
            else:
                board.put(wish, day)
                outlook.gets_less()
        self._waiting = waiting


def _date(day: int | None) -> date | None:
    return None if day is None else date.fromordinal(day)
