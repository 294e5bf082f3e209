"""Who is near a place: looked up in the index, held against it by words and, where plugins know, by distance."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from msgspec.structs import replace

from vaultsync.model import Location, Note, Person, Problem
from vaultsync.notes import link_of, plain, properties
from vaultsync.people import Directory
from vaultsync.people.nearby import Near, Whereabouts, nearest, parts_of, places_of
from vaultsync.people.paths import Way
from vaultsync.sync.finding import way_in
from vaultsync.sync.kept import Kept
from vaultsync.sync.rows import decode_note
from vaultsync.vault.books import noticed

if TYPE_CHECKING:  # loading it takes longer than it is worth where nobody is asked
    from vaultsync.hooks.call import Outcome

FEW = 8
"""In so many people's notes it is looked up where a link leads that shows the name of a company and is no note's."""
WANTED = frozenset({"uid", "path", "name", "company", "location", "timezone", "status"})
"""What is looked at of everybody; the rest is read of those alone who are shown, which takes half of the time."""

_FIELDS = msgspec.structs.fields(Person)
_LAST = 1 + max(number for number, field in enumerate(_FIELDS) if field.name in WANTED)
_SOMEBODY: "msgspec.msgpack.Decoder[Any]" = msgspec.msgpack.Decoder(
    msgspec.defstruct(
        "Somebody",
        [(field.name, str if field.name in WANTED else msgspec.Raw) for field in _FIELDS[:_LAST]],
        namespace={"quiet": Person.quiet},
        frozen=True,
        array_like=True,
        gc=False,
    )
)

Locate = Callable[[tuple[str, ...]], "Outcome[Location]"]
Told = tuple[str, str, str]
"""What a person's note tells of where they are: where they live, their company, their time zone."""


class NearHit(NamedTuple):
    """Somebody who is near: what says so, and the warmest way to them where they are not spoken with."""

    person: Person
    near: Near
    way: Way | None


class Unlocated(NamedTuple):
    """A place in the notes of which nobody knows where it lies, and where it stands first."""

    place: str
    path: str
    line: int


class NearBy(NamedTuple):
    """Who is near a place, the nearest first; where it lies, and of which other places that is not known.

    ``problems`` are of the plugins that were asked.
    """

    hits: tuple[NearHit, ...] = ()
    here: Location | None = None
    unlocated: tuple[Unlocated, ...] = ()
    problems: tuple[Problem, ...] = ()


def near_by(kept: Kept, place: str, *, within: float, limit: int, locate: Locate | None) -> NearBy:
    """Those who are near a place, at most ``limit``; by distance too, where ``locate`` says where places lie.

    Who is archived or no longer living is left out, as in all that is found.
    """
    somebody = [one for _, data in kept.rows if not (one := _SOMEBODY.decode(data)).quiet]
    companies = _companies(kept, somebody)
    known = {told: _known(told, companies) for told in {_told(one) for one in somebody}}
    written = sorted({place for wheres in known.values() for where in wheres for place in _to_locate(where)})
    outcome = locate((place, *written)) if locate is not None else None
    located = {one.place: one for one in outcome.values} if outcome is not None else {}
    problems = outcome.problems if outcome is not None else ()
    here, asked = located.get(place), parts_of(place)
    nears = {told: nearest(wheres, asked, here, located, within) for told, wheres in known.items()}
    found = [(near, one) for one in somebody if (near := nears[_told(one)]) is not None]
    found.sort(key=lambda each: (each[0].order, *kept.warmest(each[1].uid)))
    hits = tuple(_hits(kept, found[:limit]))
    if here is None:
        return NearBy(hits, problems=problems)
    lacking = frozenset(written) - located.keys()
    return NearBy(hits, here, tuple(_unlocated(kept, somebody, known, lacking)), problems)


def _told(one: Any) -> Told:
    return one.location, one.company, one.timezone


def _known(told: Told, companies: dict[str, tuple[Whereabouts, ...]]) -> tuple[Whereabouts, ...]:
    """What is known of where somebody is; their own note stands in it by no path yet."""
    location, company, zone = told
    lives = (Whereabouts(kind="lives", text=location, path=""),) if location else ()
    zones = (Whereabouts(kind="zone", text=zone, path=""),) if zone else ()
    return (*lives, *companies.get(company, ()), *zones)


def _to_locate(where: Whereabouts) -> tuple[str, ...]:
    return places_of(where.text) if where.kind != "zone" else ()


def _hits(kept: Kept, found: Iterable[tuple[Near, Any]]) -> Iterator[NearHit]:
    """Those who are shown, with the line that says it."""
    for near, one in found:
        person = kept.person(one.uid)
        if person is not None:
            yield NearHit(person, replace(near, where=_placed(near.where, person)), way_in(kept, person))


def _placed(where: Whereabouts, person: Person) -> Whereabouts:
    """Where it stands: in a person's note, unless it is a company's."""
    if where.path:
        return where
    line = person.lines.get("timezone" if where.kind == "zone" else "location", 0)
    return replace(where, path=person.path, line=line)


def _unlocated(
    kept: Kept, somebody: list[Any], known: dict[Told, tuple[Whereabouts, ...]], lacking: frozenset[str]
) -> Iterator[Unlocated]:
    """The places that lie nowhere, each where it stands first."""
    first: dict[str, tuple[Whereabouts, Any]] = {}
    for one in sorted(somebody, key=lambda one: str(one.path)) if lacking else ():
        for where in known[_told(one)]:
            for place in lacking.intersection(_to_locate(where)):
                first.setdefault(place, (where, one))
    for place, (where, one) in sorted(first.items()):
        person = kept.person(one.uid)
        if person is not None:
            told = _placed(where, person)
            yield Unlocated(place, told.path, told.line)


# Companies


def _companies(kept: Kept, somebody: list[Any]) -> dict[str, tuple[Whereabouts, ...]]:
    """What the notes of companies say of their places, by the name that people's notes have of them."""
    whose: defaultdict[str, list[str]] = defaultdict(list)
    for one in somebody:
        if one.company:
            whose[one.company].append(one.path)
    if not whose:
        return {}
    with noticed():
        row = kept.connection.execute("SELECT value FROM ix.meta WHERE key='directory'").fetchone()
    if row is None:
        return {}
    directory = Directory.load(row[0])
    found = {}
    for name, paths in sorted(whose.items()):
        path = directory.note_of(name) or _linked(kept, directory, name, paths)
        note = kept.note(path) if path is not None else None
        if note is not None:
            found[name] = tuple(_of_company(note, name))
    return found


def _linked(kept: Kept, directory: Directory, name: str, paths: list[str]) -> str | None:
    """The note to which a link leads that shows a name: ``[[Companies/Acme Ltd|Acme]]``."""
    shown = re.sub(r"[\[\]|]", "", name).encode()
    with noticed():
        for path in islice(sorted(paths), FEW):
            asked = "SELECT note FROM ix.notes WHERE path=? AND (instr(note, ?) OR instr(note, ?))"
            row = kept.connection.execute(asked, (path, b"|" + shown + b"]]", b"[" + shown + b"](")).fetchone()
            property_ = properties(decode_note(row[0])).get("company") if row else None
            for value in property_.values if property_ is not None else ():
                link = link_of(value, path.rpartition("/")[0])
                if link is not None and plain(value).strip() == name and (leads := directory.note_of(link.target)):
                    return leads
    return None


def _of_company(note: Note, name: str) -> Iterator[Whereabouts]:
    said = properties(note).get("location")
    if said is not None:
        for value in said.values:
            if text := plain(value).strip():
                yield Whereabouts(kind="works", text=text, path=note.path, line=said.line, company=name)
