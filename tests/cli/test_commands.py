"""The command line as a contract: exit codes, options, JSON, and errors that address a person."""

import contextlib
import fcntl
import os
import pty
import signal
import subprocess
import sys
import time
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click
import pytest

from vaultsync import __version__
from vaultsync.cli import main as entry
from vaultsync.cli.commands import SECTIONS, VERBS, main
from vaultsync.cli.options import Day
from vaultsync.vault.errors import PublishError
from vaultsync.vault.state import state_folder

ANA = "---\ncadence: 6 weeks\nbirthday: --12-01\ngroups: [CX]\ntags: [work]\n---\n## Log\n- 2026-10-01 ☎ call: hello\n"
BROKEN = '---\nrole: "midwife\n---\n'


@pytest.fixture
def vault(sandbox):
    sandbox.write({".obsidian/app.json": "{}", "People/Ana Reyes.md": ANA, "Notes/Other.md": "Nothing.\n"})
    return sandbox


def test_the_version_is_told(cli):
    assert cli("--version").out == f"vaultsync {__version__}\n"
    assert cli("--version", "-q").out == f"vaultsync {__version__}\n"


def test_without_a_command_the_help_is_shown(cli):
    said = cli()
    assert said.code == 2
    assert "agenda" in said.err + said.out
    assert cli("--help").code == 0


def test_the_help_has_every_command_once_and_whole(cli):
    assert sorted(name for names in SECTIONS.values() for name in names) == sorted(VERBS)
    lines = cli("--help").out.partition("Begin:")[2].splitlines()
    told = [line.split()[0] for line in lines if line.startswith("  ")]
    assert sorted(told) == sorted(VERBS)
    assert not [line for line in lines if line.endswith("...")]


@pytest.mark.parametrize("order", ["before", "after"])
def test_global_options_stand_before_or_after_the_command(cli, vault, order):
    options = ["--vault", vault.root, "--today", "2026-11-22", "--json"]
    arguments = [*options, "agenda"] if order == "before" else ["agenda", *options]
    (row,) = [row for row in cli(*arguments).json if row["kind"] == "catch-up"]
    assert row == {
        "date": "2026-11-22",
        "start": None,
        "person": "Ana Reyes",
        "path": "People/Ana Reyes.md",
        "kind": "catch-up",
        "channel": "call",
        "minutes": 30,
        "reason": "7 weeks since a call; every 6 weeks",
        "uid": row["uid"],
        "plugin": "cadence",
        "due": "2026-11-12",
        "action": "call",
        "place": "",
        "people": [],
    }


def test_an_option_after_the_command_wins(cli, vault):
    said = cli("--today", "2020-01-01", "agenda", "--vault", vault.root, "--today", "2026-11-22")
    assert "Today" in said.out


def test_people_as_json(cli, vault):
    assert cli("--vault", vault.root, "people", "--json", "--today", "2026-11-22").json == [
        {
            "uid": "People/Ana Reyes.md",
            "path": "People/Ana Reyes.md",
            "name": "Ana Reyes",
            "status": "",
            "cadence_days": 42,
            "last_contact": "2026-10-01",
            "last_channel": "call",
            "next_due": "2026-11-12",
            "birthday": "--12-01",
            "groups": ["CX"],
            "tags": ["work"],
        }
    ]


def test_people_takes_the_query_language(cli, vault):
    vault.write({"People/Bo Lind.md": "---\nbirthday: 1990-05-01\n---\n"})
    asked = ["--vault", vault.root, "--today", "2026-11-22", "people"]
    assert [row["name"] for row in cli(*asked, "--json", "last:<90d").json] == ["Ana Reyes"]
    assert [row["name"] for row in cli(*asked, "--json", "bo", "lind").json] == ["Bo Lind"]
    assert "every 6 weeks" in cli(*asked, "tag:work").out
    nobody = cli(*asked, "Ana Rees")
    assert (nobody.code, nobody.out) == (0, "")
    assert "Did you mean Ana Reyes?" in nobody.err
    assert "Nobody matches." in cli(*asked, "zzzzzz").err
    wrong = cli(*asked, "tga:work")
    assert wrong.code == 2
    assert "tag" in wrong.err


def test_sync_as_json(cli, vault):
    said = cli("sync", vault.root, "--today", "2026-11-22", "--json")
    found = said.json
    assert found.pop("seconds") >= 0
    assert found == {
        "notes": 2,
        "people": 1,
        "interactions": 1,
        "changed_notes": 2,
        "edits": 0,
        "feeds": [
            {
                "name": name,
                "path": str(vault.feeds / name),
                "events": events,
                "bytes": (vault.feeds / name).stat().st_size,
            }
            for name, events in (("birthdays.ics", 2), ("catch-ups.ics", 1))
        ],
        "problems": {"error": 0, "warning": 0, "info": 0},
    }
    assert said.err == ""


def test_sync_says_what_changed_and_where_the_feeds_are(cli, vault):
    said = cli("sync", vault.root, "--today", "2026-11-22")
    assert "3 new, 0 moved, 0 gone" in said.out
    assert "+  Today" in said.out
    assert "(1 event, written)" in said.out
    again = cli("sync", vault.root, "--today", "2026-11-22")
    assert "No event changes." in again.out
    assert "(1 event, unchanged)" in again.out
    moved = cli("sync", vault.root, "--today", "2026-11-23")
    assert "→  Today  Ana Reyes: call, was Sun 22 Nov" in moved.out
    assert "Read 2 notes" in moved.err
    quiet = cli("sync", vault.root, "--today", "2026-11-23", "--quiet")
    assert quiet.err == ""
    assert "Events" not in quiet.out


def test_long_lists_of_changes_are_cut_unless_more_is_asked_for(cli, vault):
    vault.write({f"People/P{number}.md": "---\nbirthday: --01-02\n---\n" for number in range(9)})
    assert "and 13 more: vaultsync sync --verbose" in cli("sync", vault.root, "--today", "2026-11-22").out
    vault.remove(*(f"People/P{number}.md" for number in range(3)))
    said = cli("sync", vault.root, "--today", "2026-11-22", "--verbose")
    assert said.out.count("-  ") == 6
    assert "more" not in said.out


def test_a_dry_run_writes_nothing_at_all(cli, vault, state_home):
    said = cli("sync", vault.root, "--dry-run", "--today", "2026-11-22")
    assert "nothing is written" in said.out
    assert "3 new" in said.out
    assert not (vault.root / ".vaultsync").exists()
    assert list(state_home.iterdir()) == []


@pytest.mark.parametrize("command", [["agenda"], ["people"], ["check"], ["today"]])
def test_looking_writes_nothing(cli, vault, command, state_home):
    assert cli("--vault", vault.root, *command).code == 0
    assert not (vault.root / ".vaultsync").exists()
    assert list(state_home.iterdir()) == []


def test_check_names_path_line_and_next_step_and_exits_with_1_for_an_error(cli, vault):
    assert "All is well with 2 notes." in cli("check", vault.root).err
    vault.write({"People/Bo.md": BROKEN, "People/Cy.md": "---\ncadence: 6 weeks\ncadence: 7 weeks\n---\n"})
    said = cli("check", vault.root)
    assert said.code == 1
    assert said.out.startswith("People/Bo.md:")
    assert "[yaml-invalid]" in said.out
    assert "2 things to look at" in said.err
    rows = cli("check", vault.root, "--json").json
    assert [(row["code"], row["path"], row["severity"]) for row in rows] == [
        ("yaml-invalid", "People/Bo.md", "error"),
        ("yaml-duplicate-key", "People/Cy.md", "warning"),
    ]
    assert set(rows[0]) == {"code", "severity", "path", "line", "message", "hint", "plugin"}
    assert cli("sync", vault.root).code == 0
    assert cli("sync", vault.root, "--strict").code == 1


def test_a_vault_that_empties_is_refused_with_3_and_the_way_on(cli, vault):
    vault.write({f"People/P{number}.md": ANA for number in range(12)})
    assert cli("sync", vault.root).code == 0
    vault.remove(*(f"People/P{number}.md" for number in range(12)))
    before = vault.feed()
    said = cli("sync", vault.root)
    assert said.code == 3
    assert "vaultsync sync --force" in said.err
    assert vault.feed() == before
    assert "--force" in cli("sync", vault.root, "--dry-run").out
    assert cli("sync", vault.root, "--force").code == 0


def test_a_plugin_that_fails_under_strict_exits_with_4(cli, vault, monkeypatch):
    monkeypatch.setattr("vaultsync.builtin.rhythm.pairwise", None)
    vault.write({"People/Bo.md": "".join(f"- 2026-0{month}-01 call: x\n" for month in range(1, 6))})
    assert cli("sync", vault.root).code == 0
    said = cli("sync", vault.root, "--strict")
    assert said.code == 4
    assert "plugin rhythm failed in vaultsync_enrich" in said.err
    assert "Traceback" not in said.err


def test_another_run_at_work_is_waited_for_and_then_refused(cli, vault, monkeypatch):
    monkeypatch.setattr("vaultsync.vault.lock.time.monotonic", iter([0.0, 100.0]).__next__)
    folder = state_folder(vault.root, os.environ)
    folder.mkdir(parents=True)
    with (folder / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        said = cli("sync", vault.root)
    assert said.code == 3
    assert "Another vaultsync" in said.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["agenda"], "There is no vault here"),
        (["--vault", "nowhere", "agenda"], "nowhere is not a folder"),
        (["agenda", "--today", "tomorrow"], "Write it as 2026-11-22"),
        (["agnda"], "No such command"),
        (["agenda", "--days", "0"], "0 is not in the range"),
        (["init", "nowhere"], "nowhere is not a folder"),
        (["agenda", "nowhere"], "nowhere is not a folder"),
    ],
)
def test_wrong_use_is_told_and_exits_with_2(cli, arguments, said):
    found = cli(*arguments)
    assert found.code == 2
    assert said in found.err
    assert found.out == ""


def test_the_vault_is_found_by_argument_option_environment_and_from_within(cli, vault, monkeypatch):
    assert cli("check", vault.root).code == 0
    assert cli("check", "--vault", vault.root).code == 0
    monkeypatch.setenv("VAULTSYNC_VAULT", str(vault.root))
    assert cli("check").code == 0
    monkeypatch.delenv("VAULTSYNC_VAULT")
    monkeypatch.chdir(vault.root / "People")
    assert cli("check").code == 0


def test_today_is_pinned_by_the_vault_else_told_by_the_clock(cli, vault):
    vault.write({"vaultsync.toml": "[vault]\ntoday = 2026-11-22\n"})
    assert cli("--vault", vault.root, "agenda", "--json").json[0]["date"] == "2026-11-22"
    vault.write({"vaultsync.toml": '[vault]\ntimezone = "Pacific/Kiritimati"\n'})
    zone = ZoneInfo("Pacific/Kiritimati")
    assert cli("--vault", vault.root, "agenda", "--json").json[0]["date"] == str(datetime.now(zone).date())
    vault.remove("vaultsync.toml")
    assert cli("--vault", vault.root, "agenda", "--json").json[0]["date"] == str(datetime.now().astimezone().date())


def test_a_timed_catch_up_shows_its_clock(cli, vault):
    vault.write({"People/Ana Reyes.md": "---\nnext_contact: 2026-11-26T18:30\n---\n"})
    vault.write({"vaultsync.toml": '[vault]\ntimezone = "America/Phoenix"\n'})
    said = cli("--vault", vault.root, "agenda", "--today", "2026-11-22")
    assert "Thu 26 Nov 18:30  Ana Reyes" in said.out
    (row,) = cli("--vault", vault.root, "agenda", "--today", "2026-11-22", "--json").json
    assert row["start"] == "2026-11-27T01:30:00Z"


def test_an_empty_agenda_says_how_to_fill_it(cli, vault):
    vault.write({"People/Ana Reyes.md": "Hello.\n"})
    assert "cadence: 6 weeks" in cli("--vault", vault.root, "agenda").out


def test_init_says_what_it_found_and_writes_it_once(cli, vault):
    dry = cli("init", vault.root, "--dry-run")
    assert not (vault.root / "vaultsync.toml").exists()
    said = cli("init", vault.root)
    text = (vault.root / "vaultsync.toml").read_text(encoding="utf-8")
    assert dry.out == text
    assert "1 person in 2 notes" in said.out
    assert "#   1 person in 2 notes" in text
    assert "#     in People (1)" in text
    assert "[cadence]" in text
    assert cli("check", vault.root).code == 0
    again = cli("init", vault.root)
    assert again.code == 3
    assert "is there already" in again.err
    assert cli("init", vault.root, "--dry-run").code == 0


def test_init_works_in_the_current_folder_and_in_an_empty_one(cli, tmp_path):
    said = cli("init")
    assert "0 people in 0 notes" in said.out
    assert (tmp_path / "vaultsync.toml").exists()


def test_demo_copies_once_and_leaves_what_is_there(cli, tmp_path):
    first = cli("demo")
    assert "Example vault copied to vaultsync-demo" in first.out
    assert "Ingrid Solheim" in first.out
    assert (tmp_path / "vaultsync-demo/.vaultsync/feeds/catch-ups.ics").exists()
    note = tmp_path / "vaultsync-demo/People/Amara Obi.md"
    note.write_text(note.read_text() + "- 2026-11-22 call: today\n")
    again = cli("demo")
    assert "Example vault already in vaultsync-demo" in again.out
    assert "- 2026-11-22 call: today" in note.read_text()


def test_a_feed_that_cannot_be_written_is_told_and_exits_with_3(cli, vault):
    vault.write({".vaultsync/feeds": "a file stands here"})
    said = cli("sync", vault.root)
    assert said.code == 3
    assert "catch-ups.ics could not be written" in said.err
    assert "birthdays.ics could not be written" in said.err


@pytest.mark.parametrize("raised", [KeyboardInterrupt, click.Abort])
def test_ctrl_c_ends_quietly(cli, vault, monkeypatch, raised):
    def broken(*_args: object, **_more: object) -> None:
        raise raised

    monkeypatch.setattr("vaultsync.sync.run.plan", broken)
    said = cli("sync", vault.root)
    assert (said.code, said.err.strip()) == (130, "Stopped. Nothing is half-written.")


def test_a_day_may_be_given_as_a_date_by_who_calls_from_python(vault):
    assert Day().convert(date(2026, 11, 22), None, None) == date(2026, 11, 22)


def test_a_dry_demo_copies_nothing(cli, tmp_path):
    assert "would be copied to vaultsync-demo" in cli("demo", "--dry-run").out
    assert not (tmp_path / "vaultsync-demo").exists()


def test_a_plugin_to_leave_out_must_be_there(cli, vault):
    said = cli("sync", vault.root, "--without", "cadance")
    assert (said.code, said.err) == (2, "There is no plugin cadance to leave out. Did you mean cadence?\n")
    assert "There are: birthdays, brief" in cli("sync", vault.root, "--without", "zzz").err


def test_a_state_that_cannot_be_read_is_told_of_and_kept_when_a_new_one_is_begun(cli, vault, state_home):
    cli("sync", vault.root, "--today", "2026-11-22")
    (state,) = state_home.rglob("state.db")
    state.write_text("{")
    assert "state-unreadable" in cli("check", vault.root).out
    assert state.read_text() == "{"
    assert cli("sync", vault.root, "--today", "2026-11-22").code == 0
    assert state.with_name("state.db.bad").read_text() == "{"
    assert "[state-unreadable]" not in cli("check", vault.root).out


def test_demo_refuses_a_folder_with_something_else_in_it(cli, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/a.txt").write_text("mine")
    said = cli("demo", "mine")
    assert said.code == 3
    assert "nothing was changed" in said.err
    (tmp_path / "file").write_text("mine")
    assert cli("demo", "file").code == 2


def test_colour_is_only_for_terminals_and_can_be_refused(cli, vault, monkeypatch):
    assert "\x1b[" not in cli("--vault", vault.root, "agenda").out
    monkeypatch.setattr("click.utils.should_strip_ansi", lambda stream=None, color=None: color is False)
    assert "\x1b[1m" in cli("--vault", vault.root, "agenda").out
    assert "\x1b[" not in cli("--vault", vault.root, "agenda", "--no-color").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in cli("--vault", vault.root, "agenda").out


def test_text_from_notes_cannot_command_the_terminal(cli, vault):
    vault.write({"People/Ana Reyes.md": ANA + "- [ ] \x1b[31mred\x07 📅 2026-11-23\n"})
    said = cli("--vault", vault.root, "agenda", "--today", "2026-11-22")
    assert "\x1b" not in said.out
    assert "\x07" not in said.out


def test_a_reader_that_has_seen_enough_is_no_error(vault):
    vault.write({f"People/P{number}.md": ANA for number in range(400)})
    command = [sys.executable, "-m", "vaultsync", "--vault", str(vault.root), "people", "--json"]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert running.stdout.read(1) == b"["
    running.stdout.close()
    assert running.stderr.read() == b""
    running.stderr.close()
    assert running.wait() == 0


HEEDING = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from vaultsync.cli.main import run"


def test_ctrl_c_exits_with_130_and_leaves_nothing_half_written(vault, state_home):
    about = "---\ncadence: 6 weeks\nbirthday: 1990-12-01\n---\n## Log\n- 2026-10-01 call: hello\n"
    vault.write({f"People/{number}.md": about for number in range(3000)})  # which take seconds
    running = subprocess.Popen(
        # Tests that run in the background of a script are told to take no notice of Ctrl-C.
        [sys.executable, "-c", f"{HEEDING}; run()", "sync", str(vault.root)],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    while not list(state_home.rglob("lock")):
        assert running.poll() is None, running.communicate()
        time.sleep(0.01)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=60)
    assert running.returncode == 130
    assert b"Traceback" not in err
    assert not list(Path(vault.root).rglob(".~vaultsync*"))


def test_a_failure_shows_its_inside_only_when_asked(cli, vault, monkeypatch):
    def broken(*_args: object, **_more: object) -> None:
        raise PublishError("the disk is full. Free some space.")

    monkeypatch.setattr("vaultsync.sync.run.apply", broken)
    said = cli("sync", vault.root)
    assert (said.code, said.err.splitlines()[-1]) == (3, "the disk is full. Free some space.")
    monkeypatch.setattr(sys, "argv", ["vaultsync", "sync", str(vault.root), "--debug"])
    with pytest.raises(PublishError):
        entry.guarded(main)


def test_a_fault_of_ours_is_a_sentence_too(cli, vault, monkeypatch):
    def broken(*_args: object, **_more: object) -> None:
        raise ZeroDivisionError("a fault")

    monkeypatch.setattr("vaultsync.sync.run.plan", broken)
    said = cli("sync", vault.root)
    assert said.code == 70
    assert "Traceback" not in said.err
    assert "ZeroDivisionError: a fault" in said.err
    assert "--debug" in said.err


@pytest.mark.parametrize(("notes", "bar"), [(3, False), (2000, True)])
def test_on_a_terminal_a_long_read_shows_a_bar_and_a_short_one_nothing(vault, notes, bar):
    vault.write({f"Notes/{number}.md": "" for number in range(notes)})
    primary, secondary = pty.openpty()
    command = [sys.executable, "-m", "vaultsync", "--vault", str(vault.root), "people"]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=secondary)
    os.close(secondary)
    shown = b""
    with contextlib.suppress(OSError):  # a terminal whose other end is closed ends so on Linux
        while part := os.read(primary, 65536):
            shown += part
    assert running.wait() == 0
    os.close(primary)
    assert (b"Reading" in shown) is bar
    assert b"1 person" in shown
