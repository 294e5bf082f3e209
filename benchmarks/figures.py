"""What was measured, held against the budgets: one figure a row, as a table to read and as JSON to keep.

The budgets are a table below. Nothing here measures anything.
"""

import json
import os
import platform
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

SMALL = 10_000
LARGE = 50_000


class Budget(NamedTuple):
    """What a figure must be and is aimed to be, for vaults of up to so many people."""

    what: str
    people: int
    must: float
    aim: float


BUDGETS = (
    Budget("cold sync", LARGE, 0.60, 0.40),
    Budget("sync, nothing changed", LARGE, 0.05, 0.025),
    Budget("sync, one note changed", SMALL, 0.12, 0.06),
    Budget("save to feed, p50", SMALL, 10, 3),
    Budget("save to feed, p99", SMALL, 60, 20),
    Budget("save to feed, p50", LARGE, 30, 15),
    Budget("save to feed, p99", LARGE, 150, 70),
    Budget("agenda", SMALL, 12, 6),
    Budget("people", SMALL, 12, 6),
    Budget("find", SMALL, 12, 6),
    Budget("brief", SMALL, 12, 6),
    Budget("intro", SMALL, 12, 6),
    Budget("--version", LARGE, 4, 2.5),
    Budget("watch, memory", SMALL, 120, 60),
    Budget("watch, memory", LARGE, 400, 200),
    Budget("5,000 notes at once", LARGE, 4, 2),
    Budget("splice of one key", LARGE, 1, 0.3),
)
"""As a ratio where a row names what it is held against, else in the row's unit."""

SLACK = 1.1
"""How much faster than the notes a figure may grow."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One figure in its unit, and the yardstick that it is a ratio to; ``against`` is None where it is none."""

    what: str
    people: int
    value: float
    unit: str = "s"
    yardstick: str = ""
    against: float | None = None
    must: float | None = None
    aim: float | None = None

    @property
    def held(self) -> float:
        """What the budget speaks of: the ratio where there is a yardstick, else the figure itself."""
        return self.value if self.against is None else self.value / self.against

    @property
    def met(self) -> str:
        """How the figure stands: ``aim``, ``must`` or ``above``; ``""`` where there is no budget for it."""
        if self.must is None or self.aim is None:
            return ""
        return "aim" if self.held <= self.aim else "must" if self.held <= self.must else "above"


def row(
    what: str, people: int, value: float, *, unit: str = "s", yardstick: str = "", against: float | None = None
) -> Row:
    """The row with the budget of that figure for a vault of that size, if there is one."""
    budget = next((each for each in BUDGETS if each.what == what and people <= each.people), None)
    must, aim = (budget.must, budget.aim) if budget else (None, None)
    return Row(
        what=what, people=people, value=value, unit=unit, yardstick=yardstick, against=against, must=must, aim=aim
    )


def growth(rows: Iterable[Row]) -> Iterator[Row]:
    """How each budgeted figure grows from a vault of 10,000 to the largest, or else over all the sizes there are."""
    by_what: dict[str, dict[int, Row]] = {}
    for each in rows:
        if each.must is not None or each.what in {known.what for known in BUDGETS}:
            by_what.setdefault(each.what, {})[each.people] = each
    for what, sizes in by_what.items():
        last = max(sizes)
        first = SMALL if SMALL in sizes and last > SMALL else min(sizes)
        if first == last or not sizes[first].value:
            continue
        notes = last / first
        grown = sizes[last].value / sizes[first].value
        name = f"growth of {what} from {first:,}"
        yield Row(what=name, people=last, value=grown, unit="×", must=SLACK * notes, aim=notes)


def table(rows: Sequence[Row]) -> str:
    """The rows for reading."""
    width = max([24, *(len(each.what) for each in rows)])
    lines = [f"{'what':{width}} {'people':>7} {'figure':>12} {'ratio':>9} {'of':5}{'must':>8}{'aim':>8}  {'met':5}"]
    for each in rows:
        must, aim = (f"{limit:g}" if limit is not None else "" for limit in (each.must, each.aim))
        figure = f"{each.value:.4g} {each.unit}"
        ratio = f"{each.held:.3f}" if each.against is not None else ""
        lines.append(
            f"{each.what:{width}} {each.people:>7} {figure:>12} {ratio:>9} {each.yardstick:5}{must:>8}{aim:>8}  "
            f"{each.met:5}".rstrip()
        )
    return "\n".join(lines)


def keep(path: Path, rows: Iterable[Row], notes: Sequence[str]) -> None:
    """Write the rows as JSON, with the day, the machine and what was left out."""
    told = {
        "taken": date.today().isoformat(),  # noqa: DTZ011 - the day where the machine stands
        "machine": f"{os.cpu_count()} processors, {platform.system()}, Python {platform.python_version()}",
        "notes": list(notes),
        "rows": [{**asdict(each), "met": each.met} for each in rows],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
