"""The two books of a vault: the state, which a run needs to go on from the last, and the index, which can be made anew.

Both are SQLite files on one connection: the state as ``main``, the index attached as ``ix``. Here they are opened, and
what is wrong with them is found out; what stands in them is said in :mod:`vaultsync.vault.state` and
:mod:`vaultsync.vault.index`.
"""

import hashlib
import itertools
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from vaultsync.model import Problem, problem
from vaultsync.vault.errors import StateBusyError, VaultError, reason
from vaultsync.vault.index import INDEX_FILE, INDEX_SCHEMA, INDEX_VERSION
from vaultsync.vault.state import LATER_SCHEMA, STATE_FILE, STATE_SCHEMA, STATE_VERSION, VARIABLE

WAIT = 10.0
"""Seconds to wait for another process that is writing."""

DAMAGE = (sqlite3.DatabaseError, UnicodeDecodeError, msgspec.DecodeError)
"""What is raised where a book is not what it was when it was kept."""

MEMORY, MEMORY_WHEN_NEW = 2_000, 200_000
"""KiB of a book that are kept in memory: little, for the system keeps the file itself; all of it while it is made."""

SIDES = ("", "-wal", "-shm", "-journal")
"""The files that a book consists of, by the end of their names."""


class BadIndexError(Exception):
    """The index is damaged, and is to be begun anew."""


class Books:
    """Both books, open. ``fresh``: the index was begun anew. ``problems``: what was wrong with the state.

    Where they do not say ``remembers``, each run is to be as if it were the first.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        *,
        fresh: bool,
        problems: tuple[Problem, ...] = (),
        remembers: bool = True,
    ) -> None:
        self.connection = connection
        self.remembers = remembers
        self.fresh = fresh
        self.problems = problems
        self._before = 0

    def has_news(self, *, besides: int = 0) -> bool:
        """Whether more rows than so many were written since the run began."""
        return self.fresh or self.connection.total_changes - self._before > besides

    @contextmanager
    def run(self) -> Iterator[None]:
        """One run: nothing of it is kept unless it says :meth:`commit`.

        Raises StateBusyError where another process writes for too long, BadIndexError where a book is damaged, and
        VaultError where the disk refuses.
        """
        with noticed():
            try:
                self.connection.execute("BEGIN")
                self._before = self.connection.total_changes
                yield
            finally:
                with suppress(sqlite3.Error):
                    self.connection.execute("ROLLBACK")

    def commit(self) -> None:
        """Keep what was written since the run began. Raises as :meth:`run` does."""
        with noticed():
            self.connection.execute("COMMIT")
            if self.fresh:
                self.connection.execute("PRAGMA ix.journal_mode=WAL")
                self.connection.execute("PRAGMA ix.synchronous=NORMAL")
                self.fresh = False

    def changed_by(self) -> tuple[int, int]:
        """A pair of numbers that changes when another process has written into one of the books."""
        (main,) = self.connection.execute("PRAGMA main.data_version").fetchone()
        (index,) = self.connection.execute("PRAGMA ix.data_version").fetchone()
        return main, index

    def close(self) -> None:
        """Close both."""
        self.connection.close()


def open_books(state: Path, cache: Path | None, *, rebuild: bool = False) -> Books:
    """The books in the folders ``state`` and ``cache``, which are made where they are missing, for their owner alone.

    Without ``cache`` the index is in memory. An index that is damaged or of another version is begun anew, without a
    word: nothing is lost. A state that cannot be understood is kept beside itself, and a Problem says so. Raises
    VaultError where a folder or file cannot be used.
    """
    for folder in (state, cache):
        if folder is not None:
            _make(folder)
    problems = _state_problems(state / STATE_FILE)
    if problems:
        _set_aside(state / STATE_FILE)
    with noticed():
        connection = _connected(state / STATE_FILE)
        index = cache / INDEX_FILE if cache is not None else None
        if index is not None and (rebuild or not is_index(index)):
            discard(index)
        return Books(connection, fresh=_attached(connection, index), problems=problems)


def copied_books(state: Path, cache: Path | None) -> Books:
    """A copy of the books in memory, for a look that leaves no trace and keeps nobody waiting; empty where none are."""
    problems = _state_problems(state / STATE_FILE)
    index = cache / INDEX_FILE if cache is not None else None
    with noticed():
        connection = _connected(None)
        if not problems and (state / STATE_FILE).exists():
            _copied(state / STATE_FILE, connection)
            connection.executescript(LATER_SCHEMA)
        fresh = index is None or not is_index(index)
        if index is None or fresh:
            _attached(connection, None)
        else:
            name = f"file:{_digest(index)}?mode=memory&cache=shared"
            held = sqlite3.connect(name, uri=True, check_same_thread=False)
            _copied(index, held)
            connection.execute("ATTACH ? AS ix", (name,))
            held.close()
    return Books(connection, fresh=fresh, problems=problems)


def _copied(path: Path, to: sqlite3.Connection) -> None:
    source = sqlite3.connect(path, timeout=WAIT)
    try:
        source.backup(to)
    finally:
        source.close()


def _digest(path: Path) -> str:
    return f"{hashlib.sha256(os.fsencode(path)).hexdigest()[:16]}-{os.getpid()}-{next(_COUNT)}"


_COUNT = itertools.count()


def memory_books() -> Books:
    """Empty books in memory, for a run that remembers nothing."""
    connection = _connected(None)
    return Books(connection, fresh=_attached(connection, None), remembers=False)


def discard(index: Path) -> bool:
    """Remove the files of an index; whether there were any. Raises VaultError where they cannot be removed."""
    there = index.exists()
    for side in SIDES:
        try:
            index.with_name(index.name + side).unlink(missing_ok=True)
        except OSError as error:
            said, hint = reason(error)
            raise VaultError(f"{index} could not be removed: {said}. {hint}.") from error
    return there


def _connected(path: Path | None) -> sqlite3.Connection:
    connection = sqlite3.connect(
        ":memory:" if path is None else path.absolute().as_uri(),
        timeout=WAIT,
        isolation_level=None,
        check_same_thread=False,
        uri=True,
    )
    connection.execute(f"PRAGMA cache_size=-{MEMORY}")
    fresh = path is None or not path.stat().st_size
    if path is not None:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        path.chmod(0o600)
    if fresh:
        connection.executescript(STATE_SCHEMA)
        connection.execute("INSERT OR REPLACE INTO meta VALUES ('version', ?)", (STATE_VERSION,))
    connection.executescript(LATER_SCHEMA)
    return connection


def _attached(connection: sqlite3.Connection, index: Path | None) -> bool:
    """Attach the index; whether it is new."""
    fresh = index is None or not index.exists()
    connection.execute("ATTACH ? AS ix", (":memory:" if index is None else os.fspath(index),))
    connection.execute(f"PRAGMA ix.cache_size=-{MEMORY_WHEN_NEW if fresh else MEMORY}")
    if fresh:
        # What a crash leaves of a new index has no version, and is begun anew: no need to wait for the disk.
        connection.execute("PRAGMA ix.journal_mode=MEMORY")
        connection.execute("PRAGMA ix.synchronous=OFF")
        connection.executescript(INDEX_SCHEMA)
        if index is not None:
            index.chmod(0o600)
    return fresh


def is_index(path: Path, *, wait: float = WAIT) -> bool:
    """Whether the file is an index of this version that was kept once.

    Raises sqlite3.OperationalError where another process is still making it after ``wait`` seconds.
    """
    if not path.exists():
        return False
    try:
        connection = sqlite3.connect(path, timeout=wait)
        try:
            found = connection.execute("SELECT value FROM meta WHERE key = 'version'").fetchone()
        finally:
            connection.close()
    except DAMAGE as error:
        if "locked" in str(error):
            raise
        return False
    return found is not None and found[0] == INDEX_VERSION


def _state_problems(path: Path) -> tuple[Problem, ...]:
    """What keeps the state from being understood."""
    try:
        if not path.exists() or not path.stat().st_size:
            return ()
        connection = sqlite3.connect(path, timeout=WAIT)
        try:
            (found,) = connection.execute("SELECT value FROM meta WHERE key = 'version'").fetchone() or (0,)
        finally:
            connection.close()
    except sqlite3.OperationalError as error:
        if "no such table" not in str(error):
            raise _refused(error) from error
        found = "damaged"
    except DAMAGE:
        found = "damaged"
    except OSError as error:
        said, hint = reason(error)
        raise VaultError(f"{path} could not be read: {said}. {hint}, or set {VARIABLE} to another folder.") from error
    if found == STATE_VERSION:
        return ()
    fault = "is damaged" if found == "damaged" else f"is of form {found}, and this vaultsync reads form {STATE_VERSION}"
    message = f"What was published before could not be read: {path.name} {fault}."
    hint = f"The next sync keeps it as {_beside(path)} and begins anew; some events may show as changed once."
    return (problem("state-unreadable", message, hint=hint),)


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.bad")


def _set_aside(path: Path) -> None:
    try:
        path.replace(_beside(path))
        for side in SIDES[1:]:
            path.with_name(path.name + side).unlink(missing_ok=True)
    except OSError as error:
        said, hint = reason(error)
        raise VaultError(f"{path} could not be set aside: {said}. {hint}.") from error


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        said, hint = reason(error)
        raise VaultError(f"{folder} could not be made: {said}. {hint}, or set {VARIABLE} to another folder.") from error


@contextmanager
def noticed() -> Iterator[None]:
    """Say what the database says as a person would: raise BadIndexError or VaultError in its place."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise _refused(error) from error
    except DAMAGE as error:
        raise BadIndexError(str(error)) from error


def _refused(error: sqlite3.Error) -> VaultError:
    said = str(error)
    if "locked" in said or "busy" in said:
        return StateBusyError("Another vaultsync is working on this vault. Let it finish, or stop it, and try again.")
    hint = "Free some space" if "full" in said else f"Check the folder, or set {VARIABLE} to another one"
    return VaultError(f"What vaultsync remembers of this vault could not be used: {said}. {hint}.")
