"""Where a word was found: the property or the line of a person's note that answers a query, to be read there.

Knows people and texts; not how a query is written, nor who else is in the vault.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from vaultsync.model import Person, Value
from vaultsync.notes import fold, plain
from vaultsync.people.query_keys import says

IN_TEXT = 2
"""The rank of what stands in the text of a note alone."""
LONGEST = 100
"""So many signs of a line are shown."""


class Place(Value, frozen=True, kw_only=True):
    """A property in which words are looked for: its rank (the lowest comes first), and what it is called."""

    field: str
    rank: int
    said: str
    texts: Callable[[Person], Iterable[str]]


PLACES: tuple[Place, ...] = (
    Place(field="name", rank=0, said="name", texts=lambda person: (person.name,)),
    Place(field="aliases", rank=0, said="also called", texts=lambda person: person.aliases),
    Place(field="skills", rank=0, said="skill", texts=lambda person: person.skills),
    Place(field="role", rank=0, said="role", texts=lambda person: (person.role,)),
    Place(field="interests", rank=0, said="interest", texts=lambda person: person.interests),
    Place(field="company", rank=0, said="company", texts=lambda person: (person.company,)),
    Place(field="groups", rank=1, said="group", texts=lambda person: person.groups),
    Place(field="tags", rank=1, said="tag", texts=lambda person: person.tags),
    Place(field="location", rank=1, said="place", texts=lambda person: (person.location,)),
    Place(field="previously", rank=1, said="previously", texts=lambda person: person.previously),
    Place(field="relationship", rank=1, said="to you", texts=lambda person: (person.relationship,)),
)
"""Where free words are looked for, in the order in which it counts; after these comes the text of the note."""

OF_KEYS: dict[str, tuple[str, ...]] = {
    "tag": ("tags",),
    "group": ("groups",),
    "skill": ("skills",),
    "city": ("location",),
    "company": ("company",),
    "relationship": ("relationship",),
    "colleague-at": ("company", "previously", "met", "met_through", "groups", "relationship"),
    "status": ("status",),
}
"""The properties that answer a key of a query."""

_MORE: tuple[Place, ...] = (
    Place(field="met", rank=1, said="met", texts=lambda person: (person.met,)),
    Place(field="met_through", rank=1, said="met through", texts=lambda person: person.met_through),
    Place(field="status", rank=1, said="status", texts=lambda person: (person.status,)),
)
_PLACE = {place.field: place for place in (*PLACES, *_MORE)}
_BY_RANK = [[place for place in PLACES if place.rank == rank] for rank in range(IN_TEXT)]

_BETWEEN, _NEXT = " \0 ", "\1"
"""What stands between texts that are looked through together, and before those of the next rank."""

_BLOCK = re.compile(r"%%\s*vaultsync:")
_MARKS = re.compile(r"^(?:[-*+]\s+(?:\[.\]\s+)?|\d+[.)]\s+|#+\s+|>\s*|\|\s*)+")
_PERIOD = r"\(?\s*[12][0-9]{3}(?:-[0-9]{2}){0,2}"
_EMPLOYED = re.compile(
    rf"^{_PERIOD}.*?\b(?:(?:work(?:s|ed|ing)?|employed|job|position)\b.*?\b(?:at|for|with)"
    r"|(?:role|job|position) was .*? at|joined|left|moved to|(?:company|employer|organi[sz]ation|work) was)\s+",
    re.IGNORECASE,
)


class Evidence(Value, frozen=True, kw_only=True):
    """What answers a query, as a person reads it: its field (``text`` for a line of the note), and where it stands.

    ``line`` is 0 for the name of the file.
    """

    field: str
    text: str
    path: str
    line: int
    rank: int

    @property
    def said(self) -> str:
        """The evidence with its kind: ``skill: Python``; a line of the note in quotation marks."""
        return f"“{self.text}”" if self.field == "text" else f"{_PLACE[self.field].said}: {self.text}"


def sought(person: Person) -> str:
    """All that words and those keys are looked for in, folded: whoever answers them has each of their words here.

    The name of their file is in it, too, so that whoever is named is found by it. It is read by :func:`rank_in`.
    """
    file = person.path.rpartition("/")[2].removesuffix(".md")
    return fold(f" {_NEXT} ".join((*(_joined(person, places) for places in (*_BY_RANK, _MORE)), file)))


def _joined(person: Person, places: Iterable[Place]) -> str:
    said = _BETWEEN.join(text for place in places for text in place.texts(person) if text)
    return said.replace(_NEXT, "\0")


def rank_in(kept: str, value: str) -> int | None:
    """The rank of the property that says a folded value, by what :func:`sought` gave; None where none does."""
    for rank, said in enumerate(kept.split(_NEXT)[: len(_BY_RANK)]):
        if says(said, value):
            return rank
    return None


def in_properties(person: Person, values: Iterable[str]) -> tuple[Evidence | None, dict[str, int]]:
    """The property that says most of the folded values, of those in the best rank the first; the rank of each found."""
    wanted, ranks = tuple(values), dict[str, int]()
    best: tuple[tuple[int, int], Evidence] | None = None
    texts = ((place, text) for place in PLACES for text in place.texts(person) if text)
    for place, text in texts if wanted else ():
        folded = fold(text)
        here = [value for value in wanted if says(folded, value)]
        for value in here:
            ranks.setdefault(value, place.rank)  # the places come by rank
        if here and (best is None or (place.rank, -len(here)) < best[0]):
            best = (place.rank, -len(here)), _evidence(person, place, text)
        if len(here) == len(wanted):
            break  # none further on says more
    return best[1] if best is not None else None, ranks


def of_key(person: Person, key: str, value: str) -> Evidence | None:
    """The property that answers a key of a query."""
    wanted = value.removeprefix("#") if key == "tag" else value
    texts = ((_PLACE[field], text) for field in OF_KEYS.get(key, ()) for text in _PLACE[field].texts(person))
    return next((_evidence(person, place, text) for place, text in texts if text and says(fold(text), wanted)), None)


def _evidence(person: Person, place: Place, text: str) -> Evidence:
    line = person.lines.get(place.field, 0)
    return Evidence(field=place.field, text=text, path=person.path, line=line, rank=place.rank)


def lines_of(text: str) -> Iterator[tuple[int, str]]:
    """The lines of a note that its owner wrote, with their numbers: what vaultsync put there says nothing new."""
    inside = False
    for number, line in enumerate(text.splitlines(), start=1):
        if _BLOCK.search(line):
            inside = "vaultsync:end" not in line
        elif not inside and line.strip():
            yield number, line


def in_text(path: str, text: str, values: Iterable[str]) -> tuple[Evidence | None, frozenset[str]]:
    """The line of a note in which most of the folded values stand, the first of several; and which stand anywhere."""
    wanted, found = tuple(values), set[str]()
    best: tuple[int, int, str] | None = None
    for number, line in lines_of(text):
        folded = fold(line)
        here = {value for value in wanted if says(folded, value)}
        found |= here
        if here and (best is None or len(here) > best[0]):
            best = (len(here), number, line)
    if best is None:
        return None, frozenset()
    shown = excerpt(best[2], wanted)
    return Evidence(field="text", text=shown, path=path, line=best[1], rank=IN_TEXT), frozenset(found)


def employed_at(path: str, text: str, value: str) -> Evidence | None:
    """The first dated line of a note that says where its person worked: ``- 2019-05 to 2021-03 worked at Acme``."""
    *_, word = value.split() or ("",)
    for number, line in lines_of(text):
        if word.isascii() and line.isascii() and word not in line.lower():
            continue  # most lines
        said = plain(_MARKS.sub("", line.strip()))
        found = _EMPLOYED.match(said)
        if found is not None and says(fold(said[found.end() :]), value):
            return Evidence(field="text", text=excerpt(line, (value,)), path=path, line=number, rank=1)
    return None


def excerpt(line: str, values: Iterable[str]) -> str:
    """A line as a reader sees it, without its marks; of a long one what stands around the first value."""
    shown = " ".join(plain(_MARKS.sub("", line.strip())).split())
    if len(shown) <= LONGEST:
        return shown
    folded = fold(shown)
    at = min((where for value in values if (where := folded.find(value)) >= 0), default=0)
    begin = max(0, min(at - LONGEST // 3, len(shown) - LONGEST))
    end = begin + LONGEST
    if begin:
        begin = shown.find(" ", begin) + 1 or begin
    if end < len(shown):
        end = shown.rfind(" ", begin, end) if " " in shown[begin:end] else end
    return ("…" if begin else "") + shown[begin:end].strip() + ("…" if end < len(shown) else "")
