"""What plugins are told of earlier runs: notes, the ledger of events, the catch-ups of a query, bytes they had kept."""

import hashlib
import os
from collections.abc import Callable, Iterator, Set
from datetime import date, timedelta
from pathlib import Path

import msgspec

from vaultsync.calendar import KEEP_DAYS, Entry
from vaultsync.hooks.context import Chosen
from vaultsync.model import CatchUp, Note
from vaultsync.sync.knowing import Knowing
from vaultsync.sync.live import Reads, note_mark
from vaultsync.sync.placing import Placing
from vaultsync.sync.rows import decode_catch_up, decode_reads, pack
from vaultsync.vault.books import Books, noticed
from vaultsync.vault.state import plugin_folder

_decode_entry = msgspec.msgpack.Decoder(Entry).decode

MOST_DECODED = 10_000
"""How many catch-ups are kept in memory, at most."""


class Kept:
    """Bytes that were kept, and what they follow from: values, or their digest where they came from the index.

    ``within`` are the other bytes that were asked for to make them.
    """

    __slots__ = ("data", "digest", "everybody", "given", "uids", "within")

    def __init__(
        self,
        data: bytes,
        given: tuple[object, ...] | None,
        digest: bytes,
        uids: frozenset[str],
        *,
        everybody: bool,
        within: frozenset[tuple[str, str]] = frozenset(),
    ) -> None:
        self.within = within
        self.data, self.given, self.digest = data, given, digest
        self.uids, self.everybody = uids, everybody

    def follows_from(self, given: tuple[object, ...]) -> bool:
        """Whether it was made of the same values."""
        if self.given is not None:
            return self.given == given  # the same objects are found to be equal at once
        if _digest(given) != self.digest:
            return False
        self.given = given
        return True


class Remembering:
    """The memory of one run: what is asked of it is read from the books, and what is new is written there."""

    knowing: Knowing
    placing: Placing

    def __init__(self, root: Path, today: date, books: Books, reads: Reads) -> None:
        self._root = root
        self._today, self._c, self._reads = today, books.connection, reads
        self._kept: dict[tuple[str, str], Kept] | None = None
        self._used: set[tuple[str, str]] = set()
        self._failures: Callable[[], int] = lambda: 0
        self._chosen: dict[tuple[str, int], Chosen] = {}
        self._decoded: dict[str, tuple[bytes, CatchUp]] = {}

    def folder(self, plugin: str) -> Path:
        """A plugin's own folder, which is made where it is missing."""
        return plugin_folder(self._root, plugin, os.environ)

    def file_names(self) -> dict[str, str]:
        """What the plugins of single files called themselves in the last run, by path."""
        row = self._c.execute("SELECT value FROM main.meta WHERE key='plugin-files'").fetchone()
        return dict(msgspec.json.decode(row[0], type=dict[str, str])) if row else {}

    def keep_file_names(self, names: dict[str, str]) -> None:
        """Remember what the plugins of single files call themselves, beside those that were not asked."""
        if names and not names.items() <= (before := self.file_names()).items():
            told = msgspec.json.encode(before | names).decode()
            self._c.execute("INSERT OR REPLACE INTO main.meta VALUES ('plugin-files', ?)", (told,))

    def keep_errors(self, errors: dict[str, str]) -> None:
        """Remember what went wrong in which plugin, for whoever asks how it is."""
        row = self._c.execute("SELECT value FROM ix.meta WHERE key='plugin-errors'").fetchone()
        told = msgspec.json.encode(errors, order="sorted").decode()
        if told != (row[0] if row else "{}"):
            self._c.execute("INSERT OR REPLACE INTO ix.meta VALUES ('plugin-errors', ?)", (told,))

    def said(self, kind: str, person: str) -> dict[str, bytes]:
        """What each plugin from outside said of a person, or of a note by its path, by plugin."""
        with noticed():
            asked = "SELECT plugin, data FROM across WHERE kind=? AND person=? ORDER BY plugin"
            return dict(self._c.execute(asked, (kind, person)))

    def keep_said(self, kind: str, person: str, said: dict[str, bytes]) -> None:
        """Keep that, in the place of what was kept before."""
        with noticed():
            self._c.execute("DELETE FROM across WHERE kind=? AND person=?", (kind, person))
            rows = [(kind, plugin, person, data) for plugin, data in sorted(said.items())]
            self._c.executemany("INSERT INTO across VALUES (?,?,?,?)", rows)

    def has_said(self, kind: str) -> bool:
        """Whether any such thing is kept."""
        return self._c.execute("SELECT 1 FROM across WHERE kind=?", (kind,)).fetchone() is not None

    def begin(self, *, everything: bool, failures: Callable[[], int]) -> None:
        """Begin a run; with ``everything``, with nothing kept. ``failures`` counts what went wrong."""
        self._failures = failures
        self._used.clear()
        if len(self._decoded) > MOST_DECODED:
            self._decoded.clear()
        if everything:
            self._let_go_of(list(self.kept()))

    def let_go(self, changed: set[str], notes: Set[str] = frozenset()) -> None:
        """Let go of what followed from people about whom something changed, or from notes."""
        if changed or notes:
            kept, met = self.kept().items(), changed | notes
            self._let_go_of([key for key, one in kept if (one.everybody and changed) or not one.uids.isdisjoint(met)])

    def _let_go_of(self, gone: list[tuple[str, str]]) -> None:
        kept = self.kept()
        for key in gone:
            del kept[key]
        self._c.executemany("DELETE FROM ix.kept WHERE plugin=? AND key=?", gone)

    def end(self, *, everything: bool) -> None:
        """Let go of what nobody asked for in this run, and of events that were not seen for long."""
        kept = self.kept()
        unused = kept.keys() - self._used
        for key in unused:
            del kept[key]
        self._c.executemany("DELETE FROM ix.kept WHERE plugin=? AND key=?", list(unused))
        if everything:
            self._c.execute("DELETE FROM stamps WHERE seen < ?", (str(self._today - timedelta(days=KEEP_DAYS)),))
            self._c.execute("DELETE FROM across WHERE kind<>'people' AND person NOT IN (SELECT uid FROM identities)")
            self._c.execute("DELETE FROM across WHERE kind='people' AND person NOT IN (SELECT path FROM ix.notes)")

    # What plugins ask

    def note(self, path: str) -> Note | None:
        """A note as it was read."""
        self._reads.uids.add(note_mark(path))
        return self.knowing.note(path)

    def entry(self, uid: str) -> Entry | None:
        """The event's entry in the ledger."""
        with noticed():
            row = self._c.execute("SELECT entry FROM stamps WHERE uid=?", (uid,)).fetchone()
            return None if row is None else _decode_entry(row[0])

    def keep_entry(self, uid: str, entry: Entry) -> None:
        """Write the event's entry into the ledger."""
        with noticed():
            self._c.execute("INSERT OR REPLACE INTO stamps VALUES (?,?,?)", (uid, pack(entry), str(entry.seen)))

    def chosen(self, query: str, most: int) -> Chosen:
        """The catch-ups that a query holds for, the nearest ``most``. Raises ValueError for one that no feed has."""
        if query not in self.placing.queries:
            raise ValueError(f"no feed has the query {query!r}")
        self._reads.everybody = True
        if query in self.placing.fresh:
            self.placing.fresh.discard(query)
            self._chosen = {key: chosen for key, chosen in self._chosen.items() if key[0] != query}
        known = self._chosen.get((query, most))
        if known is None:
            with noticed():
                known = self._chosen[query, most] = self._choose(query, most)
        return known

    def _choose(self, query: str, most: int) -> Chosen:
        rows = self._c.execute(
            "SELECT uid, data FROM held JOIN published USING (uid) WHERE query=?"
            " ORDER BY held.starts, held.uid LIMIT ?",
            (query, most),
        )
        found = []
        decoded = self._decoded
        for uid, data in rows:
            before = decoded.get(uid)
            if before is None or before[0] != data:
                before = decoded[uid] = (data, decode_catch_up(data))
            found.append(before[1])
        left_out = 0 if len(found) < most else self.placing.count(query) - len(found)
        return Chosen(catch_ups=tuple(found), left_out=left_out)

    def cached(
        self, plugin: str, key: str, given: tuple[object, ...], make: Callable[[], bytes], *, lasting: bool
    ) -> bytes:
        """Bytes that were made in an earlier run, or are made now and kept."""
        where = (plugin, key)
        self._used.add(where)
        kept = self.kept()
        one = kept.get(where)
        if one is None or not one.follows_from(given):
            one = self._made(where, given, make, lasting=lasting)
        elif one.within:
            self._used |= one.within
        self._reads.uids |= one.uids
        self._reads.everybody |= one.everybody
        return one.data

    def _made(
        self, where: tuple[str, str], given: tuple[object, ...], make: Callable[[], bytes], *, lasting: bool
    ) -> Kept:
        before = self._reads.taken()
        used, self._used = self._used, set()
        failures = self._failures()
        try:
            data = make()
        finally:
            within, self._used = frozenset(self._used), used | self._used
            uids, everybody = self._reads.taken()
            self._reads.uids, self._reads.everybody = set(before[0] | uids), before[1] or everybody
        one = Kept(data, given, b"", uids, everybody=everybody, within=within)
        # What a plugin failed to say must not be kept as if it had nothing to say.
        if self._failures() == failures:
            self.kept()[where] = one
        if lasting and self._failures() == failures:
            row = (*where, _digest(given), data, pack((sorted(uids), everybody)))
            with noticed():
                self._c.execute("INSERT OR REPLACE INTO ix.kept VALUES (?,?,?,?,?)", row)
        return one

    def kept(self) -> dict[tuple[str, str], Kept]:
        """All that is kept, by plugin and key."""
        if self._kept is None:
            with noticed():
                self._kept = dict(self._read_kept())
        return self._kept

    def _read_kept(self) -> Iterator[tuple[tuple[str, str], Kept]]:
        for plugin, key, digest, data, reads in self._c.execute("SELECT * FROM ix.kept"):
            uids, everybody = decode_reads(reads)
            yield (plugin, key), Kept(data, None, digest, frozenset(uids), everybody=everybody)


def _digest(given: tuple[object, ...]) -> bytes:
    return hashlib.blake2b(pack(given), digest_size=16).digest()
