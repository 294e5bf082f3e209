"""``people``: everybody, or those whom a query finds, as a table."""

from datetime import date
from typing import Any

import click

from vaultsync.cli.options import Call, shared
from vaultsync.cli.say import WrongUseError, as_json, aside, count, table
from vaultsync.cli.session import Session, looked
from vaultsync.model import Cadence, Person, YearlyDate, day_words, every
from vaultsync.people import QueryError, near, parse_query


@click.command()
@click.argument("query", nargs=-1)
@shared
def people(call: Call, query: tuple[str, ...]) -> None:
    """Show the people, or those whom QUERY finds.

    QUERY is free words and such as tag:work, 'last:>1y' or 'due:<7d': put quotes around < and >, which the shell
    takes for itself.
    """
    text = " ".join(f'"{word}"' if " " in word and ":" not in word else word for word in query)
    try:
        asked = parse_query(text)
    except QueryError as error:
        raise WrongUseError(str(error)) from error
    session = looked(call)
    network, due = session.network, _due(session)
    found = [
        person
        for person in network.people
        if asked.matches(person, network, today=session.today, due=due.get(person.uid))
    ]
    found.sort(key=lambda person: (person.name.casefold(), person.path))
    if call.as_json:
        as_json([_row(person, session, due.get(person.uid)) for person in found])
        return
    if not found:
        names = ", ".join(person.name for person in near(text, network))
        aside("Nobody matches." + (f" Did you mean {names}?" if names else ""))
        return
    table((_cells(person, session, due.get(person.uid)) for person in found), bold=0, heads=HEADS)
    if not call.quiet:
        aside(count(len(found), "person", "people"))


HEADS = ("Name", "Last contact", "Next", "How often", "Groups and status")


def _due(session: Session) -> dict[str, date]:
    """The day each person is next due for a catch-up."""
    due: dict[str, date] = {}
    for reminder in session.schedule.reminders:
        if reminder.kind == "catch-up":
            due[reminder.person] = min(reminder.due, due.get(reminder.person, reminder.due))
    return due


def _cadence(person: Person, session: Session) -> Cadence | None:
    fact = session.network.fact(person.uid, "cadence")
    return fact.value if fact is not None and isinstance(fact.value, Cadence) else None


def _cells(person: Person, session: Session, due: date | None) -> tuple[str, ...]:
    last = session.network.last(person.uid)
    cadence = _cadence(person, session)
    rhythm = session.network.fact(person.uid, "rhythm")
    usual = f"usually {every(rhythm.value)}" if rhythm and isinstance(rhythm.value, int) else ""
    state = "paused" if person.paused else person.status
    return (
        person.name,
        " ".join(part for part in (day_words(last.day), last.channel) if part) if last else "",
        day_words(due) if due else "",
        every(cadence.days) if cadence else usual,
        ", ".join(part for part in (*person.groups, state) if part),
    )


def _row(person: Person, session: Session, due: date | None) -> dict[str, Any]:
    last = session.network.last(person.uid)
    cadence = _cadence(person, session)
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


def _birthday(day: YearlyDate | None) -> str | None:
    """An ISO date, and ``--MM-DD`` where the year is not known (ISO 8601:2000; RFC 6350, 4.3.1)."""
    if day is None:
        return None
    return f"{f'{day.year:04}' if day.year else '-'}-{day.month:02}-{day.day:02}"
