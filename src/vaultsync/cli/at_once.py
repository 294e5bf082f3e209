"""What scripts and editors ask for often, answered before the command line is taken apart by click.

``agenda --json`` and ``people --json`` spend most of their time on loading what they do not need. Where nothing moved
since the last sync, and nothing else is asked for, they are answered here. In any doubt the command goes its usual way.
"""

import os
import sys

from vaultsync.cli.quick import standing

PLAIN = frozenset({"--json", "-q", "--quiet", "--no-color"})
"""Options that change nothing about JSON."""

VERBS = frozenset({"agenda", "today", "people"})


def answered(arguments: list[str]) -> bool:
    """Answer the command, where that can be done at once; whether it was."""
    asked = _asked(arguments)
    if asked is None:
        return False
    verb, vault, days = asked
    root = vault or os.environ.get("VAULTSYNC_VAULT") or ""
    if not os.path.isdir(root):  # noqa: PTH112 - for speed
        return False
    still = standing(root)
    if still is None:
        return False
    text = still.people_text() if verb == "people" else still.agenda_text(days)
    if text is None:
        return False
    sys.stdout.buffer.write(text.encode() + b"\n")
    sys.stdout.buffer.flush()
    return True


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
