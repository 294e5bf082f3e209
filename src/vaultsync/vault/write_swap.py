"""Two names in a folder change places at one stroke, and a file takes a name only if nobody has it."""

import errno
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path

from vaultsync.vault.write_files import part_of, read_open, write_whole

_HERE = -100  # AT_FDCWD
_EXCHANGE = 2  # RENAME_EXCHANGE of Linux, RENAME_SWAP of macOS
_NOT_OVER = 4 if sys.platform == "darwin" else 1  # RENAME_EXCL of macOS, RENAME_NOREPLACE of Linux
_CALLS = {"linux": "renameat2", "darwin": "renamex_np"}
_UNKNOWN = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP})
_NO_LINKS = frozenset({*_UNKNOWN, errno.EPERM, errno.EXDEV, errno.EMLINK})


def swap(temporary: Path, note: Path, old: int) -> None:
    """Put ``temporary`` at ``note``; afterwards ``temporary`` is what stood at ``note`` until then.

    Where the system can exchange two names, that is one stroke, and whatever was saved there up to it is found under
    ``temporary``. Elsewhere what stands there gets another name just before it is replaced; or, where the disk knows no
    links, ``temporary`` is made anew from ``old``, the open file that stood there. Raises OSError.
    """
    if exchange(temporary, note):
        return
    spare = part_of(temporary)
    linked = _linked(spare, note)
    with let_go(old, spare if linked else temporary):
        temporary.replace(note)
    if linked:
        spare.rename(temporary)
    else:
        write_whole(temporary, read_open(old), like=old)


def exchange(one: Path, other: Path) -> bool:
    """Exchange the two names; False, and nothing done, where the system cannot. Raises OSError."""
    return _renamed(one, other, _EXCHANGE)


def give_name(temporary: Path, note: Path) -> None:
    """Put the file at ``note``, where nothing stands; ``temporary`` may remain as another name of it.

    Raises FileExistsError where something stands there, and OSError for anything else.
    """
    if sys.platform == "win32":  # pragma: no cover - there a rename replaces nothing
        temporary.rename(note)
        return
    if not _linked(note, temporary) and not _renamed(temporary, note, _NOT_OVER):
        os.close(os.open(note, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        temporary.replace(note)


def keep(note: Path, kept: Path, old: int) -> None:
    """Make ``kept`` another name of the open file ``old`` that stands at ``note``; a copy where that cannot be.

    Raises OSError.
    """
    if _linked(kept, note):
        if os.path.samestat(kept.lstat(), os.fstat(old)):
            return
        kept.unlink()  # another file took the note's place just now
    write_whole(kept, read_open(old), like=old)


if sys.platform == "win32":  # pragma: no cover - runs on Windows alone

    @contextmanager
    def let_go(number: int, instead: Path) -> Iterator[None]:
        """Let go of an open file for as long as its name changes; ``instead`` is open under the number afterwards."""
        os.close(number)
        try:
            yield
        finally:
            again = os.open(instead, os.O_RDONLY | os.O_BINARY)
            os.dup2(again, number)
            os.close(again)

else:

    @contextmanager
    def let_go(_number: int, _instead: Path) -> Iterator[None]:
        """Nothing to do: here the name of an open file may change, and the file stays open."""
        yield


def _linked(name: Path, file: Path) -> bool:
    """Give the file another name; False where the disk cannot. Raises OSError."""
    try:
        name.hardlink_to(file)
    except OSError as error:
        if error.errno in _NO_LINKS:
            return False
        raise
    return True


def _renamed(one: Path, other: Path, flag: int) -> bool:
    rename = _system_rename()
    if rename is None:
        return False
    if rename(os.fsencode(one), os.fsencode(other), flag) == 0:
        return True
    import ctypes  # noqa: PLC0415 - it is loaded by now, by the call

    number = ctypes.get_errno()
    if number in _UNKNOWN:
        return False
    raise OSError(number, os.strerror(number), str(one), None, str(other))


@cache
def _system_rename() -> Callable[[bytes, bytes, int], int] | None:
    """The system's own call, which Python does not offer, where there is one.

    That is renameat2(2) of Linux 3.15 and glibc 2.28, or later, and renamex_np(2) of macOS 10.12 or later.
    """
    import ctypes  # noqa: PLC0415 - milliseconds that a run which writes nothing need not spend

    name = _CALLS.get(sys.platform)
    found: Callable[..., int] | None = getattr(ctypes.CDLL(None, use_errno=True), name, None) if name else None
    return partial(_renameat2, found) if found and name == "renameat2" else found


def _renameat2(rename: Callable[..., int], one: bytes, other: bytes, flag: int) -> int:
    return rename(_HERE, one, _HERE, other, flag)
