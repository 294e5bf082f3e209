"""What becomes of a plan that is written already: it is moved, called off, or an invitation is made to it."""

import re
from datetime import date, timedelta

from msgspec.structs import replace

from vaultsync.calendar import event_uid
from vaultsync.cli.options import Call
from vaultsync.cli.plan.entry import Moment, Wanted
from vaultsync.cli.plan.made import PLUGIN, Plan, carry_out
from vaultsync.cli.say import RefusedError, WrongUseError
from vaultsync.cli.session import Session, looked
from vaultsync.cli.who import whom
from vaultsync.model import Edit, Person, Planned, Problem, Promise, day_words
from vaultsync.notes import ReadLimits, keyed_plans, parse_note, plan_of
from vaultsync.sync.writing import Rewrite
from vaultsync.vault.read import read_note_bytes

LATELY = timedelta(days=14)
_OPENING = re.compile(rb"(\][ \t]+(?:\*\*|__|[*_])?[(\[]?)[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9]{1,2}:[0-9]{2})?")


def cancel(call: Call, name: str, wanted: Wanted) -> None:
    """Give the plan's box a dash: it stays to be read, and counts as nothing."""
    session = looked(call)
    someone = whom(name, session.network)
    one, plan = _chosen(session, someone, wanted.when)
    edit = Edit(path=one.path, kind="set-task", name=one.text, value=("-",), line=one.line, reason="called off")
    carry_out(call, session, plan, [edit], over=True)


def move(call: Call, name: str, wanted: Wanted, to: Moment) -> None:
    """Give the plan another day; its time stays where none is named. In the calendar it is the same event."""
    session = looked(call)
    someone = whom(name, session.network)
    one, plan = _chosen(session, someone, wanted.when)
    if to[0] < session.today:
        raise WrongUseError(f"{to[0]} has passed. Where you met then, tick the task, or use: vaultsync log PERSON")
    moved = replace(plan.planned, day=to[0], at=to[1] or plan.planned.at)
    carry_out(call, session, plan._replace(planned=moved), rewrites=_moved(session, one, moved), file=wanted.file)


def invite(call: Call, name: str, wanted: Wanted) -> None:
    """Make an invitation to what is planned."""
    session = looked(call)
    someone = whom(name, session.network)
    carry_out(call, session, _chosen(session, someone, wanted.when)[1], file=wanted.file)


def _chosen(session: Session, person: Person, when: Moment | None) -> tuple[Promise, Plan]:
    """The one plan that is meant: of that day, else of those that lie ahead, else of the last days."""
    recent = session.network.plans(person.uid, date.min if when else session.today - LATELY)
    plans = [(one, one.planned) for one in recent if one.planned is not None]
    if when is not None:
        plans = [(one, planned) for one, planned in plans if planned.day == when[0] and when[1] in (None, planned.at)]
    else:
        plans = [(one, planned) for one, planned in plans if planned.day >= session.today] or plans
    if not plans:
        of = f" for {day_words(when[0])}" if when else ""
        raise WrongUseError(f"Nothing is planned with {person.name}{of}.")
    if len(plans) > 1:
        listed = "\n".join(f"  {_moment(planned)}  {planned.text}  {one.path}:{one.line}" for one, planned in plans)
        raise WrongUseError(f"Several meetings are planned; say which by --when:\n{listed}")
    one, planned = plans[0]
    key = next(key for key, each in keyed_plans(session.network.plans(person.uid, date.min)) if each == one)
    return one, Plan(person, planned, event_uid(person.uid, PLUGIN, key, ""))


def _moment(planned: Planned) -> str:
    return f"{planned.day} {planned.at:%H:%M}" if planned.at is not None else f"{planned.day}"


def _moved(session: Session, one: Promise, to: Planned) -> tuple[Rewrite, ...]:
    """The note with another day on the plan's line, and nothing else changed. Raises RefusedError."""
    before = read_note_bytes(session.root, one.path, limit=ReadLimits().max_bytes)
    by_hand = f"{one.path}:{one.line}: the day of this plan cannot be changed safely.\n  Change it by hand."
    if isinstance(before, Problem):
        raise RefusedError(f"{one.path}: {before.message}\n  {before.hint}")
    lines = before.split(b"\n")
    if not 0 < one.line <= len(lines):
        raise RefusedError(by_hand)
    lines[one.line - 1] = _OPENING.sub(rb"\g<1>" + _moment(to).encode(), lines[one.line - 1], count=1)
    after = b"\n".join(lines)
    was, now = (parse_note(one.path, text).lines for text in (before, after))
    changed = [(old, new) for old, new in zip(was, now, strict=False) if old != new]
    if len(was) != len(now) or any(old.number != one.line or plan_of(new) != to for old, new in changed):
        raise RefusedError(by_hand)
    if before != after and not changed:
        raise RefusedError(by_hand)
    return () if before == after else (Rewrite(path=one.path, before=before, after=after, reason="plan moved"),)
