"""A run that is killed, or that the disk refuses, at any step leaves whole notes, and the next run finishes."""

import errno
import itertools
import os
import subprocess
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest
from tests.vault.crash import DOINGS
from tests.vault.steps import NEW, OLD, TAKES_SPACE, Place, at_each_step, places, steps_of

from vaultsync.model import Problem
from vaultsync.vault.journal_recover import recover
from vaultsync.vault.undo import Undone, undo
from vaultsync.vault.write import Written
from vaultsync.vault.write_new import create_note

ROOT = Path(__file__).parents[2]
AFTER = {
    "write": {"Ana.md": {OLD, NEW}},
    "create": {"Ana.md": {OLD}, "People/New.md": {None, NEW}},
    "undo a write": {"Ana.md": {OLD, NEW}},
    "undo a new note": {"Ana.md": {OLD}, "People/New.md": {None, OLD}},
}
"""The bytes that each note may have; None is no note."""


def killed(doing, folder, way):
    """The places in which a run was killed, each at another step."""
    command = [sys.executable, "-m", "tests.vault.crash", doing, str(folder), way]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    for number in range(int(found.stdout) + 1):
        place = Place.__new__(Place)
        place.root, place.state = folder / str(number) / "vault", folder / str(number) / "state"
        place.note = place.root / "Ana.md"
        yield place


def read(path):
    return path.read_bytes() if path.exists() else None


def notes(place, doing):
    found = {name: read(place.root / name) for name in AFTER[doing]}
    assert all(found[name] in allowed for name, allowed in AFTER[doing].items()), found
    return found


def again(place, doing):
    """What the next run does, in the same vault."""
    journal = place.journal(at=2.0)
    assert recover(place.root, journal) == ()
    return {
        "write": lambda: place.write(journal=journal),
        "create": lambda: create_note(place.root, "People/New.md", NEW, journal),
        "undo a write": lambda: undo(place.root, journal, first_run(journal), now=0.0),
        "undo a new note": lambda: undo(place.root, journal, first_run(journal), now=0.0),
    }[doing]()


def first_run(journal):
    return journal.runs()[-1]


@pytest.mark.parametrize(
    ("doing", "way"), [*((doing, "exchange") for doing in DOINGS), ("write", "replace"), ("undo a write", "replace")]
)
def test_a_run_killed_at_any_step_leaves_whole_notes_and_the_next_one_finishes(tmp_path, doing, way):
    steps = 0
    for place in killed(doing, tmp_path, way):
        steps += 1
        visible = [name for name in place.shown if not Path(name).name.startswith(".~vaultsync-")]
        stood = notes(place, doing)
        assert visible == sorted(name for name, found in stood.items() if found is not None)
        assert recover(place.root, place.journal()) == ()
        assert notes(place, doing) == stood
        assert place.shown == visible
        assert all((place.root / name).stat().st_nlink == 1 for name in visible)
        assert all(len(run.outcomes) == len(run.entries) for run in place.journal().runs())
        again(place, doing)
        finished = notes(place, doing)
        assert (
            finished
            == {
                "write": {"Ana.md": NEW},
                "create": {"Ana.md": OLD, "People/New.md": NEW},
                "undo a write": {"Ana.md": OLD},
                "undo a new note": {"Ana.md": OLD, "People/New.md": None},
            }[doing]
        )
    assert steps > 40


@pytest.mark.parametrize("way", ["exchange", "replace"])
def test_a_recovery_that_is_killed_is_recovered_from(tmp_path, way):
    for place in killed("write", tmp_path / "runs", way):
        for stop in range(0, 40, 3):
            with suppress(KeyboardInterrupt), at_each_step(interrupting(stop)):
                recover(place.root, place.journal())
        assert recover(place.root, place.journal()) == ()
        assert place.note.read_bytes() in {OLD, NEW}
        assert place.shown == ["Ana.md"]


def refusing(code, first, calls, *, once=False):
    """At the call of number ``first``, and those after it, the disk refuses."""
    step = 0

    def act(name):
        nonlocal step
        step += 1
        if name in calls and (step == first if once else step >= first):
            raise OSError(code, os.strerror(code))

    return act


def interrupting(first):
    """At the call of number ``first``, counted from 0, the user stops the run."""
    steps = itertools.count()

    def act(_name):
        if next(steps) == first:
            raise KeyboardInterrupt

    return act


def doing_now(doing, place):
    return {
        "write": place.write,
        "create": lambda: create_note(place.root, "People/New.md", NEW, place.journal()),
        "undo a write": lambda: back(place),
        "undo a new note": lambda: back(place),
    }[doing]()


def back(place):
    journal = place.journal(at=1.0)
    (found,) = undo(place.root, journal, first_run(journal), now=0.0)
    return found


@pytest.mark.parametrize("exchange", [True, False])
@pytest.mark.parametrize("doing", DOINGS)
def test_a_disk_that_is_full_from_any_step_on_leaves_all_as_it_was_or_done(tmp_path, doing, exchange):
    def make():
        place = fresh()
        before, _ = DOINGS[doing]
        if before:
            before(place)
        return place

    fresh = places(tmp_path)
    for first in range(len(steps_of(make, partial(doing_now, doing), exchange=exchange)) + 1):
        place = make()
        before = notes(place, doing)
        with at_each_step(refusing(errno.ENOSPC, first, TAKES_SPACE), exchange=exchange):
            found = doing_now(doing, place)
        if isinstance(found, Problem):
            assert found.code == "write-refused"
            assert "the disk is full" in found.message
        else:
            assert isinstance(found, Written | Undone)
        recover(place.root, place.journal(at=2.0))
        after = notes(place, doing)
        assert (after == before) is isinstance(found, Problem), first
        assert all(not Path(name).name.startswith(".") for name in place.shown)


@pytest.mark.parametrize("once", [True, False])
def test_whatever_call_fails_the_note_is_whole_and_the_next_run_clears_up(tmp_path, once):
    make = places(tmp_path)
    steps = steps_of(make, Place.write)
    for first in range(len(steps) + 1):
        place = make()
        with at_each_step(refusing(errno.EIO, first, steps, once=once)):
            place.write()
        assert place.note.read_bytes() in {OLD, NEW}
        assert recover(place.root, place.journal()) == ()
        assert place.note.read_bytes() in {OLD, NEW}
        assert place.shown == ["Ana.md"]
        assert place.note.stat().st_nlink == 1


def test_an_interrupt_at_any_step_leaves_the_note_whole_and_nothing_beside_it(tmp_path):
    make = places(tmp_path)
    for first in range(len(steps_of(make, Place.write))):
        place = make()
        with pytest.raises(KeyboardInterrupt), at_each_step(interrupting(first)):
            place.write()
        recover(place.root, place.journal())
        assert place.note.read_bytes() in {OLD, NEW}
        assert place.shown == ["Ana.md"]
