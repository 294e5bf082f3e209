"""A user's save is never lost, whenever it comes: at each step of a write in turn, and from another process."""

import os
import runpy
from collections.abc import Callable, Generator
from itertools import combinations_with_replacement
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.vault.steps import NEW, OLD, SEEN, Place, at_each_step, places, steps_of

from vaultsync.vault.journal_recover import recover
from vaultsync.vault.undo import undo
from vaultsync.vault.write_new import create_note

RACE = Path(__file__).parents[2] / "benchmarks" / "race.py"
SAVE = b"what the user typed, line one\nline two\n"
Editor = Generator[None, None, bytes]


def truncating(note: Path) -> Editor:
    """Empties the note, and then fills it."""
    number = os.open(note, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    yield
    os.write(number, SAVE)
    os.close(number)
    return SAVE


def slow(note: Path) -> Editor:
    """Empties the note and fills it by and by."""
    number = os.open(note, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    yield
    os.write(number, SAVE[:10])
    yield
    os.write(number, SAVE[10:])
    os.close(number)
    return SAVE


def in_place(note: Path) -> Editor:
    """Has the note open all along, and cuts it only when it writes."""
    number = os.open(note, os.O_RDWR | os.O_CREAT)
    yield
    os.ftruncate(number, 0)
    os.write(number, SAVE)
    os.close(number)
    return SAVE


def renaming(note: Path) -> Editor:
    """Writes a file beside the note and renames it over the note."""
    beside = note.with_name(".Ana.md.swp")
    number = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.write(number, SAVE)
    os.close(number)
    yield
    beside.replace(note)
    return SAVE


def appending(note: Path) -> Editor:
    """Opens the note at its end, and adds a line."""
    number = os.open(note, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    yield
    os.write(number, SAVE)
    os.close(number)
    return SAVE


EDITORS = (truncating, in_place, renaming, appending)


class Saving:
    """An editor whose phases come before the given steps; those that are left come when it is told to finish."""

    def __init__(self, editor: Callable[[Path], Editor], note: Path, when: tuple[int, ...]) -> None:
        self.phases = editor(note)
        self.when = list(when)
        self.step = 0

    def __call__(self, _name: str) -> None:
        while self.when and self.when[0] <= self.step:
            self.when.pop(0)
            next(self.phases, None)
        self.step += 1

    def finish(self) -> None:
        self.when.clear()
        for _ in self.phases:
            pass


def stands(place: Place, saving: Saving) -> bool:
    """Whether the save is in the note once the editor and the next run are through."""
    recover(place.root, place.journal())
    saving.finish()
    recover(place.root, place.journal())
    note = place.note.read_bytes()
    assert place.shown == ["Ana.md"]
    assert place.note.stat().st_nlink == 1
    return note in (SAVE, OLD + SAVE, NEW + SAVE)


@pytest.mark.parametrize("editor", EDITORS)
def test_no_save_is_lost_whichever_two_steps_of_a_write_it_opens_and_writes_at(tmp_path, editor):
    make = places(tmp_path)
    steps = steps_of(make, lambda place: place.write(quiet_seconds=0), calls=SEEN)
    lost = []
    for when in combinations_with_replacement(range(len(steps) + 2), 2):
        place = make()
        saving = Saving(editor, place.note, when)
        with at_each_step(saving, calls=SEEN):
            place.write(quiet_seconds=0)
        if not stands(place, saving):
            lost.append(when)
    assert lost == []


@given(st.sampled_from((*EDITORS, slow)), st.lists(st.integers(0, 70), min_size=3, max_size=3).map(sorted))
def test_no_save_is_lost_whichever_calls_its_phases_come_before(tmp_path_factory, editor, when):
    place = Place(tmp_path_factory.mktemp("race"))
    saving = Saving(editor, place.note, tuple(when))
    with at_each_step(saving):
        place.write(quiet_seconds=0)
    assert stands(place, saving)


@given(
    st.sampled_from(EDITORS),
    st.sampled_from((truncating, renaming)),
    st.lists(st.integers(0, 30), min_size=4, max_size=4).map(sorted),
)
def test_of_two_saves_in_a_row_the_later_stands(tmp_path_factory, first, second, when):
    place = Place(tmp_path_factory.mktemp("race"))
    one, two = Saving(first, place.note, tuple(when[:2])), Saving(second, place.note, ())

    def act(name):
        one(name)
        if one.step == when[2]:
            one.finish()
            next(two.phases)
        if one.step == when[3] and one.step > when[2]:
            two.finish()

    with at_each_step(act, calls=SEEN):
        place.write(quiet_seconds=0)
    one.finish()
    assert stands(place, two)
    assert place.note.read_bytes() == SAVE


def test_a_save_of_another_text_over_one_that_was_caught_stands_and_the_caught_one_is_kept(tmp_path):
    place = Place(tmp_path)
    exchanged = 0

    def act(name):
        nonlocal exchanged
        if name == "exchange" and exchanged < 2:
            exchanged += 1
            (place.root / "beside").write_bytes(b"save %d" % exchanged)
            (place.root / "beside").replace(place.note)

    with at_each_step(act):
        found = place.write()
    aside = place.state / "journal" / "saves"
    assert (found.code, found.path) == ("save-set-aside", "Ana.md")
    assert str(aside / "1" / "Ana.md") in found.message
    assert place.shown == ["Ana.md"]
    assert place.note.read_bytes() == b"save 2"
    assert (aside / "1" / "Ana.md").read_bytes() == b"save 1"


@pytest.mark.parametrize("links", [True, False])
@pytest.mark.parametrize("editor", EDITORS)
def test_where_names_cannot_be_exchanged_only_a_rename_right_before_the_replacing_is_lost(tmp_path, editor, links):
    make, modes = places(tmp_path), {"exchange": False, "links": links, "calls": SEEN}
    steps = steps_of(make, lambda place: place.write(quiet_seconds=0), **modes)
    replacing = steps.index("replace")
    lost = []
    for step in range(len(steps) + 1):
        place = make()
        saving = Saving(editor, place.note, (step, step))
        with at_each_step(saving, **modes):
            place.write(quiet_seconds=0)
        if not stands(place, saving):
            lost.append(step)
    window = [replacing] if links else [replacing - 1, replacing]  # where a link is tried in vain before
    assert lost == (window if editor is renaming else [])


@pytest.mark.parametrize("editor", EDITORS)
def test_a_note_that_the_user_makes_while_it_is_created_stands(tmp_path, editor):
    def create(place):
        return create_note(place.root, "Ana.md", NEW, place.journal())

    def make():
        place = fresh()
        place.note.unlink()
        return place

    fresh = places(tmp_path)
    for when in combinations_with_replacement(range(len(steps_of(make, create, calls=SEEN)) + 1), 2):
        place = make()
        saving = Saving(editor, place.note, when)
        with at_each_step(saving, calls=SEEN):
            create(place)
        assert stands(place, saving), when


@pytest.mark.parametrize("editor", EDITORS)
def test_a_save_into_a_created_note_that_is_being_taken_back_stands(tmp_path, editor):
    def make():
        place = fresh()
        create_note(place.root, "New.md", OLD, place.journal())
        place.note.unlink()
        place.note = place.root / "New.md"
        return place

    def take_back(place):
        journal = place.journal()
        return undo(place.root, journal, journal.runs()[0], now=0.0)

    fresh = places(tmp_path)
    for step in range(len(steps_of(make, take_back, calls=SEEN)) + 1):
        place = make()
        saving = Saving(editor, place.note, (step, step))
        with at_each_step(saving, calls=SEEN):
            take_back(place)
        recover(place.root, place.journal())
        saving.finish()
        recover(place.root, place.journal())
        assert place.shown == ["New.md"], step
        assert place.note.read_bytes() in (SAVE, OLD + SAVE), step


def test_a_save_into_a_note_that_goes_and_another_in_its_place_both_stay(tmp_path):
    place = Place(tmp_path)
    create_note(place.root, "New.md", OLD, place.journal())
    note, taken = place.root / "New.md", []

    def act(name):
        if taken == ["rename"] and not note.exists():
            note.write_bytes(b"another")
            taken.append("made")
        if name == "rename" and not taken:
            note.write_bytes(SAVE)
            taken.append("rename")

    journal = place.journal()
    with at_each_step(act):
        (found,) = undo(place.root, journal, journal.runs()[0], now=0.0)
    assert found.code == "save-set-aside"
    assert note.read_bytes() == b"another"
    assert (place.state / "journal" / "saves" / "1" / "New.md").read_bytes() == SAVE
    assert place.shown == ["Ana.md", "New.md"]


def test_a_save_that_was_to_come_back_into_an_empty_place_that_another_takes_is_kept_aside(tmp_path):
    place = Place(tmp_path)
    create_note(place.root, "New.md", OLD, place.journal())
    note, seen = place.root / "New.md", []

    def act(name):
        if name == "rename" and "rename" not in seen:
            note.write_bytes(SAVE)
        if name == "link" and "rename" in seen:
            note.write_bytes(b"another")
        seen.append(name)

    journal = place.journal()
    with at_each_step(act):
        (found,) = undo(place.root, journal, journal.runs()[0], now=0.0)
    assert found.code == "save-set-aside"
    assert note.read_bytes() == b"another"
    assert (place.state / "journal" / "saves" / "1" / "New.md").read_bytes() == SAVE


def test_a_late_save_that_is_back_when_the_run_is_cut_short_stays_there(tmp_path):
    place = Place(tmp_path)
    number = os.open(place.note, os.O_WRONLY)
    place.write()
    os.write(number, b"late")
    os.close(number)

    def act(name):
        if name == "unlink" and place.note.read_bytes().startswith(b"late"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), at_each_step(act):
        recover(place.root, place.journal(at=1.0))
    assert recover(place.root, place.journal(at=1.0)) == ()
    assert place.note.read_bytes() == b"late" + OLD[4:]
    assert place.note.stat().st_nlink == 1
    assert place.shown == ["Ana.md"]
    assert place.journal().runs()[0].written == ()


def test_a_late_save_and_a_newer_one_both_stay_though_the_run_that_met_them_is_cut_short(tmp_path):
    place = Place(tmp_path)
    number = os.open(place.note, os.O_WRONLY)
    place.write()
    os.write(number, b"late")
    os.close(number)
    exchanged = []

    def act(name):
        if name == "exchange":
            exchanged.append(name)
            if len(exchanged) == 2:
                raise KeyboardInterrupt
            (place.root / "beside").write_bytes(b"newer")
            (place.root / "beside").replace(place.note)

    with pytest.raises(KeyboardInterrupt), at_each_step(act):
        recover(place.root, place.journal(at=1.0))
    (found,) = recover(place.root, place.journal(at=1.0))
    assert found.code == "save-set-aside"
    assert place.note.read_bytes() == b"late" + OLD[4:]
    assert (place.state / "journal" / "saves" / "1" / "Ana.md").read_bytes() == b"newer"
    assert place.shown == ["Ana.md"]


def test_a_new_note_that_the_user_saves_over_at_once_is_the_users(tmp_path):
    place = Place(tmp_path)

    def act(name):
        if name == "unlink" and (place.root / "New.md").exists() and not saved:
            saved.append(name)
            (place.root / "beside").write_bytes(SAVE)
            (place.root / "beside").replace(place.root / "New.md")

    saved = []
    with at_each_step(act):
        found = create_note(place.root, "New.md", NEW, place.journal())
    assert found.code == "write-raced"
    assert (place.root / "New.md").read_bytes() == SAVE
    assert place.shown == ["Ana.md", "New.md"]


@pytest.mark.parametrize("style", ["truncating", "renaming", "appending", "slow"])
def test_no_save_of_another_process_is_lost_with_the_quiet_rule(style):
    race = runpy.run_path(str(RACE))["race"]
    assert race(style, "with the quiet rule", saves=40).lost == 0
