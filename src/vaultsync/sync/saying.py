"""What the plugins say of each person, kept; and whom to ask about again when something changed.

Asked again are those about whom something changed, those at whom a plugin looked to speak of them, and those about whom
a plugin failed to speak.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import NamedTuple

from vaultsync.model import CatchUp, Fact, Interaction, Network, Person, Problem, Reminder
from vaultsync.people import Gathered
from vaultsync.planning import ReminderId
from vaultsync.sync.across import Across
from vaultsync.sync.asking import Asking
from vaultsync.sync.knowing import Affected, Knowing
from vaultsync.sync.lingering import Lingering
from vaultsync.sync.live import Reads, live_network
from vaultsync.sync.person_row import next_due, person_row, shown_text
from vaultsync.sync.rows import (
    decode_catch_up,
    decode_facts,
    decode_problems,
    decode_reads,
    decode_reminders,
    pack,
    some,
)
from vaultsync.sync.world import World
from vaultsync.vault.books import Books, noticed

_INSERT = "INSERT OR REPLACE INTO ix.said VALUES (?,?,?,?,?,?,?,?,?,?,?)"


WEEK = timedelta(days=7)


class _Told(NamedTuple):
    """What came of asking for facts: at whom was looked for it, and which plugins failed."""

    person: Person
    facts: tuple[Fact, ...]
    uids: frozenset[str]
    everybody: bool
    failed: frozenset[str]
    problems: tuple[Problem, ...]


class Saying:
    """What is said of everybody: facts and reminders. It is the source of the network that plugins see."""

    def __init__(
        self,
        world: World,
        books: Books,
        asking: Asking,
        knowing: Knowing,
        reads: Reads,
        *,
        across: Across,
        let_go: Callable[[set[str], set[str]], None],
    ) -> None:
        """``let_go`` is told about whom something changed, and which notes, before anybody is asked about it."""
        self._let_go, self._across = let_go, across
        self._c, self._remembers = books.connection, books.remembers
        self._asking, self._knowing, self._reads = asking, knowing, reads
        self._lingering = Lingering(books, knowing, self._published)
        self._monday = world.today - timedelta(days=world.today.weekday())
        self._facts: dict[str, tuple[Fact, ...]] = {}
        self._enriching = False
        self._readers: defaultdict[str, set[str]] | None = None
        self._readers_of_all: set[str] = set()
        self.network: Network = self.renew()

    def renew(self) -> Network:
        """The network anew: what somebody read of the old one may not be true any more."""
        self.network = live_network(self, self._reads)
        self._asking.knows(self.network)
        return self.network

    # The source of the network

    def of(self, uid: str) -> tuple[Person, Gathered] | None:
        """A person, and what is known of them."""
        found = self._knowing.of(uid)
        return found if found is None else self._across.with_contacts(found)

    def facts(self, uid: str) -> tuple[Fact, ...]:
        """What plugins found out about them."""
        if self._enriching:  # facts do not depend on each other
            return ()
        found = self._facts.get(uid)
        if found is None:
            with noticed():
                found = self._facts[uid] = self._kept_facts(uid)
        return found

    def people(self) -> tuple[Person, ...]:
        """Everybody, by path."""
        return self._knowing.people()

    def uids(self) -> list[str]:
        """Everybody's uid, in order."""
        return self._knowing.uids()

    # Asking

    def ask(self, affected: Affected, *, everything: bool) -> tuple[set[str], list[ReminderId]]:
        """Ask about whoever needs it: about whom was asked, and which of their reminders could move before."""
        self._facts.clear()
        self.renew()
        if everything:
            self._c.execute("DELETE FROM ix.said")
            self._readers, self._readers_of_all = defaultdict(set), set()
        asked = set(affected.changed) if everything else self._whom(affected)
        self._let_go(asked | affected.gone, affected.notes)
        asked -= affected.gone
        told = {}
        for uid in sorted(asked):
            if (found := self.of(uid)) is not None:
                told[uid] = self._enrich(found[0])
        if not everything:
            # Facts are for others to use, too.
            news = [uid for uid, each in told.items() if each.facts != self._kept_facts(uid)]
            others = {other for uid in news for other in self._dependents(uid)}
            others |= self._readers_of_all if news else set()
            self._let_go(others, set())
            for other in others - told.keys() - affected.gone:
                if (found := self.of(other)) is not None:
                    told[other] = self._enrich(found[0])
        before = [] if everything else self._movable_before([*told, *affected.gone])
        self._hide([*told, *affected.gone], everything=everything)
        self._c.executemany("DELETE FROM ix.said WHERE uid=?", [(uid,) for uid in affected.gone])
        self._facts.update({uid: each.facts for uid, each in told.items()})
        self._shown: list[tuple[str, str]] = []
        self._c.executemany(_INSERT, [self._remind(uid, each) for uid, each in told.items()])
        # After the others: what stays of somebody out of reach does not where another speaks of the same by now.
        faded = self._lingering.faded(affected.gone)
        gone = affected.gone | faded
        if not everything:
            before += self._movable_before(faded)
            self._hide(faded, everything=False)
        for uid in gone:
            self._ghost(uid)
        self._c.executemany("INSERT OR REPLACE INTO ix.shown VALUES (?,?)", self._shown)
        # Somebody who looked at everybody may be out of reach by now: nobody was asked about them.
        return told.keys() | gone, before

    def _hide(self, uids: Iterable[str], *, everything: bool) -> None:
        """Take away the rows of people who are shown anew, or no longer."""
        if everything:
            self._c.execute("DELETE FROM ix.shown")
            return
        rows = [(uid,) for uid in uids]
        self._c.executemany("DELETE FROM ix.shown WHERE sorts = (SELECT sorts FROM ix.said WHERE uid=?)", rows)

    def _movable_before(self, uids: Iterable[str]) -> list[ReminderId]:
        found = []
        for uid in uids:
            row = self._c.execute("SELECT movable FROM ix.said WHERE uid=?", (uid,)).fetchone()
            found += [one.id for one in decode_reminders(row[0])] if row else []
        return found

    def _whom(self, affected: Affected) -> set[str]:
        found = affected.changed | affected.gone
        everybody = self._readers_of_all if found else set()
        for what in (*found, *affected.notes):
            found |= self._dependents(what)
        found |= everybody
        found |= {uid for (uid,) in self._c.execute("SELECT uid FROM ix.said WHERE again")}
        return found

    def readers(self) -> dict[str, set[str]]:
        """Those of whom something was said by looking at somebody else, by whom was looked at."""
        if self._readers is None:
            self._readers = defaultdict(set)
            for reader, data in self._c.execute("SELECT uid, reads FROM ix.said WHERE reads IS NOT NULL"):
                self._noted(reader, *decode_reads(data))
        return self._readers

    def _dependents(self, uid: str) -> set[str]:
        return self.readers().get(uid, set())

    def _noted(self, reader: str, uids: Iterable[str], everybody: bool) -> None:
        if self._readers is not None:
            for uid in uids:
                self._readers[uid].add(reader)
        if everybody:
            self._readers_of_all.add(reader)

    def _kept_facts(self, uid: str) -> tuple[Fact, ...]:
        row = self._c.execute("SELECT facts FROM ix.said WHERE uid=?", (uid,)).fetchone()
        return decode_facts(row[0]) if row else ()

    def _enrich(self, person: Person) -> _Told:
        self._reads.taken()
        self._enriching = True
        try:
            outcome = self._asking.enrich(person)
        finally:
            self._enriching = False
        uids, everybody = self._reads.taken()
        return _Told(person, outcome.values, uids, everybody, outcome.failed, outcome.problems)

    def _remind(self, uid: str, told: _Told) -> tuple[object, ...]:
        self._reads.taken()
        reminders, failed, problems = self._asking.remind(
            told.person, lambda: self._published(uid), told.failed, self._across.picks(uid)
        )
        kept = self._lingering.gatherings(uid, reminders)
        reminders += kept
        uids, everybody = self._reads.taken()
        uids |= {other for one in reminders for other in one.people}
        uids, everybody = (uids | told.uids) - {uid}, everybody or told.everybody
        if uids or everybody:
            self._noted(uid, uids, everybody)
        contacts = self._contacts(uid)
        sorts = f"{told.person.name.casefold()}\0{told.person.path}"
        self._shown.append((sorts, shown_text(person_row(told.person, contacts, told.facts, next_due(reminders)))))
        return (
            uid,
            some(told.facts),
            some(tuple([one for one in reminders if one.stands])),
            some(tuple([one for one in reminders if not one.stands])),
            pack((sorted(uids), everybody)) if uids or everybody else None,
            self._made(uid, told.facts),
            bool(failed or kept),
            some((*told.problems, *problems)),
            sorts,
            len(contacts),
            str(contacts[0].day) if contacts else None,
        )

    def _contacts(self, uid: str) -> tuple[Interaction, ...]:
        found = self.of(uid)
        return () if found is None else found[1].interactions

    def _published(self, uid: str) -> tuple[CatchUp, ...]:
        if not self._remembers:
            return ()
        rows = self._c.execute("SELECT data FROM published WHERE person=? ORDER BY uid", (uid,))
        return tuple(decode_catch_up(data) for (data,) in rows)

    def _made(self, uid: str, facts: tuple[Fact, ...]) -> str | None:
        """The day of this week's contact with somebody who has a cadence: the room it took is taken."""
        contacts = self._contacts(uid)
        last = contacts[0].day if contacts else None
        if last is None or last < self._monday or last >= self._monday + WEEK:
            return None
        return str(last) if any(fact.name == "cadence" for fact in facts) else None

    def _ghost(self, uid: str) -> None:
        """What stays of somebody whose note is out of reach: the reminders that were published."""
        standing, movable = self._lingering.of(uid)
        self._c.execute("DELETE FROM ix.said WHERE uid=?", (uid,))
        if standing or movable:
            self._c.execute(_INSERT, (uid, None, standing, movable, *[None] * 2, 0, *[None] * 4))

    # Answers

    def reminders(self, uid: str) -> tuple[Reminder, ...]:
        """Every reminder about a person."""
        row = self._c.execute("SELECT standing, movable FROM ix.said WHERE uid=?", (uid,)).fetchone()
        return () if row is None else (*decode_reminders(row[0]), *decode_reminders(row[1]))

    def every_reminder(self, kind: str = "standing, movable") -> Iterator[Reminder]:
        """Every reminder about anybody, those that stand and those that may move, by uid."""
        where = "WHERE movable IS NOT NULL " if kind == "movable" else ""
        for row in self._c.execute(f"SELECT {kind} FROM ix.said {where}ORDER BY uid").fetchall():
            for data in row:
                yield from decode_reminders(data)

    def problems(self) -> Iterator[Problem]:
        """What went wrong in the asking."""
        for (data,) in self._c.execute("SELECT problems FROM ix.said WHERE problems IS NOT NULL"):
            yield from decode_problems(data)

    def forget(self) -> None:
        """Let go of what is in memory and can be read again."""
        self._facts.clear()
        self._across.forget()
