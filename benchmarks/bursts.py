"""Write many notes at once beside a live ``vaultsync watch``, in every way that happens, and look for what was lost.

``python benchmarks/bursts.py --people 20000``. After each burst every note's change has to be in the feeds that the
process published: a birthday that moved, one that went with its folder, one that came back. It prints how many seconds
after the last write that was so, and ends with 1 where something is missing.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from at_once import Everybody, until_shown, write_all
from vaults import Bench, save, save_in_place
from watching import NothingHeardError, Watch

Step = Callable[[], float]
"""Writes, and returns when the last write was made."""


@dataclass(frozen=True, kw_only=True)
class Result:
    """What came of one burst. ``seconds`` are from the last write until all was published, or until nobody waited."""

    what: str
    notes: int
    writing: float
    seconds: float
    missing: tuple[str, ...]


class Bursts:
    """The bursts on one vault, each a name, the number of notes, and what writes them."""

    def __init__(self, bench: Bench, everybody: Everybody, count: int) -> None:
        self._bench, self._everybody, self._count = bench, everybody, count
        self._aside = bench.scratch / "aside"

    def each(self) -> Iterator[tuple[str, Sequence[Path], Step]]:
        """Every burst in turn; the next is begun only when the one before is published."""
        every, some = self._everybody.notes, self._everybody.notes[: self._count]
        yield "saved by renaming", some, self._saved(some, save)
        yield "saved in place", some, self._saved(some, save_in_place)
        yield "saved in place", every, self._saved(every, save_in_place)
        if shutil.which("git"):
            self._commit(some)
            yield "git checkout, there", some, lambda: self._checked_out("other", some)
            yield "git checkout, back", some, lambda: self._checked_out("main", some)
        folder = some[0].parent
        inside = [note for note in every if folder in note.parents]
        yield "a folder moved out", inside, lambda: self._moved_out(folder, inside)
        yield "a folder moved in", inside, lambda: self._moved_in(folder, inside)

    def _saved(self, notes: Sequence[Path], way: Callable[[Path, bytes], None]) -> Step:
        return lambda: write_all(self._everybody.turned(notes), way)

    def _git(self, *arguments: str) -> None:
        names = ("-c", "user.name=Bench", "-c", "user.email=bench@example.org", "-c", "gc.auto=0")
        subprocess.run(["git", *names, *arguments], cwd=self._bench.root, check=True, capture_output=True)

    def _commit(self, notes: Sequence[Path]) -> None:
        """Two branches that differ in these notes; the files stay as they are, on ``main``."""
        self._git("init", "--initial-branch=main")
        (self._bench.root / ".gitignore").write_text(".vaultsync/\n")
        self._git("add", ".")
        self._git("commit", "-m", "as it is")
        # The other branch is made in a checkout of its own: the vault's files must not move yet.
        tree = self._bench.scratch / "tree"
        self._git("worktree", "add", "-b", "other", str(tree))
        for note, data in self._everybody.turned(notes):
            (tree / note.relative_to(self._bench.root)).write_bytes(data)
        self._everybody.back(notes)
        subprocess.run(["git", "-C", str(tree), "add", "."], check=True, capture_output=True)
        self._git("-C", str(tree), "commit", "-m", "other days")
        self._git("worktree", "remove", "--force", str(tree))

    def _checked_out(self, branch: str, notes: Sequence[Path]) -> float:
        self._git("checkout", branch)
        at = perf_counter()
        self._everybody.back(notes)
        return at

    def _moved_out(self, folder: Path, notes: Sequence[Path]) -> float:
        folder.rename(self._aside)
        at = perf_counter()
        self._everybody.gone(notes)
        return at

    def _moved_in(self, folder: Path, notes: Sequence[Path]) -> float:
        self._aside.rename(folder)
        at = perf_counter()
        self._everybody.back(notes)
        return at


def results(bench: Bench, count: int, patience: float) -> Iterator[Result]:
    """What came of each burst, as it comes."""
    everybody = Everybody(bench, bench.people)
    with Watch(bench) as watch:
        watch.drain(3.0)
        if absent := everybody.missing():
            yield Result(what="the first sync", notes=len(everybody.notes), writing=0, seconds=0, missing=tuple(absent))
        for what, notes, step in Bursts(bench, everybody, min(count, bench.people)).each():
            begun = perf_counter()
            last = step()
            seconds, missing = until_shown(everybody, watch, last, patience)
            yield Result(what=what, notes=len(notes), writing=last - begun, seconds=seconds, missing=tuple(missing))
            watch.drain(1.0)


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=20_000, help="people in the vault, all of them in one burst")
    parser.add_argument("--count", type=int, default=5_000, help="notes in each of the other bursts")
    parser.add_argument("--patience", type=float, default=60.0, help="seconds to wait for what is missing")
    given = parser.parse_args()
    lost = False
    print(f"{'burst':<24}{'notes':>8}{'writing':>10}{'until all is in the feeds':>28}{'lost':>8}")
    with tempfile.TemporaryDirectory(prefix="vaultsync-bursts-") as name:
        try:
            for result in results(Bench(scratch=Path(name), people=given.people), given.count, given.patience):
                lost |= bool(result.missing)
                print(
                    f"{result.what:<24}{result.notes:>8}{result.writing:>8.2f} s{result.seconds:>26.2f} s"
                    f"{len(result.missing):>8}",
                    flush=True,
                )
                if result.missing:
                    print(f"  missing: {', '.join(result.missing[:5])}")
        except NothingHeardError as error:
            print(error)
            return 1
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
