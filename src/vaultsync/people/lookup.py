"""Who a typed PERSON is: a name, an alias, an e-mail address, a uid or a path; and who could have been meant."""

import difflib

from vaultsync.model import Network, Person
from vaultsync.notes import fold, link_of

SUGGESTIONS = 5
LIKENESS = 0.6
"""How alike two names must be to be suggested, from 0 to 1 (``difflib``'s ratio)."""


def named(text: str, network: Network) -> tuple[Person, ...]:
    """The people that a text names, by path; case and accents do not matter. Several is for the user to decide.

    A path, whole, names one person alone, whoever else goes by that name.
    """
    link = link_of(text)
    wanted = fold(link.target if link else text)
    if not wanted:
        return ()
    path = wanted.removesuffix(".md")
    by_path = tuple(person for person in network.people if fold(person.path.removesuffix(".md")) == path)
    return by_path or tuple(person for person in network.people if wanted in _names(person))


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
