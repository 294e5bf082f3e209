"""``undo``: the first bytes again, where a note is still what was left; called again, one run further back."""

import os
import re

import pytest

from vaultsync.model import problem
from vaultsync.vault import undo as vault_undo
from vaultsync.vault.journal import Journal

NOTE = "People/Ana Reyes.md"
BO = "People/Bo.md"
NOTHING = "There is nothing to take back.\n"


@pytest.mark.parametrize(
    "command",
    [
        ["log", "Ana Reyes", "hello", "--follow-up", "write", "--by", "2026-12-01"],
        ["snooze", "Ana Reyes", "--for", "3 weeks"],
        ["pause", "Ana Reyes"],
    ],
    ids=lambda command: command[0],
)
def test_the_note_has_its_first_bytes_again(writer, command):
    first = b"\xef\xbb\xbf---\r\ncadence: 6 weeks # often\r\n---\r\n## Log\r\n* 2026-10-01 call"
    (writer.vault.root / NOTE).write_bytes(first)
    assert writer(*command).code == 0
    assert writer.bytes(NOTE) != first
    said = writer("undo")
    assert (said.code, said.out, said.err) == (0, f"{NOTE}  as it was\n", "")
    assert writer.bytes(NOTE) == first


def test_it_goes_one_run_further_back_each_time(writer):
    stages = [writer.bytes(NOTE)]
    for command in (["log", "Ana Reyes", "one"], ["pause", "Ana Reyes"], ["log", "Ana Reyes", "two"]):
        writer(*command)
        stages.append(writer.bytes(NOTE))
    for stage in reversed(stages[:-1]):
        assert writer("undo").code == 0
        assert writer.bytes(NOTE) == stage
    said = writer("undo")
    assert (said.code, said.out, said.err) == (0, "", NOTHING)
    assert writer.bytes(NOTE) == stages[0]


def test_what_is_written_after_an_undo_is_taken_back_first(writer):
    writer("log", "Ana Reyes", "one")
    kept = writer.bytes(NOTE)
    writer("pause", "Ana Reyes")
    writer("undo")
    writer("snooze", "Ana Reyes", "--for", "monthly")
    writer("undo")
    assert writer.bytes(NOTE) == kept
    writer("undo")
    assert "one" not in writer.text(NOTE)


def test_a_note_that_has_changed_since_is_left_alone(writer):
    writer("log", "Ana Reyes", "hello")
    changed = writer.text(NOTE) + "- 2026-09-01 by hand\n"
    writer.vault.write({NOTE: changed})
    said = writer("undo")
    assert (said.code, said.out) == (3, "")
    assert said.err == (
        f"{NOTE}: The note has changed since, or is not there any more. Take the edit out by hand, if you want to.\n"
    )
    assert writer("undo", "--json").json == [{"path": NOTE, "undone": False}]
    assert writer.text(NOTE) == changed


def test_a_note_that_is_gone_is_left_gone(writer):
    writer("new", "Cy Fox")
    writer.vault.remove("People/Cy Fox.md")
    assert writer("undo").code == 3
    assert not (writer.vault.root / "People/Cy Fox.md").exists()


def test_the_list_shows_when_what_and_why_the_newest_first(writer):
    writer("log", "Ana Reyes", "hello", "--follow-up", "write")
    writer("pause", "Bo")
    said = writer("undo", "--list")
    when = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[+-]\d\d:\d\d"
    assert re.fullmatch(
        rf"  1  {when}  1 note: {BO}  paused\n  2  {when}  1 note: {NOTE}  contact logged; follow-up\n", said.out
    )
    rows = writer("undo", "--list", "--json").json
    assert [row["paths"] for row in rows] == [[BO], [NOTE]]
    assert [set(row) for row in rows] == [{"number", "run", "at", "paths"}] * 2
    assert [row["number"] for row in rows] == [1, 2]
    writer("undo")
    assert [row["paths"] for row in writer("undo", "--list", "--json").json] == [[NOTE]]


def test_a_dry_run_shows_what_would_be_taken_back_and_does_not(writer):
    writer("pause", "Ana Reyes")
    paused = writer.bytes(NOTE)
    said = writer("undo", "--dry-run")
    assert (said.out, said.err) == (f"{NOTE}  paused\n", "A dry run: nothing was taken back.\n")
    assert writer("undo", "--dry-run", "--json").json == [{"path": NOTE, "undone": False}]
    assert writer.bytes(NOTE) == paused
    assert writer("undo", "--json").json == [{"path": NOTE, "undone": True}]


@pytest.mark.parametrize("options", [[], ["--list"], ["--dry-run"]])
def test_where_nothing_was_written_it_says_so_and_leaves_no_trace(guest, state_home, options):
    said = guest("undo", *options)
    assert (said.code, said.out, said.err) == (0, "", NOTHING)
    assert guest("undo", *options, "--json").json == []
    assert list(state_home.iterdir()) == []


def test_with_nothing_left_the_list_says_so(writer):
    writer("pause", "Ana Reyes")
    writer("undo")
    assert writer("undo", "--list").err == NOTHING
    assert writer("undo", "--list", "--json").json == []
    assert writer("undo", "--json").json == []


def test_a_run_that_was_killed_is_finished_and_then_taken_back(writer, monkeypatch):
    first = writer.bytes(NOTE)
    with monkeypatch.context() as patched:
        patched.setattr(Journal, "end", lambda *_: None)
        writer("pause", "Ana Reyes")
    assert writer.bytes(NOTE) != first
    said = writer("undo")
    assert (said.code, said.out) == (0, f"{NOTE}  as it was\n")
    assert writer.bytes(NOTE) == first


def test_what_came_to_light_before_the_undo_is_told(writer, monkeypatch):
    writer("pause", "Ana Reyes")
    late = problem("write-raced", "The note was saved meanwhile.", hint="Sync again.", path=NOTE)
    monkeypatch.setattr("vaultsync.cli.undo.recover", lambda root, journal: (late,))
    assert writer("undo").err == f"{NOTE}: The note was saved meanwhile. Sync again.\n"


def test_a_disk_that_fails_is_told_and_the_note_stays(writer, monkeypatch):
    writer("pause", "Ana Reyes")
    paused = writer.bytes(NOTE)

    def broken(*_args: object, **_more: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(vault_undo, "write_note", broken)
    said = writer("undo")
    assert (said.code, said.out) == (3, "")
    assert said.err.startswith(f"{NOTE}: The note could not be written: ")
    assert writer.bytes(NOTE) == paused


def test_a_run_that_cannot_be_taken_back_does_not_stand_in_the_way_of_those_before_it(writer):
    before = writer.vault.write({BO: "---\ncadence: 4 weeks\n---\n"}) and writer.bytes(BO)
    assert writer("pause", "Bo").code == 0
    assert writer("pause", "Ana Reyes").code == 0
    writer.vault.write({NOTE: writer.text(NOTE) + "By hand.\n"})
    stuck = writer("undo")
    assert stuck.code == 3
    assert "vaultsync undo 2" in stuck.err
    assert writer("undo", "2").code == 0
    assert writer.bytes(BO) == before
