"""A change to one note, as a value: what is to be written, where, by whom and why.

Edits are decided by pure code and listed in a Plan; nothing here touches a file.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Literal

from vaultsync.model.base import Value

EditKind = Literal["set-property", "remove-property", "append-entry", "replace-block", "set-task"]

_NOT_ONE_LINE = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_BLOCK_NAME = re.compile(r"(?!end\b)[\w.-]+")
_BLOCK_MARK = re.compile(r"%%[ \t]*vaultsync:")
WHERE_USED = "where-used"
"""The third part of a task's value: its date is written only in a note whose tasks carry dates."""


class Edit(Value, frozen=True, kw_only=True):
    """One edit of one note. What ``name`` and ``value`` are goes by ``kind``:

    - ``set-property``: the property, and its values. One value is a scalar where the note has no list of that name;
      with ``as_list``, a new property is a list even so. No values, and ``as_list``, is an empty list.
    - ``remove-property``: the property, and no values.
    - ``append-entry``: the section's title, and the one entry, without list marker.
    - ``replace-block``: the block's name (letters, digits, ``_``, ``.``, ``-``), and its lines; none removes the block.
    - ``set-task``: the task's text as its Line has it, and the character for its box; when ticking, after it the day it
      was done (ISO), if that is to be written, and after that :data:`WHERE_USED`. Of several tasks with that text the
      one nearest to ``line`` is meant.
    """  # noqa: D400 - the list says what the sentence promises

    path: str
    kind: EditKind
    name: str
    value: tuple[str, ...]
    reason: str
    plugin: str = ""
    line: int = 0
    as_list: bool = False

    def __post_init__(self) -> None:
        """Reject an edit of nothing, one with a line break in a single line, and one of the wrong shape."""
        if not self.path or not self.name.strip():
            raise ValueError("an edit names a note and a place in it")
        if any(_NOT_ONE_LINE.search(part) for part in (self.name, *self.value)):
            raise ValueError("an edit's parts are single lines of text, without control characters")
        fits, shape = _SHAPES[self.kind]
        if not fits(self):
            raise ValueError(f"an edit of the kind {self.kind} {shape}")


class NewNote(Value, frozen=True, kw_only=True):
    """A note to be made: its name without ending, its whole text, and why.

    The host puts it into ``folder``, or where most people's notes are. It is not made where a note of that name is
    there already, or where the name would not work on every computer.
    """

    name: str
    text: str
    reason: str
    folder: str = ""
    plugin: str = ""

    def __post_init__(self) -> None:
        """Reject a note without a name."""
        if not self.name.strip():
            raise ValueError("a new note has a name")


def _is_task(edit: Edit) -> bool:
    status, *rest = edit.value or ("",)
    if len(status) != 1 or edit.line < 0 or len(rest) > 2 or rest[1:] not in ([], [WHERE_USED]):
        return False
    if rest and status not in "xX":
        return False
    try:
        return not rest or date.fromisoformat(rest[0]).isoformat() == rest[0]
    except ValueError:
        return False


def _is_entry(edit: Edit) -> bool:
    return len(edit.value) == 1 and edit.value[0].strip() == edit.value[0] != ""


def _is_block(edit: Edit) -> bool:
    return bool(_BLOCK_NAME.fullmatch(edit.name)) and not any(_BLOCK_MARK.search(line) for line in edit.value)


_SHAPES: dict[EditKind, tuple[Callable[[Edit], bool], str]] = {
    "set-property": (lambda edit: bool(edit.value) or edit.as_list, "has values, or is a list"),
    "remove-property": (lambda edit: not edit.value, "has no values"),
    "append-entry": (_is_entry, "has one entry, without space around it"),
    "replace-block": (_is_block, "has a block's name, and lines without a block's marks"),
    "set-task": (_is_task, "has a character for the box and, when ticking, an ISO date"),
}
