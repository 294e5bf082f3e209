"""What is good to know before meeting someone."""

from vaultsync.model.base import Value


class Section(Value, frozen=True, kw_only=True):
    """One part of a brief. ``order`` sorts the parts; ``lines`` are plain text, one thing each."""

    title: str
    lines: tuple[str, ...]
    order: int = 100
    plugin: str = ""


class Brief(Value, frozen=True, kw_only=True):
    """The sections about one person, in reading order."""

    person: str
    sections: tuple[Section, ...] = ()

    @property
    def text(self) -> str:
        """The brief as plain text: a line a thing, each section under its title."""
        return "\n".join(f"{section.title}: {' · '.join(section.lines)}" for section in self.sections)
