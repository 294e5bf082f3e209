"""Looking for times that suit both, beside all that is known to be taken, and holding what is proposed."""

import os
import re
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from vaultsync.cli.options import Call
from vaultsync.cli.say import WrongUseError, as_json, aside, line
from vaultsync.cli.session import Session, looked
from vaultsync.cli.slots_show import Offer, as_row, remarks
from vaultsync.cli.who import whom
from vaultsync.model import Person
from vaultsync.people.hours import parse_hours
from vaultsync.people.zones import zone_of
from vaultsync.planning.holds import propose, standing
from vaultsync.planning.slots import Ask
from vaultsync.planning.windows import Side, Span
from vaultsync.vault.holds import BUSY, LOCK, read_holds, write_holds
from vaultsync.vault.lock import locked
from vaultsync.vault.state import state_folder

LONGEST = 12 * 60
A_YEAR = 366
"""How many days ahead one may begin to look."""

_LENGTH = re.compile(r"(?:(\d{1,2})\s*h(?:ours?)?)?\s*(?:(\d{1,3})\s*(?:m|min|minutes?)?)?", re.IGNORECASE)
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
    remarks(call, session, made)


def _minutes(text: str) -> int:
    found = _LENGTH.fullmatch(text.strip())
    minutes = int(found[1] or 0) * 60 + int(found[2] or 0) if found else 0
    if not 5 <= minutes <= LONGEST:
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
    meetings = planned(session)
    busy = [(one.start, one.end) for one in outcome.values if not one.unknown]
    busy += [span for spans in meetings.values() for span in spans]
    starts = {uid: [start for start, _ in spans] for uid, spans in meetings.items()}
    folder = state_folder(session.root, os.environ)
    with nullcontext() if call.dry_run else locked(folder, name=LOCK, busy=BUSY):
        kept, told = read_holds(folder, mend=not call.dry_run)
        proposal = propose(
            ask,
            busy,
            standing(kept, midnight(session.today, zone), starts),
            person=someone.uid,
            name=someone.name,
            today=session.today,
            beside=starts.get(someone.uid, ()),
        )
        if not call.dry_run and proposal.holds != kept:
            write_holds(folder, proposal.holds)
    if told:
        aside(told)
    return made._replace(proposal=proposal, unknown=tuple(dict.fromkeys(unknown)))


def planned(session: Session) -> dict[str, list[Span]]:
    """When something with a time is planned, by the uid of whom it is with."""
    found: dict[str, list[Span]] = {}
    for one in session.schedule.catch_ups:
        if one.start is not None:
            start = one.start.astimezone(UTC)
            span = (start, start + timedelta(minutes=one.reminder.minutes or session.settings.slots.minutes))
            for uid in one.reminder.people or (one.reminder.person,):
                found.setdefault(uid, []).append(span)
    return found


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """When a day begins, in UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _unknown(session: Session) -> Iterator[str]:
    """What keeps a plugin from saying when the user is not free, before it is asked."""
    asking = session.line.asking
    tables = tuple(f"[{table}] " for name in asking.who_asks("vaultsync_busy") for table in (f"plugin.{name}", name))
    for told in asking.problems:
        if told.code in _ABSENT or (told.code == "plugin-config" and told.message.startswith(tables)):
            yield told.message
