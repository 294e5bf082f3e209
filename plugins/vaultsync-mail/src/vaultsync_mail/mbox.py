"""The messages of an mbox file (RFC 4155, and the habits of programs that write it): where each begins, its header.

Between two headers the file is gone through for the line that parts messages, and for nothing else.
"""

import re
from collections.abc import Iterator
from hashlib import sha256
from typing import BinaryIO, NamedTuple

from vaultsync_mail.header import LONGEST, header_end

PIECE = 1 << 20
"""Bytes that are read at a time."""
_KEPT = 2048
"""Bytes that stay in memory from one piece to the next: the longest line that parts two messages."""
_MARK = 4096

_FROM = b"From "
# People begin paragraphs with "From": the line of an mbox has a time and a year, and a header below it.
_PARTING = re.compile(rb"From [^\n]*\d:\d\d[^\n]* \d{4}[^\n]*\n(?=[!-9;-~]+[ \t]*:|>From )")


class Headed(NamedTuple):
    """A message: the byte at which it begins, and its header."""

    start: int
    header: bytes


class Progress(NamedTuple):
    """How far an mbox was read: where its last message begins, and a mark of what stands before that."""

    last: int
    mark: bytes


def is_mbox(file: BinaryIO) -> bool:
    """Whether the file begins as an mbox does."""
    return file.read(len(_FROM)) == _FROM


def continues(file: BinaryIO, progress: Progress) -> bool:
    """Whether the file still holds, up to the last message, what it held then."""
    return progress.last > 0 and mark(file, progress.last) == progress.mark


def mark(file: BinaryIO, last: int) -> bytes:
    """A digest of the beginning of a file and of the bytes before its last message."""
    digest = sha256()
    for start in (0, max(0, last - _MARK)):
        file.seek(start)
        digest.update(file.read(min(_MARK, last - start)))
    return digest.digest()


def messages(file: BinaryIO, start: int = 0) -> Iterator[Headed]:
    """The messages from a byte on at which one begins; none where none does."""
    file.seek(start)
    window = _Window(file, start)
    place = 0 if window.data.startswith(_FROM) else -1
    while place >= 0:
        at = window.base + place
        header, place = window.header(place)
        yield Headed(at, header)
        place = window.next(place)


class _Window:
    """The part of a file that is in memory, and the byte of the file with which it begins."""

    def __init__(self, file: BinaryIO, base: int) -> None:
        self._file, self.base = file, base
        self.data = file.read(PIECE)
        self._ended = len(self.data) < PIECE

    def header(self, place: int) -> tuple[bytes, int]:
        """The header of the message that begins at a place, and the place in the window behind it."""
        while True:
            begins = self.data.find(b"\n", place) + 1
            end = header_end(self.data, begins, begins) if begins else -1
            if end >= 0 or self._ended or len(self.data) - place > LONGEST:
                break
            place = self._read(place)
        if not begins:
            return b"", len(self.data)
        stop = end if end >= 0 else min(begins + LONGEST, len(self.data))
        return self.data[begins:stop], stop

    def next(self, place: int) -> int:
        """The place in the window at which the next message begins; -1 where none does."""
        while True:
            found = self.data.find(b"\nFrom ", place)
            if found < 0 or (not self._ended and len(self.data) - found < _KEPT):
                if self._ended:
                    return -1
                keep = found if found >= 0 else max(place, len(self.data) - len(_FROM))
                place = self._read(keep, before=2)
            elif self._parts(found):
                return found + 1
            else:
                place = found + 1

    def _parts(self, found: int) -> bool:
        before = self.data[max(0, found - 2) : found]
        return (before.endswith(b"\n") or before == b"\n\r") and bool(_PARTING.match(self.data, found + 1))

    def _read(self, keep: int, *, before: int = 0) -> int:
        """Read on, forgetting what stands before a place; where that place is now."""
        start = max(0, keep - before)
        piece = self._file.read(PIECE)
        self._ended = len(piece) < PIECE
        self.data = self.data[start:] + piece
        self.base += start
        return keep - start
