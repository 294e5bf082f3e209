"""Which people are asked for, and their cards."""

from collections.abc import Callable, Iterable, Sequence

from vaultsync import Context, Network, Person
from vaultsync.notes import fold
from vaultsync_vcard.whose import People, names_of, stated_uid
from vaultsync_vcard.writing import Version, vcards


def chosen(people: Iterable[Person], words: Sequence[str]) -> list[Person]:
    """The people of whom every word says something: a name or an address, else a group, a tag, a company, a place.

    ``group:``, ``tag:``, ``company:`` and ``city:`` before a word ask for these alone. Without a word, everybody.
    """
    return [person for person in people if all(_holds(person, fold(word)) for word in words)]


def given(people: Sequence[Person], network: Network, ctx: Context, version: Version) -> bytes:
    """The cards of people."""
    everybody = People(network.people, lambda _: "")

    def name_of(target: str) -> str:
        by_path = everybody.by_path.get(f"{target.removesuffix('.md')}.md")
        other = by_path or everybody.named(target.rsplit("/", 1)[-1])
        return other.name if other is not None else target.rsplit("/", 1)[-1]

    return vcards(people, version, uid_of=lambda person: stated_uid(person, ctx) or person.uid, name_of=name_of)


def _holds(person: Person, word: str) -> bool:
    key, colon, value = word.partition(":")
    if colon and key in _KEYS and value:
        return any(_says(fold(text), value) for text in _KEYS[key](person))
    texts = [*names_of(person), *map(fold, (*person.emails, person.path, person.path.removesuffix(".md")))]
    others = (fold(text) for texts_of in _KEYS.values() for text in texts_of(person))
    return word in texts or any(_says(text, word) for text in (*names_of(person), *others))


def _says(text: str, value: str) -> bool:
    """Whether a text holds a value at the start of a word."""
    return f" {text}".find(f" {value}") >= 0


_KEYS: dict[str, Callable[[Person], Iterable[str]]] = {
    "group": lambda person: person.groups,
    "tag": lambda person: person.tags,
    "company": lambda person: (person.company, person.role),
    "city": lambda person: (person.location,),
}
