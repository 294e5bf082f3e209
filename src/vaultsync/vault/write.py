"""Changing a note on the disk: only if it is still what was read, whole or not at all, with the old bytes kept.

The steps: read and compare; a line in the journal; the new bytes in a temporary file beside the note; the old file kept
in the journal; compare again; let the two change places; look at what came out. A save that an editor made meanwhile
is one of the things that can come out, and goes back on top.
"""

import os
from pathlib import Path

import msgspec

from vaultsync.model import Problem, Value, problem
from vaultsync.vault.errors import VaultError
from vaultsync.vault.journal import Entry, Journal
from vaultsync.vault.journal_resolve import carry_out
from vaultsync.vault.write_files import digest, open_whole, read_open, write_whole
from vaultsync.vault.write_place import failed, place, raced, unfit
from vaultsync.vault.write_swap import swap

QUIET = 2.0
"""Seconds for which a note must have been left alone before it is written."""


class Written(Value, frozen=True, kw_only=True):
    """A note that was written."""

    path: str


def write_note(
    root: Path,
    path: str,
    *,
    expected: bytes,
    new: bytes,
    journal: Journal,
    now: float,
    quiet_seconds: float = QUIET,
    reason: str = "",
    plugin: str = "",
) -> Written | Problem:
    """Put ``new`` in the place of ``expected``, the note's bytes as they were read. A Problem where that was not done.

    ``now`` is the clock at this call, in seconds since 1970: a note saved less than ``quiet_seconds`` before is left
    for the next run. Mode, owner (where permitted), extended attributes and access lists stay, the time is new. Links
    inside the vault are followed. ``reason`` and ``plugin`` go into the journal. Raises ValueError where ``new`` is
    ``expected``: nothing is to be written then.
    """
    if new == expected:
        raise ValueError("the new bytes are the old ones")
    entry = Entry(path=path, before=digest(expected), after=digest(new), reason=reason, plugin=plugin)
    try:
        note = place(root, path)
        if isinstance(note, Problem):
            return note
        old = open_whole(note)
        try:
            found = _standing(entry, note, old, expected, now=now, quiet=quiet_seconds)
            return found if isinstance(found, Problem) else _replace(journal, found, note, old, new)
        finally:
            os.close(old)
    except FileNotFoundError:
        return raced(path, "The note is not there any more.")
    except (OSError, VaultError) as error:
        return failed(path, error)


def _standing(entry: Entry, note: Path, old: int, expected: bytes, *, now: float, quiet: float) -> Entry | Problem:
    """The entry with the time of what stands there, if that may be written."""
    stat = os.fstat(old)
    if refusal := unfit(entry.path, note, stat):
        return refusal
    found = read_open(old)
    # A time that lies further ahead than that is another clock's, and says nothing.
    fresh = abs(now - stat.st_mtime) < quiet
    if fresh or (expected and not found):
        said = "The note was saved a moment ago." if fresh else "The note is empty, as if being saved just now."
        return problem("write-later", f"{said} It is left alone.", hint="Sync again.", path=entry.path)
    if found != expected:
        return raced(entry.path)
    return msgspec.structs.replace(entry, mtime_ns=stat.st_mtime_ns)


def _replace(journal: Journal, entry: Entry, note: Path, old: int, new: bytes) -> Written | Problem:
    entry = journal.begin(entry)

    def exchange(temporary: Path) -> None:
        write_whole(temporary, new, like=old)
        journal.keep(entry, note, old)
        if _untouched(entry, note, old):
            swap(temporary, note, old)

    ending = carry_out(journal, entry, note, exchange)
    if ending == "done":
        return Written(path=entry.path)
    return raced(entry.path) if ending == "void" else ending


def _untouched(entry: Entry, note: Path, old: int) -> bool:
    """Whether nobody saved the note since: neither into the file nor in its place."""
    if digest(read_open(old)) != entry.before:
        return False
    # The name comes last: a save into the file is still seen when it comes out, but perhaps not one in its place.
    there, here = note.lstat(), os.fstat(old)
    return os.path.samestat(there, here) and here.st_mtime_ns == entry.mtime_ns
