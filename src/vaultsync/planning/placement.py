"""From reminders to days.

1. What stands (a birthday, a meeting with a time) is on its day and takes no room.
2. A published day is kept for as long as it can be: today or later, not before the reminder may start, open, with
   room.
3. Room that has come free goes to whoever stands past their window, the nearest first, where it brings them into
   their window or ``leap`` days nearer.
4. Everyone else without a day, most claim first (:mod:`vaultsync.planning.order`): within the window, from ``due`` on,
   then before it; where that is a week or less, in the place of another who finds a day within their own window; or
   else the first room after.
5. Who finds no room waits, and their claim grows.

Nothing else ever moves. Knows no notes, people or calendars.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from vaultsync.model import Limits, Reminder, Value
from vaultsync.planning.board import Board
from vaultsync.planning.capacity import Room
from vaultsync.planning.order import ReminderId, Wish, ranked

HORIZON = 366
"""Days after today that are planned."""

LEAP = 91
"""How many days nearer a reminder past its window must come for its published day to be given up.

Why a quarter of a year: docs/explanation/how-placement-works.md has the figures.
"""


class Placement(Value, frozen=True, kw_only=True):
    """Reminders on their days, by day and id; and those that found no room, most claim first."""

    days: tuple[tuple[Reminder, date], ...] = ()
    waiting: tuple[Reminder, ...] = ()


def place(
    reminders: Iterable[Reminder],
    limits: Limits,
    *,
    today: date,
    published: Mapping[ReminderId, date],
    horizon: int = HORIZON,
    leap: int = LEAP,
    made: Iterable[tuple[date, int]] = (),
) -> Placement:
    """Give each reminder a day, the published one where it can be kept.

    ``published`` is what :func:`remembered` gave after the run before, or a mapping of id to day. Days up to
    ``horizon`` days after today are planned. ``made`` are the catch-ups (day, minutes) of this ISO week that have taken
    place: they use up room for new ones, and displace nobody. Of two reminders with one id, which are one event, the
    one that is due first counts.
    """
    standing, movable = _parted(reminders)
    first = today.toordinal()
    last = min(first + horizon, date.max.toordinal())
    board = Board(Room(limits, first, last))
    wishes = ranked(movable, today=today, published=published)
    _keep(wishes, board)
    for day, minutes in made:
        board.room.take(day.toordinal(), minutes)
    _bring_nearer(wishes, board, leap)
    _fill(wishes, board, last)
    days = board.days
    placed = [(reminder, reminder.due) for reminder in standing]
    placed += [(wish.reminder, date.fromordinal(days[wish.id])) for wish in wishes if wish.id in days]
    placed.sort(key=lambda pair: (pair[1], pair[0].id))
    return Placement(days=tuple(placed), waiting=tuple(wish.reminder for wish in wishes if wish.id not in days))


def remembered(published: Mapping[ReminderId, date], placement: Placement) -> dict[ReminderId, date]:
    """What to hand to the next run as ``published``: the new days, and the last day of those who wait now.

    That last day is what tells a reminder that has had a turn from one that never had any.
    """
    waiting = {reminder.id: published[reminder.id] for reminder in placement.waiting if reminder.id in published}
    return waiting | {reminder.id: day for reminder, day in placement.days}


def _parted(reminders: Iterable[Reminder]) -> tuple[list[Reminder], list[Reminder]]:
    """Those that stand, and those that may move; one of each id."""
    unique: dict[ReminderId, Reminder] = {}
    for reminder in reminders:
        other = unique.setdefault(reminder.id, reminder)
        if other is not reminder:
            unique[reminder.id] = min(other, reminder, key=lambda each: (each.due, repr(each)))
    standing = [reminder for reminder in unique.values() if reminder.stands]
    return standing, [reminder for reminder in unique.values() if not reminder.stands]


def _keep(wishes: Iterable[Wish], board: Board) -> None:
    """Put everyone on the published day who can stay there."""
    for wish in wishes:
        if wish.published >= wish.start and board.room.fits(wish.published, wish.minutes):
            board.put(wish, wish.published)


def _bring_nearer(wishes: Iterable[Wish], board: Board, leap: int) -> None:
    """Give room that has come free to those who stand past their window, the nearest of them first.

    Room that one of them leaves may suit another before them, so it is offered until nobody can come nearer.
    """
    late = sorted(
        (wish for wish in wishes if board.days.get(wish.id, 0) > wish.latest), key=lambda wish: board.days[wish.id]
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
                day = board.beyond(wish, old - leap)
            if day is not None:
                board.move(wish, day)
                moved = True


def _fill(wishes: Iterable[Wish], board: Board, last: int) -> None:
    """Give a day to everyone who has none."""
    for wish in wishes:
        if wish.id in board.days:
            continue
        day = board.within(wish)
        if day is None and board.make_way(wish):
            continue
        if day is None:
            day = board.beyond(wish, last)
        if day is not None:
            board.put(wish, day)
