"""Writing into notes on a command's behalf: show what changes, make sure that it may, write, and say how to go back."""

import difflib
import os
import sys
import time
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import click

from vaultsync.cli.options import Call
from vaultsync.cli.say import RefusedError, aside, faint, line, strong
from vaultsync.cli.session import Session
from vaultsync.model import Edit, Problem
from vaultsync.sync.run import allow_writing, may_write
from vaultsync.sync.writing import Rewrite, rewritten, spellings, write
from vaultsync.vault.journal import JOURNAL, Journal
from vaultsync.vault.journal_recover import recover
from vaultsync.vault.lock import locked
from vaultsync.vault.state import state_folder
from vaultsync.vault.write import QUIET

SHOWN = "\t\u200c\u200d"
"""Signs that are shown as they are, though Python takes them for unprintable: some letters and emoji are joined so."""


def edited(call: Call, session: Session, edits: Iterable[Edit]) -> bool:
    """Make the edits; False where this is a dry run, or where the notes say all of it already.

    Raises RefusedError where an edit could not be made, with the next step.
    """
    made, problems = rewritten(session.root, edits, spellings(session.notes()))
    _refuse(problems)
    return carried_out(call, session, made)


def carried_out(call: Call, session: Session, rewrites: tuple[Rewrite, ...]) -> bool:
    """Show the rewrites and write them; False where nothing is to be written, or this is a dry run."""
    if not call.as_json:
        for one in rewrites:
            shown(one)
    if not rewrites:
        aside("The note says so already; nothing was written.")
        return False
    if call.dry_run:
        aside("A dry run: nothing was written.")
        return False
    folder = state_folder(session.root, os.environ)
    with locked(folder):
        allow(session)
        journal = Journal(folder / JOURNAL, at=time.time())
        _refuse(recover(session.root, journal))
        _wait_for_quiet(session, rewrites)
        _, problems = write(session.root, rewrites, journal, clock=time.time)
    _refuse(problems)
    return True


def shown(one: Rewrite) -> None:
    """The lines that change, under the note's path."""
    line(strong(one.path))
    before, after = (_lines(data) for data in (one.before or b"", one.after))
    for text in list(difflib.unified_diff(before, after, lineterm="", n=0))[2:]:
        if text.startswith("+"):
            line(click.style(f"  + {text[1:]}", fg="green"))
        elif text.startswith("-"):
            line(click.style(f"  - {text[1:]}", fg="red"))


def _lines(data: bytes) -> list[str]:
    text = data.decode("utf-8-sig", "replace").splitlines()
    return ["".join(sign if sign.isprintable() or sign in SHOWN else "�" for sign in each) for each in text]


def allow(session: Session) -> None:
    """Make sure that the user agreed to this vault being written into, once.

    Raises RefusedError where they did not, or cannot be asked.
    """
    if session.settings.write.enabled or may_write(session.line.books):
        return
    how = "Set  enabled = true  under  [write]  in vaultsync.toml"
    if not sys.stdin.isatty():
        raise RefusedError(f"vaultsync has not written into this vault before, and was not told that it may. {how}.")
    aside("vaultsync has not written into this vault before. Every change can be taken back: vaultsync undo")
    if not click.confirm("May it write into the notes of this vault from now on?", err=True):
        raise RefusedError(f"Nothing was written. To allow it later: {how}.")
    allow_writing(session.root)


def _wait_for_quiet(session: Session, rewrites: Iterable[Rewrite]) -> None:
    """Wait until the notes have been left alone for as long as a safe write needs: who asked for it is there."""
    times = [_saved(session.root / one.path) for one in rewrites]
    latest = max(times, default=0.0)
    missing = latest + QUIET - time.time()
    if 0 < missing <= QUIET:
        time.sleep(missing)


def _saved(path: Path) -> float:
    """When a file was saved, in seconds since 1970; 0 where there is none."""
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _refuse(problems: Iterable[Problem]) -> None:
    for told in problems:
        where = f"{told.path}:{told.line}: " if told.line else f"{told.path}: "
        raise RefusedError(f"{where}{told.message}\n  {told.hint}".rstrip())


def one_line(text: str) -> str:
    """What was typed, as one line without control characters; emoji stay whole."""
    return " ".join("".join(" " if unicodedata.category(sign) in ("Cc", "Cs") else sign for sign in text).split())


def undo_hint() -> str:
    """How to take it back."""
    return faint("Undo: vaultsync undo")
