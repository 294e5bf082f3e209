"""The weekly three: an old tie to wake, somebody you would like to know, and a call after much writing.

Whose turn it is follows from the notes and the week alone: turns are counted from one Monday on, week by week, so that
every computer names the same people all week. Of those who wait, whoever had no turn yet comes first, and of them the
one with the most to be said for; so nobody is named twice while somebody else waits.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from msgspec.structs import replace

from vaultsync import (
    Context,
    Interaction,
    Network,
    Person,
    PluginInfo,
    Problem,
    Reminder,
    Schedule,
    action_of,
    hookimpl,
    problem,
)

from .everybody import GIVE_FIRST, Everybody, monday_of
from .settings import KINDS, SPANS, WEEKDAYS, WEIGHTS, Config
from .turns import Candidate, Turn, turn_of

MOST_REASONS = 3
SAID = {
    "met": "you met",
    "call": "a call",
    "video": "a video call",
    "mail": "a mail",
    "text": "a message",
    "": "contact",
}


FROM_AFAR = {"mail", "text", "call", "video"}
"""Channels of which it is told that they reached out."""


class Held(NamedTuple):
    """Somebody who would wait for a kind of pick, and is left in peace until a day: by which contact they declined."""

    kind: str
    person: Person
    declined: Interaction
    until: date


@hookimpl
def vaultsync_info() -> PluginInfo:
    """Describe the plugin."""
    summary = "Picks whom to reach out to this week: the weekly three."
    return PluginInfo(name="picks", summary=summary, adjusts_each=True, config=Config)


@hookimpl
def vaultsync_picks(network: Network, ctx: Context) -> Iterable[Reminder]:
    """Give this week's picks, where they were asked for; whoever was in touch since Monday is done with."""
    if ctx.config.enabled:
        yield from this_week(turns(network, ctx), network, ctx)


@hookimpl
def vaultsync_adjust_schedule(schedule: Schedule, network: Network, ctx: Context) -> Schedule | None:
    """Let go at once of picks that are done with: they are chosen anew only when the whole vault is looked at."""
    gone = {one.id for one in schedule.reminders if one.kind == "pick" and one.plugin == ctx.plugin
            and not _stands(one, network)}  # fmt: skip
    kept = tuple(one for one in schedule.reminders if one.id not in gone) if gone else ()
    return replace(schedule, reminders=kept) if gone else None


def _stands(reminder: Reminder, network: Network) -> bool:
    """Whether its person may still be named, and was not in touch since the week began."""
    person, last = network.person(reminder.person), network.last(reminder.person)
    if person is None or reminder.latest is None:
        return True
    is_held = person.snooze_until is not None and person.snooze_until > reminder.latest
    is_done = last is not None and last.day >= monday_of(reminder.latest)
    return not (person.paused or person.quiet or is_held or is_done)


@hookimpl
def vaultsync_check(ctx: Context) -> Iterable[Problem]:
    """Report spans that cannot be read, and weights of nothing."""
    hints = {f"{name} is not a span of time": "Write such as 1 year, 6 months or P1Y." for name in SPANS
             if ctx.days(getattr(ctx.config, name)) is None}  # fmt: skip
    known = f"There are: {', '.join(WEIGHTS)}."
    hints |= {f"weights.{name} is a weight of nothing": known for name in ctx.config.weights if name not in WEIGHTS}
    for said, hint in hints.items():
        yield problem("plugin-config", f"[picks] {said}.", hint=hint, path="vaultsync.toml")


def this_week(found: Iterable[Turn], network: Network, ctx: Context) -> Iterator[Reminder]:
    """The reminders of this week's turns."""
    config: Config = ctx.config
    monday = monday_of(ctx.today)
    year, week, _ = monday.isocalendar()
    share = max(5, config.minutes // max(1, config.dormant + config.aspirational + config.channel))
    for kind, one in ((turn.kind, one) for turn in found for one in turn.chosen):
        person, last = one.person, network.last(one.person.uid)
        if (last is not None and last.day >= monday) or network.plans(person.uid, ctx.today):
            continue  # in touch already, or to be
        # One that is still to be done when its day has passed goes along with today.
        due = max(monday + timedelta(days=WEEKDAYS.index(config.day)), person.snooze_until or monday, ctx.today)
        channel = "call" if kind == "channel" else person.channel or (one.last.channel if one.last else "")
        line = person.lines.get("status" if one.before is None else "met", 0)
        yield Reminder(
            person=person.uid,
            key=kind,
            cycle=f"{year}-W{week:02}",
            kind="pick",
            due=due,
            fixed=True,  # picks have an hour of their own, and take no room from the others
            latest=monday + timedelta(days=6),
            since=one.before,
            reason=reason(kind, one),
            minutes=share,
            channel=channel,
            action=action_of(channel) or ("write" if one.before is None else "catch up"),
            path=one.last.path if one.last else person.path,
            line=one.last.line if one.last else line,
        )


def reason(kind: str, one: Candidate) -> str:
    """Why somebody is named: what speaks for them most, each thing to be found where its part says."""
    strongest = sorted(one.parts, key=lambda part: -part.weight * part.value)
    said = [part.says for part in strongest if part.says and part.weight]
    gives = GIVE_FIRST in said[MOST_REASONS:]  # what is the user's to do is not left out for want of room
    said = [*said[: MOST_REASONS - 1], GIVE_FIRST] if gives else said[:MOST_REASONS]
    if kind == "aspirational":
        return "; ".join(["you would like to know them", *said])
    told = f"{', '.join(said[:-1])}, and {said[-1]}" if len(said) > 1 else "".join(said)
    last = SAID.get(one.last.channel, one.last.channel) if one.last else "you met"
    if one.last and one.last.direction == "in" and one.last.channel in FROM_AFAR:
        last += " from them"
    return f"{last}; {told or 'they may be glad to hear from you'}"


def turns(network: Network, ctx: Context) -> tuple[Turn, ...]:
    """Whose turn it is in the week of today, by kind, and who waits."""
    everybody = Everybody(network, ctx)
    named: defaultdict[date, set[str]] = defaultdict(set)  # nobody is named for two reasons in one week
    given = []
    for kind in KINDS:
        candidates, count = getattr(everybody, kind)(), getattr(ctx.config, kind)
        first, monday = everybody.first, everybody.monday
        given.append(
            turn_of(kind, candidates, count, first=first, monday=monday, named=named, is_free=everybody.is_free)
        )
    return tuple(given)


def held(network: Network, ctx: Context) -> tuple[Held, ...]:
    """Who would wait in the week of today, had they not declined: by kind, those who come back first in front."""
    everybody = Everybody(network, ctx)
    found = []
    for kind in KINDS:
        for one in getattr(everybody, kind)():
            no = everybody.declined(one.person, everybody.monday)
            if no is not None and one.since <= everybody.monday <= one.until:
                found.append(Held(kind, one.person, no, no.day + everybody.declined_wait))
    order = sorted(found, key=lambda one: (one.until, one.person.name, one.person.path))
    return tuple(sorted(order, key=lambda one: KINDS.index(one.kind)))
