"""What is good to know before meeting someone."""

from collections.abc import Iterable

from vaultsync.model.base import Value


class Section(Value, frozen=True, kw_only=True):
    """One part of a brief. ``order`` sorts the parts; ``lines`` are plain text, one thing each.

    ``places`` says for each line where it stands, so that a reader can look: a note's path and the line there, from 1;
    ``("", 0)`` where it stands nowhere. It is empty, or as long as ``lines``.
    """

    title: str
    lines: tuple[str, ...]
    order: int = 100
    plugin: str = ""
    places: tuple[tuple[str, int], ...] = ()

    def __post_init__(self) -> None:
        """Reject places that do not belong to lines."""
        if self.places and len(self.places) != len(self.lines):
            raise ValueError("a section has a place for each of its lines, or none at all")

    @classmethod
    def of(cls, title: str, said: Iterable[tuple[str, str, int]], *, order: int = 100) -> "Section":
        """The section of that title: of each thing its text, and the path and line where it stands."""
        known = tuple(said)
        return cls(
            title=title,
            lines=tuple(text for text, _, _ in known),
            order=order,
            places=tuple((path, line) for _, path, line in known),
        )


class Brief(Value, frozen=True, kw_only=True):
    """The sections about one person, in reading order."""

    person: str
    sections: tuple[Section, ...] = ()

    @property
    def text(self) -> str:
        """The brief as plain text: a line a thing, each section under its title."""
        return "\n".join(f"{section.title}: {' · '.join(section.lines)}" for section in self.sections)
