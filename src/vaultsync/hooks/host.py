"""What plugins are answered, within one run: typed persons, spans, queries, stamps and briefs.

It remembers what it said: the problems met on the way, and the ledger as it will be once the run is published.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Literal, Protocol

from vaultsync.calendar import Entry, Stamp, advance
from vaultsync.hooks.call import Outcome
from vaultsync.model import Brief, Network, Note, Person, Problem, Section
from vaultsync.people import parse_cadence, parse_query, person_of


class BriefSource(Protocol):
    """Whoever can ask all plugins for their sections."""

    def brief(self, person: Person, network: Network) -> Outcome[Section]:
        """Every plugin's sections about a person."""


class Answers:
    """The answers of one run. ``ledger`` is what was published before; ``now`` is aware, and stamps what changes."""

    def __init__(
        self,
        *,
        today: date,
        now: datetime,
        date_order: Literal["", "dmy", "mdy"],
        ledger: Mapping[str, Entry],
        selections: Mapping[str, Iterable[tuple[str, str]]],
        notes: Iterable[Note] = (),
    ) -> None:
        self._today = today
        self._now = now
        self._date_order: Literal["", "dmy", "mdy"] = date_order
        self._before = ledger
        self._notes = {note.path: note for note in notes}
        self._selected_before = {query: frozenset(held) for query, held in selections.items()}
        self._network = Network()
        self._briefs: BriefSource | None = None
        self._told: dict[str, Brief] = {}
        self.typing_problems: dict[str, tuple[Problem, ...]] = {}
        self.brief_problems: list[Problem] = []
        self.ledger: dict[str, Entry] = dict(ledger)
        self.selections: dict[str, tuple[tuple[str, str], ...]] = {}

    def note(self, path: str) -> Note | None:
        """Find a note."""
        return self._notes.get(path)

    def knows(self, network: Network, briefs: BriefSource) -> None:
        """Take note of the network and of who writes briefs, once there are any."""
        self._network, self._briefs = network, briefs

    def person(self, note: Note) -> Person:
        """Type the note's properties; what is wrong with them is kept by path."""
        person, self.typing_problems[note.path] = person_of(note, uid="", date_order=self._date_order)
        return person

    def days(self, text: str) -> int | None:
        """Read a span of time."""
        return parse_cadence(text)

    def selected(self, query: str, kinds: Iterable[tuple[str, str, date]]) -> tuple[bool, ...]:
        """Hold a query against catch-ups; whether it held for somebody who cannot be read now is remembered.

        Raises QueryError, a ValueError, for one that cannot be read.
        """
        asked = parse_query(query)
        before = self._selected_before.get(query, frozenset())
        every = tuple(kinds)
        held = []
        for uid, kind, due in every:
            person = self._network.person(uid)
            if person is None:
                held.append((uid, kind) in before)
            else:
                held.append(asked.matches(person, self._network, today=self._today, due=due, kind=kind))
        pairs = {(uid, kind) for (uid, kind, _), holds in zip(every, held, strict=True) if holds}
        self.selections[query] = tuple(sorted(pairs))
        return tuple(held)

    def stamp(self, uid: str, digest: str, starts: str) -> Stamp:
        """Look an event up in the ledger and write down what it is now."""
        entry = advance(self._before.get(uid), digest=digest, starts=starts, now=self._now, today=self._today)
        self.ledger[uid] = entry
        return entry.stamp

    def brief(self, uid: str) -> Brief:
        """Ask every plugin for its sections, once a person."""
        if uid not in self._told:
            person = self._network.person(uid)
            outcome = self._briefs.brief(person, self._network) if person and self._briefs else Outcome[Section]()
            self.brief_problems += outcome.problems
            self._told[uid] = Brief(person=uid, sections=outcome.values)
        return self._told[uid]
