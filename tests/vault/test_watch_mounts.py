"""Which disks have to be asked."""

from pathlib import Path

import pytest

from vaultsync.vault.watch_mounts import kind_of, remote

TABLE = r"""27 1 254:0 / / rw,relatime - ext4 /dev/vda rw,discard
40 27 0:45 / /home/ana/cloud rw - fuse.sshfs ana@host:/ rw
41 27 0:46 / /home/ana/my\040notes rw shared:3 master:1 - cifs //nas/notes rw
42 27 0:47 / /home/ana/safe rw - fuse.gocryptfs /home/ana/.safe rw
43 27 8:1 / /media/usb rw - fuseblk /dev/sdb1 rw
44 27 0:48 / /srv rw - nfs4 nas:/srv rw
45 44 0:49 / /srv rw - ext4 /dev/vdb rw
46 27 0:50 / /c rw - 9p C:\134 rw
a line that says nothing
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/ana/notes", "ext4"),
        ("/home/ana/cloud", "fuse.sshfs"),
        ("/home/ana/cloud/notes", "fuse.sshfs"),
        ("/home/ana/cloudy", "ext4"),
        ("/home/ana/my notes/people", "cifs"),
        ("/srv/notes", "ext4"),
        ("/c/notes", "9p"),
    ],
)
def test_the_last_and_longest_mount_above_a_folder_counts(path, kind):
    assert kind_of(path, TABLE) == kind


def test_an_empty_table_says_nothing():
    assert kind_of("/home", "") == ""


@pytest.mark.parametrize(
    ("system", "kind"),
    [
        ("ext4", ""),
        ("btrfs", ""),
        ("fuseblk", ""),
        ("fuse.gocryptfs", ""),
        ("fuse.sshfs", "fuse.sshfs"),
        ("fuse.rclone", "fuse.rclone"),
        ("nfs4", "nfs4"),
        ("cifs", "cifs"),
        ("9p", "9p"),
        ("drvfs", "drvfs"),
    ],
)
def test_disks_of_other_machines_are_known_by_their_kind(tmp_path, system, kind):
    table = tmp_path / "mountinfo"
    table.write_text(f"1 0 0:1 / / rw - {system} somewhere rw\n")
    assert remote(tmp_path, table) == kind


def test_a_system_that_tells_nothing_is_taken_for_local(tmp_path):
    assert remote(tmp_path, tmp_path / "none") == ""


def test_a_share_of_windows_is_known_by_its_name(monkeypatch):
    monkeypatch.setattr("os.path.realpath", lambda path: r"\\nas\notes")
    assert remote(Path("N:/")) == "network share"
