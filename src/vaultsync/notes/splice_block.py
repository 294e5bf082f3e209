"""Replacing a managed block: the lines between its marks, and the digest that tells whether it was changed by hand."""

import hashlib
import re
from collections.abc import Mapping, Sequence

from vaultsync.model import Edit, Value
from vaultsync.notes.blocks import spoken
from vaultsync.notes.page import Page, same_but_for
from vaultsync.notes.refusal import RefusedError
from vaultsync.notes.sheet import Change

_STANDS = "|vaultsync|"  # a table's row: speaks wherever a mark would count, and changes nothing around it


class _Block(Value, frozen=True, kw_only=True):
    """A block in a note: the numbers of its marks' lines, its digest as written, and what stands between."""

    first: int
    last: int
    digest: str
    lines: tuple[str, ...]


def block_digest(lines: Sequence[str]) -> str:
    """Twelve hex digits of the SHA-256 of a block's lines, blind to line ends and to spaces at a line's end."""
    return hashlib.sha256("\n".join(line.rstrip() for line in lines).encode()).hexdigest()[:12]


def splice_block(page: Page, edit: Edit, _spellings: Mapping[str, str]) -> list[Change]:
    """The change that gives a block its lines, makes it at the note's end or removes it. Raises RefusedError."""
    block = _block(page, edit.name)
    opening = f"%% vaultsync:{edit.name} {block_digest(edit.value)} %%"
    if block is None:
        return [page.appended([opening, *edit.value, f"%% vaultsync:end {edit.name} %%"])] if edit.value else []
    if not edit.value:
        return [Change(start=page.start(block.first), stop=page.start(block.last + 1), text="")]
    if [line.rstrip() for line in block.lines] == [line.rstrip() for line in edit.value] and block.digest:
        return []
    text = "".join(f"{line}\n" for line in (opening, *edit.value))
    return [Change(start=page.start(block.first), stop=page.start(block.last), text=text)]


def check_block(old: Page, new: Page, edit: Edit) -> bool:
    """Whether the block holds its lines, or is gone, and every other line says what it said."""
    was, now = _block(old, edit.name), _block(new, edit.name)
    if (now.lines if now else ()) != edit.value:
        return False
    return same_but_for(old, new, _numbers(was), _numbers(now))


def _numbers(block: _Block | None) -> frozenset[int]:
    return frozenset(range(block.first, block.last + 1)) if block else frozenset()


def _block(page: Page, name: str) -> _Block | None:
    """The one block of a name, as it was written. Raises RefusedError where it is not whole, not alone or edited."""
    marks = _marks(page, name)
    if not marks:
        return None
    hint = f"Delete what is left of the block and its marks ('%% vaultsync:{name} … %%') to have it made anew."
    first = marks[0][0]
    if [is_end for _, is_end in marks] != [False, True]:
        what = f"the block {name} stands twice, or is not whole."
        raise RefusedError(what, hint, first)
    last = marks[1][0]
    opened = re.fullmatch(rf"%% vaultsync:{re.escape(name)}(?: ([0-9a-f]{{12}}))? %%[ \t]*", page.content(first))
    lines = tuple(page.content(number) for number in range(first + 1, last))
    digest = (opened[1] or "") if opened else ""
    empty = not any(line.strip() for line in lines)
    if opened is None or (digest != block_digest(lines) and not (empty and not digest)):
        what = f"the block {name} was changed by hand, and is left as it is."
        raise RefusedError(what, hint, first)
    return _Block(first=first, last=last, digest=digest, lines=lines)


def _marks(page: Page, name: str) -> list[tuple[int, bool]]:
    """The lines that are a block's marks, and whether they end it; in code, quotes and comments they are none."""
    if "vaultsync:" not in page.body:
        return []
    mark = re.compile(rf"[ \t]*%%[ \t]*vaultsync:(?:(end)[ \t]+)?{re.escape(name)}(?![\w.-])")
    found = [(number, match) for number, line in enumerate(page.lines) if (match := mark.match(line))]
    if not found:
        return []
    probed = list(page.lines)
    for number, _ in found:
        line = probed[number]
        probed[number] = line[: len(line) - len(line.lstrip())] + _STANDS
    standing = {number for number, text in spoken("\n".join(probed), page.first) if text == _STANDS}
    return [(number + page.first, match[1] is not None) for number, match in found if number + page.first in standing]
