"""The rows of watch mode: from a save to the feed on the disk, and what the process holds in memory."""

import math
import statistics
import sys
import time
from collections.abc import Iterator, Sequence

from edits import Editing
from figures import Row, row
from processes import PROGRAM, exists, run
from vaults import Bench, save
from watching import Watch

PAUSE = 0.05
"""Seconds between one edit's sync and the next edit, so that no two are taken in one sync."""


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest of the values that so large a share of them does not exceed."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def watching_rows(bench: Bench, edits: int, notes: list[str]) -> Iterator[Row]:
    """Save that many notes one after the other, each once the one before is in the feed.

    ``milliseconds`` of the log is the sync alone, from the hint to the feed on the disk; the whole way from the save
    to the log's line, with the wait for further saves in it, is a row of its own without a budget.
    """
    if not exists("watch", bench.environment):
        notes.append("watch mode: this vaultsync has no such command")
        return
    run([*PROGRAM, "--vault", str(bench.root), "sync"], bench.environment)  # a watch seldom begins with nothing
    processing: dict[str, list[float]] = {}
    whole: list[float] = []
    with Watch(bench) as watch:
        watch.drain(1.0)
        fresh, _ = watch.memory()
        editing = Editing(bench, seed=3)
        for _ in range(edits):
            edited = editing.next()
            save(edited.path, edited.data)
            saved = time.perf_counter()
            heard = watch.wait_for(edited.path.relative_to(bench.root).as_posix())
            processing.setdefault(edited.kind, []).append(float(heard.said["milliseconds"]))
            whole.append(1000 * (heard.at - saved))
            watch.drain(PAUSE)
        used, most = watch.memory()
    for kind, taken in processing.items():
        print(f"  {kind}: {statistics.median(taken):.1f} ms", file=sys.stderr)
    people, every = bench.people, [each for taken in processing.values() for each in taken]
    yield row("save to feed, p50", people, percentile(every, 0.50), unit="ms")
    yield row("save to feed, p99", people, percentile(every, 0.99), unit="ms")
    yield row("save to log, p50", people, percentile(whole, 0.50), unit="ms")
    yield row("watch, memory at first", people, fresh, unit="MB")
    yield row("watch, memory", people, used, unit="MB")
    yield row("watch, memory at most", people, most, unit="MB")
