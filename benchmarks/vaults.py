"""A vault to measure on, with folders of its own for all that vaultsync keeps: nothing of the user's is touched."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from generate import TODAY, generate

SETTINGS = f"""\
[vault]
timezone = "UTC"
today = {TODAY.isoformat()}
"""
"""The day is given, so that each run plans the same days whenever it is made."""


@dataclass(frozen=True, kw_only=True)
class Bench:
    """A vault below a scratch folder, and the environment that commands on it run in."""

    scratch: Path
    people: int

    @property
    def root(self) -> Path:
        """The vault's folder."""
        return self.scratch / "vault"

    @property
    def state(self) -> Path:
        """Where vaultsync keeps what it published."""
        return self.scratch / "state"

    @property
    def cache(self) -> Path:
        """Where vaultsync keeps its index."""
        return self.scratch / "cache"

    @property
    def feeds(self) -> Path:
        """Where the feeds are published."""
        return self.root / ".vaultsync" / "feeds"

    @property
    def environment(self) -> dict[str, str]:
        """The variables of every command on this vault."""
        return {
            **os.environ,
            "VAULTSYNC_STATE_DIR": str(self.state),
            "VAULTSYNC_CACHE_DIR": str(self.cache),
            "XDG_CONFIG_HOME": str(self.scratch / "config"),
            "PYTHONHASHSEED": "0",
        }

    def forget(self) -> None:
        """Take away all that vaultsync made: index, state, feeds."""
        for folder in (self.state, self.cache, self.root / ".vaultsync"):
            shutil.rmtree(folder, ignore_errors=True)

    def write(self, settings: str = SETTINGS) -> "Bench":
        """Write the notes and the settings."""
        generate(self.root, self.people)
        (self.root / "vaultsync.toml").write_text(settings, encoding="utf-8")
        return self

    def people_notes(self) -> list[Path]:
        """Every person's note, in an order that is always the same."""
        return sorted((self.root / "People").rglob("*.md"))

    def daily_notes(self) -> list[Path]:
        """Every day's note, in order."""
        return sorted((self.root / "Daily").rglob("*.md"))


def save(path: Path, data: bytes) -> None:
    """Save as careful editors and git do: a file beside it, renamed over the note."""
    beside = path.with_name(f".{path.name}.saving")
    beside.write_bytes(data)
    beside.replace(path)


def save_in_place(path: Path, data: bytes) -> None:
    """Save as plain editors do: empty the note, and fill it."""
    path.write_bytes(data)


def published(folder: Path) -> dict[str, bytes]:
    """Every feed in the folder by name."""
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.ics"))}
