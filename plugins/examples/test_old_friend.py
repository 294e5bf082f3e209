"""The example names one old friend a week, each in turn, for a reason that can be checked."""

import importlib.util
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultsync.testing import PluginContract, stage

FILE = Path(__file__).with_name("old_friend.py")
TODAY = date(2026, 11, 24)
MONDAY = date(2026, 11, 23)
WEEK = timedelta(days=7)


@pytest.fixture(scope="module")
def old_friend():
    spec = importlib.util.spec_from_file_location("old_friend", FILE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def note(*days, front=""):
    lines = "\n".join(f"- {day} coffee" for day in days)
    return f"---\ntags: [person]\n{front}---\n## Log\n{lines}\n"


def picked(module, notes, today=TODAY, config=None):
    given_ = stage(notes, plugin=module, today=today, config=config)
    return list(module.vaultsync_picks(given_.network, given_.ctx))


THREE = {
    "People/Ana Reyes.md": note("2021-03-01"),
    "People/Bo Lind.md": note("2022-03-01"),
    "People/Cy Fox.md": note("2023-03-01"),
}


class TestContract(PluginContract):
    plugin = str(FILE)
    notes = THREE


def test_one_person_is_named_on_any_day_of_their_week(old_friend):
    (reminder,) = picked(old_friend, THREE)
    assert (reminder.due, reminder.latest) == (MONDAY, MONDAY + timedelta(days=6))
    assert reminder.cycle == "2026-W48"
    assert all(picked(old_friend, THREE, today=MONDAY + timedelta(days=after)) == [reminder] for after in range(7))


def test_all_of_them_are_named_in_turn_longest_wait_first(old_friend):
    weeks = (old_friend.FIRST_MONDAY + after * WEEK for after in range(20))
    names = [picked(old_friend, THREE, today=monday)[0].path[7:9] for monday in weeks]
    # Cy's year is full on 1 March 2024; from the next Monday on the turns go round among all three.
    assert "".join(name[0] for name in names) == "ABABABABA" + "CBACBACBACB"


@pytest.mark.parametrize(
    "text",
    [
        note(),
        note("2026-03-01"),
        note("2025-11-23"),
        note("2021-03-01", front="paused: true\n"),
        note("2021-03-01", front="status: archived\n"),
        note("2021-03-01", front="cadence: 6 weeks\n"),
    ],
    ids=["no contact", "a contact this year", "not yet on Monday", "paused", "archived", "a cadence"],
)
def test_nobody_else_is_named(old_friend, text):
    assert picked(old_friend, {"People/Ana Reyes.md": text}) == []


def test_a_year_that_is_full_on_monday_counts(old_friend):
    assert picked(old_friend, {"People/Ana Reyes.md": note("2025-11-22")})


def test_whoever_was_reached_this_week_is_the_name_of_the_week_and_no_other_comes(old_friend):
    (reminder,) = picked(old_friend, THREE)
    text = note(TODAY.isoformat(), *(line[2:12] for line in THREE[reminder.path].splitlines() if line[:3] == "- 2"))
    assert picked(old_friend, {**THREE, reminder.path: text}) == []


def test_another_span_can_be_set(old_friend):
    notes = {"People/Ana Reyes.md": note("2026-03-01")}
    assert picked(old_friend, notes, config={"days": 90})
    assert not picked(old_friend, notes, config={"days": 300})


def test_the_event_stands_in_the_feed_with_its_reason(make_vault, run_sync, parse_feed):
    done = run_sync(make_vault({"People/Ana Reyes.md": note("2021-03-01")}), plugins=[str(FILE)], today=TODAY)
    assert done.problems == ()
    (event,) = parse_feed(done.feeds["catch-ups"])
    assert event["SUMMARY"] == "Ana Reyes: say hello"
    assert event["DESCRIPTION"].startswith("6 years since you were in touch; they may be glad to hear from you.")


DAYS = st.dates(date(2022, 1, 1), date(2025, 1, 1))
SPANS = st.builds(lambda since, days: (since, since + timedelta(days=days)), DAYS, st.integers(0, 900))
ABSENCES = st.dictionaries(st.sampled_from("abcdefg"), SPANS, max_size=7)


def turns(module, spans, weeks=150):
    absences = [module.Absence(since, until, uid) for uid, (since, until) in spans.items()]
    mondays = [module.FIRST_MONDAY + after * WEEK for after in range(weeks)]
    return {monday: module.turn(absences, monday) for monday in mondays}


@given(spans=ABSENCES)
def test_nobody_is_named_twice_while_somebody_waits(old_friend, spans):
    named = turns(old_friend, spans)
    for monday, uid in named.items():
        before = max((day for day in named if day < monday and named[day] == uid), default=None)
        if uid is None or before is None:
            continue
        waited = {each for each, (since, until) in spans.items() if since <= before and until >= monday} - {uid}
        joined = {each for each, (since, until) in spans.items() if before < since <= monday <= until}
        between = {named[day] for day in named if before <= day < monday}
        assert waited | joined <= between


@given(spans=ABSENCES)
def test_in_each_week_somebody_is_named_if_anybody_waits(old_friend, spans):
    for monday, uid in turns(old_friend, spans).items():
        waiting = {each for each, (since, until) in spans.items() if since <= monday <= until}
        assert (uid in waiting) if waiting else uid is None


@given(spans=ABSENCES, later=ABSENCES)
def test_what_happens_later_changes_no_turn_of_before(old_friend, spans, later):
    named = turns(old_friend, spans)
    new = {
        f"{uid}{uid}": (since + timedelta(days=1100), until + timedelta(days=1100))
        for uid, (since, until) in later.items()
    }
    first = min((since for since, _ in new.values()), default=date.max)
    again = turns(old_friend, spans | new)
    assert all(again[monday] == uid for monday, uid in named.items() if monday < first)


@given(spans=ABSENCES, data=st.data())
def test_the_order_of_the_notes_means_nothing(old_friend, spans, data):
    other = dict(data.draw(st.permutations(list(spans.items()))))
    assert turns(old_friend, spans, 60) == turns(old_friend, other, 60)
