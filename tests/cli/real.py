"""The program itself in a process of its own, and its log of JSON, read as it comes."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from tests.conftest import TODAY

DEADLINE = 30.0
"""Seconds that anything may take on a machine that is busy with something else."""


def until(condition: Callable[[], Any], what: object = "") -> Any:
    """Wait until the condition holds, and return what it said."""
    end = time.monotonic() + DEADLINE
    while not (found := condition()):
        assert time.monotonic() < end, what() if callable(what) else what
        time.sleep(0.01)
    return found


class Real:
    """``vaultsync watch`` or ``serve``, and what it told so far."""

    def __init__(self, *arguments: object, today: str = TODAY) -> None:
        command = [sys.executable, "-m", "vaultsync", *map(str, arguments), "--log-format", "json", "-v"]
        self.process = subprocess.Popen([*command, "--today", today], stderr=subprocess.PIPE, text=True)
        self.told: list[dict[str, Any]] = []
        self.other: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        for text in self.process.stderr or ():
            with contextlib.suppress(ValueError):
                self.told.append(json.loads(text))
                continue
            self.other.append(text)

    def events(self, name: str) -> list[dict[str, Any]]:
        """What it told under that name."""
        return [each for each in list(self.told) if each.get("event") == name]

    def syncs(self) -> list[dict[str, Any]]:
        """What it told, but for requests."""
        return [each for each in list(self.told) if each.get("event") != "request"]

    def ready(self) -> "Real":
        """Wait for the first sync."""
        self.until(lambda: self.events("synced"))
        return self

    def until(self, condition: Callable[[], Any]) -> Any:
        """Wait until the condition holds while it runs."""
        return until(lambda: condition() or self._ended(), lambda: f"{self.syncs()[-5:]} {self.other}")

    def _ended(self) -> None:
        assert self.process.poll() is None, f"it ended with {self.process.returncode}: {self.other}"

    def ended(self, number: int = signal.SIGTERM) -> int:
        """Its exit code, once it was told to end."""
        self.process.send_signal(number)
        code = self.process.wait(DEADLINE)
        self._reader.join(DEADLINE)
        return code

    def kill(self) -> None:
        """End it in any case."""
        self.process.kill()
        self.process.wait()
        self._reader.join(DEADLINE)
        if self.process.stderr is not None:
            self.process.stderr.close()


def beside(*arguments: object, today: str = TODAY) -> subprocess.CompletedProcess[str]:
    """Another call of the program, in a process of its own, to its end."""
    command = [sys.executable, "-m", "vaultsync", *map(str, arguments), "--today", today]
    return subprocess.run(command, capture_output=True, text=True, timeout=DEADLINE, check=False, env={**os.environ})
