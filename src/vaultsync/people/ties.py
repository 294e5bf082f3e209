"""Who says what of whom: knows, was introduced by, was met through, or is mentioned in the note.

A tie is stated by one note and goes one way; whoever asks the other way round looks at the other's ties.
"""

from collections.abc import Iterable

from vaultsync.model import Line, Person, Tie
from vaultsync.model.network import TieKind
from vaultsync.people.resolve import Whom


def stated_ties(person: Person, directory: Whom) -> list[Tie]:
    """The ties that the person's properties state."""
    if not (person.knows or person.introduced_by or person.met_through):
        return []
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


def mentions(person: Person, linking: Iterable[Line], directory: Whom) -> list[Tie]:
    """The people whom the lines of the person's note link to, each where it is first."""
    found: dict[str, Tie] = {}
    for line in linking:
        for link in line.links:
            other = directory.whom(link.target, path=person.path, line=line.number)
            if other and other != person.uid and other not in found:
                found[other] = Tie(person=person.uid, other=other, kind="mentions", path=person.path, line=line.number)
    return list(found.values())
