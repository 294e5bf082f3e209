"""``slots``: text to paste by the clocks of both, beside what is taken, held, and not known."""

import json
import subprocess
import sys
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from tests.conftest import TODAY
from tests.hooks.outside import Outside, code, outside  # noqa: F401 - pytest finds the fixture here

from vaultsync.cli.slots import CHANNELS as TYPED
from vaultsync.cli.slots.text import FOR, message
from vaultsync.people import CHANNELS
from vaultsync.vault.holds import BUSY, FILE, LOCK
from vaultsync.vault.lock import locked
from vaultsync.vault.state import state_folder

SETTINGS = '[vault]\ntimezone = "Europe/London"\n'
PEOPLE = {
    "People/Ana Reyes.md": "---\ntimezone: America/Phoenix\n---\n",
    "People/Bo.md": "---\ntimezone: Lisbon\n---\n",
    "People/Cy.md": "---\ncadence: 6 weeks\n---\n",
    "People/Mei Lin.md": "---\ntimezone: Australia/Sydney\nhours: daily 08:00-22:00\n---\n",
    "People/Lo Ng.md": "---\ntimezone: Europe/London\n---\n",
}


@pytest.fixture
def slots(sandbox, cli, outside):  # noqa: F811
    """Call ``slots`` in a vault of London."""
    sandbox.write({"vaultsync.toml": SETTINGS, **PEOPLE})

    def said(*arguments: object, today: str = TODAY) -> object:
        return cli("--vault", sandbox.root, "--today", today, "slots", *arguments)

    said.vault, said.outside = sandbox, outside
    said.file = state_folder(sandbox.root, {"VAULTSYNC_STATE_DIR": str(sandbox._state)}) / FILE
    return said


def starts(said) -> list[str]:
    return [one["start"][5:16].replace("T", " ") for one in said.json["slots"]]


def held(said) -> set[str]:
    return {row["person"] for row in said("--held", "--json").json}


# The text


def test_each_time_is_by_the_clocks_of_both(slots):
    said = slots("ana reyes")
    assert said.code == 0
    assert said.out == (
        "Would any of these suit you?\n"
        "- Mon 23 Nov, 16:00-16:45 (my time, London) · 09:00-09:45 (yours, Phoenix)\n"
        "- Tue 24 Nov, 17:00-17:45 (my time, London) · 10:00-10:45 (yours, Phoenix)\n"
        "- Wed 25 Nov, 16:00-16:45 (my time, London) · 09:00-09:45 (yours, Phoenix)\n"
        "- Thu 26 Nov, 17:00-17:45 (my time, London) · 10:00-10:45 (yours, Phoenix)\n"
    )


def test_their_day_is_named_where_it_is_another(slots):
    slots.vault.write({"vaultsync.toml": f'{SETTINGS}[slots]\nhours = "daily 20:00-22:00"\n'})
    said = slots("Mei Lin", "--count", 1, "--via", "video")
    assert said.out == (
        "Would this suit you for a video call?\n"
        "- Mon 23 Nov, 21:00-21:45 (my time, London) · Tue 24 Nov, 08:00-08:45 (yours, Sydney)\n"
    )


def test_who_shares_the_clock_is_told_no_zone_twice(slots):
    assert "- Mon 23 Nov, 09:00-09:45\n" in slots("Lo Ng").out
    assert "- Mon 23 Nov, 10:00-10:45 (in London and in Lisbon)\n" in slots("Bo").out


def test_a_zone_that_is_not_known_is_taken_as_ones_own_and_said_to_be(slots):
    said = slots("Cy")
    assert "- Mon 23 Nov, 09:00-09:45 (my time, London)\n" in said.out
    assert "Their time zone is taken as your own: the note names none." in said.err
    slots.vault.write({"People/Cy.md": "---\ntimezone: somewhere\n---\n"})
    said = slots("Cy", "--json")
    assert "Their time zone is taken as your own: timezone 'somewhere' is none." in said.err
    assert (said.json["their_timezone"], said.json["their_timezone_known"]) == ("Europe/London", False)


def test_a_vault_without_a_zone_is_told_of(slots):
    slots.vault.write({"vaultsync.toml": ""})
    assert "Your time zone is taken as UTC" in slots("Cy").err


def test_an_hour_that_the_clock_shows_twice_says_which_it_is():
    first = datetime.fromisoformat("2027-10-31T00:30:00+00:00")
    span = (first, first + timedelta(hours=1))
    assert message([span], "Europe/London", "Africa/Lagos", "") == (
        "Would this suit you?\n- Sun 31 Oct, 01:30 UTC+1-01:30 UTC+0 (my time, London) · 01:30-02:30 (yours, Lagos)"
    )


def test_every_channel_by_which_people_meet_has_its_words():
    assert set(TYPED) == set(FOR) == {one.name for one in CHANNELS if one.way != "written"}


def test_json_has_both_clocks_and_the_text(slots):
    said = slots("Ana Reyes", "--count", 1, "--for", "1h30", "--via", "call", "--json")
    row = said.json
    assert row | {"text": None} == {
        "person": "Ana Reyes",
        "path": "People/Ana Reyes.md",
        "uid": "People/Ana Reyes.md",
        "channel": "call",
        "minutes": 90,
        "timezone": "Europe/London",
        "their_timezone": "America/Phoenix",
        "their_timezone_known": True,
        "slots": [
            {
                "start": "2026-11-23T16:00:00+00:00",
                "end": "2026-11-23T17:30:00+00:00",
                "their_start": "2026-11-23T09:00:00-07:00",
                "their_end": "2026-11-23T10:30:00-07:00",
                "proposed": TODAY,
                "again": False,
            }
        ],
        "asked": [],
        "unknown": [],
        "text": None,
    }
    assert row["text"].startswith("Would this suit you for a call?\n- Mon 23 Nov, 16:00-17:30")


# What is asked for


def test_from_when_how_long_and_how_many_can_be_said(slots):
    said = slots("Cy", "--from", "2026-12-05", "--days", 3, "--minutes", 60, "--count", 9, "--json")
    assert starts(said) == ["12-07 09:00", "12-07 12:00"]
    slots("Cy", "--release")
    said = slots("Cy", "--from", "2026-12-05", "--days", 3, "--weekends", "--json")
    assert {one[:5] for one in starts(said)} == {"12-05", "12-06", "12-07"}


def test_nothing_is_offered_before_tomorrow(slots):
    slots.vault.write(
        {"vaultsync.toml": f'{SETTINGS}[slots]\nhours = "daily 9-18"\ntheirs = "daily 9-18"\nnotice = 3\n'}
    )
    said = slots("Cy", "--from", TODAY, "--count", 1, "--json")
    assert starts(said) == ["11-25 09:00"]
    assert "Times are offered from 25 Nov 2026 on: notice under [slots] says so." in said.err


def test_evenings_are_offered_where_they_are_asked_for(slots):
    slots.vault.write({"People/Ana Reyes.md": "---\ntimezone: Pacific/Honolulu\n---\n"})
    assert slots("Ana Reyes").out == ""
    assert "19:00-19:45 (my time, London) · 09:00-09:45 (yours, Honolulu)" in slots("Ana Reyes", "--after-hours").out


def test_their_own_hours_count(slots):
    slots.vault.write({"People/Cy.md": "---\ntimezone: Europe/London\nhours: sun-mon 10:00-11:00\n---\n"})
    assert starts(slots("Cy", "--json")) == ["11-23 10:00", "11-30 10:00"]


def test_closed_days_of_the_planning_are_closed(slots):
    slots.vault.write(
        {"vaultsync.toml": f'{SETTINGS}[planning]\nclosed = ["mon", "tue"]\nclosed_days = [2026-11-25]\n'}
    )
    assert starts(slots("Cy", "--count", 1, "--json")) == ["11-26 09:00"]


def test_nothing_that_suits_both_is_said_with_what_to_try(slots):
    said = slots("Ana Reyes", "--for", "9h")
    assert (said.code, said.out) == (0, "")
    assert "No 540 minutes suit you both from 23 Nov 2026 to 6 Dec 2026." in said.err
    assert slots("Ana Reyes", "--for", "9h", "--json").json["slots"] == []


def test_for_somebody_archived_no_times_are_looked_for(slots):
    slots.vault.write({"People/Cy.md": "---\nstatus: archived\n---\n"})
    said = slots("Cy")
    assert (said.code, said.out) == (0, "")
    assert "The note says archived" in said.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Say for whom"),
        (("nobody",), "There is no nobody"),
        (("Cy", "--for", "soon"), "Write it as 45m, 1h or 1h30"),
        (("Cy", "--for", "3"), "no length from 5 minutes"),
        (("Cy", "--for", "13h"), "no length from 5 minutes to 12 hours"),
        (("Cy", "--from", "2026-11-21"), "not within a year"),
        (("Cy", "--from", "2028-01-01"), "not within a year"),
        (("--release",), "Say for whom"),
        (("nobody", "--release"), "There is no nobody"),
        (("nobody", "--held"), "There is no nobody"),
    ],
)
def test_wrong_use_says_how_it_is_used(slots, arguments, said):
    told = slots(*arguments)
    assert (told.code, told.out) == (2, "")
    assert said in told.err


def test_the_end_of_the_calendar_is_no_accident(slots):
    assert slots("Cy", today="9999-12-30").code == 2


@pytest.mark.parametrize(("text", "minutes"), [("45", 45), ("45m", 45), ("1h", 60), ("1h30", 90), ("2 hours", 120)])
def test_lengths_are_read_as_people_write_them(slots, text, minutes):
    assert slots("Cy", "--for", text, "--json", "--dry-run").json["minutes"] == minutes


# What is taken


def calendar(body: str) -> str:
    return code(f"from datetime import *\n@hookimpl\ndef vaultsync_busy(first, last, ctx):\n    {body}\n", name="tea")


TUESDAY = "datetime(2026, 11, 24, {}, tzinfo=UTC)"


def test_what_a_plugin_says_is_taken_is_offered_to_nobody(slots):
    free = starts(slots("Cy", "--days", 3, "--count", 2, "--json", "--dry-run"))
    assert free == ["11-23 09:00", "11-24 12:00"]
    spans = "Busy(start=first, end=datetime(2026, 11, 24, 14, tzinfo=timezone(timedelta(hours=1))))"
    slots.outside.file(calendar(f"return [{spans}, Busy(start=last, end=last)]"))
    said = slots("Cy", "--days", 3, "--count", 2, "--json", "--dry-run")
    assert starts(said) == ["11-24 13:00", "11-25 09:00"]
    assert (said.json["unknown"], said.err.strip()) == (
        [],
        "Their time zone is taken as your own: the note names none. Write such as  timezone: Europe/Lisbon\n"
        "A dry run: nothing is held.",
    )


def test_without_a_calendar_it_is_said_that_none_is_read(slots):
    assert "No calendar of yours is read" in slots("Cy").err


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("raise LookupError('the shelf is empty')", "plugin tea failed in vaultsync_busy: LookupError: the shelf"),
        ("return [7]", "plugin tea returned int from vaultsync_busy"),
        ("return [Busy(start=datetime(2026, 11, 24), end=last)]", "need a time zone"),
        ("return [Busy(start=first, end=last, unknown='home.ics is gone')]", "you are free: home.ics is gone."),
    ],
)
def test_what_is_not_known_is_said_and_is_never_taken_for_free(slots, body, said):
    slots.outside.file(calendar(body))
    for quiet in ((), ("-q",)):
        told = slots("Cy", *quiet)
        assert (told.code, told.out.count("\n- ")) == (0, 4)
        assert said in told.err
        assert "So what is offered may be taken." in told.err
    (unknown,) = slots("Cy", "--json").json["unknown"]
    assert said in unknown


def test_what_is_known_counts_beside_what_is_not(slots):
    slots.outside.file(
        calendar(
            "yield Busy(start=first, end=last, unknown='x')\n    yield Busy(start=first, end=first + timedelta(days=2))"
        )
    )
    said = slots("Cy", "--days", 3, "--json")
    assert {one[:5] for one in starts(said)} == {"11-25"}


def test_a_plugin_that_is_not_there_or_misset_leaves_it_unknown(slots):
    slots.outside.file(calendar("return []"), trusted=False)
    assert "So what is offered may be taken." in slots("Cy").err
    text = "import msgspec\nclass Config(msgspec.Struct):\n    cups: int = 1\n"
    more = ", config=Config"
    hook = "@hookimpl\ndef vaultsync_busy():\n    return []\n"
    slots.outside.file(text + code(hook, more=more))
    slots.vault.write({"vaultsync.toml": f"{SETTINGS}[plugin.tea]\ncups = 'two'\n"})
    said = slots("Cy")
    assert "[plugin.tea] cups is" in said.err
    assert "So what is offered may be taken." in said.err


def test_settings_that_cannot_be_read_leave_it_unknown(slots):
    slots.outside.settings("[plugins\n")
    said = slots("Cy")
    assert "config.toml: The settings are not valid TOML" in said.err
    assert "So what is offered may be taken." in said.err
    slots.outside.settings("")
    assert slots("Cy", "--json").json["unknown"] == []
    slots.vault.write({"vaultsync.toml": "[vault\n"})
    assert "vaultsync.toml: The settings are not valid TOML" in slots("Cy").err


def test_another_setting_that_is_wrong_leaves_nothing_unknown(slots):
    slots.vault.write({"vaultsync.toml": f"{SETTINGS}[planning]\nper_day = 'two'\n"})
    assert slots("Cy", "--json").json["unknown"] == []


def test_a_plugin_that_fails_ends_a_strict_run(slots):
    slots.outside.file(calendar("raise LookupError('the shelf is empty')"))
    said = slots("Cy", "--strict")
    assert (said.code, said.out) == (4, "")
    assert not slots.file.exists()


def test_what_is_planned_with_a_time_is_taken(slots):
    slots.vault.write({"People/Bo.md": '---\ntimezone: Lisbon\nnext_contact: "2026-11-23 09:15"\n---\n'})
    assert starts(slots("Cy", "--count", 1, "--json")) == ["11-23 10:00"]


# What is held


def test_what_is_offered_is_held_and_offered_again_and_to_nobody_else(slots):
    first = slots("Cy", "--json")
    other = slots("Lo Ng", "--json")
    assert not {*starts(first)} & {*starts(other)}
    again = slots("Cy", "--json")
    assert starts(again) == starts(first)
    assert {one["again"] for one in first.json["slots"]} == {False}
    assert {one["again"] for one in again.json["slots"]} == {True}
    tomorrow = slots("Cy", "--json", today="2026-11-23")
    assert starts(tomorrow)[:3] == starts(first)[1:]
    assert {one["proposed"] for one in tomorrow.json["slots"][:3]} == {TODAY}


def test_what_is_held_is_shown_and_let_go(slots):
    assert slots("--held").out == ""
    slots("Cy", "--count", 1)
    slots("Lo Ng", "--count", 1)
    said = slots("--held")
    assert said.out == (
        "  Mon 23 Nov, 09:00-09:45  Cy     proposed 22 Nov 2026\n"
        "  Mon 23 Nov, 10:00-10:45  Lo Ng  proposed 22 Nov 2026\n"
    )
    assert slots("cy", "--held", "--json").json == [
        {
            "person": "Cy",
            "path": "People/Cy.md",
            "uid": "People/Cy.md",
            "start": "2026-11-23T09:00:00+00:00",
            "end": "2026-11-23T09:45:00+00:00",
            "proposed": TODAY,
        }
    ]
    assert "1 time would be let go" in slots("Cy", "--release", "--dry-run").err
    assert held(slots) == {"Cy", "Lo Ng"}
    assert slots("Cy", "--release").out == "1 time held for Cy is let go.\n"
    assert held(slots) == {"Lo Ng"}
    said = slots("Cy", "--release")
    assert (said.code, said.out) == (0, "")
    assert slots("Lo Ng", "--release", "--json").json == {"person": "Lo Ng", "uid": "People/Lo Ng.md", "released": 1}


def test_a_dry_run_holds_nothing(slots):
    assert "A dry run: nothing is held." in slots("Cy", "--dry-run").err
    assert not slots.file.exists()


def test_holds_end_when_their_time_has_passed(slots):
    slots("Cy", "--count", 1)
    assert slots("--held", "--json", today="2026-11-23").json != []
    assert slots("--held", "--json", today="2026-11-24").json == []


def test_holds_end_when_a_meeting_with_that_person_is_planned(slots):
    planned = {"People/Bo.md": '---\ntimezone: Lisbon\nnext_contact: "2026-12-02 11:00"\n---\n'}
    slots("Bo")
    slots.vault.write(planned)
    assert held(slots) == set()
    slots("Bo")
    assert held(slots) == {"Bo"}  # that meeting was there before
    slots.vault.write({"People/Bo.md": planned["People/Bo.md"].replace("11:00", "12:00")})
    assert held(slots) == set()


def test_holds_end_with_a_plan_that_is_made_and_its_time_is_taken(slots):
    slots("Cy")
    slots("Lo Ng")
    slots.vault.write({"People/Cy.md": "## Log\n- [ ] 2026-11-24 11:00-12:30 lunch\n"})
    assert held(slots) == {"Lo Ng"}
    said = slots("Bo", "--days", 3, "--count", 20, "--for", "30m", "--json")
    assert not {"11-24 11:00", "11-24 11:30", "11-24 12:00"} & {*starts(said)}
    slots.vault.write({"People/Lo Ng.md": "## Log\n- [ ] 2026-12-03 a walk\n"})
    assert held(slots) == {"Bo"}


def test_a_gathering_takes_its_time_and_answers_for_nobody(slots):
    slots("Cy", "--count", 1)
    note = "---\ntype: gathering\ndate: 2026-11-23T10:00\npeople: ['[[Cy]]', '[[Bo]]']\n---\n"
    slots.vault.write({"Gatherings/Tea.md": note})
    assert held(slots) == {"Cy"}
    assert "11-23 10:00" not in starts(slots("Lo Ng", "--days", 1, "--count", 9, "--for", "30m", "--json"))


def test_holds_follow_the_person_and_not_the_note(slots):
    slots.vault.write({"People/Cy.md": "---\nuid: cy-1\n---\n"})
    before = slots("Cy", "--json")
    slots.vault.remove("People/Cy.md").write({"People/Cyril.md": "---\nuid: cy-1\n---\n"})
    assert starts(slots("Cyril", "--json")) == starts(before)
    slots.vault.remove("People/Cyril.md")
    assert held(slots) == {"Cy"}
    assert slots("cy", "--release").code == 0
    assert held(slots) == set()


def test_what_was_proposed_and_is_taken_by_now_is_said(slots):
    slots("Lo Ng", "--count", 1)
    slots.outside.file(calendar("return [Busy(start=first, end=datetime(2026, 11, 23, 9, 1, tzinfo=UTC))]"))
    said = slots("Lo Ng", "--count", 1)
    assert "Mon 23 Nov, 09:00 was proposed to Lo Ng, and is taken by now." in said.err
    assert "- Mon 23 Nov, 10:00-10:45" in said.out  # it may be proposed still, and they may not know


def test_another_length_is_other_times_and_what_was_proposed_stays_held(slots):
    first = starts(slots("Cy", "--json"))
    longer = starts(slots("Cy", "--for", "2h", "--json"))
    assert not {*first} & {*longer}
    assert len(slots("--held", "--json").json) == 8
    assert starts(slots("Cy", "--json")) == first


def test_damage_is_said_and_set_aside(slots):
    slots("Cy")
    slots.file.write_bytes(b"{")
    assert f"{FILE} is damaged" in slots("--held").err
    said = slots("Cy")
    assert said.code == 0
    assert f"{FILE} is damaged. It is kept as {slots.file}.bad." in said.err
    assert slots("Cy").err.count("damaged") == 0


def test_who_comes_while_another_proposes_is_told_to_wait(slots, monkeypatch):
    monkeypatch.setitem(locked.__wrapped__.__kwdefaults__, "wait", 0.0)
    with locked(slots.file.parent, name=LOCK):
        for arguments in (("Cy",), ("Cy", "--release")):
            said = slots(*arguments)
            assert (said.code, said.out, said.err.strip()) == (3, "", BUSY)
        assert slots("Cy", "--dry-run").code == 0
    assert slots("Cy").code == 0


def test_two_at_once_lose_no_hold_and_offer_nothing_twice(slots, tmp_path):
    names = ["Ana Reyes", "Bo", "Cy", "Lo Ng"]
    command = [sys.executable, "-m", "vaultsync", "--vault", str(slots.vault.root), "--today", TODAY, "slots"]
    running = [subprocess.Popen([*command, name, "--json"], stdout=subprocess.PIPE, text=True) for name in names]
    said = [json.loads(process.communicate(timeout=60)[0]) for process in running]
    assert [process.returncode for process in running] == [0] * 4
    offered = sorted((one["start"], one["end"]) for row in said for one in row["slots"])
    assert len(offered) == 16
    assert all(end <= start for (_, end), (start, _) in pairwise(offered))
    rows = slots("--held", "--json").json
    assert sorted((row["start"], row["end"]) for row in rows) == offered


def test_no_word_of_a_note_reaches_the_terminal_as_a_command(slots):
    slots.vault.write(
        {"People/Cy.md": '---\nname: "Cy\\a"\ntimezone: "\\a"\n---\n', "People/Bo.md": '---\nstatus: "\\adead"\n---\n'}
    )
    for arguments in (("People/Cy.md",), ("--held",), ("People/Cy.md", "--release"), ("People/Bo.md",)):
        told = slots(*arguments)
        assert told.code == 0, told.err
        assert "\a" not in told.out + told.err
