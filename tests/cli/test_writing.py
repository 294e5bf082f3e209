"""What the commands that write have in common: they ask once, leave no trace of a dry run, refuse what is unsafe."""

import io
import os
import pty
import subprocess
import sys
from types import SimpleNamespace

import pytest

from vaultsync.model import problem
from vaultsync.vault.state import state_folder

NOTE = "People/Ana Reyes.md"
COMMANDS = (
    ("log", "Ana Reyes", "hello", "--follow-up", "write"),
    ("snooze", "Ana Reyes", "--for", "3 weeks"),
    ("pause", "Ana Reyes"),
    ("resume", "People/Held.md"),
    ("new", "Cy Fox"),
)
each_command = pytest.mark.parametrize("command", COMMANDS, ids=[command[0] for command in COMMANDS])


def everything(writer) -> dict[str, bytes]:
    files = (path for path in writer.vault.root.rglob("*") if path.is_file())
    return {path.relative_to(writer.vault.root).as_posix(): path.read_bytes() for path in files}


class Terminal(io.StringIO):
    """Somebody at a terminal, who types."""

    def isatty(self) -> bool:
        return True


@each_command
def test_a_dry_run_shows_the_lines_and_leaves_no_trace(guest, command, state_home):
    guest.vault.write({"People/Held.md": "---\npaused: true\n---\n"})
    before = everything(guest)
    said = guest(*command, "--dry-run")
    assert said.code == 0
    assert "\n  + " in said.out or "\n  - " in said.out
    assert "Undo" not in said.out
    assert said.err == "A dry run: nothing was written.\n"
    assert everything(guest) == before
    assert list(state_home.iterdir()) == []


@each_command
def test_where_nobody_can_be_asked_nothing_is_written_and_it_says_how_to_allow_it(guest, command):
    guest.vault.write({"People/Held.md": "---\npaused: true\n---\n"})
    before = everything(guest)
    said = guest(*command)
    assert said.code == 3
    assert said.err == (
        "vaultsync has not written into this vault before, and was not told that it may. "
        "Set  enabled = true  under  [write]  in vaultsync.toml.\n"
    )
    assert everything(guest) == before


def test_at_a_terminal_it_asks_once_and_remembers(guest, monkeypatch):
    monkeypatch.setattr(sys, "stdin", Terminal("y\n"))
    first = guest("log", "Ana Reyes", "hello")
    assert first.code == 0
    assert "May it write into the notes of this vault from now on?" in first.out + first.err
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert guest("sync").code == 0
    again = guest("log", "Ana Reyes", "hello again")
    assert (again.code, again.err) == (0, "")


@pytest.mark.parametrize(("typed", "code"), [("n\n", 3), ("\n", 3), ("", 130)])
def test_whoever_says_no_is_asked_again_another_time(guest, monkeypatch, typed, code):
    before = everything(guest)
    for _ in range(2):
        monkeypatch.setattr(sys, "stdin", Terminal(typed))
        said = guest("log", "Ana Reyes", "hello")
        assert said.code == code
        assert "Every change can be taken back: vaultsync undo" in said.err
        assert ("To allow it later: Set  enabled = true" in said.err) is (code == 3)
    assert everything(guest) == before


def test_on_a_real_terminal_the_question_is_seen_and_answered(guest):
    os.utime(guest.vault.root / NOTE, (1, 1))
    primary, secondary = pty.openpty()
    command = [sys.executable, "-m", "vaultsync", "--vault", str(guest.vault.root), "log", "Ana Reyes", "hello"]
    running = subprocess.Popen(command, stdin=secondary, stdout=subprocess.PIPE, stderr=secondary)
    os.close(secondary)
    shown = b""
    while b"[y/N]" not in shown:
        shown += os.read(primary, 1024)
    os.write(primary, b"y\n")
    out, _ = running.communicate(timeout=60)
    os.close(primary)
    assert running.returncode == 0
    assert b"Undo: vaultsync undo" in out
    assert "hello\n" in guest.text(NOTE)


def test_saying_yes_keeps_a_state_that_cannot_be_read(guest, monkeypatch, state_home):
    folder = state_folder(guest.vault.root, os.environ)
    folder.mkdir(parents=True)
    (folder / "state.db").write_text("{")
    monkeypatch.setattr(sys, "stdin", Terminal("y\n"))
    assert guest("pause", "Ana Reyes").code == 0
    assert (folder / "state.db.bad").read_text() == "{"
    assert guest.vault.rows("SELECT value FROM meta WHERE key = 'may-write'") == [(1,)]


@pytest.mark.parametrize(
    ("text", "command", "said"),
    [
        ('---\nrole: "midwife\n---\n', ["pause"], f"{NOTE}:3: the front matter is not edited"),
        ("---\npaused: true\npaused: false\n---\n", ["resume"], f"{NOTE}:3: paused stands twice"),
        ("---\npaused: true\nprm-paused: true\n---\n", ["resume"], "stands under more than one name"),
        ("---\nsnooze_until: &day 2027-01-01\nother: *day\n---\n", ["resume"], "Edit this property by hand."),
        ("---\ncadence: 6 weeks\n", ["pause"], f"{NOTE}:"),
        ("+++\ncadence = 1\n+++\n", ["pause"], f"{NOTE}:"),
        ("## Log\n- 2026-01-01\n## Log\n", ["log"], f"{NOTE}:3: the note has more than one section called Log."),
        ("## Log\n\n| day | what |\n|---|---|\n| 2026-01-01 | call |\n", ["log"], "Add the row by hand."),
        ("<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n", ["log"], f"{NOTE}:1: the note is not edited"),
    ],
)
def test_a_note_that_cannot_be_edited_safely_is_refused_with_its_place_and_the_next_step(writer, text, command, said):
    writer.vault.write({NOTE: text})
    before = everything(writer)
    found = writer(*command, NOTE)
    assert (found.code, found.out) == (3, "")
    assert said in found.err
    assert found.err.splitlines()[1].startswith("  ")
    assert everything(writer) == before


def test_a_note_that_is_not_utf_8_is_refused(writer):
    (writer.vault.root / NOTE).write_bytes(b"---\nrole: caf\xe9\n---\n")
    said = writer("pause", "Ana Reyes")
    assert said.code == 3
    assert "Save it as UTF-8" in said.err
    assert writer.bytes(NOTE) == b"---\nrole: caf\xe9\n---\n"


def test_text_that_would_make_the_note_a_template_is_refused(writer):
    before = everything(writer)
    said = writer("log", "Ana Reyes", "see {{title}}")
    assert said.code == 3
    assert "`backticks`" in said.err
    assert everything(writer) == before
    assert writer("log", "Ana Reyes", "see `{{title}}`").code == 0


def test_of_two_edits_of_a_note_none_is_made_where_one_is_refused(writer):
    writer.vault.write({NOTE: "## Log\n- 2026-01-01 call\n## Tasks\n## Tasks\n"})
    before = writer.bytes(NOTE)
    assert writer("log", "Ana Reyes", "hello", "--follow-up", "write").code == 3
    assert writer.bytes(NOTE) == before


def test_a_note_that_may_not_be_written_is_refused(writer):
    (writer.vault.root / NOTE).chmod(0o444)
    said = writer("log", "Ana Reyes", "hello")
    assert said.code == 3
    assert "The note is read-only." in said.err


def test_a_note_that_was_saved_just_now_is_waited_for(writer, monkeypatch):
    waited = []

    def slept(seconds: float) -> None:
        waited.append(seconds)
        os.utime(writer.vault.root / NOTE, (1, 1))

    now = 1_800_000_000.0
    monkeypatch.setattr("vaultsync.cli.writing.time", SimpleNamespace(time=lambda: now, sleep=slept))
    monkeypatch.setattr("tests.cli.conftest.LONG_AGO", now - 0.5)
    assert writer("pause", "Ana Reyes").code == 0
    assert waited == [1.5]


def test_what_a_killed_run_left_in_doubt_is_told_of_before_anything_is_written(writer, monkeypatch):
    late = problem("write-raced", "The note was saved while it was being edited.", hint="Sync again.", path=NOTE)
    monkeypatch.setattr("vaultsync.cli.writing.recover", lambda root, journal: (late,))
    before = everything(writer)
    said = writer("pause", "Ana Reyes")
    assert (said.code, said.err) == (3, f"{NOTE}: The note was saved while it was being edited.\n  Sync again.\n")
    assert everything(writer) == before


def test_what_a_note_holds_cannot_command_the_terminal(writer):
    writer.vault.write({NOTE: "---\nsnooze_until: 2027-01-01 # \x1b[31m\n---\n"})
    said = writer("resume", "Ana Reyes", "--dry-run")
    assert "\x1b" not in said.out + said.err
