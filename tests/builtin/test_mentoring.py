"""Mentors and mentees: a cadence of their own, what the reason says, and what the brief brings to mind."""

import tomllib
from datetime import date
from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultsync import Cadence
from vaultsync.testing import stage

cadence = import_module("vaultsync.builtin.cadence")
questions = import_module("vaultsync.builtin.questions")
TODAY = date(2026, 11, 22)


def told(front: str, body: str = "", settings: str = ""):
    notes = {"People/Ana.md": f"---\n{front}\n---\n{body}"}
    return stage(notes, plugin=cadence, today=TODAY, config=tomllib.loads(settings))


def fact(front: str, settings: str = "") -> Cadence | None:
    found = told(front, settings=settings).network.fact("People/Ana.md", "cadence")
    return found.value if found else None


def reason(front: str, settings: str = "") -> str:
    schedule = told(front, "## Log\n- 2026-11-01 ☎ call: hello\n", settings).schedule
    (one,) = (each for each in schedule.reminders if each.key == "next")
    return one.reason


@pytest.mark.parametrize(
    ("front", "days"),
    [
        ("relationship: mentor", 61),
        ("circle: Mentor", 61),
        ("prm-relationship: '[[Mentors]]'", 61),
        ("person_type: [friend, my mentor]", 61),
        ("relationship: mentee", 30),
        ("relationship: Protégé", 30),
        ("relationship: friend", None),
        ("relationship: mentors' circle", None),
        ("tags: [mentor]", None),
        ("relationship: friend\ntags: [mentor]", None),
    ],
)
def test_who_is_called_mentor_or_mentee_has_a_cadence_and_a_tag_alone_gives_none(front: str, days: int | None):
    found = fact(front)
    assert (found.days if found else None) == days


NO_MENTOR = '[relationships]\nmentor = "never"\n'


@pytest.mark.parametrize(
    ("front", "settings", "days", "source"),
    [
        ("relationship: mentor\ncadence: weekly", "", 7, "note"),
        ("relationship: mentor\ntier: close", "", 30, "tier close"),
        ("relationship: mentor\ngroups: [CX]", '[groups]\nCX = "weekly"', 61, "relationship mentor"),
        ("relationship: mentee\ntags: [mentor]", '[tags]\nmentor = "yearly"', 30, "relationship mentee"),
        ("relationship: mentor", '[relationships]\nmentor = "3 weeks"', 21, "relationship mentor"),
        ("relationship: mentor\ntags: [x]", f'{NO_MENTOR}[tags]\nx = "weekly"', 7, "tag x"),
        ("relationship: Sister", '[relationships]\nsister = "weekly"', 7, "relationship Sister"),
        ("tags: [mentor]", '[tags]\nmentor = "yearly"', 365, "tag mentor"),
    ],
)
def test_it_comes_after_the_notes_own_word_and_before_groups_and_tags(front, settings, days, source):
    assert fact(front, settings) == Cadence(days=days, source=source)


def test_never_turns_it_off():
    assert fact("relationship: mentor", NO_MENTOR) is None


def test_a_span_of_a_relationship_that_is_none_is_told_and_never_is_one():
    settings = '[relationships]\nmentor = "Never"\nsister = "often"\n'
    found = told("relationship: mentor", settings=settings)
    problems = list(cadence.vaultsync_check(found.vault, found.network, found.ctx))
    assert [each.message for each in problems] == ['[cadence.relationships] sister = "often" is not a span of time.']


@pytest.mark.parametrize(
    ("front", "settings", "said"),
    [
        ("relationship: mentor", "", "a call; your mentor: every 2 months"),
        ("relationship: mentee", "", "a call; your mentee: every month"),
        ("relationship: mentor\ncadence: 6 weeks", "", "a call; your mentor: every 6 weeks"),
        ("relationship: mentor\ntier: close", "", "a call; your mentor: tier close: every month"),
        ("tags: [mentor]", '[tags]\nmentor = "2 months"', "a call; your mentor: every 2 months"),
        ("relationship: mentee\ntags: [mentor]\ncadence: weekly", "", "a call; your mentee: every week"),
        ("relationship: sister\ncadence: weekly", "", "a call; every week"),
    ],
)
def test_the_reason_says_that_they_are(front: str, settings: str, said: str):
    assert reason(front, settings) == said


WORD = st.sampled_from(["mentor", "mentee", "friend", "sister", "Mentors", "x"])


@given(st.lists(WORD, max_size=3), st.lists(WORD, max_size=3), st.sampled_from(["", "cadence: 10 days"]))
def test_whatever_the_words_a_cadence_of_their_own_stays_and_only_a_relationship_gives_one(relations, tags, own):
    found = fact(f"relationship: [{', '.join(relations)}]\ntags: [{', '.join(['person', *tags])}]\n{own}")
    if own:
        assert found == Cadence(days=10)
    else:
        assert (found is not None) is bool({"mentor", "mentee", "Mentors"} & set(relations))


# The brief


def sections(front: str, body: str) -> dict[str, tuple[str, ...]]:
    found = stage({"People/Ana.md": f"---\n{front}\n---\n{body}"}, plugin=questions, today=TODAY)
    told_ = questions.vaultsync_brief(found.person("Ana"), found.ctx)
    return {each.title: each.lines for each in told_ if each.lines}


def test_the_brief_of_a_mentor_has_the_questions_or_asks_for_one():
    asked = sections("relationship: mentor", "## Ask\n- how to say no?\n- [x] done?\n")
    assert asked == {"Ask": ("how to say no?",)}
    (line,) = sections("relationship: mentor", "")["Ask"]
    assert "what would you like to learn from them?" in line
    assert sections("relationship: friend", "") == {}


def test_the_brief_of_a_mentee_has_what_they_asked():
    body = "## Log\n- 2026-10-01 ☎ call (they asked:: how to ask for more pay)\n- 2026-11-02 she asked:: to be read\n"
    assert sections("relationship: mentee", body) == {
        "They asked": ("to be read (2 Nov 2026)", "how to ask for more pay (1 Oct 2026)")
    }
