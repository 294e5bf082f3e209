"""How people spell their properties: each canonical name with the spellings that mean the same. Knows no values."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

from vaultsync.model import Note, Property, Value
from vaultsync.notes.text import fold

DialectKind = Literal["text", "list", "date", "yearly", "cadence", "yes-no"]
"""What a property holds. The values of a ``list`` come together from all its spellings in a note."""


class Dialect(Value, frozen=True, kw_only=True):
    """One canonical property: the spellings that are read for it, what it holds and what it means.

    Spellings are compared without case, spaces, ``-``, ``_`` and what stands in square brackets (``EMAIL[HOME]``).
    """

    name: str
    spellings: tuple[str, ...]
    kind: DialectKind
    meaning: str


def _row(name: str, kind: DialectKind, spellings: str, meaning: str) -> Dialect:
    return Dialect(
        name=name, spellings=tuple(each.strip() for each in spellings.split(",") if each), kind=kind, meaning=meaning
    )


DIALECTS: tuple[Dialect, ...] = (
    _row("name", "text", "full name, FN", "The full name, where it is not the note's own."),
    _row("aliases", "list", "alias, nickname, nicknames", "Other names the person goes by."),
    _row(
        "email",
        "list",
        "emails, e-mail, mail, email address, EMAIL[…], contacts.mail, contacts.email",
        "E-mail addresses.",
    ),
    _row(
        "phone",
        "list",
        "phones, phone number, phone_numbers, telephone, tel, mobile, cell, TEL[…], contacts.phone",
        "Phone numbers.",
    ),
    _row(
        "birthday",
        "yearly",
        "birthdate, birth date, date of birth, birth, born, dob, bday, prm-birthday, geburtsdatum, geburtstag",
        "The birthday, with the year or without.",
    ),
    _row("company", "text", "org, organization, organizations, organisation, employer, work", "Where they work."),
    _row(
        "previously",
        "list",
        "formerly, previous company, previous companies, former company, former employer, former employers, worked at",
        "Where they worked before, with the years if known: Acme (2017–2021).",
    ),
    _row(
        "role",
        "text",
        "job, job title, position, title",
        "What they do there. A title that is the note's name is not a role.",
    ),
    _row("location", "text", "city, place, address, prm-location, ADR[…].LOCALITY", "Where they live."),
    _row("timezone", "text", "tz, time zone", "Their time zone, such as Europe/Madrid."),
    _row(
        "hours",
        "text",
        "working hours, office hours",
        "When they can be reached, by their own clock: 09:00-17:00, or mon-thu 09:00-17:00, fri 09:00-13:00.",
    ),
    _row("relationship", "text", "circle, person_type, prm-relationship", "What they are to the user."),
    _row(
        "groups", "list", "group, community, communities", "The groups and communities that the user shares with them."
    ),
    _row(
        "last_contact",
        "date",
        "last contacted, last_chat, last_chatted, last_met, last talk, last_seen, "
        "last spoke, last spoken, date_last_contacted, date_last_spoken, prm-last-contacted",
        "The day of the latest contact.",
    ),
    _row(
        "cadence",
        "cadence",
        "contact_frequency, frequency, keep_in_touch, every, cadence_days, prm-cadence, tier, prm-tier",
        "How often to be in touch: a span of time or a tier.",
    ),
    _row("next_contact", "date", "follow_up", "A day that the user set for the next contact, with a time or without."),
    _row("snooze_until", "date", "prm-snooze-until", "No reminder before this day."),
    _row("paused", "yes-no", "prm-paused", "No reminders for now."),
    _row(
        "met", "text", "first_met, met_date, met on, how we met, met_context", "When, where or how the user met them."
    ),
    _row("met_through", "list", "", "Who brought the two together."),
    _row("knows", "list", "friends, relations, RELATED[…]", "Whom they know."),
    _row("introduced_by", "list", "", "Who made the introduction."),
    _row("skills", "list", "skill, expertise, can help with", "What they are good at."),
    _row("interests", "list", "interest", "What they care about."),
    _row("status", "text", "", "Such as archived, deceased or aspirational."),
    _row("channel", "text", "preferred channel", "How they like to be reached: call, video, coffee …"),
    _row("url", "list", "urls, website, linkedin", "Pages about them."),
    _row(
        "meeting_link",
        "list",
        "video link, video call, call link, zoom, zoom link, meet, google meet, jitsi, whereby",
        "The https address at which they meet by video.",
    ),
    _row("uid", "text", "id", "What tells this person from all others, whatever the note is called."),
    _row("anniversary", "yearly", "wedding anniversary", "An anniversary to think of."),
    _row("name_day", "yearly", "nameday", "The name day."),
    _row("tags", "list", "tag", "The note's tags."),
    _row("type", "list", "kind, fileClass, category, categories", "What the note is about, such as person or meeting."),
    _row("people", "list", "attendees, participants", "Who was there, in the note of a meeting or gathering."),
    _row("date", "date", "", "The day of a meeting or gathering."),
)
"""Every property that vaultsync reads, in the order of the reference page."""

_SUFFIX = re.compile(r"\[[^\]]*\]")
_LISTS = frozenset(dialect.name for dialect in DIALECTS if dialect.kind == "list")


def _bare(key: str) -> str:
    return fold(_SUFFIX.sub("", key)).translate({ord(" "): None, ord("-"): None, ord("_"): None})


_CANONICAL = {
    _bare(spelling): dialect.name for dialect in reversed(DIALECTS) for spelling in (dialect.name, *dialect.spellings)
}


@lru_cache(maxsize=4096)
def canonical(key: str) -> str | None:
    """The canonical property that a key spells, or None: ``lastContact``, ``Last-Contact`` give ``last_contact``."""
    return _CANONICAL.get(_bare(key))


def properties(note: Note) -> Mapping[str, Property]:
    """The properties that count, by canonical name and in that spelling's place in the note; the rest is left out.

    Of several spellings the canonical one counts, else the first in the note; a list has the values of all of them,
    each once, in the note's order. A ``title`` that repeats the note's name is not a role.
    """
    found: dict[str, Property] = {}
    for each in note.properties:
        name = canonical(each.key)
        if name is None or (name == "role" and _is_name(each, note)):
            continue
        known = found.get(name)
        if known is None:
            found[name] = each
        elif name in _LISTS:
            exact = each if each.key == name else known
            values = tuple(dict.fromkeys(known.values + each.values))
            found[name] = Property(key=exact.key, values=values, line=exact.line)
        elif each.key == name and known.key != name:
            found[name] = each
    return found


def _is_name(role: Property, note: Note) -> bool:
    return fold(role.key) == "title" and fold(" ".join(role.values)) == fold(note.stem)
