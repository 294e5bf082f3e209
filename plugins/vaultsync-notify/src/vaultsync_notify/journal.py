"""Who was sent today's digest, and who is tried again when; kept in the plugin's folder. It sends nothing itself.

What is about to be sent is written down before it is: after a crash nobody knows whether it went out, and it is left
alone for an hour.
"""

import hashlib
import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec

VERSION = 1
FIRST_WAIT = timedelta(minutes=10)
"""How long to wait after the first try that did not work out; twice as long after each further one."""
UNCERTAIN = timedelta(hours=1)
"""How long something that may have been sent is not sent again."""
MOST_TRIES = 5

_FILE = "digest.json"


class Address(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How far an address got today. ``tried`` is the last try (UTC), ``trying`` whether its outcome is not known."""

    sent: bool = False
    failures: int = 0
    tried: datetime | None = None
    trying: bool = False
    unknown: bool = False
    """No service knows such an address."""

    @property
    def tries(self) -> int:
        """How often it was tried and is not known to have worked out."""
        return self.failures + self.trying

    @property
    def given_up(self) -> bool:
        """Whether it is left alone until tomorrow."""
        return not self.sent and (self.unknown or self.tries >= MOST_TRIES)

    @property
    def again(self) -> datetime | None:
        """When it may be tried again; None where that is at once."""
        if self.tried is None:
            return None
        if self.trying:
            return self.tried + UNCERTAIN
        return self.tried + FIRST_WAIT * 2 ** (self.failures - 1) if self.failures else None

    def is_due(self, now: datetime) -> bool:
        """Whether it is to be sent to now."""
        return not self.sent and not self.given_up and (self.again is None or now >= self.again)

    def begun(self, now: datetime) -> "Address":
        """Right before it is sent. A try whose outcome never became known counts as one that did not work out."""
        return Address(failures=self.tries, tried=now.astimezone(UTC), trying=True)

    def ended(self, *, sent: bool, unknown: bool = False) -> "Address":
        """After the outcome is known."""
        return Address(sent=sent, failures=self.failures + (not sent), tried=self.tried, unknown=unknown)


class Journal(msgspec.Struct, frozen=True, kw_only=True):
    """One day. ``addresses`` is by :func:`key_of`; ``empty`` is whether the day's first look found nobody."""

    day: date
    version: int = VERSION
    empty: bool = False
    addresses: dict[str, Address] = {}

    def address(self, key: str) -> Address:
        """How far that address got."""
        return self.addresses.get(key, Address())

    def having(self, key: str, address: Address) -> "Journal":
        """The journal with that address as given."""
        return msgspec.structs.replace(self, addresses={**self.addresses, key: address})


def key_of(url: str) -> str:
    """What an address is known by: nothing of it can be read from that."""
    return hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def read(folder: Path, day: date) -> Journal:
    """The day's journal; a new one where there is none of that day, or it cannot be understood."""
    try:
        journal = msgspec.json.decode((folder / _FILE).read_bytes(), type=Journal)
    except (FileNotFoundError, msgspec.DecodeError, UnicodeDecodeError):
        return Journal(day=day)
    return journal if journal.day == day and journal.version == VERSION else Journal(day=day)


def write(folder: Path, journal: Journal) -> None:
    """Write it down, whole or not at all. Raises OSError where the folder cannot be written."""
    target = folder / _FILE
    beside = target.with_suffix(".tmp")
    with beside.open("wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(journal)))
        file.flush()
        os.fsync(file.fileno())
    beside.replace(target)
