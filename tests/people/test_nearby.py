"""Who is near a place: by the words of the notes, and by distance where places lie somewhere."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultsync.model import Location
from vaultsync.people.nearby import (
    EARTH,
    KINDS,
    Whereabouts,
    distance,
    kilometres,
    names,
    nearest,
    parse_within,
    parts_of,
    places_of,
    zone_city,
)


def at(place: str, latitude: float, longitude: float) -> Location:
    return Location(place=place, latitude=latitude, longitude=longitude, name=f"{place}, taken")


PHOENIX, TEMPE, LEEDS = at("Phoenix", 33.448, -112.074), at("Tempe", 33.414, -111.909), at("Leeds", 53.796, -1.548)
MAP = {one.place: one for one in (PHOENIX, TEMPE, LEEDS)}


def lives(text: str, line: int = 2) -> Whereabouts:
    return Whereabouts(kind="lives", text=text, path="People/Ana.md", line=line)


def works(text: str) -> Whereabouts:
    return Whereabouts(kind="works", text=text, path="Companies/Lumen.md", line=3, company="Lumen")


def zone(text: str) -> Whereabouts:
    return Whereabouts(kind="zone", text=text, path="People/Ana.md", line=4)


def said(*known: Whereabouts, asked: str = "Phoenix", here: Location | None = None, within: float = 50) -> str:
    found = nearest(known, parts_of(asked), here, MAP, within)
    return f"{found.kind}: {found.said}" if found is not None else ""


degrees = st.tuples(st.floats(-90, 90), st.floats(-180, 180)).map(lambda where: at("x", *where))


@given(degrees, degrees)
def test_a_distance_is_the_same_both_ways_and_no_longer_than_half_way_round(one, other):
    assert distance(one, other) == distance(other, one)
    assert 0 <= distance(one, other) <= EARTH * 3.141593


@given(degrees)
def test_nothing_is_away_from_itself(one):
    assert distance(one, one) == 0


@given(degrees, degrees, degrees)
def test_no_way_round_is_shorter(one, other, third):
    assert distance(one, other) <= distance(one, third) + distance(third, other) + 1e-3


def test_distances_are_those_of_the_world():
    assert distance(PHOENIX, TEMPE) == pytest.approx(15.8, abs=0.2)
    assert distance(PHOENIX, LEEDS) == pytest.approx(8250, rel=0.002)


@pytest.mark.parametrize(
    ("km", "words"),
    [(0.2, "1 km"), (4.4, "4 km"), (15.8, "about 15 km"), (98, "about 100 km"), (8187, "about 8,190 km")],
)
def test_a_distance_is_told_as_exactly_as_towns_are_apart(km, words):
    assert kilometres(km) == words


@pytest.mark.parametrize(
    ("text", "km"),
    [("50km", 50), ("50 km", 50), ("80", 80), ("10 miles", 16.09344), ("30MI", 48.28032), ("2,5 km", 2.5)],
)
def test_a_reach_is_read_as_kilometres_or_miles(text, km):
    assert parse_within(text) == pytest.approx(km)


@pytest.mark.parametrize("text", ["", "far", "-5km", "0", "5 parsecs", "1e9", "999999km"])
def test_what_is_no_reach_is_none(text):
    assert parse_within(text) is None


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Phoenix, AZ", ("Phoenix, AZ",)),
        ("London and Leeds", ("London", "Leeds")),
        ("Leeds/Bradford; York & Otley", ("Leeds", "Bradford", "York", "Otley")),
        ("Port of Spain, Trinidad and Tobago", ("Port of Spain, Trinidad and Tobago",)),
        ("Portland or Portsmouth", ("Portland", "Portsmouth")),
        (" , ", ()),
    ],
)
def test_a_text_may_name_several_places(text, places):
    assert places_of(text) == places


@pytest.mark.parametrize(
    ("place", "asked", "how"),
    [
        ("Phoenix", "Phoenix", "whole"), ("PHOENIX, Az.", "phoenix", "whole"), ("Bogotá", "bogota", "whole"),
        ("Lisbon, Portugal", "Portugal", "whole"), ("Newcastle upon Tyne", "Newcastle", "words"),
        ("New York", "York", "words"), ("Yorkshire", "York", None), ("Phoenixville", "Phoenix", None),
        ("Portland, Oregon", "Portland, Maine", None), ("Portland", "Portland, Maine", "whole"),
        ("Portland, Maine, US", "Portland, Maine", "whole"), ("New York, York", "York", "whole"),
        ("Phoenix, AZ", "Phoenix AZ", "whole"), ("Phoenix, AZ, US", "phoenix az", "whole"),
        ("Phoenix", "Phoenix AZ", None), ("New York, NY", "New", "words"), ("大阪市", "大阪", "words"),
        ("", "Phoenix", None), ("C++ (town)", "C++", "words"),
    ],
)  # fmt: skip
def test_words_name_a_place_whole_or_in_part_and_only_where_nothing_around_it_differs(place, asked, how):
    assert names(place, parts_of(asked)) == how


@pytest.mark.parametrize(
    ("name", "city"),
    [
        ("America/Phoenix", "Phoenix"), ("America/New_York", "New York"), ("America/Argentina/Ushuaia", "Ushuaia"),
        ("UTC", ""), ("Etc/GMT+3", ""), ("US/Eastern", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_time_zone_is_named_after_a_city(name, city):
    assert zone_city(name) == city


def test_each_kind_of_evidence_is_said_in_words():
    assert said(lives("Phoenix, AZ")) == "lives-there: place: Phoenix, AZ"
    assert said(works("Phoenix and Leeds")) == "works-there: works at Lumen, whose place is Phoenix and Leeds"
    assert said(zone("America/Phoenix")) == "time-zone: time zone: America/Phoenix, which reaches far beyond that city"
    near = "lives-near: place: Tempe, about 15 km away (taken as Tempe, taken)"
    assert said(lives("Tempe"), here=PHOENIX) == near
    assert said(works("Tempe"), here=PHOENIX).startswith("works-near: works at Lumen, whose place is Tempe, about 15")
    assert said(lives("Phoenix"), here=PHOENIX) == "lives-there: place: Phoenix"


def test_who_is_farther_than_asked_is_not_near():
    assert said(lives("Tempe"), here=PHOENIX, within=10) == ""
    assert said(lives("Leeds"), here=PHOENIX) == ""
    assert said(lives("Leeds")) == ""


def test_words_in_the_midst_of_a_name_count_only_where_it_is_not_known_to_lie_elsewhere():
    known = {"New York": at("New York", 40.7, -74.0), "York": at("York", 53.96, -1.08)}
    asked = parts_of("York")
    assert nearest([lives("New York")], asked, None, {}, 50) is not None
    assert nearest([lives("New York")], asked, known["York"], known, 50) is None
    # A whole name is what was asked for, though another town may have been meant: how far it is says which.
    far = nearest([lives("Phoenix")], parts_of("Phoenix"), LEEDS, MAP, 50)
    assert far is not None
    assert far.said == "place: Phoenix, about 8,250 km away (taken as Phoenix, taken)"


def test_a_time_zone_counts_only_where_no_place_is_given():
    assert said(zone("America/Phoenix"), lives("Tempe")) == ""
    assert said(zone("America/Phoenix"), works("Leeds")).startswith("time-zone")
    assert said(zone("UTC"), asked="UTC") == ""
    assert said(zone("America/Phoenix"), asked="Phoenix, AZ").startswith("time-zone")


everything = st.builds(
    lambda kind, text, line: Whereabouts(kind=kind, text=text, path="p.md", line=line, company="Lumen"),
    st.sampled_from(["lives", "works", "zone"]),
    st.sampled_from(
        ["Phoenix", "Tempe", "Leeds", "Phoenix, AZ", "New Phoenix", "America/Phoenix", "Tempe and Leeds", ""]
    ),
    st.integers(0, 9),
)


@given(st.lists(everything, max_size=4), st.sampled_from([None, PHOENIX, LEEDS]), st.floats(1, 9000))
def test_what_says_most_does_not_depend_on_the_order_of_what_is_known(known, here, within):
    found = {nearest(order, ("phoenix",), here, MAP, within) for order in permutations(known)}
    assert len(found) == 1
    (near,) = found
    if near is not None:
        assert near.where in known
        assert near.kind in KINDS
        assert near.where.text in near.said
        assert near.how != "distance" or (near.km is not None and near.km <= within)
