"""Every call by which a write touches the disk, as a numbered step at which a test may do something."""

import errno
import itertools
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from vaultsync.vault import write_swap
from vaultsync.vault.journal import Journal
from vaultsync.vault.write import write_note

CALLS = (
    *("open", "read", "write", "close", "fsync", "lstat", "link", "rename", "replace", "unlink", "mkdir", "rmdir"),
    *("fchmod", "fchown", "setxattr", "listxattr", "getxattr"),
)
SEEN = ("read", "link", "exchange", "replace", "rename", "unlink")
"""The calls between which a note, or what the write knows of it, changes."""

TAKES_SPACE = ("write", "fsync", "link", "rename", "replace", "mkdir", "setxattr", "exchange")
"""What a full disk may refuse; taking a file away is not among it."""

OLD, NEW = b"---\nname: Ana\n---\nold\n", b"---\nname: Ana\n---\nold\n- a new line\n"
LONG_AGO = 1_700_000_000

Step = Callable[[str], None]


@contextmanager
def at_each_step(
    act: Step, *, calls: tuple[str, ...] = (*CALLS, "exchange"), exchange: bool = True, links: bool = True
) -> Iterator[None]:
    """Call ``act`` with the call's name before each of ``calls``; not for calls that ``act`` makes itself.

    Without ``exchange`` or ``links`` the system is one that cannot exchange names, or that knows no hard links.
    """
    acting = False

    def noted(name: str, real: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object, **options: object) -> object:
            nonlocal acting
            if name in calls and not acting:
                acting = True
                try:
                    act(name)
                finally:
                    acting = False
            if name == "link" and not links and not acting:
                raise PermissionError(errno.EPERM, "Operation not permitted")
            return real(*arguments, **options)

        return call

    with pytest.MonkeyPatch.context() as patch:
        for name in CALLS:
            # A wait for the disk is a step as well, but nothing is waited for: no machine loses its power here.
            patch.setattr(os, name, noted(name, getattr(os, name) if name != "fsync" else lambda _number: None))
        rename = write_swap._system_rename() if exchange else None
        found = noted("exchange", rename) if rename else None
        patch.setattr(write_swap, "_system_rename", lambda: found)
        yield


class Place:
    """A vault with one note that nobody touched for long, and a state folder."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "vault"
        self.root.mkdir(parents=True)
        self.state = folder / "state"
        self.note = self.root / "Ana.md"
        self.note.write_bytes(OLD)
        os.utime(self.note, (LONG_AGO, LONG_AGO))

    def journal(self, at: float = 0.0) -> Journal:
        return Journal(self.state / "journal", at=at)

    def write(self, expected: bytes = OLD, new: bytes = NEW, path: str = "Ana.md", **options: object) -> object:
        options = {"journal": self.journal(), "now": LONG_AGO + 10.0} | options
        return write_note(self.root, path, expected=expected, new=new, **options)

    @property
    def shown(self) -> list[str]:
        """Everything in the vault, hidden or not, but folders."""
        return sorted(path.relative_to(self.root).as_posix() for path in self.root.rglob("*") if not path.is_dir())


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def steps_of(make: Callable[[], Place], act: Callable[[Place], object], **options: object) -> tuple[str, ...]:
    """The names of the calls that ``act`` makes in a place; not those that it makes the first time alone."""
    act(make())
    place, names = make(), list[str]()
    with at_each_step(names.append, **options):
        act(place)
    return tuple(names)


def places(folder: Path) -> Callable[[], Place]:
    """As many places as are asked for, one after another."""
    numbers = itertools.count()
    return lambda: Place(folder / f"place {next(numbers)}")
