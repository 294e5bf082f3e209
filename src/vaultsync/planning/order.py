"""Who comes first: what a reminder asks for, counted in days, and how it compares with others.

Knows nothing of room. The rule: *weight × days waited*, and waiting counts from the due day or, for whoever had a
day that passed, from that day. So everyone's claim grows for as long as they wait, a turn sets it back, and nobody
can be passed over for ever.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from zlib import crc32

from vaultsync.model import Reminder, Value
from vaultsync.planning.capacity import NONE

LEEWAY = 28
"""Days after ``due`` that count as the window of a reminder without ``latest``."""

ReminderId = tuple[str, str, str, str]


class Wish(Value, frozen=True, kw_only=True):
    """What one movable reminder asks for. Days are proleptic ordinals (``date.toordinal``).

    It may stand from ``start`` on but for the days ``not_on``, would like ``ideal``, and is comfortable until
    ``latest``; ``published`` is the day it was last given, or 0. ``rank`` sorts wishes: the smallest is served first,
    and no two reminders have an equal one.
    """

    reminder: Reminder
    id: ReminderId
    start: int
    ideal: int
    latest: int
    minutes: int
    published: int
    rank: tuple[float, int, float, int, ReminderId]
    not_on: frozenset[int] = NONE

    def may_stand(self, day: int) -> bool:
        """Whether it may stand on the day, if there is room."""
        return day >= self.start and day not in self.not_on


def ranked(reminders: Iterable[Reminder], *, today: date, published: Mapping[ReminderId, date]) -> list[Wish]:
    """The wishes of movable reminders, the one to serve first in front."""
    first = today.toordinal()
    wishes = [_wish(reminder, first, published.get(reminder.id)) for reminder in reminders]
    wishes.sort(key=_rank)
    return wishes


def _rank(wish: Wish) -> tuple[float, int, float, int, ReminderId]:
    return wish.rank


def _wish(reminder: Reminder, today: int, last_given: date | None) -> Wish:
    due = reminder.due.toordinal()
    start = max(today, due if reminder.earliest is None else reminder.earliest.toordinal())
    given = 0 if last_given is None else last_given.toordinal()
    since = max(due, given) if given < today else due
    claim = reminder.weight * max(0, today - since + 1)
    identity = reminder.id
    return Wish(
        reminder=reminder,
        id=identity,
        start=start,
        ideal=max(start, due),
        latest=due + LEEWAY if reminder.latest is None else reminder.latest.toordinal(),
        minutes=reminder.minutes,
        published=given,
        rank=(-claim, since, -reminder.weight, _lot(identity), identity),
        not_on=_ordinals(reminder.not_on) if reminder.not_on else NONE,
    )


@lru_cache(maxsize=1024)
def _ordinals(days: tuple[date, ...]) -> frozenset[int]:
    """One set for all who have the same days: it is compared and hashed often."""
    return frozenset(day.toordinal() for day in days)


def _lot(identity: ReminderId) -> int:
    """A number drawn from the id alone, so that ties do not always favour names early in the alphabet."""
    return crc32("\0".join(identity).encode("utf-8", "surrogatepass"))
