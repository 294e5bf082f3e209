"""Which lines of a body speak to the reader in the user's own voice. Knows nothing of what the lines say.

Code, comments, formulas, quotes and the blocks that vaultsync keeps up to date itself are left out.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator

from vaultsync.notes.spans import TOKENS, Ahead, veiled

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
    spans = any(token in body for token in TOKENS)
    fences = "```" in body or "~~~" in body
    blocks = _block_ends(lines) if "%% vaultsync:" in body or "%%vaultsync:" in body else {}
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
        elif opening in _LISTED:
            listed = True
        elif blank or opening == "#":
            listed = False
        blank = False
        if opening == ">":
            quoted = text.strip("> \t") != ""
            continue
        if quoted:
            # a paragraph that goes on without its mark is still quoted
            if not _STARTS_BLOCK.match(text):
                continue
            quoted = False
        if fences and ("```" in text or "~~~" in text) and (fence := _FENCE.match(text)):
            index = _after_fence(lines, index, fence[1])
            continue
        if blocks and (block := _BLOCK_OPENS.match(text)) and (end := _block_end(blocks.get(block[1], []), index)):
            index = end
            continue
        number = first + index - 1
        if spans and any(token in text for token in TOKENS):
            text, index = veiled(text, ahead, index)
            if not text:
                continue
        yield number, text


def _is_deep(line: str) -> bool:
    """Indented by four columns or more."""
    spaces = line[: len(line) - len(line.lstrip(" \t"))]
    return "\t" in spaces or len(spaces) >= 4


def _after_fence(lines: list[str], index: int, fence: str) -> int:
    """The line after the one that closes a fence: at least as long, and nothing else on it."""
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


def _block_end(ends: list[int], index: int) -> int:
    """The line after a managed block's end; 0 where the block never ends."""
    place = bisect_left(ends, index)
    return ends[place] + 1 if place < len(ends) else 0
