"""Who is a mentor, and who a mentee, by the words that a note has for what somebody is to the user."""

from collections.abc import Iterable

from vaultsync.model import Person
from vaultsync.notes.text import fold

MENTORING: dict[str, tuple[str, ...]] = {
    "mentor": ("mentor", "mentors", "my mentor"),
    "mentee": ("mentee", "mentees", "my mentee", "protege"),
}
"""What each of the two is called, folded."""


def mentoring_of(person: Person) -> str:
    """``mentor``, ``mentee`` or ``""``: what their relationship says; where it says neither, what a tag says.

    A tag tells what a note is about, and so may stand on the notes of both.
    """
    return mentoring_in(person.relationship.split(",")) or mentoring_in(person.tags)


def mentoring_in(words: Iterable[str]) -> str:
    """The first of the two that is among the words, or ``""``."""
    folded = {fold(word) for word in words}
    return next((name for name, spellings in MENTORING.items() if not folded.isdisjoint(spellings)), "")
