"""The network as plugins see it: read from the index as far as they look, and it is noted at whom they looked.

Whoever was looked at is what an answer depends on. That is how vaultsync knows whom to ask about again.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Generic, Protocol, TypeVar, overload

from vaultsync.model import Fact, Gathering, Interaction, Network, Person, Promise, Tie
from vaultsync.people import Gathered

T = TypeVar("T")


class Source(Protocol):
    """Where a person's data come from."""

    def of(self, uid: str) -> tuple[Person, Gathered] | None:
        """A person, and what is known of them."""

    def facts(self, uid: str) -> tuple[Fact, ...]:
        """What plugins found out about them."""

    def people(self) -> tuple[Person, ...]:
        """Everybody, by path."""

    def uids(self) -> list[str]:
        """Everybody's uid, in order."""


def note_mark(path: str) -> str:
    """How a look at a note stands among the looks at people: no uid begins like that."""
    return f"\0{path}"


class Reads:
    """At whom, and at which notes, was looked since it was last emptied; ``everybody``: at all people there are."""

    def __init__(self) -> None:
        self.uids: set[str] = set()
        self.everybody = False

    def taken(self) -> tuple[frozenset[str], bool]:
        """What was noted, which is forgotten by that."""
        found = frozenset(self.uids), self.everybody
        self.uids, self.everybody = set(), False
        return found


class _View(Mapping[str, tuple[T, ...]], Generic[T]):
    """One kind of thing by uid: those who have none of it are not in there."""

    def __init__(self, source: Source, reads: Reads, kind: str) -> None:
        self._source, self._reads, self._kind = source, reads, kind

    def _found(self, uid: str) -> tuple[T, ...]:
        if self._kind == "facts":
            return self._source.facts(uid)  # type: ignore[return-value]  # the kind says the type
        known = self._source.of(uid)
        return () if known is None else getattr(known[1], self._kind)

    def __getitem__(self, uid: str) -> tuple[T, ...]:
        self._reads.uids.add(uid)
        found = self._found(uid)
        if not found:
            raise KeyError(uid)
        return found

    def get(self, uid: str, default: object = None) -> object:  # type: ignore[override]  # faster than the inherited
        self._reads.uids.add(uid)
        return self._found(uid) or default

    def __contains__(self, uid: object) -> bool:
        return isinstance(uid, str) and bool(self.get(uid))

    def __iter__(self) -> Iterator[str]:
        self._reads.everybody = True
        return (uid for uid in self._source.uids() if self._found(uid))

    def __len__(self) -> int:
        return sum(1 for _ in self)


class _ByUid(Mapping[str, Person]):
    """People by uid."""

    def __init__(self, source: Source, reads: Reads) -> None:
        self._source, self._reads = source, reads

    def __getitem__(self, uid: str) -> Person:
        self._reads.uids.add(uid)
        found = self._source.of(uid)
        if found is None:
            raise KeyError(uid)
        return found[0]

    def __iter__(self) -> Iterator[str]:
        self._reads.everybody = True
        return iter(self._source.uids())

    def __len__(self) -> int:
        self._reads.everybody = True
        return len(self._source.uids())


class _Everybody(Sequence[Person]):
    """All people by path, read when first looked at."""

    def __init__(self, source: Source, reads: Reads) -> None:
        self._source, self._reads = source, reads
        self._people: tuple[Person, ...] | None = None
        self.by_uid = _ByUid(source, reads)

    def _all(self) -> tuple[Person, ...]:
        self._reads.everybody = True
        if self._people is None:
            self._people = self._source.people()
        return self._people

    @overload
    def __getitem__(self, index: int) -> Person: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Person]: ...
    def __getitem__(self, index: int | slice) -> Person | Sequence[Person]:
        return self._all()[index]

    def __iter__(self) -> Iterator[Person]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())


def live_network(source: Source, reads: Reads) -> Network:
    """The network of a source; it is good until the source changes."""
    return Network(
        people=_Everybody(source, reads),
        interactions=_View[Interaction](source, reads, "interactions"),
        ties=_View[Tie](source, reads, "ties"),
        promises=_View[Promise](source, reads, "promises"),
        facts=_View[Fact](source, reads, "facts"),
        gatherings=_View[Gathering](source, reads, "gatherings"),
    )
