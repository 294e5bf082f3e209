"""What every test gets: a state folder of its own, and Hypothesis settings that do not judge by the clock."""

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from vaultsync.sync import Arrangement, Options, Plan, apply, arrange, plan, read
from vaultsync.vault.state import load_state, state_folder

TODAY = "2026-11-22"

settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("nightly", deadline=None, max_examples=10_000, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.fixture(autouse=True)
def state_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep every test's state away from the machine's, and from the other tests'."""
    folder = tmp_path_factory.mktemp("state")
    monkeypatch.setenv("VAULTSYNC_STATE_DIR", str(folder))
    monkeypatch.delenv("VAULTSYNC_VAULT", raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    return folder


class Planned:
    """An arrangement and the plan made of it, as one thing to ask."""

    def __init__(self, arranged: Arrangement, made: Plan) -> None:
        self.network, self.schedule = arranged.network, arranged.schedule
        self.plan = made

    def __getattr__(self, name: str) -> object:
        return getattr(self.plan, name)


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

    def arrange(self, today: str = TODAY, **options: object) -> Arrangement:
        state, _ = load_state(self._folder)
        return arrange(read(self.root), state, date.fromisoformat(today), Options(**options))

    def plan(self, today: str = TODAY, **options: object) -> Planned:
        arranged = self.arrange(today, **options)
        return Planned(arranged, plan(arranged))

    def sync(self, today: str = TODAY, **options: object) -> Planned:
        made = self.plan(today, **options)
        self.applied = apply(made.plan, self.feeds, self._folder)
        return made

    @property
    def _folder(self) -> Path:
        return state_folder(self.root, {"VAULTSYNC_STATE_DIR": str(self._state)})

    @property
    def feeds(self) -> Path:
        return self.root / ".vaultsync" / "feeds"

    def feed(self, name: str = "catch-ups") -> str:
        return (self.feeds / f"{name}.ics").read_bytes().decode("utf-8")


@pytest.fixture
def sandbox(tmp_path: Path, state_home: Path) -> Sandbox:
    """An empty vault of its own."""
    return Sandbox(tmp_path / "vault", state_home)
