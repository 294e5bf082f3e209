"""They reached out: it counts as contact as any other does, the brief says so, and an answer can be reminded of.

An answer waits where the latest contact is a message of theirs that says nothing of what came of it. Whatever is noted
after it ends the wait: a contact, a time when nobody answered, a meeting that is planned, a day that the user set.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Literal

import msgspec

from vaultsync import (
    Context,
    Interaction,
    Network,
    Person,
    PluginInfo,
    Problem,
    Reminder,
    Section,
    day_words,
    hookimpl,
    problem,
)
from vaultsync.notes import is_history, outcome_in, outcomes_in

MINUTES = 15
SOON = timedelta(days=6)
WEIGHT = 3.0
"""Against a catch-up's 1: a message waits for less long than a friendship."""
LEAST = 3
"""From how many contacts in a year on it is told who reaches out."""
YEAR = timedelta(days=365)
DID = {"mail": "wrote", "text": "wrote", "call": "called", "video": "called"}
TO_YOU = {"wrote": "wrote to you", "called": "called you"}
SPANS = ("answer_after", "answer_until")


class Config(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Settings of ``[inbound]``."""

    enabled: bool = False
    """Whether there are reminders to answer; what the brief says does not depend on it."""
    answer_after: str = "3 days"
    """How long after their message the reminder stands."""
    answer_until: str = "60 days"
    """How long after their message it is over."""
    channels: tuple[Literal["mail", "text", "call", "video"], ...] = ("mail", "text")
    """What waits for an answer. A call was mostly answered when it came."""


@hookimpl
def vaultsync_info() -> PluginInfo:
    """Describe the plugin."""
    summary = "Says who reached out, and reminds of messages that wait for an answer."
    return PluginInfo(name="inbound", summary=summary, config=Config)


@hookimpl
def vaultsync_reminders(person: Person, network: Network, ctx: Context) -> Iterable[Reminder]:
    """Give the reminder to answer, where reminders are turned on and a message waits."""
    config: Config = ctx.config
    if not config.enabled or person.quiet or person.paused:
        return
    one = waiting(person, network, ctx)
    if one is None:
        return
    after, until = _spans(ctx)
    latest = one.day + max(after, until)
    due = max(one.day + after, person.snooze_until or date.min)
    if due <= latest and ctx.today <= latest:
        yield Reminder(
            person=person.uid,
            key="answer",
            cycle=str(one.day),
            kind="follow-up",
            due=due,
            # As a promise: on its day; once that has passed, in a week's time, where others can make way for it.
            latest=min(latest, max(due, ctx.today) + SOON),
            fixed=due >= ctx.today,
            weight=WEIGHT,
            minutes=MINUTES,
            reason=f"they {TO_YOU[DID[one.channel]]} on {day_words(one.day)}",
            channel=one.channel,
            action="answer",
            path=one.path,
            line=one.line,
        )


@hookimpl
def vaultsync_brief(person: Person, network: Network) -> Iterable[Section]:
    """Say who reached out last, where they did, and who does so more often."""
    yield Section.of("Who reached out", _told(network.interactions.get(person.uid, ())), order=31)


@hookimpl
def vaultsync_check(ctx: Context) -> Iterable[Problem]:
    """Report spans that cannot be read, and an end before the beginning."""
    config: Config = ctx.config
    said = [f"{name} is not a span of time" for name in SPANS if ctx.days(getattr(config, name)) is None]
    after, until = _spans(ctx)
    if not said and until < after:
        said = ["answer_until is shorter than answer_after"]
    for each in said:
        hint = "Write such as 3 days, 2 weeks or P3D."
        yield problem("plugin-config", f"[inbound] {each}.", hint=hint, path="vaultsync.toml")


def waiting(person: Person, network: Network, ctx: Context) -> Interaction | None:
    """The message that waits for an answer: theirs, the latest contact, and nothing was written down since."""
    contacts = network.interactions.get(person.uid, ())
    latest = [each for each in contacts if each.day == contacts[0].day]
    one = next((each for each in latest if each.channel in ctx.config.channels), None)
    if one is None or any(each.direction != "in" or outcome_in(each.text) for each in latest):
        return None
    if network.plans(person.uid, one.day):
        return None
    by_hand = "next_contact" not in ctx.writing.properties
    if by_hand and person.next_contact is not None and person.next_contact > one.day:
        return None
    note = ctx.note(person.path)
    if note is None:
        return one
    if any(each.day >= one.day for each in outcomes_in(note)):
        return None
    # Two lines about one day and channel are one contact; the second may be the answer.
    ours = {(each.path, each.line) for each in latest}
    others = (line for line in note.lines if one.day in (line.day, line.task and line.task.done_on))
    return None if any((note.path, line.number) not in ours and not is_history(line) for line in others) else one


def _spans(ctx: Context) -> tuple[timedelta, timedelta]:
    """Both spans; a default where one cannot be read."""
    usual = Config()
    days = (ctx.days(getattr(ctx.config, name)) or ctx.days(getattr(usual, name)) or 0 for name in SPANS)
    after, until = (timedelta(days=each) for each in days)
    return after, until


def _told(contacts: tuple[Interaction, ...]) -> Iterator[tuple[str, str, int]]:
    if not contacts:
        return
    last = contacts[0]
    if last.direction == "in":
        yield f"they {DID.get(last.channel, 'reached out')} last, on {day_words(last.day)}", last.path, last.line
    # A year up to the last contact, and not up to today: a brief does not change with the clock.
    year = [each.direction for each in contacts if last.day - each.day < YEAR]
    theirs, yours = year.count("in"), year.count("out")
    if len(year) >= LEAST and theirs + yours:
        most = max(theirs, yours)
        who = "" if most * 2 <= len(year) else "mostly they: " if theirs == most else "mostly you: "
        rest = len(year) - theirs - yours
        counts = f"they {theirs}, you {yours}" + (f", not noted {rest}" if rest else "")
        yield f"{who}{counts}, in the year to {day_words(last.day)}", "", 0
