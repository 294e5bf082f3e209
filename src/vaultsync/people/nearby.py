"""Who is near a place: what notes say of where people live and work, held against it, by words and by distance.

A place is named as people name it: ``Phoenix``, ``Phoenix, AZ``, ``Cambridge, UK``. Where places lie is for others to
say; here two that lie somewhere have a distance.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt
from typing import Literal

from vaultsync.model import Location, Value
from vaultsync.notes import fold

EARTH = 6371.0088
"""The mean radius of the earth, in kilometres (IUGG)."""
MILE = 1.609344
SHORT = 10
"""Below so many kilometres a distance is told to the kilometre, above it to five, above a hundred to ten."""

Kind = Literal["lives", "works", "zone"]
How = Literal["whole", "words", "distance"]

# Of a country's name the "and" separates nothing.
_AND = r"\s+(?:and|&|or)\s+(?!tobago|barbuda|herzegovina|(?:the )?caicos|nevis|the grenadines|futuna|miquelon|princip)"
_PLACES = re.compile(rf"\s*[;/|]\s*|{_AND}", re.IGNORECASE)
_SPAN = re.compile(r"(\d+(?:[.,]\d+)?)\s*(km|kms|kilomet(?:er|re)s?|mi|miles?)?", re.IGNORECASE)
# Scripts that are written without spaces between words: there a name stands anywhere.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


class Whereabouts(Value, frozen=True, kw_only=True):
    """One thing that the notes say of where somebody is: where they live, where they work, what time it is there.

    ``text`` is that property as it is written, ``path`` and ``line`` where. ``company`` is whose place it is.
    """

    kind: Kind
    text: str
    path: str
    line: int = 0
    company: str = ""


class Near(Value, frozen=True, kw_only=True):
    """That somebody is near: what says so, how, and how many kilometres it is where that is known.

    ``place`` is the part of the text that counts, ``taken`` which place it was taken for.
    """

    where: Whereabouts
    how: How
    place: str
    km: float | None = None
    taken: str = ""

    @property
    def kind(self) -> str:
        """``lives-there``, ``works-there``, ``lives-near``, ``works-near`` or ``time-zone``."""
        if self.where.kind == "zone":
            return "time-zone"
        return f"{self.where.kind}-{'near' if self.how == 'distance' else 'there'}"

    @property
    def order(self) -> tuple[int, int, float]:
        """What comes first: what stands there in words, lives before works; then what is near; a time zone last.

        Of those of a kind the nearer comes first, and one whose distance is not known last.
        """
        far = float("inf") if self.km is None else self.km
        return KINDS.index(self.kind), int(self.how == "words"), far

    @property
    def said(self) -> str:
        """It in words: ``place: Tempe, 15 km away (taken as Tempe, Arizona, US)``."""
        text = self.where.text
        match self.where.kind:
            case "lives":
                said = f"place: {text}"
            case "works":
                said = f"works at {self.where.company}, whose place is {text}"
            case _:
                return f"time zone: {text}, which reaches far beyond that city"
        if self.km is None or (self.how == "whole" and self.km < 1):
            return said
        return f"{said}, {kilometres(self.km)} away (taken as {self.taken})"


KINDS = ("lives-there", "works-there", "lives-near", "works-near", "time-zone")
"""What can say that somebody is near, what says most first."""


def distance(one: Location, other: Location) -> float:
    """How far apart two places lie, in kilometres, along the surface of a round earth (the haversine formula)."""
    north, south = radians(one.latitude), radians(other.latitude)
    up = sin((north - south) / 2) ** 2
    along = cos(north) * cos(south) * sin((radians(one.longitude) - radians(other.longitude)) / 2) ** 2
    return 2 * EARTH * asin(min(1.0, sqrt(up + along)))


def kilometres(km: float) -> str:
    """A distance in words, as exact as two towns are: ``4 km``, ``about 35 km``, ``about 1,240 km``."""
    if km < SHORT:
        return f"{max(1, round(km))} km"
    step = 5 if km < 10 * SHORT else 10
    return f"about {round(km / step) * step:,} km"


def parse_within(text: str) -> float | None:
    """The kilometres that a text says, ``50km``, ``30 mi``, ``80``; None where it says none."""
    found = _SPAN.fullmatch(text.strip())
    if found is None:
        return None
    km = float(found[1].replace(",", ".")) * (MILE if (found[2] or "").lower().startswith("mi") else 1.0)
    return km if 0 < km <= EARTH * 4 else None


@lru_cache(maxsize=4096)
def places_of(text: str) -> tuple[str, ...]:
    """The places that a text names: of ``London and Leeds`` both, of ``Phoenix, AZ`` the one."""
    return tuple(dict.fromkeys(part.strip(" ,.") for part in _PLACES.split(text) if part and part.strip(" ,.")))


@lru_cache(maxsize=4096)
def parts_of(place: str) -> tuple[str, ...]:
    """What stands between the commas of a place, folded: the city, and in what it lies."""
    return tuple(part for each in place.split(",") if (part := fold(each).strip(" .")))


def zone_city(zone: str) -> str:
    """The city that a time zone is named after: Phoenix of ``America/Phoenix``; ``""`` where it is none."""
    region, _, city = zone.strip().rpartition("/")
    return "" if not region or fold(region) in {"etc", "us", "canada"} else city.replace("_", " ")


def names(place: str, asked: tuple[str, ...]) -> How | None:
    """Whether a place is the one that is asked for, going by words: a whole part of it, or words in a part.

    What lies around it must not differ: Portland, Oregon is not the Portland of Maine. Whoever asks may leave out the
    commas: Phoenix AZ.
    """
    parts, found = parts_of(place), False
    if len(asked) == 1 and any(" ".join(parts[:end]) == asked[0] for end in range(2, len(parts) + 1)):
        return "whole"
    for number, part in enumerate(parts):
        around = parts[number + 1 :]
        if asked[1:] and around and not set(asked[1:]) & set(around):
            continue
        if part == asked[0]:
            return "whole"
        found = found or _holds(part, asked[0])
    return "words" if found else None


def _holds(part: str, words: str) -> bool:
    if words not in part:
        return False
    return bool(_UNSPACED.search(words)) or re.search(rf"(?<!\w){re.escape(words)}(?!\w)", part) is not None


def nearest(
    known: Iterable[Whereabouts],
    asked: tuple[str, ...],
    here: Location | None,
    located: Mapping[str, Location],
    within: float,
) -> Near | None:
    """What says most of that somebody is near a place, which is given in its parts, and lies ``here``; None for nobody.

    ``located`` are the places that lie somewhere, as :func:`places_of` has them; ``within`` is how many kilometres are
    near. Where somebody has the words in the midst of a name, and lies elsewhere, they mean something else: York and
    New York. A time zone counts only where no place is given where somebody lives.
    """
    given = tuple(known)
    lives = any(each.kind == "lives" for each in given)
    found = (
        near for each in given if not (lives and each.kind == "zone") for near in _near(each, asked, here, located)
    )
    close = (near for near in found if near.how == "whole" or near.km is None or near.km <= within)
    return min(close, key=lambda near: (near.order, near.where.path, near.where.line, near.where.text), default=None)


def _near(
    where: Whereabouts, asked: tuple[str, ...], here: Location | None, located: Mapping[str, Location]
) -> Iterable[Near]:
    if where.kind == "zone":
        city = zone_city(where.text)
        if city and names(city, asked[:1]) == "whole":
            yield Near(where=where, how="whole", place=city)
        return
    for place in places_of(where.text):
        how, there = names(place, asked), located.get(place)
        km = distance(here, there) if here is not None and there is not None else None
        if how is not None or km is not None:
            taken = there.name if there is not None else ""
            yield Near(where=where, how=how or "distance", place=place, km=km, taken=taken)
