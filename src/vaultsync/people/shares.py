"""What one note says of people: the same on every day, and asked anew only where the note or a name changes.

Whoever gathers what all notes say of one person leaves out what is dated after their day.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from hashlib import blake2b

import msgspec
from msgspec.structs import replace

from vaultsync.model import Gathering, Interaction, Note, Person, Problem, Promise, Tie, Value
from vaultsync.notes import DailyName, daily_date
from vaultsync.people.contact import Stated, entry, later, own_contacts, property_contact, settled, shared_contacts
from vaultsync.people.dates import DateOrder
from vaultsync.people.meetings import Meeting, meeting_of
from vaultsync.people.resolve import Directory, Reader, Unclear
from vaultsync.people.tasks import Box, Errand, box_of, errands_in, numbered, promise_of
from vaultsync.people.ties import mentions, stated_ties

LATELY = timedelta(days=31)
"""How long after its last day a gathering is still told of."""


class Part(Value, frozen=True, kw_only=True, array_like=True):
    """What one note says of one person: contacts, of any day, and tasks.

    Before ``opens``, the day of a daily note or a meeting that is still to come, none of the contacts counts.
    ``gathering`` is the meeting that the note is about, where it lists them.
    """

    contacts: tuple[Interaction, ...] = ()
    errands: tuple[Errand, ...] = ()
    opens: date | None = None
    gathering: Gathering | None = None


class Share(Value, frozen=True, kw_only=True):
    """All that one note says of people: parts by uid, and what a person's own note says besides.

    ``meanings`` is what each of its links meant, by target (:func:`vaultsync.people.resolve.meant`).
    """

    parts: dict[str, Part] = msgspec.field(default_factory=dict)
    ties: tuple[Tie, ...] = ()
    stated: tuple[Stated, ...] = ()
    meanings: dict[str, str] = msgspec.field(default_factory=dict)
    unclear_names: tuple[Unclear, ...] = ()
    unclear: tuple[Unclear, ...] = ()


def share_of(
    note: Note, directory: Directory, *, daily: tuple[DailyName, ...], date_order: DateOrder = "", owner: Person | None
) -> Share:
    """What a note says of people; ``owner`` is the person it is about, if it is. A template says nothing."""
    names, reader = Reader(directory), Reader(directory)
    ties = stated_ties(owner, names) if owner is not None else []
    if note.template:
        return Share(ties=tuple(ties), meanings=names.meanings, unclear_names=tuple(names.unclear.values()))
    linking = [line for line in note.lines if line.links]
    stated: list[Stated] = []
    opens = None
    gatherings: dict[str, Gathering] = {}
    if owner is None:
        day = daily_date(note.path, daily)
        meeting = meeting_of(note, date_order) if day is None else None
        contacts = shared_contacts(note, linking, reader, day=day, meeting=meeting)
        errands = errands_in(note, reader, dated=day is not None or meeting is not None)
        opens = meeting.day if meeting else day
        gatherings = _gatherings(note, meeting, contacts) if meeting else {}
    else:
        contacts, stated = own_contacts(owner, note, order=date_order)
        contacts += shared_contacts(note, linking, reader)
        ties += mentions(owner, linking, reader)
        errands = errands_in(note, reader, owner=owner.uid)
    return Share(
        parts=_parts(contacts, errands, opens, gatherings),
        ties=tuple(ties),
        stated=tuple(stated),
        meanings=names.meanings | reader.meanings,
        unclear_names=tuple(names.unclear.values()),
        unclear=tuple(reader.unclear.values()),
    )


def _gatherings(note: Note, meeting: Meeting, contacts: Iterable[Interaction]) -> dict[str, Gathering]:
    """A meeting for each of those who are listed there: who they all are is told to the first alone."""
    tasks = {line.number for line in note.lines if line.task is not None}
    people = tuple(dict.fromkeys(each.person for each in contacts if each.line not in tasks))
    told = Gathering(
        key=blake2b(note.path.encode("utf-8", "backslashreplace"), digest_size=8).hexdigest(),
        name=meeting.called,
        day=meeting.day,
        path=note.path,
        line=meeting.line,
        at=meeting.at,
        minutes=meeting.minutes,
        until=meeting.until,
        place=meeting.place,
        channel=meeting.channel,
        social=meeting.is_gathering,
        over=meeting.is_over,
    )
    return dict.fromkeys(people, told) | {uid: replace(told, people=people) for uid in people[:1]}


def is_told_of(gathering: Gathering, today: date) -> bool:
    """Whether a gathering is ahead, or of the last month."""
    return gathering.last >= today - LATELY


def _parts(
    contacts: Iterable[Interaction],
    errands: Iterable[Errand],
    opens: date | None,
    gatherings: Mapping[str, Gathering],
) -> dict[str, Part]:
    by_person: dict[str, tuple[list[Interaction], list[Errand]]] = {}
    for contact in contacts:
        by_person.setdefault(contact.person, ([], []))[0].append(contact)
    for errand in errands:
        by_person.setdefault(errand.person, ([], []))[1].append(errand)
    return {
        uid: Part(contacts=tuple(said), errands=tuple(asked), opens=opens, gathering=gatherings.get(uid))
        for uid, (said, asked) in by_person.items()
    }


class Gathered(Value, frozen=True, kw_only=True):
    """What is known of one person on one day; ``boxes`` are for the next run."""

    interactions: tuple[Interaction, ...] = ()
    ties: tuple[Tie, ...] = ()
    promises: tuple[Promise, ...] = ()
    boxes: tuple[Box, ...] = ()
    problems: tuple[Problem, ...] = ()
    gatherings: tuple[Gathering, ...] = ()


def gathered(
    person: Person,
    parts: Iterable[Part],
    *,
    ties: Iterable[Tie] = (),
    stated: Iterable[Stated] = (),
    today: date,
    boxes: Mapping[tuple[str, str], date | None],
) -> Gathered:
    """What all notes together say of one person today.

    ``parts`` are in the order of their notes' paths; ``ties`` and ``stated`` are of their own note. ``boxes`` are
    those of the last run, by person and key: a ticked task that states no day counts on the day of its box there, or
    today where that was open.
    """
    contacts: list[Interaction] = []
    errands: list[Errand] = []
    ahead: list[Gathering] = []
    problems = [later(person.path, each.line, each.key, each.day) for each in stated if each.day > today]
    own = property_contact(person, today=today)
    if isinstance(own, Problem):
        problems.append(own)
    elif own is not None:
        contacts.append(own)
    for part in parts:
        if part.opens is None or part.opens <= today:
            contacts += [each for each in part.contacts if each.day <= today]
        errands += part.errands
        if part.gathering is not None and is_told_of(part.gathering, today):
            ahead.append(part.gathering)
    tasks = numbered(errands) if errands else []
    left = [(box, each) for key, each in tasks if (box := box_of(key, each, boxes, today))]
    contacts += [
        entry(person.uid, each.path, each.line, box.day)
        for box, each in left
        if box.day is not None and box.day <= today
    ]
    return Gathered(
        interactions=settled(contacts, person.path),
        ties=tuple(sorted(ties, key=lambda tie: (tie.kind, tie.other, tie.line))),
        promises=tuple(promise_of(key, each) for key, each in tasks if each.task.open),
        boxes=tuple(box for box, _ in left),
        problems=tuple(problems),
        gatherings=tuple(sorted(ahead, key=lambda each: (each.day, each.path))),
    )
