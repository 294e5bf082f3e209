"""``watch``: keep the feeds current as notes are saved, until it is stopped."""

import gc
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime
from pathlib import Path
from types import FrameType

import click
from msgspec.structs import replace

from vaultsync.cli.main import DONE
from vaultsync.cli.options import Call, shared
from vaultsync.cli.say import WrongUseError
from vaultsync.cli.watch_log import Format, teller
from vaultsync.config import Settings
from vaultsync.sync import CONFIG_NAME, read_settings
from vaultsync.sync.watching import Keeper, keep_current
from vaultsync.vault.heartbeat import Heartbeat
from vaultsync.vault.state import state_folder
from vaultsync.vault.watch import Watcher
from vaultsync.vault.watch_lock import watching

PATIENCE = 3
"""After how many runs in a row in which it failed a plugin is not asked any more."""


@click.command()
@click.argument("vault_dir", metavar="[VAULT]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--log-format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How the log is written where the output is no terminal.",
)
@shared
def watch(call: Call, vault_dir: Path | None, *, log_format: Format) -> int:
    """Keep the feeds current while you write, until Ctrl-C.

    A sync that is under way is finished first; a second Ctrl-C stops at once. Being stopped is how a watch ends well:
    the exit code is 0.
    """
    stop = threading.Event()
    with _stopped_by_signals(stop):
        return run_watch(call, call.root(vault_dir), stop, log_format=log_format)


def run_watch(call: Call, root: Path, stop: threading.Event, *, log_format: str) -> int:
    """Keep the vault at ``root`` current until ``stop`` is set. Returns the exit code.

    Signals are the caller's to turn into ``stop``. Raises StateBusyError where another process watches the vault.
    """
    if call.dry_run:
        raise WrongUseError("A watch writes the feeds. To see what would be written: vaultsync sync --dry-run")
    gc.enable()  # unlike other commands this one lives for weeks
    settings, _ = read_settings(root)
    today = _Today(call, root)
    calm = sys.stdout.isatty() and not call.as_json and log_format == "text"
    tell = teller(
        "json" if log_format == "json" else "text",
        calm=calm,
        quiet=bool(call.quiet),
        verbose=bool(call.verbose),
        now=lambda: datetime.now().astimezone(),
        today=today,
    )
    folder = state_folder(root, os.environ)
    with watching(folder), _threads_end_quietly():
        heartbeat = Heartbeat(folder)
        # The events come first: what is saved while the vault is read for the first time is looked at once more.
        with (
            Watcher(root, today=today, poll=settings.watch.poll, every=settings.watch.every) as watcher,
            closing(_keeper(call, root)) as keeper,
        ):
            keep_current(keeper, watcher, stop=stop, tell=tell, heartbeat=heartbeat)
    return DONE


def _keeper(call: Call, root: Path) -> Keeper:
    from vaultsync.sync.keep import Keeper as Keeping  # noqa: PLC0415 - it loads everything that a sync needs

    return Keeping(root, options=replace(call.options, patience=PATIENCE), today=call.day)


class _Today:
    """The user's day by the settings, which are read again when their file has changed."""

    def __init__(self, call: Call, root: Path) -> None:
        self._call, self._root = call, root
        self._settings, self._mark = Settings(), object()

    def __call__(self) -> date:
        try:
            stat = (self._root / CONFIG_NAME).stat()
            mark: object = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
        except OSError:  # there is none, or the vault is away for now
            mark = None
        if mark != self._mark:
            self._settings, self._mark = read_settings(self._root)[0], mark
        return self._call.day(self._settings)


@contextmanager
def _stopped_by_signals(stop: threading.Event) -> Iterator[None]:
    """Within it, a signal to end sets ``stop``, and a second one ends at once."""

    def heard(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - Python gives them
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    names = ("SIGINT", "SIGTERM", "SIGBREAK")  # the last on Windows alone
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = {number: signal.signal(number, heard) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _threads_end_quietly() -> Iterator[None]:
    """Within it, no thread of the system's events prints where it failed: the watcher finds it and begins anew."""
    before = threading.excepthook

    def failed(args: threading.ExceptHookArgs) -> None:
        if not type(args.thread).__module__.startswith("watchdog"):
            before(args)

    threading.excepthook = failed
    try:
        yield
    finally:
        threading.excepthook = before
