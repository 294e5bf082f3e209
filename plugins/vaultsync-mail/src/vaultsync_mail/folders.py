"""Where mail lies on the disk: Maildirs, one within another in either layout, mbox files, single messages.

What a source is, is found by looking at it; nothing is opened but what may be an mbox, and that for five bytes.
"""

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from vaultsync.notes import fold
from vaultsync_mail.mbox import is_mbox

Kind = Literal["", "folder", "mbox", "letter"]

_MAILDIR = ("cur", "new")
_OWN = frozenset({"cur", "new", "tmp"})
_ENDINGS = (".mbox", ".sbd", ".mbx")
# Draft and trashed; a mail program moves them before long, or never.
_LEFT_OUT = frozenset("DT")


class File(NamedTuple):
    """A file with mail: the name by which it is known again, its path, and what tells that it changed.

    ``size`` and ``changed`` (nanoseconds) are 0 for a message in a Maildir, which never changes.
    """

    name: str
    path: str
    kind: Kind
    size: int = 0
    changed: int = 0


class Folder(NamedTuple):
    """The files with mail right in a folder, by name; None where it could not be looked into."""

    path: str
    files: tuple[File, ...] | None


def kind_of(path: Path) -> Kind:
    """What a source is; ``""`` where it is neither a folder nor mail. Raises OSError where it is not there."""
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        return "folder"
    if not stat.S_ISREG(status.st_mode):
        return ""
    with path.open("rb") as file:
        if status.st_size == 0 or is_mbox(file):
            return "mbox"
    return "letter" if path.suffix.lower() == ".eml" else ""


def folders(source: Path, skip: frozenset[str]) -> Iterator[Folder]:
    """The folders of a source, each once, however links lead to it; a source that is a file is a folder of its own.

    ``skip`` are folded names of folders to leave out; the source itself is never left out.
    """
    try:
        kind = kind_of(source)
        if kind != "folder":
            status = source.stat()
            file = File("", str(source), kind, status.st_size, status.st_mtime_ns)
            yield Folder(str(source), (file,) if kind else ())
            return
    except OSError:
        yield Folder(str(source), None)
        return
    seen: set[tuple[int, int]] = set()
    waiting = [str(source)]
    while waiting:
        path = waiting.pop()
        try:
            status = os.stat(path)  # noqa: PTH116 - a Path for each of many folders is slow
            if (status.st_dev, status.st_ino) in seen:
                continue
            seen.add((status.st_dev, status.st_ino))
            with os.scandir(path) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
            below = [entry.name for entry in entries if entry.is_dir()]
            maildir = all(name in below for name in _MAILDIR)
            yield Folder(path, tuple(_maildir(path) if maildir else _plain(entries, skip)))
        except OSError:
            yield Folder(path, None)
            continue
        waiting += [
            os.path.join(path, name)  # noqa: PTH118 - see above
            for name in reversed(below)
            if not (maildir and name in _OWN) and not _skipped(name, skip) and _may_hold_mail(path, name)
        ]


def _may_hold_mail(path: str, name: str) -> bool:
    """Hidden folders are looked into only where they are folders of a Maildir++."""
    return not name.startswith(".") or os.path.isdir(os.path.join(path, name, "cur"))  # noqa: PTH112, PTH118 - for speed


def _skipped(name: str, skip: frozenset[str]) -> bool:
    """Whether one of the parts of a folder's name (``.Archive.Junk``) is to be left out."""
    for ending in _ENDINGS:
        name = name.removesuffix(ending)
    return any(fold(part.strip("[]")) in skip for part in (name, *name.replace("/", ".").split(".")))


def _maildir(path: str) -> Iterator[File]:
    """The messages of a Maildir that are neither drafts nor thrown away, by their unique name, whatever their flags."""
    found: dict[str, File] = {}
    for part in _MAILDIR:
        with os.scandir(os.path.join(path, part)) as listing:  # noqa: PTH118 - see above
            for entry in listing:
                unique, _, info = _parted(entry.name)
                # Whoever cannot have a colon in a name writes another sign; flags are capital letters.
                if entry.name[0] != "." and not _LEFT_OUT.intersection(info):
                    found[unique] = File(unique, entry.path, "letter")
    yield from (found[name] for name in sorted(found))


def _parted(name: str) -> tuple[str, str, str]:
    for sign in (":2,", ";2,", "!2,", "-2,"):
        unique, found, info = name.rpartition(sign)
        if found and (info.isalpha() or not info):
            return unique, found, info
    return name, "", ""


def _plain(entries: list["os.DirEntry[str]"], skip: frozenset[str]) -> Iterator[File]:
    """Single messages, and what may be an mbox: called so, or without an ending, as some mail programs have it."""
    for entry in entries:
        stem, ending = os.path.splitext(entry.name)  # noqa: PTH122 - see above
        kind = _BY_ENDING.get(ending.lower(), "")
        if not kind or stem.startswith(".") or (stem.isdigit() and not ending) or not entry.is_file():
            continue
        if kind == "mbox" and _skipped(entry.name, skip):
            continue
        status = entry.stat()
        yield File(entry.name, entry.path, kind, status.st_size, status.st_mtime_ns)


_BY_ENDING: dict[str, Kind] = {".eml": "letter", ".mbox": "mbox", ".mbx": "mbox", "": "mbox"}
