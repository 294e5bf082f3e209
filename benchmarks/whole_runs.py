"""The rows of commands as a user runs them: whole processes, start to end, against yardsticks of the same run."""

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median as middle
from time import perf_counter

from edits import Editing
from figures import Row, row
from processes import PASS, PROGRAM, exists, median, run
from vaults import Bench, save

from vaultsync.model import Edit, Problem
from vaultsync.notes.splicing import splice

YARDSTICKS = (sys.executable, str(Path(__file__).with_name("yardsticks.py")))

VERBS = {
    "agenda": ("--json", "agenda"),
    "people": ("--json", "people"),
    "find": ("find", "lisbon"),
    "brief": ("brief", "People/A/Ana Reyes.md"),
    "intro": ("intro", "People/A/Ana Reyes.md"),
}
"""The commands that look at a vault, and what they are asked."""

MORE = 5
"""Times as many rounds for the shortest yardstick: a chance millisecond in it would be in every ratio."""

SPLICED = 500
"""How many notes one key is spliced into."""


class WholeRuns:
    """The rows of one vault; ``wanted`` says which, ``notes`` grows by what had to be left out."""

    def __init__(self, bench: Bench, rounds: int, wanted: Callable[[str], bool], notes: list[str]) -> None:
        self._bench, self._rounds, self._wanted, self._notes = bench, rounds, wanted, notes
        self._program = (*PROGRAM, "--vault", str(bench.root))

    def rows(self) -> Iterator[Row]:
        """Every row, as it is taken."""
        bench, people = self._bench, self._bench.people
        nothing = median(PASS, MORE * self._rounds, bench.environment)
        yield row("python -c pass", people, nothing)
        yield from self._syncs()
        if self._wanted("--version"):
            taken = self._taken((*PROGRAM, "--version"))
            yield row("--version", people, taken, yardstick="pass", against=nothing)
        looking = [verb for verb in VERBS if self._wanted(verb)]
        if looking:
            # What they look at is as a sync left it: the second, for the first may find notes of this moment.
            for _ in range(2):
                run((*self._program, "sync"), bench.environment)
        for verb in looking:
            if not exists(verb, bench.environment):
                self._notes.append(f"{verb}: this vaultsync has no such command")
                continue
            taken = self._taken((*self._program, *VERBS[verb]))
            yield row(verb, people, taken, yardstick="pass", against=nothing)
        if self._wanted("splice of one key"):
            yield row("splice of one key", people, splicing(bench), unit="ms")

    def _syncs(self) -> Iterator[Row]:
        bench, people = self._bench, self._bench.people
        kinds = ("cold sync", "sync, nothing changed", "sync, one note changed")
        asked = [name for name in kinds if self._wanted(name)]
        if not asked and not self._wanted("yardsticks"):
            return
        yield row("yardstick F", people, self._taken((*YARDSTICKS, "F", str(bench.root))))
        built = self._taken((*YARDSTICKS, "B", str(bench.root), str(bench.scratch / "yardstick.ics")))
        yield row("yardstick B", people, built)
        sync = (*self._program, "sync")
        before = {kinds[0]: bench.forget, kinds[1]: None, kinds[2]: self._change_one()}
        for name in asked:
            yield row(name, people, self._taken(sync, before[name]), yardstick="B", against=built)

    def _change_one(self) -> Callable[[], None]:
        editing = Editing(self._bench, seed=2)

        def change() -> None:
            edited = editing.next()
            save(edited.path, edited.data)

        return change

    def _taken(self, command: Sequence[str], before: Callable[[], None] | None = None) -> float:
        return median(command, self._rounds, self._bench.environment, before)


def splicing(bench: Bench) -> float:
    """The median milliseconds of setting one property in a note, read and checked again as every splice is."""
    taken = []
    for path in bench.people_notes()[:SPLICED]:
        name, data = path.relative_to(bench.root).as_posix(), path.read_bytes()
        edit = Edit(path=name, kind="set-property", name="last_contact", value=("2026-03-04",), reason="measured")
        start = perf_counter()
        made = splice(name, data, edit)
        taken.append(1000 * (perf_counter() - start))
        if isinstance(made, Problem) or made == data:
            raise ValueError(f"{name} was not spliced: {made!r}")
    return middle(taken)
