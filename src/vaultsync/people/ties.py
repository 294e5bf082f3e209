"""Who says what of whom: knows, was introduced by, was met through, or is mentioned in the note.

A tie is stated by one note and goes one way; whoever asks the other way round looks at the other's ties.
"""

from vaultsync.model import Note, Person, Tie
from vaultsync.model.network import TieKind
from vaultsync.people.resolve import Directory


def stated_ties(person: Person, directory: Directory) -> list[Tie]:
    """The ties that the person's properties state."""
    stated: tuple[tuple[TieKind, tuple[str, ...]], ...] = (
        ("knows", person.knows),
        ("introduced_by", person.introduced_by),
        ("met_through", person.met_through),
    )
    found: dict[tuple[str, str], Tie] = {}
    for kind, names in stated:
        line = person.lines.get(kind, 0)
        for name in names:
            other = directory.whom(name, path=person.path, line=line)
            if other and other != person.uid:
                tie = Tie(person=person.uid, other=other, kind=kind, path=person.path, line=line)
                found.setdefault((kind, other), tie)
    return list(found.values())


def mentions(person: Person, note: Note, directory: Directory) -> list[Tie]:
    """The people whom the note's body links to, each where it is first."""
    found: dict[str, Tie] = {}
    for line in note.lines:
        for link in line.links:
            other = directory.whom(link.target, path=note.path, line=line.number)
            if other and other != person.uid and other not in found:
                found[other] = Tie(person=person.uid, other=other, kind="mentions", path=note.path, line=line.number)
    return list(found.values())
