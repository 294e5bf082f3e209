"""When an event last changed, remembered from run to run: it knows digests and stamps, not what an event says.

DTSTAMP and LAST-MODIFIED change only with the content, SEQUENCE only with the date or time (RFC 5545, section 3.8.7.4).
A file's own times would not do: sync services touch them.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from vaultsync.model import Value

KEEP_DAYS = 400
"""How long an event that is no longer published is remembered, so that it comes back with a higher SEQUENCE."""


class Stamp(Value, frozen=True, kw_only=True):
    """What an event says about its own history: how often it moved, and the second (UTC) in which it last changed."""

    sequence: int
    at: datetime

    def __post_init__(self) -> None:
        """Reject a time without its zone and a count below zero."""
        if self.at.tzinfo is None:
            raise ValueError("a stamp's time knows its zone")
        if self.sequence < 0:
            raise ValueError("a stamp counts from zero")


class Entry(Value, frozen=True, kw_only=True):
    """One event in the ledger. ``digest`` and ``starts`` are the event's; ``seen`` is the last day it was published."""

    digest: str
    starts: str
    sequence: int
    at: datetime
    seen: date

    @property
    def stamp(self) -> Stamp:
        """What the event is rendered with."""
        return Stamp(sequence=self.sequence, at=self.at)


def advance(entry: Entry | None, *, digest: str, starts: str, now: datetime, today: date) -> Entry:
    """The entry after an event was made again.

    With the same digest it stays, but for the day it was seen. With another, its time is ``now`` or, where the clock
    went back, a second later than before; SEQUENCE rises where ``starts`` differs. ``now`` is aware.
    """
    if now.tzinfo is None:
        raise ValueError("the time of a run knows its zone")
    at = now.astimezone(UTC).replace(microsecond=0)
    if entry is None:
        return Entry(digest=digest, starts=starts, sequence=0, at=at, seen=today)
    seen = max(entry.seen, today)
    if entry.digest == digest:
        return Entry(digest=digest, starts=entry.starts, sequence=entry.sequence, at=entry.at, seen=seen)
    return Entry(
        digest=digest,
        starts=starts,
        sequence=entry.sequence + (entry.starts != starts),
        at=max(at, entry.at + timedelta(seconds=1)),
        seen=seen,
    )


def pruned(entries: Mapping[str, Entry], today: date) -> dict[str, Entry]:
    """The entries, by uid and sorted, without those that were not seen for 400 days."""
    oldest = today - timedelta(days=KEEP_DAYS)
    return {uid: entries[uid] for uid in sorted(entries) if entries[uid].seen >= oldest}
