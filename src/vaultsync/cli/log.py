"""``log``: write down that you were in touch, in the person's own note."""

import re
from datetime import date, timedelta

import click

from vaultsync.cli.log_entry import entry
from vaultsync.cli.options import Call, Day, shared
from vaultsync.cli.plan.tick import tick_of
from vaultsync.cli.say import WrongUseError, as_json, line
from vaultsync.cli.session import Session, looked
from vaultsync.cli.show import day_title
from vaultsync.cli.who import whom
from vaultsync.cli.writing import edited, one_line, undo_hint
from vaultsync.model import Cadence, Edit, Person, every
from vaultsync.notes import fold
from vaultsync.people import CHANNELS, OUTCOMES

LOG = "Log"
FOLLOW_UPS = ("Follow-ups", "Follow ups", "Promises", "Tasks", "To do")
"""Sections that a follow-up goes into, the first that the note has; the first of all where it has none."""

MARKS = ("learnt", "suggested", "gave", "asked", "they asked")
"""What is noted beside the text, by what stands before ``::``; the options are called the same."""

_KIND = re.compile("[a-z][a-z-]*")
_HIDES = re.compile(r"%(?=%)|<(?=!--)")
"""Where a comment would begin: one that never ends hides the rest of the note in the editor."""


@click.command()
@click.argument("person", metavar="PERSON")
@click.argument("text", required=False, default="")
@click.option("--on", "day", type=Day(), help="The day it was. Default: today.")
@click.option("--via", type=click.Choice([channel.name for channel in CHANNELS]), help="How you were in touch.")
@click.option("--outcome", type=click.Choice(list(OUTCOMES)), help="What came of it.")
@click.option("--in", "inbound", is_flag=True, help="They reached out to you.")
@click.option("--learnt", metavar="TEXT", help="What you learnt from them.")
@click.option("--suggested", metavar="TEXT", help="What they suggested to you.")
@click.option("--gave", metavar="TEXT", help="What you gave them.")
@click.option("--asked", metavar="TEXT", help="What you asked them for.")
@click.option("--they-asked", metavar="TEXT", help="What they asked of you.")
@click.option("--follow-up", metavar="TEXT", help="Something you promised; becomes an open task in the note.")
@click.option("--by", type=Day(), help="The day the follow-up is for.")
@click.option("--no-pick", is_flag=True, help="Do not note that they are among this week's picks.")
@shared
def log(
    call: Call,
    person: str,
    text: str,
    *,
    day: date | None,
    via: str | None,
    outcome: str | None,
    inbound: bool,
    follow_up: str | None,
    by: date | None,
    no_pick: bool,
    **marked: str | None,
) -> None:
    """Write down that you were in touch with PERSON, and how it went.

    It becomes a dated line under Log in their note. Where you reached out to one of this week's
    picks, the line says so. What was planned for that day is ticked.
    """
    promised = _seen(follow_up or "")
    if by is not None and not promised:
        raise WrongUseError("--by is the day of a follow-up: say which with --follow-up TEXT")
    session = looked(call)
    someone = whom(person, session.network)
    on = day or session.today
    if on > session.today:
        raise WrongUseError(f"{on} has not come yet. To plan it: vaultsync plan PERSON --when {on}")
    marks = [(key, _seen(marked[key.replace(" ", "_")] or "")) for key in MARKS]
    pick = "" if no_pick or inbound else _pick(session, someone, on)
    edits, via = tick_of(session, someone, on, via=via or "", outcome=outcome or "")
    said = entry(on, _seen(text), via, outcome or "", inbound=inbound, marks=marks, pick=pick)
    # Where nothing else is to be told, the tick says it all.
    if not edits or text or pick or inbound or outcome or any(mark for _, mark in marks):
        edits += [Edit(path=someone.path, kind="append-entry", name=LOG, value=(said,), reason="contact logged")]
    if promised:
        task = promised + (f" 📅 {by}" if by else "")
        section = tasks_section(session, someone)
        edits.append(
            Edit(path=someone.path, kind="append-entry", name=section, value=(f"[ ] {task}",), reason="follow-up")
        )
    written = edited(call, session, edits)
    if call.as_json:
        as_json({"person": someone.name, "path": someone.path, "written": written, "next_due": _due(call, someone)})
    elif written:
        line(f"{_what_changed(call, session, someone)} {undo_hint()}")


def _seen(text: str) -> str:
    return _HIDES.sub(r"\g<0> ", one_line(text))


def _pick(session: Session, person: Person, on: date) -> str:
    """The kind of this week's pick that somebody is, if they are; ``""`` for a day before this week."""
    if on < session.today - timedelta(days=session.today.weekday()):
        return ""
    kinds = (
        one.key
        for one in session.schedule.reminders
        if one.kind == "pick" and one.person == person.uid and (one.latest or one.due) >= session.today
    )
    return next((kind for kind in kinds if _KIND.fullmatch(kind)), "")


def tasks_section(session: Session, person: Person) -> str:
    """The section of a note that tasks go into."""
    note = session.line.note(person.path)
    lines = note.lines if note is not None else ()
    have = {fold(one.text): one.text for one in lines if one.kind == "heading"}
    return next((have[fold(name)] for name in FOLLOW_UPS if fold(name) in have), FOLLOW_UPS[0])


def _due(call: Call, person: Person) -> date | None:
    """The day of the next catch-up, as the notes have it now."""
    after = looked(call)
    return next(
        (one.day for one in after.schedule.catch_ups if one.path == person.path and one.reminder.kind == "catch-up"),
        None,
    )


def _what_changed(call: Call, session: Session, person: Person) -> str:
    day = _due(call, person)
    fact = session.network.fact(person.uid, "cadence")
    cadence = f" ({every(fact.value.days)})" if fact is not None and isinstance(fact.value, Cadence) else ""
    if day is None:
        return "Logged. No catch-up is planned: give them a cadence to be reminded."
    if day - session.today < timedelta(days=14):
        return f"Next catch-up: {day_title(day, session.today)}{cadence}."
    monday = day - timedelta(days=day.weekday())
    return f"Next catch-up: week of {day_title(monday, session.today)[4:]}{cadence}."
