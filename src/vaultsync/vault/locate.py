"""Which folder is the vault: the nearest one upwards that says so."""

from pathlib import Path

SETTINGS = "vaultsync.toml"
EDITOR = ".obsidian"


def find_vault(start: Path) -> Path | None:
    """The folder ``start``, or the nearest above it, that holds ``vaultsync.toml`` or ``.obsidian``; else None.

    Links in ``start`` are kept as the user spelled them.
    """
    here = start.absolute()
    return next((folder for folder in (here, *here.parents) if is_vault(folder)), None)


def is_vault(folder: Path) -> bool:
    """Whether the folder itself is the root of a vault."""
    try:
        return (folder / SETTINGS).is_file() or (folder / EDITOR).is_dir()
    except OSError:  # a folder that may not be looked into
        return False
