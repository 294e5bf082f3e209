"""What was read of each calendar, kept from run to run in the plugin's own folder, for its owner's eyes."""

import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TypeVar

import msgspec

from vaultsync_calendar.occurrence import Occurrence

VERSION = 1
"""Raised where other things are kept: then everything is read anew."""
T = TypeVar("T")


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of one calendar.

    ``stamp`` changes with its content, ``basis`` with the days and the zone it was read for. ``occurrences`` are those
    of the last time it could be read, None where it never could. ``tried`` is when it was last asked for, in seconds
    since 1970; ``error`` says why it could not be had then, ``left_out`` what of it could not be read.
    """

    version: int = VERSION
    stamp: str = ""
    basis: str = ""
    etag: str = ""
    modified: str = ""
    tried: float = 0.0
    error: str = ""
    left_out: tuple[str, ...] = ()
    occurrences: tuple[Occurrence, ...] | None = None


class BusyDays(msgspec.Struct, frozen=True, kw_only=True):
    """The busy days, as they were found on a day with some settings."""

    version: int = VERSION
    basis: str = ""
    days: tuple[date, ...] = ()


class Memory:
    """The files of the plugin's folder. What is damaged is as if it were not there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def kept(self, key: str) -> Kept:
        """What is known of a calendar."""
        found = _decoded(self._folder / f"{key}.kept", Kept)
        return found if found is not None and found.version == VERSION else Kept()

    def keep(self, key: str, kept: Kept) -> None:
        """Remember it."""
        _write(self._folder / f"{key}.kept", msgspec.msgpack.encode(kept))

    def text(self, key: str) -> bytes | None:
        """The bytes that were fetched last; None where they are gone."""
        try:
            return (self._folder / f"{key}.ics").read_bytes()
        except OSError:
            return None

    def keep_text(self, key: str, data: bytes) -> None:
        """Remember the bytes that were fetched."""
        _write(self._folder / f"{key}.ics", data)

    def forget_others(self, keys: Iterable[str]) -> None:
        """Let go of calendars that the settings don't name any more."""
        wanted = frozenset(keys)
        for path in sorted(self._folder.iterdir()):
            if path.suffix in {".kept", ".ics", ".new"} and path.stem not in wanted:
                path.unlink(missing_ok=True)

    def busy(self) -> BusyDays:
        """The busy days."""
        found = _decoded(self._folder / "busy.days", BusyDays)
        return found if found is not None and found.version == VERSION else BusyDays()

    def keep_busy(self, busy: BusyDays) -> None:
        """Remember them."""
        _write(self._folder / "busy.days", msgspec.msgpack.encode(busy))

    def busy_stamp(self) -> tuple[int, int]:
        """What tells one version of the busy days from the next, without reading them."""
        try:
            stat = (self._folder / "busy.days").stat()
        except OSError:
            return (0, 0)
        return (stat.st_mtime_ns, stat.st_ino)


def _decoded(path: Path, kind: type[T]) -> T | None:
    try:
        return msgspec.msgpack.decode(path.read_bytes(), type=kind)
    except (OSError, msgspec.DecodeError, ValueError):
        return None


def _write(path: Path, data: bytes) -> None:
    """Write it whole or not at all."""
    new = path.with_suffix(f".{os.getpid()}.new")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
    new.replace(path)
