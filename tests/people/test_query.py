from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultsync.model import Cadence, Fact, Interaction, Network, Person
from vaultsync.people import KEYS, Query, QueryError, parse_query

TODAY = date(2026, 11, 22)
ANA = Person(
    uid="ana",
    path="People/Ana Reyes.md",
    name="Ana Réyes-Lee",
    aliases=("Annie",),
    company="Acme Ltd",
    role="Head of Research",
    location="Lisbon, Portugal",
    relationship="mentor",
    groups=("The CX Circle",),
    tags=("person", "Work/Acme"),
    skills=("Python", "C++"),
    interests=("rowing", "茶道"),
    status="Aspirational",
    channel="coffee",
    cadence=Cadence(days=42),
    tier="Close",
    met="at the Brightwater fair",
    met_through=("Lumen",),
)
BEN = Person(uid="ben", path="People/Ben.md", name="Ben")
NETWORK = Network(
    people=(ANA, BEN),
    interactions={"ana": (Interaction(person="ana", day=date(2025, 11, 22), channel="mail"),)},
    facts={"ben": (Fact(name="cadence", value=Cadence(days=90)),)},
)
HOLDS = (
    "", "ana", "reyes", "REYES", "lee", "annie", "acme", "head research", '"head of research"', "lisbon", "cx",
    "rowing",    "道", "c++", "work", "person", '"lisbon, portugal"', "ana python lisbon",
    "tag:work", "tag:#work/acme", "TAG:person", "group:cx", 'group:"the cx"', "skill:python", "skill:c++",

    "city:lisbon", "city:portugal", "company:acme", 'company:"acme ltd"', "status:aspirational",
    "relationship:mentor",
    "channel:coffee", "channel:mail", "channel:email", "channel:☕", "last:>30d", "last:>=365d", "last:<=1y",
    "last:<2y", "cadence:42", "cadence:6w", 'cadence:"6 weeks"', "cadence:close", "cadence:<60d", "cadence:>=42d",
    "due:<7d", "due:>1d", "kind:birthday", "kind:BIRTHDAY", "colleague-at:acme", "colleague-at:brightwater",
    "colleague-at:lumen", "colleague-at:cx", "-ben", "-tag:home", "-last:never", "-due:never", "ana -ben -skill:sql",
    '-"head of sales"', 'last:"> 1 month"',
)  # fmt: skip
FAILS = (
    "ben", "na", "eyes", "cme", '"research head"', "tag:wor", "tag:acme", "group:x", "skill:java", "city:porto",
    "company:ltda", "status:inactive", "relationship:friend", "channel:call", "last:<30d", "last:>1y", "last:never",
    "cadence:weekly", "cadence:far", "cadence:none", "cadence:>60d", "due:>7d", "due:never", "kind:cadence",
    "colleague-at:nowhere", "-ana", "ana ben",
)  # fmt: skip


def holds(query: str, person: Person = ANA, **options: object) -> bool:
    return parse_query(query).matches(person, NETWORK, today=TODAY, **options)


@pytest.mark.parametrize("query", HOLDS)
def test_a_query_holds_where_every_term_does(query: str) -> None:
    assert holds(query, due=date(2026, 11, 25), kind="birthday")


@pytest.mark.parametrize("query", FAILS)
def test_a_query_fails_where_one_term_does(query: str) -> None:
    assert not holds(query, due=date(2026, 11, 25), kind="birthday")


@pytest.mark.parametrize(
    "query", ["last:never", "cadence:90d", "cadence:>60d", "-last:>1d", "due:never", "-kind:birthday"]
)
def test_a_person_without_contacts_or_catch_ups_can_be_asked_for(query: str) -> None:
    assert holds(query, BEN)


def test_nobody_without_a_catch_up_is_due_soon() -> None:
    assert not holds("due:<7d", BEN)


def test_a_person_with_neither_cadence_nor_tier_can_be_asked_for() -> None:
    chi = Person(uid="chi", path="People/Chi.md", name="Chi")
    assert holds("cadence:none", chi)
    assert not holds("cadence:<60d", chi)
    assert not holds("cadence:none", Person(uid="d", path="d.md", name="D", tier="close"))


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("skil:python", "There is no key skil: in a query. Did you mean skill:?"),
        (
            "http://acme.example",
            "There is no key http: in a query. Keys are tag, group, skill, city, company, status, relationship,"
            " channel, last, due, cadence, kind, colleague-at. For the words themselves, use quotation marks.",
        ),
        ("tag:", "In 'tag:', tag: asks for something, such as tag:work."),
        ('tag:""', "In 'tag:\"\"', tag: asks for something, such as tag:work."),
        ("ana -", "In '-', there is nothing to look for."),
        ('say "hello', "A quotation mark in 'say \"hello' has no partner: close it, or leave it out."),
        ("last:1y", "'last:1y' needs < or > and a span of time, such as last:>1y, or last:never."),
        ("due:<soon", "'due:<soon' needs < or > and a span of time, such as due:<7d, or due:never."),
        ("cadence:<soon", "'cadence:<soon' needs < or > and a span of time, such as cadence:<60d, or cadence:none."),
    ],
)
def test_a_query_that_cannot_be_read_says_why_and_what_to_try(query: str, message: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse_query(query)
    assert str(caught.value) == message


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.name)
def test_every_key_reads_its_own_example(key: object) -> None:
    assert parse_query(key.example).terms[0].key == key.name


def test_equal_queries_are_equal_values() -> None:
    assert parse_query("  Ana  tag:Work ") == parse_query("ana TAG:work")
    assert parse_query("") == Query()


PARTS = st.sampled_from(
    ["-", '"', ":", " ", "<", ">", "=", "last:", "due:<", "cadence:", "tag:", "1y", "30d", "ana", "#", "never", "x:"]
)


@given(st.one_of(st.text(max_size=30), st.lists(PARTS, max_size=8).map("".join)), st.none() | st.dates())
def test_any_text_is_a_query_or_a_query_error(text: str, due: date | None) -> None:
    try:
        query = parse_query(text)
    except QueryError:
        return
    for person in NETWORK.people:
        assert query.matches(person, NETWORK, today=TODAY, due=due, kind="birthday") in {True, False}


@given(st.sampled_from([term for term in (*HOLDS, *FAILS) if term and " " not in term]))
def test_a_minus_turns_a_term_round(term: str) -> None:
    other = term.removeprefix("-") if term.startswith("-") else f"-{term}"
    assert holds(term) is not holds(other)
