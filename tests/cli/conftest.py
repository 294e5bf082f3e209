"""The program, called as from a shell, in this process."""

import json
import sys
from pathlib import Path

import pytest

from vaultsync.cli import main as entry


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
