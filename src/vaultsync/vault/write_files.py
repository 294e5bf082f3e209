"""The files that a write is made of: read whole, written whole, with what the old file carried besides its bytes."""

import errno
import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path

_FLAGS = getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_PART = ".part.tmp"
_CHUNK = 1 << 20


def digest(data: bytes | None) -> str:
    """SHA-256 in hexadecimal; ``""`` of a file that is not there."""
    return "" if data is None else hashlib.sha256(data).hexdigest()


def read_open(number: int) -> bytes:
    """All bytes of an open file, from its beginning as it is now. Raises OSError."""
    os.lseek(number, 0, os.SEEK_SET)
    parts = []
    while part := os.read(number, _CHUNK):
        parts.append(part)
    return b"".join(parts)


def open_whole(path: Path) -> int:
    """The file opened for reading; the caller closes it. Raises OSError, also for a symbolic link."""
    return os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | _FLAGS)


def read_whole(path: Path) -> bytes | None:
    """The file's bytes, or None where there is none. Raises OSError for anything else."""
    try:
        number = open_whole(path)
    except FileNotFoundError:
        return None
    try:
        return read_open(number)
    finally:
        os.close(number)


def same_file(one: Path, other: Path) -> bool:
    """Whether both names are of one file; False where either is not there."""
    try:
        return os.path.samestat(one.lstat(), other.lstat())
    except FileNotFoundError:
        return False


def discard(path: Path) -> None:
    """Take the file away, if it is there. Raises OSError for anything else."""
    path.unlink(missing_ok=True)


def part_of(path: Path) -> Path:
    """Where the bytes of a file stand while they are being written: beside it, hidden like it."""
    return path.with_name(path.name.removesuffix(".tmp") + _PART)


def write_whole(path: Path, data: bytes, *, like: int | None = None, mode: int = 0o600) -> None:
    """Make a file that has all of ``data``, on the disk, from the moment it has its name.

    It is made with ``mode``, or with the mode, owner (where permitted), extended attributes and access lists of the
    open file ``like``. Its time is new. Raises OSError, with at most :func:`part_of` left behind.
    """
    part = part_of(path)
    number = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _FLAGS, 0o600 if like is not None else mode)
    try:
        write_open(number, data)
        if like is not None:
            _dress(number, like)
        os.fsync(number)
    finally:
        os.close(number)
    part.rename(path)


def write_open(number: int, data: bytes) -> None:
    """Write all of it: the system may take less than it is given. Raises OSError."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(number, rest) :]


def append_line(path: Path, line: bytes) -> None:
    """Add a line to a file of lines, made where it is missing, and wait for the disk. Raises OSError.

    The line break comes first, so that a line that a crash cut short takes none of the next one with it.
    """
    number = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | _FLAGS, 0o600)
    try:
        write_open(number, b"\n" + line)
        os.fsync(number)
    finally:
        os.close(number)


if sys.platform == "win32":  # pragma: no cover - runs on Windows alone

    def _dress(number: int, like: int) -> None:
        """Nothing to do: a new file takes the access list of its folder."""

else:

    def _dress(number: int, like: int) -> None:
        """Give the new file what the old one carries. The owner first, since that may clear bits of the mode."""
        old, new = os.fstat(like), os.fstat(number)
        for owner, group in ((-1, old.st_gid), (old.st_uid, -1)):
            if (owner, group) not in ((-1, new.st_gid), (new.st_uid, -1)):
                _where_permitted(os.fchown, number, owner, group)
        os.fchmod(number, old.st_mode & 0o7777)
        if sys.platform == "linux":
            for name in _attributes(like):
                _where_permitted(_carry, number, like, name)

    def _carry(number: int, like: int, name: str) -> None:
        os.setxattr(number, name, os.getxattr(like, name))

    def _attributes(number: int) -> list[str]:
        try:
            return sorted(os.listxattr(number))
        except OSError as error:
            if error.errno in _NOT_PERMITTED:
                return []
            raise


_NOT_PERMITTED = frozenset({errno.EPERM, errno.EACCES, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EINVAL})
"""What a system says to one who may not give a file away, or where it knows no such attribute."""


def _where_permitted(act: Callable[..., None], *arguments: object) -> None:
    try:
        act(*arguments)
    except OSError as error:
        if error.errno not in _NOT_PERMITTED:
            raise
