"""What is kept in memory from sync to sync: what is told of once, and when another look is due."""

import io
import os
import pickle
import sqlite3
import subprocess
import sys
import time
from datetime import date
from types import SimpleNamespace

import pytest
from tests.conftest import TODAY
from tests.sync.current import in_this_process, line_of, without_children

from vaultsync.model import problem
from vaultsync.sync import Line
from vaultsync.sync import keep as keeping
from vaultsync.sync.keep import Keeper
from vaultsync.sync.remembering import Remembering
from vaultsync.sync.world import AS_USUAL, Options
from vaultsync.vault.errors import VaultError
from vaultsync.vault.index import INDEX_FILE, cache_folder
from vaultsync.vault.write import QUIET

BAD = "---\nbirthday: 01/02/1980\n---\n"


@pytest.fixture
def keeper(sandbox):
    sandbox.write({"People/Ana.md": "---\ncadence: 6 weeks\n---\n"}).sync()
    kept = Keeper(sandbox.root, options=AS_USUAL, today=lambda _: date.fromisoformat(TODAY))
    yield kept
    kept.close()


def codes(kept) -> list[str]:
    return [told.code for told in kept.problems]


def test_a_problem_is_told_of_once_and_again_when_its_note_changes(sandbox, keeper):
    assert codes(keeper.sync(None)) == []
    sandbox.write({"People/Bo.md": BAD})
    assert codes(keeper.sync(frozenset({"People/Bo.md"}))) == ["date-ambiguous"]
    assert codes(keeper.sync(None)) == []
    sandbox.write({"People/Ana.md": "---\ncadence: 7 weeks\n---\n"})
    assert codes(keeper.sync(frozenset({"People/Ana.md"}))) == []
    sandbox.write({"People/Bo.md": f"{BAD}more\n"})
    assert codes(keeper.sync(frozenset({"People/Bo.md"}))) == ["date-ambiguous"]


def test_what_stays_unreadable_is_looked_at_once_more_and_not_for_ever(sandbox, keeper):
    (sandbox.root / "People" / "Cy.md").symlink_to("nowhere.md")
    first, second = keeper.sync(None), keeper.sync(None)
    assert codes(first) == ["note-unreadable"]
    assert first.later > 0
    assert (codes(second), second.later) == ([], 0.0)


ANA = "---\ncadence: 6 weeks\n---\n"


def test_a_hint_costs_what_it_concerns_and_nothing_is_read_twice(sandbox, keeper):
    keeper.sync(None)
    line = line_of(keeper)
    sandbox.write({"People/Ana.md": f"{ANA}- 2026-11-20 call\n"})
    kept = keeper.sync(frozenset({"People/Ana.md"}))
    assert line_of(keeper) is line
    assert (kept.notes, kept.people, kept.changed) == (1, 1, ("People/Ana.md",))
    assert kept.written == ("catch-ups.ics",)
    assert [change.kind for change in kept.changes] == ["moved"]


def test_the_first_sync_looks_at_everything_whatever_it_is_told(sandbox, keeper):
    sandbox.write({"People/Bo.md": ANA})
    assert keeper.sync(frozenset()).changed == ("People/Bo.md",)


def test_what_another_process_wrote_is_taken_in(sandbox, keeper):
    keeper.sync(None)
    line = line_of(keeper)
    sandbox.write({"People/Bo.md": ANA}).sync()
    kept = keeper.sync(frozenset())
    assert line_of(keeper) is not line
    assert (kept.people, kept.changed) == (2, ())


def test_an_error_lets_go_of_what_is_in_memory_and_the_next_sync_goes_on(sandbox, keeper, monkeypatch):
    keeper.sync(None)
    sandbox.write({"People/Ana.md": f"{ANA}- 2026-11-20 call\n"})
    with monkeypatch.context() as patch:
        patch.setattr("vaultsync.sync.run.plan", _stops)
        with pytest.raises(KeyboardInterrupt):
            keeper.sync(frozenset({"People/Ana.md"}))
    assert keeper._line is None
    assert keeper.sync(frozenset()).changed == ("People/Ana.md",)


def _stops(*_, **__):
    raise KeyboardInterrupt


def test_on_another_day_it_is_worked_out_elsewhere_and_then_known_here(sandbox, monkeypatch):
    today = [date(2026, 11, 22)]
    done = []
    monkeypatch.setattr(keeping, "_in_another_process", lambda *given: done.append(given[2]) or in_this_process(*given))
    keeper = Keeper(sandbox.write({"People/Ana.md": ANA}).root, options=AS_USUAL, today=lambda _: today[0])
    keeper.sync(None)
    keeper.sync(None)
    today[0] = date(2026, 11, 23)
    keeper.sync(None)
    assert [str(day) for day in done] == ["2026-11-22", "2026-11-23"]
    keeper.close()


def test_a_run_that_leaves_a_plugin_out_is_done_here_and_leaves_the_index_alone(sandbox, monkeypatch):
    monkeypatch.setattr(keeping, "_in_another_process", _stops)
    keeper = Keeper(
        sandbox.write({"People/Ana.md": ANA}).root,
        options=Options(without=("cadence",)),
        today=lambda _: date.fromisoformat(TODAY),
    )
    assert keeper.sync(None).people == 1
    assert not (cache_folder(sandbox.root, os.environ) / INDEX_FILE).exists()
    keeper.close()


def test_the_process_of_its_own_does_a_whole_sync(sandbox):
    sandbox.write({"People/Ana.md": ANA})
    keeping._in_another_process(sandbox.root, AS_USUAL, date.fromisoformat(TODAY))
    assert sandbox.feed().count("BEGIN:VEVENT") == 1


def test_what_the_process_of_its_own_says_is_told(sandbox):
    gone = sandbox.root / "gone"
    with pytest.raises(VaultError, match="gone"):
        keeping._in_another_process(gone, AS_USUAL, date.fromisoformat(TODAY))


def test_a_process_of_its_own_that_says_nothing_was_stopped(sandbox, monkeypatch):
    done = subprocess.CompletedProcess((), -9, b"", b"")
    monkeypatch.setattr(keeping.subprocess, "run", lambda *_, **__: done)
    with pytest.raises(VaultError, match="it was stopped"):
        keeping._in_another_process(sandbox.root, AS_USUAL, date.fromisoformat(TODAY))


@pytest.mark.parametrize("gone", [False, True])
def test_the_program_of_that_process_does_what_standard_input_asks(sandbox, monkeypatch, gone):
    sandbox.write({"People/Ana.md": ANA})
    root = sandbox.root / "gone" if gone else sandbox.root
    asked = pickle.dumps((os.fspath(root), AS_USUAL, date.fromisoformat(TODAY)))
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(asked)))
    monkeypatch.setattr("signal.signal", lambda *_: None)
    if gone:
        with pytest.raises(SystemExit, match="gone"):
            keeping.asked_for()
    else:
        keeping.asked_for()
        assert sandbox.feed().count("BEGIN:VEVENT") == 1


def test_a_damaged_index_is_told_of_once_and_made_anew(sandbox, keeper, monkeypatch):
    without_children(monkeypatch, begins_anew=False)
    keeper.sync(None)

    def damaged(*_, **__):
        raise sqlite3.DatabaseError("database disk image is malformed")

    with monkeypatch.context() as patch:
        patch.setattr(Line, "warm", damaged)
        with pytest.raises(
            VaultError, match="The index is damaged, and is made anew: database disk image is malformed"
        ):
            keeper.sync(None)
    assert not (cache_folder(sandbox.root, os.environ) / INDEX_FILE).exists()
    assert keeper.sync(None).people == 1


def test_no_plugin_is_blamed_for_a_damaged_index(sandbox, keeper, monkeypatch):
    without_children(monkeypatch, begins_anew=False)
    keeper.sync(None)

    def damaged(*_):
        raise sqlite3.DatabaseError("database disk image is malformed")

    with monkeypatch.context() as patch:
        patch.setattr(Remembering, "_choose", damaged)
        sandbox.write({"People/Ana.md": f"{ANA}- 2026-11-20 call\n"})
        with pytest.raises(VaultError, match="The index is damaged, and is made anew"):
            keeper.sync(None)
    assert keeper.sync(None).written == ("catch-ups.ics",)


def test_a_note_that_was_saved_just_now_and_is_to_be_written_into_asks_for_another_look(sandbox, keeper):
    keeper.sync(None)
    sandbox.write({"vaultsync.toml": '[write]\nenabled = true\nproperties = ["last_contact"]\n'})
    sandbox.write({"People/Ana.md": f"{ANA}- 2026-11-20 call\n"})
    kept = keeper.sync(None)
    assert codes(kept) == ["write-later"]
    assert kept.later > QUIET
    os.utime(sandbox.root / "People/Ana.md", (1, 1))
    kept = keeper.sync(frozenset({"People/Ana.md"}))
    assert (kept.edited, kept.later) == (("People/Ana.md",), 0.0)


def test_feeds_are_sent_where_the_user_wants_them_and_what_failed_is_told_next_time(sandbox, keeper, monkeypatch):
    keeper.sync(None)
    sandbox.write({"vaultsync.toml": f'[publish]\ntargets = ["{(sandbox.root / "out").as_posix()}"]\n'})
    told = problem("publish-refused", "It is not there.", hint="Wait.")
    sent = []
    monkeypatch.setattr(keeping, "sent", lambda line, plan: sent.append(plan) or (told,))
    first = keeper.sync(None)
    while not keeper._failed:
        time.sleep(0.01)
    # Where it is quick, the same sync tells of it already.
    assert codes(first) + codes(keeper.sync(frozenset())) == ["publish-refused"]
    assert sent
