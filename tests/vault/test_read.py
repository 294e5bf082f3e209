import os

import pytest

from vaultsync.vault import read
from vaultsync.vault.read import read_note_bytes


def test_a_notes_bytes_are_read_as_they_are(tmp_path):
    (tmp_path / "Ana.md").write_bytes(b"\xef\xbb\xbfa\r\n\x00\xff")
    assert read_note_bytes(tmp_path, "Ana.md", limit=100, size=8) == b"\xef\xbb\xbfa\r\n\x00\xff"


@pytest.mark.parametrize(("length", "got"), [(9, 9), (10, 10), (11, 11), (12, 11), (5000, 11)])
def test_of_a_note_above_the_limit_one_byte_more_is_read(tmp_path, length, got):
    (tmp_path / "a.md").write_bytes(b"x" * length)
    assert read_note_bytes(tmp_path, "a.md", limit=10) == b"x" * got


def test_a_note_that_grows_while_it_is_read_is_read_to_its_end(tmp_path, monkeypatch):
    (tmp_path / "a.md").write_bytes(b"0123456789")
    real = os.read
    monkeypatch.setattr(os, "read", lambda number, most: real(number, min(most, 4)))
    assert read_note_bytes(tmp_path, "a.md", limit=100) == b"0123456789"
    assert read_note_bytes(tmp_path, "a.md", limit=5) == b"012345"


def test_an_empty_note_that_was_empty_before_is_empty(tmp_path):
    (tmp_path / "a.md").touch()
    assert read_note_bytes(tmp_path, "a.md", limit=10) == b""


def test_a_note_that_is_gone_is_told(tmp_path):
    found = read_note_bytes(tmp_path, "gone.md", limit=10, size=5)
    assert (found.code, found.path, found.message) == (
        "note-unreadable",
        "gone.md",
        "The note could not be read: it is not there.",
    )


def test_a_note_that_may_not_be_read_is_told(tmp_path, monkeypatch):
    def refused(*arguments):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refused)
    found = read_note_bytes(tmp_path, "a.md", limit=10)
    assert (found.code, found.message) == ("note-unreadable", "The note could not be read: permission was denied.")


def test_a_folder_called_like_a_note_is_told(tmp_path):
    (tmp_path / "a.md").mkdir()
    assert read_note_bytes(tmp_path, "a.md", limit=10).code == "note-unreadable"


def test_a_note_that_an_editor_is_just_saving_is_waited_for(tmp_path, monkeypatch):
    (tmp_path / "a.md").touch()
    waits = []

    def saved(wait):
        waits.append(wait)
        if len(waits) == 2:
            (tmp_path / "a.md").write_bytes(b"saved")

    monkeypatch.setattr(read.time, "sleep", saved)
    assert read_note_bytes(tmp_path, "a.md", limit=10, size=7) == b"saved"
    assert waits == [0.02, 0.05]


def test_a_note_that_stays_empty_is_not_taken_for_an_empty_one(tmp_path, monkeypatch):
    monkeypatch.setattr(read.time, "sleep", lambda wait: None)
    (tmp_path / "a.md").touch()
    found = read_note_bytes(tmp_path, "a.md", limit=10, size=7)
    assert (found.code, found.message) == ("note-unreadable", "The note is empty, as if being saved just now.")
