"""A live ``vaultsync watch`` (or ``serve``), and its log: one JSON object a line on standard error."""

import contextlib
import json
import queue
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Thread
from types import TracebackType
from typing import Any, Self

from processes import PROGRAM, status
from vaults import Bench

FIRST = 600.0
"""Seconds that the first sync of a large vault may take."""

PATIENCE = 60.0
"""Seconds in which a change must have been noticed."""


class NothingHeardError(Exception):
    """The process ended, or kept silent for too long; the message tells what it said last."""


@dataclass(frozen=True, kw_only=True)
class Heard:
    """One line of the log, and when it came (``time.perf_counter``)."""

    at: float
    said: dict[str, Any]

    @property
    def changed(self) -> tuple[str, ...]:
        """The notes that this sync found changed, the first hundred; none for a line about something else."""
        return tuple(self.said.get("changed") or ()) if self.said.get("event") == "synced" else ()


class Watch:
    """The process, from its first sync on. Use it in a ``with`` statement: it is ended at the end."""

    def __init__(self, bench: Bench, *command: str) -> None:
        verb = command or ("watch", "--log-format", "json")
        self._process = subprocess.Popen(
            [*PROGRAM, "--vault", str(bench.root), *verb],
            env=bench.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
        self.pid = self._process.pid
        self.heard: list[Heard] = []
        self._lines: queue.SimpleQueue[Heard | None] = queue.SimpleQueue()
        self._other: list[str] = []
        Thread(target=self._listen, daemon=True).start()

    def __enter__(self) -> Self:
        try:
            self._begin()
        except BaseException:
            self.end()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.end()

    def next(self, patience: float) -> Heard | None:
        """The next line, or None where none comes in so many seconds. Raises NothingHeardError where none ever will."""
        try:
            heard = self._lines.get(timeout=max(0.0, patience))
        except queue.Empty:
            return None
        if heard is None:
            raise self._nothing("ended")
        self.heard.append(heard)
        return heard

    def wait_for(self, path: str, patience: float = PATIENCE) -> Heard:
        """The line of the sync that has seen the change of that note."""
        return self._wait(lambda heard: path in heard.changed, f"change of {path}", patience)

    def _wait(self, wanted: Callable[[Heard], bool], what: str, patience: float) -> Heard:
        until = time.perf_counter() + patience
        while (heard := self.next(until - time.perf_counter())) is not None:
            if wanted(heard):
                return heard
        raise self._nothing(f"told of no {what} in {patience:g} s")

    def drain(self, quiet: float) -> None:
        """Hear everything until nothing has come for so many seconds. Raises NothingHeardError where that never is."""
        until = time.perf_counter() + PATIENCE + quiet
        while self.next(quiet) is not None:
            if time.perf_counter() > until:
                raise self._nothing("does not come to rest")

    def _begin(self) -> None:
        """Wait for the first sync; one that fails is tried again for ever, and would be waited for in vain."""
        heard = self._wait(lambda heard: heard.said.get("event") in {"synced", "failed"}, "first sync", FIRST)
        if heard.said["event"] == "failed":
            raise self._nothing("could not sync")

    def memory(self) -> tuple[float, float]:
        """What the process holds in memory now, and the most it ever held, in MB; zeros where nobody tells."""
        told = status(self.pid)
        return told.get("VmRSS", 0) / 1024, told.get("VmHWM", 0) / 1024

    def end(self) -> int:
        """Ask the process to end, and wait until it has; the exit code."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(30)
        if self._process.poll() is None:
            self._process.kill()
        return self._process.wait()

    def _nothing(self, what: str) -> NothingHeardError:
        last = "\n".join([*self._other[-20:], *(str(heard.said) for heard in self.heard[-3:])])
        return NothingHeardError(f"vaultsync {what}. It said:\n{last}")

    def _listen(self) -> None:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            at = time.perf_counter()
            try:
                said = json.loads(line)
            except ValueError:
                said = None
            if isinstance(said, dict):
                self._lines.put(Heard(at=at, said=said))
            else:
                self._other.append(line.rstrip())
        self._lines.put(None)
