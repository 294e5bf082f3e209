"""The people as the books keep them: for a command that asks about a few, or what nobody need be worked out for.

It says the same of a person as the line does, and reads no more of the books than it is asked for. It is good for as
long as the books are not written to.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from itertools import islice

from vaultsync.model import Cadence, Fact, Interaction, Network, Note, Person, Reminder
from vaultsync.notes import fold, link_of
from vaultsync.people import Gathered, Part, named
from vaultsync.people.paths import SMALL, Edge
from vaultsync.sync.live import Reads, live_network
from vaultsync.sync.person_kept import read_person, with_outside
from vaultsync.sync.person_row import next_due
from vaultsync.sync.rows import (
    decode_facts,
    decode_note,
    decode_person,
    decode_reminders,
    decode_texts,
    decode_ties,
)
from vaultsync.vault.books import noticed

MANY = 4 * SMALL
"""A note that names more people than this is of no small gathering, however many of them were there."""


class Kept:
    """The people of a vault on one day, from its books. It is a Source of a network, and a Circle of paths."""

    def __init__(self, connection: sqlite3.Connection, today: date) -> None:
        self.connection, self.today = connection, today
        self.network: Network = live_network(self, Reads())
        self._known: dict[str, tuple[Person, Gathered] | None] = {}
        self._parts: dict[str, Mapping[str, Part]] = {}
        self._groups: dict[str, frozenset[str]] = {}

    # The source of the network

    def of(self, uid: str) -> tuple[Person, Gathered] | None:
        """A person, and what is known of them."""
        if uid not in self._known:
            with noticed():
                self._known[uid] = self._read(uid)
        return self._known[uid]

    def _read(self, uid: str) -> tuple[Person, Gathered] | None:
        found = read_person(self.connection, uid, self.today)
        if found is None:
            return None
        person, self._parts[uid], known = found
        return with_outside(self.connection, (person, known), self.today)

    def facts(self, uid: str) -> tuple[Fact, ...]:
        """What plugins found out about them."""
        with noticed():
            row = self.connection.execute("SELECT facts FROM ix.said WHERE uid=?", (uid,)).fetchone()
            return decode_facts(row[0]) if row else ()

    def people(self) -> tuple[Person, ...]:
        """Everybody, by path."""
        with noticed():
            return tuple(sorted((decode_person(data) for _, data in self.rows), key=lambda person: person.path))

    def uids(self) -> list[str]:
        """Everybody's uid, in order."""
        return sorted(self.everybody)

    # What is asked of everybody at once

    @cached_property
    def rows(self) -> list[tuple[str, bytes]]:
        """Everybody's uid and encoded values."""
        with noticed():
            return self.connection.execute("SELECT uid, person FROM ix.people WHERE person IS NOT NULL").fetchall()

    @cached_property
    def everybody(self) -> frozenset[str]:
        """Everybody's uid."""
        with noticed():
            rows = self.connection.execute("SELECT uid FROM ix.people WHERE person IS NOT NULL")
            return frozenset(uid for (uid,) in rows)

    def having(self, words: Iterable[str]) -> dict[str, str]:
        """Those in whose values all of some folded words stand: by uid, the text in which words are looked for."""
        given = list(words)
        where = " AND ".join(["person IS NOT NULL", *["instr(sought, ?)"] * len(given)])
        with noticed():
            return dict(self.connection.execute(f"SELECT uid, sought FROM ix.people WHERE {where}", given).fetchall())

    def values(self, uids: Iterable[str]) -> Iterator[Person]:
        """Some people as their own notes have them, by uid; those who are gone are left out."""
        with noticed():
            for uid in sorted(uids):
                row = self.connection.execute("SELECT person FROM ix.people WHERE uid=?", (uid,)).fetchone()
                if row is not None and row[0] is not None:
                    yield decode_person(row[0])

    @cached_property
    def _ties(self) -> list[bytes]:
        """What ties each note states, encoded."""
        with noticed():
            rows = self.connection.execute("SELECT ties FROM ix.people WHERE length(ties) > 1")
            return [data for (data,) in rows]

    def _towards(self, uid: str) -> Iterator[Edge]:
        """The ties that others' notes state of somebody."""
        name = uid.encode()
        with noticed():
            for data in self._ties:
                if name in data:
                    yield from (Edge.of(tie) for tie in decode_ties(data) if tie.other == uid)

    @cached_property
    def _last_days(self) -> dict[str, tuple[str, str]]:
        """The day of everybody's latest contact, and their place among the others, by uid."""
        with noticed():
            rows = self.connection.execute("SELECT uid, last, sorts FROM ix.said WHERE sorts IS NOT NULL")
            return {uid: (last or "", sorts) for uid, last, sorts in rows}

    def last_day(self, uid: str) -> str:
        """The ISO day of the latest contact, without reading more of the person; ``""`` where there is none."""
        return self._last_days.get(uid, ("", ""))[0]

    def warmest(self, uid: str) -> tuple[int, str]:
        """The order of people of whom nothing else tells: who was in touch last, then by name and path."""
        day, sorts = self._last_days.get(uid, ("", uid))
        return (-date.fromisoformat(day).toordinal() if day else 0, sorts)

    # What is asked of one person

    def note(self, path: str) -> Note | None:
        """A note as it was read."""
        with noticed():
            row = self.connection.execute("SELECT note FROM ix.notes WHERE path=?", (path,)).fetchone()
            return None if row is None else decode_note(row[0])

    def due(self, uid: str) -> date | None:
        """The day a person is next due for a catch-up."""
        with noticed():
            row = self.connection.execute("SELECT standing, movable FROM ix.said WHERE uid=?", (uid,)).fetchone()
            reminders: Iterator[Reminder] = (one for data in row or () for one in decode_reminders(data))
            return next_due(reminders)

    def named(self, text: str) -> tuple[Person, ...]:
        """Those whom a path, a name or an alias names, by path: found by the names alone, without reading everybody.

        Nobody where it is something else, such as an e-mail address: :func:`vaultsync.people.named` knows of those. Of
        paths that differ in case or accents alone, one that is written as it stands on the disk names its person.
        """
        link = link_of(text)
        target = link.target if link else text
        with noticed():
            path = f"{target.removesuffix('.md')}.md"
            row = self.connection.execute("SELECT uid FROM identities WHERE path=?", (path,)).fetchone()
            if row is not None and (person := self.network.person(row[0])) is not None and person.path == path:
                return (person,)
        # Whatever of them is named, all words of it stand in what is looked through.
        words = fold(target.rpartition("/")[2].removesuffix(".md")).split()
        some = Network(people=tuple(sorted(self.values(self.having(words)), key=lambda person: person.path)))
        return tuple(person for one in named(text, some) if (person := self.network.person(one.uid)) is not None)

    # The circle of paths

    def person(self, uid: str) -> Person | None:
        """The person of that identity."""
        return self.network.person(uid)

    def last(self, uid: str) -> Interaction | None:
        """The user's latest contact with them."""
        return self.network.last(uid)

    def cadence(self, uid: str) -> int | None:
        """Their cadence in days."""
        fact = self.network.fact(uid, "cadence")
        return fact.value.days if fact is not None and isinstance(fact.value, Cadence) else None

    def edges(self, uid: str) -> Iterable[Edge]:
        """All that is between a person and others, from either side: ties, small gatherings and small groups."""
        yield from map(Edge.of, self.network.ties.get(uid, ()))
        yield from self._towards(uid)
        for path, there in self._attended(uid).items():
            company = self._company(path)
            if len(company) <= SMALL:
                for other in company - {uid}:
                    yield Edge(holder=uid, other=other, kind="gathering", path=path, line=there.line, text=there.text)
        person = self.person(uid)
        for name in person.groups if person is not None else ():
            members = self._members(name)
            if person is not None and len(members) <= SMALL:
                line = person.lines.get("groups", 0)
                for other in members - {uid}:
                    yield Edge(holder=uid, other=other, kind="group", path=person.path, line=line, text=name)

    def _attended(self, uid: str) -> dict[str, Interaction]:
        """The meetings and gatherings at which a person was, by path of the note: it gives such contacts its name."""
        if self.of(uid) is None:
            return {}
        found = {}
        for path, part in self._parts[uid].items():
            name = path.rsplit("/", 1)[-1].removesuffix(".md")
            there = [one for one in part.contacts if one.text == name and one.day <= self.today]
            if there:
                found[path] = min(there, key=lambda one: one.line)
        return found

    def _company(self, path: str) -> frozenset[str]:
        """Those who were at a meeting or gathering."""
        with noticed():
            row = self.connection.execute("SELECT uids FROM ix.shares WHERE path=?", (path,)).fetchone()
            uids = decode_texts(row[0]) if row else ()
        if len(uids) > MANY:
            return frozenset(uids)
        return frozenset(uid for uid in uids if path in self._attended(uid))

    def _members(self, group: str) -> frozenset[str]:
        """The people of a group; of one that is not small, as many as show that."""
        name = fold(group)
        if name not in self._groups:
            found = (one.uid for one in self.values(self.having([name])) if name in map(fold, one.groups))
            self._groups[name] = frozenset(islice(found, SMALL + 1))
        return self._groups[name]
