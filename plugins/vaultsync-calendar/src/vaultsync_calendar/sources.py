"""Which calendars the settings name, and how each is called in a message: never by what is secret in its address."""

from collections.abc import Iterator
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

import msgspec

from vaultsync_calendar.errors import SourceError

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class CalDAV(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One calendar on a CalDAV server."""

    url: str
    """The address of the calendar's collection."""
    user: str = ""
    """The name to log in with."""
    password: str = ""
    """The password, best an app's own: ``{ env = "NAME" }`` takes it from the environment."""


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """One calendar. ``name`` is how it is called; ``key`` tells it from the others, and names its files."""

    kind: Literal["file", "url", "caldav"]
    place: str
    name: str
    user: str = ""
    password: str = ""

    @property
    def key(self) -> str:
        """The digest of what it is and who reads it."""
        return sha256("\0".join((self.kind, self.place, self.user)).encode("utf-8", "replace")).hexdigest()[:24]

    @property
    def is_remote(self) -> bool:
        """Whether it is fetched from a server."""
        return self.kind != "file"


def sources(files: tuple[str, ...], urls: tuple[str, ...], caldav: tuple[CalDAV, ...]) -> Iterator[Source]:
    """The calendars, each once, in the order of the settings."""
    seen = set()
    for source in (*map(_file, files), *map(_link, count(1), urls), *map(_collection, count(1), caldav)):
        if source.key not in seen:
            seen.add(source.key)
            yield source


def _file(text: str) -> Source:
    return Source(kind="file", place=text, name=text)


def _link(number: int, address: str) -> Source:
    return Source(kind="url", place=_web(address), name=_named("urls", number, address))


def _collection(number: int, one: CalDAV) -> Source:
    name = _named("caldav", number, one.url)
    return Source(kind="caldav", place=one.url.strip(), name=name, user=one.user, password=one.password)


def path_of(source: Source) -> Path:
    """The file or folder of a source. Raises SourceError where it is not said from where it counts."""
    try:
        path = Path(source.place).expanduser()
    except RuntimeError as error:
        raise SourceError("is in the home folder of somebody who is not known") from error
    if not path.is_absolute():
        raise SourceError("is no whole path; write it from / or ~ on")
    return path


def check_address(address: str) -> None:
    """Raise SourceError for an address that would not be fetched safely."""
    try:
        parts = urlsplit(address)
        host, _ = (parts.hostname or "").casefold(), parts.port
    except ValueError as error:
        raise SourceError("has an address that cannot be read") from error
    if not host or parts.scheme not in {"https", "http"}:
        raise SourceError("has an address that does not begin with https://")
    if parts.scheme == "http" and host not in LOOPBACK:
        raise SourceError("has an address that begins with http://, which anybody on the way can read; use https://")


def _web(text: str) -> str:
    """An address; ``webcal:`` is how calendars are offered to be subscribed to, and stands for ``https:``."""
    scheme, colon, rest = text.strip().partition(":")
    return f"https:{rest}" if colon and scheme.casefold() in {"webcal", "webcals"} else text.strip()


def _named(setting: str, number: int, address: str) -> str:
    try:
        host = urlsplit(_web(address)).hostname
    except ValueError:
        host = None
    return f"{setting}[{number}]" + (f" ({host})" if host else "")


Private = msgspec.Meta(extra={"private": True})
Files = Annotated[tuple[str, ...], Private]
Links = Annotated[tuple[str, ...], Private]
Collections = Annotated[tuple[CalDAV, ...], Private]
