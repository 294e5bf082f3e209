"""Openers on the disk: whose counts, and which files are passed over."""

from pathlib import Path

import pytest

from vaultsync.vault.openers import MOST_BYTES, read_openers


class Folders:
    def __init__(self, home: Path) -> None:
        self.root, self.shipped, self.config = home / "vault", home / "shipped", home / "config"
        self.vaults, self.own = self.root / ".vaultsync/openers", self.config / "openers"
        for folder in (self.shipped, self.vaults, self.own):
            folder.mkdir(parents=True)

    def read(self):
        return read_openers(self.root, self.shipped, {"VAULTSYNC_CONFIG_DIR": str(self.config)})


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(tmp_path)


def test_your_own_count_before_the_vaults_and_those_before_the_shipped(folders: Folders):
    for name, places in {
        "a": (folders.shipped,),
        "b": (folders.shipped, folders.vaults),
        "c": (folders.shipped, folders.vaults, folders.own),
    }.items():
        for place in places:
            (place / f"{name}.txt").write_text(place.parent.name)
    found, told = folders.read()
    assert {name: (one.text, one.shipped) for name, one in found.items()} == {
        "a": (folders.shipped.parent.name, True),
        "b": (".vaultsync", False),
        "c": ("config", False),
    }
    assert told == ()


def test_no_folder_is_no_trouble(tmp_path: Path):
    assert read_openers(tmp_path, tmp_path / "none", {"VAULTSYNC_CONFIG_DIR": str(tmp_path)}) == ({}, ())


def test_what_is_no_text_or_too_long_or_leads_elsewhere_is_passed_over_and_said(folders: Folders, tmp_path: Path):
    (tmp_path / "secret.txt").write_text("secret")
    (folders.vaults / "away.txt").symlink_to(tmp_path / "secret.txt")
    (folders.vaults / "binary.txt").write_bytes(b"\xff\xfe\xff")
    (folders.vaults / "folder.txt").mkdir()
    (folders.vaults / "long.txt").write_text("x" * (MOST_BYTES + 1))
    (folders.vaults / ".hidden.txt").write_text("x")
    (folders.vaults / "note.md").write_text("x")
    (folders.vaults / "whole.txt").write_text("x" * MOST_BYTES)
    found, told = folders.read()
    assert list(found) == ["whole"]
    assert [one.split("/")[-1].split(" ")[0] for one in told] == ["away.txt", "binary.txt", "folder.txt", "long.txt"]
