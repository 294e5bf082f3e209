"""What came of it moves what comes next; and nothing moves where no outcome is written."""

import re
import shutil
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultsync.testing import Stage, stage

outcomes = import_module("vaultsync.builtin.outcomes")

EXAMPLE = Path(__file__).parents[2] / "example_vault"
TODAY = date(2026, 11, 22)
FRONT = "cadence: 6 weeks\nphone: '+44 7700 900114'\nemail: ana@example.org"
TALKED = "- 2026-09-01 ☎ call: hello"
NO_CALL = "- {} ☎ call (outcome:: no-answer)"
TWICE = [TALKED, NO_CALL.format("2026-10-20"), NO_CALL.format("2026-11-10")]


def told(lines: list[str], front: str = FRONT, *, today: date = TODAY, config: str = "", more: str = "") -> Stage:
    text = "\n".join(lines)
    notes = {"People/Ana.md": f"---\n{front}\n---\n## Log\n{text}\n{more}"}
    return stage(notes, plugin=outcomes, today=today, settings=config)


def before_and_after(found: Stage):
    adjusted = outcomes.vaultsync_adjust_schedule(found.schedule, found.network, found.ctx) or found.schedule
    (was,), (now,) = (
        [one for one in each.reminders if one.key == "next"] for each in (found.schedule, adjusted)
    )  # fmt: skip
    return was, now


def after(lines: list[str], front: str = FRONT, **options: object):
    return before_and_after(told(lines, front, **options))[1]


def test_no_answer_twice_by_phone_suggests_a_message_and_waits_half_the_cadence():
    was, now = before_and_after(told(TWICE))
    assert (was.channel, was.due) == ("call", date(2026, 10, 13))
    assert (now.channel, now.action) == ("text", "write")
    assert now.earliest == now.due == date(2026, 11, 10) + timedelta(days=21)
    assert now.latest - now.due == was.latest - was.due
    assert now.reason == "a call; every 6 weeks; no answer by phone twice, so perhaps a message"


def test_the_wait_is_two_weeks_at_least():
    assert after(TWICE, FRONT.replace("6 weeks", "weekly")).due == date(2026, 11, 24)


@pytest.mark.parametrize(
    "lines",
    [
        TWICE[:2],
        [TALKED, NO_CALL.format("2026-10-20"), "- 2026-11-10 ✉ mail (outcome:: no-answer)"],
        [*TWICE, "- 2026-11-12 ✉ mail, from them: sorry! (outcome:: talked)"],
        [*TWICE, "- 2026-11-12 lunch"],
        ["- 2026-08-01 ☎ call (outcome:: no-answer)", "- 2026-08-08 ☎ call (outcome:: no-answer)", TALKED],
        [TALKED, NO_CALL.format("2026-11-10"), "- 2026-11-10 ☎ rang again (outcome:: no-answer)"],
        [TALKED, NO_CALL.format("2026-11-10"), NO_CALL.format("2026-12-10")],
        [TALKED, "- 2026-10-20 (outcome:: no-answer)", "- 2026-11-10 (outcome:: no-answer)"],
        [TALKED, "- 2026-10-20 ☎ call (outcome:: next-step)"],
    ],
)
def test_nothing_moves_where_there_is_an_answer_or_too_little_was_tried(lines: list[str]):
    was, now = before_and_after(told(lines))
    assert now == was


@pytest.mark.parametrize(
    ("front", "tried", "channel", "said"),
    [
        ("phone: '1'\nemail: a@example.org", "☎ call", "text", "no answer by phone twice, so perhaps a message"),
        ("email: a@example.org", "☎ call", "mail", "no answer by phone twice, so perhaps a mail"),
        ("phone: '1'\nemail: a@example.org", "✉ mail", "call", "no answer by mail twice, so perhaps a call"),
        ("phone: '1'\nemail: a@example.org", "💬 text", "mail", "no answer by message twice, so perhaps a mail"),
        ("phone: '1'", "☕ coffee", "call", "no answer about coffee twice, so perhaps a call"),
        ("phone: '1'\nchannel: coffee", "☎ call", "coffee", "no answer by phone twice, so perhaps coffee"),
        ("", "☎ call", "call", "no answer by phone twice, so perhaps a little later"),
    ],
)
def test_the_next_channel_is_one_that_the_person_has(front: str, tried: str, channel: str, said: str):
    lines = [f"- 2026-09-01 {tried}", *(f"- 2026-11-{day} {tried} (outcome:: no-answer)" for day in ("01", "08"))]
    now = after(lines, f"cadence: 6 weeks\n{front}")
    assert now.channel == channel
    assert now.reason.endswith(f"; {said}")


def test_each_channel_that_was_tried_in_vain_is_left_out():
    lines = [*TWICE[:1], *(f"- 2026-10-0{day} ☎ call (outcome:: no-answer)" for day in (1, 2, 3))]
    lines += [f"- 2026-11-0{day} 💬 text (outcome:: no-answer)" for day in (1, 2)]
    now = after(lines)
    assert now.channel == "mail"
    assert now.reason.endswith("; no answer by message twice, so perhaps a mail")
    assert after(lines[:4]).reason.endswith("; no answer by phone three times, so perhaps a message")


def test_one_try_by_another_channel_does_not_bring_the_first_back():
    assert after([*TWICE, "- 2026-11-15 💬 text (outcome:: no-answer)"]).channel == "text"


@pytest.mark.parametrize(("cadence", "days"), [("6 weeks", 91), ("6 months", 183)])
def test_after_a_no_a_whole_cadence_passes_and_three_months_at_least(cadence: str, days: int):
    lines = [TALKED, "- 2026-11-03 ✉ mail: coffee? (outcome:: declined)"]
    now = after(lines, FRONT.replace("6 weeks", cadence))
    assert now.earliest == now.due == date(2026, 11, 3) + timedelta(days=days)
    assert now.reason.endswith("; not a good time for them on 3 Nov 2026, so it can wait a while")


def test_a_no_is_over_once_there_was_contact_again():
    lines = ["- 2026-11-03 ✉ mail (outcome:: declined)", "- 2026-11-10 lunch, by chance"]
    was, now = before_and_after(told(lines))
    assert now == was


def test_a_day_that_the_user_set_stays():
    was, now = before_and_after(told(TWICE, f"{FRONT}\nnext_contact: 2026-11-25"))
    assert now == was
    assert now.due == date(2026, 11, 25)


def test_a_day_that_vaultsync_wrote_itself_is_not_the_users():
    config = '[write]\nenabled = true\nproperties = ["next_contact"]\n'
    now = after(TWICE, f"{FRONT}\nnext_contact: 2026-10-13", config=config)
    assert now.due == date(2026, 12, 1)


def test_promises_and_birthdays_stay():
    found = told(TWICE, f"{FRONT}\nbirthday: 1980-12-01", more="- [ ] send the book 📅 2026-11-25\n")
    adjusted = outcomes.vaultsync_adjust_schedule(found.schedule, found.network, found.ctx)
    others = [[one for one in each.reminders if one.key != "next"] for each in (found.schedule, adjusted)]
    assert others[0] == others[1]
    assert others[0]


def test_what_was_adjusted_before_tells_of_now_and_says_it_once():
    then, now = told(TWICE), told([*TWICE, NO_CALL.format("2026-11-17")])
    kept = outcomes.vaultsync_adjust_schedule(then.schedule, then.network, then.ctx)
    (again,) = outcomes.vaultsync_adjust_schedule(kept, now.network, now.ctx).reminders
    assert again.reason == "a call; every 6 weeks; no answer by phone three times, so perhaps a message"


# For all

LINES = st.lists(
    st.tuples(
        st.integers(0, 500).map(lambda back: TODAY - timedelta(days=back)),
        st.sampled_from(["☎ call", "✉ mail", "💬 text", "☕ coffee", "hello"]),
        st.sampled_from(["", "no-answer", "no-answer", "no-answer", "declined", "talked"]),
    ).map(lambda one: f"- {one[0]} {one[1]}" + (f" (outcome:: {one[2]})" if one[2] else "")),
    max_size=8,
)
FRONTS = st.sampled_from([FRONT, "cadence: weekly", "cadence: yearly\nphone: '1'", f"{FRONT}\nchannel: video"])


@given(LINES, FRONTS)
@settings(max_examples=60)
def test_adjusted_twice_is_as_once_and_never_sooner(lines: list[str], front: str):
    found = told(lines, front)
    was, now = before_and_after(found)
    adjust = outcomes.vaultsync_adjust_schedule
    once = adjust(found.schedule, found.network, found.ctx) or found.schedule
    assert (adjust(once, found.network, found.ctx) or once) == once
    assert now.due >= was.due
    assert now.id == was.id
    assert (now == was) is (now.reason == was.reason)


@given(LINES, FRONTS)
@settings(max_examples=60)
def test_the_reason_can_be_recomputed_from_the_note(lines: list[str], front: str):
    said = after(lines, front).reason
    days = sorted((line[2:12], line) for line in lines)
    answered = [day for day, line in days if "no-answer" not in line]
    last = max(answered, default="")
    tries = [line for day, line in days if "no-answer" in line and day > last]
    if match := re.search(r"no answer (by phone|by mail|by message|about coffee) (twice|\w+ times)", said):
        word = {"by phone": "call", "by mail": "mail", "by message": "text", "about coffee": "coffee"}[match[1]]
        assert len({line[:12] for line in tries if word in line}) >= 2
    assert ("not a good time" in said) is any("declined" in line and day == last for day, line in days)


# Through the whole line


def test_two_calls_logged_without_answer_change_what_the_calendar_says(keeper):
    keeper.has({"People/Ana.md": f"---\n{FRONT}\n---\n## Log\n{TALKED}\n"})
    keeper("log", "Ana", "--via", "call", "--outcome", "no-answer", "--on", "2026-11-08")
    keeper.sync()
    assert "Ana: call" in keeper.vault.feed()
    keeper("log", "Ana", "--via", "call", "--outcome", "no-answer", "--on", "2026-11-15")
    keeper.sync()
    feed = keeper.vault.feed().replace("\r\n ", "")
    assert "Ana: write" in feed
    assert "no answer by phone twice" in feed
    keeper("log", "Ana", "back from her travels", "--via", "text", "--in", "--on", "2026-11-20")
    keeper.sync()
    assert "no answer" not in keeper.vault.feed().replace("\r\n ", "")


def test_a_snooze_on_top_of_it_settles(keeper):
    lines = "\n".join(TWICE)
    keeper.has({"People/Ana.md": f"---\n{FRONT}\nsnooze_until: 2027-02-01\n---\n## Log\n{lines}\n"})
    keeper.sync()
    feed = keeper.vault.feed()
    keeper.vault.lose_index()
    keeper.sync()
    assert keeper.vault.feed() == feed
    assert "snoozed until" in feed.replace("\r\n ", "")


def test_nothing_changes_for_people_without_outcomes(sandbox):
    shutil.copytree(EXAMPLE, sandbox.root, dirs_exist_ok=True)
    for file in sandbox.root.rglob("*.md"):
        text = file.read_bytes()
        file.write_bytes(re.sub(rb"\n[^\n]*outcome::[^\n]*", b"", text))
    reminders = [
        [(one.id, one) for one in sandbox.lose_index().arrange(without=without).schedule.reminders]
        for without in ((), ("outcomes",))
    ]
    assert reminders[0] == reminders[1]
    assert len(reminders[0]) > 10
