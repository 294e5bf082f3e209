"""``snooze``, ``pause``, ``resume``: each edits its own lines, and does nothing the second time."""

import pytest

NOTE = "People/Ana Reyes.md"
HEAD = "---\ncadence: 6 weeks\naliases: [Annie]\n"
BODY = "---\n## Log\n- 2026-10-01 ☎ call: hello\n"


@pytest.mark.parametrize(
    ("arguments", "line", "said"),
    [
        (["snooze", "--until", "2027-01-10"], "snooze_until: 2027-01-10", "Ana Reyes is snoozed until 10 Jan 2027."),
        (["snooze", "--for", "3 weeks"], "snooze_until: 2026-12-13", "Ana Reyes is snoozed until 13 Dec 2026."),
        (["snooze", "--for", "P2W"], "snooze_until: 2026-12-06", "Ana Reyes is snoozed until 6 Dec 2026."),
        (["pause"], "paused: true", 'Ana Reyes is paused. To go on: vaultsync resume "Ana Reyes".'),
    ],
)
def test_one_line_is_added_shown_and_not_added_again(writer, arguments, line, said):
    command, *options = arguments
    done = writer(command, "Ana Reyes", *options)
    assert (done.code, done.err) == (0, "")
    assert done.out == f"{NOTE}\n  + {line}\n{said} Undo: vaultsync undo\n"
    assert writer.text(NOTE) == f"{HEAD}{line}\n{BODY}"
    first = writer.bytes(NOTE)
    again = writer(command, "Ana Reyes", *options)
    assert (again.code, again.out, again.err) == (0, "", "The note says so already; nothing was written.\n")
    assert writer.bytes(NOTE) == first


def test_they_do_what_they_say(writer):
    def days() -> list[str]:
        return [one.day.isoformat() for one in writer.vault.arrange().schedule.catch_ups]

    assert days() == ["2026-11-22"]
    writer("snooze", "Ana Reyes", "--until", "2027-01-10")
    assert days() >= ["2027-01-10"]
    writer("pause", "Ana Reyes")
    assert days() == []
    writer("resume", "Ana Reyes")
    assert days() == ["2026-11-22"]


def test_resuming_takes_away_the_lines_of_snooze_and_pause_alone(writer):
    first = writer.bytes(NOTE)
    writer("snooze", "Ana Reyes", "--for", "monthly")
    writer("pause", "Ana Reyes")
    said = writer("resume", "Ana Reyes")
    assert said.out == (
        f"{NOTE}\n  - snooze_until: 2026-12-22\n  - paused: true\nAna Reyes comes up again. Undo: vaultsync undo\n"
    )
    assert writer.bytes(NOTE) == first
    assert writer("resume", "Ana Reyes").err == "The note says so already; nothing was written.\n"


def test_the_spelling_the_comment_and_the_line_endings_of_the_note_are_kept(writer):
    text = "---\r\nprm-snooze-until:  2026-11-30 # her exams\r\npaused:  false\r\n---\r\nHello.\r\n"
    writer.vault.write({NOTE: text})
    writer("snooze", "Ana Reyes", "--until", "2027-01-10")
    assert writer.text(NOTE) == text.replace("2026-11-30", "2027-01-10")
    writer("pause", "Ana Reyes")
    assert writer.text(NOTE) == text.replace("2026-11-30", "2027-01-10").replace("false", "true")
    writer("resume", "Ana Reyes")
    assert writer.text(NOTE) == "---\r\n---\r\nHello.\r\n"


def test_a_note_that_spells_it_no_way_takes_the_spelling_of_the_vault(writer):
    writer.vault.write({"People/Cy.md": "---\nprm-paused: false\n---\n"})
    writer("pause", "Ana Reyes")
    assert writer.text(NOTE) == f"{HEAD}prm-paused: true\n{BODY}"


@pytest.mark.parametrize("command", ["pause", "resume"])
def test_json_says_whether_something_was_written(writer, command):
    writer.vault.write({"People/Bo.md": "---\npaused: maybe\n---\n"})
    told = {"person": "Bo"}
    assert writer(command, "Bo", "--json", "--dry-run").json == {**told, "written": False}
    assert writer(command, "Bo", "--json").json == {**told, "written": True}
    assert writer(command, "Bo", "--json").json == {**told, "written": False}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["snooze", "Ana Reyes"], 'Say until when, in one way: --until 2027-01-10, or --for "3 weeks"'),
        (["snooze", "Ana Reyes", "--until", "2027-01-10", "--for", "monthly"], "in one way"),
        (["snooze", "Ana Reyes", "--for", "a while"], '"a while" is not a span of time.'),
        (["snooze", "Ana Reyes", "--for", "0"], '"0" is not a span of time.'),
        (["snooze", "Ana Reyes", "--for", "9000 years"], '"9000 years" is not a span of time.'),
        (["snooze", "Ana Reyes", "--until", "2026-11-22"], "2026-11-22 is not after today, 2026-11-22."),
        (["snooze", "Ana Reyes", "--until", "soon"], "Write it as 2026-11-22"),
        (["pause", "Annie"], "name the path instead:\n  People/Ana Reyes.md\n  People/Bo.md"),
        (["resume", "Ana Rees"], "Did you mean Ana Reyes?"),
    ],
)
def test_wrong_use_is_told_and_nothing_written(writer, arguments, said):
    before = writer.bytes(NOTE)
    found = writer(*arguments)
    assert (found.code, found.out) == (2, "")
    assert said in found.err
    assert writer.bytes(NOTE) == before
