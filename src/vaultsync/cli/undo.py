"""``undo``: take the last writes back, note by note, where a note is still what they left."""

import os
import time
from collections.abc import Iterable
from datetime import datetime

import click

from vaultsync.cli.main import DONE, REFUSED
from vaultsync.cli.options import Call, shared
from vaultsync.cli.say import as_json, aside, count, line, strong
from vaultsync.model import Problem
from vaultsync.vault.journal import JOURNAL, Journal, Run
from vaultsync.vault.journal_recover import recover
from vaultsync.vault.lock import locked
from vaultsync.vault.state import state_folder
from vaultsync.vault.undo import undo as taken_back


@click.command()
@click.argument("number", metavar="[RUN]", required=False, default=1, type=click.IntRange(min=1))
@click.option("--list", "listed", is_flag=True, help="Show the runs that can be taken back.")
@shared
def undo(call: Call, number: int, *, listed: bool) -> int:
    """Take the last writes back.

    Where a note has changed since, it is left alone. Called again, it takes those before them back.
    RUN is a run's number in the list, where it is not the last one: 2 is the one before.
    """
    root = call.root()
    folder = state_folder(root, os.environ)
    if not folder.exists():  # a look leaves no trace
        return _nothing(call)
    with locked(folder):
        journal = Journal(folder / JOURNAL, at=time.time())
        if not listed and not call.dry_run:
            _told(recover(root, journal))
        every = [run for run in journal.runs() if run.written]
        gone = {run.undoes for run in every}
        # What was taken back, and the taking back itself, are done with: undo goes one run further back each time.
        runs = [run for run in every if not run.undoes and run.id not in gone]
        if listed:
            _list(call, runs)
            return DONE
        if len(runs) < number:
            return _nothing(call)
        chosen = runs[number - 1]
        if call.dry_run:
            return _shown(call, chosen)
        found = taken_back(root, journal, chosen, now=time.time())
    refused = [one for one in found if isinstance(one, Problem)]
    if call.as_json:
        as_json([{"path": one.path, "undone": not isinstance(one, Problem)} for one in found])
    for one in found:
        if isinstance(one, Problem):
            _told([one])
        elif not call.as_json:
            line(f"{strong(one.path)}  {'removed' if one.removed else 'as it was'}")
    if refused and len(runs) > number:
        aside(f"To take back the run before it: vaultsync undo {number + 1}")
    return REFUSED if refused else DONE


def _shown(call: Call, run: Run) -> int:
    if call.as_json:
        as_json([{"path": path, "undone": False} for path in sorted({one.path for one in run.written})])
    else:
        for entry in run.written:
            line(f"{strong(entry.path)}  {entry.reason}")
    aside("A dry run: nothing was taken back.")
    return DONE


def _told(problems: Iterable[Problem]) -> None:
    for one in problems:
        aside(f"{one.path}: {one.message} {one.hint}".rstrip())


def _nothing(call: Call) -> int:
    if call.as_json:
        as_json([])
    aside("There is nothing to take back.")
    return DONE


def _list(call: Call, runs: list[Run]) -> None:
    if call.as_json:
        as_json(
            [
                {"number": number, "run": run.id, "at": _at(run), "paths": sorted({one.path for one in run.written})}
                for number, run in enumerate(runs, start=1)
            ]
        )
        return
    for number, run in enumerate(runs, start=1):
        reasons = ", ".join(dict.fromkeys(one.reason for one in run.written if one.reason))
        paths = sorted({one.path for one in run.written})
        line(
            f"{number:>3}  {strong(_at(run))}  {count(len(paths), 'note')}: {', '.join(paths[:3])}  {reasons}".rstrip()
        )
    if not runs:
        aside("There is nothing to take back.")


def _at(run: Run) -> str:
    return datetime.fromtimestamp(run.at).astimezone().isoformat(" ", "seconds")
