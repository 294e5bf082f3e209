"""Taking turns: who waits, who comes next, and whose turn it was in each week. Knows no notes and no reasons.

Turns are counted from the first week on. Whoever had none since they began to wait comes first, and of them the one for
whom most speaks; then whoever had theirs longest ago. So nobody is named twice while somebody else waits.
"""

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from operator import itemgetter
from typing import NamedTuple

from vaultsync import Interaction, Person

WEEK = timedelta(days=7)
Order = tuple[float, date, str, str]


class Part(NamedTuple):
    """One thing that speaks for somebody: its weight, its value from 0 to 1, in words, and where it stands."""

    name: str
    weight: float
    value: float
    says: str = ""
    path: str = ""
    line: int = 0


class Candidate(NamedTuple):
    """Somebody for as long as they wait: from ``since``, up to ``until``, the day of the contact that ends it.

    ``before`` is the day it counts from, and ``last`` the contact of that day.
    """

    person: Person
    since: date
    until: date
    parts: tuple[Part, ...]
    before: date | None = None
    last: Interaction | None = None

    @property
    def score(self) -> float:
        """How much speaks for them."""
        return round(sum(part.weight * part.value for part in self.parts), 6)

    @property
    def order(self) -> Order:
        """The most first; where as much speaks for several, whoever waits longest, then by name and path."""
        return (-self.score, self.before or date.max, self.person.name, self.person.path)


class Turn(NamedTuple):
    """One kind of pick in one week: whom it names, and all who waited, the next first, with their last turn."""

    kind: str
    chosen: tuple[Candidate, ...]
    queue: tuple[tuple[Candidate, date | None], ...]


def turn_of(
    kind: str,
    candidates: Iterable[Candidate],
    count: int,
    *,
    first: date,
    monday: date,
    named: defaultdict[date, set[str]],
    is_free: Callable[[Person, date], bool],
) -> Turn:
    """Whose turn it is in the week of ``monday``, counted from that of ``first`` on, ``count`` people a week.

    ``named`` are those who are named already, by Monday; these are added. ``is_free`` says of a person and a Monday
    whether they may be named in that week.
    """
    coming = [(one.since, one.order, one) for one in candidates]
    coming.sort(key=itemgetter(0, 1), reverse=True)
    waiting: list[tuple[date, Order, date, Candidate]] = []
    day, queue, chosen = first, list[tuple[Candidate, date | None]](), list[Candidate]()
    while day <= monday:
        while coming and coming[-1][0] <= day:
            since, order, one = coming.pop()
            heapq.heappush(waiting, (date.min, order, since, one))
        busy = named[day]

        def may_be(one: Candidate, day: date = day, busy: set[str] = busy) -> bool:
            return one.person.uid not in busy and is_free(one.person, day)

        if day == monday:
            waits = (entry for entry in sorted(waiting) if entry[3].until >= day and may_be(entry[3]))
            queue = [(entry[3], entry[0] if entry[0] > date.min else None) for entry in waits]
        aside, chosen = list[tuple[date, Order, date, Candidate]](), []
        while waiting and len(chosen) < count:
            last, order, since, one = heapq.heappop(waiting)
            if one.until < day:
                continue
            if may_be(one):
                chosen.append(one)
                last = day
            aside.append((last, order, since, one))
        busy |= {one.person.uid for one in chosen}
        for entry in aside:
            heapq.heappush(waiting, entry)
        day += WEEK
    return Turn(kind, tuple(chosen), tuple(queue))
