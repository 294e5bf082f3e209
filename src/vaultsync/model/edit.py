"""A change to one note, as a value: what is to be written, where, by whom and why.

Edits are decided by pure code and listed in a Plan; nothing here touches a file.
"""

from typing import Literal

from vaultsync.model.base import Value

EditKind = Literal["set-property", "append-entry", "replace-block", "set-task"]


class Edit(Value, frozen=True, kw_only=True):
    """One edit of one note.

    ``name`` is the property's canonical key, the section's title, the block's name or the task's text, by ``kind``.
    ``value`` is the text to put there: a property's values, an entry or a block's lines, or the task's status.
    No values for ``set-property`` removes the property.
    """

    path: str
    kind: EditKind
    name: str
    value: tuple[str, ...]
    reason: str
    plugin: str = ""

    def __post_init__(self) -> None:
        """Reject an edit of nothing, and one that would carry a line break into a single line."""
        if not self.path or not self.name:
            raise ValueError("an edit names a note and a place in it")
        if any("\n" in part or "\r" in part for part in (self.name, *self.value)):
            raise ValueError("an edit's parts are single lines")
