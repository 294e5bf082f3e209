"""Which plugins are to run, and what is said of those that are wanted and cannot be had."""

import os
import time
from itertools import pairwise

import pytest
from tests.conftest import Sandbox
from tests.hooks.outside import Outside, code, outside  # noqa: F401 - pytest finds the fixture here

from vaultsync.config import load_user
from vaultsync.vault.plugins import Found, plugins_of
from vaultsync.vault.still import file_mark


def found(outside: Outside, box: Sandbox | None = None) -> Found:  # noqa: F811
    file = outside.config / "config.toml"
    user, _ = load_user(file.read_text() if file.exists() else "", str(file))
    return plugins_of(box.root if box else None, user, os.environ)


def test_an_enabled_plugin_that_is_not_installed_is_told_of_by_file_and_line(outside, tmp_path):  # noqa: F811
    outside.package(tmp_path / "site", "missing_tea", code(""))
    outside.settings("[targets]\n\n[plugins]\nslow_after = 3\nenable = ['tee', 'zzz']\n")
    tee, zzz = found(outside).problems
    assert (tee.code, tee.path, tee.line) == ("plugin-missing", str(outside.config / "config.toml"), 5)
    assert tee.hint == "Did you mean tea? Or turn it off: vaultsync plugins disable tee"
    assert zzz.hint == ("Install it (pip install vaultsync-zzz). Or turn it off: vaultsync plugins disable zzz")
    assert found(outside).absent == ("tee", "zzz")


def test_without_an_enabled_one_nothing_is_listed(outside, monkeypatch):  # noqa: F811
    monkeypatch.setattr("vaultsync.vault.plugins.installed", lambda _: pytest.fail("it takes a while"))
    assert found(outside).sources == ()


def test_a_file_that_is_not_trusted_is_told_of_with_the_next_step(sandbox, outside):  # noqa: F811
    folder = sandbox.root.resolve() / ".vaultsync/plugins"
    outside.file(code(""), "tea.py", folder=folder, trusted=False)
    (told,) = found(outside, sandbox).problems
    assert (told.code, told.path) == ("plugin-untrusted", ".vaultsync/plugins/tea.py")
    assert told.hint == "Look at it, and decide: vaultsync plugins trust .vaultsync/plugins/tea.py"
    assert found(outside, sandbox).absent == (str(folder / "tea.py"),)


def test_of_a_link_it_is_told_that_the_file_itself_belongs_there_before_it_can_be_trusted(sandbox, outside):  # noqa: F811
    folder = sandbox.root.resolve() / ".vaultsync/plugins"
    folder.mkdir(parents=True)
    (folder / "tea.py").symlink_to("elsewhere.py")
    (told,) = found(outside, sandbox).problems
    assert told.message.endswith("is a symbolic link or lies behind one. Put the file itself there.")
    assert told.hint == "Then look at it, and decide: vaultsync plugins trust .vaultsync/plugins/tea.py"


def test_a_file_of_a_vault_is_trusted_in_that_vault_alone(sandbox, tmp_path, outside):  # noqa: F811
    other = Sandbox(tmp_path / "other", tmp_path)
    for box in (sandbox, other):
        outside.file(code(""), folder=box.root.resolve() / ".vaultsync/plugins", trusted=box is sandbox)
    assert len(found(outside, sandbox).sources) == 1
    assert found(outside, other).sources == ()


def test_a_plugins_stamp_moves_with_its_code(outside, tmp_path):  # noqa: F811
    outside.package(tmp_path / "site", "stamped_tea", code(""))
    outside.settings("[plugins]\nenable = ['tea']\n")
    (before,) = found(outside).sources
    assert found(outside).sources == (before,)
    file = tmp_path / "site/stamped_tea.py"
    assert before.files == (str(file),)
    os.utime(file, ns=(time.time_ns(), time.time_ns() + 1))
    assert found(outside).sources[0].stamp != before.stamp


def test_whatever_decides_on_plugins_is_looked_at(sandbox, outside):  # noqa: F811
    def marks() -> list[object]:
        return [(path, file_mark(path)) for path in found(outside, sandbox).looked_at]

    folder = sandbox.root.resolve() / ".vaultsync/plugins"
    seen = [marks()]
    for act in (
        lambda: outside.settings(""),
        lambda: outside.file(code(""), trusted=False),
        lambda: outside.trust(outside.plugins / "tea.py"),
        lambda: outside.file(code(""), "vault.py", folder=folder, trusted=False),
        (folder / "vault.py").unlink,
    ):
        act()
        seen.append(marks())
    assert all(before != after for before, after in pairwise(seen))
