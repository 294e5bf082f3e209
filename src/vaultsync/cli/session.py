"""One run on behalf of a command: find the vault, read it with a progress bar, plan, and, where asked, carry out."""

import os
import platform
import sys
import time
from collections.abc import Container, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from vaultsync.cli.options import Call
from vaultsync.cli.say import RefusedError
from vaultsync.model import Edit, Problem, problem
from vaultsync.sync import Applied, Arrangement, Plan, Reading, apply, arrange, plan, read, read_settings
from vaultsync.sync.edits import counted, uncontested
from vaultsync.sync.reading import Progress, unseen
from vaultsync.sync.writing import Rewrite, rewritten, spellings, write
from vaultsync.vault.journal import JOURNAL, Journal
from vaultsync.vault.journal_recover import recover
from vaultsync.vault.lock import locked
from vaultsync.vault.publish import feeds_folder
from vaultsync.vault.state import load_state, set_aside, state_folder

MOST_ROUNDS = 4
"""How often a sync writes into notes and reads them again, at most."""

SLOW = 2000
"""From this many notes on, reading shows a bar."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """What a command works with: the vault's folder, what was read of it, and how the days fall."""

    root: Path
    today: date
    reading: Reading
    arranged: Arrangement
    begun: float

    @property
    def seconds(self) -> float:
        """How long it took so far."""
        return time.perf_counter() - self.begun


def looked(call: Call, argument: Path | None = None) -> Session:
    """Read the vault and arrange the days; nothing is written, and nothing rendered."""
    begun = time.perf_counter()
    root = call.root(argument)
    settings, _ = read_settings(root)
    today = call.day(settings)
    with _bar(shown=not call.quiet and not call.as_json) as progress:
        reading = read(root, progress)
    state, told = load_state(state_folder(root, os.environ))
    arranged = arrange(reading, state, today, call.options)
    arranged.run.problems += told
    return Session(root=root, today=today, reading=reading, arranged=arranged, begun=begun)


def planned(call: Call, argument: Path | None = None) -> tuple[Session, Plan]:
    """Read, arrange, and plan what would be published; nothing is written."""
    session = looked(call, argument)
    return session, plan(session.arranged)


def synced(call: Call, argument: Path | None = None) -> tuple[Session, Plan, Applied]:
    """Read, arrange, plan, and carry the plan out, unless this is a dry run: notes first, then feeds.

    Where notes were written, they are read once more, so that the feeds are of the notes as they are now.
    Raises RefusedError where the plan would take away what should stay, and StateBusyError while another run is at
    work.
    """
    root = call.root(argument)
    if call.dry_run:
        return *planned(call, argument), Applied()
    folder = state_folder(root, os.environ)
    with locked(folder):
        session, made = planned(call, argument)
        if made.refused:
            raise RefusedError(made.refused)
        if any(told.code == "state-unreadable" for told in made.problems):
            set_aside(folder)
        edited, waiting, rounds = set[str](), tuple[Problem, ...](), session.arranged.state.rounds
        # What is written can ask for more: a tick becomes a contact, and a contact makes a new brief.
        for _ in range(MOST_ROUNDS if made.edits else 0):
            wrote = written(session, made.edits, rounds, edited)
            edited, waiting, rounds = edited | set(wrote.paths), wrote.problems, wrote.rounds
            if not wrote.paths:
                break
            session, made = planned(call, argument)
        made = replace(made, state=replace(made.state, rounds=rounds))
        applied = apply(made, feeds_folder(root, session.reading.settings.publish.dir), folder)
        return session, made, replace(applied, edited=tuple(sorted(edited)), problems=(*applied.problems, *waiting))


class Wrote(NamedTuple):
    """What became of the edits: the notes written, how often each edit was made so far, what waits or was refused."""

    paths: tuple[str, ...]
    rounds: dict[str, tuple[str, int]]
    problems: tuple[Problem, ...] = ()


def would_write(session: Session, edits: tuple[Edit, ...]) -> tuple[tuple[Rewrite, ...], tuple[Problem, ...]]:
    """The notes as the edits would leave them; none where another computer is named as the one that writes."""
    only_on = session.reading.settings.write.only_on
    if only_on and only_on.casefold() != platform.node().casefold():
        return (), ()
    return rewritten(session.root, edits, spellings(session.reading.vault.notes))


def written(
    session: Session, edits: tuple[Edit, ...], rounds: dict[str, tuple[str, int]], ours: Container[str]
) -> Wrote:
    """Make the edits that plugins asked for; nothing is written without the user's word.

    ``ours`` are the notes that this run has written already.
    """
    folder = state_folder(session.root, os.environ)
    rewrites, problems = would_write(session, edits)
    kept, given_up = uncontested((edit for one in rewrites for edit in one.edits), rounds)
    if given_up:
        rewrites, _ = would_write(session, kept)
    if not rewrites:
        return Wrote((), rounds, (*problems, *given_up))
    state, _ = load_state(folder)
    if not (session.reading.settings.write.enabled or state.may_write):
        told = f"{len(rewrites)} notes would be written into, and vaultsync was not told that it may."
        waits = problem("write-not-allowed", told, hint="Set  enabled = true  under  [write].")
        return Wrote((), rounds, (*problems, *given_up, waits))
    journal = Journal(folder / JOURNAL, at=time.time())
    late = recover(session.root, journal)
    done, more = write(session.root, rewrites, journal, clock=time.time, ours=ours)
    paths = {one.path for one in done}
    made = counted((edit for one in rewrites if one.path in paths for edit in one.edits), rounds)
    return Wrote(tuple(sorted(paths)), made, (*problems, *given_up, *late, *more))


@contextmanager
def _bar(*, shown: bool) -> Iterator[Progress]:
    """A progress bar on a terminal, once a vault turns out to be one that takes a while."""
    if not shown or not sys.stderr.isatty():
        yield unseen
        return
    from rich.console import Console  # noqa: PLC0415 - only a terminal needs it
    from rich.progress import Progress as Bar  # noqa: PLC0415 - as above

    bar = Bar(console=Console(stderr=True), transient=True)
    task = bar.add_task("Reading", total=None)

    def told(done: int, of: int) -> None:
        if of >= SLOW and (done % 100 == 0 or done == of):
            bar.start()
            bar.update(task, total=of, completed=done)

    try:
        yield told
    finally:
        bar.stop()
