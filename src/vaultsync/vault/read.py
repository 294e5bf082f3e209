"""The bytes of a note, or a Problem that says why there are none."""

import os
import time
from pathlib import Path

from vaultsync.model import Problem, problem
from vaultsync.vault.errors import reason

_WAITS = (0.02, 0.05, 0.1)
"""Seconds to wait, one after the other, for an editor that has emptied a file and not yet filled it again."""


def read_note_bytes(root: Path, path: str, *, limit: int, size: int = 0) -> bytes | Problem:
    """The note's bytes, at most ``limit`` and one more, by which a reader can tell that there were more.

    ``size`` is what the scan saw. Where it was above zero and the file is empty now, an editor stands between emptying
    and writing: the read is tried again for a moment, and then reported, so that nobody is taken for gone.
    """
    full = os.path.join(root, path)  # noqa: PTH118 - strings cost a quarter of a Path, ten thousand times over
    try:
        found = _read(full, limit + 1)
        for wait in _WAITS if size else ():
            if found:
                break
            time.sleep(wait)
            found = _read(full, limit + 1)
    except OSError as error:
        said, hint = reason(error)
        return problem(
            "note-unreadable", f"The note could not be read: {said}.", hint=f"{hint} and sync again.", path=path
        )
    if size and not found:
        hint = "If you emptied it on purpose, sync again."
        return problem("note-unreadable", "The note is empty, as if being saved just now.", hint=hint, path=path)
    return found


def _read(full: str, most: int) -> bytes:
    number = os.open(full, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0))
    try:
        wanted = min(most, os.fstat(number).st_size + 1)
        found = os.read(number, wanted)
        while found and len(found) < most and (more := os.read(number, most - len(found))):
            found += more
    finally:
        os.close(number)
    return found
