"""One edit of one note, from bytes to bytes: only the lines that the edit owns change, or it is refused.

Knows which way each kind of edit takes, and that nothing counts before it has been read again; nothing of any kind's
rules.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from vaultsync.model import Edit, Problem
from vaultsync.model.edit import EditKind
from vaultsync.notes.limits import USUAL
from vaultsync.notes.page import Page
from vaultsync.notes.parse import parse_note
from vaultsync.notes.refusal import RefusedError
from vaultsync.notes.sheet import Change
from vaultsync.notes.splice_block import check_block, splice_block
from vaultsync.notes.splice_property import check_property, splice_property
from vaultsync.notes.splice_section import check_entry, splice_entry
from vaultsync.notes.splice_task import check_task, splice_task

_NONE: Mapping[str, str] = MappingProxyType({})
_CONFLICT = b"<<<<<<< "


class _Way(NamedTuple):
    """How a kind of edit is made, and how its result is judged."""

    make: Callable[[Page, Edit, Mapping[str, str]], list[Change]]
    check: Callable[[Page, Page, Edit], bool]


_WAYS: dict[EditKind, _Way] = {
    "set-property": _Way(splice_property, check_property),
    "remove-property": _Way(splice_property, check_property),
    "append-entry": _Way(splice_entry, check_entry),
    "replace-block": _Way(splice_block, check_block),
    "set-task": _Way(splice_task, check_task),
}


def splice(path: str, data: bytes, edit: Edit, *, spellings: Mapping[str, str] = _NONE) -> bytes | Problem:
    """The note's bytes with the edit made; ``data`` itself where nothing has to change; a Problem where it is refused.

    ``spellings`` gives for canonical properties how the vault mostly spells them, for a note without a spelling of its
    own. The same edit made twice changes nothing the second time. Time is linear in the note's length.
    """
    try:
        before = _opened(path, data)
        way = _WAYS[edit.kind]
        changes = way.make(before, edit, spellings)
        made = before.sheet.changed(changes) if changes else data
        if made == data:
            return data
        after = Page(path, made)
        if way.check(before, after, edit) and not way.make(after, edit, spellings):
            return made
    except RefusedError as refused:
        return refused.told(path)
    what = "after this edit the note would not read as meant, so it was left as it is."
    return RefusedError(what, "Make this change by hand, or simplify the place it belongs to.").told(path)


def _opened(path: str, data: bytes) -> Page:
    """The note as text. Raises RefusedError for one that is not to be written: not UTF-8, in conflict, too large."""
    if len(data) <= USUAL.max_bytes and _CONFLICT not in data:
        try:
            return Page(path, data)
        except UnicodeDecodeError:
            pass
    note = parse_note(path, data)
    if note.writable:
        return Page(path, data)
    why = next((each for each in note.problems if each.code.startswith("note-")), note.problems[-1])
    raise RefusedError(f"the note is not edited: {why.message}", why.hint, why.line)
