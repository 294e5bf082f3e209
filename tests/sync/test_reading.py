"""Which notes changed: a hint is believed where it is as simple as that, and else everything is looked at."""

import os
import time

import pytest

from vaultsync.sync import reading
from vaultsync.sync.reading import MOST_HINTED, Delta, changed, out_of_reach, row_of
from vaultsync.sync.rows import pack
from vaultsync.vault.books import memory_books

LATER = time.time() + 86_400
"""A clock by which every note of a test is an old one."""


class Reader:
    """A vault, and the index of what was read of it."""

    def __init__(self, root):
        self.root = root
        self.books = memory_books()

    def write(self, **texts):
        for name, text in texts.items():
            (self.root / f"{name}.md").write_text(text)

    def read(self, *hint, now=LATER, everything=False):
        """Read what changed, and keep it as a run does."""
        asked = None if everything else frozenset(f"{name}.md" for name in hint)
        delta = changed(self.root, (), self.books, asked, now=now)
        connection = self.books.connection
        connection.executemany("DELETE FROM ix.notes WHERE path=?", [(path,) for path in delta.gone])
        rows = [(*row_of(delta.files[path]), note.digest, pack(note)) for path, note in delta.read.items()]
        connection.executemany(
            "INSERT OR REPLACE INTO ix.notes (path, size, mtime_ns, inode, ctime_ns, digest, note)"
            " VALUES (?,?,?,?,?,?,?)",
            rows,
        )
        touched = [row_of(file) for file in delta.touched]
        connection.executemany("UPDATE ix.notes SET size=?2, mtime_ns=?3, inode=?4, ctime_ns=?5 WHERE path=?1", touched)
        return delta


@pytest.fixture
def reader(tmp_path):
    made = Reader(tmp_path)
    made.write(Ana="one", Bo="two")
    assert set(made.read(everything=True).read) == {"Ana.md", "Bo.md"}
    return made


def test_what_did_not_change_is_not_read_again(reader):
    assert reader.read(everything=True).is_empty
    assert reader.read("Ana").is_empty


def test_of_hinted_notes_those_that_changed_are_read_and_no_other(reader):
    reader.write(Ana="one more", Bo="two more")
    delta = reader.read("Ana")
    assert (set(delta.read), delta.paths) == ({"Ana.md"}, None)
    assert set(reader.read("Ana", "Bo").read) == {"Bo.md"}


@pytest.mark.parametrize("hint", ["Cy", "Nowhere", "folder"])
def test_where_a_hinted_note_came_or_is_none_everything_is_looked_at(reader, hint):
    reader.write(Bo="two more", Cy="three")
    (reader.root / "folder.md").mkdir()
    delta = reader.read(hint)
    assert (set(delta.read), delta.paths) == ({"Bo.md", "Cy.md"}, ["Ana.md", "Bo.md", "Cy.md"])


def test_where_a_hinted_note_went_everything_is_looked_at(reader):
    (reader.root / "Ana.md").unlink()
    delta = reader.read("Ana")
    assert (delta.gone, delta.paths, delta.is_empty) == ({"Ana.md"}, ["Bo.md"], False)


def test_where_a_hinted_note_became_a_folder_everything_is_looked_at(reader):
    (reader.root / "Ana.md").unlink()
    (reader.root / "Ana.md").mkdir()
    assert reader.read("Ana").gone == {"Ana.md"}


def test_with_more_hints_than_are_worth_it_everything_is_looked_at(reader):
    reader.write(Bo="two more")
    assert set(reader.read(*["Ana"], *(f"x{number}" for number in range(MOST_HINTED))).read) == {"Bo.md"}


def test_many_changed_notes_are_compared_at_once(reader, monkeypatch):
    monkeypatch.setattr(reading, "MOST_HINTED", 1)
    for name in ("Ana.md", "Bo.md"):
        os.utime(reader.root / name, (1, 1))
    delta = reader.read(everything=True)
    assert ({file.path for file in delta.touched}, delta.is_empty) == ({"Ana.md", "Bo.md"}, True)


def test_a_young_note_is_looked_at_again_whatever_its_time_is_then(reader, monkeypatch):
    reader.write(Ana="one more")
    delta = reader.read("Ana", now=time.time())
    assert (set(delta.read), list(delta.young)) == ({"Ana.md"}, ["Ana.md"])
    seen = []
    real = reading.read_note_bytes
    monkeypatch.setattr(
        reading, "read_note_bytes", lambda root, path, **given: seen.append(path) or real(root, path, **given)
    )
    again = reader.read(everything=True)
    assert (seen, [file.path for file in again.touched], again.young) == (["Ana.md"], ["Ana.md"], {})
    assert reader.read(everything=True).touched == []
    assert seen == ["Ana.md"]


def test_what_cannot_be_read_is_told_until_it_can_and_hints_are_not_enough_then(reader, monkeypatch):
    def denied(full, most):
        if full.endswith("Ana.md"):
            raise PermissionError(13, "denied")
        return b"two more"

    reader.write(Ana="one more", Bo="two more")
    with monkeypatch.context() as patch:
        patch.setattr("vaultsync.vault.read._read", denied)
        delta = reader.read("Ana")
        assert (delta.unread, delta.gone, set(delta.read)) == ({"Ana.md"}, {"Ana.md"}, set())
        assert [told.path for told in delta.problems] == ["Ana.md"]
        assert set(reader.read("Bo").read) == {"Bo.md"}
    delta = reader.read("Bo")
    assert (set(delta.read), delta.unread, delta.unread_before) == ({"Ana.md"}, set(), {"Ana.md"})
    assert delta.problems == ()
    assert reader.read("Bo").is_empty


def test_what_lies_in_a_folder_that_cannot_be_read_is_out_of_reach():
    unread = frozenset({"People", "Ana.md"})
    assert [out_of_reach(path, unread) for path in ("People/Bo.md", "Ana.md", "Peoples/Cy.md")] == [True, True, False]
    assert not out_of_reach("Ana.md", frozenset())


def test_a_delta_with_another_unread_folder_is_not_empty():
    assert Delta().is_empty
    assert not Delta(unread=frozenset({"People"})).is_empty
