"""Where the user may not write, or the disk is full: nothing changes, and the reason is said."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.vault.denied import NOBODY
from tests.vault.steps import NEW, OLD, Place

from vaultsync.vault.journal_recover import recover
from vaultsync.vault.write import Written
from vaultsync.vault.write_new import create_note

ROOT = Path(__file__).parents[2]
DENIED = ["write-refused", "The note could not be written: permission was denied."]


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody can reach, which those of pytest are not."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        for path in folder.rglob("*"):
            if path.is_dir():
                path.chmod(0o755)


def test_one_who_may_not_write_changes_nothing_and_is_told(open_folder):
    places = {name: Place(open_folder / name) for name in ("a free vault", "a closed vault", "a closed state")}
    for place in places.values():
        place.state.mkdir()
        place.note.chmod(0o666)
        for path in (place.root, place.state):
            path.chmod(0o777)
        if os.geteuid() == 0:
            for path in (place.root, place.state, place.note):
                os.chown(path, NOBODY, NOBODY)
    places["a closed vault"].root.chmod(0o555)
    places["a closed state"].state.chmod(0o555)
    found = subprocess.run(
        [sys.executable, "-m", "tests.vault.denied", str(open_folder)], cwd=ROOT, capture_output=True, check=True
    )
    journal = places["a closed state"].state / "journal"
    unkept = [
        "write-refused",
        f"The undo journal in {journal} could not be written: permission was denied. Check who may write there.",
    ]
    assert json.loads(found.stdout) == {
        "write in a free vault": [],
        "create in a free vault": [],
        "write in a closed vault": DENIED,
        "create in a closed vault": DENIED,
        "write in a closed state": unkept,
        "create in a closed state": unkept,
    }
    assert {name: place.shown for name, place in places.items()} == {
        "a free vault": ["Ana.md", "Bo.md"],
        "a closed vault": ["Ana.md"],
        "a closed state": ["Ana.md"],
    }
    assert [place.note.read_bytes() for place in places.values()] == [NEW, OLD, OLD]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own, of 256 kB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "none", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.clients
@pytest.mark.parametrize("free", range(0, 50_000, 4096))
@pytest.mark.parametrize("where", ["vault", "state", "both"])
def test_on_a_full_disk_a_note_is_written_whole_or_not_at_all(small_disk, tmp_path, where, free):
    place = Place(small_disk if where != "state" else tmp_path)
    if where != "both":
        place.state = (tmp_path if where == "vault" else small_disk) / "state"
    new = NEW * 1000
    fill(small_disk, free)
    found = place.write(new=new)
    made = create_note(place.root, "People/Bo.md", new, place.journal(at=1.0))
    for each in (found, made):
        if not isinstance(each, Written):
            assert each.code == "write-refused"
            assert "the disk is full" in each.message
    assert recover(place.root, place.journal(at=2.0)) == ()
    assert place.note.read_bytes() == (new if isinstance(found, Written) else OLD)
    assert place.shown == ["Ana.md", *(["People/Bo.md"] if isinstance(made, Written) else [])]
    if free == 0 and where != "state":
        assert not isinstance(found, Written)
    (small_disk / "filled").unlink()
    if not isinstance(found, Written):
        assert isinstance(place.write(new=new, journal=place.journal(at=3.0)), Written)


def fill(disk: Path, free: int) -> None:
    """Leave so many bytes on the disk."""
    with (disk / "filled").open("wb", buffering=0) as file:
        room = os.statvfs(disk)
        file.write(bytes(max(0, room.f_bavail * room.f_bsize - free)))
