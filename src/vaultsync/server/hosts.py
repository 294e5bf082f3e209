"""Which names a browser may have used to come here; others are turned away.

A web page can point a name of its own at the loopback address and read what it finds there (DNS rebinding).
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from ipaddress import ip_address

_HOST = re.compile(r"(?P<name>\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::\d{0,5})?")


class Hosts:
    """The names that are answered to: the loopback's, the address that the request came to, and those given."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._names = frozenset(bare(name) for name in names if name)
        self._known = lru_cache(maxsize=256)(self._decide)

    def knows(self, host: str, reached: str) -> bool:
        """Whether a Host header's value is one of them. ``reached`` is the address of this end of the connection."""
        return self._known(host, reached)

    def _decide(self, host: str, reached: str) -> bool:
        read = _HOST.fullmatch(host)
        if read is None:
            return False
        name = bare(read["name"])
        return name == "localhost" or name in self._names or name == bare(reached) or is_loopback(name)


def bare(name: str) -> str:
    """A host's name or address as it is compared: lower-case, without brackets or a final dot."""
    return name.strip().strip("[]").rstrip(".").casefold()


def is_loopback(name: str) -> bool:
    """Whether this is an address that only this computer can reach."""
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False
