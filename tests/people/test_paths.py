"""Ways to a person: real, simple, short, warmest first, and the same whatever the order of the files."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultsync.model import Interaction, Person
from vaultsync.people.paths import FURTHER, KINDS, MOST, STEPS, Edge, Way, may_be_asked, warm, ways_to
from vaultsync.people.warmth import spoke, warmth

TODAY = date(2026, 11, 22)


class Known:
    """A circle in memory."""

    def __init__(
        self,
        edges: Iterable[Edge],
        contacts: dict[str, int],
        *,
        states: dict[str, str] | None = None,
        cadences: dict[str, int] | None = None,
    ) -> None:
        self._edges = list(edges)
        self._contacts, self._states, self._cadences = contacts, states or {}, cadences or {}

    def person(self, uid: str) -> Person:
        state = self._states.get(uid, "")
        return Person(uid=uid, path=f"People/{uid}.md", name=uid, status=state, paused=state == "paused")

    def last(self, uid: str) -> Interaction | None:
        days = self._contacts.get(uid)
        return None if days is None else Interaction(person=uid, day=TODAY - timedelta(days=days), channel="call")

    def cadence(self, uid: str) -> int | None:
        return self._cadences.get(uid)

    def edges(self, uid: str) -> list[Edge]:
        return [edge for edge in self._edges if uid in {edge.holder, edge.other}]


def edge(holder: str, other: str, kind: str = "knows", line: int = 3) -> Edge:
    return Edge(holder=holder, other=other, kind=kind, path=f"People/{holder}.md", line=line)


def names(ways: Iterable[Way]) -> list[str]:
    return [" ".join(way.people) for way in ways]


def test_whoever_was_spoken_with_lately_comes_first():
    circle = Known([edge("ravi", "ana"), edge("ana", "jo")], {"jo": 200, "ravi": 10})
    assert names(ways_to("ana", circle, TODAY)) == ["ravi ana", "jo ana"]


def test_of_two_spoken_with_on_a_day_the_closer_and_the_better_tied_comes_first():
    edges = [edge("jo", "ana"), edge("kofi", "ana"), edge("ana", "ravi", "mentions")]
    circle = Known(edges, {"jo": 10, "kofi": 10, "ravi": 10}, cadences={"kofi": 42})
    assert names(ways_to("ana", circle, TODAY)) == ["kofi ana", "jo ana", "ravi ana"]


def test_the_user_must_have_been_in_touch_with_whom_they_ask():
    assert ways_to("ana", Known([edge("ravi", "ana")], {}), TODAY) == ()


def test_two_people_may_stand_between_and_no_more():
    edges = [edge("a", "b"), edge("b", "c"), edge("c", "ana")]
    assert names(ways_to("ana", Known(edges, {"a": 1, "b": 1}), TODAY)) == ["b c ana"]
    assert names(ways_to("ana", Known(edges, {"a": 1}), TODAY)) == []


def test_who_can_be_asked_as_warmly_further_along_makes_a_detour_needless():
    edges = [edge("jo", "ravi"), edge("ravi", "ana")]
    assert names(ways_to("ana", Known(edges, {"jo": 1, "ravi": 1}), TODAY)) == ["ravi ana"]
    assert names(ways_to("ana", Known(edges, {"jo": 1, "ravi": 2000}), TODAY)) == ["jo ravi ana", "ravi ana"]


@pytest.mark.parametrize("state", ["paused", "archived", "deceased"])
def test_no_way_leads_through_somebody_who_is_not_to_be_asked(state):
    direct = Known([edge("ravi", "ana")], {"ravi": 1}, states={"ravi": state})
    between = Known([edge("jo", "ravi"), edge("ravi", "ana")], {"jo": 1}, states={"ravi": state})
    assert ways_to("ana", direct, TODAY) == ways_to("ana", between, TODAY) == ()


@pytest.mark.parametrize(
    ("tie", "who", "said"),
    [
        (edge("ravi", "ana"), "ravi", "knows Ana"),
        (edge("ana", "ravi"), "ravi", "knows Ana"),
        (edge("ana", "ravi", "introduced_by"), "ravi", "introduced Ana to you"),
        (edge("ravi", "ana", "introduced_by"), "ravi", "came to you through Ana"),
        (edge("ana", "ravi", "met_through"), "ravi", "brought Ana and you together"),
        (edge("ravi", "ana", "met_through"), "ravi", "met you through Ana"),
        (edge("ana", "ravi", "mentions"), "ravi", "is named in your note on Ana"),
    ],
)
def test_a_tie_is_said_from_the_side_of_who_introduces(tie, who, said):
    assert tie.words(who, "Ana") == said


def test_how_long_ago_somebody_was_spoken_with_is_said_in_words():
    def contact(days: int, channel: str) -> Interaction:
        return Interaction(person="a", day=TODAY - timedelta(days=days), channel=channel)

    assert warmth(None, TODAY) == "never in touch"
    assert warmth(contact(21, "call"), TODAY) == "call 3 weeks ago"
    assert warmth(contact(0, ""), TODAY) == "in touch today"
    assert warmth(contact(1, "mail"), TODAY) == "mail yesterday"
    assert [spoke(contact(14, each), TODAY) for each in ("call", "mail", "coffee", "")] == [
        "spoke 2 weeks ago", "wrote 2 weeks ago", "met 2 weeks ago", "were in touch 2 weeks ago",
    ]  # fmt: skip


UIDS = ("ana", "b", "c", "d", "e", "f")
pairs = st.tuples(st.sampled_from(UIDS), st.sampled_from(UIDS)).filter(lambda pair: pair[0] != pair[1])
edges = st.lists(
    st.builds(lambda pair, kind, line: edge(*pair, kind.name, line), pairs, st.sampled_from(KINDS), st.integers(1, 9)),
    max_size=14,
)
circles = st.fixed_dictionaries(
    {
        "contacts": st.dictionaries(st.sampled_from(UIDS), st.integers(0, 3000)),
        "states": st.dictionaries(st.sampled_from(UIDS), st.sampled_from(["paused", "archived", "deceased", "active"])),
        "cadences": st.dictionaries(st.sampled_from(UIDS), st.integers(1, 400)),
    }
)


@given(between=edges, rest=circles, data=st.data())
def test_ways_are_real_simple_short_and_sorted_and_do_not_depend_on_the_order_of_the_files(between, rest, data):
    circle = Known(between, **rest)
    ways = ways_to("ana", circle, TODAY)
    assert len(ways) <= MOST
    for way in ways:
        assert way.people[-1] == "ana"
        assert len(set(way.people)) == len(way.people) == len(way.edges) + 1 <= STEPS
        assert all(edge in between for edge in way.edges)
        for (one, other), tie in zip(pairwise(way.people), way.edges, strict=True):
            assert {tie.holder, tie.other} == {one, other}
        assert all(may_be_asked(circle.person(uid)) for uid in way.people[:-1])
        assert way.last == circle.last(way.people[0])
    assert [way.weight for way in ways] == sorted((way.weight for way in ways), reverse=True)
    assert ways_to("ana", Known(data.draw(st.permutations(between)), **rest), TODAY) == ways


@given(between=edges, rest=circles)
def test_the_warmest_way_is_the_warmest_of_all_that_one_could_think_of(between, rest):
    circle = Known(between, **rest)

    def weight(people: tuple[str, ...]) -> float:
        last = circle.last(people[0])
        if last is None or not all(may_be_asked(circle.person(uid)) for uid in people[:-1]):
            return 0.0
        whole = warm(last, circle.cadence(people[0]), TODAY)
        for one, other in pairwise(people):
            whole *= max((tie.strength for tie in between if {tie.holder, tie.other} == {one, other}), default=0.0)
        return float(whole * FURTHER ** (len(people) - 2))

    thought = [(*people, "ana") for size in (1, 2) for people in permutations(UIDS[1:], size)]
    best = max(map(weight, thought))
    found = ways_to("ana", circle, TODAY)
    assert found[0].weight == pytest.approx(best) if best else found == ()


@given(before=circles, days=st.integers(0, 3000), sooner=st.integers(0, 3000), between=edges)
def test_a_later_contact_makes_no_way_colder(before, days, sooner, between):
    days, sooner = max(days, sooner), min(days, sooner)
    one, other = ({**before, "contacts": {**before["contacts"], "b": each}} for each in (days, sooner))
    colder, warmer = (
        {way.people: way.weight for way in ways_to("ana", Known(between, **each), TODAY, most=99)}
        for each in (one, other)
    )
    assert all(warmer[way] >= weight for way, weight in colder.items() if way[0] == "b" and way in warmer)
