"""What plugins are answered, within one run: typed persons, spans, stamps and briefs.

It remembers what it said: the problems met on the way, and which events were stamped.
"""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal, Protocol

from vaultsync.calendar import Entry, Stamp, advance
from vaultsync.hooks.call import Outcome
from vaultsync.hooks.context import Chosen
from vaultsync.model import Brief, Network, Note, Person, Problem, Section
from vaultsync.people import channel_of, parse_cadence, person_of
from vaultsync.people.zones import zone_of


class BriefSource(Protocol):
    """Whoever can ask all plugins for their sections."""

    def brief(self, person: Person, network: Network) -> Outcome[Section]:
        """Every plugin's sections about a person."""


class Memory(Protocol):
    """What is kept from run to run, as far as plugins are told of it."""

    def note(self, path: str) -> Note | None:
        """A note as it was read."""

    def entry(self, uid: str) -> Entry | None:
        """The event's entry in the ledger."""

    def keep_entry(self, uid: str, entry: Entry) -> None:
        """Write the event's entry into the ledger."""

    def chosen(self, query: str, most: int) -> Chosen:
        """The catch-ups that a query holds for."""

    def folder(self, plugin: str) -> Path:
        """A plugin's own folder, which is made where it is missing."""

    def file_names(self) -> dict[str, str]:
        """What the plugins of single files called themselves in the last run, by path."""

    def cached(
        self, plugin: str, key: str, given: tuple[object, ...], make: Callable[[], bytes], *, lasting: bool
    ) -> bytes:
        """Bytes that were made in an earlier run, or are made now."""


class Reads(Protocol):
    """At whom plugins looked in the network."""

    uids: set[str]
    everybody: bool


class Reader:
    """What is answered from a text alone."""

    def days(self, text: str) -> int | None:
        """Read a span of time."""
        return parse_cadence(text)

    def channel(self, text: str) -> str:
        """Read a channel."""
        return channel_of(text)

    def zone_of(self, text: str) -> str:
        """Read a time zone."""
        return zone_of(text)


class Answers(Reader):
    """The answers of one run. ``now`` is aware, and stamps what changes."""

    def __init__(
        self, *, today: date, now: datetime, date_order: Literal["", "dmy", "mdy"], memory: Memory, reads: Reads
    ) -> None:
        self._today = today
        self._now = now
        self._date_order: Literal["", "dmy", "mdy"] = date_order
        self._memory = memory
        self._reads = reads
        self._told: dict[str, tuple[Brief, set[str], bool]] = {}
        self._unsaid: set[str] = set()
        self._network = Network()
        self._briefs: BriefSource | None = None
        self.typing_problems: tuple[Problem, ...] = ()
        self.brief_problems: list[Problem] = []
        self.failures = 0
        """How often a brief was given in which a plugin failed to say something."""
        self.stamped: set[str] = set()

    def note(self, path: str) -> Note | None:
        """Find a note."""
        return self._memory.note(path)

    def knows(self, network: Network, briefs: BriefSource) -> None:
        """Take note of the network and of who writes briefs, once there are any."""
        self._network, self._briefs = network, briefs

    def person(self, note: Note) -> Person:
        """Type the note's properties; what is wrong with them is kept until the next."""
        person, self.typing_problems = person_of(note, uid="", date_order=self._date_order)
        return person

    def folder(self, plugin: str) -> Path:
        """A plugin's own folder, which is made where it is missing."""
        return self._memory.folder(plugin)

    def chosen(self, query: str, most: int) -> Chosen:
        """The catch-ups that a query holds for. Raises ValueError for a query that is none of the feeds'."""
        return self._memory.chosen(query, most)

    def cached(
        self, plugin: str, key: str, given: tuple[object, ...], make: Callable[[], bytes], *, lasting: bool
    ) -> bytes:
        """Bytes that were made in an earlier run, or are made now."""
        return self._memory.cached(plugin, key, given, make, lasting=lasting)

    def stamp(self, uid: str, digest: str, starts: str) -> Stamp:
        """Look an event up in the ledger and write down what it is now."""
        before = self._memory.entry(uid)
        entry = advance(before, digest=digest, starts=starts, now=self._now, today=self._today)
        if entry != before:
            self._memory.keep_entry(uid, entry)
        self.stamped.add(uid)
        return entry.stamp

    def brief(self, uid: str) -> Brief:
        """Ask every plugin for its sections, once a person."""
        reads = self._reads
        if uid not in self._told:
            before, reads.uids = reads.uids, set()
            everybody, reads.everybody = reads.everybody, False
            self._told[uid] = (self._asked(uid), reads.uids, reads.everybody)
            reads.uids, reads.everybody = before, everybody
        self.failures += uid in self._unsaid
        told, uids, everybody = self._told[uid]
        reads.uids |= uids
        reads.everybody |= everybody
        return told

    def forget(self) -> None:
        """Let go of what was said of people: they may have changed."""
        self._told.clear()
        self._unsaid.clear()
        self.stamped.clear()

    def _asked(self, uid: str) -> Brief:
        person = self._network.person(uid)
        outcome = self._briefs.brief(person, self._network) if person and self._briefs else Outcome[Section]()
        self.brief_problems += outcome.problems
        if outcome.failed:
            self._unsaid.add(uid)
        return Brief(person=uid, sections=outcome.values)


class Away(Reader):
    """What a plugin is answered that is asked without the books: it brings news elsewhere, or says where places lie.

    ``folder_of`` gives a plugin's own folder.
    """

    def __init__(self, date_order: Literal["", "dmy", "mdy"], folder_of: Callable[[str], Path]) -> None:
        self._date_order: Literal["", "dmy", "mdy"] = date_order
        self.folder = folder_of

    def person(self, note: Note) -> Person:
        """Type the note's properties."""
        return person_of(note, uid="", date_order=self._date_order)[0]

    def __getattr__(self, name: str) -> Any:
        """Say that nothing else can be asked any more. Raises LookupError."""
        raise LookupError(
            f"ctx.{name}() cannot be asked in vaultsync_deliver and vaultsync_locate: the books are closed"
        )
