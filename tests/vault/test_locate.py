from pathlib import Path

import pytest

from vaultsync.vault.locate import find_vault


@pytest.mark.parametrize("mark", ["vaultsync.toml", ".obsidian"])
def test_the_nearest_folder_upwards_that_is_a_vault_is_the_vault(tmp_path, mark):
    vault = tmp_path / "vault"
    deep = vault / "People" / "Friends"
    deep.mkdir(parents=True)
    (tmp_path / "vaultsync.toml").touch()
    if mark == ".obsidian":
        (vault / mark).mkdir()
    else:
        (vault / mark).touch()
    assert find_vault(deep) == vault
    assert find_vault(vault) == vault


def test_a_folder_in_no_vault_has_none(tmp_path):
    assert find_vault(tmp_path) is None


def test_a_folder_called_like_the_settings_file_is_no_sign_of_a_vault(tmp_path):
    (tmp_path / "vaultsync.toml").mkdir()
    (tmp_path / ".obsidian").touch()
    assert find_vault(tmp_path) is None


def test_a_start_that_does_not_exist_is_looked_for_upwards(tmp_path):
    (tmp_path / "vaultsync.toml").touch()
    assert find_vault(tmp_path / "gone" / "deeper") == tmp_path


def test_a_path_that_cannot_be_looked_at_is_no_vault(tmp_path):
    assert find_vault(tmp_path / ("x" * 300)) is None


def test_a_relative_start_is_taken_from_here(tmp_path, monkeypatch):
    (tmp_path / "vaultsync.toml").touch()
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path / "sub")
    assert find_vault(Path()) == tmp_path
