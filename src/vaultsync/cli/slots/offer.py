"""Looking for times that suit both, beside all that is known to be taken, and holding what is proposed."""

import os
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from vaultsync.cli.options import Call
from vaultsync.cli.say import WrongUseError, as_json, aside, line
from vaultsync.cli.session import Session, looked
from vaultsync.cli.slots.show import Offer, as_row, remarks
from vaultsync.cli.who import whom
from vaultsync.model import Person
from vaultsync.notes.lengths import minutes_of
from vaultsync.people.hours import parse_hours
from vaultsync.people.zones import zone_of
from vaultsync.planning.holds import propose, standing
from vaultsync.planning.slots import Ask
from vaultsync.planning.windows import Side, Span
from vaultsync.vault.holds import BUSY, LOCK, read_holds, write_holds
from vaultsync.vault.lock import locked
from vaultsync.vault.state import state_folder

SHORTEST, LONGEST = 5, 12 * 60
"""Minutes of what one meets for."""
A_YEAR = 366
"""How many days ahead one may begin to look."""

_ABSENT = ("plugin-load", "plugin-missing", "plugin-untrusted", "plugin-changed")
"""Problems that say that a plugin is not there that should be."""


class Wanted(NamedTuple):
    """What was asked for on the command line."""

    length: str | None
    first: date | None
    days: int | None
    number: int | None
    after_hours: bool
    weekends: bool
    via: str


def offer(call: Call, person: str, wanted: Wanted) -> None:
    """Propose times to somebody."""
    minutes = _minutes(wanted.length) if wanted.length is not None else None
    session = looked(call)
    someone = whom(person, session.network)
    try:
        ask = _asked(session, someone, wanted, minutes)
        made = Offer(person=someone, ask=ask, via=wanted.via)
        if not someone.quiet:
            made = _proposed(call, session, made)
    except OverflowError:
        raise WrongUseError("Times cannot be looked for at the end of the calendar.") from None
    if call.as_json:
        as_json(as_row(made))
    elif text := made.text:
        line(text)
    remarks(call, session, made, wanted=wanted.first)


def _minutes(text: str) -> int:
    minutes = minutes_of(text)
    if minutes is None or not SHORTEST <= minutes <= LONGEST:
        raise WrongUseError(f"{text!r} is no length from 5 minutes to 12 hours. Write it as 45m, 1h or 1h30.")
    return minutes


def _asked(session: Session, someone: Person, wanted: Wanted, minutes: int | None) -> Ask:
    said, limits = session.settings.slots, session.schedule.limits
    if wanted.first is not None and not 0 <= (wanted.first - session.today).days <= A_YEAR:
        raise WrongUseError(f"{wanted.first} is not within a year from today. Name a day that is.")
    mine = session.settings.vault.timezone
    more = parse_hours(said.after_hours, weekends=wanted.weekends) if wanted.after_hours else None
    ours, theirs = (parse_hours(text, weekends=wanted.weekends) for text in (said.hours, someone.hours or said.theirs))
    notice = session.today + timedelta(days=said.notice)
    return Ask(
        mine=Side(
            zone=mine,
            hours=ours | more if more else ours,
            closed_weekdays=limits.closed_weekdays,
            closed_days=limits.closed_days,
        ),
        theirs=Side(zone=zone_of(someone.timezone) or mine, hours=theirs | more if more else theirs),
        first=max(wanted.first or notice, notice),
        days=wanted.days or said.days,
        minutes=minutes or said.minutes,
        step=said.step,
        count=wanted.number or said.count,
    )


def _proposed(call: Call, session: Session, made: Offer) -> Offer:
    """What is proposed, and held unless this is a dry run; and what of the user's time is not known."""
    someone, ask, zone = made.person, made.ask, ZoneInfo(made.ask.mine.zone)
    first, last = (midnight(day, zone) for day in (ask.first, ask.last + timedelta(days=1)))
    outcome = session.line.asking.busy(first, last)
    unknown = [*_unknown(session), *(told.message for told in outcome.problems)]
    unknown += [f"It is not known whether you are free: {one.unknown}." for one in outcome.values if one.unknown]
    asked = tuple(sorted(session.line.asking.who_asks("vaultsync_busy")))
    agenda = planned(session)
    busy = [*agenda.busy, *((one.start, one.end) for one in outcome.values if not one.unknown)]
    folder = state_folder(session.root, os.environ)
    with nullcontext() if call.dry_run else locked(folder, name=LOCK, busy=BUSY):
        kept, told = read_holds(folder, mend=not call.dry_run)
        proposal = propose(
            ask,
            busy,
            standing(kept, midnight(session.today, zone), agenda.meetings),
            person=someone.uid,
            name=someone.name,
            today=session.today,
            beside=agenda.meetings.get(someone.uid, ()),
        )
        if not call.dry_run and proposal.holds != kept:
            write_holds(folder, proposal.holds)
    if told:
        aside(told)
    return made._replace(proposal=proposal, asked=asked, unknown=tuple(dict.fromkeys(unknown)))


class Agenda(NamedTuple):
    """What is planned here: the time it takes, and by uid when something is to be with one person alone."""

    busy: list[Span]
    meetings: dict[str, list[datetime]]


def planned(session: Session) -> Agenda:
    """What is planned with a time; of meetings also the days of those without one."""
    found, zone = Agenda([], {}), ZoneInfo(session.settings.vault.timezone)
    for one in session.schedule.catch_ups:
        asked = one.reminder
        if one.start is not None:
            start = one.start.astimezone(UTC)
            found.busy.append((start, start + timedelta(minutes=asked.minutes or session.settings.slots.minutes)))
        elif asked.kind == "meeting":
            start = midnight(one.day, zone)
        else:
            continue
        if not asked.people:  # who comes to a gathering has not answered yet
            found.meetings.setdefault(asked.person, []).append(start)
    return found


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """When a day begins, in UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _unknown(session: Session) -> Iterator[str]:
    """What keeps a plugin from saying when the user is not free, before it is asked."""
    asking, world = session.line.asking, session.line.known_world
    tables = tuple(f"[{table}] " for name in asking.who_asks("vaultsync_busy") for table in (f"plugin.{name}", name))
    for told in (*world.problems, *asking.problems):
        misset = told.code == "plugin-config" and told.message.startswith(tables)
        # Settings that cannot be read may have turned a calendar on, or said which.
        unread = told.code == "config-invalid" and (told.path != world.settings.path or not world.settings.readable)
        if told.code in _ABSENT or misset or unread:
            yield f"{told.path}: {told.message}" if unread else told.message
