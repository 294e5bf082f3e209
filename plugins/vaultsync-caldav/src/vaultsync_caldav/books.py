"""What is remembered from run to run: what was sent, what was ticked off, and the contacts that came of it."""

import hashlib
import os
from datetime import date
from pathlib import Path

import msgspec

VERSION = 1

_FILE = "todos.json"


class Contact(msgspec.Struct, frozen=True, kw_only=True, order=True, omit_defaults=True):
    """A contact known from the to-do ``uid``; ``person`` is a Person's uid, ``day`` of the user's zone."""

    day: date
    person: str
    uid: str
    channel: str = ""


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """A to-do as it was last sent: a digest of each property by name, whom it is about, and for which day due."""

    lines: dict[str, str]
    person: str
    due: date
    channel: str = ""


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """A to-do that is ticked off: on which day, and the day that its reminder was due."""

    day: date
    due: date | None = None


class Books(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All of it; by the to-dos' uids.

    ``place`` tells one list from another. ``ctag`` and ``plan`` are the list's own version and a digest of what was
    wanted there, when both were last in line; ``""`` where they may not be. ``left`` are to-dos that the user cancelled
    or removed, with the day that the reminder was due: they stay away until it is due on another.
    """

    version: int = VERSION
    place: str = ""
    ctag: str = ""
    plan: str = ""
    sent: dict[str, Sent] = {}
    done: dict[str, Done] = {}
    left: dict[str, date | None] = {}
    contacts: tuple[Contact, ...] = ()

    def at(self, url: str) -> "Books":
        """The books for that list: of another, only what was ticked off still counts."""
        place = digest(url)
        if place == self.place:
            return self
        return Books(place=place, done=self.done, contacts=self.contacts)


def digest(text: str) -> str:
    """A short digest of a text, from which it cannot be read."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def read(folder: Path) -> Books:
    """The books; empty ones where there are none. Raises ValueError where they cannot be understood."""
    try:
        books = msgspec.json.decode((folder / _FILE).read_bytes(), type=Books)
    except FileNotFoundError:
        return Books()
    except (msgspec.DecodeError, UnicodeDecodeError):
        books = Books(version=0)
    if books.version != VERSION:
        raise ValueError(
            "what was kept of your to-dos cannot be read; it is begun anew from the server after this sync"
        )
    return books


def write(folder: Path, books: Books) -> None:
    """Write them down, whole or not at all. Raises OSError where the folder cannot be written."""
    target = folder / _FILE
    beside = target.with_suffix(".tmp")
    with beside.open("wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(books, order="deterministic")))
        file.flush()
        os.fsync(file.fileno())
    beside.replace(target)
