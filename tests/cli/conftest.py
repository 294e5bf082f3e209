"""The program, called as from a shell, in this process."""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from tests.conftest import TODAY, Sandbox

from vaultsync.cli import main as entry

LONG_AGO = 1_700_000_000
ANA = "---\ncadence: 6 weeks\naliases: [Annie]\n---\n## Log\n- 2026-10-01 ☎ call: hello\n"
BO = "---\nemail: bo@example.org\nphone: +44 7700 900114\naliases:\n  - Annie\n---\n"


class Said:
    """What a call printed, and its exit code."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def json(self) -> object:
        return json.loads(self.out)


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path):
    """Call vaultsync with arguments, from an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")

    def call(*arguments: object) -> Said:
        monkeypatch.setattr(sys, "argv", ["vaultsync", *map(str, arguments)])
        capfd.readouterr()
        with pytest.raises(SystemExit) as left:
            entry.run()
        sys.stdout.flush()
        out, err = capfd.readouterr()
        return Said(int(left.value.code or 0), out, err)

    return call


class Writer:
    """Commands that write, in a small vault whose notes nobody has touched for an hour."""

    def __init__(self, vault: Sandbox, cli: Callable[..., Said]) -> None:
        self.vault = vault
        self._cli = cli

    def __call__(self, *arguments: object, today: str = TODAY) -> Said:
        for file in self.vault.root.rglob("*.md"):
            os.utime(file, (LONG_AGO, LONG_AGO))
        return self._cli("--vault", self.vault.root, "--today", today, *arguments)

    def text(self, path: str) -> str:
        return self.bytes(path).decode("utf-8")

    def bytes(self, path: str) -> bytes:
        return (self.vault.root / path).read_bytes()

    def contacts(self, who: str = "Ana Reyes", today: str = TODAY) -> list[tuple[str, str, str]]:
        """Day, channel and direction of each contact with one person, newest first, as the notes now tell them."""
        network = self.vault.arrange(today).network
        (uid,) = (person.uid for person in network.people if person.name == who)
        return [(each.day.isoformat(), each.channel, each.direction) for each in network.interactions.get(uid, ())]


@pytest.fixture
def guest(sandbox: Sandbox, cli: Callable[..., Said], monkeypatch: pytest.MonkeyPatch) -> Writer:
    """A vault with Ana and Bo in it, and commands for it. It was not told yet that it may be written into."""

    def slept(seconds: float) -> None:
        pytest.fail(f"a command slept for {seconds} s")

    monkeypatch.setattr("vaultsync.cli.writing.time", SimpleNamespace(time=time.time, sleep=slept))
    sandbox.write({".obsidian/daily-notes.json": '{"folder": "Daily"}', "People/Ana Reyes.md": ANA, "People/Bo.md": BO})
    return Writer(sandbox, cli)


@pytest.fixture
def writer(guest: Writer) -> Writer:
    """The same vault, into which may be written."""
    guest.vault.write({"vaultsync.toml": "[write]\nenabled = true\n"})
    return guest
