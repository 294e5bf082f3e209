"""From people and notes to the network, all at once: who was in touch when, who knows whom, what was promised."""

from collections.abc import Iterable
from datetime import date

from vaultsync.model import Network, Note, Person, Problem
from vaultsync.notes import DailyName
from vaultsync.people.dates import DateOrder
from vaultsync.people.resolve import Directory
from vaultsync.people.shares import Part, gathered, share_of
from vaultsync.people.tasks import Box


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
    can lead to one. ``daily`` says how daily notes are named. ``boxes`` are those of the last run. Facts are left to
    the plugins. The time taken is linear in the lines of the notes.
    """
    everybody = tuple(sorted(people, key=lambda person: person.path))
    every = sorted(notes, key=lambda note: note.path)
    owners = {person.path: person for person in everybody}
    names = tuple(daily)
    directory = Directory(everybody, (note.path for note in every))
    shares = {
        note.path: share_of(note, directory, daily=names, date_order=date_order, owner=owners.get(note.path))
        for note in every
    }
    parts: dict[str, list[Part]] = {}
    for share in shares.values():
        for uid, part in share.parts.items():
            parts.setdefault(uid, []).append(part)
    before = {(box.person, box.key): box.day for box in boxes}
    known = {}
    for person in everybody:
        own = shares.get(person.path)
        known[person.uid] = gathered(
            person,
            parts.get(person.uid, ()),
            ties=own.ties if own else (),
            stated=own.stated if own else (),
            today=today,
            boxes=before,
        )
    unclear = [each for share in shares.values() for each in share.unclear_names]
    unclear += [each for share in shares.values() for each in share.unclear]
    problems = [told for each in known.values() for told in each.problems] + [*directory.problems(unclear)]
    by_uid = sorted(known)
    network = Network(
        people=everybody,
        interactions={uid: known[uid].interactions for uid in by_uid if known[uid].interactions},
        ties={uid: known[uid].ties for uid in by_uid if known[uid].ties},
        promises={uid: known[uid].promises for uid in by_uid if known[uid].promises},
        gatherings={uid: known[uid].gatherings for uid in by_uid if known[uid].gatherings},
    )
    left = tuple(box for uid in by_uid for box in known[uid].boxes)
    return network, left, tuple(sorted(problems, key=lambda each: each.sort_key))
