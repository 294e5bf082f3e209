"""Making a plan: the entry for the note, the event it becomes, remarks on its time, the invitation."""

import sys
from collections.abc import Iterable
from contextlib import nullcontext, redirect_stdout
from typing import Any, NamedTuple

from msgspec.structs import replace

from vaultsync.calendar import event_uid
from vaultsync.cli.log import tasks_section
from vaultsync.cli.options import Call
from vaultsync.cli.plan import invite
from vaultsync.cli.plan.entry import Wanted, entry, key_of, read, via_of
from vaultsync.cli.plan.remarks import remarks
from vaultsync.cli.say import WrongUseError, as_json, aside, flat, line
from vaultsync.cli.session import Session, looked
from vaultsync.cli.show import day_title
from vaultsync.cli.who import whom
from vaultsync.cli.writing import carried_out, edited, undo_hint
from vaultsync.model import Edit, Person, Planned
from vaultsync.people import channel_of
from vaultsync.sync.writing import Rewrite, rewritten

LOG = "Log"
PLUGIN = "plans"


class Usual(NamedTuple):
    """How long a meeting takes that does not say it; the user's name and address in an invitation."""

    minutes: int = 60
    name: str = ""
    email: str = ""


class Plan(NamedTuple):
    """A plan with somebody: as it reads, and the UID of its event."""

    person: Person
    planned: Planned
    uid: str


def make(call: Call, name: str, wanted: Wanted) -> None:
    """Write a new plan into the person's note. Raises WrongUseError, RefusedError."""
    session = looked(call)
    someone = whom(name, session.network)
    if wanted.when is None or wanted.when[0] < session.today:
        raise WrongUseError(
            f"{wanted.when[0] if wanted.when else 'That'} has passed. "
            "To write down that you met, use log: vaultsync log PERSON --on DAY"
        )
    via = via_of(wanted.via, wanted.text, wanted.where)
    made = entry(wanted.when, wanted.text, via, where=wanted.where, minutes=wanted.minutes)
    errand = read(made)
    if errand is None or errand.planned is None:
        raise WrongUseError("That does not read as a plan. Say it in plainer words.")
    uid = event_uid(someone.uid, PLUGIN, key_of(errand, someone.uid, session.network), "")
    edit = Edit(path=someone.path, kind="append-entry", name=LOG, value=(made,), reason="planned")
    if rewritten(session.root, [edit], {})[1]:
        # A log of headings, of paragraphs or in a table has no place for a task.
        edit = replace(edit, name=tasks_section(session, someone))
    carry_out(call, session, Plan(someone, errand.planned, uid), [edit], file=wanted.file)


def settings_of(session: Session) -> Usual:
    """The settings ``[plans]``; the usual ones where the plugin is left out."""
    try:
        config: Any = session.line.asking.plugins.context(PLUGIN).config
    except KeyError:
        return Usual()
    return Usual(config.minutes, config.name, config.email)


def carry_out(
    call: Call,
    session: Session,
    plan: Plan,
    edits: Iterable[Edit] = (),
    *,
    rewrites: tuple[Rewrite, ...] | None = None,
    file: str | None = None,
    over: bool = False,
) -> None:
    """Write edits, or rewrites, and the invitation; say what was done. ``over`` is for what was called off."""
    planned, usual = plan.planned, settings_of(session)
    minutes = planned.minutes or usual.minutes
    if file is not None:
        invite.check(file)
    if not call.quiet and not over:
        for said in remarks(session, plan, minutes):
            aside(flat(said))
    wanted = list(edits)
    # What is printed for a program to read is the invitation alone.
    with redirect_stdout(sys.stderr) if file == invite.STDOUT else nullcontext():
        if wanted:
            written = edited(call, session, wanted)
        else:
            written = rewrites is not None and carried_out(call, session, rewrites)
        if written and not call.as_json:
            at = f", {planned.at:%H:%M}" if planned.at is not None else ""
            done = "Called off:" if over else "Planned for"
            line(f"{done} {day_title(planned.day, session.today)}{at}. {undo_hint()}")
    if file is not None and not call.dry_run:
        invite.write(file, invite.invitation(call, session, plan, minutes, usual))
    if file is not None and file != invite.STDOUT and not call.quiet:
        aside(f"{'Would write' if call.dry_run else 'Wrote'} {file}, to be sent: what, when and where stand in it.")
    if call.as_json:
        as_json(
            {
                "person": plan.person.name,
                "path": plan.person.path,
                "written": written,
                "when": f"{planned.day}T{planned.at:%H:%M}" if planned.at is not None else f"{planned.day}",
                "minutes": minutes,
                "where": planned.place,
                "via": channel_of(planned.text),
                "uid": plan.uid,
                "invite": file if file is not None and not call.dry_run else None,
            }
        )
