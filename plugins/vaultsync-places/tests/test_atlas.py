"""Which town a place names."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vaultsync_places import atlas
from vaultsync_places.atlas import atlas_in

MAKE = atlas._make


def shown(folder: Path, place: str) -> str:
    with atlas_in(folder) as towns:
        found = towns.find(place)
    return found.shown if found is not None else ""


@pytest.mark.parametrize(
    ("place", "town"),
    [
        ("Phoenix", "Phoenix, Arizona, US"),
        ("Cambridge", "Cambridge, England, UK"),
        ("Springfield", "Springfield, Missouri, US"),
        ("Paris", "Paris, France"),
        ("Newcastle upon Tyne", "Newcastle upon Tyne, England, UK"),
    ],
)
def test_a_name_alone_is_the_largest_town_of_it(made, place, town):
    assert shown(made, place) == town


@pytest.mark.parametrize(
    ("place", "town"),
    [
        ("Portland, Maine", "Portland, Maine, US"),
        ("Portland, ME", "Portland, Maine, US"),
        ("Portland, ME 04101, USA", "Portland, Maine, US"),
        ("Cambridge, UK", "Cambridge, England, UK"),
        ("Cambridge, MA", "Cambridge, Massachusetts, US"),
        ("Paris, TX", "Paris, Texas, US"),
        ("London, Ontario", "London, Ontario, Canada"),
        ("London, CA", "London, Ontario, Canada"),
        ("Perth, Scotland", "Perth, Scotland, UK"),
        ("Perth, Australia", "Perth, Western Australia, Australia"),
        ("Tbilisi, Georgia", "Tbilisi, Georgia"),
        ("Atlanta, Georgia", "Atlanta, Georgia, US"),
        ("Frankfurt, Brandenburg", "Frankfurt (Oder), Brandenburg, Germany"),
        ("Frankfurt (Oder)", "Frankfurt (Oder), Brandenburg, Germany"),
        ("Birmingham (Alabama)", "Birmingham, Alabama, US"),
        ("San José, Costa Rica", "San José, Costa Rica"),
        ("Washington, D.C.", "Washington, District of Columbia, US"),
        ("Chania, Crete", "Chaniá, Greece"),
        ("Phoenix AZ", "Phoenix, Arizona, US"),
        ("london ontario canada", "London, Ontario, Canada"),
        ("Perth South Australia", ""),
        ("San José Costa Rica", "San José, Costa Rica"),
        ("West Virginia", ""),
    ],
)
def test_what_stands_behind_the_name_tells_towns_apart(made, place, town):
    assert shown(made, place) == town


@pytest.mark.parametrize(
    ("place", "town"),
    [
        ("München", "Munich, Bavaria, Germany"), ("munchen", "Munich, Bavaria, Germany"), ("大阪", "Osaka, Japan"),
        ("Санкт-Петербург", "Saint Petersburg, Russia"), ("St Louis, MO", "St. Louis, Missouri, US"),
        ("Cologne", "Köln, North Rhine-Westphalia, Germany"), ("Roma", "Rome, Italy"), ("Porto", "Porto, Portugal"),
        ("New York", "New York City, New York, US"), ("Greater Manchester", "Manchester, England, UK"),
        ("Phoenix metro area", "Phoenix, Arizona, US"),
    ],
)  # fmt: skip
def test_a_town_is_known_by_what_it_is_called_elsewhere(made, place, town):
    assert shown(made, place) == town


@pytest.mark.parametrize(
    "place",
    ["", ",", "Remote", "Xanadu", "USA", "Georgia", "Oregon", "Jersey", "York, Maine", "Somewhere, Oregon", "()"],
)
def test_what_is_no_town_is_not_guessed_at(made, place):
    assert shown(made, place) == ""


def test_a_state_or_country_alone_is_a_town_where_one_in_it_is_called_so(made):
    assert shown(made, "Singapore") == "Singapore, Singapore"
    assert shown(made, "Berlin") == "Berlin, Berlin, Germany"
    assert shown(made, "Washington") == ""


def test_a_street_before_the_town_is_passed_over(made):
    assert shown(made, "12 Main St, Phoenix, AZ 85004") == "Phoenix, Arizona, US"


towns = st.sampled_from(["Phoenix", "Paris", "London", "Cambridge", "Perth", "York", "Birmingham", "Leeds"])
around = st.sampled_from(["", ", UK", ", US", ", TX", ", France", ", Australia", ", Crete", " 123", ", ON", "(UK)"])


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(towns, around)
def test_what_is_shown_of_a_town_names_that_town(made, town, behind):
    with atlas_in(made) as known:
        found = known.find(town + behind)
        if found is not None:
            assert known.find(found.shown) == found


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=40) | st.lists(towns | around | st.text(max_size=5)).map("".join))
def test_any_text_is_a_town_on_the_earth_or_none(made, text):
    with atlas_in(made) as known:
        found = known.find(text)
    assert found is None or (abs(found.latitude) <= 90 and abs(found.longitude) <= 180 and found.name)


def test_an_atlas_of_other_tables_is_made_anew_whole_or_not_at_all(made, tmp_path, monkeypatch):
    (tmp_path / "towns-0-1.0.0.db").write_bytes(b"old")
    (tmp_path / "kept.txt").write_bytes(b"mine")
    monkeypatch.setattr(atlas, "_make", MAKE)
    monkeypatch.setattr(
        atlas, "_towns", lambda: iter([((1, "Phoenix", 33.4, -112.1, "US", "AZ", 5), "phoenix", set())])
    )
    with atlas_in(tmp_path) as known:
        assert known.find("Phoenix").shown == "Phoenix, Arizona, US"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["kept.txt", next(made.iterdir()).name]

    def broken():
        yield (1, "Leeds", 53.8, -1.5, "GB", "ENG", 5), "leeds", {"loidis"}
        raise OSError("the disk is full")

    monkeypatch.setattr(atlas, "_towns", broken)
    (empty := tmp_path / "empty").mkdir()
    with pytest.raises(OSError, match="the disk is full"), atlas_in(empty):
        pass
    assert list(empty.iterdir()) == []
