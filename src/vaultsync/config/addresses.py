"""Settings that are addresses on a network: how each is read, and what to say when it cannot be.

A reading keeps the contract of :mod:`vaultsync.config.readings`.
"""

import re
from urllib.parse import urlsplit

from vaultsync.config.readings import shown

_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,251}[A-Za-z0-9])?|\[?[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*\]?")
_PREFIX = re.compile(r"(?:/[A-Za-z0-9._~%-]+)*/?")


def read_host(value: object) -> object:
    """A host's name or address, without a port."""
    if not isinstance(value, str):
        return value
    if _HOST.fullmatch(value.strip()) is None:
        said = f"is {shown(value)}, which is no address of a computer"
        raise ValueError(said, 'Write such as "127.0.0.1", without a port.')
    return value.strip().strip("[]")


def read_hosts(value: object) -> object:
    """Names of hosts."""
    if not isinstance(value, list):
        return value
    for name in value:
        if not isinstance(name, str) or _HOST.fullmatch(name.strip()) is None:
            said = f"holds {shown(name)}, which is no name of a computer"
            raise ValueError(said, 'Write names as in ["box.example.org"], without https:// or a port.')
    return [name.strip().strip("[]") for name in value]


def read_address(value: object) -> object:
    """The address that a server is reached under: http or https, a host, and at most the beginning of a path."""
    if not isinstance(value, str) or not value.strip():
        return value
    try:
        parts = urlsplit(value.strip())
        host, _ = parts.hostname or "", parts.port
    except ValueError:  # a port that is no number, a bracket that does not close
        host = ""
    fits = host and parts.scheme in {"http", "https"} and not (parts.query or parts.fragment or parts.username)
    if not fits or _HOST.fullmatch(host) is None or _PREFIX.fullmatch(parts.path) is None:
        said = f"is {shown(value)}, which is no address to put before a feed's name"
        raise ValueError(said, 'Write such as "https://box.example.org".')
    return value.strip().rstrip("/")
