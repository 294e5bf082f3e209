"""Who is in the vault, and what the notes say of whom: kept in the index, worked out again where a note changed.

A note's own text decides whom it is about and which links it has. Whom a link means depends on the names of all people
and notes, so where a name comes or goes, each note whose links mean something else now is read for its links again.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import chain

from vaultsync.model import Note, Person, Problem
from vaultsync.people import Box, Called, Gathered
from vaultsync.people.evidence import sought
from vaultsync.sync.asking import Asking
from vaultsync.sync.live import note_mark
from vaultsync.sync.names import Names
from vaultsync.sync.person_kept import gathered_by, read_person
from vaultsync.sync.reading import Delta, out_of_reach, row_of
from vaultsync.sync.rows import (
    day_of,
    decode_note,
    decode_person,
    decode_problems,
    pack,
    some,
)
from vaultsync.sync.shares import Shares
from vaultsync.sync.world import World
from vaultsync.vault.books import Books, noticed
from vaultsync.vault.scan import FileStat

_PROBLEMS_OF = (
    "SELECT problems FROM ix.notes WHERE path=?1"
    " UNION ALL SELECT problems FROM identities JOIN ix.people USING (uid) WHERE path=?1"
    " UNION ALL SELECT problems FROM identities JOIN ix.said USING (uid) WHERE path=?1"
)


@dataclass(slots=True)
class Affected:
    """Whose data changed, and who is no longer known, by uid. ``renamed``: names or identities changed somewhere."""

    changed: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    notes: set[str] = field(default_factory=set)
    """The notes that are another text or gone, each as a look at it stands (:func:`vaultsync.sync.live.note_mark`)."""
    doubtful: set[str] = field(default_factory=set)
    """Those with boxes in notes that could not be read or recognised at the last run."""


class Knowing:
    """The people of a vault, and what is known of each."""

    def __init__(self, world: World, books: Books, asking: Asking) -> None:
        self._world, self._c, self._asking = world, books.connection, asking
        self._remembers = books.remembers
        self.names = Names(world, books)
        self._shares = Shares(world, books, self.names)
        self._live: dict[str, tuple[Person, Gathered]] = {}
        self._failed: set[str] = set()
        self.unread: frozenset[str] = frozenset()

    def take(self, delta: Delta, *, everything: bool) -> Affected:
        """Take in what was read; with ``everything``, whatever was known is worked out again from the kept notes."""
        self._live.clear()
        self.unread = delta.unread
        notes = dict(delta.read)
        affected = Affected(notes={note_mark(path) for path in chain(delta.read, delta.gone)})
        failed: set[str] = set()
        if everything:
            kept = self._c.execute("SELECT path, note FROM ix.notes")
            notes |= {path: decode_note(data) for path, data in kept if path not in notes and path not in delta.gone}
        else:
            tried = self._c.execute("SELECT path, note FROM ix.notes WHERE failed").fetchall()
            failed = {path for path, _ in tried}
            affected.doubtful = self._doubtful(failed, delta.unread_before)
            notes |= {path: decode_note(data) for path, data in tried if path not in notes and path not in delta.gone}
        old = {path: self._called(path) for path in chain(notes, delta.gone)} if not everything else {}
        self._drop(delta.gone)
        called = self._recognise(notes, delta)
        self._failed = {path for (path,) in self._c.execute("SELECT path FROM ix.notes WHERE failed")}
        renamed = everything or bool(delta.gone) or delta.unread != delta.unread_before
        # Who could not be recognised stayed who they were; who is recognised to be nobody does not.
        renamed = (
            renamed or self._failed != failed or any(old.get(path, _UNKNOWN) != called.get(path) for path in notes)
        )
        if renamed:
            affected.gone |= self.names.settle(self.is_unknown)
        else:
            self._touch(delta, called)
        if everything:
            affected.changed |= self._know_all(notes)
        else:
            affected.changed |= self._shares.put(
                notes, delta.gone, renamed=renamed, unknown=affected.gone, unread=delta.unread, note_of=self.note
            )
        for uid in affected.gone:
            self._c.execute("DELETE FROM ix.people WHERE uid = ?", (uid,))
            self._keep_boxes(uid, ())
        return affected

    # The notes

    def _called(self, path: str) -> bytes | None:
        row = self._c.execute("SELECT called FROM ix.notes WHERE path = ?", (path,)).fetchone()
        return _UNKNOWN if row is None else row[0]

    def _drop(self, gone: Iterable[str]) -> None:
        self._c.executemany("DELETE FROM ix.notes WHERE path = ?", [(path,) for path in gone])

    def _recognise(self, notes: Mapping[str, Note], delta: Delta) -> dict[str, bytes | None]:
        """Ask whom each note is about, and keep the notes; what each person is called, by path (None: no person)."""
        called: dict[str, bytes | None] = {}
        whole, partly = [], []
        for path, note in notes.items():
            person, problems, failed = self._asking.recognise(note)
            known_as = None
            if person is not None:
                known_as = pack(Called(path=path, uid=person.uid, name=person.name, aliases=person.aliases))
            called[path] = known_as
            told = (pack(person) if person is not None else None, known_as, some(problems), failed)
            file = delta.files.get(path)
            if file is None:
                partly.append((*told, path))
            else:
                whole.append((*row_of(file), note.digest, pack(note), *told))
        self._c.executemany("INSERT OR REPLACE INTO ix.notes VALUES (?,?,?,?,?,?,?,?,?,?,?)", whole)
        self._c.executemany("UPDATE ix.notes SET person=?, called=?, problems=?, failed=? WHERE path=?", partly)
        return called

    def retouch(self, files: Iterable[FileStat]) -> None:
        """Remember the new numbers of files that hold the same text."""
        self._c.executemany(
            # EXISTS, which looks one row up: IN would gather everybody for each file.
            "UPDATE identities SET inode=?2 WHERE path=?1 AND inode<>?2"
            " AND EXISTS (SELECT 1 FROM ix.notes WHERE ix.notes.path=?1 AND called IS NOT NULL)",
            [(file.path, file.inode) for file in files],
        )

    def _touch(self, delta: Delta, called: Mapping[str, bytes | None]) -> None:
        """Remember the new digests of people's notes, by which they are known again after a rename."""
        read = ((path, note) for path, note in delta.read.items() if called[path] is not None)
        rows = [(note.digest, delta.files[path].inode, path) for path, note in read]
        self._c.executemany("UPDATE identities SET digest=?, inode=? WHERE path=?", rows)

    # What is known of whom

    def _know_all(self, notes: Mapping[str, Note]) -> set[str]:
        """Gather what all notes say of everybody."""
        asked = self._c.execute("SELECT person, key, day FROM boxes")
        boxes = {(person, key): day_of(day) for person, key, day in asked}
        rows = []
        for person, parts, share in self._shares.put_all(notes, self.unread):
            known = gathered_by(person, parts, share, boxes, self._world.today)
            self._live[person.uid] = (person, known)
            told = (pack(person), pack(parts), pack(share.ties), pack(share.stated), some(known.problems))
            rows.append((person.uid, sought(person), *told))
        self._c.executemany("INSERT INTO ix.people VALUES (?,?,?,?,?,?,?)", rows)
        self._keep_boxes(None, [box for _, known in self._live.values() for box in known.boxes])
        return set(self._live)

    def _keep_boxes(self, uid: str | None, boxes: Iterable[Box]) -> None:
        """The boxes of this run, and those of the notes that it could not read."""
        if not self._remembers:
            return
        whose = ("", ()) if uid is None else (" WHERE person = ?", (uid,))
        before = self._c.execute(f"SELECT person, key, path, day FROM boxes{whose[0]}", whose[1]).fetchall()
        now = {(box.person, box.key): (box.person, box.key, box.path, _text(box.day)) for box in boxes}
        kept = {row[:2]: row for row in before if self.is_unknown(row[2])}
        rows = kept | now
        self._c.executemany(
            "DELETE FROM boxes WHERE person=? AND key=?", [row[:2] for row in before if row[:2] not in rows]
        )
        old = {row[:2]: row for row in before}
        self._c.executemany(
            "INSERT OR REPLACE INTO boxes VALUES (?,?,?,?)", [row for key, row in rows.items() if old.get(key) != row]
        )

    def _doubtful(self, failed: set[str], unread: frozenset[str]) -> set[str]:
        if not failed and not unread:
            return set()
        boxes = self._c.execute("SELECT person, path FROM boxes")
        return {person for person, path in boxes if path in failed or out_of_reach(path, unread)}

    # Questions

    @property
    def misses(self) -> bool:
        """Whether there is any such note as :meth:`is_unknown` asks for."""
        return bool(self._failed or self.unread)

    def is_unknown(self, path: str) -> bool:
        """Whether the note is there and could not be read or recognised: what was known of it stays."""
        return path in self._failed or out_of_reach(path, self.unread)

    def note(self, path: str) -> Note | None:
        """A note as it was read."""
        with noticed():
            row = self._c.execute("SELECT note FROM ix.notes WHERE path=?", (path,)).fetchone()
            return None if row is None else decode_note(row[0])

    def of(self, uid: str) -> tuple[Person, Gathered] | None:
        """A person, and what is known of them today."""
        found = self._live.get(uid)
        if found is None:
            with noticed():
                found = self._read(uid)
            if found is not None:
                self._live[uid] = found
        return found

    def _read(self, uid: str) -> tuple[Person, Gathered] | None:
        found = read_person(self._c, uid, self._world.today)
        return None if found is None else (found[0], found[2])

    def settle(self, uid: str) -> None:
        """Keep what the next run must know of a person whose data changed."""
        found = self.of(uid)
        self._keep_boxes(uid, found[1].boxes if found is not None else ())
        if found is not None:
            self._c.execute("UPDATE ix.people SET problems=? WHERE uid=?", (some(found[1].problems), uid))

    def forget(self) -> None:
        """Let go of what is in memory and can be read again."""
        self._live.clear()

    def people(self) -> tuple[Person, ...]:
        """Everybody, by path."""
        with noticed():
            rows = self._c.execute("SELECT person FROM ix.people WHERE person IS NOT NULL")
            return tuple(sorted((decode_person(data) for (data,) in rows), key=lambda person: person.path))

    def uids(self) -> list[str]:
        """Everybody's uid, in order."""
        asked = "SELECT uid FROM ix.people WHERE person IS NOT NULL ORDER BY uid"
        with noticed():
            return [uid for (uid,) in self._c.execute(asked)]

    def problems(self) -> Iterator[Problem]:
        """What is wrong with the notes, and what did not fit together."""
        for table in ("notes", "people"):
            for (data,) in self._c.execute(f"SELECT problems FROM ix.{table} WHERE problems IS NOT NULL"):
                yield from decode_problems(data)
        yield from self.names.problems()
        if unclear := self._shares.unclear():
            yield from self.names.directory.problems(unclear)

    def problems_of(self, paths: Iterable[str]) -> Iterator[Problem]:
        """What is wrong with some notes, and what did not fit together or was met about the people in them."""
        for path in paths:
            for (data,) in self._c.execute(_PROBLEMS_OF, (path,)):
                yield from decode_problems(data)


_UNKNOWN = b"?"


def _text(day: date | None) -> str | None:
    return None if day is None else str(day)
