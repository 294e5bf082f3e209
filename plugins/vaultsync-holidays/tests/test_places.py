"""Which country a text, a place or a time zone speaks of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultsync_holidays.places import Place, UnknownPlaceError, place, place_of_location, place_of_zone


@pytest.mark.parametrize(
    "text", ["Portugal", "portugal", " PORTUGAL ", "PT", "pt", "PRT", "[[Portugal]]", "[[Places/Portugal|Portugal]]"]
)
def test_a_country_is_known_by_name_and_by_code(text):
    assert place(text) == Place(country="PT")


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Deutschland", "DE"), ("España", "ES"), ("Espana", "ES"), ("United States", "US"), ("USA", "US"), ("UK", "GB"),
        ("The Netherlands", "NL"), ("Türkiye", "TR"), ("Turkey", "TR"), ("Czechia", "CZ"), ("South Korea", "KR"),
        ("Vatican City", "VA"), ("日本", "JP"), ("Georgia", "GE"), ("Ivory Coast", "CI"), ("Republic of Ireland", "IE"),
    ],
)  # fmt: skip
def test_other_names_of_countries_are_known(text, country):
    assert place(text).country == country


def test_a_part_of_a_country_is_known_by_code_and_by_name():
    bavaria = Place(country="DE", part="BY")
    assert place("DE-BY") == place("de-by") == place("Germany", "Bayern") == place("DE", "by") == bavaria
    assert place("Scotland") == Place(country="GB", part="SCT")


def test_guinea_bissau_is_a_country_and_no_part_of_guinea():
    assert place("Guinea-Bissau") == Place(country="GW")


@pytest.mark.parametrize(
    ("text", "part", "said"),
    [
        ("Portgual", "", "Did you mean Portugal?"),
        ("Germny", "", "Did you mean Germany?"),
        ("Atlantis", "", "Write a name in English or an ISO code, such as Portugal, PT or DE-BY."),
        ("", "", "Write a name"),
        ("Germany", "Bayren", "Did you mean BY?"),
        ("DE-XX", "", "The parts of Germany with holidays of their own: BB,"),
    ],
)
def test_an_unknown_place_gets_a_suggestion(text, part, said):
    with pytest.raises(UnknownPlaceError, match="^.*" + said.replace("?", r"\?")):
        place(text, part)


@pytest.mark.parametrize(
    ("zone", "country"),
    [
        ("Europe/Lisbon", "PT"), ("Atlantic/Azores", "PT"), ("Europe/Berlin", "DE"), ("Europe/Copenhagen", "DK"),
        ("US/Eastern", "US"), ("Japan", "JP"), ("Asia/Calcutta", "IN"), ("America/Argentina/Ushuaia", "AR"),
    ],
)  # fmt: skip
def test_a_time_zone_is_a_countrys_by_its_old_name_too(zone, country):
    assert place_of_zone(zone) == Place(country=country)


@pytest.mark.parametrize("zone", ["UTC", "Etc/GMT+3", "CET", "EST5EDT", "", "Mars/Olympus", "Europe/"])
def test_a_time_zone_that_is_no_countrys_says_nothing(zone):
    assert place_of_zone(zone) is None


def test_a_location_may_end_with_a_country():
    assert place_of_location("Lisbon, Portugal") == Place(country="PT")
    assert place_of_location("Portugal") == Place(country="PT")
    assert place_of_location("Austin, USA") == Place(country="US")
    assert place_of_location("Leith, Scotland") == Place(country="GB", part="SCT")


@pytest.mark.parametrize(
    "location", ["Portland, OR", "Los Angeles, CA", "Atlanta, Georgia", "Lisbon", "", "New Mexico"]
)
def test_a_location_that_may_end_with_a_state_says_nothing(location):
    assert place_of_location(location) is None


@given(st.text(), st.text())
def test_any_text_is_a_place_or_unknown(text, part):
    try:
        found = place(text, part)
    except UnknownPlaceError:
        with pytest.raises(UnknownPlaceError, match=r"(\.|none\.)$"):
            place(text, part)
    else:
        assert len(found.country) == 2
        assert found.name
    place_of_location(text)
    place_of_zone(text)
