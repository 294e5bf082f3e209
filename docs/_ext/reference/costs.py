"""What vaultsync costs, told from the figures that ``benchmarks/bench.py`` kept."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from reference.text import prose, table

FIGURES = Path(__file__).parents[2] / "explanation" / "costs.json"

MET = {"aim": "as aimed at", "must": "within", "above": "above", "": ""}


@cache
def _told() -> dict[str, Any]:
    told: dict[str, Any] = json.loads(FIGURES.read_text(encoding="utf-8"))
    return told


def costs() -> str:
    """Every figure by the size of the vault."""
    told = _told()
    rows = [row for row in told["rows"] if not row["what"].startswith("growth of ")]
    sizes = sorted({row["people"] for row in rows})
    found = {(row["what"], row["people"]): _figure(row) for row in rows}
    names = dict.fromkeys(row["what"] for row in rows)
    heads = ("", *(f"{size:,} people" for size in sizes))
    cells = ((prose(name), *(found.get((name, size), "") for size in sizes)) for name in names)
    return f"Taken on {told['taken']}: {prose(told['machine'])}.\n\n{table(heads, cells)}"


def costs_against_budgets() -> str:
    """Every figure that has a budget, beside it."""
    heads = ("", "People", "Measured", "Must", "Aim", "")
    rows = [row for row in _told()["rows"] if row["must"] is not None]
    cells = (
        (prose(row["what"]), f"{row['people']:,}", *(_of(row, value) for value in _values(row)), MET[row["met"]])
        for row in rows
    )
    left_out = "".join(f"\n\nNot measured: {prose(note)}." for note in _told()["notes"])
    return table(heads, cells) + left_out


def _values(row: dict[str, Any]) -> tuple[float, float, float]:
    held = row["value"] / row["against"] if row["against"] else row["value"]
    return held, row["must"], row["aim"]


def _of(row: dict[str, Any], value: float) -> str:
    """A figure as its budget speaks of it: a ratio to a yardstick, or in its unit."""
    if row["yardstick"] == "pass":
        return f"{_short(value)} × pass"
    return f"{_short(value)} {row['yardstick'] or row['unit']}"


def _figure(row: dict[str, Any]) -> str:
    value, unit = row["value"], row["unit"]
    if unit == "s" and value < 1:
        value, unit = 1000 * value, "ms"
    return f"{_short(value)} {unit}"


def _short(value: float) -> str:
    """Three figures that count."""
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"
