"""What the address of a place to publish to says: which kind of place, and whether the address may be used at all."""

import re
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from vaultsync.model import Value

FOLDER = "folder"

KINDS = {
    "": FOLDER,
    "file": FOLDER,
    "local": FOLDER,
    "webdav+https": "webdav",
    "webdavs": "webdav",
    "davs": "webdav",
    "webdav+http": "webdav",
    "webdav": "webdav",
    "dav": "webdav",
    "sftp": "sftp",
    "ssh": "sftp",
    "s3": "s3",
    "s3a": "s3",
}
"""The kind of place by the beginning of its address; any other beginning is a kind that fsspec may know."""

EXTRAS = frozenset({"webdav", "sftp", "s3"})
"""Kinds that need packages which vaultsync installs by an extra of the same name."""

_SECURE = frozenset({"webdav+https", "webdavs", "davs"})
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://")
_USER = re.compile(r"(?<=://)[^/@]*@")


class AddressError(ValueError):
    """The address cannot be used; two texts, what is wrong and what to write. Neither holds a password."""

    @property
    def said(self) -> tuple[str, str]:
        """What is wrong, and what to do."""
        return self.args[0], self.args[1]


class Target(Value, frozen=True, kw_only=True):
    """One place that the feeds are delivered to: its address as the settings spell it, and the kind of place."""

    address: str
    kind: str

    @property
    def url(self) -> SplitResult:
        """The parts of the address."""
        return urlsplit(self.address)

    @property
    def folder(self) -> Path:
        """The folder, where it is one of this machine's."""
        if self.address.partition("://")[1]:
            from urllib.request import url2pathname  # noqa: PLC0415 - ten milliseconds that this spelling alone needs

            return Path(url2pathname(self.url.path))
        return _home(self.address)

    @property
    def http(self) -> str:
        """The address of a WebDAV folder as its server has it."""
        scheme = "https" if self.url.scheme.lower() in _SECURE else "http"
        return f"{scheme}://{self.url.netloc.rpartition('@')[2]}{self.url.path}"

    @property
    def user(self) -> str:
        """The user that the address names, or ``""``."""
        return unquote(self.url.username or "")


def target(address: str) -> Target:
    """The place that the address names. Raises AddressError."""
    address = address.strip().rstrip("/") or address.strip()
    if "::" in address:
        raise AddressError("is a chain of addresses", "Write the one place that the feeds go to.")
    scheme = _scheme(address)
    kind = KINDS.get(scheme, scheme)
    found = Target(address=address, kind=kind)
    if scheme:
        _check(found, scheme)
    if kind == FOLDER:
        _check_folder(found)
    return found


def same_place(address: str) -> str:
    """The address in the one spelling by which two of them are compared."""
    address = address.strip().rstrip("/") or address.strip()
    return address if _scheme(address) else str(_home(address))


def without_secrets(address: str) -> str:
    """The address without a password and without a query, for messages."""
    shown = _USER.sub(lambda user: user[0].partition(":")[0].removesuffix("@") + "@", address)
    return shown.partition("?")[0] if _scheme(shown) else shown


def _scheme(address: str) -> str:
    match = _SCHEME.match(address)
    return match[1].lower() if match else ""


def _check(found: Target, scheme: str) -> None:
    try:
        parts, port = found.url, found.url.port
    except ValueError as error:
        raise AddressError("is no address", "Write such as s3://bucket/calendars.") from error
    if scheme in {"http", "https"}:
        raise AddressError("can be read and not written", f"For WebDAV, write webdav+{scheme}:// in its place.")
    if parts.password is not None:
        hint = "Take it out there, change it, and put it into your own config.toml: options = { password = … }."
        raise AddressError("holds a password, in a file that others may read", hint)
    if parts.query or parts.fragment:
        raise AddressError("holds more than a place", "Leave out what follows the ? or #, and put it into options.")
    if found.kind == FOLDER and parts.netloc not in {"", "localhost"}:
        raise AddressError(
            "names a server, where a folder of this computer is meant", "Write three slashes: file:///…."
        )
    if found.kind != FOLDER and not parts.hostname and port is None:
        raise AddressError("names no server and no bucket", f"Write such as {scheme}://name/calendars.")


def _check_folder(found: Target) -> None:
    if not _home(str(found.folder)).is_absolute():
        raise AddressError("does not say where the folder begins", 'Write the whole path, or "~/…" from your home.')


def _home(path: str) -> Path:
    try:
        return Path(path).expanduser()
    except RuntimeError:  # there is no such home
        return Path(path)
