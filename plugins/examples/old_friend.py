"""Names one old friend a week: somebody with whom there was no contact for more than a year.

A plugin of vaultsync in one file. To turn it on, put it into the folder ``.vaultsync/plugins`` of a vault (or into
``plugins`` beside your own config.toml, for all vaults), read it, and say that you trust it:

    vaultsync plugins trust .vaultsync/plugins/old_friend.py

Whose turn it is follows from the dates in the notes alone, so every computer names the same person, and you can check
it by hand. On each Monday, of those with whom you were not in touch for more than a year:

1. Whoever was not named yet since that year was full comes first, and of them whoever waits longest.
2. If all were named, whoever was named longest ago comes next.

So nobody is named twice while somebody else waits. Once you have been in touch, the reminder goes, and the next name
comes on the next Monday. Who is paused, archived or has a cadence has no turn.
"""

import heapq
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Annotated, NamedTuple

import msgspec

from vaultsync import Context, Network, Person, PluginInfo, Reminder, hookimpl

FIRST_MONDAY = date(2024, 1, 1)
"""Turns are counted from this Monday on, so that a date from another century makes no work."""
WEEK = timedelta(days=7)


class Config(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Settings of ``[plugin.old-friend]``."""

    days: Annotated[int, msgspec.Meta(ge=30, le=36500)] = 365
    """Somebody is named when there was no contact for more than so many days."""


class Absence(NamedTuple):
    """A time without contact: from the day that it counts, to the day of the next contact, or ``date.max``."""

    since: date
    until: date
    uid: str


@hookimpl
def vaultsync_info() -> PluginInfo:
    """Say who the plugin is. Its name has a hyphen, as all names do; the file's has none, as Python wants it."""
    return PluginInfo(name="old-friend", summary="Names one old friend a week, to say hello to.", config=Config)


@hookimpl
def vaultsync_picks(network: Network, ctx: Context) -> Iterable[Reminder]:
    """Give this week's reminder. It is a pick, and no reminder of a person's own, as it follows from everybody."""
    config: Config = ctx.config
    monday = ctx.today - timedelta(days=ctx.today.weekday())
    everybody = (person for person in network.people if _counts(person, network))
    uid = turn((one for person in everybody for one in _absences(person, network, config)), monday)
    last = network.last(uid) if uid is not None else None
    if uid is None or last is None or last.day >= monday:  # in touch this week already
        return
    year, week, _ = monday.isocalendar()
    yield Reminder(
        person=uid,
        # An event of its own each week: the same person may be named again in another year.
        key="old-friend",
        cycle=f"{year}-W{week:02}",
        kind="catch-up",
        # Any day of the week that has room.
        due=monday,
        latest=monday + timedelta(days=6),
        # The host puts "2 years since" before the reason, counted to the day of the event.
        since=last.day,
        reason="you were in touch; they may be glad to hear from you",
        minutes=15,
        action="say hello",
        path=last.path,
        line=last.line,
    )


def turn(absences: Iterable[Absence], monday: date) -> str | None:
    """The uid of whoever is named on that Monday; None where nobody waits."""
    coming = sorted(absences, reverse=True)
    # Those who wait, by the Monday on which they were named last: those who were not yet come first.
    waiting: list[tuple[date, Absence]] = []
    named = None
    day = FIRST_MONDAY
    while day <= monday:
        while coming and coming[-1].since <= day:
            heapq.heappush(waiting, (date.min, coming.pop()))
        while waiting and waiting[0][1].until < day:
            heapq.heappop(waiting)
        named = waiting[0][1].uid if waiting else None
        if waiting:
            heapq.heapreplace(waiting, (day, waiting[0][1]))
        day += WEEK
    return named


def _counts(person: Person, network: Network) -> bool:
    """Whether somebody is to be named at all. Whoever has a cadence comes up by it anyway."""
    return not (person.quiet or person.paused or network.fact(person.uid, "cadence"))


def _absences(person: Person, network: Network, config: Config) -> Iterator[Absence]:
    """Every time that was long enough: between two contacts, and since the last one."""
    days = sorted({contact.day for contact in network.interactions.get(person.uid, ())})
    for before, after in pairwise([*days, date.max]):
        if (after - before).days > config.days:
            yield Absence(before + timedelta(days=config.days + 1), after, person.uid)
