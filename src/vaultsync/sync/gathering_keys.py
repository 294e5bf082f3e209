"""What tells one gathering from another: it stays when the note is renamed, as a person's identity does.

Only gatherings that plugins are told of need one: those ahead, and of the last month.
"""

from collections.abc import Mapping
from hashlib import blake2b

import msgspec
from msgspec.structs import replace

from vaultsync.people import Found, Identity, Share, identify
from vaultsync.sync.reading import out_of_reach
from vaultsync.vault.books import Books

_LEDGER = msgspec.json.Decoder(dict[str, tuple[str, str]])


class GatheringKeys:
    """The keys of a vault's gatherings, kept from run to run by path, each with the digest of the note."""

    def __init__(self, books: Books) -> None:
        self._c, self._remembers = books.connection, books.remembers

    def settle(self, found: Mapping[str, str], read: frozenset[str], unread: frozenset[str]) -> dict[str, str]:
        """Say anew which gathering is which: ``found`` are digests by path, of all the notes ``read``.

        Of notes that were not, it stays what was known while they are there; those in ``unread`` are, too.
        """
        before = self._known() if self._remembers else {}
        kept = {path: one for path, one in before.items() if path not in found and out_of_reach(path, unread)}
        there = [Found(path=path, digest=digest) for path, digest in found.items()]
        there += [
            Found(path=path, digest=one.digest)
            for path, one in before.items()
            if path not in read and path not in kept and self._is_there(path)
        ]
        known = {path: one for path, one in before.items() if path not in kept}
        now, _ = identify(there, known, kept)
        if self._remembers and now | kept != before:
            ledger = {path: (one.uid, one.digest) for path, one in sorted((now | kept).items())}
            told = msgspec.json.encode(ledger).decode()
            self._c.execute("INSERT OR REPLACE INTO main.meta VALUES ('gatherings', ?)", (told,))
        return {path: now[path].uid for path in found}

    def _known(self) -> dict[str, Identity]:
        row = self._c.execute("SELECT value FROM main.meta WHERE key='gatherings'").fetchone()
        ledger = _LEDGER.decode(row[0]) if row else {}
        return {path: Identity(uid=uid, digest=digest) for path, (uid, digest) in ledger.items()}

    def _is_there(self, path: str) -> bool:
        return self._c.execute("SELECT 1 FROM ix.notes WHERE path=?", (path,)).fetchone() is not None


def with_key(share: Share, uid: str) -> Share:
    """What a note says, its gathering told from others by that identity."""
    key = blake2b(uid.encode("utf-8", "backslashreplace"), digest_size=8).hexdigest()
    parts = {
        whose: part if part.gathering is None else replace(part, gathering=replace(part.gathering, key=key))
        for whose, part in share.parts.items()
    }
    return replace(share, parts=parts)
