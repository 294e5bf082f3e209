"""What each note says of whom, kept by person: put in the place of what it said when the note, or a name, changed."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from vaultsync.model import Note, Person
from vaultsync.people import Part, Share, Unclear, is_told_of, share_of
from vaultsync.people.evidence import sought
from vaultsync.sync.gathering_keys import GatheringKeys, with_key
from vaultsync.sync.names import Names
from vaultsync.sync.rows import Unclears, decode_parts, decode_texts, decode_unclears, pack
from vaultsync.sync.world import World
from vaultsync.vault.books import Books


class Shares:
    """The shares of a vault's notes in what is known of its people."""

    def __init__(self, world: World, books: Books, names: Names) -> None:
        self._world, self._c, self._names = world, books.connection, names
        self._keys = GatheringKeys(books)

    def put(
        self,
        notes: Mapping[str, Note],
        gone: Iterable[str],
        *,
        renamed: bool,
        unknown: set[str],
        unread: frozenset[str],
        note_of: Callable[[str], Note | None],
    ) -> set[str]:
        """Put in what notes say now, and take out what those said that are gone; the uids of whom that concerns.

        Where names changed (``renamed``), so do the notes whose links mean something else. ``unknown`` are the uids of
        whom nothing is known any more; ``unread`` are the notes and folders that cannot be read.
        """
        changed: set[str] = set()
        again = set(notes)
        if renamed:
            again |= {*self._names.misread(notes), *self._names.renamed_owners()}
        for path in gone:
            changed |= self._put(path, Share(), None, unknown)
            self._c.execute("DELETE FROM ix.shares WHERE path=?", (path,))
        said: dict[str, tuple[Note, Person | None, Share]] = {}
        for path in sorted(again):
            note = notes.get(path) or note_of(path)
            if note is not None:
                owner = self._names.owner(path)
                said[path] = (note, owner, self._read(note, owner))
        found = {path: note.digest for path, (note, _, share) in said.items() if self._is_told_of(share)}
        keys = self._keys.settle(found, frozenset(said), unread)
        for path, (_, owner, share) in said.items():
            changed |= self._put(path, with_key(share, keys[path]) if path in keys else share, owner, unknown)
        return changed

    def _is_told_of(self, share: Share) -> bool:
        """Whether a note is about a gathering that plugins are told of."""
        first = next((part.gathering for part in share.parts.values() if part.gathering is not None), None)
        return first is not None and is_told_of(first, self._world.today)

    def _read(self, note: Note, owner: Person | None) -> Share:
        if note.path == self._world.settings.write.list:
            # The list is ours: what stands there tells of nobody until a tick has become a line in the person's note.
            return Share()
        order = self._world.settings.dates.order
        return share_of(note, self._names.directory, daily=self._world.daily, date_order=order, owner=owner)

    def _put(self, path: str, share: Share, owner: Person | None, unknown: set[str]) -> set[str]:
        """Put what a note says in the place of what it said."""
        changed = set()
        row = self._c.execute("SELECT uids FROM ix.shares WHERE path=?", (path,)).fetchone()
        before = decode_texts(row[0]) if row else ()
        for uid in {*before, *share.parts} - unknown:
            kept = self._c.execute("SELECT parts FROM ix.people WHERE uid=?", (uid,)).fetchone()
            parts = decode_parts(kept[0]) if kept is not None else {}
            said = share.parts.get(uid)
            if parts.get(path) != said:
                if said is None:
                    del parts[path]
                else:
                    parts[path] = said
                changed.add(uid)
                self._c.execute(
                    "INSERT INTO ix.people (uid, parts) VALUES (?1, ?2) ON CONFLICT (uid) DO UPDATE SET parts = ?2",
                    (uid, pack(parts)),
                )
        if owner is not None:
            told = (pack(owner), pack(share.ties), pack(share.stated))
            kept = self._c.execute("SELECT person, ties, stated FROM ix.people WHERE uid=?", (owner.uid,)).fetchone()
            if kept != told:
                changed.add(owner.uid)
                self._c.execute(
                    "INSERT INTO ix.people (uid, sought, person, parts, ties, stated) VALUES (?1, ?6, ?2, ?5, ?3, ?4)"
                    " ON CONFLICT (uid) DO UPDATE SET sought = ?6, person = ?2, ties = ?3, stated = ?4",
                    (owner.uid, *told, pack({}), sought(owner)),
                )
        self._c.execute("INSERT OR REPLACE INTO ix.shares VALUES (?,?,?,?)", _share_row(path, share))
        return changed

    def put_all(
        self, notes: Mapping[str, Note], unread: frozenset[str]
    ) -> Iterator[tuple[Person, dict[str, Part], Share]]:
        """Put in what all notes say, in the place of whatever was there; of each person the parts and the own share.

        The people are for the caller to keep.
        """
        self._c.execute("DELETE FROM ix.shares")
        self._c.execute("DELETE FROM ix.people")
        owners = self._names.owners()
        parts: dict[str, dict[str, Part]] = {owner.uid: {} for owner in owners.values()}
        own: dict[str, Share] = {}
        rows = []
        about: dict[str, Share] = {}
        for path in sorted(notes):
            owner = owners.get(path)
            share = self._read(notes[path], owner)
            for uid, part in share.parts.items():
                parts[uid][path] = part
            if owner is not None:
                own[owner.uid] = share
            if self._is_told_of(share):
                about[path] = share
            rows.append(_share_row(path, share))
        keys = self._keys.settle({path: notes[path].digest for path in about}, frozenset(notes), unread)
        for path, share in about.items():
            for uid, part in with_key(share, keys[path]).parts.items():
                parts[uid][path] = part
        self._c.executemany("INSERT INTO ix.shares VALUES (?,?,?,?)", rows)
        return ((owner, parts[owner.uid], own[owner.uid]) for owner in owners.values())

    def unclear(self) -> list[Unclear]:
        """The links that could have meant several people, in the order of reading: first those of properties."""
        rows = self._c.execute("SELECT unclear FROM ix.shares WHERE unclear IS NOT NULL ORDER BY path")
        unclear = [decode_unclears(data) for (data,) in rows]
        return [*(one for each in unclear for one in each.names), *(one for each in unclear for one in each.lines)]


def _share_row(path: str, share: Share) -> tuple[object, ...]:
    unclear = Unclears(names=share.unclear_names, lines=share.unclear)
    return (
        path,
        pack(list(share.parts)) if share.parts else None,
        pack(share.meanings) if share.meanings else None,
        pack(unclear) if unclear.names or unclear.lines else None,
    )
