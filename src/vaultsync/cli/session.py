"""One run on behalf of a command: find the vault, read it with a progress bar, and look or carry out."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from msgspec.structs import replace

from vaultsync.cli.options import Call
from vaultsync.cli.trace import tell_of_logs
from vaultsync.config import Settings
from vaultsync.model import Network, Note, Schedule
from vaultsync.notes import DailyName
from vaultsync.sync import Applied, Line, Plan
from vaultsync.sync import looked as line_looked
from vaultsync.sync import synced as line_synced
from vaultsync.sync.plan import plan
from vaultsync.sync.reading import Moved, Progress, unseen
from vaultsync.sync.sending import sent

SLOW = 2000
"""From this many notes on, reading shows a bar."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """What a command works with: the vault's folder, and how things stand there."""

    root: Path
    line: Line
    begun: float

    @property
    def today(self) -> date:
        """The user's day."""
        return self.line.known_world.today

    @property
    def settings(self) -> Settings:
        """The vault's settings."""
        return self.line.known_world.settings

    @property
    def daily(self) -> tuple[DailyName, ...]:
        """How daily notes are named."""
        return self.line.known_world.daily

    @property
    def network(self) -> Network:
        """Who is in the vault, and what is known of them."""
        return self.line.network

    @property
    def schedule(self) -> Schedule:
        """What is to be done, and on which day."""
        return self.line.schedule

    def notes(self) -> Iterator[Note]:
        """Every note, by path."""
        return self.line.notes()

    @property
    def seconds(self) -> float:
        """How long it took so far."""
        return time.perf_counter() - self.begun


def looked(call: Call, argument: Path | None = None) -> Session:
    """Read the vault and arrange the days; nothing is written, and nothing rendered."""
    begun = time.perf_counter()
    root = call.root(argument)
    tell_of_logs(debug=bool(call.debug))
    with _bar(shown=not call.quiet and not call.as_json) as progress:
        line = line_looked(root, call.day, call.options, progress=progress)
    return Session(root=root, line=line, begun=begun)


def planned(call: Call, argument: Path | None = None) -> tuple[Session, Plan]:
    """Read, arrange, and plan what would be published; nothing is written."""
    session = looked(call, argument)
    return session, plan(session.line)


def synced(call: Call, argument: Path | None = None, *, moved: Moved | None = None) -> tuple[Session, Plan, Applied]:
    """Read, arrange, plan, and carry the plan out, unless this is a dry run: notes first, then feeds.

    ``moved`` is what is known to have moved since the last sync.
    Raises VaultError where the plan would take away what should stay, or another run is at work.
    """
    if call.dry_run:
        return *planned(call, argument), Applied()
    begun = time.perf_counter()
    root = call.root(argument)
    tell_of_logs(debug=bool(call.debug))
    with _bar(shown=not call.quiet and not call.as_json) as progress:
        line, done = line_synced(root, call.day, call.options, progress=progress, moved=moved)
    session = Session(root=root, line=line, begun=begun)
    told = (*done.applied.problems, *sent(line, done.plan))
    return session, done.plan, replace(done.applied, problems=told)


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
