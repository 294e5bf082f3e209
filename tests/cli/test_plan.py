"""``plan``: a meeting that is to be is written, read back, moved, called off, and made an invitation of."""

from datetime import date

import icalendar
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.cli.conftest import ANA, Writer

from vaultsync.calendar import is_calendar
from vaultsync.cli.plan.entry import entry, read, via_of
from vaultsync.cli.say import WrongUseError
from vaultsync.notes import about_of
from vaultsync.notes.plans import place_of
from vaultsync.people import CHANNELS, channel_of

NOTE = "People/Ana Reyes.md"
LUNCH = (
    "Ana Reyes",
    "about CX",
    "--when",
    "2026-12-03 12:30",
    "--where",
    "Café Luna",
    "--for",
    "90m",
    "--via",
    "lunch",
)
LINE = "- [ ] 2026-12-03 12:30 🍽 lunch: about CX (where:: Café Luna) (for:: 90m)"
UID = "3a306092-da1a-597b-8219-6cdecaac0520"


def events(writer: Writer, today: str = "2026-11-22") -> dict[str, str]:
    """The planned meetings as the feeds would have them: UID and day."""
    made = writer.vault.arrange(today).schedule.catch_ups
    return {one.uid: str(one.day) for one in made if one.reminder.kind == "meeting"}


def test_it_becomes_an_open_task_among_the_entries_of_the_log(writer):
    said = writer("plan", *LUNCH)
    assert said.code == 0, said.err
    assert writer.text(NOTE) == ANA.replace("## Log\n", f"## Log\n{LINE}\n")
    assert said.out == f"{NOTE}\n  + {LINE}\nPlanned for Thu 3 Dec, 12:30. Undo: vaultsync undo\n"


def test_it_is_the_event_that_it_says_it_is_and_no_contact(writer):
    before = writer.contacts()
    assert writer("plan", *LUNCH, "--json").json == {
        "person": "Ana Reyes",
        "path": NOTE,
        "written": True,
        "when": "2026-12-03T12:30",
        "minutes": 90,
        "where": "Café Luna",
        "via": "lunch",
        "uid": UID,
        "invite": None,
    }
    assert events(writer) == {UID: "2026-12-03"}
    assert writer.contacts(today="2026-12-30") == before


def test_undo_takes_it_back(writer):
    writer("plan", *LUNCH)
    assert writer("undo").code == 0
    assert writer.text(NOTE) == ANA


def test_a_dry_run_writes_nothing_and_knows_the_event(writer, tmp_path):
    said = writer("plan", *LUNCH, "--dry-run", "--json", "--invite", tmp_path / "a.ics")
    assert (said.json["written"], said.json["uid"], said.json["invite"]) == (False, UID, None)
    assert writer.text(NOTE) == ANA
    assert not (tmp_path / "a.ics").exists()


def test_the_same_again_writes_nothing(writer):
    writer("plan", *LUNCH)
    said = writer("plan", *LUNCH, "--json")
    assert (said.json["written"], said.json["uid"]) == (False, UID)
    assert writer.text(NOTE).count("lunch") == 1


def test_one_more_on_another_day_is_an_event_of_its_own_and_leaves_the_first_alone(writer):
    writer("plan", *LUNCH)
    other = writer("plan", *(each.replace("12-03", "12-17") for each in LUNCH), "--json").json["uid"]
    assert events(writer) == {UID: "2026-12-03", other: "2026-12-17"}


@pytest.mark.parametrize(
    ("given", "line"),
    [
        (["--when", "2026-12-03"], "- [ ] 2026-12-03 🤝 meet"),
        (["--when", "2026-12-03T12:30"], "- [ ] 2026-12-03 12:30 🤝 meet"),
        (["lunch with the team", "--when", "2026-12-03"], "- [ ] 2026-12-03 lunch with the team"),
        (["CX", "--when", "2026-12-03", "--via", "call"], "- [ ] 2026-12-03 ☎ call: CX"),
        (["--when", "2026-12-03", "--via", "mail"], "- [ ] 2026-12-03 ✉ write"),
        (
            ["CX", "--when", "2026-12-03 9:00", "--where", "https://meet.example.org/x_y"],
            "- [ ] 2026-12-03 09:00 📹 video: CX (where:: https://meet.example.org/x_y)",
        ),
        (
            ["--when", "2026-12-03", "--where", "[[Café Luna]]", "--for", "1h30"],
            "- [ ] 2026-12-03 🤝 meet (where:: [[Café Luna]]) (for:: 90m)",
        ),
        (["--when", "2026-12-03", "--where", "Luna :)"], "- [ ] 2026-12-03 🤝 meet (where:: Luna :)"),
    ],
)
def test_what_is_written(writer, given, line):
    said = writer("plan", "Ana Reyes", *given)
    assert said.code == 0, said.err
    assert line in writer.text(NOTE).splitlines()
    assert len(events(writer)) == 1


@pytest.mark.parametrize(
    "log", ["### 2026-10-01 Call\nhello\n", "2026-10-01 a call\n", "| 2026-10-01 | call |\n|---|---|\n"]
)
@pytest.mark.parametrize(("tasks", "section"), [("", "## Follow-ups"), ("\n## Tasks\n- [ ] think\n", "## Tasks")])
def test_where_the_log_has_no_place_for_a_task_it_goes_to_the_other_tasks(writer, log, tasks, section):
    writer.vault.write({NOTE: f"---\ncadence: weekly\n---\n## Log\n{log}{tasks}"})
    said = writer("plan", *LUNCH, "--json")
    assert said.code == 0, said.err
    _, _, below = writer.text(NOTE).partition(section)
    assert LINE in below.splitlines()
    assert events(writer) == {said.json["uid"]: "2026-12-03"}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["--when", "2026-11-21"], "2026-11-21 has passed. To write down that you met, use log"),
        (["--when", "friday"], "'friday' is no day. Write it as"),
        (["--when", "2026-12-03 25:00"], "is no day"),
        (["--when", "9999-12-03"], "is no day"),
        (["--when", "2026-12-03", "--for", "ages"], "'ages' is no length of time."),
        (["lunch"], "Say when: vaultsync plan PERSON --when"),
        ([], "Say when: vaultsync plan PERSON --when"),
        (["--move", "2026-12-03"], "Nothing is planned with Ana Reyes."),
        (["--cancel"], "Nothing is planned with Ana Reyes."),
        (["x", "--cancel"], "--move and --cancel are about what is planned already"),
        (["--cancel", "--move", "2026-12-03"], "--cancel goes without --move and --invite."),
        (["--when", "2026-12-03", "--invite", "-", "--json"], "both want standard output"),
        (["x (where:: home)", "--when", "2026-12-03", "--where", "Luna"], "would read as another plan"),
    ],
)
def test_what_cannot_be_meant_is_told_and_nothing_written(writer, given, told):
    said = writer("plan", "Ana Reyes", *given)
    assert (said.code, said.out) == (2, "")
    assert told in said.err
    assert writer.text(NOTE) == ANA


def test_nobody_of_that_name(writer):
    said = writer("plan", "Anna Reyes", "--when", "2026-12-03")
    assert (said.code, said.err) == (2, "There is no Anna Reyes in this vault. Did you mean Ana Reyes?\n")


# Remarks


def remarks(writer: Writer, *given: str, settings: str = "") -> list[str]:
    zone = '[vault]\ntimezone = "Europe/London"\n'
    writer.vault.write({"vaultsync.toml": f"[write]\nenabled = true\n{zone}{settings}"})
    said = writer("plan", "Ana Reyes", "--dry-run", *given)
    assert said.code == 0, said.err
    return [line for line in said.err.splitlines() if "dry run" not in line]


def test_another_meeting_at_that_time_is_told(writer):
    writer("plan", "People/Bo.md", "--when", "2026-12-03 12:00", "--via", "call")
    assert remarks(writer, "--when", "2026-12-03 12:30") == ["You have something else then: Bo (call), from 12:00 on."]
    assert remarks(writer, "--when", "2026-12-03 13:00") == []
    assert remarks(writer, "--when", "2026-12-03 11:30", "--for", "30m") == []


def test_a_day_that_is_kept_free_is_told(writer):
    closed = remarks(writer, "--when", "2026-12-03", settings='[planning]\nclosed_days = ["2026-12-03"]\n')
    assert closed == ["Thu 3 Dec 2026 is a day you keep free of catch-ups."]


@pytest.mark.parametrize(("at", "told"), [("12:30", True), ("16:00", False)])
def test_the_night_of_the_other_is_told(writer, at, told):
    writer.vault.write({NOTE: ANA.replace("---\n", "---\ntimezone: America/Phoenix\n", 1)})
    said = remarks(writer, "--when", f"2026-12-03 {at}")
    assert said == ["For them that is 05:30 on Thu (Phoenix), in the night."] * told


def test_quiet_says_no_remark(writer):
    writer.vault.write({NOTE: ANA.replace("---\n", "---\ntimezone: America/Phoenix\n", 1)})
    assert remarks(writer, "--when", "2026-12-03 12:30", "-q") == []


def test_that_no_zone_is_named_is_told_where_there_is_a_time(writer):
    zone = "Your time zone is taken as UTC"
    assert zone in writer("plan", "Ana Reyes", "--when", "2026-12-03 12:30", "--dry-run").err
    assert zone not in writer("plan", "Ana Reyes", "--when", "2026-12-03", "--dry-run").err


# Moved and called off


def test_moved_it_is_the_same_event_with_its_time_its_place_and_its_length(writer):
    writer("plan", *LUNCH)
    said = writer("plan", "Ana Reyes", "--move", "2026-12-10", "--json")
    assert (said.json["uid"], said.json["when"], said.json["where"]) == (UID, "2026-12-10T12:30", "Café Luna")
    assert LINE.replace("12-03", "12-10") in writer.text(NOTE)
    assert events(writer) == {UID: "2026-12-10"}
    writer("plan", "Ana Reyes", "--move", "2026-12-10 18:00")
    assert LINE.replace("12-03 12:30", "12-10 18:00") in writer.text(NOTE)


@pytest.mark.parametrize(
    ("line", "moved"),
    [
        ("* [/] **2026-12-03 12:30** lunch ^id", ("12-03", "12-10")),
        ("1. [ ] [2026-12-03T12:30] lunch with [[Bo]], not 2026-12-03", ("12-03T", "12-10 ")),
        ("- [ ] 2026-12-03 12:30 lunch 🆔 abc", ("12-03", "12-10")),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\n\r\n"])
def test_moving_changes_nothing_but_the_day(writer, line, moved, end):
    text = f"---{end}cadence: weekly{end}---{end}{line}{end}words 2026-12-03{end}"
    writer.vault.write({NOTE: text})
    said = writer("plan", "Ana Reyes", "--move", "2026-12-10")
    assert said.code == 0, said.err
    assert writer.text(NOTE) == text.replace(line, line.replace(*moved, 1))


def test_what_cannot_be_moved_safely_is_left_alone(writer):
    text = "- [ ] 2026-12-03 12:30–14:00 lunch\n"
    writer.vault.write({NOTE: text})
    said = writer("plan", "Ana Reyes", "--move", "2026-12-10 18:00")
    assert (said.code, writer.text(NOTE)) == (3, text)
    assert "Change it by hand." in said.err


def test_moved_to_where_it_is_nothing_is_written(writer):
    writer("plan", *LUNCH)
    said = writer("plan", "Ana Reyes", "--move", "2026-12-03")
    assert (said.code, said.out) == (0, "")
    assert "The note says so already; nothing was written." in said.err


def test_a_meeting_is_not_moved_into_the_past(writer):
    writer("plan", *LUNCH)
    assert writer("plan", "Ana Reyes", "--move", "2026-11-01").code == 2


def test_called_off_it_stays_to_be_read_and_is_no_event(writer):
    writer("plan", *LUNCH)
    said = writer("plan", "Ana Reyes", "--cancel")
    assert said.out.endswith("Called off: Thu 3 Dec, 12:30. Undo: vaultsync undo\n")
    assert LINE.replace("[ ]", "[-]") in writer.text(NOTE)
    assert events(writer) == {}


def test_of_several_the_one_of_the_day_is_meant(writer):
    writer("plan", *LUNCH)
    writer("plan", "Ana Reyes", "--when", "2026-12-17", "--via", "call")
    said = writer("plan", "Ana Reyes", "--cancel")
    assert said.code == 2
    assert f"  2026-12-17  ☎ call  {NOTE}:" in said.err
    assert writer("plan", "Ana Reyes", "--cancel", "--when", "2026-12-17").code == 0
    assert events(writer) == {UID: "2026-12-03"}


def test_one_that_stands_elsewhere_is_called_off_there(writer):
    writer.vault.write({"Daily/2026-11-22.md": "- [ ] 2026-12-03 12:30 lunch with [[Ana Reyes]]\n"})
    assert writer("plan", "Ana Reyes", "--cancel").code == 0
    assert writer.text("Daily/2026-11-22.md") == "- [-] 2026-12-03 12:30 lunch with [[Ana Reyes]]\n"


# The invitation

MAIL = ANA.replace("---\n", "---\nemail: ana@example.org\nphone: '+44 7700 900114'\n", 1)


def test_the_invitation_is_to_the_event_of_the_feed_and_tells_nothing_that_is_noted(writer, tmp_path):
    writer.vault.write({NOTE: MAIL, "vaultsync.toml": '[write]\nenabled = true\n[plans]\nname = "Kim"\n'})
    file = tmp_path / "lunch.ics"
    said = writer("plan", *LUNCH, "--invite", file, "--json")
    assert said.json["invite"] == str(file)
    (event,) = icalendar.Calendar.from_ical(file.read_bytes()).events
    assert (event["UID"], event["SUMMARY"], event["LOCATION"]) == (UID, "Lunch with Kim", "Café Luna")
    assert (event["DESCRIPTION"], event.duration.total_seconds()) == ("about CX", 90 * 60)
    text = file.read_text("utf-8")
    assert not [word for word in ("obsidian", "hello", "Ana", "7700", "METHOD", "mailto") if word in text]


def test_with_both_addresses_it_says_who_invites_whom(writer, tmp_path):
    own = '[write]\nenabled = true\n[plans]\nname = "Kim"\nemail = "kim@example.org"\n'
    writer.vault.write({NOTE: MAIL, "vaultsync.toml": own})
    writer("plan", *LUNCH, "--invite", tmp_path / "a.ics")
    (event,) = icalendar.Calendar.from_ical((tmp_path / "a.ics").read_bytes()).events
    assert (event["ORGANIZER"], event["ATTENDEE"]) == ("mailto:kim@example.org", "mailto:ana@example.org")


def test_it_is_printed_alone(writer):
    said = writer("plan", *LUNCH, "--invite", "-")
    assert said.out.startswith("BEGIN:VCALENDAR")
    assert is_calendar(said.out.encode())
    assert said.out.rstrip().endswith("END:VCALENDAR")
    assert LINE in said.err


def test_once_more_for_what_was_moved_it_takes_the_place_of_the_first(writer, tmp_path):
    file = tmp_path / "a.ics"
    writer("plan", *LUNCH, "--invite", file)
    assert writer("sync").code == 0
    writer("plan", "Ana Reyes", "--move", "2026-12-10", "--invite", file)
    (event,) = icalendar.Calendar.from_ical(file.read_bytes()).events
    assert (event["UID"], event["SEQUENCE"], event.start.date()) == (UID, 1, date(2026, 12, 10))
    again = writer("plan", "Ana Reyes", "--invite", "-").out
    assert again.splitlines() == file.read_text("utf-8").splitlines()


def test_a_link_is_in_the_invitation_as_a_call(writer):
    link = ("--where", "https://meet.example.org/x")
    said = writer("plan", "Ana Reyes", "--when", "2026-12-03 9:00", *link, "--invite", "-")
    assert "CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO:https://meet.example.org/x" in said.out
    assert "DESCRIPTION:Video: https://meet.example.org/x" in said.out


def test_a_file_that_is_no_calendar_is_never_written_over_and_then_nothing_is_planned(writer, tmp_path):
    file = tmp_path / "novel.txt"
    file.write_text("Once upon a time")
    said = writer("plan", *LUNCH, "--invite", file)
    assert (said.code, file.read_text(), writer.text(NOTE)) == (3, "Once upon a time", ANA)
    assert "is there already and is no calendar" in said.err
    assert writer("plan", *LUNCH, "--invite", tmp_path).code == 3
    assert writer("plan", *LUNCH, "--invite", tmp_path / "no" / "a.ics").code == 2
    assert writer.text(NOTE) == ANA


# With log


def test_log_on_the_day_ticks_what_was_planned_and_needs_no_second_line(writer):
    writer("plan", *LUNCH)
    assert writer("log", "Ana Reyes", today="2026-12-03").code == 0
    assert writer.text(NOTE) == ANA.replace("## Log\n", f"## Log\n{LINE.replace('[ ]', '[x]')}\n")
    assert writer.contacts(today="2026-12-03")[0] == ("2026-12-03", "lunch", "")


@pytest.mark.parametrize("given", [["it was fun"], ["it was fun", "--via", "lunch"], ["--in"], ["--outcome", "met"]])
def test_what_else_is_told_stands_beside_the_tick_and_is_one_contact(writer, given):
    writer("plan", *LUNCH)
    assert writer("log", "Ana Reyes", *given, today="2026-12-03").code == 0
    assert LINE.replace("[ ]", "[x]") in writer.text(NOTE)
    days = [contact[0] for contact in writer.contacts(today="2026-12-03")]
    assert days.count("2026-12-03") == 1


@pytest.mark.parametrize("given", [["--via", "call"], ["--outcome", "no-answer"], ["--on", "2026-12-02"]])
def test_what_was_something_else_leaves_the_plan_open(writer, given):
    writer("plan", *LUNCH)
    assert writer("log", "Ana Reyes", *given, today="2026-12-03").code == 0
    assert LINE in writer.text(NOTE)


def test_what_only_the_editor_can_tick_stays_open(writer):
    writer.vault.write({NOTE: "- [ ] 2026-12-03 12:30 lunch 🔁 every month\n"})
    assert writer("log", "Ana Reyes", today="2026-12-03").code == 0
    assert "- [ ] 2026-12-03 12:30 lunch 🔁 every month\n" in writer.text(NOTE)
    assert [contact[0] for contact in writer.contacts(today="2026-12-03")] == ["2026-12-03"]


# Always

WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=20)
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))
WHEN = st.tuples(st.dates(date(2026, 11, 22)), st.none() | TIMES)
VIA = st.none() | st.sampled_from([one.name for one in CHANNELS])


@given(WHEN, WORDS, WORDS, st.none() | st.integers(1, 10080), VIA)
@example((date(2026, 12, 3), None), "see her", "home", None, "met")
def test_what_is_written_reads_back_as_that_plan_or_is_refused(when, text, where, minutes, via):
    channel = via_of(via, text, where)
    try:
        made = entry(when, text, channel, where=where, minutes=minutes)
    except WrongUseError:
        assert not all(sign.isascii() and (sign.isalnum() or sign == " ") for sign in text + where)
        return
    found = read(made).planned
    assert ((found.day, found.at), found.minutes, channel_of(found.text)) == (when, minutes, channel)
    assert found.place == place_of(" ".join(where.split())) or not {*"()[]"}.isdisjoint(where)
    if text.isalnum() and channel_of(text) != channel:
        assert about_of(found.text, channel_of) == text
