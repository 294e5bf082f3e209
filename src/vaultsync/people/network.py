"""From people and notes to the network: who was in touch when, who knows whom, what was promised."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from vaultsync.model import Interaction, Network, Note, Person, Problem, Promise, Tie
from vaultsync.notes import DailyName, daily_date
from vaultsync.people.contact import entry, own_contacts, property_contact, settled, shared_contacts
from vaultsync.people.dates import DateOrder
from vaultsync.people.meetings import meeting_of
from vaultsync.people.resolve import Directory
from vaultsync.people.tasks import Box, Errand, box_of, errands_in, numbered, promise_of
from vaultsync.people.ties import mentions, stated_ties

T = TypeVar("T", Interaction, Tie, Errand)


def assemble(
    people: Iterable[Person],
    notes: Iterable[Note],
    *,
    today: date,
    daily: Iterable[DailyName],
    date_order: DateOrder = "",
    boxes: Iterable[Box] = (),
) -> tuple[Network, tuple[Box, ...], tuple[Problem, ...]]:
    """The network of all people in a vault, the boxes of their tasks, and what did not fit together.

    ``notes`` are all the vault's notes, the people's own among them, in any order; templates say nothing, but a link
    can lead to one. ``daily`` says how daily notes are named. ``boxes`` are those of the last run: a ticked task that
    states no day counts on the day of its box there, or today where that was open. Facts are left to the plugins. The
    time taken is linear in the lines of the notes.
    """
    everybody = tuple(sorted(people, key=lambda person: person.path))
    every = sorted(notes, key=lambda note: note.path)
    owners = {person.path: person for person in everybody}
    names = tuple(daily)
    directory = Directory(everybody, (note.path for note in every))
    contacts: dict[str, list[Interaction]] = {}
    ties: dict[str, list[Tie]] = {}
    errands: dict[str, list[Errand]] = {}
    problems: list[Problem] = []

    for person in everybody:
        stated = property_contact(person, today=today)
        if isinstance(stated, Problem):
            problems.append(stated)
        elif stated is not None:
            contacts.setdefault(person.uid, []).append(stated)
        _add(ties, stated_ties(person, directory))
    for note in every:
        if note.template:
            continue
        owner = owners.get(note.path)
        linking = [line for line in note.lines if line.links]
        if owner is None:
            day = daily_date(note.path, names)
            meeting = meeting_of(note, date_order) if day is None else None
            _add(contacts, shared_contacts(note, linking, directory, today=today, day=day, meeting=meeting))
            _add(errands, errands_in(note, directory, dated=day is not None or meeting is not None))
            continue
        logged, later = own_contacts(owner, note, today=today, order=date_order)
        if logged:
            contacts.setdefault(owner.uid, []).extend(logged)
        _add(contacts, shared_contacts(note, linking, directory, today=today))
        _add(ties, mentions(owner, linking, directory))
        _add(errands, errands_in(note, directory, owner=owner.uid))
        problems.extend(later)

    promises, left, ticked = _by_box(errands, boxes, today)
    _add(contacts, ticked)
    paths = {person.uid: person.path for person in everybody}
    network = Network(
        people=everybody,
        interactions={uid: settled(contacts[uid], paths[uid]) for uid in sorted(contacts)},
        ties={uid: tuple(sorted(ties[uid], key=_tie_order)) for uid in sorted(ties)},
        promises=promises,
    )
    problems.extend(directory.problems())
    return network, tuple(left), tuple(sorted(problems, key=lambda each: each.sort_key))


def _by_box(
    errands: dict[str, list[Errand]], boxes: Iterable[Box], today: date
) -> tuple[dict[str, tuple[Promise, ...]], tuple[Box, ...], list[Interaction]]:
    """The promises by uid, the boxes for the next run, and the contacts that are known by a box alone."""
    before = {(box.person, box.key): box.day for box in boxes}
    promises: dict[str, tuple[Promise, ...]] = {}
    left: list[Box] = []
    ticked: list[Interaction] = []
    for uid in sorted(errands):
        tasks = tuple(numbered(errands[uid]))
        if promised := tuple(promise_of(key, each) for key, each in tasks if each.task.open):
            promises[uid] = promised
        for key, each in tasks:
            if box := box_of(key, each, before, today):
                left.append(box)
                if box.day is not None and box.day <= today:
                    ticked.append(entry(uid, each.path, each.line, box.day))
    return promises, tuple(left), ticked


def _add(to: dict[str, list[T]], found: Iterable[T]) -> None:
    for each in found:
        to.setdefault(each.person, []).append(each)


def _tie_order(tie: Tie) -> tuple[str, str, int]:
    return (tie.kind, tie.other, tie.line)
