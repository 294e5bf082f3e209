"""The openers on the disk: texts of the user's own, of the vault, and those that come with vaultsync, by name.

They are read as text and nothing is run here. A file that is too large, no text, or leads out of its folder is passed
over, and said so.
"""

import os
from collections.abc import Mapping
from pathlib import Path

from vaultsync.model import Value
from vaultsync.vault.errors import reason
from vaultsync.vault.user import config_folder

FOLDER = "openers"
IN_VAULT = ".vaultsync"
SUFFIX = ".txt"
MOST_BYTES = 10_000
MOST_FILES = 100


class OpenerText(Value, frozen=True, kw_only=True):
    """One opener as it stands in a file. ``path`` is the file's; ``shipped`` where it came with vaultsync."""

    name: str
    text: str
    path: str
    shipped: bool = False


def read_openers(
    root: Path, shipped: Path, environment: Mapping[str, str]
) -> tuple[dict[str, OpenerText], tuple[str, ...]]:
    """The openers by name, and a sentence for each file that could not be taken. Never raises.

    Of one name the user's own counts, else the vault's, else the ``shipped`` one.
    """
    found: dict[str, OpenerText] = {}
    told: list[str] = []
    for folder in (shipped, root / IN_VAULT / FOLDER, config_folder(environment) / FOLDER):
        for path in _files(folder, told):
            text = _text(path, told)
            if text is not None:
                found[path.stem] = OpenerText(name=path.stem, text=text, path=str(path), shipped=folder == shipped)
    return found, tuple(told)


def _files(folder: Path, told: list[str]) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries if entry.name.endswith(SUFFIX) and entry.name[0] != ".")
    except FileNotFoundError:
        return []
    except OSError as error:
        told.append(f"{folder} could not be read: {reason(error)[0]}.")
        return []
    return [folder / name for name in names[:MOST_FILES]]


def _text(path: Path, told: list[str]) -> str | None:
    try:
        if path.resolve().parent != path.parent.resolve() or not path.is_file():
            told.append(f"{path} is no file of its folder, and was passed over.")
            return None
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
        if len(data) <= MOST_BYTES:
            return data.decode("utf-8-sig")
        told.append(f"{path} is longer than {MOST_BYTES:,} bytes, and was passed over.")
    except OSError as error:
        told.append(f"{path} could not be read: {reason(error)[0]}.")
    except UnicodeDecodeError:
        told.append(f"{path} is not UTF-8, and was passed over.")
    return None
