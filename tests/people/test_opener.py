"""How to begin: what there is to say, which opener that makes, and what is never said to anybody."""

from datetime import date

import pytest

from vaultsync import Interaction, Network, Person, Promise
from vaultsync.notes import parse_note
from vaultsync.people.opener import ORDER, Matter, chosen, lately_asked, matter_of, only_asks, opens_asking, within

TODAY = date(2026, 11, 22)
ALL = frozenset({"New", "Promised", "Last", "Ask", "Met"})


def matter(text="", *, last=None, channel="lunch", promises=(), **person):
    ana = Person(uid="ana", path="Ana.md", **{"name": "Ana Reyes", **person})
    met = {"ana": (Interaction(person="ana", day=date.fromisoformat(last), channel=channel),)} if last else {}
    kept = tuple(
        Promise(person="ana", key=str(at), text=one, path="Ana.md", line=at) for at, one in enumerate(promises)
    )
    network = Network(people=(ana,), interactions=met, promises={"ana": kept} if kept else {})
    return matter_of(ana, network, parse_note("Ana.md", text.encode()), TODAY)


MOVED = "---\ncompany: Lumen\n---\n- Until 2026-09-01: at Acme\n"
ASK = "## Ask\n- What would you do differently?\n"


@pytest.mark.parametrize(
    ("found", "name"),
    [
        (matter(MOVED + ASK, last="2024-03-03", promises=["send the list"]), "congratulate"),
        (matter(MOVED + ASK, last="2026-09-02", promises=["send the list"]), "promise"),
        (matter(ASK, last="2024-03-03", promises=["ask about the course"]), "dormant"),
        (matter(ASK, last="2026-11-20"), "question"),
        (matter("## Ask\n- How is her allotment?\n", last="2026-11-20"), "plain"),
        (matter(MOVED), "plain"),
        (matter(ASK, status="aspirational"), "new"),
        (matter(ASK, status="aspirational", last="2026-11-20"), "question"),
        (matter(), "plain"),
    ],
)
def test_the_opener_follows_from_what_there_is_to_say(found, name):
    assert chosen(found, ALL) == name


def test_nothing_is_said_of_what_no_plugin_tells():
    found = matter(MOVED + ASK, last="2024-03-03", promises=["send the list"], met="at a fair")
    assert [chosen(found, ALL - gone) for gone in ({"New"}, {"New", "Promised"}, {"New", "Promised", "Last"})] == [
        "promise",
        "dormant",
        "question",
    ]
    left = within(found, frozenset())
    assert chosen(left, frozenset()) == "plain"
    assert left == Matter(name="Ana Reyes", first="Ana")


@pytest.mark.parametrize(
    ("task", "said"),
    [
        ("send her the interview template", "send you the interview template"),
        ("lend him my two books", "lend you my two books"),
        ("send the reading list", "send the reading list"),
        ("send her mother the book", ""),
        ("show the plan to them", ""),
        ("send Ana the book", ""),
        ("ask about the course", ""),
        ("from them: send the book", ""),
        ("sending", ""),
    ],
)
def test_a_promise_is_named_where_it_gives_something_and_can_be_said_to_them(task, said):
    assert matter(promises=[task]).promise == said


@pytest.mark.parametrize(
    ("day", "channel", "occasion", "gap"),
    [
        ("2024-03-03", "lunch", "our lunch in March 2024", "a couple of years"),
        ("2026-08-16", "coffee", "our coffee in August", "some months"),
        ("2025-10-01", "call", "our call in October 2025", "about a year"),
        ("2015-10-01", "", "our last conversation in October 2015", "some years"),
        ("2026-10-01", "call", "", ""),
    ],
)
def test_the_last_contact_is_recalled_with_its_month_and_the_gap_lightly(day, channel, occasion, gap):
    found = matter(last=day, channel=channel)
    assert (found.occasion, found.gap) == (occasion, gap)


@pytest.mark.parametrize(
    ("met", "memory"),
    [
        ("a meetup, the night the projector failed", "a meetup, the night the projector failed"),
        ("2019", ""),
        ("she sat next to me", ""),
    ],
)
def test_how_you_met_is_a_memory_where_it_does_not_speak_of_them(met, memory):
    assert matter(met=met).memory == memory


@pytest.mark.parametrize(
    ("name", "aliases", "first"),
    [
        ("Ana Reyes", ("Ana",), "Ana"),
        ("Jean-Baptiste Fournier", (), "Jean-Baptiste"),
        ("田中由紀", (), "田中由紀"),
        ("Oluwaseun Adeyemi", ("Seun",), "Oluwaseun"),
        ("Reyes Ana", ("Ana",), "Ana"),
    ],
)
def test_they_are_called_by_the_first_name(name, aliases, first):
    assert matter(name=name, aliases=aliases).first == first


@pytest.mark.parametrize(
    ("text", "asks", "opens"),
    [
        ("Hello Ana,\n\nCould you introduce me to Kofi? Do you have time on Friday?", True, True),
        ("Hi Ana,\nI need a favour. Please call me.", True, True),
        ("Dear Ana, could you help me? Thank you for the lunch.", False, True),
        ("Hello Ana,\n\nCongratulations on Lumen! Could you introduce me to Kofi?", False, False),
        ("Hello Ana,\n\nHow are you?", True, False),
        ("Hello Ana,", False, False),
        ("", False, False),
    ],
)
def test_it_is_noticed_where_a_letter_only_asks_or_begins_by_asking(text, asks, opens):
    assert (only_asks(text), opens_asking(text)) == (asks, opens)


@pytest.mark.parametrize(
    ("log", "asked"),
    [
        ("- 2026-06-04 call asked:: to read it\n- 2026-05-04 asked:: for a lift\n", "to read it"),
        ("- 2026-06-04 call asked:: to read it\n- 2026-05-04 gave:: a cake\n", None),
        ("- 2026-06-04 call\n", None),
    ],
)
def test_it_is_noticed_where_the_log_only_asks(log, asked):
    found = lately_asked(parse_note("Ana.md", log.encode()))
    assert (found and found.text) == asked


def test_each_opener_has_its_place_in_the_order():
    assert ORDER == ("new", "congratulate", "promise", "dormant", "question", "plain")
