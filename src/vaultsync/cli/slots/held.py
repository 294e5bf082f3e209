"""What was proposed and is held: showing it, and letting it go."""

import os
from collections.abc import Iterable
from contextlib import nullcontext
from zoneinfo import ZoneInfo

from vaultsync.cli.options import Call
from vaultsync.cli.say import WrongUseError, as_json, aside, count, flat, line, table
from vaultsync.cli.session import Session, looked
from vaultsync.cli.slots.offer import midnight, planned
from vaultsync.cli.slots.text import day_and_clock
from vaultsync.cli.who import whom
from vaultsync.model import day_words
from vaultsync.notes import fold
from vaultsync.planning.holds import Hold, standing
from vaultsync.vault.holds import BUSY, LOCK, read_holds, write_holds
from vaultsync.vault.lock import locked
from vaultsync.vault.state import state_folder


def show(call: Call, person: str | None) -> None:
    """Show what is held, by time; for one person or for everybody."""
    session = looked(call)
    kept, told = read_holds(state_folder(session.root, os.environ), mend=False)
    if told:
        aside(told)
    held = _standing(kept, session)
    if person is not None:
        uid, _ = _whose(person, session, held)
        held = tuple(hold for hold in held if hold.person == uid)
    zone = ZoneInfo(session.settings.vault.timezone)
    if call.as_json:
        as_json([_row(hold, session, zone) for hold in held])
        return
    if not held:
        aside("Nothing is held. What you offer is: vaultsync slots PERSON")
    rows = (
        (
            f"{day_and_clock(hold.start.astimezone(zone))}-{hold.end.astimezone(zone):%H:%M}",
            _name(hold, session),
            f"proposed {day_words(hold.proposed)}",
        )
        for hold in held
    )
    table(rows, bold=1)


def release(call: Call, person: str) -> None:
    """Let go of what is held for somebody."""
    session = looked(call)
    folder = state_folder(session.root, os.environ)
    with nullcontext() if call.dry_run else locked(folder, name=LOCK, busy=BUSY):
        kept, told = read_holds(folder, mend=not call.dry_run)
        held = _standing(kept, session)
        uid, name = _whose(person, session, held)
        left = tuple(hold for hold in held if hold.person != uid)
        if not call.dry_run and left != kept:
            write_holds(folder, left)
    if told:
        aside(told)
    number = len(held) - len(left)
    if call.as_json:
        as_json({"person": name, "uid": uid, "released": 0 if call.dry_run else number})
    elif not number:
        aside(f"Nothing is held for {flat(name)}.")
    elif call.dry_run:
        aside(f"A dry run: {count(number, 'time')} would be let go.")
    else:
        line(f"{count(number, 'time')} held for {flat(name)} {'is' if number == 1 else 'are'} let go.")


def _standing(kept: Iterable[Hold], session: Session) -> tuple[Hold, ...]:
    zone = ZoneInfo(session.settings.vault.timezone)
    return standing(kept, midnight(session.today, zone), planned(session).meetings)


def _whose(text: str, session: Session, held: Iterable[Hold]) -> tuple[str, str]:
    """The uid and name of whom a text names; also of somebody who is in the vault no more, but for whom is held."""
    try:
        someone = whom(text, session.network)
    except WrongUseError:
        gone = {
            hold.person: hold.name
            for hold in held
            if fold(hold.name) == fold(text) and session.network.person(hold.person) is None
        }
        if len(gone) != 1:
            raise
        return next(iter(gone.items()))
    return someone.uid, someone.name


def _name(hold: Hold, session: Session) -> str:
    someone = session.network.person(hold.person)
    return someone.name if someone is not None else hold.name


def _row(hold: Hold, session: Session, zone: ZoneInfo) -> dict[str, object]:
    someone = session.network.person(hold.person)
    return {
        "person": _name(hold, session),
        "path": someone.path if someone is not None else "",
        "uid": hold.person,
        "start": hold.start.astimezone(zone).isoformat(),
        "end": hold.end.astimezone(zone).isoformat(),
        "proposed": hold.proposed,
    }
