"""Keeping one vault current in one process: what was worked out stays in memory, and a hint costs what it concerns.

Whatever has to be worked out from scratch (the first time, on another day, by other settings) is done in a process of
its own, so that its memory is given back when it ends.
"""

import os
import pickle
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

from vaultsync.config import Settings
from vaultsync.model import Problem, Value
from vaultsync.sync.catch_ups import Change
from vaultsync.sync.line import Line
from vaultsync.sync.run import Synced, Today, sync_once, synced
from vaultsync.sync.sending import Sender, has_readers, sent
from vaultsync.sync.words import keep_words
from vaultsync.sync.world import Options, read_settings
from vaultsync.vault.books import BadIndexError, Books, open_books
from vaultsync.vault.errors import VaultError
from vaultsync.vault.index import cache_folder, remove_index
from vaultsync.vault.lock import locked
from vaultsync.vault.state import state_folder
from vaultsync.vault.write import QUIET

LATER = frozenset({"write-later", "write-raced", "note-unreadable"})
"""Problems that another look a little later may find gone."""

MOST_PROBLEMS = 200
"""How many problems are told of one sync."""


class Kept(Value, frozen=True, kw_only=True):
    """What one sync did (:class:`vaultsync.sync.watching.Kept`). ``problems`` are those that no sync before told of."""

    notes: int = 0
    people: int = 0
    changed: tuple[str, ...] = ()
    written: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()
    seconds: float = 0.0
    later: float = 0.0


class Keeper:
    """Syncs one vault again and again. ``today`` gives the user's day by the settings and the clock."""

    def __init__(self, root: Path, *, options: Options, today: Today) -> None:
        self._root, self._options, self._today = root, options, today
        self._books: Books | None = None
        self._line: Line | None = None
        self._mark: tuple[int, int] | None = None
        self._failed: tuple[Problem, ...] = ()
        self._known: frozenset[Problem] = frozenset()
        self._sender: Sender | None = None

    def sync(self, hint: frozenset[str] | None) -> Kept:
        """Bring everything up to date with the hinted paths, or with the whole vault. Raises VaultError."""
        begun = time.perf_counter()
        folder = state_folder(self._root, os.environ)
        try:
            day = self._today(self._settings(hint))
            if hint is None and self._options.is_usual and self._begins_anew(day):
                self._drop()
                _in_another_process(self._root, self._options, day)
            with locked(folder):
                return self._sync(folder, hint, day, begun)
        except BadIndexError as error:
            self._drop()
            with locked(folder):
                remove_index(self._root, os.environ)
            raise VaultError(f"The index is damaged, and is made anew: {error}.") from error
        except BaseException:
            # What is in memory may be ahead of what was kept.
            self._drop()
            raise

    def _settings(self, hint: frozenset[str] | None) -> Settings:
        """The settings, which are read again where anything may have changed."""
        if hint is not None and self._line is not None and self._line.world is not None:
            return self._line.world.settings
        return read_settings(self._root)[0]

    def _begins_anew(self, day: date) -> bool:
        line = self._current()
        with line.books.run():
            return line.is_to_begin_anew(day)

    def _sync(self, folder: Path, hint: frozenset[str] | None, day: date, begun: float) -> Kept:
        line = self._current()
        if line.world is None:
            hint = None
        done = sync_once(line, folder, lambda _: day, hint, look=hint is None)
        self._mark = line.books.changed_by()
        if hint is None:
            self._ahead(line)
        line.forget()
        if hint is None or done.applied.written or self._failed:
            self._send(line, done)
        with line.books.run():
            return self._kept(line, done, begun, whole=hint is None)

    def _ahead(self, line: Line) -> None:
        """Do what the next change and the next search will need, while nobody waits for it."""
        with line.books.run():
            line.warm()
            keep_words(line.books.connection, self._root)
            if line.books.has_news():
                line.books.commit()
        self._mark = line.books.changed_by()

    def _current(self) -> Line:
        """The line, which is begun again where another process has written into the books."""
        if self._books is not None and self._line is not None:
            if self._mark is None or self._books.changed_by() == self._mark:
                return self._line
            self._drop()
        cache = cache_folder(self._root, os.environ) if self._options.is_usual else None
        self._books = open_books(state_folder(self._root, os.environ), cache)
        self._line = Line(self._root, self._books, options=self._options)
        self._mark = self._books.changed_by()
        return self._line

    def _kept(self, line: Line, done: Synced, begun: float, *, whole: bool) -> Kept:
        told = done.plan.problems if whole else line.problems_of(done.plan.changed_notes)
        news = self._news((*told, *done.applied.problems, *self._failed), done.plan.changed_notes, whole=whole)
        return Kept(
            notes=line.note_count(),
            people=line.people_count(),
            changed=done.plan.changed_notes,
            written=done.applied.written,
            edited=done.applied.edited,
            changes=done.plan.changes,
            problems=news[:MOST_PROBLEMS],
            seconds=time.perf_counter() - begun,
            # What a second look finds as it was stays so until something happens to it.
            later=QUIET + 0.2 if any(each.code in LATER for each in news) else 0.0,
        )

    def _news(self, told: tuple[Problem, ...], changed: tuple[str, ...], *, whole: bool) -> tuple[Problem, ...]:
        """The problems that were not told of before; those of changed notes are told of again."""
        before = self._known if whole else frozenset(each for each in self._known if each.path not in changed)
        self._known = frozenset(told) if whole else before | frozenset(told)
        return tuple(each for each in told if each not in before)

    def _send(self, line: Line, done: Synced) -> None:
        if not has_readers(line):
            return
        if self._sender is None:
            self._sender = Sender(self._told)
        self._sender.send(lambda: sent(line, done.plan))

    def _told(self, problems: tuple[Problem, ...]) -> None:
        self._failed = problems

    def _drop(self) -> None:
        if self._line is not None:
            self._line.close()
        self._books = self._line = self._mark = None

    def close(self) -> None:
        """Let go of what it holds."""
        if self._sender is not None:
            self._sender.close()
        self._drop()


def _in_another_process(root: Path, options: Options, day: date) -> None:
    """Sync once in a process of its own. Raises VaultError with what it said."""
    asked = pickle.dumps((os.fspath(root), options, day))
    program = [sys.executable, "-c", "from vaultsync.sync.keep import asked_for; asked_for()"]
    done = subprocess.run(program, input=asked, capture_output=True, check=False)  # noqa: S603 - this program itself
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip() or "it was stopped"
        raise VaultError(said.splitlines()[-1])


def asked_for() -> None:
    """What that process does: the sync that standard input describes."""
    # Whoever stops the watcher from the keyboard lets a sync that is under way end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    root, options, day = pickle.loads(sys.stdin.buffer.read())  # noqa: S301 - it comes from this program itself
    try:
        synced(Path(root), lambda _: day, options, look=False)
    except VaultError as error:
        sys.exit(str(error))
