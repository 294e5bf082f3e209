"""The code that pages show without a folder to try it in: Python runs, and TOML and YAML can be read."""

import importlib.util
import re
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from tests.docs.console import ROOT, pages

from vaultsync.config.user import load_user

STAND_IN = ROOT / "plugins" / "examples" / "old_friend.py"
"""What pages call ``vaultsync_mine``."""


def _blocks(page: Path, language: str) -> list[str]:
    text = page.read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def _with(language: str) -> list[Path]:
    return [page for page in [*pages(), *(ROOT / "plugins").glob("**/README.md")] if _blocks(page, language)]


def _named(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", _with("python"), ids=_named)
def test_python_in_a_page_runs(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = importlib.util.spec_from_file_location("vaultsync_mine", STAND_IN)
    assert spec is not None
    assert spec.loader is not None
    mine = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "vaultsync_mine", mine)
    spec.loader.exec_module(mine)
    given: dict[str, object] = {"__name__": "page"}
    monkeypatch.setitem(sys.modules, "page", type(sys)("page"))
    for block in _blocks(page, "python"):
        exec(compile(block, str(page), "exec", dont_inherit=True), given)
    for name, made in list(given.items()):
        if name.startswith("test_") and callable(made):
            made()


@pytest.mark.parametrize("page", _with("toml"), ids=_named)
def test_toml_in_a_page_can_be_read(page: Path) -> None:
    for block in _blocks(page, "toml"):
        if tomllib.loads(block).keys() & {"plugins", "targets"}:  # the user's own file, which knows no other tables
            assert load_user(block)[1] == ()


@pytest.mark.parametrize("page", _with("yaml"), ids=_named)
def test_yaml_in_a_page_can_be_read(page: Path) -> None:
    for block in _blocks(page, "yaml"):
        assert list(yaml.safe_load_all(block))
