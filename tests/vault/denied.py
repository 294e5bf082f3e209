"""Write a vault as somebody who may not: ``python -m tests.vault.denied FOLDER``, which prints what came of it as JSON.

``FOLDER/NAME/vault`` is written for each name, as nobody in particular where this is started by root.
"""

import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import msgspec
from tests.vault.steps import NEW, Place

from vaultsync.model import Problem
from vaultsync.vault.journal import Journal
from vaultsync.vault.write_new import create_note

NOBODY = 65_534


def _place(folder: Path) -> Place:
    place = Place.__new__(Place)
    place.root, place.state, place.note = folder / "vault", folder / "state", folder / "vault" / "Ana.md"
    return place


def main(folder: Path) -> Mapping[str, list[str]]:
    """By name, the code and message of what was refused, or nothing where it was written."""
    with tempfile.TemporaryDirectory() as name:
        Place(Path(name) / "first").write()  # which loads what a nobody may not be able to read from root's home
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    told = dict[str, list[str]]()
    for name in sorted(path.name for path in folder.iterdir()):
        place = _place(folder / name)
        for kind in ("write", "create"):
            journal = Journal(place.state / "journal", at=0.0)
            done = place.write(journal=journal) if kind == "write" else create_note(place.root, "Bo.md", NEW, journal)
            told[f"{kind} in {name}"] = [done.code, done.message] if isinstance(done, Problem) else []
    return told


if __name__ == "__main__":
    sys.stdout.buffer.write(msgspec.json.encode(main(Path(sys.argv[1]))))
