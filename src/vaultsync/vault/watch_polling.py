"""Finding changes by asking: two looks at the same folder, and what differs between them. For disks that don't tell."""

from pathlib import Path

from vaultsync.vault.locate import EDITOR, SETTINGS
from vaultsync.vault.scan import FileStat, scan
from vaultsync.vault.watch_hints import Hint
from vaultsync.vault.watch_paths import EDITOR_FILES

_MARKS = (SETTINGS, *(f"{EDITOR}/{name}" for name in EDITOR_FILES))


class Look:
    """How the vault looked when it was last asked."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._files, self._marks = self._now()

    def again(self) -> Hint:
        """The notes that differ from the last look; None where settings do. Raises VaultError where it can't look."""
        before, marks = self._files, self._marks
        self._files, self._marks = self._now()
        if marks != self._marks:
            return None
        return frozenset(path for path in before | self._files if before.get(path) != self._files.get(path))

    def _now(self) -> tuple[dict[str, FileStat], tuple[tuple[int, int] | None, ...]]:
        # What the settings leave out is looked at too: the settings may change, and a hint too many costs nothing.
        files = {file.path: file for file in scan(self._root).files}
        return files, tuple(_mark(self._root / name) for name in _MARKS)


def _mark(path: Path) -> tuple[int, int] | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_size, stat.st_mtime_ns
