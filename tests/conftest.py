"""What every test gets: a state folder of its own, and Hypothesis settings that do not judge by the clock."""

import contextlib
import os
import sqlite3
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from vaultsync.sync import Line, Options, Plan, looked, synced
from vaultsync.sync.plan import plan
from vaultsync.vault.index import remove_index
from vaultsync.vault.state import STATE_FILE, state_folder

TODAY = "2026-11-22"

# make test asks the same each time, so that a change is judged by itself; make nightly looks further.
settings.register_profile("default", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("nightly", deadline=None, max_examples=10_000, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.fixture(autouse=True)
def state_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep every test's state away from the machine's, and from the other tests'."""
    folder = tmp_path_factory.mktemp("state")
    monkeypatch.setenv("VAULTSYNC_STATE_DIR", str(folder))
    monkeypatch.setenv("VAULTSYNC_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
    monkeypatch.delenv("VAULTSYNC_VAULT", raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    return folder


class Planned:
    """A line and the plan made of it, as one thing to ask."""

    def __init__(self, line: Line, made: Plan) -> None:
        self.network, self.schedule = line.network, line.schedule
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

    def arrange(self, today: str = TODAY, **options: object) -> Line:
        return looked(self.root, lambda _: date.fromisoformat(today), Options(**options))

    def plan(self, today: str = TODAY, **options: object) -> Planned:
        line = self.arrange(today, **options)
        return Planned(line, plan(line))

    def sync(self, today: str = TODAY, **options: object) -> Planned:
        line, done = synced(self.root, lambda _: date.fromisoformat(today), Options(**options))
        self.applied = done.applied
        return Planned(line, done.plan)

    def lose_index(self) -> "Sandbox":
        """Let everything be worked out anew at the next run."""
        remove_index(self.root, os.environ)
        return self

    def rows(self, asked: str) -> list[tuple[object, ...]]:
        """What stands in the state."""
        with contextlib.closing(sqlite3.connect(self._folder / STATE_FILE)) as book:
            return book.execute(asked).fetchall()

    def state(self) -> dict[str, list[tuple[object, ...]]]:
        """The whole state, table by table."""
        tables = [name for (name,) in self.rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
        return {name: self.rows(f"SELECT * FROM {name} ORDER BY 1, 2") for name in tables}

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
