"""Who could have been meant by a typed PERSON: a name, an alias, an e-mail address or a uid that is nobody's."""

import difflib

from vaultsync.model import Network, Person
from vaultsync.notes import fold

SUGGESTIONS = 5
LIKENESS = 0.6
"""How alike two names must be to be suggested, from 0 to 1 (``difflib``'s ratio)."""


def near(text: str, network: Network) -> tuple[Person, ...]:
    """At most :data:`SUGGESTIONS` people whose names begin with the text or are like it, the likest first."""
    wanted = fold(text)
    if not wanted:
        return ()
    named: dict[str, list[Person]] = {}
    for person in network.people:
        for name in _names(person):
            named.setdefault(name, []).append(person)
    begun = sorted(name for name in named if f" {name}".find(f" {wanted}") >= 0)
    like = difflib.get_close_matches(wanted, sorted(named), n=SUGGESTIONS, cutoff=LIKENESS)
    people = {person.path: person for name in (*begun, *like) for person in named[name]}
    return tuple(people.values())[:SUGGESTIONS]


def _names(person: Person) -> tuple[str, ...]:
    stem = person.path.rsplit("/", 1)[-1].removesuffix(".md")
    return tuple(fold(name) for name in (person.name, stem, *person.aliases, *person.emails, person.uid) if name)
