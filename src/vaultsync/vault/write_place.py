"""Where a note is on the disk, and whether it may be written there."""

import os
from pathlib import Path
from stat import S_ISREG

from vaultsync.model import Problem, problem
from vaultsync.vault.errors import VaultError, reason


def place(root: Path, path: str, *, strict: bool = True) -> Path | Problem:
    """The file that the path leads to, every link followed; a Problem where that is out of the vault.

    Raises OSError: FileNotFoundError where nothing is there, unless not ``strict``.
    """
    real = Path(os.path.realpath(root / path, strict=strict))
    if real.is_relative_to(os.path.realpath(root)):
        return real
    hint = "Move what it points to into the vault, or edit it there by hand."
    return refused(path, "The note is a link that leads out of the vault.", hint)


def unfit(path: str, note: Path, stat: os.stat_result) -> Problem | None:
    """Why an open note of that ``stat`` is not to be replaced, if so."""
    if not S_ISREG(stat.st_mode):
        return refused(path, "The note is not an ordinary file.", "Put an ordinary file there.")
    if stat.st_nlink > 1:
        said = f"The note has {stat.st_nlink} names on the disk (hard links), and writing would part them."
        return refused(path, said, "Copy it over itself, or edit it by hand.")
    if not stat.st_mode & 0o222 or not os.access(note, os.W_OK):
        return refused(path, "The note is read-only.", "Allow writing to it, or leave it out with ignore.")
    return None


def refused(path: str, said: str, hint: str) -> Problem:
    """A note was not written, and is as it was."""
    return problem("write-refused", said, hint=hint, path=path)


def failed(path: str, error: OSError | VaultError) -> Problem:
    """The same, as the system or the journal said it."""
    if isinstance(error, VaultError):
        return refused(path, str(error), "Until then no note is written.")
    said, hint = reason(error)
    return refused(path, f"The note could not be written: {said}.", f"{hint}, and sync again.")


def raced(path: str, said: str = "The note was saved while it was to be edited.") -> Problem:
    """Somebody else was there first."""
    return problem("write-raced", f"{said} Nothing was written.", hint="Sync again.", path=path)
