"""Sending what is published to the places that the user's own settings know, and letting plugins bring news of it."""

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from vaultsync.hooks.spec import Published
from vaultsync.model import CatchUp, Problem
from vaultsync.sync.line import Line
from vaultsync.sync.plan import Plan
from vaultsync.sync.rows import decode_catch_up
from vaultsync.sync.when_looked_at import WhenLookedAt
from vaultsync.vault.state import STATE_FILE, state_folder


def has_readers(line: Line) -> bool:
    """Whether there is anything to send, or anybody to bring news."""
    return bool(line.known_world.settings.publish.targets) or line.asking.asks("vaultsync_deliver")


def sent(line: Line, plan: Plan) -> tuple[Problem, ...]:
    """Send what a plan published to wherever the settings say, and let plugins bring news of it; what went wrong.

    It can take half a minute, and reads what was kept, not the books of the line: those may be in use by then.
    """
    return (*_sent(line, plan), *_delivered(line, plan))


def _delivered(line: Line, plan: Plan) -> tuple[Problem, ...]:
    if not line.asking.asks("vaultsync_deliver"):
        return ()
    path = state_folder(line.root, os.environ) / STATE_FILE
    catch_ups = WhenLookedAt[CatchUp](lambda: _catch_ups(path))
    return line.asking.deliver(Published(catch_ups=catch_ups, artifacts=plan.artifacts))


def _catch_ups(path: Path) -> Iterator[CatchUp]:
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        rows = connection.execute("SELECT data FROM published ORDER BY starts, uid").fetchall()
    return (decode_catch_up(data) for (data,) in rows)


def _sent(line: Line, plan: Plan) -> tuple[Problem, ...]:
    settings = line.known_world.settings
    if not settings.publish.targets:
        return ()
    from vaultsync.vault.targets import send  # noqa: PLC0415 - most vaults send nothing anywhere

    artifacts = {one.name: one.data for one in plan.artifacts}
    return send(
        settings,
        artifacts,
        state_folder(line.root, os.environ),
        os.environ,
        clock=time.monotonic,
        sleep=time.sleep,
        kept=frozenset(plan.owners.keys() - artifacts.keys()),
    )


class Sender:
    """A thread that sends, for whoever cannot wait: of several plans that come meanwhile, the last counts."""

    def __init__(self, tell: Callable[[tuple[Problem, ...]], None]) -> None:
        self._tell = tell
        self._waiting: Callable[[], tuple[Problem, ...]] | None = None
        self._came = threading.Event()
        self._closed = False
        self._thread = threading.Thread(target=self._run, daemon=True, name="vaultsync-send")
        self._thread.start()

    def send(self, act: Callable[[], tuple[Problem, ...]]) -> None:
        """Send this next, in the place of what waits."""
        self._waiting = act
        self._came.set()

    def close(self) -> None:
        """Begin nothing more; what is under way ends by itself."""
        self._closed = True
        self._came.set()

    def _run(self) -> None:
        while True:
            self._came.wait()
            self._came.clear()
            act, self._waiting = self._waiting, None
            if self._closed:
                return
            if act is not None:
                self._tell(act())
