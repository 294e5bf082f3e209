"""The box of a task, its dates and its id, in the Tasks plugin's emoji form and in Dataview's form."""

import re
from collections.abc import Iterable

from vaultsync.model import Field, Task
from vaultsync.notes.dates import iso_date

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ID = re.compile(r"[A-Za-z0-9_-]+")
_IDS = re.compile(r"[A-Za-z0-9_-]+(?: *+, *+[A-Za-z0-9_-]+)*+")
_WORD = re.compile(r"[A-Za-z]*")
_RULE = re.compile(r"[A-Za-z0-9, !]*")
_NOTHING = re.compile("")
_DATED = ("due", "scheduled", "completion")

SIGNS = {
    "📅": ("due", _DAY),
    "📆": ("due", _DAY),
    "🗓": ("due", _DAY),
    "⏳": ("scheduled", _DAY),
    "⌛": ("scheduled", _DAY),
    "🛫": ("start", _DAY),
    "➕": ("created", _DAY),
    "✅": ("completion", _DAY),
    "❌": ("cancelled", _DAY),
    "🆔": ("id", _ID),
    "⛔": ("dependsOn", _IDS),
    "🔁": ("repeat", _RULE),
    "🏁": ("onCompletion", _WORD),
    "🔺": ("priority", _NOTHING),
    "⏫": ("priority", _NOTHING),
    "🔼": ("priority", _NOTHING),
    "🔽": ("priority", _NOTHING),
    "⏬": ("priority", _NOTHING),
}
"""The signs of the Tasks plugin: the Dataview key that says the same, and what has to follow."""

_SIGN = re.compile(rf"([{''.join(SIGNS)}])\ufe0f?[ \t]*+")

TASK_KEYS = frozenset(key.casefold() for key, _ in SIGNS.values())
"""Inline fields that belong to the box and not to the task's text."""


def take_task(status: str, text: str, fields: Iterable[Field], block: str) -> tuple[str, Task]:
    """The task, and its text without dates, ids and the other signs of the Tasks plugin.

    The first of each counts. ``block`` is the line's block id, which stands in for an id of the task's own.
    """
    known: dict[str, str] = {}
    for field in fields:
        known.setdefault(field.key.casefold(), field.value)
    if not text.isascii():
        text = _without_signs(text, known)
    if not known:
        return text, Task(status=status, id=block)
    due, scheduled, done_on = [iso_date(known[key]) if key in known else None for key in _DATED]
    return text, Task(status=status, due=due, scheduled=scheduled, done_on=done_on, id=known.get("id", "") or block)


def _without_signs(text: str, known: dict[str, str]) -> str:
    """The text without the signs in it, whose values go into ``known``; a sign with nothing fitting behind it stays."""
    kept: list[str] = []
    past = 0
    for sign in _SIGN.finditer(text):
        key, wanted = SIGNS[sign[1]]
        value = wanted.match(text, sign.end())
        if value is not None and sign.start() >= past:
            known.setdefault(key, value[0])
            kept.append(text[past : sign.start()])
            past = value.end()
    return " ".join(f"{' '.join(kept)} {text[past:]}".split()) if past else text
