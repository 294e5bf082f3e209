"""That a contact came of a pick, as its line says it: ``(pick:: dormant)``."""

from vaultsync.notes.fields import take_fields
from vaultsync.notes.text import fold

PICK = "pick"


def pick_in(text: str) -> str:
    """The kind of pick that the text of a contact names, folded, or ``""``."""
    if "::" not in text:
        return ""
    return next((fold(field.value) for field in take_fields(text)[1] if fold(field.key) == PICK), "")
