"""A catch-up as the agenda shows it, made of the value or of how it stands in the state: without loading much else."""

from collections.abc import Iterable

import msgspec

REMINDER = (
    "person", "key", "kind", "due", "reason", "since", "cycle", "earliest", "latest", "at", "fixed", "minutes",
    "channel", "action", "weight", "path", "line", "plugin", "not_on",
)  # fmt: skip
"""The fields of a reminder as they stand in the state, in their order (:class:`vaultsync.model.Reminder`)."""

KIND, DUE, MINUTES, CHANNEL, ACTION, PLUGIN = map(
    REMINDER.index, ("kind", "due", "minutes", "channel", "action", "plugin")
)


class StoredCatchUp(msgspec.Struct, array_like=True):
    """A catch-up as it stands in the state (:class:`vaultsync.model.CatchUp`)."""

    uid: str
    reminder: list[object]
    name: str
    path: str
    day: str
    reason: str
    start: str | None


class AgendaRow(msgspec.Struct):
    """One row of ``agenda --json``."""

    date: str
    start: str | None
    person: str
    path: str
    kind: object
    channel: object
    minutes: object
    reason: str
    uid: str
    plugin: object
    due: object
    action: object


def read_rows(stored: Iterable[bytes]) -> list[AgendaRow]:
    """The rows of catch-ups as they stand in the state, in the order in which they are shown."""
    decode = msgspec.json.Decoder(StoredCatchUp).decode
    found = [decode(data) for data in stored]
    found.sort(key=lambda one: (one.day, one.start or "", one.name, one.uid))
    return [_row(one) for one in found]


def _row(one: StoredCatchUp) -> AgendaRow:
    reminder = one.reminder
    return AgendaRow(
        one.day, one.start, one.name, one.path, reminder[KIND], reminder[CHANNEL], reminder[MINUTES], one.reason,
        one.uid, reminder[PLUGIN], reminder[DUE], reminder[ACTION],
    )  # fmt: skip
