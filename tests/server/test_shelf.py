"""What the server holds of a feed: whole, the last good one, and dated so that no cache is misled."""

import os
from pathlib import Path

import pytest
from tests.server.conftest import FEED, old

from vaultsync.server import shelf as module
from vaultsync.server.shelf import MOST, NotReadyError, Shelf, names

NAME = "catch-ups.ics"
LATER = FEED.replace(b"0123456789", b"9876543210")


class Clock:
    def __init__(self, path: Path) -> None:
        self.now = path.stat().st_ctime + 0.5

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / NAME).write_bytes(FEED)
    return tmp_path / NAME


def test_an_unchanged_file_is_read_once(path: Path, monkeypatch: pytest.MonkeyPatch):
    clock = Clock(path)
    clock.now += 10
    shelf = Shelf(path.parent, clock=clock)
    held = shelf.take(NAME)
    monkeypatch.setattr(module, "_whole", lambda path: pytest.fail("it was read again"))
    assert shelf.take(NAME) is held
    assert held.zipped is held.zipped


def test_a_young_file_is_read_again_for_its_times_may_not_tell(path: Path):
    shelf = Shelf(path.parent, clock=Clock(path))
    before = path.stat()
    first = shelf.take(NAME)
    path.write_bytes(LATER)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert first.plain.data == FEED
    assert shelf.take(NAME).plain.data == LATER


def test_the_same_bytes_again_keep_their_date_and_what_was_made_of_them(path: Path):
    clock = Clock(path)
    shelf = Shelf(path.parent, clock=clock)
    first = shelf.take(NAME)
    clock.now += 1000
    path.write_bytes(FEED)
    os.utime(path, (clock.now - 5, clock.now - 5))
    assert shelf.take(NAME) is first


def test_a_date_never_goes_back(path: Path):
    clock = Clock(path)
    shelf = Shelf(path.parent, clock=clock)
    dates = [shelf.take(NAME).changed]
    for number in range(5):
        path.write_bytes(FEED.replace(b"0123456789", f"{number:010}".encode()))
        old(path, 86400 * 365 * number)
        dates.append(shelf.take(NAME).changed)
    path.unlink()
    assert shelf.take(NAME) is None
    path.write_bytes(FEED)
    old(path, 86400 * 365)
    dates.append(shelf.take(NAME).changed)
    assert dates == sorted(set(dates))


def test_a_date_does_not_lie_ahead_of_the_clock(path: Path):
    clock = Clock(path)
    os.utime(path, (clock.now + 86400, clock.now + 86400))
    assert Shelf(path.parent, clock=clock).take(NAME).changed == int(clock.now)


@pytest.mark.parametrize("data", [b"", FEED[:-5], FEED[40:], b"x" * 100, FEED + b"x"])
def test_half_a_feed_leaves_the_last_whole_one(path: Path, data: bytes):
    shelf = Shelf(path.parent)
    first = shelf.take(NAME)
    path.write_bytes(data)
    assert shelf.take(NAME) is first
    with pytest.raises(NotReadyError):
        Shelf(path.parent).take(NAME)


def test_a_file_that_is_too_large_is_not_held(path: Path):
    path.write_bytes(b"BEGIN:VCALENDAR" + b" " * MOST + b"END:VCALENDAR")
    with pytest.raises(NotReadyError):
        Shelf(path.parent).take(NAME)


def test_a_file_that_changes_under_the_reading_is_read_again(path: Path, monkeypatch: pytest.MonkeyPatch):
    real, states = os.fstat, iter([FEED + b"\r\n", LATER])

    def changed(number: int) -> os.stat_result:
        found = real(number)
        if data := next(states, None):
            path.write_bytes(data)
        return found

    monkeypatch.setattr(module.os, "fstat", changed)
    assert Shelf(path.parent).take(NAME).plain.data == LATER


def test_a_file_that_cannot_be_read_leaves_the_last_one(path: Path, monkeypatch: pytest.MonkeyPatch):
    shelf = Shelf(path.parent)
    first = shelf.take(NAME)

    def refused(*arguments: object) -> None:
        raise PermissionError(13, "Permission denied")

    for name in ("open", "lstat"):
        with monkeypatch.context() as patched:
            patched.setattr(module.os, name, refused)
            assert shelf.take(NAME) is first
            with pytest.raises(NotReadyError):
                Shelf(path.parent).take(NAME)


def test_only_plain_files_are_feeds(tmp_path: Path):
    (tmp_path / "folder.ics").mkdir()
    (tmp_path / "link.ics").symlink_to(tmp_path / NAME)
    os.mkfifo(tmp_path / "pipe.ics")
    shelf = Shelf(tmp_path)
    assert [shelf.take(name) for name in ("folder.ics", "link.ics", "pipe.ics", "none.ics")] == [None] * 4
    assert Shelf(tmp_path / "link.ics").take(NAME) is None


def test_the_names_are_those_of_plain_files_that_are_feeds(path: Path):
    (path.parent / "folder.ics").mkdir()
    for name in ("b.ics", ".hidden.ics", "notes.md", "a b.ics"):
        (path.parent / name).touch()
    (path.parent / "link.ics").symlink_to(path)
    assert names(path.parent) == ("b.ics", NAME)
    assert names(path.parent / "nowhere") == ()
