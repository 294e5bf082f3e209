"""One sync of a vault at a time: a lock that the system lets go of when its process ends, however it ends."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vaultsync.vault.errors import StateBusyError, VaultError, reason

WAIT = 5.0
"""Seconds to wait for another process before giving up."""

NAME = "lock"
BUSY = "Another vaultsync is working on this vault. Let it finish, or stop it, and try again."

_PAUSE = 0.05

if sys.platform == "win32":  # pragma: no cover - runs on Windows alone
    import msvcrt

    def _take(number: int) -> None:
        msvcrt.locking(number, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(number: int) -> None:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def locked(folder: Path, *, wait: float = WAIT, name: str = NAME, busy: str = BUSY) -> Iterator[None]:
    """Hold the lock of that name in the state folder, which is made where it is missing.

    Raises StateBusyError, which says ``busy``, where another process still holds it after ``wait`` seconds, and
    VaultError where the folder cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        number = os.open(folder / name, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        said, hint = reason(error)
        raise VaultError(f"{folder} cannot be used: {said}. {hint}, or set VAULTSYNC_STATE_DIR.") from error
    try:
        _wait_for(folder, number, wait, busy)
        yield
    finally:
        os.close(number)  # which lets go of the lock


def is_held(folder: Path, name: str = NAME) -> bool:
    """Whether a living process holds the lock of that name. To ask, it is taken for a moment."""
    try:
        number = os.open(folder / name, os.O_RDWR)
    except OSError:  # nobody ever held it
        return False
    try:
        _take(number)
    except (BlockingIOError, PermissionError):
        return True
    except OSError:  # a disk that knows no locks
        return False
    else:
        return False
    finally:
        os.close(number)


def _wait_for(folder: Path, number: int, wait: float, busy: str) -> None:
    until = time.monotonic() + wait
    while True:
        try:
            _take(number)
        except (BlockingIOError, PermissionError) as error:  # how the systems say that another holds it
            if time.monotonic() >= until:
                raise StateBusyError(busy) from error
            time.sleep(_PAUSE)
        except OSError as error:
            said = f"{folder} cannot be locked: {reason(error)[0]}."
            raise VaultError(f"{said} Set VAULTSYNC_STATE_DIR to a folder on a disk of this machine.") from error
        else:
            return
