"""Which note is whom, from one run to the next: identities survive edits, renames and moves.

Pure: what was found and what was known go in, the new identities come out.
"""

import itertools
from collections.abc import Callable, Hashable, Iterable, Mapping
from types import MappingProxyType

from vaultsync.model import Problem, Value, problem


class Found(Value, frozen=True, kw_only=True):
    """A person's note as the scan found it.

    ``digest`` is the hex SHA-256 of its bytes, ``inode`` its number in the file system (0 where there is none), and
    ``declared_uid`` the text of its ``uid`` property.
    """

    path: str
    digest: str = ""
    inode: int = 0
    declared_uid: str = ""


class Identity(Value, frozen=True, kw_only=True):
    """Who a note is, and by what to know it again after a rename."""

    uid: str
    digest: str = ""
    inode: int = 0


NOBODY: Mapping[str, Identity] = MappingProxyType({})


def identify(
    found: Iterable[Found], known: Mapping[str, Identity], kept: Mapping[str, Identity] = NOBODY
) -> tuple[dict[str, Identity], tuple[Problem, ...]]:
    """The identity of each note, by path, and the uids that two notes claim.

    In this order a note's uid is: its ``uid`` property, of which the first note by path keeps a doubled one; what was
    known of its path; what was known of a note that vanished and had the same digest or the same inode, a rename;
    its path, with ``#2`` and so on where a renamed person has that already. No two notes get the same uid, and the
    order of ``found`` does not matter. Whoever is ``kept``, whose note cannot be read now, has its uid to itself.
    """
    notes = {each.path: each for each in sorted(found, key=lambda each: (each.path, each.digest, each.inode))}
    claims = _Claims()
    for path, identity in kept.items():
        claims.claim(path, identity.uid)
    problems = []
    for path, note in notes.items():
        if (uid := note.declared_uid.strip()) and not claims.claim(path, uid):
            problems.append(_doubled(path, uid, claims.owners[uid]))
    for path in notes:
        if path in known:
            claims.claim(path, known[path].uid)
    vanished = {path: identity for path, identity in sorted(known.items()) if path not in notes}
    for trait in _TRAITS:
        waiting = _by_trait(vanished, trait, claims.owners)
        for path, note in notes.items():
            if path not in claims.uids and (same := waiting.get(trait(path, note.digest, note.inode))):
                claims.claim(path, same.pop(0))
    for path in notes:
        uids = (path if count == 1 else f"{path}#{count}" for count in itertools.count(1))
        while path not in claims.uids:
            claims.claim(path, next(uids))
    identities = {
        path: Identity(uid=claims.uids[path], digest=note.digest, inode=note.inode) for path, note in notes.items()
    }
    return identities, tuple(problems)


class _Claims:
    """Who has which uid so far: a note gets one, and a uid one note; the first claim counts."""

    def __init__(self) -> None:
        self.uids: dict[str, str] = {}
        self.owners: dict[str, str] = {}

    def claim(self, path: str, uid: str) -> bool:
        """Give a note that has none a uid that nobody has; whether that went."""
        if path in self.uids or uid in self.owners:
            return False
        self.uids[path] = uid
        self.owners[uid] = path
        return True


_Trait = Callable[[str, str, int], Hashable]
_TRAITS: tuple[_Trait, ...] = (
    lambda _, digest, inode: (digest, inode) if digest and inode else None,
    # Of several copies of one text, the one that kept its file name moved.
    lambda path, digest, _: (digest, path.rsplit("/", 1)[-1]) if digest else None,
    lambda _, digest, __: digest or None,
    lambda _, __, inode: inode or None,
)
"""By what a vanished note is known again, the surest first; None knows nobody."""


def _by_trait(vanished: Mapping[str, Identity], trait: _Trait, taken: Mapping[str, str]) -> dict[Hashable, list[str]]:
    """The uids not taken yet, by what their note is known by, in order of its path."""
    waiting: dict[Hashable, list[str]] = {}
    for path, identity in vanished.items():
        key = trait(path, identity.digest, identity.inode)
        if key is not None and identity.uid not in taken:
            waiting.setdefault(key, []).append(identity.uid)
    return waiting


def _doubled(path: str, uid: str, owner: str) -> Problem:
    return problem(
        "uid-duplicate",
        f'The uid "{uid}" is also that of {owner}, which keeps it.',
        hint="Remove the uid from one of the two notes, or merge them.",
        path=path,
    )
