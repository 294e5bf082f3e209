"""Which lines of a body speak to the reader in the user's own voice. Knows nothing of what the lines say.

Code, comments, formulas, quotes and the blocks that vaultsync keeps up to date itself are left out.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator

from vaultsync.notes.spans import Ahead, marked, veiled

_MARKER = r"(?:[-*+]|[0-9]{1,9}[.)])"
_FENCE = re.compile(rf"(?:{_MARKER}[ \t]+)*+(`{{3,}}+(?!.*`)|~{{3,}}+)")
_STARTS_BLOCK = re.compile(rf"#{{1,6}}(?:\s|$)|{_MARKER}(?:\s|$)|```|~~~|\||[-=_*]{{3,}}$|%%|<!--")
_LISTED = frozenset("-*+0123456789")
_BLOCK_OPENS = re.compile(r"%%[ \t]*vaultsync:(?!end\b)([\w.-]+)")
_BLOCK_ENDS = re.compile(r"%%[ \t]*vaultsync:end[ \t]+([\w.-]+)")


def spoken(body: str, first: int) -> Iterator[tuple[int, str]]:
    """The lines that speak, each with its number, without indentation; what is code inside them is veiled.

    ``first`` is the number of the body's first line. Empty lines are left out.
    """
    lines = body.split("\n")
    ahead = Ahead(lines)
    spans = marked(body)
    fences = (spans and "```" in body) or ("~" in body and "~~~" in body)
    blocks = _block_ends(lines) if spans and ("%% vaultsync:" in body or "%%vaultsync:" in body) else {}
    blank, listed, quoted = True, False, False
    index, count = 0, len(lines)
    while index < count:
        line = lines[index]
        text = line.strip()
        index += 1
        if not text:
            blank, quoted = True, False
            continue
        opening = text[0]
        if line[0] in " \t":
            if blank and not listed and _is_deep(line):
                continue
        else:
            listed = opening in _LISTED or (listed and not blank and opening != "#")
        blank = False
        if opening == ">":
            quoted = text.strip("> \t") != ""
            continue
        if quoted and not _STARTS_BLOCK.match(text):
            continue  # a paragraph that goes on without its mark is still quoted
        quoted = False
        if fences and (after := _after_fence(text, lines, index)):
            index = after
            continue
        if blocks and (after := _after_block(text, blocks, index)):
            index = after
            continue
        number = first + index - 1
        if spans and marked(text):
            text, index = veiled(text, ahead, index)
            if not text:
                continue
        yield number, text


def _is_deep(line: str) -> bool:
    """Indented by four columns or more."""
    spaces = line[: len(line) - len(line.lstrip(" \t"))]
    return "\t" in spaces or len(spaces) >= 4


def _after_fence(text: str, lines: list[str], index: int) -> int:
    """The line after the code that this line opens; 0 where it opens none.

    The closing fence is at least as long, with nothing else on its line; without one, code runs to the end.
    """
    opened = _FENCE.match(text) if "```" in text or "~~~" in text else None
    if opened is None:
        return 0
    fence = opened[1]
    while index < len(lines):
        text = lines[index].strip()
        index += 1
        if text.startswith(fence) and not text.strip(fence[0]):
            break
    return index


def _block_ends(lines: list[str]) -> dict[str, list[int]]:
    """The lines that end managed blocks, by the block's name."""
    ends: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        if "vaultsync:end" in line and (end := _BLOCK_ENDS.match(line.strip())):
            ends.setdefault(end[1], []).append(index)
    return ends


def _after_block(text: str, ends: dict[str, list[int]], index: int) -> int:
    """The line after the managed block that this line opens; 0 where it opens none, or one that never ends."""
    opened = _BLOCK_OPENS.match(text)
    known = ends.get(opened[1], []) if opened else []
    place = bisect_left(known, index)
    return known[place] + 1 if place < len(known) else 0
