"""Which paths may have changed, and when it is time to look at them. It knows no disk, no thread and no clock."""

import math

from vaultsync.model import Value

SAVED = "saved"
"""The reason of a look at paths that were touched."""

Hint = frozenset[str] | None
"""POSIX paths from the vault's root that may have changed; None for anything, which asks for a look at the whole."""

QUIET = 0.2
"""Seconds without an event after which a path is looked at: an editor is done with it by then."""

LATEST = 1.5
"""Seconds after its first event at which a path is looked at in any case: one that is saved without end."""

LATEST_OF_MANY = 5.0
"""The same, of more than :data:`MOST` at once: a look at half of what a checkout writes would be for nothing."""

MOST = 500
"""More paths than this are not worth telling apart: looking at the whole vault is as quick."""

CROWD = 20
"""From this many paths on, something is saving many at once: they are looked at together, when it has paused."""


class Batch(Value, frozen=True, kw_only=True):
    """What to look at now. ``reasons`` say why, in the order in which they came up."""

    hint: Hint
    reasons: tuple[str, ...]


class Hints:
    """The paths that were touched and not yet looked at. All times are seconds on one steady clock of the caller's.

    Every path that is added is handed out once after its last event, by itself or within a look at everything.
    """

    def __init__(self, *, quiet: float = QUIET, latest: float = LATEST, most: int = MOST, crowd: int = CROWD) -> None:
        self._quiet, self._latest, self._most, self._crowd = quiet, latest, most, crowd
        self._paths: dict[str, tuple[float, float]] = {}  # the times of the first and the last event
        self._whole: tuple[float, float] | None = None  # the same, of a look at everything
        self._many = False  # whether it is many paths that asked for that look, and nothing else
        self._reasons: dict[str, None] = {}  # in the order in which they came up
        self._last = 0.0

    def __bool__(self) -> bool:
        return bool(self._paths) or self._whole is not None

    def add(self, path: str, now: float) -> None:
        """Somebody touched the file at ``path``."""
        if self._whole is not None:
            self._whole = (self._whole[0], max(now, self._whole[1]))
            return
        first, _ = self._paths.get(path, (now, now))
        self._paths[path] = (first, now)
        self._last = now
        self._reasons.setdefault(SAVED)
        if len(self._paths) > self._most:
            self.everything("many", now)
            self._many = True

    def everything(self, reason: str, now: float, *, at_once: bool = False) -> None:
        """Anything may have changed. ``at_once`` waits for nobody to be done: nothing was seen that could go on."""
        firsts = [first for first, _ in self._paths.values()]
        if self._whole is not None:
            firsts.append(self._whole[0])
        first = min(firsts, default=now)
        self._whole = (-math.inf if at_once else first, now)
        self._many = False
        self._paths.clear()
        self._reasons.setdefault(reason)

    def clear(self) -> None:
        """Forget everything: whoever asks for this will ask for a look at everything too."""
        self._paths.clear()
        self._whole = None
        self._many = False
        self._reasons.clear()

    def next_at(self) -> float | None:
        """When the next batch is ready if nothing more happens; None where nothing waits."""
        if self._whole is not None:
            first, last = self._whole
            return min(last + self._quiet, first + (LATEST_OF_MANY if self._many else self._latest))
        if not self._paths:
            return None
        soonest = min(self._due(*times) for times in self._paths.values())
        if len(self._paths) < self._crowd:
            return soonest
        oldest = min(first for first, _ in self._paths.values())
        return min(self._last + self._quiet, oldest + self._latest)

    def ready(self, now: float) -> Batch | None:
        """What is to be looked at now, which is then forgotten here; None where nothing is, or not yet."""
        at = self.next_at()
        if at is None or now < at:
            return None
        if self._whole is not None:
            batch = Batch(hint=None, reasons=tuple(self._reasons))
            self.clear()
            return batch
        chosen = frozenset(path for path, times in self._paths.items() if self._due(*times) <= now)
        for path in chosen:
            del self._paths[path]
        if not self._paths:
            self._reasons.clear()
        return Batch(hint=chosen, reasons=(SAVED,))

    def _due(self, first: float, last: float) -> float:
        return min(last + self._quiet, first + self._latest)
