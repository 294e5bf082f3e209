"""One run of the line: bring it up to date, write into notes where that is asked for, publish, and keep the books.

Every command, the watcher and the server go this way, as far as they need.
"""

import os
import time
from collections.abc import Callable, Container
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from vaultsync.config import Settings
from vaultsync.model import Edit, Problem, problem
from vaultsync.sync.apply import Applied, apply
from vaultsync.sync.edits import counted, uncontested
from vaultsync.sync.line import Line
from vaultsync.sync.plan import Plan, plan
from vaultsync.sync.reading import Moved, Progress, unseen
from vaultsync.sync.world import AS_USUAL, Options, read_settings
from vaultsync.vault.books import BadIndexError, Books, copied_books, noticed, open_books
from vaultsync.vault.errors import VaultError
from vaultsync.vault.index import cache_folder
from vaultsync.vault.lock import locked
from vaultsync.vault.publish import feeds_folder
from vaultsync.vault.state import state_folder

if TYPE_CHECKING:  # loading it takes longer than some syncs
    from vaultsync.sync.writing import Rewrite

MOST_ROUNDS = 4
"""How often a sync writes into notes and reads them again, at most."""

Today = Callable[[Settings], date]
"""The user's day, as the settings and the clock have it."""


class RefusedPlanError(VaultError):
    """A plan that would take away what should stay; the message says how to go on."""


def looked(root: Path, today: Today, options: Options = AS_USUAL, *, progress: Progress = unseen) -> Line:
    """The line as it stands now, in a copy of the books: nothing is written, and nothing kept.

    Raises VaultError where the vault or its state cannot be read.
    """
    folder, day = state_folder(root, os.environ), today(read_settings(root)[0])
    cache = cache_folder(root, os.environ) if options.is_usual else None
    # A damaged index is left to the next sync; a look does without it.
    for index in (cache, None):
        line = Line(root, copied_books(folder, index), options=options)
        line.asks_outside = not line.generation()
        try:
            with noticed():
                line.update(day, progress=progress)
        except BadIndexError as error:
            line.books.close()
            if index is None:
                raise _damaged(error, folder) from error
        else:
            return line
    raise AssertionError("the loop returns or raises")


def _damaged(error: BadIndexError, folder: Path) -> VaultError:
    return VaultError(f"What vaultsync remembers of this vault is damaged: {error}. Remove {folder}.")


class Synced(NamedTuple):
    """What came of a sync."""

    plan: Plan
    applied: Applied


def synced(
    root: Path,
    today: Today,
    options: Options = AS_USUAL,
    *,
    progress: Progress = unseen,
    look: bool = True,
    moved: Moved | None = None,
) -> tuple[Line, Synced]:
    """Bring the vault up to date and carry the plan out: notes first, then feeds.

    ``moved`` is what a walk just now found moved since the last sync, so that there need be no other.

    Raises RefusedPlanError where the plan would take away what should stay, StateBusyError while another run is at
    work, VaultError where vault or disk refuse.
    """
    folder = state_folder(root, os.environ)
    with locked(folder):
        return _once(root, folder, today, options, progress, look=look, moved=moved)


def _once(
    root: Path, folder: Path, today: Today, options: Options, progress: Progress, *, look: bool, moved: Moved | None
) -> tuple[Line, Synced]:
    # A run that is made to look into something leaves the index of the usual ones alone.
    cache = cache_folder(root, os.environ) if options.is_usual else None
    for rebuild in (False, True):
        books = open_books(folder, cache, rebuild=rebuild)
        try:
            line = Line(root, books, options=options)
            line.moved = moved
            return line, sync_once(line, folder, today, None, progress=progress, look=look)
        except BadIndexError as error:
            books.close()
            if rebuild:
                raise _damaged(error, folder) from error
        except BaseException:
            books.close()
            raise
    raise AssertionError("the loop returns or raises")


def sync_once(
    line: Line,
    folder: Path,
    today: Today,
    hint: frozenset[str] | None,
    *,
    progress: Progress = unseen,
    look: bool = True,
) -> Synced:
    """One sync with books that are open. ``hint`` are the only paths that may have changed; None for any.

    Where notes were written, they are read once more, so that the feeds are of the notes as they are now.
    """
    root = line.root
    with line.books.run():
        day = today(line.world.settings if hint is not None and line.world is not None else read_settings(root)[0])
        line.update(day, hint, progress=progress)
        made = plan(line, look=look)
        if made.refused:
            raise RefusedPlanError(made.refused)
        edited, waiting = set[str](), tuple[Problem, ...]()
        changed, changes = set(made.changed_notes), {one.catch_up.uid: one for one in made.changes}
        # What is written can ask for more: a tick becomes a contact, and a contact makes a new brief.
        for _ in range(MOST_ROUNDS if made.edits else 0):
            wrote = written(line, folder, made.edits, edited)
            edited, waiting = edited | set(wrote.paths), wrote.problems
            if not wrote.paths:
                break
            line.update(day, frozenset(wrote.paths) if line.world else None, progress=progress)
            made = plan(line, look=look)
            changed |= set(made.changed_notes)
            changes |= {one.catch_up.uid: one for one in made.changes}
        made = replace(
            made,
            changed_notes=tuple(sorted(changed)),
            changes=tuple(sorted(changes.values(), key=lambda change: change.sort_key)),
        )
        assert line.world is not None  # noqa: S101 - it was brought up to date
        applied = apply(made, feeds_folder(root, line.world.settings.publish.dir), line, looked=look)
    return Synced(made, replace(applied, edited=tuple(sorted(edited)), problems=(*applied.problems, *waiting)))


class Wrote(NamedTuple):
    """What became of the edits: the notes written, and what waits or was refused."""

    paths: tuple[str, ...]
    problems: tuple[Problem, ...] = ()


def would_write(line: Line, edits: tuple[Edit, ...]) -> "tuple[tuple[Rewrite, ...], tuple[Problem, ...]]":
    """The notes as the edits would leave them; none where another computer is named as the one that writes."""
    from vaultsync.sync.writing import rewritten, spellings  # noqa: PLC0415 - most syncs write into no note

    assert line.world is not None  # noqa: S101 - it was brought up to date
    import platform  # noqa: PLC0415 - as above

    only_on = line.world.settings.write.only_on
    if only_on and only_on.casefold() != platform.node().casefold():
        return (), ()
    return rewritten(line.root, edits, spellings(line.vault.notes))


def written(line: Line, folder: Path, edits: tuple[Edit, ...], ours: Container[str]) -> Wrote:
    """Make the edits that plugins asked for; nothing is written without the user's word.

    ``ours`` are the notes that this run has written already.
    """
    from vaultsync.sync.writing import write  # noqa: PLC0415 - as above
    from vaultsync.vault.journal import JOURNAL, Journal  # noqa: PLC0415 - as above
    from vaultsync.vault.journal_recover import recover  # noqa: PLC0415 - as above

    assert line.world is not None  # noqa: S101 - it was brought up to date
    rounds = {
        place: (value, times)
        for place, value, times in line.books.connection.execute("SELECT place, value, times FROM rounds")
    }
    rewrites, problems = would_write(line, edits)
    kept, given_up = uncontested((edit for one in rewrites for edit in one.edits), rounds)
    if given_up:
        rewrites, _ = would_write(line, kept)
    if not rewrites:
        return Wrote((), (*problems, *given_up))
    if not (line.world.settings.write.enabled or may_write(line.books)):
        told = f"{len(rewrites)} notes would be written into, and vaultsync was not told that it may."
        waits = problem("write-not-allowed", told, hint="Set  enabled = true  under  [write].")
        return Wrote((), (*problems, *given_up, waits))
    journal = Journal(folder / JOURNAL, at=time.time())
    late = recover(line.root, journal)
    done, more = write(line.root, rewrites, journal, clock=time.time, ours=ours)
    paths = {one.path for one in done}
    made = counted((edit for one in rewrites if one.path in paths for edit in one.edits), rounds)
    line.books.connection.executemany(
        "INSERT OR REPLACE INTO rounds VALUES (?,?,?)", [(place, *each) for place, each in made.items()]
    )
    return Wrote(tuple(sorted(paths)), (*problems, *given_up, *late, *more))


def may_write(books: Books) -> bool:
    """Whether the user said once that notes of this vault may be written."""
    return books.connection.execute("SELECT 1 FROM meta WHERE key='may-write'").fetchone() is not None


def allow_writing(root: Path) -> None:
    """Remember that they did. Raises VaultError."""
    books = open_books(state_folder(root, os.environ), None)
    try:
        with books.run():
            books.connection.execute("INSERT OR REPLACE INTO main.meta VALUES ('may-write', 1)")
            books.commit()
    finally:
        books.close()
