"""What stays of the reminders of somebody who is out of reach, or of a gathering whose note is: unknown, never empty.

What is about several people stays once: not where another of them speaks of it by now.
"""

from collections.abc import Callable

from vaultsync.model import CatchUp, Reminder
from vaultsync.sync.knowing import Knowing
from vaultsync.sync.reading import out_of_reach
from vaultsync.sync.rows import decode_reminders, decode_texts, some
from vaultsync.vault.books import Books

Published = Callable[[str], tuple[CatchUp, ...]]


class Lingering:
    """The published reminders that stay. ``published`` gives a person's catch-ups as they were."""

    def __init__(self, books: Books, knowing: Knowing, published: Published) -> None:
        self._c, self._knowing, self._published = books.connection, knowing, published

    def gatherings(self, uid: str, said: tuple[Reminder, ...]) -> tuple[Reminder, ...]:
        """What was published of gatherings that somebody speaks of, and whose notes cannot be read now."""
        unread = self._knowing.unread
        if not unread:
            return ()
        known = {one.id for one in said}
        return tuple(
            one.reminder
            for one in self._published(uid)
            if one.reminder.people and one.reminder.id not in known and out_of_reach(one.path, unread)
        )

    def of(self, uid: str) -> tuple[bytes | None, bytes | None]:
        """What stays of somebody who is not known: what stands, and what may move, as it is kept."""
        kept = [one.reminder for one in self._published(uid) if self._stays(uid, one)]
        standing, movable = (some(tuple([one for one in kept if one.stands is which])) for which in (True, False))
        return standing, movable

    def faded(self, besides: set[str]) -> set[str]:
        """Those out of reach, ``besides`` some, of whom less is published than there was: no more of them stays."""
        if not self._knowing.misses:
            return set()
        asked = "SELECT uid, standing, movable FROM ix.said WHERE uid NOT IN (SELECT uid FROM ix.people)"
        rows = self._c.execute(asked).fetchall()
        return {uid for uid, *said in rows if uid not in besides and (*said,) != self.of(uid)}

    def _stays(self, uid: str, one: CatchUp) -> bool:
        is_unknown = self._knowing.is_unknown
        if not one.reminder.people:
            return is_unknown(one.path)
        # A gathering stays where its own note is unknown, or is there and theirs is unknown.
        there = is_unknown(one.path) or (self._is_away(uid) and self._knowing.note(one.path) is not None)
        return there and not self._is_said_by_another(uid, one)

    def _is_away(self, uid: str) -> bool:
        rows = self._c.execute("SELECT path FROM identities WHERE uid=?", (uid,)).fetchall()
        return any(self._knowing.is_unknown(path) for (path,) in rows)

    def _is_said_by_another(self, uid: str, one: CatchUp) -> bool:
        row = self._c.execute("SELECT uids FROM ix.shares WHERE path=?", (one.path,)).fetchone()
        for other in {*one.reminder.people, *decode_texts(row[0] if row else None)} - {uid}:
            found = self._c.execute("SELECT standing FROM ix.said WHERE uid=?", (other,)).fetchone()
            if any(each.people and each.id[1:] == one.reminder.id[1:] for each in decode_reminders(found and found[0])):
                return True
        return False
