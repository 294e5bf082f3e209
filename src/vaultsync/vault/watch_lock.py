"""One watch of a vault at a time, and who it is. A sync by hand beside it is welcome: that has a lock of its own."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from vaultsync.vault.heartbeat import WATCH_LOCK
from vaultsync.vault.lock import locked

WAIT = 1.0
"""Seconds to wait: a command that asks whether there is a watch holds the lock for a moment, too."""

WHO = "watch.pid"


@contextlib.contextmanager
def watching(folder: Path, *, wait: float = WAIT) -> Iterator[None]:
    """Be the watch of the vault with this state folder.

    Raises StateBusyError, which names the process, where another one is.
    """
    with locked(folder, wait=wait, name=WATCH_LOCK, busy=_busy(folder)):
        try:
            (folder / WHO).write_text(f"{os.getpid()}\n", encoding="ascii")
            yield
        finally:
            with contextlib.suppress(OSError):
                (folder / WHO).unlink(missing_ok=True)


def watcher_of(folder: Path) -> int:
    """The number of the process that last became the watch; 0 where nobody knows."""
    try:
        return int((folder / WHO).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return 0


def _busy(folder: Path) -> str:
    number = watcher_of(folder)
    who = f"Process {number}" if number else "Another process"
    return f"{who} watches this vault already, and keeps it current. Leave it to it, or stop that one first."
