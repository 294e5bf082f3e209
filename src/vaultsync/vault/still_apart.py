"""A walk beside what this process does meanwhile: in another one, where the system can make one of itself.

Loading a command takes about as long as walking through ten thousand notes, and neither needs the other.
"""

import os
import sys
from collections.abc import Collection

from vaultsync.vault.still import text_of, walked

_SAME, _OTHER = b"=", b"!"


def can_fork() -> bool:
    """Whether this process can make another like itself: the system knows how, and no other thread runs here."""
    threading = sys.modules.get("threading")
    return hasattr(os, "fork") and (threading is None or threading.active_count() == 1)


class WalkApart:
    """A walk that was begun in another process: it says what it saw, or that all is as it was ``before``."""

    def __init__(self, root: str, skip: Collection[str], before: str) -> None:
        self.before = before
        self._ear, mouth = os.pipe()
        self._pid = os.fork()
        if not self._pid:
            _tell(mouth, root, skip, before)
        os.close(mouth)

    def saw(self) -> str | None:
        """What it saw, as :func:`vaultsync.vault.still.text_of` tells it, once it is at its end.

        None where it could not tell.
        """
        with open(self._ear, "rb") as ear:  # noqa: PTH123 - it has no path
            said = ear.read()
        _, how = os.waitpid(self._pid, 0)
        if how or not said.startswith((_SAME, _OTHER)):  # it may have said half of it
            return None
        return self.before if said == _SAME else said.removeprefix(_OTHER).decode("utf-8", "surrogatepass")


def _tell(mouth: int, root: str, skip: Collection[str], before: str) -> None:
    """All that the other process does. It holds on to nothing that whoever called this program may wait for."""
    fault = 1
    try:
        for stream in {0, 1, 2} - {mouth}:
            os.close(stream)
        lines = walked(root, skip)
        seen = None if lines is None else text_of(lines)
        if seen is not None:
            with open(mouth, "wb") as out:
                out.write(_SAME if seen == before else _OTHER + seen.encode("utf-8", "surrogatepass"))
            fault = 0
    finally:
        os._exit(fault)
