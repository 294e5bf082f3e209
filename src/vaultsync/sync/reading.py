"""Which notes changed since the index was kept, read anew. Nothing is decided here.

What tells a changed file is its size, time and inode; where one of them moved, the digest of its bytes. A file that was
saved within two seconds of being read is looked at again the next time: its time may be that of two saves.
"""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from stat import S_ISREG
from typing import NamedTuple

from msgspec.structs import replace

from vaultsync.model import Note, Problem
from vaultsync.notes import ReadLimits, parse_note
from vaultsync.sync.rows import decode_problems, decode_texts, pack
from vaultsync.vault.books import Books
from vaultsync.vault.read import read_note_bytes
from vaultsync.vault.scan import FileStat, file_stat, scan
from vaultsync.vault.still import text_of

Progress = Callable[[int, int], None]
"""Told how many notes are read, and of how many."""

YOUNG = 2_000_000_000
"""Nanoseconds for which a saved file is young."""

MOST_HINTED = 500
"""With more hints than these, everything is looked at."""


def unseen(done: int, of: int) -> None:
    """Show no progress."""


class Walk(NamedTuple):
    """What a walk saw (:func:`vaultsync.vault.still.text_of`), and which folders it left out."""

    lines: str
    skipped: tuple[str, ...]


class Moved(NamedTuple):
    """What moved since the index was kept, as a walk just now found: the paths, the walk, the state's generation."""

    paths: frozenset[str]
    walk: Walk
    generation: int


@dataclass(slots=True, kw_only=True)
class Delta:
    """What is new: notes read, by path, with their files; notes that are not there or out of reach; what was met.

    ``unread`` are the notes and folders that are there and cannot be read: what is known of them stays true.
    ``touched`` are files whose text did not change. ``young`` are those that were too young to be sure of, with the
    digest of what was read.
    """

    read: dict[str, Note] = field(default_factory=dict)
    files: dict[str, FileStat] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    touched: list[FileStat] = field(default_factory=list)
    unread: frozenset[str] = frozenset()
    unread_before: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()
    young: dict[str, str] = field(default_factory=dict)
    paths: list[str] | None = None
    """Every note's path, where all were looked at."""
    walk: Walk | None = None
    """The lines of the walk, by which a later one can tell what moved."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is new but, perhaps, the times of files."""
        return not self.read and not self.gone and self.unread == self.unread_before


def out_of_reach(path: str, unread: frozenset[str]) -> bool:
    """Whether a note is there and could not be read, or lies in a folder of which that is true."""
    return bool(unread) and (path in unread or any(path.startswith(f"{above}/") for above in unread))


def changed(
    root: Path,
    ignore: Iterable[str],
    books: Books,
    hint: frozenset[str] | None,
    *,
    now: float,
    progress: Progress = unseen,
) -> Delta:
    """The notes that differ from the index. With a ``hint``, only those are looked at, if it is as simple as that.

    ``now`` is the clock, in seconds since 1970. Raises VaultError where the vault cannot be read.
    """
    meta = dict(books.connection.execute("SELECT key, value FROM ix.meta WHERE key IN ('unread', 'met')"))
    before = frozenset(decode_texts(meta.get("unread")))
    met = decode_problems(meta.get("met"))
    delta = Delta(unread=before, unread_before=before, problems=met)
    hinted = None if hint is None or before or len(hint) > MOST_HINTED else _hinted(root, books, hint)
    if hinted is None:
        walk = scan(root, ignore=ignore)
        known = {row[0]: row for row in books.connection.execute(_FILES)}
        delta.gone = known.keys() - {file.path for file in walk.files}
        delta.problems, delta.unread = walk.problems, frozenset(walk.unread)
        delta.paths = [file.path for file in walk.files]
        if walk.lines is not None:
            delta.walk = Walk(lines=text_of(walk.lines), skipped=walk.skipped)
        found = [file for file in walk.files if known.get(file.path) != row_of(file)]
    else:
        found = hinted
    _read(root, books, found, delta, now=now, progress=progress)
    if delta.unread != before:
        _keep(books, "unread", sorted(delta.unread))
    if delta.problems != met:
        _keep(books, "met", delta.problems)
    return delta


_FILES = "SELECT path, size, mtime_ns, inode, ctime_ns FROM ix.notes"


def row_of(file: FileStat) -> tuple[str, int, int, int, int]:
    """A file as it stands in the index."""
    return file.path, file.size, file.mtime_ns, file.inode, file.ctime_ns


def _hinted(root: Path, books: Books, hint: Iterable[str]) -> list[FileStat] | None:
    """The hinted files that changed; None where one of them came, went or became something else: all must be seen."""
    found = []
    for path in sorted(hint):
        known = books.connection.execute(f"{_FILES} WHERE path = ?", (path,)).fetchone()
        try:
            stat = os.stat(os.path.join(root, path))  # noqa: PTH116, PTH118 - strings, for speed
        except OSError:
            return None
        if known is None or not S_ISREG(stat.st_mode):
            return None
        file = file_stat(path, stat)
        if known != row_of(file):
            found.append(file)
    return found


def _read(root: Path, books: Books, found: list[FileStat], delta: Delta, *, now: float, progress: Progress) -> None:
    limits = ReadLimits()
    digests = _digests(books, found)
    unread: list[Problem] = []
    youngest = int(now * 1e9) - YOUNG
    for done, file in enumerate(found, start=1):
        data = read_note_bytes(root, file.path, limit=limits.max_bytes, size=file.size)
        progress(done, len(found))
        if isinstance(data, Problem):
            unread.append(data)
            delta.gone.add(file.path)
            continue
        young = file.mtime_ns > youngest or file.ctime_ns > youngest
        # A young one is looked at again the next time, whatever its time is then.
        known_as = replace(file, mtime_ns=-1) if young else file
        digest = hashlib.sha256(data).hexdigest()
        if young:
            delta.young[file.path] = digest
        if digests.get(file.path) == digest:
            delta.touched.append(known_as)
        else:
            delta.read[file.path] = parse_note(file.path, data, limits)
            delta.files[file.path] = known_as
    if unread:
        delta.unread |= {told.path for told in unread}
        delta.problems = (*delta.problems, *unread)


def _digests(books: Books, found: list[FileStat]) -> dict[str, str]:
    if len(found) > MOST_HINTED:
        return dict(books.connection.execute("SELECT path, digest FROM ix.notes"))
    return dict(_each_digest(books, found))


def _each_digest(books: Books, found: list[FileStat]) -> Iterator[tuple[str, str]]:
    for file in found:
        yield from books.connection.execute("SELECT path, digest FROM ix.notes WHERE path = ?", (file.path,))


def _keep(books: Books, key: str, value: object) -> None:
    books.connection.execute("INSERT OR REPLACE INTO ix.meta VALUES (?, ?)", (key, pack(value)))
