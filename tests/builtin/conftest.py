"""A small vault that a sync may write into, and the program to do it."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.conftest import Said, cli
from tests.conftest import TODAY, Sandbox

__all__ = ["cli"]

LONG_AGO = 1_700_000_000


class Keeper:
    """Syncs that write into the notes of a vault, all of which were left alone for long before each call."""

    def __init__(self, vault: Sandbox, cli: Callable[..., Said]) -> None:
        self.vault = vault
        self._cli = cli

    def has(self, notes: dict[str, str], write: str = "", *, enabled: bool = True) -> "Keeper":
        """Write notes, and what stands under [write]."""
        allowed = "enabled = true\n" if enabled else ""
        self.vault.write({"vaultsync.toml": f"[write]\n{allowed}{write}\n", **notes})
        return self

    def __call__(self, *arguments: object, today: str = TODAY) -> Said:
        for file in self.vault.root.rglob("*.md"):
            os.utime(file, (LONG_AGO, LONG_AGO))
        said = self._cli("--vault", self.vault.root, "--today", today, *arguments)
        assert said.code == 0, said.err
        return said

    def sync(self, *arguments: object, today: str = TODAY) -> Said:
        return self("sync", *arguments, today=today)

    def file(self, path: str) -> Path:
        return self.vault.root / path

    def text(self, path: str) -> str:
        return self.file(path).read_bytes().decode("utf-8")

    def swap(self, path: str, old: str, new: str) -> None:
        """Edit a note as a user does: the old text stands in it once."""
        text = self.text(path)
        assert text.count(old) == 1, text
        self.file(path).write_bytes(text.replace(old, new).encode())

    def notes(self) -> dict[str, bytes]:
        return {
            file.relative_to(self.vault.root).as_posix(): file.read_bytes()
            for file in sorted(self.vault.root.rglob("*.md"))
        }

    def touched(self) -> list[str]:
        """The notes that were written since the last call began."""
        root = self.vault.root
        return [str(file.relative_to(root)) for file in sorted(root.rglob("*.md")) if file.stat().st_mtime != LONG_AGO]

    def contacts(self, who: str, today: str = TODAY) -> list[tuple[str, str]]:
        """Day and channel of each contact with a person, newest first."""
        known = self.vault.arrange(today).network.interactions.get(f"People/{who}.md", ())
        return [(one.day.isoformat(), one.channel) for one in known]


@pytest.fixture
def keeper(sandbox: Sandbox, cli: Callable[..., Said]) -> Keeper:
    """An empty vault that a sync may write into."""
    return Keeper(sandbox, cli)
