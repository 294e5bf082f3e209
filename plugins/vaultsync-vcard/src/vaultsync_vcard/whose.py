"""Whose a card is: by uid, then e-mail address, then telephone number, then name; and when that cannot be told."""

from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from vaultsync import Context, Person, Value
from vaultsync.calendar import event_uid
from vaultsync.notes import fold, properties
from vaultsync_vcard.card import Card, normal_uid
from vaultsync_vcard.phones import ending, same_phone


class Unclear(Value, frozen=True, kw_only=True):
    """A card of which it cannot be told whose it is, and why."""

    why: str


def stated_uid(person: Person, ctx: Context) -> str:
    """The ``uid`` that the person's note states, or ``""``."""
    note = ctx.note(person.path)
    found = properties(note).get("uid") if note is not None else None
    return normal_uid(next(iter(found.values), "")) if found is not None else ""


def uuid_of(uid: str) -> str:
    """The UUID (RFC 9562) that stands for a person's uid in cards: the uid itself, where it is one."""
    try:
        return str(UUID(normal_uid(uid)))
    except ValueError:
        return event_uid(uid, "vcard", "", "")


class People:
    """The people that cards are compared with, by what they are known by. Those of earlier cards can be added."""

    def __init__(self, people: Iterable[Person], uid_of: Callable[[Person], str]) -> None:
        """``uid_of`` gives the uid that a person's note states."""
        self.by_path: dict[str, Person] = {}
        self._known: Mapping[str, dict[str, list[Person]]] = {kind: {} for kind, _ in _KEYS}
        for person in people:
            self.add(person, uid_of(person))

    def add(self, person: Person, uid: str = "") -> None:
        """Add somebody, who is told from all others by the path."""
        self.by_path[person.path] = person
        uids = {uuid_of(person.uid), *({uuid_of(uid), fold(uid)} if uid else ())}
        keys = {"uid": uids, "e-mail address": {each.casefold() for each in person.emails}}
        keys |= {"telephone number": {ending(each) for each in person.phones}, "name": names_of(person)}
        for kind, values in keys.items():
            for value in filter(None, values):
                self._known[kind].setdefault(value, []).append(person)

    def whose(self, card: Card) -> Person | Unclear | None:
        """The person that a card is of; None for somebody new."""
        doubt: Unclear | None = None
        for kind, keys in _KEYS:
            found = {person.path: person for key in keys(card) for person in self._known[kind].get(key, ())}
            people = [found[path] for path in sorted(found) if kind != "telephone number" or _rings(card, found[path])]
            fitting = [person for person in people if not _contradiction(kind, card, person)]
            named = [person for person in fitting if fold(card.name) in names_of(person)]
            chosen = fitting if len(fitting) == 1 else named
            if len(chosen) == 1:
                return chosen[0]
            if fitting:
                return Unclear(why=f"by its {kind} it could be {_listed(fitting)}")
            if people and doubt is None:
                doubt = Unclear(why=f"it has the {kind} of {people[0].path}, {_contradiction(kind, card, people[0])}")
        return doubt

    def named(self, name: str) -> Person | None:
        """The one person of that name or alias, if there is just one."""
        found = {person.path: person for person in self._known["name"].get(fold(name), ())}
        return next(iter(found.values())) if len(found) == 1 else None

    def with_email(self, email: str) -> Person | None:
        """The one person with that address, if there is just one."""
        found = {person.path: person for person in self._known["e-mail address"].get(email.casefold(), ())}
        return next(iter(found.values())) if len(found) == 1 else None

    def with_uid(self, uid: str) -> Person | None:
        """The person of that uid."""
        return next(iter(self._known["uid"].get(uuid_of(uid), ())), None)


def names_of(person: Person) -> set[str]:
    """All that a person is called, folded."""
    stem = person.path.rsplit("/", 1)[-1].removesuffix(".md")
    return {fold(name) for name in (person.name, stem, *person.aliases)} - {""}


_KEYS: tuple[tuple[str, Callable[[Card], Iterable[str]]], ...] = (
    ("uid", lambda card: (uuid_of(card.uid), fold(card.uid)) if card.uid else ()),
    ("e-mail address", lambda card: [each.casefold() for each in card.emails]),
    ("telephone number", lambda card: filter(None, map(ending, card.phones))),
    ("name", lambda card: [fold(card.name)] if card.name else []),
)
"""By what people are known, the surest first, and what of that a card says."""


def _rings(card: Card, person: Person) -> bool:
    return any(same_phone(one, other) for one in card.phones for other in person.phones)


def _contradiction(kind: str, card: Card, person: Person) -> str:
    """Why a card is not a person's although they share something, or ``""``.

    Addresses and numbers are shared by colleagues and families, who have other names; names by people who were born
    on other days, or work elsewhere.
    """
    if kind == "name":
        mine, theirs = card.birthday, person.birthday
        if (
            mine
            and theirs
            and (mine.month, mine.day, mine.year or theirs.year)
            != (
                theirs.month,
                theirs.day,
                theirs.year or mine.year,
            )
        ):
            return "and another birthday"
        if card.company and person.company and fold(card.company) != fold(person.company):
            return "and another company"
        return ""
    if kind == "uid" or not card.name:
        return ""
    called = {fold(name) for name in (card.name, *card.nicknames)}
    names = names_of(person)
    if called & names:
        return ""
    if kind == "telephone number":  # families share both a number and a name
        alike = {name.split()[0] for name in called if name} & {name.split()[0] for name in names}
    else:
        alike = {word for name in called for word in name.split()} & {word for name in names for word in name.split()}
    return "" if alike else "and another name"


def _listed(people: list[Person]) -> str:
    paths = [person.path for person in people]
    return f"{', '.join(paths[:-1])} or {paths[-1]}"
