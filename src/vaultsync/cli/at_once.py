"""What scripts and editors ask for often, answered before the command line is taken apart by click.

``agenda --json`` and ``people --json`` spend most of their time on loading what they do not need. Where nothing moved
since the last sync, and nothing else is asked for, they are answered here. In any doubt the command goes its usual way.
For others that only look, the walk through the vault is begun here, and goes on while they are loaded.
"""

import os
import sys
from itertools import pairwise
from pathlib import Path

from vaultsync.cli.quick import go_on_from, known, look_ahead
from vaultsync.vault.locate import find_vault

PLAIN = frozenset({"--json", "-q", "--quiet", "--no-color"})
"""Options that change nothing about JSON."""

VERBS = frozenset({"agenda", "today", "people"})


OTHERWISE = frozenset({"--today", "--without", "--safe", "--strict", "--trace-plugins", "--dry-run", "--help", "-h"})
"""Options with which a command looks for itself, or does not look."""

LOOKING = frozenset({"agenda", "today", "find", "brief", "intro", "near", "sync"})
"""The verbs that ask how things stand."""


def answered(arguments: list[str]) -> bool:
    """Answer the command, where that can be done at once; whether it was."""
    asked = _asked(arguments)
    verb, vault, days = asked or ("", _vault(arguments), 0)
    root = vault or os.environ.get("VAULTSYNC_VAULT") or find_vault(Path.cwd()) or ""
    if not os.path.isdir(root):  # noqa: PTH112 - for speed
        return False
    if asked is None:
        if not LOOKING.isdisjoint(arguments) and OTHERWISE.isdisjoint(arguments):
            look_ahead(root)
        return False
    still = known(root)
    if still is None:
        return False
    still.begin()
    text = still.people_text() if verb == "people" else still.agenda_text(days)
    if text is None or not still.stands():
        go_on_from(still)
        return False
    sys.stdout.buffer.write(text.encode() + b"\n")
    sys.stdout.buffer.flush()
    return True


def _vault(arguments: list[str]) -> str:
    """The vault that the command line names."""
    return dict(pairwise(arguments)).get("--vault", "")


def _asked(arguments: list[str]) -> tuple[str, str, int] | None:
    """The verb, the vault and the number of days; None for anything that is not simple."""
    verb, vault, days, as_json = "", "", 14, False
    rest = iter(arguments)
    for argument in rest:
        if argument in PLAIN:
            as_json |= argument == "--json"
        elif argument == "--vault":
            vault = next(rest, "")
        elif argument == "--days" and verb != "people":
            number = next(rest, "")
            if not (number.isascii() and number.isdigit() and 1 <= int(number) <= 732):
                return None
            days = int(number)
        elif argument in VERBS and not verb:
            verb = argument
        else:
            return None
    return (verb, vault, days) if as_json and verb and (verb != "people" or days == 14) else None
