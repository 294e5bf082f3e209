"""What the journal remembers, for how long, and that a save that comes late is seen in it."""

import os

import pytest
from tests.vault.steps import NEW, OLD, Place

from vaultsync.vault import journal as room
from vaultsync.vault.journal import DAYS, RUNS, Journal, JournalError
from vaultsync.vault.journal_recover import WATCHED, recover
from vaultsync.vault.undo import Undone, undo

DAY = 86_400.0


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path)


def write(place, at, step=0):
    """A run of one write, which alternates between two texts."""
    one, two = ((OLD, NEW), (NEW, OLD))[step % 2]
    place.write(one, two, journal=place.journal(at=at), quiet_seconds=0)


def ids(place):
    return [run.id for run in place.journal().runs()]


def test_a_run_that_writes_nothing_leaves_nothing(place):
    journal = place.journal()
    assert recover(place.root, journal) == ()
    place.write(expected=b"other", journal=journal)
    assert journal.runs() == ()
    assert not place.state.exists()


def test_runs_are_told_newest_first_with_what_they_wrote(place):
    for number in range(3):
        write(place, at=float(number), step=number)
    assert [(run.id, run.at, [entry.path for entry in run.written]) for run in place.journal().runs()] == [
        ("000003", 2.0, ["Ana.md"]),
        ("000002", 1.0, ["Ana.md"]),
        ("000001", 0.0, ["Ana.md"]),
    ]


def test_the_journal_is_for_its_owner_alone(place):
    write(place, at=0.0)
    for folder in (place.state / "journal", place.state / "journal" / "000001"):
        assert folder.stat().st_mode & 0o077 == 0


def test_the_last_twenty_runs_are_kept(place):
    for number in range(RUNS + 5):
        write(place, at=float(number), step=number)
    assert ids(place) == [f"{number:06}" for number in range(RUNS + 5, 5, -1)]


def test_a_run_of_more_than_ninety_days_ago_goes_when_another_begins_but_for_the_newest(place):
    write(place, at=0.0, step=0)
    write(place, at=1.0, step=1)
    write(place, at=DAYS * DAY + 1.5, step=2)
    assert ids(place) == ["000003", "000002"]
    write(place, at=DAYS * DAY + 1.6, step=3)
    assert ids(place) == ["000004", "000003"]


def test_the_oldest_go_where_the_bytes_become_too_many(place, monkeypatch):
    monkeypatch.setattr(room, "SIZE", 1_500)
    for number in range(6):
        write(place, at=float(number), step=number)
    sizes = [
        sum(path.stat().st_size for path in (place.state / "journal" / run).iterdir()) for run in reversed(ids(place))
    ]
    assert 1 < len(sizes) < 6
    assert sum(sizes[:-1]) <= 1_500


def test_the_run_that_is_being_taken_back_is_not_thrown_away_for_it(place, monkeypatch):
    write(place, at=0.0)
    place.root.joinpath("b.md").write_bytes(b"b")
    place.write(b"b", b"c", path="b.md", journal=place.journal(at=1.0), quiet_seconds=0)
    monkeypatch.setattr(room, "SIZE", 0)
    journal = place.journal(at=2.0)
    assert undo(place.root, journal, journal.runs()[-1], now=0.0) == (Undone(path="Ana.md"),)


def test_a_line_that_was_cut_short_takes_no_other_with_it(place):
    write(place, at=0.0)
    lines = place.state / "journal" / "000001" / "entries.jsonl"
    lines.write_bytes(lines.read_bytes() + b'\n{"type":"begin","path":"x\xff')
    journal = place.journal()
    journal.end(journal.runs()[0].entries[0], "void")
    (run,) = journal.runs()
    assert [entry.path for entry in run.entries] == ["Ana.md"]
    assert run.outcomes == {1: "void"}


@pytest.mark.parametrize("junk", ["lost+found", ".DS_Store", "12"])
def test_other_things_in_its_folder_are_not_taken_for_runs(place, junk):
    write(place, at=0.0)
    (place.state / "journal" / junk).mkdir()
    assert ids(place) == ["000001"]


def test_a_run_without_lines_is_an_empty_one(place):
    (place.state / "journal" / "000007").mkdir(parents=True)
    (run,) = place.journal().runs()
    assert (run.entries, run.outcomes, run.written) == ((), {}, ())
    write(place, at=0.0)
    assert ids(place) == ["000008", "000007"]


def test_a_journal_that_cannot_be_read_says_so(tmp_path):
    (tmp_path / "journal").write_bytes(b"")
    with pytest.raises(JournalError) as caught:
        Journal(tmp_path / "journal", at=0.0).runs()
    assert str(caught.value) == (
        f"The undo journal in {tmp_path / 'journal'} could not be read: "
        "a file stands where a folder is needed. Move that file, or choose another folder."
    )


def late(place, data=b"saved late\n", meanwhile=None):
    """A write, and a save into the old file by an editor that had it open; the problems that the next run tells."""
    number = os.open(place.note, os.O_WRONLY)
    write(place, at=0.0)
    if meanwhile:
        meanwhile()
    os.ftruncate(number, 0)
    os.write(number, data)
    os.close(number)


def test_a_save_that_comes_after_the_write_is_put_on_top_by_the_next_run(place):
    late(place)
    (found,) = recover(place.root, place.journal(at=1.0))
    assert (found.code, found.path, found.message) == (
        "write-raced",
        "Ana.md",
        "The note was saved while it was being edited; that save stands, and the edit was not made.",
    )
    assert place.note.read_bytes() == b"saved late\n"
    assert place.note.stat().st_nlink == 1
    assert place.shown == ["Ana.md"]
    assert recover(place.root, place.journal(at=2.0)) == ()
    assert place.journal().runs()[0].written == ()


def test_an_editor_that_still_has_the_note_open_writes_into_the_note(place):
    number = os.open(place.note, os.O_WRONLY)
    write(place, at=0.0)
    os.pwrite(number, b"one", 0)
    recover(place.root, place.journal(at=1.0))
    os.pwrite(number, b"two", 0)
    os.close(number)
    assert place.note.read_bytes().startswith(b"two")


def test_a_late_save_goes_on_top_of_a_later_run_too(place):
    number = os.open(place.note, os.O_WRONLY)
    write(place, at=0.0, step=0)
    write(place, at=1.0, step=1)
    os.write(number, b"late")
    os.close(number)
    (found,) = recover(place.root, place.journal(at=2.0))
    assert found.code == "write-raced"
    assert place.note.read_bytes() == b"late" + OLD[4:]


@pytest.mark.parametrize("gone", [False, True])
def test_a_late_save_of_a_note_that_was_saved_since_is_kept_aside(place, gone):
    late(place, meanwhile=place.note.unlink if gone else lambda: place.note.write_bytes(b"newer"))
    (found,) = recover(place.root, place.journal(at=1.0))
    aside = place.state / "journal" / "saves" / "1" / "Ana.md"
    assert (found.code, found.path) == ("save-set-aside", "Ana.md")
    assert found.message.endswith(f"the older is {aside}.")
    assert aside.read_bytes() == b"saved late\n"
    assert place.shown == ([] if gone else ["Ana.md"])
    assert recover(place.root, place.journal(at=2.0)) == ()


def test_saves_that_are_kept_aside_never_take_anothers_place(place):
    for number in range(3):
        place.note.write_bytes(OLD)
        late(place, data=b"save %d" % number, meanwhile=lambda: place.note.write_bytes(b"newer"))
        recover(place.root, place.journal(at=1.0))
    saves = place.state / "journal" / "saves"
    assert [(saves / str(number) / "Ana.md").read_bytes() for number in (1, 2, 3)] == [b"save 0", b"save 1", b"save 2"]


def test_a_save_that_changes_nothing_is_no_save(place):
    late(place, data=OLD)
    assert recover(place.root, place.journal(at=1.0)) == ()
    assert place.note.read_bytes() == NEW


@pytest.mark.parametrize(("after", "seen"), [(WATCHED - 1, True), (WATCHED + 1, False)])
def test_runs_of_the_last_hour_are_looked_at_again_and_the_newest_whenever_it_was(place, after, seen):
    late(place)
    (place.root / "b.md").write_bytes(b"b")
    place.write(b"b", b"c", path="b.md", journal=place.journal(at=1.0), quiet_seconds=0)
    assert bool(recover(place.root, place.journal(at=after))) is seen


def test_a_note_that_cannot_be_looked_at_is_told(place, monkeypatch):
    late(place)

    def refused(*arguments, **options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "link", refused)
    (found,) = recover(place.root, place.journal(at=1.0))
    assert (found.code, found.message) == ("write-refused", "The note could not be written: permission was denied.")
    monkeypatch.undo()
    recover(place.root, place.journal(at=1.0))
    assert place.note.read_bytes() == b"saved late\n"


def test_a_note_that_leads_out_of_the_vault_by_now_is_not_touched(place, tmp_path):
    late(place)
    place.note.rename(tmp_path / "Ana.md")
    place.note.symlink_to(tmp_path / "Ana.md")
    (found,) = recover(place.root, place.journal(at=1.0))
    assert (found.code, found.message) == ("write-refused", "The note is a link that leads out of the vault.")
    assert (tmp_path / "Ana.md").read_bytes() == NEW
