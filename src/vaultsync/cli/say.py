"""Saying things: results on standard output, everything else on standard error, tables that fit, colour that helps."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:  # loading it takes longer than some commands
    from vaultsync.model import Problem

FALLBACK_WIDTH = 80
SEVERITY_COLOURS = {"error": "red", "warning": "yellow", "info": "blue"}


class WrongUseError(Exception):
    """The command was used wrongly; the message says how to use it. Exit code 2."""


class RefusedError(Exception):
    """RefusedError, to protect what is there; the message says how to go on. Exit code 3."""


def as_json(value: object) -> None:
    """The value as indented JSON on standard output, keys in the order given, text as UTF-8."""
    import msgspec  # noqa: PLC0415 - what is JSON already needs none

    text = msgspec.json.format(msgspec.json.encode(value), indent=2)
    sys.stdout.buffer.write(text + b"\n")
    sys.stdout.buffer.flush()


def as_text(text: str) -> None:
    """Text that is JSON already, on standard output, as UTF-8."""
    sys.stdout.buffer.write(text.encode() + b"\n")
    sys.stdout.buffer.flush()


def line(text: str = "") -> None:
    """One line of the result."""
    click.echo(text)


def aside(text: str) -> None:
    """One line beside the result, on standard error."""
    click.echo(text, err=True)


def strong(text: str) -> str:
    """A name or a heading."""
    return click.style(text, bold=True)


def faint(text: str) -> str:
    """What is there for those who look twice."""
    return click.style(text, dim=True)


def width() -> int:
    """Columns to write in: the terminal's, or 80 where there is none."""
    import shutil  # noqa: PLC0415 - most commands ask for no width

    return shutil.get_terminal_size((FALLBACK_WIDTH, 24)).columns


def table(rows: Iterable[Sequence[str]], *, bold: int = -1, indent: str = "  ", heads: Sequence[str] = ()) -> None:
    """Write rows in columns. The last column takes the rest of the line and is wrapped under itself.

    ``bold`` is the column of the name. Widths count terminal cells, so that 名前 and emoji stand straight.
    """
    body = [[flat(cell) for cell in row] for row in rows]
    every = [list(heads), *body] if heads else body
    if not every:
        return
    widths = [max(_cells(row[column]) for row in every) for column in range(len(every[0]) - 1)]
    start = len(indent) + sum(widths) + 2 * len(widths)
    room = max(24, width() - start)
    lines = []
    for number, row in enumerate(every):
        cells = []
        for column, (cell, wide) in enumerate(zip(row, widths, strict=False)):
            padded = cell + " " * (wide - _cells(cell))
            is_head = bool(heads) and number == 0
            cells.append(faint(padded) if is_head else strong(padded) if column == bold else padded)
        first, *more = _wrapped(row[-1], room)
        if heads and number == 0:
            first = faint(first)
        lines.append((indent + "  ".join([*cells, first])).rstrip())
        lines += [" " * start + rest for rest in more]
    line("\n".join(lines))


def _cells(text: str) -> int:
    """How many cells of a terminal a text takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len  # noqa: PLC0415 - it takes a while to import, and many tables need none

    return cell_len(text)


def _wrapped(text: str, room: int) -> list[str]:
    """A text in lines of so many signs."""
    if len(text) <= room and "  " not in text and text == text.strip():
        return [text]
    import textwrap  # noqa: PLC0415 - few lines are wrapped

    return textwrap.wrap(text, room) or [""]


def problems(found: "Iterable[Problem]") -> None:
    """Write problems: the place, what is wrong, and the next step below it."""
    for told in found:
        where = f"{told.path}:{told.line}: " if told.line else f"{told.path}: " if told.path else ""
        severity = click.style(told.severity, fg=SEVERITY_COLOURS[told.severity])
        line(f"{strong(flat(where))}{severity}: {flat(told.message)}  {faint('[' + told.code + ']')}")
        if told.hint:
            line(f"  {flat(told.hint)}")


def place(path: Path) -> str:
    """A path as short as it can be typed from here."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def count(number: int, one: str, many: str = "") -> str:
    """A number with its noun: ``1 person``, ``2 people``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def flat(text: str) -> str:
    """Text from notes on one line, and with nothing in it that a terminal would obey."""
    return text if text.isprintable() else "".join(sign if sign.isprintable() else " " for sign in text)
