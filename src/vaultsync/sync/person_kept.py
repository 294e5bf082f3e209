"""A person as the books keep them: what the notes say of them by a day, and what is known from outside the vault."""

import sqlite3
from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from msgspec.structs import replace

from vaultsync.model import Interaction, Person, Reminder
from vaultsync.people import Gathered, Part, Share, gathered, settled
from vaultsync.sync.rows import (
    day_of,
    decode_interactions,
    decode_parts,
    decode_person,
    decode_stated,
    decode_ties,
)

T = TypeVar("T", Interaction, Reminder)
Known = tuple[Person, Gathered]


def read_person(
    connection: sqlite3.Connection, uid: str, today: date
) -> tuple[Person, Mapping[str, Part], Gathered] | None:
    """A person as the books have them, what each note says of them by its path, and what is known of them that day."""
    row = connection.execute("SELECT person, parts, ties, stated FROM ix.people WHERE uid = ?", (uid,)).fetchone()
    if row is None or row[0] is None:
        return None
    person, parts = decode_person(row[0]), decode_parts(row[1])
    share = Share(ties=decode_ties(row[2]), stated=decode_stated(row[3]))
    asked = connection.execute("SELECT key, day FROM boxes WHERE person=?", (uid,))
    return person, parts, gathered_by(person, parts, share, {(uid, key): day_of(day) for key, day in asked}, today)


def gathered_by(
    person: Person,
    parts: Mapping[str, Part],
    share: Share,
    boxes: Mapping[tuple[str, str], date | None],
    today: date,
) -> Gathered:
    """What is known of a person on a day: ``parts`` are of all notes, by path, and ``share`` is of their own."""
    return gathered(
        person,
        [parts[path] for path in sorted(parts)],
        ties=share.ties,
        stated=share.stated,
        today=today,
        boxes=boxes,
    )


def with_outside(connection: sqlite3.Connection, known: Known, today: date) -> Known:
    """A person and what is known of them, the contacts from outside until that day among it."""
    person, found = known
    outside = [
        one for one in said_across(connection, "interactions", person.uid, decode_interactions) if one.day <= today
    ]
    if not outside:
        return known
    return person, replace(found, interactions=settled((*found.interactions, *outside), person.path))


def said_across(
    connection: sqlite3.Connection, kind: str, uid: str, decode: Callable[[bytes], tuple[T, ...]]
) -> list[T]:
    """What plugins that are asked of everybody together said of one person."""
    rows = connection.execute("SELECT data FROM across WHERE kind=? AND person=? ORDER BY plugin", (kind, uid))
    return [one for (data,) in rows for one in decode(data)]
