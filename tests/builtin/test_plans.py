"""Planned meetings: their event, the question afterwards, and catch-ups that wait for them."""

import re
from datetime import date, time, timedelta
from importlib import import_module

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import Sandbox

from vaultsync.model import Brief, Reminder
from vaultsync.people.opener import matter_of
from vaultsync.testing import Stage, stage

plans = import_module("vaultsync.builtin.plans")

TODAY = date(2026, 11, 22)
ANA = "People/Ana Reyes.md"
FRONT = "cadence: 6 weeks\nphone: '+44 7700 900114'\nlocation: Phoenix"
CALL = "- 2026-10-20 ☎ call: hello"
LUNCH = "2026-12-03 12:30 🍽 lunch: about CX (where:: Café Luna) (for:: 90m)"
PLAN = f"- [ ] {LUNCH}"


def told(*lines: str, front: str = FRONT, today: date = TODAY, minutes: int = 60) -> Stage:
    text = f"---\n{front}\n---\n## Log\n" + "\n".join(lines) + "\n"
    return stage({ANA: text}, plugin=plans, today=today, config={"minutes": minutes})


def brief(found: Stage) -> Brief:
    (ana,) = found.network.people
    return found.ctx.brief(ana.uid)


def placed(sandbox: Sandbox, *lines: str, front: str = FRONT, settings: str = "", today: str = "2026-11-22"):
    """The catch-ups of Ana through the whole line, by what they are."""
    text = f"---\n{front}\n---\n## Log\n" + "\n".join(lines) + "\n"
    made = sandbox.write({ANA: text, "vaultsync.toml": settings}).plan(today)
    return {one.reminder.kind: one for one in made.schedule.catch_ups if one.path == ANA}


def ours(found: Stage, kind: str = "meeting") -> list[Reminder]:
    return [one for one in found.schedule.reminders if one.plugin == "plans" and one.kind == kind]


def catch_up(found: Stage) -> Reminder | None:
    adjusted = plans.vaultsync_adjust_schedule(found.schedule, found.network, found.ctx) or found.schedule
    return next((one for one in adjusted.reminders if one.kind == "catch-up"), None)


def test_a_plan_is_a_meeting_on_its_day_at_its_time_and_place():
    (one,) = ours(told(PLAN))
    assert (one.due, one.at, one.minutes, one.place) == (date(2026, 12, 3), time(12, 30), 90, "Café Luna")
    assert (one.channel, one.action, one.reason, one.stands) == ("lunch", "lunch", "planned: about CX", True)
    assert (one.path, one.line) == (ANA, 7)


def test_without_a_time_it_takes_the_whole_day():
    (one,) = ours(told("- [ ] 2026-12-03 ☕ coffee"))
    assert (one.at, one.stands, one.reason) == (None, True, "planned")


def test_how_long_it_takes_is_set_where_the_plan_does_not_say():
    found = ours(told("- [ ] 2026-12-03 9:00 coffee", PLAN, minutes=25))
    assert {one.action: one.minutes for one in found} == {"coffee": 25, "lunch": 90}


@pytest.mark.parametrize(
    ("text", "channel", "action"),
    [
        ("12:30 theatre", "", "theatre"),
        ("12:30 (where:: here)", "", "meet"),
        ("12:30 🤝 meet", "met", "meet"),
        ("12:30 see her (where:: https://meet.example.org/ana)", "video", "video"),
        ("12:30 ✉ write to her", "mail", "write"),
    ],
)
def test_how_you_meet_is_what_the_text_says(text, channel, action):
    (one,) = ours(told(f"- [ ] 2026-12-03 {text}"))
    assert (one.channel, one.action) == (channel, action)


def test_a_long_text_is_cut_in_the_title_and_whole_in_the_reason():
    text = " ".join(["along the river"] * 8)
    (one,) = ours(told(f"- [ ] 2026-12-03 12:30 {text}"))
    assert (one.action, one.reason) == (f"{text[:79].rstrip()}…", f"planned: {text}")


@pytest.mark.parametrize("box", ["x", "-"])
def test_ticked_or_called_off_there_is_no_meeting(box):
    assert ours(told(f"- [{box}] {LUNCH}")) == []


@pytest.mark.parametrize("status", ["archived", "deceased"])
def test_of_those_whose_note_is_put_away_nothing_is_said(status):
    assert ours(told(PLAN, front=f"{FRONT}\nstatus: {status}")) == []


@pytest.mark.parametrize("held", ["paused: true", "snooze_until: 2027-03-01"])
def test_a_meeting_stays_though_catch_ups_are_held_back(held):
    assert len(ours(told(PLAN, front=f"{FRONT}\n{held}"))) == 1


def test_it_is_no_promise_to_be_reminded_of_or_to_be_told():
    found = told(f"{PLAN} 📅 2026-12-03", "- [ ] send the book 📅 2026-12-04")
    assert [one.action for one in found.schedule.reminders if one.plugin == "follow-ups"] == ["send the book"]
    assert brief(found).text.count("lunch") == 1


def test_of_two_that_read_alike_each_keeps_its_event_though_a_later_one_is_added_above():
    first = "- [ ] 2026-12-03 lunch"
    (before,) = ours(told(first))
    after = {one.due: one.key for one in ours(told("- [ ] 2026-12-10 lunch", first))}
    assert after[before.due] == before.key != after[date(2026, 12, 10)]


# Afterwards


@pytest.mark.parametrize("days", [1, 5])
def test_for_some_days_it_is_asked_about_once_a_day_has_passed(days):
    found = told(PLAN, CALL, today=date(2026, 12, 3) + timedelta(days=days))
    (one,) = ours(found, "follow-up")
    assert (one.due, one.fixed, one.at) == (found.ctx.today, True, None)
    assert one.reason == "you planned lunch for 3 Dec 2026: tick it if it came about"
    assert one.action == "did you meet?"


@pytest.mark.parametrize("today", [date(2026, 12, 3), date(2026, 12, 9)])
def test_neither_on_its_day_nor_later_than_that_is_it_asked_about(today):
    assert ours(told(PLAN, CALL, today=today), "follow-up") == []


@pytest.mark.parametrize(
    "answer",
    [
        f"- [x] {LUNCH}",
        f"- [-] {LUNCH}",
        PLAN.replace("2026-12-03", "2026-12-30"),
        f"{PLAN}\n- 2026-12-03 ☎ call: she was ill",
        f"{PLAN}\n- 2026-12-04 ✉ mail",
    ],
)
def test_the_question_ends_by_ticking_calling_off_moving_or_any_contact_since(answer):
    asked = date(2026, 12, 4)
    assert ours(told(PLAN, CALL, today=asked), "follow-up")
    assert not ours(told(answer, CALL, today=asked), "follow-up")


def test_nothing_that_is_said_shames_anybody():
    said = [one.reason + one.action for one in told(PLAN, CALL, today=date(2026, 12, 4)).schedule.reminders]
    assert not re.search("overdue|missed|forgot|fail|neglect|late", " ".join(said))


# What waits for it


def test_the_catch_up_comes_a_whole_cadence_after_the_meeting():
    found = told(PLAN, CALL)
    (was,) = (one for one in found.schedule.reminders if one.kind == "catch-up")
    now = catch_up(found)
    assert (was.due, now.due) == (date(2026, 12, 1), date(2027, 1, 14))
    assert now.earliest - now.due == was.earliest - was.due
    assert now.latest - now.due == was.latest - was.due
    assert now.reason == "a call; every 6 weeks; you planned lunch for 3 Dec 2026"


def test_it_is_due_when_it_would_be_had_the_meeting_taken_place():
    day = date(2026, 12, 3)
    ticked = told(f"- [x] {LUNCH}", CALL, today=day)
    assert catch_up(ticked).due == catch_up(told(PLAN, CALL, today=day)).due


def test_what_is_adjusted_twice_is_as_if_it_were_once():
    found = told(PLAN, "- [ ] 2027-01-20 coffee", CALL)
    once = plans.vaultsync_adjust_schedule(found.schedule, found.network, found.ctx)
    assert (plans.vaultsync_adjust_schedule(once, found.network, found.ctx) or once) == once


def test_one_plan_after_another_moves_it_on():
    assert catch_up(told(PLAN, "- [ ] 2027-01-20 coffee", CALL)).due == date(2027, 3, 3)


def test_a_meeting_far_ahead_is_no_reason_to_be_out_of_touch_until_then():
    assert catch_up(told("- [ ] 2027-07-01 dinner", CALL)).due == date(2026, 12, 1)


def test_while_the_question_is_open_the_catch_up_waits_and_then_it_comes_back():
    assert catch_up(told(PLAN, CALL, today=date(2026, 12, 8))).due == date(2027, 1, 14)
    assert catch_up(told(PLAN, CALL, today=date(2026, 12, 9))).due == date(2026, 12, 1)


def test_a_day_that_the_user_set_stays_unless_it_is_that_of_the_meeting_or_has_passed():
    for day, stays in (("2026-11-30", True), ("2026-12-20", True), ("2026-12-03", False), ("2026-11-01", False)):
        one = catch_up(told(PLAN, CALL, front=f"{FRONT}\nnext_contact: {day}"))
        assert (one is not None and one.due == date.fromisoformat(day)) == stays, day


def test_two_tries_without_an_answer_do_not_bring_it_before_the_meeting(sandbox):
    tries = [f"- 2026-11-{day:02} ☎ call (outcome:: no-answer)" for day in (8, 15)]
    found = placed(sandbox, PLAN, *tries, CALL)
    assert found["meeting"].day == date(2026, 12, 3)
    assert found["catch-up"].day >= date(2027, 1, 8)
    assert found["catch-up"].reason.endswith("no answer by phone twice, so perhaps a message")
    assert "you planned lunch for 3 Dec 2026" in found["catch-up"].reason


def test_whom_you_planned_to_meet_is_no_pick(sandbox):
    front, picks = "met: 2015-05-01\nrelationship: friend", "[picks]\nenabled = true\nsince = 2026-11-16\n"
    old = "- 2020-05-01 ☎ call"
    assert {*placed(sandbox, old, front=front, settings=picks)} == {"pick"}
    assert {*placed(sandbox, PLAN, old, front=front, settings=picks)} == {"meeting"}


# Brief and feed


def test_the_brief_begins_with_what_is_planned():
    first = brief(told(PLAN, CALL)).sections[0]
    assert (first.title, first.places) == ("Planned", ((ANA, 7),))
    assert first.lines == ("3 Dec 2026, 12:30, Café Luna (1 h 30 min): 🍽 lunch: about CX",)


def test_what_a_later_contact_has_overtaken_is_not_told_as_planned():
    found = told(PLAN, CALL, "- 2026-12-04 call", today=date(2026, 12, 5))
    assert "Planned" not in [section.title for section in brief(found).sections]


def event(sandbox: Sandbox, *lines: str, front: str = FRONT, settings: str = "", today: str = "2026-11-22") -> str:
    """The meeting's event, unfolded, without the moment of the run."""
    text = f"---\n{front}\n---\n## Log\n" + "\n".join(lines) + "\n"
    zone = '[vault]\nname = "V"\ntimezone = "Europe/Berlin"\n'
    sandbox.write({ANA: text, "vaultsync.toml": zone + settings}).sync(today)
    feed = re.sub(r"\r\n ", "", sandbox.feed())
    (found,) = (each for each in feed.split("BEGIN:VEVENT\r\n") if "CATEGORIES:meeting" in each)
    return re.sub(r"(DTSTAMP|LAST-MODIFIED):\d{8}T\d{6}Z\r\n", "", found.partition("END:VEVENT")[0])


MEETING = """\
UID:{uid}
SEQUENCE:0
DTSTART:20261203T113000Z
DTEND:20261203T130000Z
SUMMARY:Ana Reyes: lunch
DESCRIPTION:Planned: about CX.\\n\\nPlanned: 3 Dec 2026\\, 12:30\\, Café Luna (1 h 30 min): 🍽 lunch: about CX\\n\
Who: Phoenix\\nLast: 20 Oct 2026: ☎ call: hello\\n\\nPhone: +44 7700 900114\\n\
obsidian://open?vault=V&file=People%2FAna%20Reyes.md\\n\\n\
Met? Tick the task in the note\\, and it counts as contact.
LOCATION:Café Luna
URL:obsidian://open?vault=V&file=People%2FAna%20Reyes.md
CATEGORIES:meeting
CLASS:PRIVATE
TRANSP:OPAQUE
X-MICROSOFT-CDO-BUSYSTATUS:BUSY
"""


def test_the_event_of_a_meeting(sandbox):
    uid = placed(sandbox, PLAN, CALL)["meeting"].uid
    assert event(sandbox, PLAN, CALL) == MEETING.format(uid=uid).replace("\n", "\r\n")


def test_a_meeting_that_moves_is_the_same_event_and_says_that_it_moved(sandbox):
    before, after = event(sandbox, PLAN), event(sandbox, PLAN.replace("03 12:30", "10 18:00"))
    assert before.split("\r\n")[0] == after.split("\r\n")[0]
    assert ("SEQUENCE:0" in before, "SEQUENCE:1" in after) == (True, True)
    assert "DTSTART:20261210T170000Z" in after
    other = event(sandbox, PLAN.replace("03 12:30", "10 18:00").replace("Café Luna", "Bar Sol"))
    assert ("SEQUENCE:1" in other, "LOCATION:Bar Sol" in other) == (True, True)


def test_a_meeting_of_the_last_days_stays_in_the_calendar_while_it_is_open(sandbox):
    assert "DTSTART:20261203T113000Z" in event(sandbox, PLAN, today="2026-12-09")


def test_without_a_time_it_is_an_event_of_the_whole_day(sandbox):
    found = event(sandbox, "- [ ] 2026-12-03 ☕ coffee")
    assert "DTSTART;VALUE=DATE:20261203\r\nDTEND;VALUE=DATE:20261204" in found
    assert "TRANSP:TRANSPARENT" in found


JOIN = "CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO:https://meet.example.org/ana?a=b"
LINK = "https://meet.example.org/ana?a=b"


def test_a_link_as_the_place_is_where_they_meet_by_video(sandbox):
    found = event(sandbox, f"- [ ] 2026-12-03 9:00 📹 video: CX (where:: {LINK})")
    assert JOIN in found
    assert f"\\nVideo: {LINK}\\n" in found
    assert "LOCATION" not in found


def test_a_link_to_a_cafe_is_no_call(sandbox):
    found = event(sandbox, f"- [ ] 2026-12-03 9:00 ☕ coffee (where:: {LINK})")
    assert f"LOCATION:{LINK}" in found
    assert "CONFERENCE" not in found


@pytest.mark.parametrize("key", ["meeting_link", "Video link", "zoom", "meet"])
def test_a_video_call_takes_the_link_that_the_persons_note_has(sandbox, key):
    front = f"{FRONT}\n{key}: {LINK}"
    assert JOIN in event(sandbox, "- [ ] 2026-12-03 9:00 📹 video", front=front)
    assert "FEATURE=PHONE:tel:+447700900114" in event(sandbox, "- [ ] 2026-12-03 9:00 ☎ call", front=front)
    assert "CONFERENCE" not in event(sandbox, "- [ ] 2026-12-03 9:00 ☕ coffee", front=front)


def test_so_does_a_catch_up_by_video(sandbox):
    front = f"cadence: weekly\nchannel: video\nmeeting_link: {LINK}"
    sandbox.write({ANA: f"---\n{front}\n---\n"}).sync()
    assert JOIN in sandbox.feed()


@pytest.mark.parametrize("text", ["http://meet.example.org", "ask her", "javascript:alert(1)"])
def test_what_is_no_secure_address_is_no_link(sandbox, text):
    assert "CONFERENCE" not in event(sandbox, "- [ ] 2026-12-03 9:00 📹 video", front=f"meeting_link: {text}")


@pytest.mark.parametrize("told", ["none", "reason"])
def test_a_link_is_as_private_as_the_rest(sandbox, told):
    found = event(
        sandbox, f"- [ ] 2026-12-03 9:00 CX (where:: {LINK})", settings=f'[privacy]\ndescription = "{told}"\n'
    )
    assert ("meet.example" in found) == (told == "reason")


# Always

CROWD = {f"People/{name}.md": "---\ncadence: weekly\n---\n- 2026-10-01 ☎ call\n" for name in "BCDEFGH"}
WHEN = st.tuples(st.integers(0, 60), st.none() | st.tuples(st.integers(0, 23), st.sampled_from([0, 30])))


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(WHEN, min_size=1, max_size=4), st.integers(0, 1), st.randoms(use_true_random=False))
def test_no_crowd_and_no_limits_move_a_meeting_and_no_order_of_lines_loses_it(sandbox, whens, room, mix):
    lines, wanted = [CALL], set()
    for number, (days, at) in enumerate(whens):
        day, clock = TODAY + timedelta(days=days), time(*at) if at else None
        lines.append(f"- [ ] {day}{f' {clock:%H:%M}' if clock else ''} lunch: {number}")
        wanted.add((day, clock, f"planned: {number}"))
    mix.shuffle(lines)
    text = f"---\n{FRONT}\n---\n## Log\n" + "\n".join(lines) + "\n"
    limits = f"[planning]\nper_day = {room}\nper_week = {room}\n"
    made = sandbox.write({ANA: text, "vaultsync.toml": limits, **CROWD}).plan()
    found = [one for one in made.schedule.catch_ups if one.reminder.kind == "meeting"]
    assert {(one.day, one.reminder.at, one.reminder.reason) for one in found} == wanted
    assert len({one.uid for one in found}) == len(found) == len(whens)
    assert all(one.day == one.reminder.due for one in found)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(["x", "-", " "]), st.integers(0, 30))
def test_ticking_gives_one_contact_on_its_day_calling_off_gives_none(sandbox, boxes, later):
    """Whatever was there before, in whatever order, and however late it is ticked."""
    for box in boxes:
        tick = f" ✅ {date(2026, 12, 3) + timedelta(days=later)}" if box == "x" and later else ""
        sandbox.write({ANA: f"## Log\n- [{box}] {LUNCH}{tick}\n"})
        network = sandbox.sync("2027-02-01").network
        (ana,) = network.people
        days = [one.day for one in network.interactions.get(ana.uid, ())]
        assert days == ([date(2026, 12, 3)] if box == "x" else [])


@pytest.mark.parametrize(
    ("task", "is_promise"), [("give her the keys", True), ("2019-03-01 9:00 give her the keys", False)]
)
def test_a_plan_that_was_left_open_long_ago_is_no_promise(sandbox, task, is_promise):
    """Neither in the weekly three nor in an opener, which would begin: I was going to …"""
    front, picks = "met: 2015-05-01\nrelationship: friend", "[picks]\nenabled = true\nsince = 2026-11-16\n"
    found = placed(sandbox, "- 2020-05-01 ☎ call", f"- [ ] {task}", front=front, settings=picks)
    assert ("a promise is open" in found["pick"].reason) is is_promise
    network = sandbox.arrange().network
    (person,) = network.people
    assert bool(matter_of(person, network, None, TODAY).promise) is is_promise
