"""The published feeds as a server holds them: read once, looked at with every request, never half a file.

It knows files and their bytes, and nothing of HTTP but what an ETag and a date of change are made of.
"""

import gzip
import hashlib
import os
import re
import time
from collections.abc import Callable
from pathlib import Path
from stat import S_ISREG

from vaultsync.model import Value

MOST = 8 * 1024 * 1024
"""Bytes of the largest file that is served. A feed of ours is at most a megabyte; this bounds what others put there."""

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}(?:\.[A-Za-z0-9_-]{1,63}){0,3}\.ics")
"""What a feed's file may be called: no path, nothing hidden, no name that a file system reads in a way of its own."""

_TRIES = 3
_YOUNG = 2.0
"""Seconds in which a file may change again without its times telling; it is read anew with each request so long."""

_OPEN = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


class NotReadyError(Exception):
    """There is such a feed, and no whole copy of it could be read now."""


class Body(Value, frozen=True, kw_only=True):
    """What is sent, and its strong ETag (RFC 9110 section 8.8.3), quotes included."""

    data: bytes
    etag: str


class Held:
    """One feed of some moment. ``changed`` is when its bytes last did, in whole seconds since 1970, and never falls."""

    __slots__ = ("_zipped", "changed", "key", "plain", "settled")

    def __init__(self, plain: Body, changed: int, key: tuple[int, int, int], *, settled: bool) -> None:
        self.plain = plain
        self.changed = changed
        self.key = key
        self.settled = settled
        self._zipped: Body | None = None

    @property
    def zipped(self) -> Body:
        """The same compressed by gzip: made when first asked for, and the same bytes each time."""
        if self._zipped is None:
            self._zipped = _body(gzip.compress(self.plain.data, compresslevel=6, mtime=0))
        return self._zipped


class Shelf:
    """The feeds in a folder, by the names of their files. It is asked by one thread."""

    def __init__(self, folder: Path, *, clock: Callable[[], float] = time.time) -> None:
        self._folder = os.fspath(folder)
        self._clock = clock
        self._held: dict[str, Held] = {}
        self._changed: dict[str, int] = {}

    def take(self, name: str) -> Held | None:
        """The feed whose file goes by this name, as it is now; None where there is none. Links are not followed.

        A file that is being written, or cannot be read, leaves the feed as it was: a calendar that is told of an
        empty feed throws its events away. Raises NotReadyError where there is no earlier one.
        """
        path = f"{self._folder}/{name}"
        try:
            stat = os.lstat(path)
        except (FileNotFoundError, NotADirectoryError):
            self._held.pop(name, None)
            return None
        except OSError as error:
            return self._as_it_was(name, error)
        if not S_ISREG(stat.st_mode):
            self._held.pop(name, None)
            return None
        held = self._held.get(name)
        if held is not None and held.settled and held.key == _key(stat):
            return held
        return self._read(name, path)

    def _read(self, name: str, path: str) -> Held:
        fault: OSError | None = None
        for _ in range(_TRIES):
            try:
                data, stat = _whole(path)
            except OSError as error:
                fault = error
            else:
                if data is not None:
                    return self._hold(name, data, stat)
        return self._as_it_was(name, fault)

    def _as_it_was(self, name: str, fault: OSError | None) -> Held:
        if name not in self._held:
            raise NotReadyError(name) from fault
        return self._held[name]

    def _hold(self, name: str, data: bytes, stat: os.stat_result) -> Held:
        now = self._clock()
        settled = not 0 <= now - max(stat.st_mtime, stat.st_ctime) < _YOUNG
        held, plain = self._held.get(name), _body(data)
        if held is not None and held.plain.etag == plain.etag:
            held.key, held.settled = _key(stat), settled
            return held
        # A file's mtime can be set back, by a restored backup say, and its ctime cannot. No date lies ahead of the
        # clock, and a second change within one second counts for the next: a date once given is never given for less.
        changed = min(int(now), int(max(stat.st_mtime, stat.st_ctime)))
        if name in self._changed:
            changed = max(changed, self._changed[name] + 1)
        self._changed[name] = changed
        self._held[name] = Held(plain, changed, _key(stat), settled=settled)
        return self._held[name]


def names(folder: Path) -> tuple[str, ...]:
    """The files in the folder that would be served, sorted; none where it cannot be listed."""
    try:
        with os.scandir(folder) as entries:
            found = [entry.name for entry in entries if NAME.fullmatch(entry.name) and _plain(entry)]
    except OSError:
        return ()
    return tuple(sorted(found))


def _plain(entry: os.DirEntry[str]) -> bool:
    return entry.is_file(follow_symlinks=False)


def _whole(path: str) -> tuple[bytes | None, os.stat_result]:
    """The file's bytes at one moment; None where it changed under the reading, or is no whole calendar."""
    with os.fdopen(os.open(path, _OPEN), "rb") as file:
        before = os.fstat(file.fileno())
        data = file.read(MOST + 1)
        after = os.fstat(file.fileno())
    # Ours are put in place whole. What a sync service carries here may be copied bit by bit.
    steady = _key(before) == _key(after) and len(data) == after.st_size <= MOST
    ends = data.startswith(b"BEGIN:VCALENDAR") and data.rstrip().endswith(b"END:VCALENDAR")
    return (data if steady and ends else None), after


def _key(stat: os.stat_result) -> tuple[int, int, int]:
    return stat.st_ino, stat.st_size, stat.st_mtime_ns


def _body(data: bytes) -> Body:
    return Body(data=data, etag=f'"{hashlib.sha256(data).hexdigest()[:32]}"')
