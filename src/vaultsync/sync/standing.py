"""How things stood after a sync, written down for commands that find nothing moved since.

It is one row of JSON in the index, which :mod:`vaultsync.cli.quick` reads without loading anything else.
"""

import os
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec

from vaultsync.model.problem import Severity
from vaultsync.sync.line import Line
from vaultsync.sync.plan import Plan
from vaultsync.vault.still import code_stamp, file_mark
from vaultsync.vault.user import VARIABLE as CONFIG_DIR

MOST_YOUNG = 100
"""How many notes that were saved just before may have to be read once more to be sure of them."""

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


def stand(line: Line, plan: Plan, directory: Path, *, looked: bool) -> None:
    """Write down how things stand, where they are simple; what stood there before is removed where they are not.

    They are not where something is to be tried again: a note, a plugin, an edit, a place to send to.
    """
    connection = line.books.connection
    simple = _is_simple(line, plan)
    now = msgspec.json.encode(_record(line, plan, directory, looked=looked)).decode() if simple else ""
    for key, value in (("standing", now), ("walk", line.delta.walk.lines if line.delta.walk and simple else "")):
        row = connection.execute("SELECT value FROM ix.meta WHERE key=?", (key,)).fetchone()
        if value != (row[0] if row else ""):
            connection.execute("INSERT OR REPLACE INTO ix.meta VALUES (?, ?)", (key, value))


def _is_simple(line: Line, plan: Plan) -> bool:
    settings = line.known_world.settings
    return (
        line.options.is_usual
        and line.asking.adjusts_each
        and len(line.delta.young) <= MOST_YOUNG
        and not plan.edits
        and not settings.publish.targets
        and settings.readable
        and not line.fails
    )


def _record(line: Line, plan: Plan, directory: Path, *, looked: bool) -> dict[str, Any]:
    world = line.known_world
    walk = line.delta.walk
    folder, settings_lines = line.settings_before
    severities = Counter(told.severity for told in plan.problems)
    return {
        "generation": line.generation(),
        "code": code_stamp(),
        "skipped": walk.skipped if walk else None,
        "young": line.delta.young,
        # Another folder of the editor's was found on the way: its files were not looked at before.
        "settings": settings_lines if folder == (world.editor.config_folder or folder) else None,
        "config_folder": folder,
        "zone": world.settings.vault.timezone,
        "pinned": world.settings.vault.today,
        "today": world.today,
        "dir": os.fspath(directory),
        "config_dir": os.environ.get(CONFIG_DIR, ""),
        "plugins": {path: file_mark(path) for path in world.plugins.looked_at},
        # Plugins that look at more than the vault, or bring news elsewhere, are asked in each sync.
        "asks": line.asking.asks("vaultsync_interactions", "vaultsync_deliver"),
        "files": {one.name: file_mark(os.fspath(directory / one.name)) for one in plan.artifacts},
        "feeds": [{"name": one.name, "events": one.events, "bytes": len(one.data)} for one in plan.artifacts],
        "notes": line.note_count() if looked else None,
        "people": line.people_count() if looked else None,
        "interactions": line.contact_count() if looked else None,
        "problems": {severity: severities[severity] for severity in SEVERITIES} if looked else None,
    }
