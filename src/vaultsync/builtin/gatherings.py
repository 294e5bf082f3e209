"""Gatherings: an event for each that is ahead, a look before at who will be there, and afterwards a word on noting it.

A gathering is whatever a note of its own is about: its day, and people who are listed. The first of them speaks for
all, so that there is one event however many come.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import takewhile
from typing import Annotated

import msgspec

from vaultsync import (
    Context,
    Gathering,
    Network,
    Person,
    PluginInfo,
    Reminder,
    Section,
    day_words,
    hookimpl,
)

MINUTES = 60
"""What a gathering at a time is taken to last where its note does not say."""
LOOK = 15
"""Minutes for a look at who will be there, and for noting whom you met."""
WEEK = timedelta(days=7)
ALL_SHOWN = 3
SHOWN = 2
"""Up to three people are named; of more, the first two."""


class Config(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Settings of ``[gatherings]``."""

    enabled: bool = True
    """Whether notes about gatherings and meetings become events and reminders."""
    days_before: Annotated[int, msgspec.Meta(ge=0, le=60)] = 3
    """How many days before a gathering you are reminded of who will be there; 0 is not at all."""
    ask_afterwards: bool = True
    """Whether you are reminded, in the week after a gathering, to note whom you met."""


@hookimpl
def vaultsync_info() -> PluginInfo:
    """Describe the plugin."""
    summary = "Makes events of notes about gatherings, and reminds of who will be there and of noting whom you met."
    return PluginInfo(name="gatherings", summary=summary, config=Config)


@hookimpl
def vaultsync_reminders(person: Person, network: Network, ctx: Context) -> Iterable[Reminder]:
    """Give the reminders of the gatherings for which this person speaks."""
    if not ctx.config.enabled:
        return
    for one in network.gatherings.get(person.uid, ()):
        if one.people:
            yield from _of(one, network, ctx)


@hookimpl
def vaultsync_brief(person: Person, network: Network, ctx: Context) -> Iterable[Section]:
    """Say where this person will be."""
    ahead = (one for one in network.gatherings.get(person.uid, ()) if one.last >= ctx.today)
    if ctx.config.enabled:
        yield Section.of("Will be at", ((_told(one), one.path, one.line) for one in ahead), order=33)


def _of(one: Gathering, network: Network, ctx: Context) -> Iterator[Reminder]:
    config: Config = ctx.config
    names = _names(one, network)
    until = f", until {day_words(one.until)}" if one.until is not None else ""
    event = Reminder(
        person=one.people[0],
        people=one.people,
        title=one.name,
        key=one.key,
        kind="gathering",
        due=one.day,
        at=one.at,
        fixed=True,
        minutes=0 if one.at is None else one.minutes or MINUTES,
        channel=one.channel,
        place=one.place,
        reason=f"with {names}{until}",
        path=one.path,
        line=one.line,
    )
    if one.last >= ctx.today - timedelta(days=ctx.publishing.past_days):
        yield event
    if not one.social:
        return
    before = one.day - timedelta(days=config.days_before)
    if config.days_before and before >= ctx.today:
        yield _beside(event, "before", before, "who will be there", f"on {day_words(one.day)} you meet {names}")
    if config.ask_afterwards and one.last <= ctx.today <= one.last + WEEK and not _is_noted(one, network):
        due = max(one.last + timedelta(days=1), ctx.today)
        reason = f"listed are {names}; correct who was there, and log what was said"
        yield _beside(event, "after", due, "note whom you met", reason)


def _beside(event: Reminder, cycle: str, due: date, action: str, reason: str) -> Reminder:
    """Another reminder of the same gathering, on a day of its own."""
    return msgspec.structs.replace(
        event, cycle=cycle, due=due, at=None, minutes=LOOK, channel="", place="", action=action, reason=reason
    )


def _is_noted(one: Gathering, network: Network) -> bool:
    """Whether the note says that it is, or another note says of somebody listed that you were in touch since."""
    if one.over:
        return True
    since = (
        contact
        for uid in one.people
        for contact in takewhile(lambda each: each.day >= one.day, network.interactions.get(uid, ()))
    )
    return any(contact.path not in {"", one.path} and not contact.plugin for contact in since)


def _names(one: Gathering, network: Network) -> str:
    more = len(one.people) - SHOWN if len(one.people) > ALL_SHOWN else 0
    # Whoever is not named is not looked at: there may be many.
    people = (network.person(uid) for uid in one.people[: SHOWN if more else None])
    names = [person.name for person in people if person is not None]
    if more:
        return f"{', '.join(names)} and {more} more"
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _told(one: Gathering) -> str:
    clock = f" at {one.at:%H:%M}" if one.at is not None else ""
    return ", ".join(filter(None, (one.name, f"{day_words(one.day)}{clock}", one.place)))
