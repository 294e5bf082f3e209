"""Birthdays, follow-ups, snoozes, rhythm, briefs and checks, each through the whole line."""

from datetime import date

import pytest


def plan(sandbox, notes, today="2026-11-22"):
    return sandbox.write(notes).plan(today)


def reminders(made, plugin):
    return [one for one in made.schedule.reminders if one.plugin == plugin]


def test_a_birthday_is_an_event_a_year_for_two_years_with_the_age_where_it_is_known(sandbox):
    made = plan(sandbox, {"People/Noor.md": "---\nbirthday: 1986-11-28\n---\n"})
    assert [(one.due, one.cycle, one.action, one.kind) for one in reminders(made, "birthdays")] == [
        (date(2026, 11, 28), "2026", "turns 40", "birthday"),
        (date(2027, 11, 28), "2027", "turns 41", "birthday"),
    ]


def test_a_birthday_of_last_week_stays_a_week(sandbox):
    made = plan(sandbox, {"People/Noor.md": "---\nbirthday: --11-16\n---\n"})
    first = reminders(made, "birthdays")[0]
    assert (first.due, first.action) == (date(2026, 11, 16), "birthday")


@pytest.mark.parametrize(("setting", "day"), [("", 28), ('[birthdays]\nleap_day = "03-01"\n', 1)])
def test_the_29th_of_february_is_kept_where_the_settings_say(sandbox, setting, day):
    made = plan(sandbox, {"People/Eilidh.md": "---\nbirthday: 1992-02-29\n---\n", "vaultsync.toml": setting})
    assert [one.due.day for one in reminders(made, "birthdays")] == [day, 29]


def test_other_yearly_dates_say_what_they_are(sandbox):
    made = plan(sandbox, {"People/Maya.md": "---\nanniversary: 2012-06-09\nnameday: 12-06\n---\n"})
    assert {(one.kind, one.reason) for one in reminders(made, "birthdays")} == {
        ("date", "anniversary, 15 years"),
        ("date", "anniversary, 16 years"),
        ("date", "nameday"),
    }


def test_nobody_is_born_before_their_birth(sandbox):
    made = plan(sandbox, {"People/Baby.md": "---\nbirthday: 2027-03-01\n---\n"})
    assert [(one.due, one.action) for one in reminders(made, "birthdays")] == [
        (date(2027, 3, 1), "birthday"),
        (date(2028, 3, 1), "turns 1"),
    ]


def test_those_who_died_have_no_birthday_reminders(sandbox):
    made = plan(
        sandbox, {"People/Noor.md": "---\nbirthday: 1986-11-28\nstatus: deceased\n---\n- [ ] x 📅 2026-12-01\n"}
    )
    assert made.schedule.reminders[:] == ()


def test_an_open_task_with_a_date_comes_back_on_its_day(sandbox):
    notes = {
        "People/Tomás.md": "- [ ] send the reading list 📅 2026-11-24\n- [ ] think\n- [x] done 📅 2026-11-25\n",
        "Notes/Plan.md": "- [ ] ask [[Tomás]] about the course [due:: 2026-12-04]\n",
    }
    made = plan(sandbox, notes)
    found = sorted(reminders(made, "follow-ups"), key=lambda one: one.due)
    assert [(one.due, one.action, one.path, one.line, one.fixed) for one in found] == [
        (date(2026, 11, 24), "send the reading list", "People/Tomás.md", 1, True),
        (date(2026, 12, 4), "ask Tomás about the course", "Notes/Plan.md", 1, True),
    ]


def test_a_promise_whose_day_has_passed_is_planned_like_a_catch_up(sandbox):
    made = plan(sandbox, {"People/Tomás.md": "- [ ] send the list 📅 2026-11-02\n"})
    (one,) = made.schedule.catch_ups
    assert (one.reminder.fixed, one.day, one.reason) == (False, date(2026, 11, 22), "promised for 2 Nov 2026")


def test_a_long_task_is_cut_in_the_title(sandbox):
    made = plan(sandbox, {"People/Tomás.md": f"- [ ] {'read ' * 40} 📅 2026-12-01\n"})
    (one,) = reminders(made, "follow-ups")
    assert len(one.action) <= 80
    assert one.action.endswith("…")


SNOOZED = "---\ncadence: 4 weeks\nsnooze_until: 2027-01-10\nbirthday: --12-01\n---\n## Log\n- 2026-09-01 call: hi\n"


def test_a_snooze_holds_the_catch_up_back_and_nothing_else(sandbox):
    made = plan(sandbox, {"People/Ana.md": SNOOZED})
    catch_up, birthday = (
        next(one for one in made.schedule.catch_ups if one.reminder.kind == kind) for kind in ("catch-up", "birthday")
    )
    assert catch_up.day == date(2027, 1, 10)
    assert catch_up.reminder.due == date(2026, 9, 29)
    assert "snoozed until 10 Jan 2027" in catch_up.reason
    assert birthday.day == date(2026, 12, 1)


def test_a_snooze_that_is_over_changes_nothing(sandbox):
    made = plan(sandbox, {"People/Ana.md": SNOOZED}, "2027-01-10")
    (one,) = (one for one in made.schedule.reminders if one.kind == "catch-up")
    assert "snoozed" not in one.reason


def test_a_day_set_by_hand_is_dropped_while_paused(sandbox):
    text = "---\nnext_contact: 2026-12-01\npaused: true\n---\n"
    assert plan(sandbox, {"People/Ana.md": text}).schedule.reminders[:] == ()


def log(*days: str) -> str:
    return "## Log\n" + "".join(f"- {day} call: hello\n" for day in days)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (("2026-06-01", "2026-07-06", "2026-08-10"), None),
        (("2026-06-01", "2026-07-06", "2026-08-10", "2026-09-14"), "you usually speak every 5 weeks"),
        (("2026-09-01", "2026-09-04", "2026-09-07", "2026-09-10"), "you usually speak every 3 days"),
        (("2025-01-01", "2025-07-01", "2026-01-01", "2026-07-01"), "you usually speak every 6 months"),
        (("2016-01-01", "2018-07-01", "2020-01-01", "2026-07-01"), None),
    ],
)
def test_a_rhythm_is_said_from_four_days_of_contact_on(sandbox, days, said):
    made = plan(sandbox, {"People/Ana.md": log(*days)})
    fact = made.network.fact("People/Ana.md", "rhythm")
    assert (fact.text if fact else None) == said
    assert made.schedule.reminders[:] == ()


def test_the_brief_says_who_how_you_met_what_you_spoke_of_and_what_was_promised(sandbox):
    ana = """---
role: Head of Research
company: "[[Lumen]]"
location: Phoenix
groups: [CX Circle]
met: 2019
met_through: "[[Ravi Menon]]"
cadence: 6 weeks
phone: +1 555 0142
---
- [ ] send the template 📅 2026-12-20
- [ ] think of a present

## Log
- 2026-03-03 lunch: her sabbatical
- 2026-02-01 mail
- 2025-05-01 video: kitchens
- 2024-05-01 met: the first time
"""
    sandbox.write({"People/Ana Reyes.md": ana, "People/Ravi Menon.md": "Hello.\n"}).sync()
    unfolded = sandbox.feed().replace("\r\n ", "")
    told = next(line for line in unfolded.split("\r\n") if line.startswith("DESCRIPTION:9 months since"))
    assert told.removeprefix("DESCRIPTION:").replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";") == (
        "9 months since lunch; every 6 weeks.\n"
        "\n"
        "Who: Head of Research, Lumen · Phoenix · CX Circle\n"
        "Met: 2019 · through Ravi Menon\n"
        "Last: 3 Mar 2026: lunch: her sabbatical · 1 Feb 2026: mail · 1 May 2025: video: kitchens\n"
        "Rhythm: you usually speak every 9 months\n"
        "Promised: send the template (by 20 Dec 2026) · think of a present\n"
        "\n"
        "Phone: +1 555 0142\n"
        "obsidian://open?vault=vault&file=People%2FAna%20Reyes.md\n"
        "\n"
        "Done? Note it in their note with a dated line under Log, and this moves on."
    )


def test_the_brief_says_the_day_you_met_and_nobody_who_is_not_there(sandbox):
    ana = "---\nmet: 2019-05-04\nhow we met: at a fair\nknows: '[[Bo]]'\ncadence: 6 weeks\n---\n"
    sandbox.write({"People/Ana.md": ana, "People/Bo.md": "Hello.\n"}).sync()
    told = sandbox.feed().replace("\r\n ", "")
    assert "Met: 4 May 2019 · at a fair\\n" in told


@pytest.mark.parametrize("privacy", ["reason", "none"])
def test_privacy_decides_how_much_an_event_tells(sandbox, privacy):
    front = "cadence: 6 weeks\nchannel: call\nlocation: Leeds\nrole: midwife\nphone: '123'"
    note = f"---\n{front}\n---\n## Log\n- 2026-03-03 lunch: secret plans\n"
    sandbox.write({"People/Ana.md": note, "vaultsync.toml": f'[privacy]\ndescription = "{privacy}"\n'}).sync()
    feed = sandbox.feed().replace("\r\n ", "")
    assert "secret" not in feed
    assert "midwife" not in feed
    assert ("9 months since lunch" in feed) is (privacy == "reason")
    assert ("tel:123" in feed) is (privacy == "reason")
    assert ("Phone: 123" in feed) is (privacy == "reason")
    assert ("obsidian:" in feed) is (privacy == "reason")
    assert ("DESCRIPTION" in feed) is (privacy == "reason")


def test_two_notes_with_one_address_or_number_are_reported_once(sandbox):
    notes = {
        "People/Ana.md": "---\nemail: ana@example.org\nphone: +44 1234\n---\n",
        "People/Ana Reyes.md": "---\nrole: x\nemail: ANA@example.org\nphone: '+441234'\n---\n",
        "People/Bo.md": "---\nphone: '99'\n---\n",
    }
    made = plan(sandbox, notes)
    (told,) = made.problems
    assert (told.code, told.path, told.line, told.plugin) == ("person-duplicate", "People/Ana.md", 2, "checks")
    assert "People/Ana Reyes.md" in told.message


FEEDS = """
[[feeds]]
name = "all"
[[feeds]]
name = "family"
query = "tag:family"
[[feeds]]
name = "days"
query = "kind:birthday"
"""


def test_each_feed_holds_what_its_query_finds(sandbox):
    notes = {
        "vaultsync.toml": FEEDS,
        "People/Ana.md": "---\ncadence: 6 weeks\ntags: [family]\nbirthday: --01-01\n---\n",
        "People/Bo.md": "---\ncadence: 6 weeks\nbirthday: --01-01\n---\n",
    }
    made = sandbox.write(notes).sync()
    assert [(one.name, one.events) for one in made.artifacts] == [("all.ics", 6), ("days.ics", 4), ("family.ics", 3)]


def test_a_feed_whose_query_cannot_be_read_keeps_what_it_had(sandbox):
    sandbox.write({"People/Ana.md": "---\ncadence: 6 weeks\n---\n", "vaultsync.toml": FEEDS}).sync()
    before = sandbox.feed("family")
    made = sandbox.write({"vaultsync.toml": FEEDS.replace("tag:family", "tga:family")}).sync()
    assert sandbox.feed("family") == before
    (told,) = made.problems
    assert (told.severity, told.path, told.line) == ("error", "vaultsync.toml", 6)


def test_a_feed_that_is_full_says_so(sandbox):
    notes = {f"People/P{number}.md": "---\nbirthday: --01-01\n---\n" for number in range(501)}
    made = sandbox.write(notes).sync()
    assert {told.code for told in made.problems} == {"feed-full"}
    assert sandbox.feed("birthdays").count("BEGIN:VEVENT") == 1000
