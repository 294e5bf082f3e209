"""The times nobody answered: the lines that would be contact, by the contact rule, if they did not say so."""

from datetime import date

from msgspec.structs import replace

from vaultsync.model import Interaction, Note, Person
from vaultsync.notes import DailyName
from vaultsync.people.dates import DateOrder
from vaultsync.people.outcomes import is_unanswered
from vaultsync.people.resolve import Directory
from vaultsync.people.shares import share_of


def attempts_in(
    note: Note,
    directory: Directory,
    *,
    daily: tuple[DailyName, ...],
    today: date,
    date_order: DateOrder = "",
    owner: Person | None,
) -> tuple[Interaction, ...]:
    """The times that a note says somebody did not answer, none after today; ``owner`` is whom it is about, if any."""
    silent = {line.number: line for line in note.lines if is_unanswered(line)}
    if not silent:
        return ()
    as_if = replace(note, lines=tuple(replace(line, fields=()) for line in silent.values()))
    share = share_of(as_if, directory, daily=daily, date_order=date_order, owner=owner)
    return tuple(
        each
        for part in share.parts.values()
        if part.opens is None or part.opens <= today
        for each in part.contacts
        if each.day <= today and each.line in silent
    )
