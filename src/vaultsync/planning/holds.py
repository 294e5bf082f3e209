"""Times that were proposed to somebody stay theirs: nobody else is offered them. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from vaultsync.model import Value
from vaultsync.planning.slots import Ask, slots
from vaultsync.planning.windows import Span


class Hold(Value, frozen=True, kw_only=True):
    """A time that was proposed to a person, from ``start`` up to ``end``, both aware and in UTC.

    ``person`` is their uid, ``name`` what they were called on the day it was ``proposed``. ``beside`` are the starts of
    the meetings with them that were planned already by then.
    """

    person: str
    name: str
    start: datetime
    end: datetime
    proposed: date
    beside: tuple[datetime, ...] = ()

    @property
    def span(self) -> Span:
        """From when to when."""
        return self.start, self.end

    @property
    def sort_key(self) -> tuple[datetime, datetime, str]:
        """By time, then person."""
        return self.start, self.end, self.person


Meetings = Mapping[str, Iterable[datetime]]
"""When meetings with people are planned: the starts, by uid."""


def standing(holds: Iterable[Hold], now: datetime, meetings: Meetings) -> tuple[Hold, ...]:
    """The holds that still hold, in order: their time has not passed, and no meeting came of what was proposed."""
    found = (
        hold for hold in holds if hold.end > now and all(at in hold.beside for at in meetings.get(hold.person, ()))
    )
    return tuple(sorted(found, key=lambda hold: hold.sort_key))


class Proposal(Value, frozen=True, kw_only=True):
    """What is offered, what of it was offered before, and all that is held from now on.

    ``taken`` are times that were proposed to the same person and do not suit any more.
    """

    offered: tuple[Span, ...] = ()
    again: frozenset[Span] = frozenset()
    taken: tuple[Span, ...] = ()
    holds: tuple[Hold, ...] = ()


NOTHING = Proposal()


def propose(
    ask: Ask,
    busy: Iterable[Span],
    holds: Iterable[Hold],
    *,
    person: str,
    name: str,
    today: date,
    beside: Iterable[datetime] = (),
) -> Proposal:
    """Times for a person beside what is ``busy`` and held: those proposed to them before, while free, and then others.

    ``holds`` are those that stand. Nothing that was proposed is let go, also where it is not among what is offered now:
    it may be the one they say yes to.
    """
    every = tuple(holds)
    taken = tuple(busy)
    mine = [hold.span for hold in every if hold.person == person]
    others = [*taken, *(hold.span for hold in every if hold.person != person)]
    again = frozenset(slots(ask, others, mine)) & frozenset(mine)
    # Those that are not offered this time are kept free all the same.
    besides = [span for span in mine if span not in again]
    offered = slots(ask, [*others, *besides], again)
    known = {hold.span for hold in every if hold.person == person}
    new = [
        Hold(person=person, name=name, start=start, end=end, proposed=today, beside=tuple(sorted(beside)))
        for start, end in offered
        if (start, end) not in known
    ]
    return Proposal(
        offered=offered,
        again=again & frozenset(offered),
        taken=tuple(span for span in besides if any(span[0] < end and start < span[1] for start, end in taken)),
        holds=tuple(sorted((*every, *new), key=lambda hold: hold.sort_key)),
    )
