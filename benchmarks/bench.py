"""Measure the budgets: each figure as a ratio to a yardstick taken in the same run on the same machine.

``python benchmarks/bench.py --people 1000 10000``. Commands are whole processes, the median of five after a warm-up;
watch mode is one live process. It prints what must hold and what is aimed at beside what was measured, and fails
nothing: time is not a test.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from at_once import Everybody, until_shown, write_all
from figures import BUDGETS, LARGE, SMALL, Row, growth, keep, row, table
from processes import exists
from vaults import Bench, save
from watching import NothingHeardError, Watch
from while_watching import watching_rows
from whole_runs import WholeRuns

SIZES = (1_000, SMALL, LARGE)
AT_ONCE = "5,000 notes at once"
WATCHING = ("save to feed, p50", "save to feed, p99", "watch, memory")
NAMES = tuple(dict.fromkeys(("yardsticks", *(budget.what for budget in BUDGETS))))


class Asked(argparse.Namespace):
    """What the command line asks for."""

    people: list[int]
    rounds: int
    edits: int
    at_once: int
    only: list[str]
    json: Path | None


def asked_for() -> Asked:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, nargs="+", default=list(SIZES), help="sizes of the vaults")
    parser.add_argument("--rounds", type=int, default=5, help="runs of each command, after a warm-up (5)")
    parser.add_argument("--edits", type=int, default=200, help="saves in watch mode (200)")
    parser.add_argument("--at-once", type=int, default=5000, help="notes written at once, at the size of 10,000 (5000)")
    parser.add_argument("--only", nargs="+", default=[], metavar="ROW", help=f"only these: {', '.join(NAMES)}")
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep the rows in a file as well")
    given = parser.parse_args(namespace=Asked())
    unknown = sorted(set(given.only) - set(NAMES))
    if unknown:
        parser.error(f"no row is called {', '.join(unknown)}; there are {', '.join(NAMES)}")
    return given


def measured(given: Asked, people: int, scratch: Path, notes: list[str]) -> Iterator[Row]:
    """Every row of one size of vault, as they are taken."""

    def wanted(name: str) -> bool:
        return not given.only or name in given.only

    bench = Bench(scratch=scratch, people=people).write()
    yield from WholeRuns(bench, given.rounds, wanted, notes).rows()
    if any(map(wanted, WATCHING)):
        yield from watching_rows(bench, given.edits, notes)
    # Once, and in the vault that the budget names, unless it was asked for by name.
    if wanted(AT_ONCE) and (AT_ONCE in given.only or people == SMALL):
        yield from at_once(Bench(scratch=scratch / "at-once", people=people), given.at_once, notes)


def at_once(bench: Bench, count: int, notes: list[str]) -> Iterator[Row]:
    """So many notes replaced as fast as the disk takes them; seconds from the last until all are in the feeds."""
    if not exists("watch", bench.environment):
        notes.append(f"{AT_ONCE}: this vaultsync has no watch mode")
        return
    bench.scratch.mkdir()
    everybody = Everybody(bench, min(count, bench.people))
    with Watch(bench) as watch:
        watch.drain(3.0)
        last = write_all(everybody.turned(everybody.notes), save)
        seconds, missing = until_shown(everybody, watch, last, patience=120)
    if missing:
        notes.append(f"{AT_ONCE}: {len(missing)} of {len(everybody.notes)} are not in the feeds, {missing[0]} first")
    yield row(AT_ONCE, bench.people, seconds)


def main() -> int:
    """Run from the command line."""
    given = asked_for()
    rows: list[Row] = []
    notes: list[str] = []
    for people in given.people:
        with tempfile.TemporaryDirectory(prefix="vaultsync-bench-") as name:
            print(f"A vault of {people} people …", file=sys.stderr)
            try:
                for each in measured(given, people, Path(name), notes):
                    rows.append(each)
                    print(f"{each.what}: {each.value:.4g} {each.unit}", file=sys.stderr)
            except subprocess.CalledProcessError as error:
                print(f"{error}\n{error.stderr.decode(errors='replace')}", file=sys.stderr)
                return 1
            except NothingHeardError as error:
                print(error, file=sys.stderr)
                notes.append(f"watch mode at {people:,} people: {str(error).partition('. ')[0]}")
    rows += growth(rows)
    notes = list(dict.fromkeys(notes))
    print("\n".join([table(rows), *notes]))
    if given.json is not None:
        keep(given.json, rows, notes)
    return 0


if __name__ == "__main__":
    sys.exit(main())
