"""Changing a note: only what was read, only when it is quiet, with all that it carries besides its bytes."""

import ctypes
import errno
import os
import resource
import struct
import sys
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.vault.steps import LONG_AGO, NEW, OLD, Place, at_each_step, mode

from vaultsync.vault import write_swap
from vaultsync.vault.undo import undo
from vaultsync.vault.write import Written


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path)


def told(found):
    return (found.code, found.severity, found.path, found.message, found.hint)


def test_a_note_that_is_as_it_was_read_is_written(place):
    found = place.write(reason="because", plugin="brief")
    assert isinstance(found, Written)
    assert place.note.read_bytes() == NEW
    assert place.shown == ["Ana.md"]
    (run,) = place.journal().runs()
    (entry,) = run.written
    assert (entry.path, entry.reason, entry.plugin) == ("Ana.md", "because", "brief")
    assert place.journal().before(entry) == OLD


def test_the_time_of_a_written_note_is_new(place):
    place.write()
    assert place.note.stat().st_mtime > LONG_AGO + 1000


def test_a_note_that_was_saved_since_it_was_read_is_left_alone(place):
    place.note.write_bytes(b"saved")
    os.utime(place.note, (LONG_AGO, LONG_AGO))
    assert told(place.write()) == (
        "write-raced",
        "warning",
        "Ana.md",
        "The note was saved while it was to be edited. Nothing was written.",
        "Sync again.",
    )
    assert place.note.read_bytes() == b"saved"
    assert place.journal().runs() == ()


def test_a_note_that_is_gone_is_not_made_again(place):
    place.note.unlink()
    found = place.write()
    assert (found.code, found.message) == ("write-raced", "The note is not there any more. Nothing was written.")
    assert place.shown == []


@pytest.mark.parametrize(("age", "written"), [(0.0, False), (1.9, False), (2.0, True), (-1.9, False), (-2.0, True)])
def test_a_note_saved_less_than_two_seconds_ago_by_a_like_clock_is_left_for_the_next_run(place, age, written):
    found = place.write(now=LONG_AGO + age)
    assert isinstance(found, Written) is written
    if not written:
        assert told(found) == (
            "write-later",
            "info",
            "Ana.md",
            "The note was saved a moment ago. It is left alone.",
            "Sync again.",
        )
    assert place.note.read_bytes() == (NEW if written else OLD)


def test_a_note_that_is_empty_where_it_was_not_is_being_saved(place):
    place.note.write_bytes(b"")
    os.utime(place.note, (LONG_AGO, LONG_AGO))
    found = place.write()
    assert (found.code, found.message) == (
        "write-later",
        "The note is empty, as if being saved just now. It is left alone.",
    )


def test_a_note_that_was_empty_when_it_was_read_can_be_written(place):
    place.note.write_bytes(b"")
    os.utime(place.note, (LONG_AGO, LONG_AGO))
    assert isinstance(place.write(expected=b""), Written)
    assert place.note.read_bytes() == NEW


def test_to_write_what_is_there_is_a_mistake_of_the_caller(place):
    with pytest.raises(ValueError, match="the new bytes are the old ones"):
        place.write(new=OLD)


@pytest.mark.parametrize("bits", [0o600, 0o644, 0o664, 0o640, 0o755])
def test_the_mode_stays(place, bits):
    place.note.chmod(bits)
    place.write()
    assert mode(place.note) == bits


def test_the_new_bytes_are_nobody_elses_while_they_are_written(place):
    place.note.chmod(0o600)
    seen = set()

    def look(_name):
        seen.update(mode(path) for path in place.root.iterdir())

    with at_each_step(look):
        place.write()
    assert seen == {0o600}


def test_the_owner_stays_where_that_is_permitted(place):
    if os.geteuid() == 0:
        os.chown(place.note, 1234, 2345)
    before = place.note.stat()
    place.write()
    after = place.note.stat()
    assert (after.st_uid, after.st_gid) == (before.st_uid, before.st_gid)


def test_an_owner_that_cannot_be_kept_is_no_reason_not_to_write(place, monkeypatch):
    if os.geteuid() == 0:
        os.chown(place.note, 1234, 2345)

    def refused(*arguments):
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "fchown", refused)
    assert isinstance(place.write(), Written)
    assert place.note.stat().st_uid == os.geteuid()


ACCESS = struct.pack("<I", 2) + b"".join(
    struct.pack("<HHI", tag, bits, who)
    for tag, bits, who in ((1, 6, 2**32 - 1), (2, 4, 1234), (4, 4, 2**32 - 1), (16, 4, 2**32 - 1), (32, 0, 2**32 - 1))
)
"""An access list: all for the owner but running, reading for user 1234, the group and its mask (see acl(5))."""


def carried(note):
    return {name: os.getxattr(note, name) for name in os.listxattr(note) if name != "security.selinux"}


@pytest.mark.parametrize(
    ("name", "value"),
    [("user.tag", b"green\0"), ("user.empty", b""), ("system.posix_acl_access", ACCESS)],
)
def test_extended_attributes_and_access_lists_stay(place, name, value):
    with suppress(OSError):  # where the disk of the tests knows none, there are none to keep
        os.setxattr(place.note, name, value)
    before, bits = carried(place.note), mode(place.note)
    assert isinstance(place.write(), Written)
    assert (carried(place.note), mode(place.note)) == (before, bits)


@pytest.mark.parametrize("call", ["listxattr", "getxattr", "setxattr"])
@pytest.mark.parametrize(("code", "written"), [(errno.ENOTSUP, True), (errno.EPERM, True), (errno.ENOSPC, False)])
def test_attributes_that_a_disk_does_not_know_are_no_reason_not_to_write_and_a_full_one_is(
    place, monkeypatch, call, code, written
):
    def refused(*arguments):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "listxattr", lambda number: ["user.tag"])
    monkeypatch.setattr(os, "getxattr", lambda number, name: b"green")
    monkeypatch.setattr(os, call, refused)
    assert isinstance(place.write(), Written) is written
    assert place.shown == ["Ana.md"]


def test_a_system_whose_attributes_python_does_not_know_is_written_all_the_same(place, monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    assert isinstance(place.write(), Written)


def test_a_link_inside_the_vault_is_followed_and_stays_a_link(place):
    (place.root / "People").mkdir()
    (place.root / "People" / "Link.md").symlink_to("../Ana.md")
    assert isinstance(place.write(path="People/Link.md"), Written)
    assert (place.root / "People" / "Link.md").is_symlink()
    assert place.note.read_bytes() == NEW
    assert place.shown == ["Ana.md", "People/Link.md"]


def test_a_folder_that_is_a_link_inside_the_vault_is_followed(place):
    (place.root / "Here").symlink_to(".")
    assert isinstance(place.write(path="Here/Ana.md"), Written)
    assert place.note.read_bytes() == NEW


def test_a_vault_that_is_reached_by_a_link_is_written(place, tmp_path):
    (tmp_path / "link").symlink_to(place.root)
    place.root = tmp_path / "link"
    assert isinstance(place.write(), Written)


@pytest.mark.parametrize("path", ["Link.md", "Folder/Out.md", "../Out.md"])
def test_nothing_outside_the_vault_is_written(place, tmp_path, path):
    (tmp_path / "Out.md").write_bytes(OLD)
    (place.root / "Link.md").symlink_to(tmp_path / "Out.md")
    (place.root / "Folder").symlink_to(tmp_path)
    assert told(place.write(path=path, quiet_seconds=0)) == (
        "write-refused",
        "error",
        path,
        "The note is a link that leads out of the vault.",
        "Move what it points to into the vault, or edit it there by hand.",
    )
    assert (tmp_path / "Out.md").read_bytes() == OLD


def test_a_link_in_a_circle_is_refused(place):
    (place.root / "Round.md").symlink_to("Round.md")
    found = place.write(path="Round.md")
    assert (found.code, found.message) == (
        "write-refused",
        "The note could not be written: symbolic links lead in a circle.",
    )


def test_a_note_of_two_names_is_refused(place):
    (place.root / "Other.md").hardlink_to(place.note)
    assert told(place.write()) == (
        "write-refused",
        "error",
        "Ana.md",
        "The note has 2 names on the disk (hard links), and writing would part them.",
        "Copy it over itself, or edit it by hand.",
    )
    assert (place.root / "Other.md").read_bytes() == OLD


def test_a_read_only_note_is_refused_whoever_runs(place):
    place.note.chmod(0o444)
    assert told(place.write()) == (
        "write-refused",
        "error",
        "Ana.md",
        "The note is read-only.",
        "Allow writing to it, or leave it out with ignore.",
    )


def test_what_is_not_a_file_is_refused(place):
    (place.root / "Folder.md").mkdir()
    assert place.write(path="Folder.md").message == "The note is not an ordinary file."


def test_a_note_that_cannot_be_opened_is_refused(place, monkeypatch):
    def refused(*arguments):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "open", refused)
    found = place.write()
    assert (found.code, found.message) == ("write-refused", "The note could not be written: permission was denied.")
    assert found.hint == "Check who may write there, and sync again."


def test_where_the_journal_cannot_be_written_no_note_is(place):
    place.state.write_bytes(b"a file in the folder's place")
    assert told(place.write()) == (
        "write-refused",
        "error",
        "Ana.md",
        f"The undo journal in {place.state / 'journal'} could not be written: "
        "a file stands where a folder is needed. Move that file, or choose another folder.",
        "Until then no note is written.",
    )
    assert place.note.read_bytes() == OLD


def test_a_file_that_grows_beyond_what_the_system_allows_leaves_the_note_as_it_was(place):
    new = b"x" * 20_000
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, limit[1]))
    try:
        found = place.write(new=new)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    assert (found.code, found.message) == ("write-refused", "The note could not be written: File too large.")
    assert place.note.read_bytes() == OLD
    assert place.shown == ["Ana.md"]


def test_a_journal_on_another_disk_keeps_a_copy(place, monkeypatch):
    def other_disk(*arguments, **options):
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    place.note.chmod(0o640)
    monkeypatch.setattr(os, "link", other_disk)
    assert isinstance(place.write(), Written)
    journal = place.journal()
    (entry,) = journal.runs()[0].written
    assert journal.before(entry) == OLD
    assert mode(journal.kept(entry)) == 0o640
    assert place.note.read_bytes() == NEW


def test_a_write_that_the_system_takes_in_small_parts_is_whole(place, monkeypatch):
    real = os.write
    monkeypatch.setattr(os, "write", lambda number, data: real(number, bytes(data)[:7]))
    assert isinstance(place.write(), Written)
    assert place.note.read_bytes() == NEW


def test_a_disk_that_cannot_exchange_names_has_the_note_replaced(place, monkeypatch):
    monkeypatch.setattr(write_swap, "_system_rename", lambda: lambda *arguments: ctypes.set_errno(errno.EINVAL) or -1)
    assert isinstance(place.write(), Written)
    assert place.note.read_bytes() == NEW
    assert place.shown == ["Ana.md"]


@pytest.mark.parametrize("platform", ["sunos5", "darwin"])  # the latter without the call, as before 10.12
def test_a_system_that_cannot_exchange_names_has_the_note_replaced(place, monkeypatch, platform):
    write_swap._system_rename.cache_clear()
    monkeypatch.setattr(sys, "platform", platform)
    assert write_swap._system_rename() is None
    assert isinstance(place.write(), Written)
    monkeypatch.undo()
    write_swap._system_rename.cache_clear()
    assert place.note.read_bytes() == NEW
    assert place.shown == ["Ana.md"]


def test_an_exchange_that_the_system_refuses_leaves_the_note_as_it_was(place, monkeypatch):
    monkeypatch.setattr(write_swap, "_system_rename", lambda: lambda *arguments: ctypes.set_errno(errno.EROFS) or -1)
    assert place.write().message == "The note could not be written: the disk is read-only."
    assert place.note.read_bytes() == OLD
    assert place.shown == ["Ana.md"]
    assert place.journal().runs()[0].written == ()


@given(st.binary(max_size=300), st.binary(max_size=300))
def test_any_bytes_become_any_others_and_come_back(tmp_path_factory, old, new):
    place = Place(tmp_path_factory.mktemp("any"))
    place.note.write_bytes(old)
    os.utime(place.note, (LONG_AGO, LONG_AGO))
    if old != new:
        assert isinstance(place.write(expected=old, new=new), Written)
        assert place.note.read_bytes() == new
        journal = place.journal(at=1.0)
        undo(place.root, journal, journal.runs()[0], now=0.0)
    assert place.note.read_bytes() == old
