"""The people whom a query finds, by reading the vault: as a table, or as JSON."""

from datetime import date

from vaultsync.cli.options import Call
from vaultsync.cli.say import WrongUseError, as_json, aside, count, flat, table
from vaultsync.cli.session import Session, looked
from vaultsync.model import Person, day_words, every
from vaultsync.people import QueryError, near, parse_query
from vaultsync.sync.person_row import cadence_of, person_row


def found_people(call: Call, text: str) -> None:
    """Show those whom the query finds. Raises WrongUseError where it cannot be read."""
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
        network = session.network
        as_json(
            [
                person_row(
                    person,
                    tuple(network.interactions.get(person.uid, ())),
                    network.facts.get(person.uid, ()),
                    due.get(person.uid),
                )
                for person in found
            ]
        )
        return
    if not found:
        names = ", ".join(person.name for person in near(text, network))
        aside("Nobody matches." + (f" Did you mean {names}?" if names else ""))
        _in_notes(session, text)
        return
    table((_cells(person, session, due.get(person.uid)) for person in found), bold=0, heads=HEADS)
    if not call.quiet:
        aside(count(len(found), "person", "people"))


MOST_PASSAGES = 5
HEADS = ("Name", "Last contact", "Next", "How often", "Groups and status")


def _in_notes(session: Session, text: str) -> None:
    """Say in whose notes the words stand, where nobody is called so."""
    words = " ".join(word for word in text.split() if ":" not in word and word[0] != "-")
    found = session.line.passages(words, MOST_PASSAGES)
    if found:
        names = {person.path: person.name for person in session.network.people}
        aside("In their notes:")
        for one in found:
            aside(f"  {names[one.path]}: {flat(one.text)}")


def _due(session: Session) -> dict[str, date]:
    """The day each person is next due for a catch-up."""
    due: dict[str, date] = {}
    for reminder in session.schedule.reminders:
        if reminder.kind == "catch-up":
            due[reminder.person] = min(reminder.due, due.get(reminder.person, reminder.due))
    return due


def _cells(person: Person, session: Session, due: date | None) -> tuple[str, ...]:
    last = session.network.last(person.uid)
    cadence = cadence_of(session.network.facts.get(person.uid, ()))
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
