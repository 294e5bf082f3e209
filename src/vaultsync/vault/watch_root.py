"""Whether the vault's folder is there, and whether it is still the one that it was."""

import os
from pathlib import Path

from vaultsync.model import Value
from vaultsync.vault.locate import is_vault

_FILES = Path("/proc/self/fdinfo")


class Root(Value, frozen=True, kw_only=True):
    """What tells one folder from another that came into its place.

    ``mount`` is the number of the mount it lies on, where the system tells: a disk that was taken away and came back
    has the same device and inode, and has told of nothing meanwhile.
    """

    real: str
    device: int
    inode: int
    mount: str = ""


def look(root: Path) -> Root | None:
    """The folder that stands at ``root`` now, links followed; None where none does."""
    real = os.path.realpath(root)
    try:
        number = os.open(real, getattr(os, "O_PATH", os.O_RDONLY) | getattr(os, "O_DIRECTORY", 0))
    except OSError:
        return _without_opening(real)
    try:
        stat = os.fstat(number)
        return Root(real=real, device=stat.st_dev, inode=stat.st_ino, mount=_mount(number))
    except OSError:
        return None
    finally:
        os.close(number)


def has_vault(root: Path, *, marked: bool) -> bool:
    """Whether the folder holds the vault: of one that was ``marked`` as a vault, that it still is.

    The folder where a disk was mounted is there without the disk, and empty.
    """
    return Path(root).is_dir() and (not marked or is_vault(root))


def _without_opening(real: str) -> Root | None:
    """Windows opens no folders."""
    try:
        stat = Path(real).stat()
    except OSError:
        return None
    return Root(real=real, device=stat.st_dev, inode=stat.st_ino)


def _mount(number: int) -> str:
    try:
        lines = (_FILES / str(number)).read_text(encoding="ascii").splitlines()
    except OSError:
        return ""
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("mnt_id:")), "")
