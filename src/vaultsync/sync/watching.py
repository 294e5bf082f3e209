"""Keeping a vault current: wait for hints, sync, tell of it, and say to other commands that nothing waits."""

import threading
import time
from collections.abc import Callable
from typing import Literal, Protocol

from vaultsync.model import Problem, Value
from vaultsync.sync.catch_ups import Change
from vaultsync.vault.errors import VaultError
from vaultsync.vault.watch import Notice
from vaultsync.vault.watch_hints import Batch, Hint

TURN = 1.0
"""Seconds after which the heartbeat is due again."""

PATIENCE = (1.0, 2.0, 5.0, 10.0, 30.0)
"""Seconds to wait after the first failure, the second, and so on; the last holds for all that follow."""


class Kept(Protocol):
    """What one sync did."""

    @property
    def notes(self) -> int:
        """How many notes there are."""

    @property
    def people(self) -> int:
        """How many of them are people."""

    @property
    def changed(self) -> tuple[str, ...]:
        """The paths of notes that were read anew, or are gone."""

    @property
    def written(self) -> tuple[str, ...]:
        """The feeds that were published."""

    @property
    def edited(self) -> tuple[str, ...]:
        """The notes that were written into."""

    @property
    def changes(self) -> tuple[Change, ...]:
        """What a subscriber sees."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is worth telling now."""

    @property
    def seconds(self) -> float:
        """How long the sync took."""

    @property
    def later(self) -> float:
        """Seconds after which to sync again, because something was too fresh; 0 where nothing waits."""


class Keeper(Protocol):
    """Keeps what was read and planned from one sync to the next."""

    def sync(self, hint: Hint) -> Kept:
        """Bring everything up to date with the paths in the hint, or with the whole vault. Raises VaultError."""

    def close(self) -> None:
        """Let go of what it holds."""


class Watching(Protocol):
    """What :class:`vaultsync.vault.watch.Watcher` is to this loop."""

    @property
    def exact(self) -> bool:
        """Whether all that happens is seen, and nothing seen waits."""

    @property
    def there(self) -> bool:
        """Whether the vault is there."""

    def next(self, timeout: float) -> Batch | Notice | None:
        """What is to be looked at or told now; None after a time, and when something begins to wait."""

    def wake(self) -> None:
        """Let ``next`` return."""


class Pulse(Protocol):
    """What :class:`vaultsync.vault.heartbeat.Heartbeat` is to this loop."""

    def beat(self, generation: int) -> None:
        """Say that all is read."""

    def still(self) -> None:
        """Say it no more."""


Event = Literal["started", "synced", "failed", "vault-gone", "vault-back", "polling", "restarted", "stopped"]


class Told(Value, frozen=True, kw_only=True):
    """One thing that happened. ``reasons`` say why a sync was made, ``kept`` what it did."""

    event: Event
    reasons: tuple[str, ...] = ()
    message: str = ""
    kept: Kept | None = None


def keep_current(
    keeper: Keeper,
    watcher: Watching,
    *,
    stop: threading.Event,
    tell: Callable[[Told], None],
    heartbeat: Pulse,
    clock: Callable[[], float] = time.monotonic,
) -> None:
    """Keep the vault current until ``stop`` is set; a sync that is under way is finished first.

    A VaultError is told, and the sync tried again a while later: a lock is let go of, a disk comes back. Anything else
    that is raised ends the loop. The keeper and the watcher stay open: whoever opened them closes them.
    """
    owed = _Owed(clock)
    threading.Thread(target=_wake_at_stop, args=(stop, watcher), daemon=True, name="vaultsync-stop").start()
    tell(Told(event="started"))
    generation = 0
    try:
        while not stop.is_set():
            if generation and watcher.exact and not owed:
                heartbeat.beat(generation)
            else:
                heartbeat.still()
            came = watcher.next(owed.wait(TURN))
            if isinstance(came, Notice):
                if came.event == "vault-gone":
                    owed.forget()  # when it is back, everything is looked at
                tell(Told(event=came.event, message=came.message))
            elif came is not None:
                owed.add(came.hint, came.reasons)
            if owed.due() and not stop.is_set():
                heartbeat.still()
                generation += _synced(keeper, watcher, owed, tell)
    finally:
        heartbeat.still()
        tell(Told(event="stopped"))


def _synced(keeper: Keeper, watcher: Watching, owed: "_Owed", tell: Callable[[Told], None]) -> bool:
    hint, reasons = owed.hint, owed.reasons
    try:
        kept = keeper.sync(hint)
    except VaultError as error:
        first = owed.failed(str(error))
        if first and watcher.there:  # that it is gone, the watcher tells
            tell(Told(event="failed", reasons=reasons, message=str(error)))
        return False
    owed.paid(kept.later)
    tell(Told(event="synced", reasons=reasons, kept=kept))
    return True


def _wake_at_stop(stop: threading.Event, watcher: Watching) -> None:
    stop.wait()
    watcher.wake()


class _Owed:
    """What was seen and not yet synced, and until when to wait with it."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self.hint: Hint = frozenset()
        self.reasons: tuple[str, ...] = ()
        self._said = ""
        self._failures = 0
        self._at = 0.0  # when what waits is due
        self._not_before = 0.0  # until when a failure makes everything wait

    def __bool__(self) -> bool:
        return bool(self.reasons)

    def add(self, hint: Hint, reasons: tuple[str, ...]) -> None:
        """Something new, which is due at once, together with what waits.

        Where everything is to be looked at, what failed may be mended: settings were saved, folders came back.
        """
        self.hint = None if hint is None or self.hint is None else self.hint | hint
        self.reasons = tuple(dict.fromkeys((*self.reasons, *reasons)))
        self._at = 0.0
        if hint is None:
            self._not_before = 0.0

    def forget(self) -> None:
        """Owe nothing."""
        self.hint, self.reasons = frozenset(), ()

    def due(self) -> bool:
        """Whether to sync now."""
        return bool(self) and self._clock() >= max(self._at, self._not_before)

    def wait(self, most: float) -> float:
        """Seconds until something is due, at most ``most``."""
        if not self:
            return most
        return min(most, max(0.0, max(self._at, self._not_before) - self._clock()))

    def failed(self, said: str) -> bool:
        """Keep owing, and wait longer each time. Whether this is worth telling: the same is told once."""
        news, self._said = said != self._said, said
        self._not_before = self._clock() + PATIENCE[min(self._failures, len(PATIENCE) - 1)]
        self._failures += 1
        self.reasons = tuple(dict.fromkeys((*self.reasons, "again")))
        return news

    def paid(self, later: float) -> None:
        """All is synced, but for what was too fresh: the same paths are looked at once more, ``later`` seconds on."""
        self._failures, self._not_before, self._said = 0, 0.0, ""
        if later > 0:
            self._at, self.reasons = self._clock() + later, ("fresh",)
        else:
            self.forget()
