"""What the headers said, kept from run to run, so that only what is new is read: a SQLite file outside the vault."""

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple, TypeVar

from vaultsync_mail.folders import File, Folder
from vaultsync_mail.header import Letter, letter, read_header
from vaultsync_mail.mbox import Progress, continues, mark, messages

T = TypeVar("T")

FILE = "mail.sqlite3"
VERSION = 1
"""Raised where other things are kept: then everything is read anew."""
AT_ONCE = 2000
"""Files after which what was read is safe: a first run that is stopped goes on there."""

_TABLES = """
CREATE TABLE files (
    id INTEGER PRIMARY KEY, folder BLOB NOT NULL, name BLOB NOT NULL, size INTEGER NOT NULL, changed INTEGER NOT NULL,
    last INTEGER NOT NULL, mark BLOB NOT NULL, UNIQUE (folder, name)
);
CREATE TABLE letters (
    file INTEGER NOT NULL, start INTEGER NOT NULL, key BLOB NOT NULL, sent INTEGER, received INTEGER,
    senders TEXT NOT NULL, recipients TEXT NOT NULL, people INTEGER NOT NULL, subject TEXT NOT NULL
);
CREATE INDEX letters_of ON letters (file, start);
"""
_BETWEEN = "\n"
"""No address holds a line break."""


class _Known(NamedTuple):
    """A file as it was read, and how far."""

    id: int
    size: int
    changed: int
    progress: Progress


class Memory:
    """The messages of all files as far as they were read. ``subjects`` is whether subjects are kept."""

    def __init__(self, connection: sqlite3.Connection, *, subjects: bool) -> None:
        self._c, self._subjects = connection, subjects
        self.unread = 0
        """How many files could not be opened; they are tried again in the next run."""

    def take(self, found: Iterable[Folder]) -> None:
        """Read what is new in the folders and forget what is gone; of a folder out of reach all is kept."""
        seen: set[bytes] = set()
        closed: list[bytes] = []
        for folder in found:
            # Names of files are bytes, and not always text.
            path = os.fsencode(folder.path)
            if folder.files is None:
                closed.append(path)
            else:
                seen.add(path)
                self._take_folder(path, folder.files)
        for (path,) in self._c.execute("SELECT DISTINCT folder FROM files").fetchall():
            if path not in seen and not any(_is_within(path, each) for each in closed):
                self._take_folder(path, ())
        self._c.commit()

    def letters(self, since: int) -> Iterator[Letter]:
        """The messages that were sent or received at a moment or after it."""
        asked = (
            "SELECT key, sent, received, senders, recipients, people, subject FROM letters"
            " WHERE sent >= ?1 OR received >= ?1"
        )
        for key, sent, received, senders, recipients, people, subject in self._c.execute(asked, (since,)):
            yield Letter(
                key=key,
                sent=sent,
                received=received,
                senders=tuple(senders.split(_BETWEEN)),
                recipients=tuple(recipients.split(_BETWEEN)) if recipients else (),
                people=people,
                subject=subject,
            )

    def _take_folder(self, path: bytes, files: Iterable[File]) -> None:
        asked = "SELECT name, id, size, changed, last, mark FROM files WHERE folder = ?"
        known = {
            name: _Known(number, size, changed, Progress(last, marked))
            for name, number, size, changed, last, marked in self._c.execute(asked, (path,))
        }
        for number, file in enumerate(files, 1):
            before = known.pop(os.fsencode(file.name), None)
            if before is None or (before.size, before.changed) != (file.size, file.changed):
                self._read(path, file, before)
            if number % AT_ONCE == 0:
                self._c.commit()
        for gone in known.values():
            self._forget(gone)

    def _forget(self, known: _Known, start: int = 0) -> None:
        self._c.execute("DELETE FROM letters WHERE file = ? AND start >= ?", (known.id, start))
        self._c.execute("DELETE FROM files WHERE id = ?", (known.id,))

    def _read(self, folder: bytes, file: File, before: _Known | None) -> None:
        """Read a file: an mbox that only grew from its last message on, everything else from the beginning."""
        try:
            start = 0
            if file.kind == "mbox":
                start, found, progress = _mbox(file, before.progress if before else None, self._subjects)
            else:
                found, progress = _single(file, self._subjects), Progress(0, b"")
        except OSError:
            self.unread += 1
            return
        if before is not None:
            self._forget(before, start)
        number = self._c.execute(
            "INSERT INTO files VALUES (?,?,?,?,?,?,?)",
            (before and before.id, folder, os.fsencode(file.name), file.size, file.changed, *progress),
        ).lastrowid
        rows = [_row(number, at, each) for at, each in found]
        self._c.executemany("INSERT INTO letters VALUES (?,?,?,?,?,?,?,?,?)", rows)


def _is_within(path: bytes, folder: bytes) -> bool:
    return path == folder or path.startswith(folder.rstrip(b"/\\") + os.sep.encode())


_Found = list[tuple[int, Letter]]


def _single(file: File, subjects: bool) -> _Found:
    with open(file.path, "rb", buffering=0) as opened:  # noqa: PTH123 - a Path for each of many files is slow
        read = letter(read_header(opened), subjects=subjects)
    return [(0, read)] if read else []


def _mbox(file: File, before: Progress | None, subjects: bool) -> tuple[int, _Found, Progress]:
    """The byte from which on an mbox was read, what was found there, and how far that is."""
    found: _Found = []
    with Path(file.path).open("rb") as opened:
        start = before.last if before and continues(opened, before) else 0
        last = start
        for message in messages(opened, start):
            last = message.start
            if read := letter(message.header, subjects=subjects):
                found.append((last, read))
        return start, found, Progress(last, mark(opened, last))


def _row(number: int | None, start: int, each: Letter) -> tuple[object, ...]:
    senders, recipients = _BETWEEN.join(each.senders), _BETWEEN.join(each.recipients)
    return (number, start, each.key, each.sent, each.received, senders, recipients, each.people, each.subject)


def with_memory(folder: Path, work: Callable[[Memory], T], *, subjects: bool) -> T:
    """What ``work`` gives, with the memory in a folder; where that is damaged, it is begun anew."""
    path = folder / FILE
    try:
        with closing(_connected(path, subjects)) as connection:
            return work(Memory(connection, subjects=subjects))
    except sqlite3.DatabaseError as error:
        # Of its kinds only the bare one says that the file is no sound database; others are a lock, or a full disk.
        if type(error) is not sqlite3.DatabaseError:
            raise
    path.unlink()
    with closing(_connected(path, subjects)) as connection:
        return work(Memory(connection, subjects=subjects))


def _connected(path: Path, subjects: bool) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=10)
    try:
        version = VERSION * 2 + subjects
        if connection.execute("PRAGMA user_version").fetchone()[0] != version:
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                connection.execute(f'DROP TABLE "{name}"')
            connection.execute("VACUUM")  # subjects that are no longer wanted are not to stay behind in the file
            connection.executescript(f"{_TABLES} PRAGMA user_version = {version};")
    except BaseException:
        connection.close()
        raise
    return connection
