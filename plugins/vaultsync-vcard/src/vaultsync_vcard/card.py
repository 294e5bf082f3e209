"""What a card says of a person, typed: names, addresses, days; whichever version and program it comes from."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from vaultsync import Value, YearlyDate
from vaultsync.calendar import clean_line, clean_text
from vaultsync.notes import fold, harmless
from vaultsync_vcard.lines import ContentLine

_DAY = re.compile(r"(?:(\d{4})-?|--)(\d{2})-?(\d{2})(?:[T ].*)?", re.ASCII)
_UNKNOWN = frozenset({0, 1604})
"""Years that address books write where none is known; 1604 is Apple's."""
_UNKNOWN_BIRTH = 1900
_ADDRESS = re.compile(r"[^\s,;<>()\[\]\"']+@[^\s,;<>()\[\]\"']+")
_LABEL = re.compile(r"_\$!<(.*)>!\$_")
_SYSTEM = frozenset({"mycontacts", "starred", "other contacts"})
"""Groups that Google puts everybody into, folded."""
_NOT_PEOPLE = {"group": "is a group of contacts", "org": "is an organisation", "location": "is a place"}
_ADDRESS_PARTS = 7
_LAST = 101
"""A rank behind all that RFC 6350, 5.3 knows."""


class Related(Value, frozen=True, kw_only=True):
    """Somebody whom a card names: by a name, a uid or an e-mail address."""

    name: str = ""
    uid: str = ""
    email: str = ""


class Card(Value, frozen=True, kw_only=True):
    """One contact. Texts are one line each, and can open nothing in a note; ``note`` is as it was written.

    ``not_a_person`` says why the card is nobody's, if it is not.
    """

    name: str = ""
    uid: str = ""
    nicknames: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    birthday: YearlyDate | None = None
    anniversary: YearlyDate | None = None
    company: str = ""
    role: str = ""
    location: str = ""
    timezone: str = ""
    urls: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    related: tuple[Related, ...] = ()
    note: str = ""
    not_a_person: str = ""

    def merged(self, other: "Card") -> "Card":
        """Both cards as one: what this one lacks is the other's, lists have the items of both."""
        both: dict[str, Any] = {}
        for field in self.__struct_fields__:
            mine, theirs = getattr(self, field), getattr(other, field)
            both[field] = tuple(dict.fromkeys(mine + theirs)) if isinstance(mine, tuple) else mine or theirs
        return Card(**both)


def card_of(lines: Sequence[ContentLine]) -> Card:
    """Read a card. Nothing in it is wrong enough to raise: what cannot be understood is left out."""
    return _Reading(lines).card()


def normal_uid(text: str) -> str:
    """A uid as it is compared and kept: without ``urn:uuid:``, one line."""
    return clean_line(text).removeprefix("urn:uuid:").removeprefix("URN:UUID:")


class _Reading:
    """The lines of one card by name, and the labels that Apple's programs give to groups of them."""

    def __init__(self, lines: Sequence[ContentLine]) -> None:
        self.by_name: dict[str, list[ContentLine]] = {}
        for line in lines:
            self.by_name.setdefault(line.name, []).append(line)
        self.labels = {line.group: _LABEL.sub(r"\1", line.text) for line in self.all("X-ABLABEL") if line.group}
        self.custom = [line.parts(";") for line in self.all("X-ANDROID-CUSTOM")]

    def card(self) -> Card:
        """The card."""
        return Card(
            name=self.name(),
            uid=next((normal_uid(line.text) for line in self.all("UID")), ""),
            nicknames=_each(
                (part for line in self.all("NICKNAME", "X-NICKNAME") for part in line.parts(",")),
                (parts[1] for parts in self.android("nickname")),
            ),
            emails=_once(_emails(line.text for line in self.all("EMAIL"))),
            phones=_once(map(_phone, self.all("TEL"))),
            birthday=self.day("birthday", self.all("BDAY"), self.android("contact_event", "3")),
            anniversary=self.day(
                "anniversary",
                [*self.all("ANNIVERSARY", "X-ANNIVERSARY", "X-EVOLUTION-ANNIVERSARY"), *self.labelled("anniversary")],
                self.android("contact_event", "1"),
            ),
            company=next(filter(None, map(_line, self.structured("ORG"))), ""),
            role=self.first("TITLE") or self.first("ROLE"),
            location=self.location(),
            timezone=next((zone for zone in map(_line, [self.first("TZ")]) if "/" in zone and " " not in zone), ""),
            urls=_once(filter(_is_url, (clean_line(line.text) for line in self.all("URL")))),
            categories=_once(_categories(part for line in self.all("CATEGORIES") for part in line.parts(","))),
            related=tuple(dict.fromkeys(self.related())),
            note="\n".join(filter(None, (clean_text(line.text).strip() for line in self.all("NOTE")))),
            not_a_person=self.not_a_person(),
        )

    def all(self, *names: str) -> list[ContentLine]:
        """The lines of these names, those that are preferred first."""
        found = (line for name in names for line in self.by_name.get(name, ()))
        return sorted(found, key=_rank)

    def first(self, name: str) -> str:
        """The preferred line's text."""
        return next(filter(None, (_line(line.text) for line in self.all(name))), "")

    def structured(self, name: str) -> list[str]:
        """The parts of the preferred line."""
        return next((line.parts(";") for line in self.all(name)), [])

    def name(self) -> str:
        """The full name, else its parts in speaking order."""
        family, given, middle, *_ = (*self.structured("N"), "", "", "")
        return self.first("FN") or _line(" ".join((given, middle, family)))

    def location(self) -> str:
        """City and country of the address at home, else of the preferred one."""
        for line in sorted(self.all("ADR"), key=lambda line: "home" not in line.types):
            parts = [_line(part.replace("\n", " ")) for part in line.parts(";")]
            _, _, _, city, region, _, country, *_ = (*parts, *[""] * _ADDRESS_PARTS)
            if found := ", ".join(filter(None, (city or region, country))):
                return found
        return ""

    def day(self, label: str, lines: Iterable[ContentLine], android: Iterable[list[str]]) -> YearlyDate | None:
        """The first of the lines that names a day and a month."""
        texts = [(line.text, line.params.get("X-APPLE-OMIT-YEAR", ())) for line in lines]
        texts += [(parts[1], ()) for parts in android]
        return next((day for text, omitted in texts if (day := _day(label, text, omitted))), None)

    def labelled(self, label: str) -> list[ContentLine]:
        """Apple's other days, of those with a label."""
        return [line for line in self.all("X-ABDATE") if fold(self.labels.get(line.group, "")) == label]

    def android(self, kind: str, of_type: str = "") -> Iterator[list[str]]:
        """Android's own properties: the kind, the value, the type."""
        for parts in self.custom:
            if parts[0].endswith(f"/{kind}") and len(parts) > 1 and of_type in ("", (parts[2:3] or [""])[0]):
                yield parts

    def related(self) -> Iterator[Related]:
        """Whom the card names."""
        for line in self.all("X-ABRELATEDNAMES"):
            yield from _named(line.text)
        for parts in self.android("relation"):
            yield from _named(parts[1])
        for line in self.all("RELATED"):
            text, (scheme, colon, rest) = clean_line(line.text), clean_line(line.text).partition(":")
            if "me" in line.types:
                continue
            if text.lower().startswith("urn:uuid:"):
                yield Related(uid=normal_uid(text))
            elif scheme.lower() == "mailto":
                yield Related(email=rest)
            elif not colon or "text" in (each.lower() for each in line.params.get("VALUE", ())):
                yield from _named(text)

    def not_a_person(self) -> str:
        """Why nobody is meant."""
        kinds = [fold(line.text) for line in self.all("KIND", "X-ADDRESSBOOKSERVER-KIND")]
        if any(fold(line.text) == "company" for line in self.all("X-ABSHOWAS")):
            kinds.append("org")
        return next((_NOT_PEOPLE[kind] for kind in kinds if kind in _NOT_PEOPLE), "")


def _rank(line: ContentLine) -> int:
    given = next(iter(line.params.get("PREF", ())), "")
    return int(given) if given.isascii() and given.isdigit() else 1 if "pref" in line.types else _LAST


def _line(text: str) -> str:
    return harmless(clean_line(text))


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, texts)))


def _each(*texts: Iterable[str]) -> tuple[str, ...]:
    return _once(_line(text) for some in texts for text in some)


def _emails(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        if found := _ADDRESS.search(clean_line(text)):
            address = found[0].removeprefix("mailto:")
            if harmless(address) == address:
                yield address


def _phone(line: ContentLine) -> str:
    """A number as written; a ``tel:`` address (RFC 3966) as people write one."""
    text = _line(line.text)
    if text[:4].lower() == "tel:":
        number, *params = text[4:].split(";")
        extensions = [given[4:] for given in params if given.lower().startswith("ext=")]
        text = " ext. ".join([number, *extensions[:1]])
    text = text.replace(",", " ").replace(";", " ").strip()
    return text if any(map(str.isdigit, text)) else ""


def _is_url(text: str) -> bool:
    return bool(text) and " " not in text and harmless(text) == text and not set(text) & set("<>()[]")


def _categories(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        for part in re.split("[,;]", _line(text)):
            name = part.strip().removeprefix("* ")
            if fold(name) not in _SYSTEM:
                yield name


def _named(text: str) -> Iterator[Related]:
    if name := _line(re.sub("[,;]", " ", text)):
        yield Related(name=name)


def _day(label: str, text: str, omitted: Sequence[str]) -> YearlyDate | None:
    found = _DAY.fullmatch(text.strip())
    if found is None:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    if year in _UNKNOWN or str(year) in omitted or (label == "birthday" and year == _UNKNOWN_BIRTH):
        year = None
    try:
        return YearlyDate(label=label, year=year, month=month or 0, day=day or 0)
    except ValueError:  # a day that no year has
        return None
