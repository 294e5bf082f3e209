"""Whom a card names, as what stands in a note: a link to somebody in the vault, else the name."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from vaultsync import Person
from vaultsync.notes import fold
from vaultsync_vcard.card import Card, Related
from vaultsync_vcard.whose import People


@dataclass(slots=True)
class Ties:
    """The people of the vault, those of the cards among them, and how links to them are written."""

    people: People
    _stems: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Count the names of notes, to know which of them a link needs the path for."""
        for path in self.people.by_path:
            stem = fold(_stem(path))
            self._stems[stem] = self._stems.get(stem, 0) + 1

    def new(self, card: Card, person: Person) -> Iterator[str]:
        """What is to be added to whom a person knows, for what a card says and their note does not."""
        known = {name for target in person.knows for name in self._names(target)}
        for related in card.related:
            other = self._meant(related)
            names = {other.path} if other is not None else {fold(related.name)} - {""}
            if names and not names & known and (other is None or other.path != person.path):
                known |= names
                yield self._link(other) if other is not None else related.name

    def _meant(self, related: Related) -> Person | None:
        if related.uid:
            return self.people.with_uid(related.uid)
        return self.people.with_email(related.email) if related.email else self.people.named(related.name)

    def _names(self, target: str) -> Iterable[str]:
        """By what somebody is known whom a note names: a name, and the path of the person whom it means."""
        by_path = self.people.by_path.get(f"{target.removesuffix('.md')}.md")
        other = by_path or self.people.named(_stem(target))
        return {fold(target), fold(_stem(target)), *({other.path} if other else ())}

    def _link(self, other: Person) -> str:
        stem = _stem(other.path)
        if self._stems.get(fold(stem), 0) > 1:
            return f"[[{other.path.removesuffix('.md')}|{stem}]]"
        return f"[[{stem}]]"


def _stem(path: str) -> str:
    return path.rsplit("/", 1)[-1].removesuffix(".md")
