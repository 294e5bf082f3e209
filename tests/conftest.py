"""What every test gets: a state folder of its own, and Hypothesis settings that do not judge by the clock."""

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from vaultsync.sync import Options, Plan, apply, plan, read
from vaultsync.vault.state import load_state, state_folder

TODAY = "2026-11-22"

settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("nightly", deadline=None, max_examples=10_000, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.fixture(autouse=True)
def _own_state(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep every test's state away from the machine's, and from the other tests'."""
    folder = tmp_path_factory.mktemp("state")
    monkeypatch.setenv("VAULTSYNC_STATE_DIR", str(folder))
    monkeypatch.delenv("VAULTSYNC_VAULT", raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    return folder


class Sandbox:
    """A small vault on the disk, and the line run over it."""

    def __init__(self, root: Path, state: Path) -> None:
        self.root = root
        self._state = state
        root.mkdir(parents=True, exist_ok=True)

    def write(self, notes: Mapping[str, str]) -> "Sandbox":
        for path, text in notes.items():
            file = self.root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="")
        return self

    def remove(self, *paths: str) -> "Sandbox":
        for path in paths:
            (self.root / path).unlink()
        return self

    def plan(self, today: str = TODAY, **options: object) -> Plan:
        folder = state_folder(self.root, {"VAULTSYNC_STATE_DIR": str(self._state)})
        state, _ = load_state(folder)
        return plan(read(self.root), state, date.fromisoformat(today), Options(**options))

    def sync(self, today: str = TODAY, **options: object) -> Plan:
        made = self.plan(today, **options)
        folder = state_folder(self.root, {"VAULTSYNC_STATE_DIR": str(self._state)})
        self.applied = apply(made, self.feeds, folder)
        return made

    @property
    def feeds(self) -> Path:
        return self.root / ".vaultsync" / "feeds"

    def feed(self, name: str = "catch-ups") -> str:
        return (self.feeds / f"{name}.ics").read_bytes().decode("utf-8")


@pytest.fixture
def sandbox(tmp_path: Path, _own_state: Path) -> Sandbox:
    """An empty vault of its own."""
    return Sandbox(tmp_path / "vault", _own_state)
