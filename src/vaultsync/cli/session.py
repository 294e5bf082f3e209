"""One run on behalf of a command: find the vault, read it with a progress bar, plan, and, where asked, carry out."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from vaultsync.cli.options import Call
from vaultsync.cli.say import RefusedError
from vaultsync.model import Problem, Value
from vaultsync.sync import Applied, Plan, Reading, apply, plan, read, read_settings
from vaultsync.sync.reading import Progress, unseen
from vaultsync.vault.lock import locked
from vaultsync.vault.publish import feeds_folder
from vaultsync.vault.state import load_state, state_folder

SLOW = 2000
"""From this many notes on, reading shows a bar."""


class Session(Value, frozen=True, kw_only=True):
    """What a command works with: what was read and what is planned from it."""

    root: Path
    today: date
    reading: Reading
    plan: Plan
    seconds: float


def opened(call: Call, argument: Path | None = None) -> Session:
    """Read the vault and plan from it; nothing is written."""
    begun = time.perf_counter()
    root = call.root(argument)
    settings, _ = read_settings(root)
    today = call.day(settings)
    with _bar(shown=not call.quiet and not call.as_json) as progress:
        reading = read(root, progress)
    state, told = load_state(state_folder(root, os.environ))
    made = plan(reading, state, today, call.options)
    if told:
        made = _with(made, told)
    return Session(root=root, today=today, reading=reading, plan=made, seconds=time.perf_counter() - begun)


def synced(call: Call, argument: Path | None = None) -> tuple[Session, Applied]:
    """Read, plan, and carry the plan out, unless this is a dry run.

    Raises RefusedError where the plan would take away what should stay; VaultBusy while another run is at work.
    """
    root = call.root(argument)
    if call.dry_run:
        return opened(call, argument), Applied()
    folder = state_folder(root, os.environ)
    with locked(folder):
        session = opened(call, argument)
        if session.plan.refused:
            raise RefusedError(session.plan.refused)
        return session, apply(session.plan, feeds_folder(root, session.reading.settings.publish.dir), folder)


def _with(made: Plan, told: tuple[Problem, ...]) -> Plan:
    from msgspec.structs import replace  # noqa: PLC0415 - rarely needed

    return replace(made, problems=(*told, *made.problems))


@contextmanager
def _bar(*, shown: bool) -> Iterator[Progress]:
    """A progress bar on a terminal, for a vault that takes a while."""
    if not shown or not sys.stderr.isatty():
        yield unseen
        return
    from rich.console import Console  # noqa: PLC0415 - only a terminal needs it
    from rich.progress import Progress as Bar  # noqa: PLC0415 - as above

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Reading", total=None, visible=False)

        def told(done: int, of: int) -> None:
            if of >= SLOW and (done % 100 == 0 or done == of):
                bar.update(task, total=of, completed=done, visible=True)

        yield told
