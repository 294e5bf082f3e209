"""What a card adds to a note: what is empty is filled, lists get more items, and a new job puts the old one on record.

Nothing is overwritten but role and company, and nothing is taken away.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Literal

from msgspec.structs import replace

from vaultsync import Edit, Note, Person, Value, YearlyDate
from vaultsync.notes import fold, harmless, plain, properties
from vaultsync_vcard.card import Card
from vaultsync_vcard.phones import number, same_phone
from vaultsync_vcard.ties import Ties

SECTION = "History"
"""The section that keeps what somebody did before."""

Categories = Literal["groups", "tags"]
_ANNIVERSARIES = frozenset({"anniversary", "wedding", "wedding anniversary"})
_SPLIT = re.compile(r"\s*[,;]\s*")
_NO_TAG = re.compile(r"[^\w/-]+")


class Property(Value, frozen=True, kw_only=True):
    """A property and its values: what there was before, and what is new."""

    name: str
    values: tuple[str, ...]
    as_list: bool = False


def additions(card: Card, person: Person, ties: Ties, categories: Categories) -> Iterator[Property]:
    """What a card could add to a person's properties: the new items of lists, and of others what it says."""
    yield _list("aliases", _unknown(card.nicknames, {person.name, _stem(person), *person.aliases}, fold))
    yield _list("email", _unknown(card.emails, person.emails, str.casefold))
    yield _list("phone", tuple(one for one in _numbers(card.phones) if not _has_number(person.phones, one)))
    if card.birthday and person.birthday is None:
        yield Property(name="birthday", values=(written(card.birthday),))
    for name in ("company", "role", "location", "timezone"):
        if getattr(card, name):
            yield Property(name=name, values=(getattr(card, name),))
    if categories == "groups":
        yield _list("groups", _unknown(card.categories, person.groups, fold))
    else:
        yield _list("tags", _unknown(filter(None, map(tag, card.categories)), person.tags, fold))
    yield _list("url", _unknown(card.urls, person.urls, _page))
    if card.anniversary and not any(each.label in _ANNIVERSARIES for each in person.dates):
        yield Property(name="anniversary", values=(written(card.anniversary),))
    yield _list("knows", tuple(ties.new(card, person)))


def edits(card: Card, person: Person, note: Note, ties: Ties, *, categories: Categories, today: date) -> Iterator[Edit]:
    """The edits of a person's note that a card asks for, in the order of the properties."""
    reason = f"from the contact {card.name or person.name}"
    stand = properties(note)
    for each in additions(card, person, ties, categories):
        if not each.values:
            continue
        there = stand.get(each.name)
        before = tuple(text for text in there.values if text.strip()) if there is not None else ()
        if each.as_list:
            before = _parted(before) if each.name == "groups" else before
            values = tuple(dict.fromkeys((*before, *each.values)))
        elif before:  # though it may mean something to the user alone
            continue
        else:
            values = each.values
        if values != before:
            yield property_edit(person.path, replace(each, values=values), reason)
    changed = [
        (name, new)
        for name, new, old in (("company", card.company, person.company), ("role", card.role, person.role))
        if new and old and fold(new) != fold(harmless(old))
    ]
    if changed:
        was = " at ".join(filter(None, (person.role, person.company)))
        was = f"at {was}" if not person.role else was
        # A line that opens with a date would count as a contact on that day.
        entry = f"Until {today.isoformat()}: {harmless(plain(was))}"
        yield Edit(path=person.path, kind="append-entry", name=SECTION, value=(entry,), reason=reason)
        for name, new in changed:
            yield Edit(path=person.path, kind="set-property", name=name, value=(new,), reason=reason)


def property_edit(path: str, each: Property, reason: str) -> Edit:
    """The edit that gives a note a property."""
    return Edit(path=path, kind="set-property", name=each.name, value=each.values, reason=reason, as_list=each.as_list)


def written(day: YearlyDate) -> str:
    """A yearly date as it stands in a note: ``1990-07-13``, or ``--07-13`` without the year."""
    return f"{day.year:04}-{day.month:02}-{day.day:02}" if day.year else f"--{day.month:02}-{day.day:02}"


def tag(category: str) -> str:
    """A category as a tag: words joined by hyphens; ``""`` where nothing is left that a tag may be."""
    made = _NO_TAG.sub("-", category).strip("-/")
    return "" if made.isdigit() else made


def _list(name: str, values: tuple[str, ...]) -> Property:
    return Property(name=name, values=values, as_list=True)


def _unknown(texts: Iterable[str], known: Iterable[str], key: Callable[[str], str]) -> tuple[str, ...]:
    seen = {key(harmless(text)) for text in known}
    found = []
    for text in texts:
        if key(text) not in seen:
            seen.add(key(text))
            found.append(text)
    return tuple(found)


def _numbers(phones: tuple[str, ...]) -> Iterator[str]:
    """Each number once, however often it is written."""
    found: list[str] = []
    for phone in phones:
        if not _has_number(found, phone):
            found.append(phone)
            yield phone


def _has_number(phones: Iterable[str], phone: str) -> bool:
    return any(fold(each) == fold(phone) or (number(phone) and same_phone(each, phone)) for each in phones)


def _page(url: str) -> str:
    return url.casefold().rstrip("/")


def _parted(values: tuple[str, ...]) -> tuple[str, ...]:
    """One text with commas is a list: with more items, each must stand by itself."""
    if len(values) == 1 and "[[" not in values[0]:
        return tuple(filter(None, _SPLIT.split(values[0].strip())))
    return values


def _stem(person: Person) -> str:
    return person.path.rsplit("/", 1)[-1].removesuffix(".md")
