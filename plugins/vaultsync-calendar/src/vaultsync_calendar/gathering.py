"""Every calendar as it is now, or as it was when it could last be read."""

import time
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from msgspec.msgpack import encode as msgpack
from msgspec.structs import replace

from vaultsync_calendar.errors import SourceError
from vaultsync_calendar.fetching import LARGEST, fetch
from vaultsync_calendar.memory import Kept, Memory
from vaultsync_calendar.occurrence import Occurrence
from vaultsync_calendar.reading import check, read
from vaultsync_calendar.sources import Source, path_of
from vaultsync_calendar.span import Span

PATIENCE = 60
"""Seconds until a calendar is asked for again that never could be read."""
NAMED = 5
"""Files that cannot be read and are named; of the others it is said how many they are."""


def gathered(source: Source, memory: Memory, span: Span, refresh: float) -> Kept:
    """What is known of a calendar now, which is remembered too. ``refresh`` is in seconds."""
    before = memory.kept(source.key)
    after = _remote(source, before, memory, span, refresh) if source.is_remote else _local(source, before, span)
    if after != before:
        memory.keep(source.key, after)
    return after


def _local(source: Source, before: Kept, span: Span) -> Kept:
    try:
        files = _files(path_of(source))
        stamp = sha256(msgpack([(str(path), *_looked(path)) for path in files])).hexdigest()
    except SourceError as error:
        return replace(before, error=str(error))
    if (stamp, span.basis) == (before.stamp, before.basis) and not before.error:
        return before
    found: list[Occurrence] = []
    left_out: list[str] = []
    errors: list[str] = []
    for path in files:
        try:
            more, lost = read(_bytes(path), span.first, span.last, span.zone)
        except SourceError as error:
            errors.append(str(error) if len(files) == 1 else f"{path.name} {error}")
        else:
            found += more
            left_out += [_lost(path.name, lost)] if lost else []
    if errors and len(errors) == len(files):
        return replace(before, error="; ".join(_few(errors)))
    return Kept(stamp=stamp, basis=span.basis, left_out=(*_few(errors), *_few(left_out)), occurrences=_sorted(found))


def _remote(source: Source, before: Kept, memory: Memory, span: Span, refresh: float) -> Kept:
    after = _fetched(source, before, memory, span, refresh)
    if after.occurrences is not None and (after.stamp, after.basis) == (before.stamp, span.basis):
        return after
    data = memory.text(source.key)
    if data is None:
        return after
    try:
        found, lost = read(data, span.first, span.last, span.zone)
    except SourceError as error:
        return replace(after, error=after.error or str(error))
    left_out = (_lost("", lost),) if lost else ()
    return replace(after, basis=span.basis, left_out=left_out, occurrences=_sorted(found))


def _fetched(source: Source, before: Kept, memory: Memory, span: Span, refresh: float) -> Kept:
    now = _now()
    wait = min(refresh, PATIENCE) if before.occurrences is None else refresh
    if before.tried <= now < before.tried + wait:
        return before
    at_hand = memory.text(source.key) is not None
    etag, modified = (before.etag, before.modified) if at_hand else ("", "")
    try:
        fetched = fetch(source, span, etag=etag, modified=modified)
        if fetched.data is not None:
            check(fetched.data)
    except SourceError as error:
        return replace(before, tried=now, error=str(error))
    if fetched.data is None:
        return replace(before, tried=now, error="")
    memory.keep_text(source.key, fetched.data)
    stamp = sha256(fetched.data).hexdigest()
    return replace(before, stamp=stamp, etag=fetched.etag, modified=fetched.modified, tried=now, error="")


def _now() -> float:
    """The clock. It decides when a calendar is fetched again, and nothing of what is said of it."""
    return time.time()


def _files(path: Path) -> list[Path]:
    try:
        if path.is_dir():
            return sorted(each for each in path.rglob("*") if each.suffix.casefold() == ".ics" and each.is_file())
    except OSError as error:
        raise SourceError(f"cannot be looked into: {error.strerror}") from error
    return [path]


def _looked(path: Path) -> tuple[int, int]:
    try:
        stat = path.stat()
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}") from error
    return stat.st_size, stat.st_mtime_ns


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}") from error
    if len(data) > LARGEST:
        raise SourceError(f"is larger than {LARGEST // 1_000_000} MB")
    return data


def _lost(name: str, count: int) -> str:
    said = "an event" if count == 1 else f"{count} events"
    return f"{f'{name}: ' if name else ''}{said} could not be read and {'was' if count == 1 else 'were'} left out"


def _few(told: list[str]) -> list[str]:
    return told if len(told) <= NAMED else [*told[:NAMED], f"and {len(told) - NAMED} more"]


def _sorted(found: Iterable[Occurrence]) -> tuple[Occurrence, ...]:
    return tuple(sorted(found, key=msgpack))
