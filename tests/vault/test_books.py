"""The books: what is kept is there again, what is damaged is begun anew or kept aside, and a look changes nothing."""

import sqlite3
import stat
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from platformdirs import user_cache_path, user_state_path

from vaultsync.vault import books as module
from vaultsync.vault.books import BadIndexError, copied_books, memory_books, open_books
from vaultsync.vault.errors import StateBusyError, VaultError
from vaultsync.vault.index import INDEX_FILE, INDEX_VERSION, cache_folder, remove_index
from vaultsync.vault.state import STATE_FILE, STATE_VERSION, state_folder

WRITE = "INSERT OR REPLACE INTO first_seen VALUES (?, ?)"
READ = "SELECT uid, day FROM first_seen"
VERSION = "INSERT OR REPLACE INTO ix.meta VALUES ('version', ?)"
NOTE = "INSERT INTO ix.shares (path) VALUES (?)"
NOTES = "SELECT path FROM ix.shares"


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    return tmp_path / "state", tmp_path / "cache"


def kept(folders, *, version=INDEX_VERSION):
    """Books with a row in each, closed again."""
    books = open_books(*folders)
    with books.run():
        books.connection.execute(WRITE, ("ana", "2026-11-22"))
        books.connection.execute(NOTE, ("a.md",))
        books.connection.execute(VERSION, (version,))
        books.commit()
    books.close()


def test_what_was_kept_is_there_again_and_what_was_not_is_not(folders):
    kept(folders)
    books = open_books(*folders)
    assert (books.fresh, books.problems) == (False, ())
    with books.run():
        books.connection.execute(WRITE, ("bo", "2026-11-22"))
    assert books.connection.execute(READ).fetchall() == [("ana", "2026-11-22")]
    assert books.connection.execute(NOTES).fetchall() == [("a.md",)]
    books.close()


def test_a_run_that_raises_keeps_nothing(folders):
    kept(folders)
    books = open_books(*folders)
    with pytest.raises(ZeroDivisionError), books.run():
        books.connection.execute(WRITE, ("bo", f"2026-11-{22 // 0}"))
    assert books.connection.execute(READ).fetchall() == [("ana", "2026-11-22")]
    books.close()


def test_the_books_are_for_their_owner_alone(folders):
    kept(folders)
    for folder, file in zip(folders, (STATE_FILE, INDEX_FILE), strict=True):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert stat.S_IMODE((folder / file).stat().st_mode) == 0o600


@pytest.mark.parametrize("damage", ["other version", "never kept", "garbage", "empty", "cut short"])
def test_an_index_in_doubt_is_begun_anew_and_the_state_stays(folders, damage):
    kept(folders, version=INDEX_VERSION + (damage == "other version"))
    index = folders[1] / INDEX_FILE
    if damage == "never kept":
        book = sqlite3.connect(index)
        book.execute("DELETE FROM meta")
        book.commit()
        book.close()
    if damage in {"garbage", "empty"}:
        index.write_bytes(b"no database at all" if damage == "garbage" else b"")
    if damage == "cut short":
        index.write_bytes(index.read_bytes()[:5000])
    books = open_books(*folders)
    assert books.fresh
    assert books.connection.execute(NOTES).fetchall() == []
    assert books.connection.execute(READ).fetchall() == [("ana", "2026-11-22")]
    books.close()


def test_an_index_can_be_asked_to_be_begun_anew(folders):
    kept(folders)
    books = open_books(*folders, rebuild=True)
    assert books.fresh
    books.close()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"{", "is damaged"),
        (b"no database at all, but longer than a header of one would be, so that it is looked at" * 20, "is damaged"),
        (1, f"is of form 1, and this vaultsync reads form {STATE_VERSION}"),
        (None, "is damaged"),
    ],
)
def test_a_state_that_cannot_be_understood_is_told_of_and_kept_beside_the_new_one(folders, data, said):
    folders[0].mkdir()
    path = folders[0] / STATE_FILE
    if isinstance(data, bytes):
        path.write_bytes(data)
    else:
        book = sqlite3.connect(path)
        book.execute("CREATE TABLE meta (key TEXT, value BLOB)" if data else "CREATE TABLE other (x)")
        if data:
            book.execute("INSERT INTO meta VALUES ('version', ?)", (data,))
        book.commit()
        book.close()
    before = path.read_bytes()
    looking = copied_books(*folders)
    assert [told.code for told in looking.problems] == ["state-unreadable"]
    assert path.read_bytes() == before
    looking.close()
    books = open_books(*folders)
    (found,) = books.problems
    assert (found.code, found.severity) == ("state-unreadable", "warning")
    assert found.message == f"What was published before could not be read: state.db {said}."
    assert (folders[0] / "state.db.bad").read_bytes() == before
    books.close()
    books = open_books(*folders)
    assert books.problems == ()
    books.close()


def test_a_state_that_cannot_be_opened_is_refused_and_not_taken_for_none(folders):
    (folders[0] / STATE_FILE).mkdir(parents=True)
    with pytest.raises(VaultError, match="could not be used"):
        open_books(*folders)


def test_a_bad_state_that_cannot_be_kept_aside_is_refused(folders):
    folders[0].mkdir()
    (folders[0] / STATE_FILE).write_bytes(b"{")
    (folders[0] / "state.db.bad").mkdir()
    with pytest.raises(VaultError, match="could not be set aside"):
        open_books(*folders)
    assert (folders[0] / STATE_FILE).read_bytes() == b"{"


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(VaultError, match="could not be made: a file stands where a folder is needed"):
        open_books(tmp_path / "file" / "x", None)


def test_a_look_leaves_no_trace_and_waits_for_nobody(folders):
    looking = copied_books(*folders)
    assert looking.fresh
    assert not folders[0].exists()
    looking.close()
    kept(folders)
    writing = open_books(*folders)
    with writing.run():
        writing.connection.execute(WRITE, ("bo", "2026-11-22"))
        looking = copied_books(*folders)
        assert not looking.fresh
        assert looking.connection.execute(READ).fetchall() == [("ana", "2026-11-22")]
        looking.connection.execute(WRITE, ("cy", "2026-11-22"))
        looking.connection.execute(NOTE, ("b.md",))
        looking.close()
    assert writing.connection.execute(READ).fetchall() == [("ana", "2026-11-22")]
    assert writing.connection.execute(NOTES).fetchall() == [("a.md",)]
    writing.close()


def test_two_looks_at_once_do_not_share_what_they_work_out(folders):
    kept(folders)
    one, other = copied_books(*folders), copied_books(*folders)
    one.connection.execute(NOTE, ("b.md",))
    assert other.connection.execute(NOTES).fetchall() == [("a.md",)]
    one.close()
    other.close()


def test_two_that_write_at_once_wait_for_each_other_or_are_told(folders, monkeypatch):
    kept(folders)
    monkeypatch.setattr(module, "WAIT", 0.1)
    one, other = open_books(*folders), open_books(*folders)
    with one.run():
        one.connection.execute(WRITE, ("bo", "2026-11-22"))
        with pytest.raises(StateBusyError, match="Another vaultsync is working"), other.run():
            other.connection.execute(WRITE, ("cy", "2026-11-22"))
        one.commit()
    one.close()
    other.close()


def test_who_has_the_books_open_can_tell_that_another_wrote(folders):
    kept(folders)
    one, other = open_books(*folders), open_books(*folders)
    before = one.changed_by()
    with one.run():
        one.connection.execute(WRITE, ("bo", "2026-11-22"))
        one.commit()
    assert one.changed_by() == before
    with other.run():
        other.connection.execute(WRITE, ("cy", "2026-11-22"))
        other.commit()
    assert one.changed_by() != before
    one.close()
    other.close()


def test_damage_met_in_the_middle_is_told_from_a_disk_that_refuses(folders):
    books = memory_books()
    with pytest.raises(BadIndexError, match="malformed"), books.run():
        raise sqlite3.DatabaseError("database disk image is malformed")
    with pytest.raises(VaultError, match=r"database or disk is full\. Free some space"), books.run():
        raise sqlite3.OperationalError("database or disk is full")
    books.close()


def test_a_reader_in_another_thread_is_allowed(folders):
    books = memory_books()
    found = []
    thread = threading.Thread(target=lambda: found.extend(books.connection.execute(READ)))
    thread.start()
    thread.join()
    assert found == []
    books.close()


def test_the_index_can_be_removed_and_is_then_none(tmp_path):
    environment = {"VAULTSYNC_STATE_DIR": str(tmp_path / "s"), "VAULTSYNC_CACHE_DIR": str(tmp_path / "c")}
    folder = cache_folder(tmp_path, environment)
    assert (folder.parent, folder.name) == (tmp_path / "c", state_folder(tmp_path, environment).name)
    assert remove_index(tmp_path, environment) is False
    kept((state_folder(tmp_path, environment), folder))
    assert remove_index(tmp_path, environment) is True
    assert list(folder.iterdir()) == []


def test_an_index_that_cannot_be_removed_is_told(tmp_path):
    environment = {"VAULTSYNC_STATE_DIR": str(tmp_path / "s"), "VAULTSYNC_CACHE_DIR": str(tmp_path / "c")}
    (cache_folder(tmp_path, environment) / INDEX_FILE).mkdir(parents=True)
    with pytest.raises(VaultError, match="could not be removed"):
        remove_index(tmp_path, environment)


def test_each_vault_has_a_folder_of_its_own_in_the_one_that_is_named(tmp_path):
    first, second = (state_folder(tmp_path / name, {"VAULTSYNC_STATE_DIR": str(tmp_path / "state")}) for name in "ab")
    assert first != second
    assert first.parent == second.parent == tmp_path / "state"
    assert len(first.name) == 32


def test_a_vault_has_the_same_folder_by_whatever_way_it_is_reached(tmp_path):
    (tmp_path / "vault").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "vault")
    environment = {"VAULTSYNC_STATE_DIR": str(tmp_path)}
    assert state_folder(tmp_path / "link", environment) == state_folder(tmp_path / "vault", environment)


def test_the_platform_says_where_state_and_index_live_if_nobody_else_does(tmp_path):
    assert state_folder(tmp_path, {}).parent == user_state_path("vaultsync", appauthor=False)
    assert cache_folder(tmp_path, {}).parent == user_cache_path("vaultsync", appauthor=False)


def test_the_named_folder_may_lie_in_the_users_home(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", "/home/sam")
    assert state_folder(tmp_path, {"VAULTSYNC_STATE_DIR": "~/state"}).parent == Path("/home/sam/state")


@given(st.binary(max_size=300), st.integers(0, 40_000))
@settings(deadline=None, max_examples=60)
def test_no_bytes_at_all_in_either_book_make_it_raise_anything_but_what_it_says(tmp_path_factory, data, at):
    folders = (tmp_path_factory.mktemp("state"), tmp_path_factory.mktemp("cache"))
    kept(folders)
    for folder, file in zip(folders, (STATE_FILE, INDEX_FILE), strict=True):
        path = folder / file
        whole = path.read_bytes()
        path.write_bytes(whole[: at % len(whole)] + data + whole[at % len(whole) + len(data) :])
        for side in ("-wal", "-shm"):
            path.with_name(file + side).unlink(missing_ok=True)
    for opened in (copied_books, open_books):
        try:
            books = opened(*folders)
        except (BadIndexError, VaultError):
            continue
        books.close()
    assert folders[0].exists()
