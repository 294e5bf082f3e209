"""Which plugins are installed: listed without importing any, and listed again when the import path moves."""

import os
import sys
import time
from importlib import metadata
from pathlib import Path

import pytest
from tests.hooks.outside import Outside, outside  # noqa: F401 - pytest finds the fixture here

from vaultsync.vault.installed import FILE, Installed, installed, module_files


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A line for each time that the entry points were looked up."""
    found, real = [], metadata.entry_points

    def entry_points(**given: str) -> object:
        found.append(given["group"])
        return real(**given)

    monkeypatch.setattr(metadata, "entry_points", entry_points)
    return found


TEA = Installed(name="tea", module="listed_tea", package="listed_tea", version="1.2")


def test_a_plugin_is_known_by_its_entry_point_and_not_imported(outside: Outside, tmp_path: Path):  # noqa: F811
    outside.package(tmp_path / "site", "listed_tea", "raise SystemExit")
    outside.package(tmp_path / "site", "listed_other", "raise SystemExit", entry="other", group="other.plugins")
    found = installed(os.environ)
    assert found["tea"] == TEA
    assert "other" not in found
    assert "listed_tea" not in sys.modules


def test_of_two_of_one_name_the_first_by_package_is_listed(outside: Outside, tmp_path: Path):  # noqa: F811
    for module in ("listed_zoe", "listed_abe"):
        outside.package(tmp_path / module, module, "")
    assert installed(os.environ)["tea"].package == "listed_abe"


def test_the_list_is_kept_and_made_anew_when_a_folder_of_the_import_path_moves(outside, tmp_path, looks):  # noqa: F811
    site = tmp_path / "site"
    outside.package(site, "listed_tea", "")
    first = installed(os.environ)
    assert (installed(os.environ), len(looks)) == (first, 1)
    outside.package(site, "listed_milk", "", entry="milk")
    os.utime(site, ns=(time.time_ns(), time.time_ns() + 1))
    assert installed(os.environ).keys() - first.keys() == {"milk"}
    assert len(looks) == 2
    sys.path.append(str(tmp_path / "more"))
    try:
        installed(os.environ)
    finally:
        sys.path.remove(str(tmp_path / "more"))
    assert len(looks) == 3


@pytest.mark.parametrize("kept", [b"", b"{", b'{"path": 3}', b'{"path": [], "plugins": [{}]}'])
def test_a_list_that_cannot_be_read_is_made_anew(outside, tmp_path, looks, kept):  # noqa: F811
    outside.package(tmp_path / "site", "listed_tea", "")
    (Path(os.environ["VAULTSYNC_CACHE_DIR"]) / FILE).write_bytes(kept)
    assert installed(os.environ)["tea"] == TEA
    assert installed(os.environ)["tea"] == TEA
    assert len(looks) == 1


def test_a_list_that_cannot_be_kept_is_a_list_even_so(outside, tmp_path, monkeypatch):  # noqa: F811
    outside.package(tmp_path / "site", "listed_tea", "")
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("VAULTSYNC_CACHE_DIR", str(tmp_path / "file" / "below"))
    assert installed(os.environ)["tea"] == TEA


def test_the_files_of_a_module_are_found_without_running_it(tmp_path, monkeypatch):
    package = tmp_path / "listed_whole" / "inner"
    package.mkdir(parents=True)
    for file in (tmp_path / "listed_one.py", package.parent / "__init__.py", package / "more.py"):
        file.write_text("raise SystemExit")
    monkeypatch.syspath_prepend(tmp_path)
    assert module_files("listed_one") == (str(tmp_path / "listed_one.py"),)
    assert module_files("listed_whole.inner") == (str(package.parent / "__init__.py"), str(package / "more.py"))
    assert module_files("listed_nowhere") == ()
