"""Sending what is published to the places that the user's own settings know, once it is published here."""

import os
import threading
import time
from collections.abc import Callable

from vaultsync.model import Problem
from vaultsync.sync.line import Line
from vaultsync.sync.plan import Plan
from vaultsync.vault.state import state_folder


def sent(line: Line, plan: Plan) -> tuple[Problem, ...]:
    """Send what a plan publishes to wherever the settings say; what went wrong. It can take half a minute."""
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
