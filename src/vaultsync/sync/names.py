"""Who is who in a vault, and whom a name means: kept in the books, and said anew where a name comes or goes."""

from collections.abc import Callable, Container, Iterator

from msgspec.structs import replace

from vaultsync.model import Person, Problem
from vaultsync.people import Directory, Found, Identity, identify, meant
from vaultsync.sync.rows import day_of, decode_called, decode_meanings, decode_person, decode_problems, pack
from vaultsync.sync.world import World
from vaultsync.vault.books import Books


class Names:
    """The identities and the names of a vault."""

    def __init__(self, world: World, books: Books) -> None:
        self._world, self._c = world, books.connection
        self._remembers = books.remembers
        self._directory: Directory | None = None

    def settle(self, is_unknown: Callable[[str], bool]) -> set[str]:
        """Say anew who is who, and whom a name means; the uids of those who are no longer known.

        ``is_unknown`` says of which notes it stays what was known: they are there, and cannot be read.
        """
        before = {
            path: Identity(uid=uid, digest=digest, inode=inode)
            for path, uid, digest, inode in self._c.execute("SELECT path, uid, digest, inode FROM identities")
        }
        kept = {path: one for path, one in before.items() if self._remembers and is_unknown(path)}
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
        known = before if self._remembers else {}
        now, problems = identify(found, {path: one for path, one in known.items() if path not in kept}, kept)
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
        once += " UNION SELECT person FROM boxes"
        gone = {uid for (uid,) in self._c.execute(once)} - here
        list_path = self._world.settings.write.list
        paths = [path for (path,) in self._c.execute("SELECT path FROM ix.notes") if path != list_path]
        named = (replace(each, uid=now[path].uid) for path, _, _, each in people)
        self._directory = Directory(named, paths)
        self._meta("directory", self._directory.dump())
        return gone

    @property
    def directory(self) -> Directory:
        """Whom a name means."""
        if self._directory is None:
            data = self._read_meta("directory")
            self._directory = Directory.load(data) if data is not None else Directory((), ())
        return self._directory

    def misread(self, besides: Container[str]) -> Iterator[str]:
        """The notes, ``besides`` some, of which a link means something else now."""
        meaning = self.directory.meaning
        for path, data in self._c.execute("SELECT path, meanings FROM ix.shares WHERE meanings IS NOT NULL").fetchall():
            if path not in besides and any(
                meant(*meaning(target, path)) != was for target, was in decode_meanings(data).items()
            ):
                yield path

    def renamed_owners(self) -> Iterator[str]:
        """The notes of people who go by another identity than they did, or who were not here."""
        yield from (
            path
            for (path,) in self._c.execute(
                "SELECT path FROM identities WHERE uid NOT IN (SELECT uid FROM ix.people)"
                " AND path IN (SELECT path FROM ix.notes WHERE called IS NOT NULL)"
            ).fetchall()
        )

    def owner(self, path: str) -> Person | None:
        """The person that a note is about, with their identity."""
        row = self._c.execute(
            "SELECT person, uid, day FROM ix.notes JOIN identities USING (path) JOIN first_seen USING (uid)"
            " WHERE path = ? AND person IS NOT NULL",
            (path,),
        ).fetchone()
        return None if row is None else replace(decode_person(row[0]), uid=row[1], first_seen=day_of(row[2]))

    def owners(self) -> dict[str, Person]:
        """Every person with their identity, by path."""
        first_seen = dict(self._c.execute("SELECT uid, day FROM first_seen"))
        uids = dict(self._c.execute("SELECT path, uid FROM identities"))
        return {
            path: replace(decode_person(data), uid=uids[path], first_seen=day_of(first_seen[uids[path]]))
            for path, data in self._c.execute("SELECT path, person FROM ix.notes WHERE person IS NOT NULL")
        }

    def problems(self) -> Iterator[Problem]:
        """The identities that did not fit together."""
        yield from decode_problems(self._read_meta("identity-problems"))

    def _meta(self, key: str, value: object) -> None:
        data = value if isinstance(value, bytes) else pack(value)
        self._c.execute("INSERT OR REPLACE INTO ix.meta VALUES (?,?)", (key, data))

    def _read_meta(self, key: str) -> bytes | None:
        row = self._c.execute("SELECT value FROM ix.meta WHERE key=?", (key,)).fetchone()
        return None if row is None else row[0]
