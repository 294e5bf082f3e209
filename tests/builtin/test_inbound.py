"""They reached out: it counts, it is told, and a message that waits is reminded of until anything is noted after it."""

from collections.abc import Mapping
from datetime import date, timedelta
from importlib import import_module

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultsync.testing import PluginContract, Stage, stage

inbound = import_module("vaultsync.builtin.inbound")
TODAY = date(2026, 11, 22)
ON = {"enabled": True}
NOTHING: Mapping[str, str] = {}
WROTE = "- 2026-11-14 ✉ mail, from them: are you coming?"
NOTES = {"People/Ana.md": f"## Log\n{WROTE}\n", "People/Bo.md": "- 2026-11-01 call"}


class TestContract(PluginContract):
    plugin = inbound
    config = ON
    notes = NOTES


def told(*lines: str, front="tags: [person]", today=TODAY, more: Mapping[str, str] = NOTHING, **config: object):
    text = f"---\n{front}\n---\n## Log\n" + "\n".join(lines) + "\n"
    return stage({"People/Ana.md": text, **more}, plugin=inbound, today=today, config={**ON, **config})


def reminders(found: Stage):
    return list(inbound.vaultsync_reminders(found.person("Ana"), found.network, found.ctx))


def waits(*lines: str, **options: object) -> bool:
    return bool(reminders(told(*lines, **options)))


def test_a_message_that_waits_is_reminded_of_three_days_later_with_its_day_and_place():
    (one,) = reminders(told(WROTE))
    assert (one.kind, one.action, one.channel, one.cycle) == ("follow-up", "answer", "mail", "2026-11-14")
    assert (one.due, one.latest) == (date(2026, 11, 17), TODAY + timedelta(days=6))
    assert not one.stands
    assert (one.reason, one.path, one.line) == ("they wrote to you on 14 Nov 2026", "People/Ana.md", 5)


def test_ahead_it_stands_on_its_day_and_never_reaches_beyond_its_end():
    (ahead,) = reminders(told(WROTE, today=date(2026, 11, 15)))
    assert (ahead.due, ahead.stands) == (date(2026, 11, 17), True)
    (ends,) = reminders(told(WROTE, today=date(2027, 1, 12)))
    assert ends.latest == date(2027, 1, 13)


def test_there_is_none_unless_it_was_asked_for():
    assert not waits(WROTE, enabled=False)


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("- 2026-11-14 💬 text, from them: hi", True),
        ("- 2026-11-14 she wrote, a long mail", True),
        ("- 2026-11-14 ☕ coffee, from them", False),
        ("- 2026-11-14 met, from her: a visit", False),
        ("- 2026-11-14 ☎ call, from them", False),
        ("- 2026-11-14 from them: hello", False),
        ("- 2026-11-14 ✉ mail: hello", False),
        ("- 2026-11-14 ✉ mail, to them: hello", False),
        (f"{WROTE} (outcome:: talked)", False),
        (f"{WROTE} (outcome:: declined)", False),
    ],
)
def test_what_waits_is_a_message_of_theirs_that_says_nothing_of_what_came_of_it(line: str, answer: bool):
    assert waits(line) is answer


def test_calls_wait_where_the_settings_say_so():
    line = "- 2026-11-14 ☎ call, from them: the mailbox"
    (one,) = reminders(told(line, channels=["call"]))
    assert one.reason == "they called you on 14 Nov 2026"
    assert not waits(WROTE, channels=["call"])


@pytest.mark.parametrize(
    "later",
    [
        "- 2026-11-15 ✉ mail: yes, I am",
        "- 2026-11-15 met",
        "- 2026-11-15 ☎ call (outcome:: no-answer)",
        "- 2026-11-14 ✉ mail: answered",
        "- 2026-11-14 ☎ call: rang at once",
        "- [x] write to Ana ✅ 2026-11-16",
        "- [x] write to Ana ✅ 2026-11-14",
        "- [ ] 2026-12-05 19:00 dinner with Ana",
    ],
)
def test_whatever_is_noted_after_it_ends_the_wait(later: str):
    assert waits(WROTE)
    assert not waits(WROTE, later)
    assert not waits(later, WROTE)


def test_a_later_line_in_a_daily_note_ends_it_too():
    more = {"Daily/2026-11-15.md": "- wrote [[Ana]] back"}
    assert not waits(WROTE, more=more)


@pytest.mark.parametrize(
    "front",
    ["paused: true", "status: archived", "status: deceased", "next_contact: 2026-11-30", "snooze_until: 2027-02-01"],
)
def test_nobody_is_reminded_of_who_is_held_or_has_a_day(front: str):
    assert not waits(WROTE, front=front)


def test_a_snooze_moves_it():
    (one,) = reminders(told(WROTE, front="snooze_until: 2026-12-01"))
    assert one.due == date(2026, 12, 1)


@pytest.mark.parametrize(("day", "answer"), [("2026-11-14", True), ("2027-01-13", True), ("2027-01-14", False)])
def test_after_sixty_days_it_is_over(day: str, answer: bool):
    assert waits(WROTE, today=date.fromisoformat(day)) is answer
    assert waits(WROTE, today=date.fromisoformat(day), answer_until="1 year")


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ({}, []),
        ({"answer_after": "soon"}, ["[inbound] answer_after is not a span of time."]),
        (
            {"answer_after": "9 days", "answer_until": "7 days"},
            ["[inbound] answer_until is shorter than answer_after."],
        ),
    ],
)
def test_settings_that_make_no_sense_are_told_and_end_nothing(config, said):
    found = told(WROTE, **config)
    assert [each.message for each in inbound.vaultsync_check(found.ctx)] == said
    assert len(reminders(found)) == 1


# The brief


def said(*lines: str) -> tuple[str, ...]:
    found = told(*lines, enabled=False)
    (section,) = inbound.vaultsync_brief(found.person("Ana"), found.network)
    return section.lines


THREE = (WROTE, "- 2026-06-01 ☎ call, from them", "- 2026-05-01 ✉ mail, to them")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((), ()),
        (("- 2026-11-14 call",), ()),
        ((WROTE,), ("they wrote last, on 14 Nov 2026",)),
        (("- 2026-11-14 ☎ call, from her",), ("they called last, on 14 Nov 2026",)),
        (("- 2026-11-14 from him: a visit",), ("they reached out last, on 14 Nov 2026",)),
        (
            THREE,
            ("they wrote last, on 14 Nov 2026", "mostly they: they 2, you 1, in the year to 14 Nov 2026"),
        ),
        (
            ("- 2026-11-15 ✉ mail: hi", "- 2026-11-16 ✉ mail, to them", *THREE[1:], "- 2025-01-01 mail, from her"),
            ("they 1, you 2, not noted 1, in the year to 16 Nov 2026",),
        ),
        (("- 2026-11-14 call", "- 2026-10-14 call", "- 2026-09-14 call"), ()),
    ],
)
def test_the_brief_says_who_reached_out_and_how_often_where_there_is_enough_to_say(lines, expected):
    assert said(*lines) == expected


def test_the_brief_does_not_change_with_the_clock():
    later = told(*THREE, today=date(2028, 1, 1))
    (section,) = inbound.vaultsync_brief(later.person("Ana"), later.network)
    assert section.lines == said(*THREE)


# For all

DAYS = st.integers(0, 200).map(lambda back: TODAY - timedelta(days=back))
WAYS = st.sampled_from(["✉ mail", "💬 text", "☎ call", "☕ coffee", "hello"])
ENDS = st.sampled_from(["", ", from them", ", to them", " (outcome:: no-answer)", " (outcome:: talked)"])
LINES = st.lists(st.tuples(DAYS, WAYS, ENDS).map(lambda one: f"- {one[0]} {one[1]}{one[2]}"), max_size=6)


@given(LINES, st.integers(1, 100), WAYS, ENDS)
@settings(max_examples=40)
def test_anything_noted_later_ends_the_wait_unless_it_is_a_message_that_waits_itself(lines, on, way, end):
    found = reminders(told(*lines))
    later = date.fromisoformat(found[0].cycle) + timedelta(days=on) if found else TODAY
    after = reminders(told(*lines, f"- {later} {way}{end}", today=max(later, TODAY)))
    assert all(one.cycle == str(later) and end == ", from them" and way in ("✉ mail", "💬 text") for one in after)


@given(LINES)
@settings(max_examples=40)
def test_a_reminder_is_of_the_latest_contact_and_that_was_theirs(lines):
    found = told(*lines)
    for one in reminders(found):
        latest = found.network.interactions["People/Ana.md"][0]
        assert (latest.direction, str(latest.day)) == ("in", one.cycle)
        assert one.cycle == max(line[2:12] for line in lines)
        assert one.due == latest.day + timedelta(days=3)


@given(LINES, DAYS, WAYS)
@settings(max_examples=40)
def test_an_inbound_contact_never_makes_anybody_less_in_touch(lines, day, way):
    """Nor is it less of a contact than one of your own."""
    front = "cadence: 6 weeks"
    before, theirs, yours = (
        told(*lines, *more, front=front)
        for more in ((), (f"- {day} {way}, from them",), (f"- {day} {way}, to them",))
    )  # fmt: skip
    lasts = [each.network.last("People/Ana.md") for each in (before, theirs, yours)]
    assert lasts[1].day == lasts[2].day == max(day, lasts[0].day if lasts[0] else day)
    dues = [next(one.due for one in each.schedule.reminders if one.key == "next") for each in (before, theirs, yours)]
    assert dues[1] == dues[2]
    assert lasts[0] is None or dues[1] >= dues[0]


def test_through_the_whole_line_it_comes_and_goes(keeper):
    keeper.has({"People/Ana.md": "---\ntags: [person]\n---\n## Log\n- 2026-10-01 call\n"})
    keeper.file("vaultsync.toml").write_text("[write]\nenabled = true\n[inbound]\nenabled = true\n")
    keeper("log", "Ana", "are you coming?", "--via", "mail", "--in", "--on", "2026-11-18")
    keeper.sync()
    feed = keeper.vault.feed().replace("\r\n ", "")
    assert "SUMMARY:Ana: answer" in feed
    assert "wrote to you on 18 Nov 2026" in feed
    keeper("log", "Ana", "yes!", "--via", "mail", "--on", "2026-11-18")
    keeper.sync()
    assert "Ana: answer" not in keeper.vault.feed()
