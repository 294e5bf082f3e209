"""From reminders to days.

1. What stands (a birthday, a meeting with a time) is on its day and takes no room.
2. A published day is kept for as long as it can be: today or later, not before the reminder may start, open, with
   room.
3. Whoever is past their window, and has no day or one further off than the next ``near`` days, takes room that has
   come free in the window or in those days; most claim first (:mod:`vaultsync.planning.order`).
4. Everyone else without a day, most claim first: within the window, from ``due`` on, then before it; past the window,
   within the next ``near`` days; then behind the queue, which leaves a part of each week open for what comes between.
5. Who finds no room waits, and their claim grows.

Nothing else ever moves. Knows no notes, people or calendars.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from vaultsync.model import Limits, Reminder, Value
from vaultsync.planning.capacity import Room
from vaultsync.planning.order import ReminderId, Wish, ranked

HORIZON = 366
"""Days after today that are planned."""

LEAP = 28
"""Days after today in which free room goes to those who are past their window."""


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
    room = Room(limits, first, last)
    wishes = ranked(movable, today=today, published=published)
    days = _kept(wishes, room)
    for day, minutes in made:
        room.take(day.toordinal(), minutes)
    _bring_nearer(wishes, days, room, leap)
    _fill(wishes, days, room, last)
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


def _kept(wishes: Iterable[Wish], room: Room) -> dict[ReminderId, int]:
    """Published days that can be kept."""
    days = {}
    for wish in wishes:
        if wish.published >= wish.start and room.fits(wish.published, wish.minutes):
            room.take(wish.published, wish.minutes)
            days[wish.id] = wish.published
    return days


def _bring_nearer(wishes: Iterable[Wish], days: dict[ReminderId, int], room: Room, leap: int) -> None:
    """Give room that has come free to those who stand past their window, the nearest of them first.

    Room that one of them leaves may suit another before them, so it is offered until nobody can come nearer.
    """
    late = [wish for wish in wishes if wish.id in days and days[wish.id] > wish.latest]
    late.sort(key=lambda wish: days[wish.id])
    moved = True
    while moved:
        moved = False
        for wish in late:
            old = days[wish.id]
            if old <= wish.latest:
                continue
            day = _in_window(wish, room)
            if day is None:
                day = room.best(wish.minutes, max(wish.start, wish.latest + 1), old - leap)
            if day is not None:
                room.release(old, wish.minutes)
                room.take(day, wish.minutes)
                days[wish.id] = day
                moved = True


def _fill(wishes: Iterable[Wish], days: dict[ReminderId, int], room: Room, last: int) -> None:
    """Give a day to everyone who has none."""
    for wish in wishes:
        if wish.id in days:
            continue
        day = _in_window(wish, room)
        if day is None:
            day = room.best(wish.minutes, max(wish.start, wish.latest + 1), last)
        if day is not None:
            room.take(day, wish.minutes)
            days[wish.id] = day


def _in_window(wish: Wish, room: Room) -> int | None:
    """A day within the window: from the ideal day on, else before it."""
    day = room.best(wish.minutes, wish.ideal, wish.latest)
    return room.best(wish.minutes, wish.start, min(wish.ideal - 1, wish.latest)) if day is None else day
