"""What is cut out of a line or veiled in it: comments go, code and formulas stay to be read but say nothing.

Veiled characters are moved to lone surrogates, which decoded text never holds; ``unveil`` brings them back once links,
tags and fields have been looked for.
"""

import re
from collections.abc import Callable

from vaultsync.notes.tasks import SIGNS

_MARK = re.compile(r"(`+|%%|<!--|-->|\$\$)")
_CLOSER = {"<!--": "-->"}
_SPOKEN = [
    *(chr(code) for code in range(0x21, 0x7F)),
    *SIGNS,
]
_VEIL = {ord(spoken): 0xDC00 + place for place, spoken in enumerate(_SPOKEN)}
_SHOW = {veiled: spoken for spoken, veiled in _VEIL.items()}


def marked(text: str) -> bool:
    """Whether a text holds a mark of code, comments or formulas, without which none of this matters."""
    # One character is found many times faster than two.
    return (
        "`" in text
        or ("%" in text and "%%" in text)
        or ("<" in text and "<!--" in text)
        or ("$" in text and "$$" in text)
    )


class Ahead:
    """The lines still to come, and where in them a mark stands next. Each line is looked at once for each mark."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self._known: dict[str, int] = {}

    def line_with(self, mark: str, start: int) -> int:
        """The first line from ``start`` that holds the mark; the number of lines where none does."""
        return self._next(mark, start, lambda line: mark in line)

    def blank(self, start: int) -> int:
        """The first empty line from ``start``; the number of lines where there is none."""
        return self._next("", start, lambda line: not line.strip())

    def _next(self, key: str, start: int, wanted: Callable[[str], bool]) -> int:
        lines, place = self.lines, max(self._known.get(key, 0), start)
        while place < len(lines) and not wanted(lines[place]):
            place += 1
        self._known[key] = place
        return place


def veiled(text: str, ahead: Ahead, index: int) -> tuple[str, int]:
    """A line without its comments and with its code and formulas veiled, and the line to go on with.

    A comment that opens a line runs to its closing mark, or to the end of the note; elsewhere it must close before the
    next empty line. What follows a comment of several lines becomes a line of its own.
    """
    parts = _MARK.split(text)
    closes = _closes(parts)
    said = [parts[0]]
    begun = bool(parts[0].strip())
    place = 1
    while place < len(parts):
        mark = parts[place]
        code = mark[0] == "`"
        close = 0 if code and parts[place - 1].endswith("\\") else closes[place]
        if close:
            if code or mark == "$$":
                said.append("".join(parts[place : close + 1]).translate(_VEIL))
                begun = True
            place = close
        elif code or mark == "-->":
            said.append(mark)
            begun = True
        else:
            onward = _beyond(mark, begun, ahead, index)
            if onward is not None:
                return "".join(said).strip(), onward
            said.append(mark)
            begun = True
        said.append(parts[place + 1])
        begun = begun or bool(parts[place + 1].strip())
        place += 2
    return "".join(said).strip(), index


def unveil(text: str) -> str:
    """The text with everything that was veiled in it."""
    return text if text.isascii() else text.translate(_SHOW)


def _closes(parts: list[str]) -> list[int]:
    """For each mark of a split line, the place of the mark that closes it; 0 where none does."""
    later: dict[str, int] = {}
    closes = [0] * len(parts)
    for place in range(len(parts) - 2, 0, -2):
        mark = parts[place]
        if mark != "-->":
            closes[place] = later.get(_CLOSER.get(mark, mark), 0)
        later[mark] = place
    return closes


def _beyond(mark: str, begun: bool, ahead: Ahead, index: int) -> int | None:
    """The line on which something that a line leaves open ends, cut down to what follows; None where it never ends."""
    closer = _CLOSER.get(mark, mark)
    lines = ahead.lines
    found = ahead.line_with(closer, index)
    if found == len(lines):
        # A price may be $$; a comment that opens a line and never closes hides the rest.
        return None if begun or mark == "$$" else found
    if begun and found >= ahead.blank(index):
        return None
    lines[found] = lines[found].partition(closer)[2].lstrip()
    return found
