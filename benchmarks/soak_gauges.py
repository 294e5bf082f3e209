"""What a process holds, sampled while it runs: memory, descriptors, threads, and whether they grow."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Event, Thread

from processes import descriptors, status

EVERY = 5.0
"""Seconds between samples."""

GROWS = {"memory, MB": 5.0, "descriptors": 4.0, "threads": 2.0}
"""How much each may rise over the second half of the run, by the line through its samples, and still count as level."""


SHORTEST = 60.0
"""Seconds that the second half must last for a rise to mean anything."""


@dataclass(frozen=True, kw_only=True)
class Trend:
    """One gauge: its first, last and highest sample, and what it did in the second half of the time.

    ``slope`` is a minute's, ``rise`` that of the whole half, which lasts ``seconds``.
    """

    what: str
    first: float
    last: float
    highest: float
    slope: float
    rise: float
    seconds: float

    @property
    def grows(self) -> bool:
        """Whether it rises by more than it may. A process that has just begun still fills up, and is not judged."""
        return self.seconds >= SHORTEST and self.rise > GROWS[self.what]


def slope(points: Sequence[tuple[float, float]]) -> float:
    """The slope of the line that lies nearest to the points, by least squares; 0 for fewer than two."""
    count = len(points)
    if count < 2:
        return 0.0
    x_mean, y_mean = sum(x for x, _ in points) / count, sum(y for _, y in points) / count
    spread = sum((x - x_mean) ** 2 for x, _ in points)
    return sum((x - x_mean) * (y - y_mean) for x, y in points) / spread if spread else 0.0


class Gauges(Thread):
    """Samples of one process, taken until ``stop`` is set."""

    def __init__(self, pid: int, stop: Event, every: float = EVERY) -> None:
        super().__init__(daemon=True)
        self._pid, self._stopped, self._every = pid, stop, every
        self._samples: list[tuple[float, dict[str, float]]] = []

    def run(self) -> None:
        """Take samples until told to stop, or until the process is gone."""
        while not self._stopped.is_set():
            told = status(self._pid)
            try:
                held = descriptors(self._pid)
            except OSError:
                return
            if "VmRSS" not in told:
                return
            now = {"memory, MB": told["VmRSS"] / 1024, "descriptors": float(held), "threads": float(told["Threads"])}
            self._samples.append((time.monotonic(), now))
            self._stopped.wait(self._every)

    def trends(self) -> list[Trend]:
        """How each gauge went."""
        return [trend(what, [(at, sample[what]) for at, sample in self._samples]) for what in GROWS]


def trend(what: str, samples: Sequence[tuple[float, float]]) -> Trend:
    """How one gauge went, by its samples over time in seconds."""
    values = [value for _, value in samples] or [0.0]
    half = samples[len(samples) // 2 :]
    a_second = slope(half)
    seconds = half[-1][0] - half[0][0] if half else 0.0
    return Trend(
        what=what,
        first=values[0],
        last=values[-1],
        highest=max(values),
        slope=60 * a_second,
        rise=a_second * seconds,
        seconds=seconds,
    )
