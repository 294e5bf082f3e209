import errno
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultsync.vault.errors import PublishError, VaultError
from vaultsync.vault.publish import feeds_folder, publish, remove

STEPS = ("tempfile.mkstemp", "os.fsync", "pathlib.Path.chmod", "pathlib.Path.replace")


def names(folder):
    return [path.name for path in folder.iterdir()]


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_file_is_made_with_its_folders_for_its_owner_alone(tmp_path):
    file = tmp_path / "feeds" / "deep" / "work.ics"
    assert publish(file, b"one") is True
    assert file.read_bytes() == b"one"
    assert mode(file) == 0o600
    assert names(file.parent) == ["work.ics"]


def test_a_file_that_is_there_keeps_its_mode(tmp_path):
    file = tmp_path / "work.ics"
    file.write_bytes(b"one")
    file.chmod(0o644)
    assert publish(file, b"two") is True
    assert (file.read_bytes(), mode(file)) == (b"two", 0o644)


def test_the_same_bytes_are_not_written_again(tmp_path):
    file = tmp_path / "work.ics"
    publish(file, b"one")
    before = file.stat()
    assert publish(file, b"one") is False
    after = file.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_other_bytes_of_the_same_length_are_written(tmp_path):
    publish(tmp_path / "a", b"one")
    assert publish(tmp_path / "a", b"two") is True
    assert (tmp_path / "a").read_bytes() == b"two"


def test_a_link_is_followed_and_stays_a_link(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.ics").write_bytes(b"one")
    (tmp_path / "a.ics").symlink_to(tmp_path / "real" / "a.ics")
    assert publish(tmp_path / "a.ics", b"two") is True
    assert (tmp_path / "a.ics").is_symlink()
    assert (tmp_path / "real" / "a.ics").read_bytes() == b"two"


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(
    ("code", "said"),
    [
        (errno.ENOSPC, "the disk is full. Free some space"),
        (errno.EACCES, "permission was denied. Check who may write there"),
        (errno.EROFS, "the disk is read-only. Choose a folder that can be written"),
        (errno.EBUSY, "busy. Try again"),
    ],
)
def test_whatever_step_fails_the_old_bytes_stand_and_nothing_is_left_behind(tmp_path, monkeypatch, step, code, said):
    file = tmp_path / "work.ics"
    file.write_bytes(b"old")

    def failing(*arguments, **options):
        raise OSError(code, "busy")

    monkeypatch.setattr(step, failing)
    with pytest.raises(PublishError) as caught:
        publish(file, b"new")
    assert str(caught.value) == f"{file} could not be written: {said}, and sync again."
    assert file.read_bytes() == b"old"
    assert names(tmp_path) == ["work.ics"]


def test_an_interrupt_leaves_nothing_behind_either(tmp_path, monkeypatch):
    def interrupted(*arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        publish(tmp_path / "a", b"new")
    assert names(tmp_path) == []


def test_a_folder_that_cannot_be_synced_is_no_fault(tmp_path, monkeypatch):
    real = os.fsync

    def only_files(number):
        if stat.S_ISDIR(os.fstat(number).st_mode):
            raise OSError(errno.EINVAL, "x")
        real(number)

    monkeypatch.setattr(os, "fsync", only_files)
    assert publish(tmp_path / "a", b"new") is True


def test_the_folder_is_synced_after_the_file_is_in_place(tmp_path, monkeypatch):
    order = []
    real = os.fsync

    def noted(number):
        order.append("folder" if stat.S_ISDIR(os.fstat(number).st_mode) else "file")
        order.append((tmp_path / "a").exists())
        real(number)

    monkeypatch.setattr(os, "fsync", noted)
    publish(tmp_path / "a", b"new")
    assert order == ["file", False, "folder", True]


def test_where_folders_cannot_be_synced_it_is_not_tried(tmp_path, monkeypatch):
    monkeypatch.setattr("vaultsync.vault.publish._POSIX", False)
    assert publish(tmp_path / "a", b"new") is True


def test_a_folder_in_the_files_place_is_told(tmp_path):
    (tmp_path / "a").mkdir()
    with pytest.raises(PublishError, match="a folder stands where a file is needed"):
        publish(tmp_path / "a", b"x" * (tmp_path / "a").stat().st_size)
    with pytest.raises(PublishError, match="a folder stands where a file is needed"):
        publish(tmp_path / "a", b"x")
    assert names(tmp_path) == ["a"]


def test_a_file_in_the_folders_place_is_told(tmp_path):
    (tmp_path / "feeds").touch()
    with pytest.raises(PublishError, match="a file stands where a folder is needed"):
        publish(tmp_path / "feeds" / "a.ics", b"x")


def test_a_publish_error_is_an_error_of_the_vault():
    assert issubclass(PublishError, VaultError)


def test_a_published_file_can_be_removed_and_is_not_missed(tmp_path):
    publish(tmp_path / "a", b"x")
    assert remove(tmp_path / "a") is True
    assert remove(tmp_path / "a") is False


def test_a_file_that_cannot_be_removed_is_told(tmp_path):
    (tmp_path / "a").mkdir()
    with pytest.raises(PublishError, match="could not be removed"):
        remove(tmp_path / "a")


@pytest.mark.parametrize(
    ("setting", "folder"),
    [(".vaultsync/feeds", "/vault/.vaultsync/feeds"), ("/srv/feeds", "/srv/feeds"), ("~/feeds", "/home/sam/feeds")],
)
def test_the_folder_of_the_feeds_is_in_the_vault_or_where_the_setting_says(setting, folder, monkeypatch):
    monkeypatch.setenv("HOME", "/home/sam")
    assert feeds_folder(Path("/vault"), setting) == Path(folder)


def test_a_home_that_nobody_has_is_a_folder_of_that_name():
    assert feeds_folder(Path("/vault"), "~nobody-of-that-name/x") == Path("/vault/~nobody-of-that-name/x")


@given(
    st.binary(max_size=50),
    st.lists(st.tuples(st.binary(max_size=50), st.sampled_from([None, *STEPS])), max_size=6),
)
@settings(deadline=None, max_examples=50)
def test_after_any_run_of_writes_and_crashes_the_last_good_bytes_stand(tmp_path_factory, first, writes):
    folder = tmp_path_factory.mktemp("feeds")
    file = folder / "a.ics"
    file.write_bytes(first)
    stands = first
    for data, crash in writes:
        with pytest.MonkeyPatch.context() as patch:
            if crash:
                patch.setattr(crash, lambda *arguments, **options: (_ for _ in ()).throw(OSError(errno.EIO, "x")))
            try:
                assert publish(file, data) is (data != stands)
            except PublishError:
                assert crash
            else:
                stands = data
        assert file.read_bytes() == stands
        assert names(folder) == ["a.ics"]
