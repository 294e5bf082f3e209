"""Evidence: the property or the line that answers a query, to be read at its place in the note."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.people.vault import note

from vaultsync.model import Person
from vaultsync.notes import fold
from vaultsync.people.evidence import LONGEST, employed_at, excerpt, in_properties, in_text, of_key, rank_in, sought
from vaultsync.people.person import person_of

TEXT = """\
---
company: "[[Lumen]]"
role: Head of Research
previously: [Acme (2017–2021), "[[Globex]]"]
location: Lisbon
groups: ["[[CX Circle]]"]
skills: [interviewing, customer research]
tags: [person, cx]
---
Rides a [[tandem]] to work.
%% vaultsync:brief abc %%
Who: rides a unicycle
%% vaultsync:end brief %%
## Log
- 2026-03-04 call: research into tandem maintenance
- 2019-05 to 2021-03 worked at Initech as a cook
- 2015-01-10 joined Hooli
- 2026-02-02 lunch at Umbrella
"""
ANA, _ = person_of(note("People/Ana.md", TEXT), uid="ana")


@pytest.mark.parametrize(
    ("words", "field", "text", "line"),
    [
        (["research"], "skills", "customer research", 7),
        (["research", "head"], "role", "Head of Research", 3),
        (["ana"], "name", "Ana", 0),
        (["lumen"], "company", "Lumen", 2),
        (["cx"], "groups", "CX Circle", 6),
        (["acme"], "previously", "Acme (2017–2021)", 4),
        (["lisbon", "cx"], "groups", "CX Circle", 6),
    ],
)
def test_the_property_that_says_most_of_the_words_is_shown_with_its_line(words, field, text, line):
    found, ranks = in_properties(ANA, words)
    assert (found.field, found.text, found.path, found.line) == (field, text, "People/Ana.md", line)
    assert set(ranks) == set(words)


texts = st.text(st.sampled_from("ab ﬁéß茶İ\0\1-"), max_size=6)
people = st.builds(
    Person,
    uid=st.just("ana"),
    path=st.just("People/Ana.md"),
    name=texts,
    skills=st.tuples(texts, texts),
    interests=st.tuples(texts),
    location=texts,
    relationship=texts,
    met=texts,
)


@given(people, texts.map(fold).filter(lambda value: value and "\1" not in value and "\0" not in value))
def test_what_is_kept_of_a_person_says_in_which_rank_a_word_is_found(person, value):
    _, ranks = in_properties(person, [value])
    assert rank_in(sought(person), value) == ranks.get(value)
    assert all(word in sought(person) for word in value.split()) or value not in ranks


def test_what_no_property_says_is_not_found():
    assert in_properties(ANA, ["tandem", "esearch"]) == (None, {})


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("skill", "customer", "skill: customer research"),
        ("tag", "#cx", "tag: cx"),
        ("colleague-at", "globex", "previously: Globex"),
        ("company", "lumen", "company: Lumen"),
    ],
)
def test_a_key_is_answered_by_its_property(key, value, said):
    assert of_key(ANA, key, value).said == said


def test_of_the_lines_of_a_note_the_one_with_most_words_is_shown_and_never_what_vaultsync_wrote():
    found, there = in_text("People/Ana.md", TEXT, ["tandem", "maintenance"])
    assert (found.line, found.text, there) == (
        15,
        "2026-03-04 call: research into tandem maintenance",
        {"tandem", "maintenance"},
    )
    assert in_text("People/Ana.md", TEXT, ["tandem"])[0].said == "“Rides a tandem to work.”"
    assert in_text("People/Ana.md", TEXT, ["unicycle"]) == (None, frozenset())


@pytest.mark.parametrize(("where", "line"), [("initech", 16), ("hooli", 17), ("umbrella", None), ("nowhere", None)])
def test_a_dated_line_says_where_somebody_worked(where, line):
    found = employed_at("People/Ana.md", TEXT, where)
    assert (found and found.line) == line


@given(st.text(max_size=400), st.text(max_size=10))
def test_an_excerpt_is_one_short_line_around_what_was_looked_for(text, value):
    found = excerpt(text, [fold(value)])
    assert len(found) <= LONGEST + 2
    assert "\n" not in found


def test_a_long_line_is_shown_around_the_word():
    assert "tandem" in excerpt("- " + "word " * 60 + "tandem " + "word " * 60, ["tandem"])
