"""A walk beside what this process does meanwhile: in another one, where the system can make one of itself.

Loading a command takes about as long as walking through ten thousand notes, and neither needs the other.
"""

import os
import sys
from collections.abc import Collection

from vaultsync.vault.still import text_of, walked

_SAME = b"="


def can_fork() -> bool:
    """Whether this process can make another like itself: the system knows how, and no other thread runs here."""
    threading = sys.modules.get("threading")
    return hasattr(os, "fork") and (threading is None or threading.active_count() == 1)


class WalkApart:
    """A walk that was begun in another process. It says whether all is as it was ``before``, and nothing else."""

    def __init__(self, root: str, skip: Collection[str], before: str) -> None:
        self.before = before
        self._ear, mouth = os.pipe()
        self._pid = os.fork()
        if not self._pid:
            _tell(mouth, root, skip, before)
        os.close(mouth)

    def saw_the_same(self) -> bool:
        """Whether it saw what was seen before, once it is at its end; False where it could not tell."""
        with open(self._ear, "rb") as ear:  # noqa: PTH123 - it has no path
            said = ear.read()
        os.waitpid(self._pid, 0)
        return said == _SAME


def _tell(mouth: int, root: str, skip: Collection[str], before: str) -> None:
    """All that the other process does. It holds on to nothing that whoever called this program may wait for."""
    try:
        for stream in {0, 1, 2} - {mouth}:
            os.close(stream)
        lines = walked(root, skip)
        if lines is not None and text_of(lines) == before:
            os.write(mouth, _SAME)
    finally:
        os._exit(0)
