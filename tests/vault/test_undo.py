"""Taking a run back: the first bytes, where a note is still what the run left, and nothing else."""

import os

import pytest
from tests.vault.steps import LONG_AGO, NEW, OLD, Place, mode

from vaultsync.vault.undo import Undone, undo
from vaultsync.vault.write_new import create_note


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path)


def take_back(place, number=0, at=1.0):
    journal = place.journal(at=at)
    return undo(place.root, journal, journal.runs()[number], now=LONG_AGO + 10.0)


def told(found):
    return [(each.code, each.path, each.message) for each in found]


def several(place):
    """A run that writes one note twice and makes another one."""
    journal = place.journal()
    place.write(journal=journal)
    place.write(NEW, NEW + b"more\n", journal=journal, quiet_seconds=0)
    create_note(place.root, "People/Bo.md", b"Bo", journal)


def test_every_note_gets_its_first_bytes_back_and_what_was_made_goes(place):
    place.note.chmod(0o640)
    several(place)
    assert take_back(place) == (Undone(path="Ana.md"), Undone(path="People/Bo.md", removed=True))
    assert place.note.read_bytes() == OLD
    assert mode(place.note) == 0o640
    assert [each.name for each in place.root.iterdir()] == ["Ana.md"]


def test_what_was_undone_can_be_undone(place):
    several(place)
    (place.root / "People" / "Bo.md").chmod(0o600)
    for _ in range(2):
        take_back(place)
        assert place.shown == ["Ana.md"]
        assert take_back(place) == (Undone(path="Ana.md"), Undone(path="People/Bo.md"))
        assert place.note.read_bytes() == NEW + b"more\n"
        assert (place.root / "People" / "Bo.md").read_bytes() == b"Bo"
        assert mode(place.root / "People" / "Bo.md") == 0o600


def test_the_journal_says_which_run_an_undo_took_back(place):
    several(place)
    take_back(place)
    runs = place.journal().runs()
    assert [(run.id, run.at, run.undoes) for run in runs] == [("000002", 1.0, "000001"), ("000001", 0.0, "")]
    assert {entry.reason for entry in runs[0].written} == {"undo of run 000001"}


@pytest.mark.parametrize("saved", [b"saved by the user", None])
def test_a_note_that_changed_since_is_left_alone_and_the_others_are_not(place, saved):
    several(place)
    if saved is None:
        place.note.unlink()
    else:
        place.note.write_bytes(saved)
    found = take_back(place)
    assert told(found[:1]) == [
        ("undo-refused", "Ana.md", "The note has changed since, or is not there any more."),
    ]
    assert found[0].hint
    assert found[1:] == (Undone(path="People/Bo.md", removed=True),)
    assert (place.note.read_bytes() if place.note.exists() else None) == saved


def test_a_new_note_that_was_written_in_since_stays(place):
    several(place)
    (place.root / "People" / "Bo.md").write_bytes(b"Bo, and more")
    assert told(take_back(place)[1:]) == [
        ("undo-refused", "People/Bo.md", "The note has changed since, or is not there any more."),
    ]
    assert (place.root / "People" / "Bo.md").read_bytes() == b"Bo, and more"


def test_a_folder_that_holds_something_else_by_now_stays(place):
    several(place)
    (place.root / "People" / "Mine.md").write_bytes(b"mine")
    take_back(place)
    assert place.shown == ["Ana.md", "People/Mine.md"]


def test_a_note_that_was_taken_away_and_made_by_the_user_again_is_not_overwritten(place):
    several(place)
    take_back(place)
    (place.root / "People").mkdir()
    (place.root / "People" / "Bo.md").write_bytes(b"mine")
    assert told(take_back(place)[1:]) == [
        ("undo-refused", "People/Bo.md", "The note has changed since, or is not there any more."),
    ]


def test_a_save_between_two_edits_of_a_run_stands(place):
    journal = place.journal()
    place.write(journal=journal)
    place.note.write_bytes(b"saved\n")
    place.write(b"saved\n", b"saved\nand written\n", journal=journal, quiet_seconds=0)
    found = take_back(place)
    assert found[0] == Undone(path="Ana.md")
    assert told(found[1:]) == [
        ("undo-refused", "Ana.md", "It was saved between two edits of the run, of which the first stays."),
    ]
    assert place.note.read_bytes() == b"saved\n"


def test_a_note_made_and_written_in_one_run_goes_as_a_whole(place):
    journal = place.journal()
    create_note(place.root, "Bo.md", b"Bo", journal)
    place.write(b"Bo", b"Bo!", path="Bo.md", journal=journal, quiet_seconds=0)
    assert take_back(place) == (Undone(path="Bo.md", removed=True),)
    assert place.shown == ["Ana.md"]
    assert take_back(place) == (Undone(path="Bo.md"),)
    assert (place.root / "Bo.md").read_bytes() == b"Bo!"


def test_a_note_written_back_and_forth_in_one_run_is_left_as_it_is(place):
    journal = place.journal()
    place.write(journal=journal)
    place.write(NEW, OLD, journal=journal, quiet_seconds=0)
    before = place.note.stat().st_ino
    assert take_back(place) == (Undone(path="Ana.md"),)
    assert place.note.stat().st_ino == before


def test_kept_bytes_that_are_not_what_they_were_are_not_given_back(place):
    place.write()
    journal = place.journal()
    (entry,) = journal.runs()[0].written
    journal.kept(entry).write_bytes(b"something else")
    assert told(take_back(place)) == [
        ("undo-refused", "Ana.md", "The bytes that stood there before were saved into since."),
    ]
    assert place.note.read_bytes() == NEW


def test_a_note_of_two_names_or_one_that_is_read_only_is_not_taken_away(place):
    several(place)
    (place.root / "Other.md").hardlink_to(place.root / "People" / "Bo.md")
    found = take_back(place)
    assert told(found[1:]) == [
        (
            "write-refused",
            "People/Bo.md",
            "The note has 2 names on the disk (hard links), and writing would part them.",
        ),
    ]


def test_a_note_that_leads_out_of_the_vault_by_now_is_left_alone(place, tmp_path):
    several(place)
    place.note.rename(tmp_path / "Ana.md")
    place.note.symlink_to(tmp_path / "Ana.md")
    assert told(take_back(place)[:1]) == [
        ("write-refused", "Ana.md", "The note is a link that leads out of the vault.")
    ]
    assert (tmp_path / "Ana.md").read_bytes() == NEW + b"more\n"


def test_a_note_that_cannot_be_read_is_told_and_the_others_are_undone(place, monkeypatch):
    several(place)
    real = os.open

    def refused(path, *arguments):
        if str(path).endswith("vault/Ana.md"):
            raise PermissionError(13, "Permission denied")
        return real(path, *arguments)

    monkeypatch.setattr(os, "open", refused)
    found = take_back(place)
    assert told(found[:1]) == [("write-refused", "Ana.md", "The note could not be written: permission was denied.")]
    assert found[1:] == (Undone(path="People/Bo.md", removed=True),)


def test_a_journal_in_which_something_was_written_takes_nothing_back(place):
    journal = place.journal()
    place.write(journal=journal)
    with pytest.raises(ValueError, match="the run has begun"):
        undo(place.root, journal, journal.runs()[0], now=0.0)
