"""What plugins say of everybody together: contacts from outside the vault, and picks. Kept by plugin and person.

It is asked for when the whole vault is looked at, and counts until it is asked for again. What a plugin said before it
failed stays: failed is unknown, never empty.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal, TypeVar, get_args

from vaultsync.hooks.call import Outcome
from vaultsync.model import Interaction, Network, Problem, Reminder
from vaultsync.sync.asking import Asking
from vaultsync.sync.live import Reads
from vaultsync.sync.person_kept import Known, said_across, with_outside
from vaultsync.sync.rows import decode_problems, decode_reminders, pack
from vaultsync.vault.books import Books

T = TypeVar("T", Interaction, Reminder)
Kind = Literal["interactions", "picks"]


class Across:
    """What is said of everybody together, of one vault on one day."""

    def __init__(self, today: date, books: Books, asking: Asking, reads: Reads) -> None:
        self._today, self._c, self._asking, self._reads = today, books.connection, asking, reads
        self._met: frozenset[str] | None = None
        self._merged: dict[str, tuple[Known, Known]] = {}
        self._asking_now = False

    def ask_contacts(self, network: Network) -> set[str]:
        """Ask for contacts from outside; the uids of those of whom another is known now. The network has none yet."""
        if not self._concerns("interactions"):
            return set()
        self._asking_now = True
        try:
            outcome = self._asking.interactions(network)
            changed = self._keep("interactions", outcome, outcome.values, network)
        finally:
            self._asking_now = False
            self._reads.taken()
        self._forget()
        return changed

    def ask_picks(self, network: Network) -> set[str]:
        """Ask for picks; the uids of those of whom another stands now."""
        if not self._concerns("picks"):
            return set()
        outcome = self._asking.picks(network)
        changed = self._keep("picks", outcome, outcome.values, network)
        self._reads.taken()
        return changed

    def with_contacts(self, known: Known) -> Known:
        """A person and what is known of them, the contacts from outside among it."""
        if self._met is None:
            rows = self._c.execute("SELECT DISTINCT person FROM across WHERE kind='interactions'")
            self._met = frozenset(uid for (uid,) in rows)
        uid = known[0].uid
        if self._asking_now or uid not in self._met:
            return known
        before = self._merged.get(uid)
        if before is None or before[0] is not known:
            before = self._merged[uid] = (known, with_outside(self._c, known, self._today))
        return before[1]

    def picks(self, uid: str) -> tuple[Reminder, ...]:
        """The picks of a person, by identity."""
        return tuple(sorted(said_across(self._c, "picks", uid, decode_reminders), key=lambda one: one.id))

    def copy_contacts(self, other: "Across") -> set[str]:
        """Take the contacts that another has; the uids of those of whom another is known now."""
        asked = "SELECT kind, plugin, person, data FROM across WHERE kind='interactions'"
        now, before = set(other._c.execute(asked)), set(self._c.execute(asked))
        self._c.executemany("DELETE FROM across WHERE kind=? AND plugin=? AND person=?", [r[:3] for r in before - now])
        self._c.executemany("INSERT OR REPLACE INTO across VALUES (?,?,?,?)", now - before)
        self._forget()
        return {row[2] for row in now ^ before}

    def forget(self) -> None:
        """Let go of what is in memory and can be read again."""
        self._merged.clear()

    def _forget(self) -> None:
        self._met = None
        self._merged.clear()

    def _concerns(self, kind: Kind) -> bool:
        """Whether anybody says such a thing, or did."""
        if self._asking.asks(f"vaultsync_{kind}"):
            return True
        return self._c.execute("SELECT 1 FROM across WHERE kind=?", (kind,)).fetchone() is not None

    def _keep(self, kind: Kind, outcome: Outcome[T], values: Iterable[T], network: Network) -> set[str]:
        said = defaultdict[tuple[str, str], set[T]](set)
        for one in values:
            said[one.plugin, one.person].add(one)
        known = frozenset(person.uid for person in network.people) if said else frozenset[str]()
        # Values are encoded in an order of their own, so that a plugin's order makes no difference.
        now: dict[tuple[str, str], bytes] = {key: _encoded(ones) for key, ones in said.items() if key[1] in known}
        before: dict[tuple[str, str], bytes] = {
            (plugin, person): data
            for plugin, person, data in self._c.execute("SELECT plugin, person, data FROM across WHERE kind=?", (kind,))
        }
        unsaid = outcome.failed | self._asking.left_out
        now |= {key: data for key, data in before.items() if key[0] in unsaid}
        changed = {whose for whose in {**before, **now} if before.get(whose) != now.get(whose)}
        gone = [(kind, plugin, person) for plugin, person in changed if (plugin, person) not in now]
        self._c.executemany("DELETE FROM across WHERE kind=? AND plugin=? AND person=?", gone)
        rows = [(kind, plugin, person, now[plugin, person]) for plugin, person in changed if (plugin, person) in now]
        self._c.executemany("INSERT OR REPLACE INTO across VALUES (?,?,?,?)", rows)
        self._keep_problems(kind, outcome)
        return {person for _, person in changed}

    def problems(self) -> Iterator[Problem]:
        """What went wrong when it was asked for last, with the plugins that are still asked."""
        for kind in get_args(Kind):
            asked = self._asking.who_asks(f"vaultsync_{kind}")
            yield from (told for told in decode_problems(self._kept_problems(kind)) if told.plugin in asked)

    def _kept_problems(self, kind: Kind) -> bytes | None:
        row = self._c.execute("SELECT value FROM ix.meta WHERE key=?", (f"{kind}-problems",)).fetchone()
        return None if row is None else row[0]

    def _keep_problems(self, kind: Kind, outcome: Outcome[T]) -> None:
        now = pack(outcome.problems)
        if now != (self._kept_problems(kind) or pack(())):
            self._c.execute("INSERT OR REPLACE INTO ix.meta VALUES (?,?)", (f"{kind}-problems", now))


def _encoded(values: set[T]) -> bytes:
    return pack(sorted(values, key=pack))
