"""Which country, and which part of it, a text means: a name, an ISO 3166 code, a time zone, a location."""

import difflib
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import resources

import msgspec

from vaultsync.notes import fold, plain

ALSO = {
    "AE": "UAE, Emirates",
    "AT": "Österreich, Autriche",
    "AU": "Aussie",
    "BE": "België, Belgique, Belgien",
    "BG": "България",
    "BR": "Brasil, Brasilien",
    "CH": "Schweiz, Suisse, Svizzera, Svizra",
    "CD": "DR Congo, Democratic Republic of the Congo",
    "CI": "Côte d'Ivoire",
    "CN": "中国, PRC, Mainland China",
    "CZ": "Czech Republic, Czechia, Česko, Tschechien",
    "DE": "Deutschland, Allemagne, Alemania, BRD",
    "DK": "Danmark, Dänemark",
    "EE": "Eesti",
    "ES": "España, Espagne, Spanien",
    "FI": "Suomi, Finnland",
    "FR": "Frankreich, Francia",
    "GB": "United Kingdom, UK, U.K., Great Britain, Britain, Grossbritannien, Großbritannien",
    "GR": "Ελλάδα, Hellas, Griechenland",
    "HR": "Hrvatska, Kroatien",
    "HU": "Magyarország, Ungarn",
    "IE": "Éire, Republic of Ireland, Irland",
    "IN": "Bharat, भारत, Indien",
    "IS": "Ísland",
    "IT": "Italia, Italien, Italie",
    "JP": "日本, Nippon",
    "KR": "South Korea, Korea, Republic of Korea, 한국",
    "LT": "Lietuva",
    "LU": "Lëtzebuerg, Luxemburg",
    "LV": "Latvija",
    "MX": "México, Mexiko",
    "NL": "The Netherlands, Holland, Nederland, Niederlande, Pays-Bas",
    "NO": "Norge, Noreg, Norwegen",
    "NZ": "Aotearoa",
    "PL": "Polska, Polen",
    "RO": "România, Rumänien",
    "RS": "Srbija, Србија",
    "RU": "Россия, Russian Federation",
    "SE": "Sverige, Schweden",
    "SI": "Slovenija",
    "SK": "Slovensko",
    "TR": "Türkiye, Turkiye, Turkey",
    "TW": "台灣",
    "UA": "Україна",
    "US": "USA, U.S., U.S.A., United States of America, the United States, the US, America",
    "VN": "Viet Nam, Việt Nam",
    "GB-ENG": "England",
    "GB-NIR": "Northern Ireland",
    "GB-SCT": "Scotland",
    "GB-WLS": "Wales, Cymru",
}
"""What people call countries besides their English name and their codes."""

NOT_ALWAYS = frozenset({"georgia", "jersey", "america"})
"""Names that, at the end of a location, may well mean something else (Atlanta, Georgia)."""
SHORT = frozenset({"usa", "uk", "uae"})
"""The only names of three letters or fewer that a location may end with: others are states (Portland, OR)."""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A country by its ISO 3166-1 code of two letters, and a part of it by the code it has there, or ``""``."""

    country: str
    part: str = ""

    @property
    def name(self) -> str:
        """What the country is called in English."""
        return _english().get(self.country, self.country)


class UnknownPlaceError(ValueError):
    """No country, or no part of one; the message says what was meant perhaps."""


@lru_cache(maxsize=4096)
def place(text: str, part: str = "") -> Place:
    """The place that a name or code means, such as Portugal, PT, PRT, DE-BY; ``part`` is a code or name within it.

    Raises UnknownPlaceError.
    """
    known, wanted = _names(), fold(plain(text))
    code = known.get(wanted, "")
    if not code and "-" in wanted:
        head, _, tail = wanted.partition("-")
        code, part = known.get(head.strip(), "") if len(head.strip()) <= 3 else "", part or tail.strip()
    if not code:
        near = difflib.get_close_matches(wanted, [name for name in known if len(name) > 3], n=1)
        meant = f"Did you mean {_english()[known[near[0]][:2]]}? " if near else ""
        raise UnknownPlaceError(f"{meant}Write a name in English or an ISO code, such as Portugal, PT or DE-BY.")
    country, _, own = code.partition("-")
    return Place(country=country, part=own or (_part(country, part) if part else ""))


def place_of_zone(timezone: str) -> Place | None:
    """The country whose time zone an IANA name is; None for one that is no country's, such as UTC."""
    country = _zones().get(timezone.strip())
    return Place(country=country) if country else None


def place_of_location(location: str) -> Place | None:
    """The country that a location ends with, as in ``Lisbon, Portugal``; None where it says none for sure."""
    last = fold(plain(location).rsplit(",", 1)[-1]).strip(". ")
    if last in NOT_ALWAYS or (len(last) <= 3 and last not in SHORT):
        return None
    code = _names().get(last)
    if code is None:
        return None
    country, _, part = code.partition("-")
    return Place(country=country, part=part)


def _part(country: str, text: str) -> str:
    from holidays import country_holidays  # noqa: PLC0415 - the library takes a tenth of a second to load

    known = country_holidays(country)
    names = {fold(code): code for code in known.subdivisions}
    names |= {fold(name): code for name, code in known.subdivisions_aliases.items()}
    found = names.get(fold(text))
    if found is None:
        near = difflib.get_close_matches(fold(text), names, n=1)
        meant = f"Did you mean {names[near[0]]}? " if near else ""
        there = ", ".join(known.subdivisions) or "none"
        raise UnknownPlaceError(f"{meant}The parts of {_english()[country]} with holidays of their own: {there}.")
    return found


def _table(name: str) -> Iterator[list[str]]:
    text = resources.files("tzdata").joinpath("zoneinfo", name).read_text(encoding="utf-8")
    return (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))


@cache
def _english() -> dict[str, str]:
    return {code: _spelled_out(name) for code, name, *_ in _table("iso3166.tab")}


def _spelled_out(name: str) -> str:
    """The name of a country as one says it: the table has ``Britain (UK)``, and ``&``."""
    said = {"Britain (UK)": "the United Kingdom", "Korea (South)": "South Korea", "Korea (North)": "North Korea"}
    return said.get(name, name.replace(" & ", " and ").replace("St ", "Saint "))


@cache
def _names() -> dict[str, str]:
    """Codes by folded names and codes."""
    from holidays.registry import COUNTRIES  # noqa: PLC0415 - as above

    found: dict[str, str] = {}
    for name, (_, two, *others) in COUNTRIES.items():
        found[fold(name.replace("_", " "))] = two
        found |= {fold(code): two for code in (two, *others) if code.isupper() and len(code) <= 3}
    supported = frozenset(found.values())
    for code, name, *_ in _table("iso3166.tab"):
        if code in supported:
            found.setdefault(fold(name), code)
            found.setdefault(fold(_spelled_out(name)), code)
    for code, names in ALSO.items():
        found |= {fold(name): code for name in names.split(",")}
    return found


@cache
def _zones() -> dict[str, str]:
    """The country of each time zone, those with old names too."""
    found = {row[2]: row[0] for row in _table("zone.tab")}
    links = resources.files("tzdata").joinpath("zoneinfo", "tzdata.zi").read_text(encoding="utf-8")
    for line in links.splitlines():
        kind, *names = line.split(" ")
        # CET and EST5EDT are names of clocks, which many countries go by; Japan and US/Eastern are places.
        if kind == "L" and names[0] in found and ("/" in names[1] or names[1].istitle()):
            found.setdefault(names[1], found[names[0]])
    return found
