r"""People as vCards 3.0 (RFC 2426) and 4.0 (RFC 6350): what their notes state, and nothing else.

There is no REV: nothing here knows the time, and the same notes give the same bytes.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Literal

from vaultsync import Person, YearlyDate
from vaultsync.calendar import clean_line
from vaultsync_vcard.whose import uuid_of

Version = Literal["3.0", "4.0"]

PRODUCT = "-//vaultsync//vcard//EN"
LINE = 75
"""Octets in a line, its end not counted (RFC 6350, 3.2; RFC 2426, 2.6)."""
OMITTED = 1604
"""The year that stands for none in a version 3.0 date, as Apple has it: a leap year, so that 29 February is a day."""

_ANNIVERSARIES = ("anniversary", "wedding", "wedding anniversary")


def vcards(
    people: Iterable[Person], version: Version, *, uid_of: Callable[[Person], str], name_of: Callable[[str], str]
) -> bytes:
    """The cards of people, in their order.

    ``uid_of`` gives the uid that stands for somebody, ``name_of`` the name of whom a note says somebody knows.
    """
    lines = (line for person in people for line in _card(person, version, uid_of(person), name_of))
    return b"".join(folded(line) + b"\r\n" for line in lines)


def folded(line: str) -> bytes:
    """A line in UTF-8, folded so that no piece is longer than 75 octets, and no character is parted."""
    data = line.encode("utf-8", "replace")
    pieces, start, room = [], 0, LINE
    while len(data) - start > room:
        end = start + room
        while data[end] & 0xC0 == 0x80:  # within a character
            end -= 1
        pieces.append(data[start:end])
        start, room = end, LINE - 1
    return b"\r\n ".join([*pieces, data[start:]])


def escaped(text: str) -> str:
    """A text as a value, or as a part of one (RFC 6350, 3.4; RFC 2426, 4)."""
    return clean_line(text).replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")


def _card(person: Person, version: Version, uid: str, name_of: Callable[[str], str]) -> Iterator[str]:
    new = version == "4.0"
    yield "BEGIN:VCARD"
    yield f"VERSION:{version}"
    yield f"PRODID:{PRODUCT}"
    yield f"UID:urn:uuid:{uuid_of(uid)}"
    yield f"FN:{escaped(person.name)}"
    if not new:
        # It must be there, and a note does not say where a family's name begins.
        yield f"N:;{escaped(person.name)};;;"
    yield from _listed("NICKNAME", person.aliases)
    yield from (f"EMAIL:{escaped(each)}" for each in person.emails)
    yield from (f"TEL:{escaped(each)}" for each in person.phones)
    birthday = person.birthday
    if birthday is not None:
        yield f"BDAY{_date(birthday, new=new)}"
    anniversary = next((day for label in _ANNIVERSARIES for day in person.dates if day.label == label), None)
    if anniversary is not None:
        yield f"{'' if new else 'X-'}ANNIVERSARY{_date(anniversary, new=new)}"
    if person.company:
        yield f"ORG:{escaped(person.company)}"
    if person.role:
        yield f"TITLE:{escaped(person.role)}"
    if person.location:
        # A note says "Lisbon, Portugal" or "Phoenix, AZ", not which part is what.
        yield f"ADR:;;;{escaped(person.location)};;;"
    if person.timezone:
        yield f"TZ{'' if new else ';VALUE=text'}:{escaped(person.timezone)}"
    yield from (f"URL:{clean_line(each)}" for each in person.urls)
    yield from _listed("CATEGORIES", person.groups)
    yield from _related(map(name_of, person.knows), new=new)
    yield "END:VCARD"


def _listed(name: str, texts: Iterable[str]) -> Iterator[str]:
    if values := ",".join(map(escaped, texts)):
        yield f"{name}:{values}"


def _related(names: Iterable[str], *, new: bool) -> Iterator[str]:
    for number, name in enumerate(names, 1):
        yield f"RELATED;VALUE=text:{escaped(name)}" if new else f"item{number}.X-ABRELATEDNAMES:{escaped(name)}"


def _date(day: YearlyDate, *, new: bool) -> str:
    if day.year:
        return f":{day.year:04}{day.month:02}{day.day:02}" if new else f":{day.year:04}-{day.month:02}-{day.day:02}"
    if new:
        return f":--{day.month:02}{day.day:02}"
    return f";X-APPLE-OMIT-YEAR={OMITTED}:{OMITTED}-{day.month:02}-{day.day:02}"
