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

Nothing else ever moves. Knows no notes, people or calendars. :mod:`vaultsync.planning.placer` goes the steps.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from vaultsync.model import Limits, Reminder, Value
from vaultsync.planning.order import ReminderId
from vaultsync.planning.placer import HORIZON, LEAP, Placer


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
    standing, movable = parted(reminders)
    placer = Placer(movable, limits, today=today, published=published, horizon=horizon, leap=leap, made=made)
    placed = [(reminder, reminder.due) for reminder in standing] + list(placer.placed())
    placed.sort(key=lambda pair: (pair[1], pair[0].id))
    return Placement(days=tuple(placed), waiting=tuple(placer.waiting()))


def remembered(published: Mapping[ReminderId, date], placement: Placement) -> dict[ReminderId, date]:
    """What to hand to the next run as ``published``: the new days, and the last day of those who wait now.

    That last day is what tells a reminder that has had a turn from one that never had any.
    """
    waiting = {reminder.id: published[reminder.id] for reminder in placement.waiting if reminder.id in published}
    return waiting | {reminder.id: day for reminder, day in placement.days}


def parted(reminders: Iterable[Reminder]) -> tuple[list[Reminder], list[Reminder]]:
    """Those that stand, and those that may move; one of each id."""
    unique: dict[ReminderId, Reminder] = {}
    for reminder in reminders:
        other = unique.setdefault(reminder.id, reminder)
        if other is not reminder:
            unique[reminder.id] = min(other, reminder, key=lambda each: (each.due, repr(each)))
    standing = [reminder for reminder in unique.values() if reminder.stands]
    return standing, [reminder for reminder in unique.values() if not reminder.stands]
