"""When a catch-up is due, who said so, and why."""

from datetime import date, time

import pytest

from vaultsync import Cadence


def note(*lines: str, log: tuple[str, ...] = ()) -> str:
    return "\n".join(["---", *lines, "---", "## Log", *(f"- {entry}" for entry in log), ""])


def reminder(sandbox, text, settings="", **more):
    plan = sandbox.write({"People/Ana.md": text, "vaultsync.toml": settings}).plan(**more)
    found = [one for one in plan.schedule.reminders if one.plugin == "cadence"]
    assert len(found) <= 1
    return found[0] if found else None


def cadence(sandbox, text, settings=""):
    network = sandbox.write({"People/Ana.md": text, "vaultsync.toml": settings}).plan().network
    fact = network.fact("People/Ana.md", "cadence")
    return fact and fact.value


def test_a_catch_up_is_due_a_cadence_after_the_last_contact(sandbox):
    found = reminder(sandbox, note("cadence: 6 weeks", log=("2026-11-01 ☕ coffee: plans",)))
    assert (found.due, found.earliest, found.latest) == (date(2026, 12, 13), date(2026, 12, 7), date(2026, 12, 23))
    assert (found.kind, found.channel, found.action, found.minutes) == ("catch-up", "coffee", "coffee", 30)
    assert (found.since, found.reason) == (date(2026, 11, 1), "coffee; every 6 weeks")


def test_the_preferred_channel_goes_before_the_last_one(sandbox):
    found = reminder(sandbox, note("cadence: 6 weeks", "channel: mail", log=("2026-11-01 met: plans",)))
    assert (found.channel, found.action, found.reason) == ("mail", "write", "you met; every 6 weeks")


def test_somebody_never_spoken_to_is_due_since_their_note_was_first_seen(sandbox):
    text = note("cadence: 6 weeks")
    sandbox.write({"People/Ana.md": text}).sync("2026-11-01")
    found = reminder(sandbox, text, today="2026-11-22")
    assert (found.due, found.since, found.reason) == (date(2026, 11, 1), None, "nothing noted yet; every 6 weeks")


def test_nobody_without_a_cadence_comes_up(sandbox):
    assert reminder(sandbox, note(log=("2026-01-01 call: hello",))) is None


def test_a_rhythm_close_to_the_cadence_is_said_in_its_place(sandbox):
    log = ("2026-11-01 call: d", "2026-09-20 call: c", "2026-08-09 call: b", "2026-06-28 call: a")
    assert reminder(sandbox, note("cadence: 40 days", log=log)).reason == "a call; you usually speak every 6 weeks"
    assert reminder(sandbox, note("cadence: 90 days", log=log)).reason == "a call; every 90 days"


SETTINGS = """
[cadence.tiers]
close = "4 weeks"
[cadence.groups]
"CX Circle" = "quarterly"
"Rowers" = "monthly"
[cadence.tags]
mentor = "2 months"
"""


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("cadence: 10 days", "tier: close", "groups: [CX Circle]"), Cadence(days=10, source="note")),
        (("tier: Close", "groups: [CX Circle]"), Cadence(days=28, source="tier Close")),
        (("cadence: close",), Cadence(days=28, source="tier close")),
        (("tier: friend",), Cadence(days=91, source="tier friend")),
        (('groups: ["[[CX Circle]]", Rowers]', "tags: [mentor]"), Cadence(days=30, source="group Rowers")),
        (("tags: [mentor]",), Cadence(days=61, source="tag mentor")),
        (("tags: [work]",), None),
    ],
)
def test_a_cadence_is_the_persons_own_else_of_tier_group_or_tag(sandbox, lines, expected):
    assert cadence(sandbox, note(*lines), SETTINGS) == expected


def test_a_group_says_why_in_the_reason(sandbox):
    text = note("groups: [Rowers]", log=("2026-11-01 met: row",))
    assert reminder(sandbox, text, SETTINGS).reason == "you met; group Rowers: every month"


def test_an_unknown_tier_is_reported_with_its_line_and_the_tiers_there_are(sandbox):
    plan = sandbox.write({"People/Ana.md": note("tier: harbour"), "vaultsync.toml": SETTINGS}).plan()
    (told,) = plan.problems
    assert (told.code, told.path, told.line, told.plugin) == ("cadence-unreadable", "People/Ana.md", 2, "cadence")
    assert "close" in told.hint


def test_a_span_in_the_settings_that_is_none_is_reported(sandbox):
    plan = sandbox.write({"vaultsync.toml": '[cadence.tags]\nmentor = "sometimes"\n'}).plan()
    assert [(told.code, told.message) for told in plan.problems] == [
        ("plugin-config", '[cadence.tags] mentor = "sometimes" is not a span of time.')
    ]


def test_a_day_set_by_hand_goes_before_the_cadence(sandbox):
    found = reminder(sandbox, note("cadence: 6 weeks", "next_contact: 2026-12-24", log=("2026-11-01 call: hello",)))
    assert (found.due, found.reason, found.stands) == (date(2026, 12, 24), "the day you set", False)


def test_a_day_with_a_time_stands_until_it_has_passed(sandbox):
    text = note("next_contact: 2026-11-26T18:30")
    assert reminder(sandbox, text).at == time(18, 30)
    assert reminder(sandbox, text, today="2026-11-27").at is None


def test_a_day_set_by_hand_before_the_last_contact_is_done_with(sandbox):
    assert reminder(sandbox, note("next_contact: 2026-11-01", log=("2026-11-02 call: hello",))) is None


@pytest.mark.parametrize("line", ["paused: true", "status: deceased", "status: archived"])
def test_nobody_paused_archived_or_gone_comes_up(sandbox, line):
    assert reminder(sandbox, note("cadence: 6 weeks", line)) is None
