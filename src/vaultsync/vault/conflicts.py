"""Which files are copies that a sync service or a merge left beside a note."""

import re
from collections.abc import Collection

from vaultsync.model import Value


class ConflictName(Value, frozen=True, kw_only=True):
    """How one service names its copies.

    ``pattern`` is a regular expression for the end of a file's name without ``.md``, in any case. With ``original`` the
    name alone proves nothing, and it counts only where the note without that ending stands beside it.
    """

    service: str
    pattern: str
    example: str
    original: bool = False


CONFLICT_NAMES = (
    ConflictName(
        service="Obsidian Sync",
        pattern=r" \(conflicted copy [^()]*\d{12}\)",
        example="Ana Reyes (Conflicted copy laptop 202603041011).md",
    ),
    ConflictName(
        service="Syncthing",
        pattern=r"\.sync-conflict-\d{8}-\d{6}(?:-[A-Z0-9]{7})?",
        example="Ana Reyes.sync-conflict-20260304-101112-ABCDEFG.md",
    ),
    ConflictName(
        service="Dropbox, Nextcloud, ownCloud",
        pattern=r" ?\([^()]*conflicted copy[^()]*\)",
        example="Ana Reyes (Sam's conflicted copy 2026-03-04).md",
    ),
    ConflictName(
        service="ownCloud, older",
        pattern=r"_conflict-\d{8}-\d{6}",
        example="Ana Reyes_conflict-20260304-101112.md",
    ),
    ConflictName(
        service="Seafile",
        pattern=r" \(SFConflict [^()]*\)",
        example="Ana Reyes (SFConflict sam@example.org 2026-03-04-10-11-12).md",
    ),
    ConflictName(
        service="Synology Drive",
        pattern=r"_[^_]+_[A-Za-z]{3}-\d{6}-\d{4}_Conflict",
        example="Ana Reyes_laptop_Mar-041011-2026_Conflict.md",
    ),
    ConflictName(service="pCloud", pattern=r" \[conflicted(?: \d+)?\]", example="Ana Reyes [conflicted].md"),
    ConflictName(service="Resilio Sync", pattern=r"\.conflict", example="Ana Reyes.Conflict.md"),
    ConflictName(
        service="git mergetool",
        pattern=r"_(?:BACKUP|BASE|LOCAL|REMOTE)_\d+",
        example="Ana Reyes_LOCAL_4711.md",
    ),
    ConflictName(service="merge tools", pattern=r"\.orig", example="Ana Reyes.orig.md"),
    ConflictName(service="iCloud Drive", pattern=r" [2-9]", example="Ana Reyes 2.md", original=True),
    ConflictName(service="Google Drive", pattern=r" ?\([1-9]\)", example="Ana Reyes (1).md", original=True),
)
"""The whole table. OneDrive's ``name-HOST.md`` is not in it: a note may well be called that."""


def _any_of(names: Collection[ConflictName]) -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(name.pattern for name in names)})\\Z", re.IGNORECASE)


_LAST = frozenset(")]0123456789")
_SURE = _any_of([name for name in CONFLICT_NAMES if not name.original])
_BESIDE = _any_of([name for name in CONFLICT_NAMES if name.original])


def is_conflict(name: str, siblings: Collection[str]) -> bool:
    """Whether a file of that name is a conflict copy; ``siblings`` are the names of the files in its folder.

    A file that a merge tool kept as ``note.md.orig`` is one too.
    """
    stem = name.removesuffix(".md")
    # Nearly every name is told apart by this alone, at a tenth of the cost.
    folded = stem.casefold()
    if stem[-1:] not in _LAST and "conflict" not in folded and ".orig" not in folded:
        return False
    if _SURE.search(stem):
        return True
    beside = _BESIDE.search(stem)
    return beside is not None and beside.start() > 0 and f"{stem[: beside.start()]}.md" in siblings
