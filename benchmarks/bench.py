"""Measure the budgets: each figure as a ratio to a yardstick taken in the same run on the same machine.

``python benchmarks/bench.py --people 1000 10000``. Every figure is a whole process, the median of five after a warm-up.
It prints what must hold and what is aimed at beside what was measured, and fails nothing: time is not a test.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from generate import generate

HERE = Path(__file__).parent
PASS = [sys.executable, "-c", "pass"]
PROGRAM = [sys.executable, "-m", "vaultsync"]


@dataclass(frozen=True, kw_only=True)
class Row:
    """One figure: seconds, the yardstick it is held against, and the budget as ratios to that."""

    what: str
    people: int
    seconds: float
    yardstick: str
    against: float
    must: float | None = None
    aim: float | None = None

    @property
    def ratio(self) -> float:
        """How many times the yardstick."""
        return self.seconds / self.against


def median(
    command: list[str], rounds: int, environment: dict[str, str], before: Callable[[], None] | None = None
) -> float:
    """The median seconds of that many runs after one that does not count; ``before`` runs outside the clock.

    Raises CalledProcessError where a run fails.
    """
    taken = []
    for _ in range(rounds + 1):
        if before is not None:
            before()
        start = time.perf_counter()
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        taken.append(time.perf_counter() - start)
    return statistics.median(taken[1:])


def measure(vault: Path, scratch: Path, people: int, rounds: int) -> Iterable[Row]:
    """Every row of one size of vault, as they are taken."""
    state = scratch / "state"
    environment = {**os.environ, "VAULTSYNC_STATE_DIR": str(state), "PYTHONHASHSEED": "0"}
    yardsticks = [sys.executable, str(HERE / "yardsticks.py")]
    program = [*PROGRAM, "--vault", str(vault)]

    def cold() -> None:
        shutil.rmtree(state, ignore_errors=True)
        shutil.rmtree(vault / ".vaultsync", ignore_errors=True)

    def taken(command: list[str], before: Callable[[], None] | None = None) -> float:
        return median(command, rounds, environment, before)

    nothing = taken(PASS)
    bare = taken([*yardsticks, "F", str(vault)])
    built = taken([*yardsticks, "B", str(vault), str(scratch / "yardstick.ics")])

    def row(what: str, seconds: float, *, must: float, aim: float, start: bool = False) -> Row:
        against, name = (nothing, "pass") if start else (built, "B")
        return Row(what=what, people=people, seconds=seconds, yardstick=name, against=against, must=must, aim=aim)

    yield Row(what="python -c pass", people=people, seconds=nothing, yardstick="pass", against=nothing)
    yield Row(what="yardstick F", people=people, seconds=bare, yardstick="B", against=built)
    yield Row(what="yardstick B", people=people, seconds=built, yardstick="B", against=built)
    yield row("cold sync", taken([*program, "sync"], cold), must=0.60, aim=0.40)
    yield row("sync, nothing changed", taken([*program, "sync"]), must=0.05, aim=0.025)
    for verb in ("agenda", "people"):
        yield row(verb, taken([*program, "--json", verb]), must=12, aim=6, start=True)
    yield row("--version", taken([*PROGRAM, "--version"]), must=4, aim=2.5, start=True)


def table(rows: Iterable[Row]) -> str:
    """The rows for reading."""
    lines = [f"{'what':24}{'people':>8}{'seconds':>10}{'ratio':>10}  {'of':6}{'must':>7}{'aim':>7}"]
    for row in rows:
        must, aim = (f"{limit:g}" if limit is not None else "" for limit in (row.must, row.aim))
        figures = f"{row.seconds:>10.3f}{row.ratio:>10.3f}  {row.yardstick:6}{must:>7}{aim:>7}"
        met = "" if row.must is None or row.ratio <= row.must else "  above the budget"
        lines.append(f"{row.what:24}{row.people:>8}{figures}{met}")
    return "\n".join(lines)


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, nargs="+", default=[1000, 10000])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true", help="the rows as JSON on standard output")
    given = parser.parse_args()
    rows: list[Row] = []
    for people in given.people:
        with tempfile.TemporaryDirectory(prefix="vaultsync-bench-") as name:
            scratch = Path(name)
            print(f"Writing a vault of {people} people …", file=sys.stderr)
            generate(scratch / "vault", people)
            try:
                for row in measure(scratch / "vault", scratch, people, given.rounds):
                    rows.append(row)
                    print(f"{row.what}: {row.seconds:.3f} s", file=sys.stderr)
            except subprocess.CalledProcessError as error:
                print(f"{error}\n{error.stderr.decode(errors='replace')}", file=sys.stderr)
                return 1
    print(json.dumps([{**asdict(row), "ratio": row.ratio} for row in rows], indent=2) if given.json else table(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
