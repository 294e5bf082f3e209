"""The beginning of a run: what an earlier one left half done is finished or taken back, before anything is written."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from vaultsync.model import Problem
from vaultsync.vault.errors import VaultError
from vaultsync.vault.journal import Entry, Journal
from vaultsync.vault.journal_resolve import look_again, resolve
from vaultsync.vault.write_place import failed, place

WATCHED = 3600.0
"""Seconds after a run, at least, for which saves into the files it replaced are looked for."""


def recover(root: Path, journal: Journal) -> tuple[Problem, ...]:
    """Make every note whole, old or new, remove what a killed run left, and put late saves back on top.

    The newest run, and those of the last hour, are looked at again: an editor may have had a note open since before it
    was written, and have saved into the old file. A Problem for each save that came between. Raises JournalError.
    """
    found = list[Problem]()
    for run in reversed(journal.runs()):
        for entry in run.entries:
            if entry.number not in run.outcomes:
                found += _told(root, entry, partial(resolve, journal, entry))
    runs = journal.runs()
    last = {entry.path: entry.after for run in reversed(runs) for entry in run.written}
    for age, run in enumerate(runs):
        if not age or journal.at - run.at < WATCHED:
            for entry in run.written:
                found += _told(
                    root,
                    entry,
                    partial(look_again, journal, entry, last=last[entry.path]),
                )
    return tuple(sorted(found, key=lambda each: each.sort_key))


def _told(root: Path, entry: Entry, act: Callable[[Path], object]) -> list[Problem]:
    try:
        note = place(root, entry.path, strict=False)
        ending = note if isinstance(note, Problem) else act(note)
    except (OSError, VaultError) as error:
        ending = failed(entry.path, error)
    return [ending] if isinstance(ending, Problem) else []
