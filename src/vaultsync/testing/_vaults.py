"""A small vault on the disk, whose notes nobody has touched for long, so that a sync may write into them at once."""

import os
from collections.abc import Mapping
from pathlib import Path

LONG_AGO = 1_700_000_000
"""When a note was last saved, in seconds since 1970; each save of the test's is a second later."""


class VaultFolder:
    """A vault below a test's folder. Paths are relative to it and POSIX: ``People/Ana Reyes.md``."""

    def __init__(self, path: Path) -> None:
        self.path = path
        """The vault's folder."""
        self._saves = 0
        path.mkdir(parents=True, exist_ok=True)

    def __fspath__(self) -> str:
        """The vault's folder, wherever a path is taken."""
        return os.fspath(self.path)

    def write(self, path: str | Mapping[str, str | bytes], text: str | bytes = "") -> "VaultFolder":
        """Save one note, or several: ``write("Ana.md", "…")`` or ``write({"Ana.md": "…"})``. Text is saved as UTF-8."""
        for name, content in (path if isinstance(path, Mapping) else {path: text}).items():
            file = self.path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
            self._saved(file)
        return self

    def remove(self, *paths: str) -> "VaultFolder":
        """Remove notes."""
        for path in paths:
            (self.path / path).unlink()
        return self

    def rename(self, path: str, to: str) -> "VaultFolder":
        """Rename or move a note; links to it stay as they are."""
        (self.path / to).parent.mkdir(parents=True, exist_ok=True)
        (self.path / path).rename(self.path / to)
        return self

    def read(self, path: str) -> str:
        """A note's text. Raises FileNotFoundError."""
        return (self.path / path).read_bytes().decode("utf-8")

    def rest(self) -> "VaultFolder":
        """Let every note be one that nobody has touched for long: what a sync wrote, it may write into again."""
        for file in sorted(self.path.rglob("*.md")):
            if file.stat().st_mtime > LONG_AGO + self._saves:
                self._saved(file)
        return self

    def _saved(self, file: Path) -> None:
        self._saves += 1
        os.utime(file, (LONG_AGO + self._saves,) * 2)
