"""The invitation to a plan: a calendar file of the one event, for the other's eyes."""

import sys
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from vaultsync.calendar import Event, Stamp, conference_link, is_calendar, render_invitation
from vaultsync.cli.options import Call
from vaultsync.cli.say import RefusedError, WrongUseError, place
from vaultsync.cli.session import Session
from vaultsync.notes import about_of
from vaultsync.people import channel_of

if TYPE_CHECKING:
    from vaultsync.cli.plan.made import Plan, Usual

STDOUT = "-"
TITLES = {"met": "Meeting", "mail": "Mail", "text": "Message", "video": "Video call", "": "Meeting"}
IN_PERSON = frozenset({"coffee", "lunch", "dinner", "met"})
MOST = 1_000_000


def check(file: str) -> None:
    """Refuse a file that is something else than a calendar. Raises RefusedError, WrongUseError."""
    if file == STDOUT:
        return
    path = Path(file)
    try:
        if path.is_dir() or (path.exists() and not is_calendar(path.read_bytes()[:MOST])):
            raise RefusedError(f"{place(path)} is there already and is no calendar. Name another file.")
        if not path.parent.is_dir():
            raise WrongUseError(f"There is no folder {place(path.parent)}. Name a file in a folder that is there.")
    except OSError as error:
        raise WrongUseError(_cannot(file, error)) from error


def invitation(call: Call, session: Session, plan: "Plan", minutes: int, usual: "Usual") -> bytes:
    """The file's bytes: what, when and where; nothing of what is noted about the person.

    The UID is that of the event in the feed, so that an invitation that is sent again takes the place of the first.
    """
    person, planned = plan.person, plan.planned
    via = channel_of(planned.text)
    about = about_of(planned.text, channel_of)
    title = TITLES.get(via, via.capitalize())
    link = conference_link(planned.place) if planned.place[:8].lower() == "https://" else ""
    is_call = bool(link) and via not in IN_PERSON
    zone = ZoneInfo(session.settings.vault.timezone)
    event = Event(
        uid=plan.uid,
        day=planned.day if planned.at is None else None,
        start=None if planned.at is None else datetime.combine(planned.day, planned.at, zone),
        minutes=minutes,
        summary=f"{title} with {usual.name}" if usual.name else title,
        description="\n".join(filter(None, (about, f"Video: {link}" if is_call else ""))),
        location=planned.place,
        conference=link if is_call else "",
    )
    guest = (person.name, person.emails[0] if person.emails else "")
    return render_invitation(event, _stamp(call, session, event), organizer=(usual.name, usual.email), guest=guest)


def write(file: str, data: bytes) -> None:
    """Write the file, in the place of an earlier calendar and of nothing else; or onto standard output."""
    if file == STDOUT:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    check(file)
    try:
        Path(file).write_bytes(data)
    except OSError as error:
        raise WrongUseError(_cannot(file, error)) from error


def _cannot(file: str, error: OSError) -> str:
    return f"{file} cannot be written: {error.strerror or 'something is in the way'}. Name another file."


def _stamp(call: Call, session: Session, event: Event) -> Stamp:
    """How often the event moved, as the feed tells it; and now, unless another day is taken for today."""
    kept = session.line.memory.entry(event.uid)
    pinned = call.today is not None or session.settings.vault.today is not None
    now = datetime.combine(session.today, time(), UTC) if pinned else datetime.now(UTC).replace(microsecond=0)
    moved = 0 if kept is None else kept.sequence + (kept.starts != event.starts)
    return Stamp(sequence=moved, at=now)
