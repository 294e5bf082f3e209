"""Taking a run back, note by note, where a note is still what the run left; which is a run as well."""

import os
from pathlib import Path

from vaultsync.model import Problem, Value, problem
from vaultsync.vault.errors import VaultError
from vaultsync.vault.journal import Entry, Journal, Run
from vaultsync.vault.journal_resolve import carry_out
from vaultsync.vault.write import write_note
from vaultsync.vault.write_files import digest, open_whole, read_open, read_whole
from vaultsync.vault.write_new import make_note
from vaultsync.vault.write_place import failed, place, raced, unfit
from vaultsync.vault.write_swap import let_go


class Undone(Value, frozen=True, kw_only=True):
    """A note that has its first bytes again; ``removed`` where there was none before."""

    path: str
    removed: bool = False


def undo(root: Path, journal: Journal, run: Run, *, now: float) -> tuple[Undone | Problem, ...]:
    """Give every note that the run wrote its first bytes back, by path; a Problem for each that is left alone.

    A note that has changed since is left alone. ``journal`` is open for a run of its own, in which nothing is written
    yet: what is undone can be undone. ``now`` is in seconds since 1970. The note may have been saved a moment ago,
    as it was by the run itself.
    """
    journal.undoing(run.id)
    found = list[Undone | Problem]()
    for path, entries in sorted(_by_path(run).items()):
        whole = _unbroken(entries)
        try:
            found.append(_undo(root, journal, run, first=whole[0], last=whole[-1], now=now))
        except (OSError, VaultError) as error:
            found.append(failed(path, error))
        if len(whole) < len(entries):
            found.append(_refused(path, "It was saved between two edits of the run, of which the first stays."))
    return tuple(found)


def _by_path(run: Run) -> dict[str, list[Entry]]:
    paths = dict[str, list[Entry]]()
    for entry in run.written:
        paths.setdefault(entry.path, []).append(entry)
    return paths


def _unbroken(entries: list[Entry]) -> list[Entry]:
    """The last entries of one note of which each began with what the one before it left."""
    first = len(entries) - 1
    while first and entries[first - 1].after == entries[first].before:
        first -= 1
    return entries[first:]


def _undo(root: Path, journal: Journal, run: Run, *, first: Entry, last: Entry, now: float) -> Undone | Problem:
    path = first.path
    note = place(root, path, strict=False)
    if isinstance(note, Problem):
        return note
    standing = read_whole(note)
    if digest(standing) != last.after:
        return _refused(path, "The note has changed since, or is not there any more.")
    before = journal.before(first) if first.before else None
    if first.before and before is None:
        return _refused(path, "The bytes that stood there before were saved into since.")
    reason = f"undo of run {run.id}"
    if before == standing:
        return Undone(path=path, removed=before is None)
    if before is None:
        return _remove(journal, first, last, note, reason)
    if standing is None:
        return _restore(root, journal, first, note, data=before, reason=reason)
    done = write_note(
        root, path, expected=standing, new=before, journal=journal, now=now, quiet_seconds=0, reason=reason
    )
    return done if isinstance(done, Problem) else Undone(path=path)


def _remove(journal: Journal, first: Entry, last: Entry, note: Path, reason: str) -> Undone | Problem:
    old = open_whole(note)
    try:
        stat = os.fstat(old)
        if refusal := unfit(first.path, note, stat):
            return refusal
        entry = journal.begin(
            Entry(
                path=first.path,
                before=last.after,
                after="",
                mtime_ns=stat.st_mtime_ns,
                folders=first.folders,
                reason=reason,
            )
        )

        def take(temporary: Path) -> None:
            journal.keep(entry, note, old)
            if digest(read_open(old)) == entry.before:
                with let_go(old, journal.kept(entry)):
                    note.rename(temporary)

        ending = carry_out(journal, entry, note, take)
    finally:
        os.close(old)
    if ending == "done":
        return Undone(path=first.path, removed=True)
    return raced(first.path) if ending == "void" else ending


def _restore(root: Path, journal: Journal, first: Entry, note: Path, *, data: bytes, reason: str) -> Undone | Problem:
    kept = open_whole(journal.kept(first))
    try:
        there = note.parent
        missing = list[str]()
        while not there.is_dir() and there != root:
            missing.insert(0, there.name)
            there = there.parent
        done = make_note(there, first.path, data, journal, folders=tuple(missing), like=kept, reason=reason)
    finally:
        os.close(kept)
    return done if isinstance(done, Problem) else Undone(path=first.path)


def _refused(path: str, said: str) -> Problem:
    return problem("undo-refused", said, hint="Take the edit out by hand, if you want to.", path=path)
