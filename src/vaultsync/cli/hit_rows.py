"""Somebody who was found, as it is shown: who, why, how warm it is, and who can introduce; in lines, and as JSON."""

from typing import TYPE_CHECKING, Any

from vaultsync.cli.say import flat, line, strong
from vaultsync.cli.telling import told

if TYPE_CHECKING:  # loading them takes longer than some commands
    from vaultsync.model import Person
    from vaultsync.people.paths import Way
    from vaultsync.sync.kept import Kept


def show_who(person: "Person") -> None:
    """Their name, and what they do."""
    job = ", ".join(part for part in (person.role, person.company) if part)
    line(f"{strong(flat(person.name))}{f' · {flat(job)}' if job else ''}")


def show_warmth(person: "Person", way: "Way | None", kept: "Kept") -> None:
    """When the user was in touch with them last, and who can introduce."""
    told(warm(person, kept))
    if way is not None:
        told(way_words(way, kept))


def warm(person: "Person", kept: "Kept") -> str:
    """The last contact: ``call 3 weeks ago``."""
    from vaultsync.people.warmth import warmth  # noqa: PLC0415 - loaded by then

    return warmth(kept.last(person.uid), kept.today)


def way_words(way: "Way", kept: "Kept") -> str:
    """Who can introduce, and why they: ``Ravi Menon knows them: spoke 2 weeks ago``."""
    from vaultsync.people.warmth import spoke  # noqa: PLC0415 - loaded by then

    who = kept.person(way.people[0])
    assert who is not None  # noqa: S101 - they are on the way
    return f"{who.name} {way.edges[0].words(who.uid, 'them')}: {spoke(way.last, kept.today)}"


def row(
    person: "Person", evidence: dict[str, Any] | None, said: tuple[str, ...], way: "Way | None", kept: "Kept"
) -> dict[str, Any]:
    """A person as JSON; ``said`` is what speaks for them, in words, the warmth and the way in follow it."""
    last = kept.last(person.uid)
    who = kept.person(way.people[0]) if way is not None else None
    why = way_words(way, kept) if way is not None else ""
    return {
        "name": person.name,
        "path": person.path,
        "uid": person.uid,
        "evidence": evidence,
        "last_contact": last.day if last else None,
        "last_channel": last.channel if last else "",
        "way_in": {"name": who.name, "path": who.path, "why": why} if who is not None else None,
        "reason": "; ".join(part for part in (*said, warm(person, kept), why) if part),
    }
