"""The box of a task, its dates and its id, in the Tasks plugin's emoji form and in Dataview's form."""

import re
from collections.abc import Iterable

from vaultsync.model import Field, Task
from vaultsync.notes.dates import iso_date

_DAYS = {
    "📅": "due",
    "📆": "due",
    "🗓": "due",
    "⏳": "scheduled",
    "⌛": "scheduled",
    "✅": "completion",
    "🛫": "start",
    "➕": "created",
    "❌": "cancelled",
}
_EMOJI = re.compile(
    rf"([{''.join(_DAYS)}])\ufe0f?[ \t]*+([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})"
    r"|🆔\ufe0f?[ \t]*+([A-Za-z0-9_-]+)"
    r"|⛔\ufe0f?[ \t]*+[A-Za-z0-9_-]+(?:[ \t]*+,[ \t]*+[A-Za-z0-9_-]+)*+"
    r"|🔁\ufe0f?[A-Za-z0-9, !]*+|🏁\ufe0f?[ \t]*+[A-Za-z]*+|[🔺⏫🔼🔽⏬]\ufe0f?"
)

TASK_KEYS = frozenset(
    "due scheduled start completion created cancelled id dependson repeat priority oncompletion".split()
)
"""Inline fields that belong to the box and not to the task's text."""


def take_task(status: str, text: str, fields: Iterable[Field], block: str) -> tuple[str, Task]:
    """The task, and its text without dates, ids and the other signs of the Tasks plugin.

    The first of each counts. ``block`` is the line's block id, which stands in for an id of the task's own.
    """
    known: dict[str, str] = {}
    for field in fields:
        known.setdefault(field.key.casefold(), field.value)
    if not text.isascii():

        def note(found: re.Match[str]) -> str:
            if found[2] is not None:
                known.setdefault(_DAYS[found[1]], found[2])
            elif found[3] is not None:
                known.setdefault("id", found[3])
            return " "

        text, signs = _EMOJI.subn(note, text)
        if signs:
            text = " ".join(text.split())
    task = Task(
        status=status,
        due=iso_date(known.get("due", "")),
        scheduled=iso_date(known.get("scheduled", "")),
        done_on=iso_date(known.get("completion", "")),
        id=known.get("id", "") or block,
    )
    return text, task
