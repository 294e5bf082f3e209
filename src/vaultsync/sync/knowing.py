"""Who is in the vault, and what the notes say of whom: kept in the index, worked out again where a note changed.

A note's own text decides whom it is about and which links it has. Whom a link means depends on the names of all people
and notes, so where a name comes or goes, each note whose links mean something else now is read for its links again.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import chain

from msgspec.structs import replace

from vaultsync.model import Note, Person, Problem
from vaultsync.people import (
    Box,
    Called,
    Directory,
    Found,
    Gathered,
    Identity,
    Part,
    Share,
    gathered,
    identify,
    meant,
    share_of,
)
from vaultsync.sync.asking import Asking
from vaultsync.sync.reading import Delta, out_of_reach, row_of
from vaultsync.sync.rows import (
    Unclears,
    day_of,
    decode_called,
    decode_meanings,
    decode_note,
    decode_parts,
    decode_person,
    decode_problems,
    decode_stated,
    decode_texts,
    decode_ties,
    decode_unclears,
    pack,
    some,
)
from vaultsync.sync.world import World
from vaultsync.vault.books import Books

_PROBLEMS_OF = (
    "SELECT problems FROM ix.notes WHERE path=?1"
    " UNION ALL SELECT problems FROM identities JOIN ix.people USING (uid) WHERE path=?1"
    " UNION ALL SELECT problems FROM identities JOIN ix.said USING (uid) WHERE path=?1"
)
ROW = "SELECT person, parts, ties, stated FROM ix.people WHERE uid = ?"


@dataclass(slots=True)
class Affected:
    """Whose data changed, and who is no longer known, by uid. ``renamed``: names or identities changed somewhere."""

    changed: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)


class Knowing:
    """The people of a vault, and what is known of each."""

    def __init__(self, world: World, books: Books, asking: Asking) -> None:
        self._world, self._c, self._asking = world, books.connection, asking
        self._directory: Directory | None = None
        self._live: dict[str, tuple[Person, Gathered]] = {}
        self._failed: set[str] = set()
        self.unread: frozenset[str] = frozenset()

    def take(self, delta: Delta, *, everything: bool) -> Affected:
        """Take in what was read; with ``everything``, whatever was known is worked out again from the kept notes."""
        self._live.clear()
        self.unread = delta.unread
        notes = dict(delta.read)
        if everything:
            kept = self._c.execute("SELECT path, note FROM ix.notes")
            notes |= {path: decode_note(data) for path, data in kept if path not in notes and path not in delta.gone}
        else:
            failed = self._c.execute("SELECT path, note FROM ix.notes WHERE failed").fetchall()
            notes |= {path: decode_note(data) for path, data in failed if path not in notes and path not in delta.gone}
        old = {path: self._called(path) for path in chain(notes, delta.gone)} if not everything else {}
        self._drop(delta.gone)
        called = self._recognise(notes, delta)
        self._failed = {path for (path,) in self._c.execute("SELECT path FROM ix.notes WHERE failed")}
        renamed = everything or bool(delta.gone) or delta.unread != delta.unread_before
        renamed = renamed or any(old.get(path, _UNKNOWN) != called.get(path) for path in notes)
        affected = Affected()
        if renamed:
            self._name(affected)
        else:
            self._touch(delta, called)
        self._share(notes, delta.gone, affected, renamed=renamed, everything=everything)
        for uid in affected.gone:
            self._c.execute("DELETE FROM ix.people WHERE uid = ?", (uid,))
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

    def _touch(self, delta: Delta, called: Mapping[str, bytes | None]) -> None:
        """Remember the new digests of people's notes, by which they are known again after a rename."""
        read = ((path, note) for path, note in delta.read.items() if called[path] is not None)
        rows = [(note.digest, delta.files[path].inode, path) for path, note in read]
        self._c.executemany("UPDATE identities SET digest=?, inode=? WHERE path=?", rows)

    # Names and identities

    def _name(self, affected: Affected) -> None:
        """Say anew who is who, and whom a name means."""
        before = {
            path: Identity(uid=uid, digest=digest, inode=inode)
            for path, uid, digest, inode in self._c.execute("SELECT path, uid, digest, inode FROM identities")
        }
        kept = {path: one for path, one in before.items() if self.is_unknown(path)}
        people = [
            (path, digest, inode, decode_called(called))
            for path, digest, inode, called in self._c.execute(
                "SELECT path, digest, inode, called FROM ix.notes WHERE called IS NOT NULL ORDER BY path"
            )
        ]
        found = [
            Found(path=path, digest=digest, inode=inode, declared_uid=named.uid)
            for path, digest, inode, named in people
        ]
        now, problems = identify(found, {path: one for path, one in before.items() if path not in kept})
        now |= kept
        self._meta("identity-problems", problems)
        self._c.executemany("DELETE FROM identities WHERE path=?", [(path,) for path in before.keys() - now.keys()])
        self._c.executemany(
            "INSERT OR REPLACE INTO identities VALUES (?,?,?,?)",
            [(path, one.uid, one.digest, one.inode) for path, one in now.items() if before.get(path) != one],
        )
        today = str(self._world.today)
        self._c.executemany("INSERT OR IGNORE INTO first_seen VALUES (?,?)", [(one.uid, today) for one in now.values()])
        self._c.execute("DELETE FROM first_seen WHERE uid NOT IN (SELECT uid FROM identities)")
        here = {now[path].uid for path, *_ in people}
        once = "SELECT uid FROM ix.people UNION SELECT uid FROM ix.said UNION SELECT person FROM published"
        affected.gone |= {uid for (uid,) in self._c.execute(once)} - here
        list_path = self._world.settings.write.list
        paths = [path for (path,) in self._c.execute("SELECT path FROM ix.notes") if path != list_path]
        named = (replace(each, uid=now[path].uid) for path, _, _, each in people)
        self._directory = Directory(named, paths)
        self._meta("directory", self._directory.dump())

    @property
    def directory(self) -> Directory:
        """Whom a name means."""
        if self._directory is None:
            data = self._read_meta("directory")
            self._directory = Directory.load(data) if data is not None else Directory((), ())
        return self._directory

    # What each note says of whom

    def _share(
        self, notes: Mapping[str, Note], gone: Iterable[str], affected: Affected, *, renamed: bool, everything: bool
    ) -> None:
        if everything:
            self._c.execute("DELETE FROM ix.shares")
            self._c.execute("DELETE FROM ix.people")
            self._share_all(notes, affected)
            return
        again = set(notes)
        if renamed:
            again |= set(self._misread(notes))
            again |= set(self._renamed_owners())
        for path in gone:
            self._part(path, Share(), None, affected)
            self._c.execute("DELETE FROM ix.shares WHERE path=?", (path,))
        for path in sorted(again):
            note = notes.get(path) or self.note(path)
            if note is not None:
                owner = self._owner(path)
                self._part(path, self._read_share(note, owner), owner, affected)

    def _misread(self, notes: Mapping[str, Note]) -> Iterator[str]:
        """The notes of which a link means something else now."""
        meaning = self.directory.meaning
        for path, data in self._c.execute("SELECT path, meanings FROM ix.shares WHERE meanings IS NOT NULL").fetchall():
            if path not in notes and any(
                meant(*meaning(target, path)) != was for target, was in decode_meanings(data).items()
            ):
                yield path

    def _renamed_owners(self) -> Iterator[str]:
        """The notes of people who go by another identity than they did, or who were not here."""
        yield from (
            path
            for (path,) in self._c.execute(
                "SELECT path FROM identities WHERE uid NOT IN (SELECT uid FROM ix.people)"
                " AND path IN (SELECT path FROM ix.notes WHERE called IS NOT NULL)"
            ).fetchall()
        )

    def _read_share(self, note: Note, owner: Person | None) -> Share:
        if note.path == self._world.settings.write.list:
            # The list is ours: what stands there tells of nobody until a tick has become a line in the person's note.
            return Share()
        order = self._world.settings.dates.order
        return share_of(note, self.directory, daily=self._world.daily, date_order=order, owner=owner)

    def _owner(self, path: str) -> Person | None:
        """The person that a note is about, with their identity."""
        row = self._c.execute(
            "SELECT person, uid, day FROM ix.notes JOIN identities USING (path) JOIN first_seen USING (uid)"
            " WHERE path = ? AND person IS NOT NULL",
            (path,),
        ).fetchone()
        return None if row is None else replace(decode_person(row[0]), uid=row[1], first_seen=day_of(row[2]))

    def _part(self, path: str, share: Share, owner: Person | None, affected: Affected) -> None:
        """Put what a note says in the place of what it said."""
        row = self._c.execute("SELECT uids FROM ix.shares WHERE path=?", (path,)).fetchone()
        before = decode_texts(row[0]) if row else ()
        for uid in {*before, *share.parts} - affected.gone:
            kept = self._c.execute("SELECT parts FROM ix.people WHERE uid=?", (uid,)).fetchone()
            parts = decode_parts(kept[0]) if kept is not None else {}
            said = share.parts.get(uid)
            if parts.get(path) != said:
                if said is None:
                    del parts[path]
                else:
                    parts[path] = said
                affected.changed.add(uid)
                self._c.execute(
                    "INSERT INTO ix.people (uid, parts) VALUES (?1, ?2) ON CONFLICT (uid) DO UPDATE SET parts = ?2",
                    (uid, pack(parts)),
                )
        if owner is not None:
            told = (pack(owner), pack(share.ties), pack(share.stated))
            kept = self._c.execute("SELECT person, ties, stated FROM ix.people WHERE uid=?", (owner.uid,)).fetchone()
            if kept != told:
                affected.changed.add(owner.uid)
                self._c.execute(
                    "INSERT INTO ix.people (uid, person, parts, ties, stated) VALUES (?1, ?2, ?5, ?3, ?4)"
                    " ON CONFLICT (uid) DO UPDATE SET person = ?2, ties = ?3, stated = ?4",
                    (owner.uid, *told, pack({})),
                )
        self._c.execute("INSERT OR REPLACE INTO ix.shares VALUES (?,?,?,?)", _share_row(path, share))

    def _share_all(self, notes: Mapping[str, Note], affected: Affected) -> None:
        """The same for every note at once."""
        first_seen = dict(self._c.execute("SELECT uid, day FROM first_seen"))
        uids = dict(self._c.execute("SELECT path, uid FROM identities"))
        owners = {
            path: replace(decode_person(data), uid=uids[path], first_seen=day_of(first_seen[uids[path]]))
            for path, data in self._c.execute("SELECT path, person FROM ix.notes WHERE person IS NOT NULL")
        }
        parts: dict[str, dict[str, Part]] = {owner.uid: {} for owner in owners.values()}
        own: dict[str, Share] = {}
        rows = []
        for path in sorted(notes):
            owner = owners.get(path)
            share = self._read_share(notes[path], owner)
            for uid, part in share.parts.items():
                parts[uid][path] = part
            if owner is not None:
                own[owner.uid] = share
            rows.append(_share_row(path, share))
        self._c.executemany("INSERT INTO ix.shares VALUES (?,?,?,?)", rows)
        boxes = {
            (person, key): day_of(day) for person, key, day in self._c.execute("SELECT person, key, day FROM boxes")
        }
        people = []
        for owner in owners.values():
            share = own[owner.uid]
            known = self._gather(owner, parts[owner.uid], share, boxes)
            self._live[owner.uid] = (owner, known)
            people.append(
                (
                    owner.uid, pack(owner), pack(parts[owner.uid]), pack(share.ties), pack(share.stated),
                    some(known.problems),
                )
            )  # fmt: skip
        self._c.executemany("INSERT INTO ix.people VALUES (?,?,?,?,?,?)", people)
        self._keep_boxes(None, [box for _, known in self._live.values() for box in known.boxes])
        affected.changed |= self._live.keys()

    def _gather(
        self, person: Person, parts: Mapping[str, Part], share: Share, boxes: Mapping[tuple[str, str], date | None]
    ) -> Gathered:
        return gathered(
            person,
            [parts[path] for path in sorted(parts)],
            ties=share.ties,
            stated=share.stated,
            today=self._world.today,
            boxes=boxes,
        )

    def _keep_boxes(self, uid: str | None, boxes: Iterable[Box]) -> None:
        """The boxes of this run, and those of the notes that it could not read."""
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

    # Questions

    def is_unknown(self, path: str) -> bool:
        """Whether the note is there and could not be read or recognised: what was known of it stays."""
        return path in self._failed or out_of_reach(path, self.unread)

    def note(self, path: str) -> Note | None:
        """A note as it was read."""
        row = self._c.execute("SELECT note FROM ix.notes WHERE path=?", (path,)).fetchone()
        return None if row is None else decode_note(row[0])

    def of(self, uid: str) -> tuple[Person, Gathered] | None:
        """A person, and what is known of them today."""
        found = self._live.get(uid)
        if found is None:
            row = self._c.execute(ROW, (uid,)).fetchone()
            if row is None or row[0] is None:
                return None
            person = decode_person(row[0])
            share = Share(ties=decode_ties(row[2]), stated=decode_stated(row[3]))
            boxes = {
                (uid, key): day_of(day)
                for key, day in self._c.execute("SELECT key, day FROM boxes WHERE person=?", (uid,))
            }
            found = self._live[uid] = (person, self._gather(person, decode_parts(row[1]), share, boxes))
        return found

    def settle(self, uid: str) -> None:
        """Keep what the next run must know of a person whose data changed."""
        found = self.of(uid)
        if found is not None:
            self._keep_boxes(uid, found[1].boxes)
            self._c.execute("UPDATE ix.people SET problems=? WHERE uid=?", (some(found[1].problems), uid))

    def forget(self) -> None:
        """Let go of what is in memory and can be read again."""
        self._live.clear()

    def people(self) -> tuple[Person, ...]:
        """Everybody, by path."""
        rows = self._c.execute("SELECT person FROM ix.people WHERE person IS NOT NULL")
        return tuple(sorted((decode_person(data) for (data,) in rows), key=lambda person: person.path))

    def uids(self) -> list[str]:
        """Everybody's uid, in order."""
        return [uid for (uid,) in self._c.execute("SELECT uid FROM ix.people WHERE person IS NOT NULL ORDER BY uid")]

    def problems(self) -> Iterator[Problem]:
        """What is wrong with the notes, and what did not fit together."""
        for table in ("notes", "people"):
            for (data,) in self._c.execute(f"SELECT problems FROM ix.{table} WHERE problems IS NOT NULL"):
                yield from decode_problems(data)
        data = self._read_meta("identity-problems")
        yield from decode_problems(data)
        rows = self._c.execute("SELECT unclear FROM ix.shares WHERE unclear IS NOT NULL ORDER BY path")
        unclear = [decode_unclears(data) for (data,) in rows]
        if unclear:
            met = [*(one for each in unclear for one in each.names), *(one for each in unclear for one in each.lines)]
            yield from self.directory.problems(met)

    def problems_of(self, paths: Iterable[str]) -> Iterator[Problem]:
        """What is wrong with some notes, and what did not fit together or was met about the people in them."""
        for path in paths:
            for (data,) in self._c.execute(_PROBLEMS_OF, (path,)):
                yield from decode_problems(data)

    def _meta(self, key: str, value: object) -> None:
        data = value if isinstance(value, bytes) else pack(value)
        self._c.execute("INSERT OR REPLACE INTO ix.meta VALUES (?,?)", (key, data))

    def _read_meta(self, key: str) -> bytes | None:
        row = self._c.execute("SELECT value FROM ix.meta WHERE key=?", (key,)).fetchone()
        return None if row is None else row[0]


_UNKNOWN = b"?"


def _share_row(path: str, share: Share) -> tuple[object, ...]:
    unclear = Unclears(names=share.unclear_names, lines=share.unclear)
    return (
        path,
        pack(list(share.parts)) if share.parts else None,
        pack(share.meanings) if share.meanings else None,
        pack(unclear) if unclear.names or unclear.lines else None,
    )


def _text(day: date | None) -> str | None:
    return None if day is None else str(day)
