"""Meetings that are planned: an event each, a gentle question afterwards, and no catch-up before or beside one.

A plan is an open task that opens with a day (:mod:`vaultsync.notes.plans`). Ticking it logs the contact.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

import msgspec
from msgspec.structs import replace

from vaultsync import (
    Cadence,
    Context,
    Network,
    Person,
    PluginInfo,
    Promise,
    Reminder,
    Schedule,
    Section,
    action_of,
    day_words,
    hookimpl,
)
from vaultsync.notes import about_of, keyed_plans

DAY = timedelta(days=1)
ASKED_FOR = 5 * DAY
"""How long after its day an open plan is asked about, and waited for."""
LEAST_REACH = 28 * DAY
"""Plans as near as this count for whatever cadence."""
LONGEST_TITLE = 80
MOMENT = 5
"""Minutes that it takes to tick a task."""
NOUNS = {"mail": "mail", "text": "message", "met": "meeting", "video": "video call", "": "meeting"}
"""What was planned, by channel; the others are called what they are."""
ASKS = {"call": "did you speak?", "video": "did you speak?", "mail": "did you write?", "text": "did you write?"}
_OURS = "you planned "


class Config(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Settings of ``[plans]``."""

    minutes: int = 60
    """How long a planned meeting takes, in minutes, where the plan does not say it."""
    name: str = ""
    """Your name, as it stands in an invitation."""
    email: str = ""
    """Your e-mail address: with it, an invitation says who sends it and to whom."""


@hookimpl
def vaultsync_info() -> PluginInfo:
    """Describe the plugin."""
    summary = "Puts planned meetings into the calendar, and lets catch-ups wait for them."
    return PluginInfo(name="plans", summary=summary, adjusts_each=True, config=Config)


@hookimpl
def vaultsync_reminders(person: Person, network: Network, ctx: Context) -> Iterable[Reminder]:
    """Give each open plan its event; and once its day has passed a question, for some days, until a contact answers."""
    if person.quiet:
        return
    for key, plan in keyed_plans(network.plans(person.uid, date.min)):
        yield from _meeting(key, plan, ctx)
        if _is_waited_for(plan, network, ctx.today) and _day(plan) < ctx.today:
            yield _question(key, plan, ctx)


@hookimpl
def vaultsync_adjust_schedule(schedule: Schedule, network: Network, ctx: Context) -> Schedule | None:
    """Let catch-ups wait for what is planned, and picks be for others."""
    kept = [_after(reminder, network, ctx) for reminder in schedule.reminders]
    if all(one is other for one, other in zip(kept, schedule.reminders, strict=True)):
        return None
    return replace(schedule, reminders=tuple(reminder for reminder in kept if reminder is not None))


@hookimpl
def vaultsync_brief(person: Person, network: Network) -> Iterable[Section]:
    """Say what is planned and still open; what a later contact has overtaken is left out."""
    last = network.last(person.uid)
    plans = network.plans(person.uid, date.min if last is None else last.day)
    yield Section.of("Planned", ((_told(each), each.path, each.line) for each in plans), order=5)


def _day(plan: Promise) -> date:
    assert plan.planned is not None  # noqa: S101 - Network.plans gives no others
    return plan.planned.day


def _is_waited_for(plan: Promise, network: Network, today: date) -> bool:
    """Whether a plan is for today or later; or for the last days, with no contact since."""
    last, day = network.last(plan.person), _day(plan)
    return day >= today or (day >= today - ASKED_FOR and (last is None or last.day < day))


def _channel(plan: Promise, ctx: Context) -> str:
    assert plan.planned is not None  # noqa: S101 - as above
    said = ctx.channel(plan.planned.text)
    return said or ("video" if plan.planned.place.lower().startswith("https:") else "")


def _meeting(key: str, plan: Promise, ctx: Context) -> Iterator[Reminder]:
    planned, config = plan.planned, ctx.config
    if planned is None:
        return
    channel, about = _channel(plan, ctx), about_of(planned.text, ctx.channel)
    action = action_of(channel)
    if not action and about:
        # What is planned without a word for how they meet is called as it is: "theatre".
        action, about = _title(about), about if len(about) > LONGEST_TITLE else ""
    yield Reminder(
        person=plan.person,
        key=key,
        kind="meeting",
        due=planned.day,
        at=planned.at,
        fixed=True,
        minutes=planned.minutes or config.minutes,
        place=planned.place,
        channel=channel,
        action=action or "meet",
        reason=f"planned: {about}" if about else "planned",
        path=plan.path,
        line=plan.line,
    )


def _title(text: str) -> str:
    return text if len(text) <= LONGEST_TITLE else text[: LONGEST_TITLE - 1].rstrip() + "…"


def _question(key: str, plan: Promise, ctx: Context) -> Reminder:
    channel, day = _channel(plan, ctx), _day(plan)
    return Reminder(
        person=plan.person,
        key=f"{key} after",
        kind="follow-up",
        due=max(day + DAY, ctx.today),
        fixed=True,  # a moment's work takes no room from the others
        minutes=MOMENT,
        channel=channel,
        action=ASKS.get(channel, "did you meet?"),
        reason=f"you planned {_noun(channel)} for {day_words(day)}: tick it if it came about",
        path=plan.path,
        line=plan.line,
    )


def _noun(channel: str) -> str:
    noun = NOUNS.get(channel, channel)
    return noun if noun in {"lunch", "dinner", "coffee"} else f"a {noun}"


def _told(plan: Promise) -> str:
    """The plan in one line of the brief."""
    planned = plan.planned
    if planned is None:
        return plan.text
    at = f", {planned.at:%H:%M}" if planned.at is not None else ""
    where = f", {planned.place}" if planned.place else ""
    long = f" ({_length(planned.minutes)})" if planned.minutes else ""
    return f"{day_words(planned.day)}{at}{where}{long}" + (f": {planned.text}" if planned.text else "")


def _length(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest} min" if hours and rest else f"{hours} h" if hours else f"{rest} min"


def _after(reminder: Reminder, network: Network, ctx: Context) -> Reminder | None:
    """The reminder, after what is planned with its person; None where nothing is left of it."""
    if (reminder.kind, reminder.key) != ("catch-up", "next") and reminder.kind != "pick":
        return reminder
    waiting = network.plans(reminder.person, ctx.today - ASKED_FOR)
    plans = [plan for plan in waiting if _is_waited_for(plan, network, ctx.today)]
    if not plans:
        return reminder
    if reminder.kind == "pick":
        return None
    person = network.person(reminder.person)
    if person is not None and reminder.due == person.next_contact and reminder.since is None:
        # A day that the user set stays, unless it has passed, or is that of the meeting.
        if reminder.due >= ctx.today and all(_day(plan) != reminder.due for plan in plans):
            return reminder
        return None
    fact = network.fact(reminder.person, "cadence")
    if fact is None or not isinstance(fact.value, Cadence):
        return reminder
    return _later(reminder, plans, timedelta(days=fact.value.days), ctx)


def _later(reminder: Reminder, plans: Iterable[Promise], cadence: timedelta, ctx: Context) -> Reminder:
    """The catch-up a whole cadence after the plan, as after any contact.

    What lies further ahead than a cadence from the day it would be due is no reason to be out of touch until then.
    """
    due, before = reminder.due, None
    for plan in plans:
        day = _day(plan)
        if day <= max(due, ctx.today) + max(cadence, LEAST_REACH):
            due, before = max(due, day + cadence), plan
    if before is None:
        return reminder
    moved = due - reminder.due
    clause = f"{_OURS}{_noun(_channel(before, ctx))} for {day_words(_day(before))}"
    clauses = [each for each in reminder.reason.split("; ") if not each.startswith(_OURS)]
    return replace(
        reminder,
        due=due,
        earliest=None if reminder.earliest is None else reminder.earliest + moved,
        latest=None if reminder.latest is None else reminder.latest + moved,
        reason="; ".join([*clauses, clause]),
    )
