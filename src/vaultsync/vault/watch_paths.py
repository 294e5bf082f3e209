"""What an event at a path can mean for the vault: nothing, one note, or a look at everything. It touches no disk."""

from typing import Literal

from vaultsync.vault.locate import EDITOR, SETTINGS
from vaultsync.vault.publish import TEMPORARY

Meaning = Literal["nothing", "note", "everything"]
"""What may have changed: nothing that counts, the note of that path, or anything."""

EDITOR_FILES = (
    "app.json",
    "daily-notes.json",
    "templates.json",
    "plugins/periodic-notes/data.json",
    "plugins/templater-obsidian/data.json",
)
"""Settings of the editor that say how notes are to be read, below its hidden folder at the vault's root."""

_LEFT_OUT = frozenset({"node_modules"})


def meaning(path: str, *, folder: bool, unsure: bool = False) -> Meaning:
    """What it means that the file or ``folder`` at ``path`` (POSIX, from the vault's root) was touched by somebody.

    ``unsure`` says that what is gone may have been a folder: some systems don't tell of a removed one.
    """
    *above, name = path.split("/")
    if not path:
        return "everything"
    if above and above[0].startswith(".") and path.removeprefix(f"{above[0]}/") in EDITOR_FILES:
        return "everything"
    if any(part.startswith(".") or part in _LEFT_OUT for part in above):
        return "nothing"
    if name in {SETTINGS, EDITOR} or path == "logseq/config.edn":
        return "everything"  # at the root the settings, and below it the mark of a vault of its own
    if name.startswith((".", TEMPORARY)) or name.endswith("~") or name in _LEFT_OUT:
        return "nothing"
    if folder:
        return "everything"
    if name.endswith(".md"):
        return "note"
    return "everything" if unsure else "nothing"
