"""Plugins from outside, as a user has them: single files that they trusted, installed packages, their own settings."""

import hashlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from vaultsync.vault.trust import FOLDER, keep_trust

HEAD = """
from vaultsync import *

@hookimpl
def vaultsync_info():
    return PluginInfo(name={name!r}, summary="Made for a test."{more})

"""


def code(body: str, name: str = "tea", more: str = "") -> str:
    """The text of a plugin: its info, and these hooks."""
    return HEAD.format(name=name, more=more) + dedent(body)


class Outside:
    """The user's own settings folder, and the plugins that they have."""

    def __init__(self, config: Path, patch: pytest.MonkeyPatch) -> None:
        self.config, self._patch = config.resolve(), patch
        self._packages: list[str] = []
        self.plugins = self.config / FOLDER

    def settings(self, text: str) -> None:
        """Write the user's own ``config.toml``."""
        self.config.mkdir(exist_ok=True, parents=True)
        file = self.config / "config.toml"
        file.write_text(dedent(text), encoding="utf-8")
        file.chmod(0o600)

    def file(self, text: str, name: str = "tea.py", *, trusted: bool = True, folder: Path | None = None) -> Path:
        """Put a single file into the user's own folder of plugins, or into ``folder``; trust it as it is."""
        path = (folder or self.plugins) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        if trusted:
            self.trust(path)
        return path

    def trust(self, path: Path) -> None:
        """Trust a file as it is now."""
        keep_trust(path, hashlib.sha256(path.read_bytes()).hexdigest(), os.environ)

    def package(
        self, site: Path, module: str, text: str, *, entry: str = "tea", version: str = "1.2", group: str | None = None
    ) -> None:
        """Install a distribution of one module into the folder ``site``, which is put on the import path."""
        site.mkdir(exist_ok=True)
        (site / f"{module}.py").write_text(text, encoding="utf-8")
        info = site / f"{module}-{version}.dist-info"
        info.mkdir(exist_ok=True)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: {version}\n")
        (info / "entry_points.txt").write_text(f"[{group or 'vaultsync.plugins'}]\n{entry} = {module}\n")
        self._packages.append(module)
        if str(site) not in sys.path:
            self._patch.syspath_prepend(site)

    def forget(self) -> None:
        """Let another test import its own modules of these names."""
        for name in self._packages:
            sys.modules.pop(name, None)


@pytest.fixture
def outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Outside]:
    """A user without plugins yet."""
    monkeypatch.setenv("VAULTSYNC_CONFIG_DIR", str(tmp_path / "config"))
    made = Outside(tmp_path / "config", monkeypatch)
    yield made
    made.forget()
