"""A catch-up as the agenda shows it, made of how it stands in the state, without loading the values."""

import json
from collections.abc import Iterable

TYPE_CHECKING = False
if TYPE_CHECKING:  # loading it takes as long as all of this
    from typing import Any, TypedDict

    class AgendaRow(TypedDict):
        """One row of ``agenda --json``."""

        date: str
        start: str | None
        person: str
        path: str
        kind: str
        channel: str
        minutes: int
        reason: str
        uid: str
        plugin: str
        due: str
        action: str
        place: str
        people: list[str]


CATCH_UP = ("uid", "reminder", "name", "path", "day", "reason", "start")
"""The fields of a catch-up as they stand in the state, in their order (:class:`vaultsync.model.CatchUp`)."""

REMINDER = (
    "person", "key", "kind", "due", "reason", "since", "cycle", "earliest", "latest", "at", "fixed", "minutes",
    "channel", "action", "weight", "path", "line", "plugin", "not_on", "place", "title", "people",
)  # fmt: skip
"""The fields of its reminder (:class:`vaultsync.model.Reminder`)."""

KIND, DUE, MINUTES, CHANNEL, ACTION, PLUGIN, PLACE, PEOPLE = map(
    REMINDER.index, ("kind", "due", "minutes", "channel", "action", "plugin", "place", "people")
)


def read_rows(stored: Iterable[bytes]) -> "list[AgendaRow]":
    """The rows of catch-ups as they stand in the state, in the order in which they are shown.

    Raises ValueError where something else stands there.
    """
    found = json.loads(b"[" + b",".join(stored) + b"]")  # at once, which is twice as fast
    try:
        found.sort(key=lambda one: (one[4], one[6] or "", one[2], one[0]))
        return [_row(one) for one in found]
    except (TypeError, IndexError) as error:
        raise ValueError("a catch-up is not as it was kept") from error


def _row(one: "list[Any]") -> "AgendaRow":
    uid, reminder, name, path, day, reason, start = one
    return {
        "date": day,
        "start": start,
        "person": name,
        "path": path,
        "kind": reminder[KIND],
        "channel": reminder[CHANNEL],
        "minutes": reminder[MINUTES],
        "reason": reason,
        "uid": uid,
        "plugin": reminder[PLUGIN],
        "due": reminder[DUE],
        "action": reminder[ACTION],
        "place": reminder[PLACE],
        "people": reminder[PEOPLE],
    }


def rows_text(rows: "list[AgendaRow]") -> str:
    """The rows as ``agenda --json`` says them."""
    # As with indent=2, which json does in Python: rows hold nothing that nests but lists of texts, so C can do it.
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",\n    ", ": ")).encode
    return "[\n" + ",\n".join([f"  {{\n    {encode(row)[1:-1]}\n  }}" for row in rows]) + "\n]" if rows else "[]"
