"""Draw what vaultsync costs against the size of the vault: from the kept figures to two pictures, one a theme.

``python benchmarks/plot.py`` reads ``docs/explanation/costs.json`` and draws ``costs.svg`` and ``costs-dark.svg``
beside it. The same figures give the same bytes.
"""

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, NullLocator

FIGURES = Path(__file__).parents[1] / "docs" / "explanation" / "costs.json"

mpl.rcParams.update({"svg.hashsalt": "vaultsync", "svg.fonttype": "none", "font.family": "sans-serif", "font.size": 10})


@dataclass(frozen=True, kw_only=True)
class Theme:
    """Colours that are read on the background of one theme; the page's background shows through."""

    ink: str
    faint: str
    colours: tuple[str, ...]


THEMES = {
    "costs.svg": Theme(
        ink="#333a45",
        faint="#8a929e",
        colours=("#1f6fb2", "#b3541e", "#2f7d4f", "#7a4fa3", "#0f7c86", "#a33a5b"),
    ),
    "costs-dark.svg": Theme(
        ink="#d4d8de",
        faint="#8f97a3",
        colours=("#7db7ec", "#eda06f", "#7fcf9f", "#c4a2e8", "#6fd0d8", "#ee94b0"),
    ),
}

LINES = (
    ("cold sync", "first sync"),
    ("sync, one note changed", "sync after a change"),
    ("sync, nothing changed", "sync, no change"),
    ("agenda", "agenda"),
    ("save to feed, p99", "watching: save to feed, 99 %"),
    ("save to feed, p50", "watching: save to feed, half"),
)
"""The rows that are drawn in colour, and what each is called at its line."""

YARDSTICKS = (("yardstick B", "a bare script, with events"), ("yardstick F", "a bare loop of reading"))
MEMORY = (("watch, memory", "watching, now"), ("watch, memory at most", "watching, at most"))

Points = list[tuple[int, float]]
LETTERS = 12.0
"""Points from one name to the next."""


class Line(NamedTuple):
    """One line of the picture."""

    points: Points
    name: str
    colour: str
    style: str


def points(rows: list[dict[str, Any]], what: str, *, seconds: bool = True) -> Points:
    """The figures of one row by size of vault, milliseconds as seconds."""
    found = (
        (row["people"], row["value"] / (1000 if row["unit"] == "ms" and seconds else 1))
        for row in rows
        if row["what"] == what
    )
    return sorted(found)


def drawn(told: dict[str, Any], theme: Theme) -> Figure:
    """The picture: time above, memory below."""
    figure = Figure(figsize=(7.4, 6.8), layout="constrained")
    figure.patch.set_alpha(0)
    time, memory = figure.subplots(2, 1, height_ratios=(2.3, 1))
    rows = told["rows"]
    lines = [
        Line(points(rows, what), name, colour, "-") for (what, name), colour in zip(LINES, theme.colours, strict=True)
    ]
    lines += [Line(points(rows, what), name, theme.faint, "--") for what, name in YARDSTICKS]
    time.set_yscale("log")
    time.set_xscale("log")
    _draw(time, "Time", lines, theme)
    time.yaxis.set_major_formatter(FuncFormatter(_span))
    styles = zip(MEMORY, (theme.colours[0], theme.faint), ("-", "--"), strict=True)
    _draw(
        memory,
        "Memory",
        [Line(points(rows, what), name, colour, style) for (what, name), colour, style in styles],
        theme,
    )
    memory.set_ylim(bottom=0)
    memory.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g} MB"))
    memory.set_xlabel("people in the vault", color=theme.ink)
    return figure


def _draw(axes: Axes, title: str, lines: list[Line], theme: Theme) -> None:
    lines = [line for line in lines if line.points]
    for line in lines:
        axes.plot(*zip(*line.points, strict=True), line.style, color=line.colour, marker="o", markersize=3.5)
    sizes = sorted({people for line in lines for people, _ in line.points})
    if axes.get_xscale() == "linear":  # the small sizes stand too close to be told apart
        sizes = [size for size in sizes if not sizes or size >= max(sizes) / 10]
    axes.set_xticks(sizes, [f"{size / 1000:g}k" if size >= 1000 else str(size) for size in sizes])
    axes.xaxis.set_minor_locator(NullLocator())
    axes.set_title(title, loc="left", color=theme.ink)
    axes.patch.set_alpha(0)
    axes.grid(axis="y", color=theme.faint, alpha=0.3, linewidth=0.6)
    axes.tick_params(colors=theme.ink, which="both")
    for side, spine in axes.spines.items():
        spine.set_visible(side in {"left", "bottom"})
        spine.set_color(theme.faint)
    _name(axes, lines)


def _name(axes: Axes, lines: list[Line]) -> None:
    """Each line's name at its right end, moved up where it would stand on the one below."""
    axes.figure.canvas.draw()  # places are known only then
    lowest = -float("inf")
    for line in sorted(lines, key=lambda line: line.points[-1][1]):
        height = float(axes.transData.transform(line.points[-1])[1]) * 72 / axes.figure.dpi
        lowest = max(height, lowest + LETTERS)
        axes.annotate(
            line.name,
            line.points[-1],
            xytext=(8, lowest - height),
            textcoords="offset points",
            va="center",
            color=line.colour,
            annotation_clip=False,
        )


def _span(seconds: float, _: int) -> str:
    return f"{seconds:g} s" if seconds >= 1 else f"{1000 * seconds:g} ms"


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("figures", type=Path, nargs="?", default=FIGURES, help="what bench.py --json kept")
    parser.add_argument("--out", type=Path, help="the folder of the pictures; else the one of the figures")
    given = parser.parse_args()
    told = json.loads(given.figures.read_text(encoding="utf-8"))
    for name, theme in THEMES.items():
        path = (given.out or given.figures.parent) / name
        # No date, so that the same figures give the same file.
        drawn(told, theme).savefig(path, format="svg", metadata={"Date": None, "Creator": "vaultsync"})
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
