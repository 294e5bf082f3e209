"""A person as ``people --json`` shows them: one row, and the text of it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import msgspec

from vaultsync.model import Cadence, Fact, Interaction, Person, Reminder, YearlyDate


def person_row(
    person: Person, contacts: tuple[Interaction, ...], facts: Iterable[Fact], due: date | None
) -> dict[str, Any]:
    """The row, its keys in order. ``contacts`` are newest first."""
    last = contacts[0] if contacts else None
    cadence = cadence_of(facts)
    return {
        "uid": person.uid,
        "path": person.path,
        "name": person.name,
        "status": person.status,
        "cadence_days": cadence.days if cadence else None,
        "last_contact": last.day if last else None,
        "last_channel": last.channel if last else "",
        "next_due": due,
        "birthday": _birthday(person.birthday),
        "groups": person.groups,
        "tags": person.tags,
    }


def shown_text(row: dict[str, Any]) -> str:
    """The row as it stands in a list of rows: indented JSON."""
    text = msgspec.json.format(msgspec.json.encode(row), indent=2).decode()
    return "  " + text.replace("\n", "\n  ")


def next_due(reminders: Iterable[Reminder]) -> date | None:
    """The day a person is next due for a catch-up."""
    return min((one.due for one in reminders if one.kind == "catch-up"), default=None)


def cadence_of(facts: Iterable[Fact]) -> Cadence | None:
    """The cadence among facts: the first, by the plugin's name."""
    return next((fact.value for fact in facts if fact.name == "cadence" and isinstance(fact.value, Cadence)), None)


def _birthday(day: YearlyDate | None) -> str | None:
    """An ISO date, and ``--MM-DD`` where the year is not known (ISO 8601:2000; RFC 6350, 4.3.1)."""
    if day is None:
        return None
    return f"{f'{day.year:04}' if day.year else '-'}-{day.month:02}-{day.day:02}"
