"""Putting a derived file in its place, whole or not at all."""

import contextlib
import os
from pathlib import Path

from vaultsync.vault.errors import PublishError, reason

TEMPORARY = ".~vaultsync-"
"""How the name of every temporary file begins."""


_POSIX = os.name == "posix"


def feeds_folder(root: Path, setting: str) -> Path:
    """The folder that ``[publish] dir`` names: from the vault's root, absolute, or from the user's home with ``~``."""
    try:
        return root / Path(setting).expanduser()
    except RuntimeError:  # there is no such home
        return root / setting


def publish(path: Path, data: bytes, *, differs: bool = False) -> bool:
    """Put ``data`` at ``path``; False where it stood there already, and nothing was touched.

    Who has just seen that something else stands there says so (``differs``), and it is not read once more.

    Readers see the old bytes or the new ones, and after a crash one of them stands there. A new file is for its owner
    alone (mode 0600: feeds tell of people); one that is there keeps its mode. A link is followed. Missing folders are
    made. Raises PublishError, with what stood there untouched.
    """
    target = Path(os.path.realpath(path))
    try:
        if not differs and _stands(target, data):
            return False
        target.parent.mkdir(parents=True, exist_ok=True)
        put(target, data)
    except OSError as error:
        said, hint = reason(error)
        raise PublishError(f"{path} could not be written: {said}. {hint}, and sync again.") from error
    return True


def remove(path: Path) -> bool:
    """Take a published file away; False where there is none. Raises PublishError where it cannot be."""
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        said, hint = reason(error)
        raise PublishError(f"{path} could not be removed: {said}. {hint}, and sync again.") from error
    return True


def _stands(target: Path, data: bytes) -> bool:
    try:
        return target.stat().st_size == len(data) and target.read_bytes() == data
    except FileNotFoundError:
        return False


def put(path: Path, data: bytes, *, private: bool = False) -> None:
    """Put ``data`` at ``path``, whole or not at all, a link followed. Raises OSError, with what stood there untouched.

    A new file is for its owner alone (mode 0600). One that is there keeps its mode, unless it is to be ``private``.
    """
    import tempfile  # noqa: PLC0415 - what only looks puts nothing anywhere

    target = Path(os.path.realpath(path))
    number, name = tempfile.mkstemp(prefix=TEMPORARY, suffix=".tmp", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if target.exists() and not private:
            temporary.chmod(target.stat().st_mode & 0o7777)
        temporary.replace(target)
    except BaseException:  # an interrupt too must leave no temporary file behind
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in the folder survive a crash of the machine, where the system can. Raises OSError."""
    if not _POSIX:
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # some network file systems refuse; the file itself is safe by now
            os.fsync(number)
    finally:
        os.close(number)
