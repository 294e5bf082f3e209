"""Word from a watch to other commands: everything in the vault up to now is read, so there is no need to look again.

A file that is there only while that is so, kept in the state folder and written anew every second. It is believed only
while the process that wrote it holds the lock of the watch, so that neither a crash nor another process that came to
the same number can speak in its name.
"""

import contextlib
import os
from collections.abc import Callable
from pathlib import Path

import msgspec

from vaultsync.model import Value
from vaultsync.vault.lock import is_held
from vaultsync.vault.moment import Moment, moment

FILE = "heartbeat"
WATCH_LOCK = "watch.lock"
"""The lock that a watch holds for as long as it lives."""

EVERY = 1.0
"""Seconds between two beats."""

FRESH = 3.0
"""Seconds for which a beat is believed: a watch that missed two is stuck, stopped or overloaded."""


class Beat(Value, frozen=True, kw_only=True):
    """What one beat says: which process, when by the clocks of :class:`Moment`, and after how many syncs."""

    pid: int
    wall: float
    awake: float
    generation: int


class Heartbeat:
    """The writing side. Failing to write is no harm: the commands then look for themselves."""

    def __init__(self, folder: Path, *, clock: Callable[[], Moment] = moment) -> None:
        self._path = folder / FILE
        self._beside = folder / f"{FILE}.tmp"
        self._clock = clock
        self._last: float | None = None
        self._generation = -1
        self._path.unlink(missing_ok=True)  # what an earlier process left

    def beat(self, generation: int) -> None:
        """Say that all is read as of now. At most once a second it is written, and at once after a :meth:`still`."""
        now = self._clock()
        if self._last is not None and generation == self._generation and now.steady - self._last < EVERY:
            return
        said = Beat(pid=os.getpid(), wall=now.wall, awake=now.awake, generation=generation)
        with contextlib.suppress(OSError):
            self._beside.write_bytes(msgspec.json.encode(said))
            self._beside.replace(self._path)
            self._last, self._generation = now.steady, generation

    def still(self) -> None:
        """Say no more that all is read: something was seen, or nothing can be seen."""
        if self._last is not None:
            with contextlib.suppress(OSError):
                self._path.unlink(missing_ok=True)
                self._last = None


def last_beat(folder: Path) -> Beat | None:
    """What was last said; None where nothing stands, or nothing that can be read."""
    try:
        return msgspec.json.decode((folder / FILE).read_bytes(), type=Beat)
    except (OSError, msgspec.MsgspecError):
        return None


def fresh(folder: Path, now: Moment) -> bool:
    """Whether a living watch of the vault with this state folder has read everything up to ``now``.

    A save of the last few hundredths of a second may still be on its way to it. Two clocks must agree that the beat is
    recent: one may have been set, the other begins anew with the machine.
    """
    beat = last_beat(folder)
    if beat is None or not (0 <= now.awake - beat.awake < FRESH and 0 <= now.wall - beat.wall < FRESH):
        return False
    return is_held(folder, WATCH_LOCK)
