"""What changed for a person, as their own note tells it: work and place, then and now, and news of them.

Read are lines such as ``Until 2026-10-01: Designer at Acme``, which imports of contacts leave, and dated lines such as
``2026-10-01 role was Designer at Acme``: what was true until that day. Besides, the properties ``previously`` and
``since``, where both stand there, and dated lines under a heading ``News``. Such lines tell of the person's life. They
are no contact.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Literal

from vaultsync.model import Line, Note, Value
from vaultsync.notes.dates import iso_date
from vaultsync.notes.dialects import canonical, properties
from vaultsync.notes.links import plain
from vaultsync.notes.text import fold

What = Literal["company", "role", "location"]

WORDS: dict[str, What] = {
    "company": "company",
    "employer": "company",
    "org": "company",
    "organisation": "company",
    "organization": "company",
    "work": "company",
    "role": "role",
    "job": "role",
    "job title": "role",
    "position": "role",
    "title": "role",
    "location": "location",
    "city": "location",
    "place": "location",
}
"""What stands before ``was`` in a line of history, and what it is about."""

NEWS = frozenset({"news", "what is new", "what's new", "whats new"})
"""Headings, folded, below which a dated line is news of the person."""

_WAS = re.compile(rf"({'|'.join(sorted(WORDS, key=len, reverse=True))})\s+was\s+(\S.*)", re.IGNORECASE)
_REST = re.compile(r"\s*(?:;|→|->|\s[(—–]).*")
_UNTIL = re.compile(r"until ([12][0-9]{3}-[01][0-9]-[0-3][0-9]):\s+(\S.*)", re.IGNORECASE)
_AT = re.compile(r"(?:(\S.*)\s)?at\s+(\S.*)", re.IGNORECASE)  # the last "at": what stands before may have its own
_SINCE = re.compile(r"([12][0-9]{3})(?:-([01][0-9])(?:-([0-3][0-9]))?)?")
_KINDS = frozenset({"bullet", "row", "text", "heading"})


class Move(Value, frozen=True, kw_only=True):
    """A change of work or place: ``before`` and ``after`` are the company, role or location that ``what`` names.

    ``day`` is the day the note gives, or the first of the month or year it gives: ``precise`` is 3 for a day, 2 for a
    month, 1 for a year. ``role`` is the role then held, where another company is what changed. ``after`` is ``""``
    where the note does not say what became of it.
    """

    what: What
    before: str
    after: str
    day: date
    precise: int = 3
    role: str = ""
    path: str = ""
    line: int = 0


def is_history(line: Line) -> bool:
    """Whether a dated line tells of the person's own life, and not of a contact with them."""
    if line.day is None or line.task is not None:
        return False
    return fold(line.section) in NEWS or (" was " in line.text and _WAS.match(line.text) is not None)


def news_in(note: Note) -> tuple[Line, ...]:
    """The dated lines under ``News``, the latest first; changes of work and place are told by :func:`moves_in`."""
    found = [line for line in note.lines if is_history(line) and not _WAS.match(line.text) and line.text]
    return tuple(sorted(found, key=lambda line: (line.day or date.min, line.number), reverse=True))


def moves_in(note: Note) -> tuple[Move, ...]:
    """The changes of work and place that a note tells of, the latest first. What is so now, its properties say."""
    now = {name: _first(each.values) for name, each in properties(note).items()}
    told = [*_history(note, now)]
    known = {(move.what, fold(move.before)) for move in told}
    told += [move for move in _property(note, now) if (move.what, fold(move.before)) not in known]
    return tuple(sorted(told, key=lambda move: (move.day, move.line), reverse=True))


def _history(note: Note, now: dict[str, str]) -> Iterator[Move]:
    """Go back in time: what was so before a change is what became of the change before."""
    role, company, location = (now.get(name, "") for name in ("role", "company", "location"))
    stated = [(day, what, said, line.number) for line in note.lines for day, what, said in _stated(line)]
    for day, what, said, number in sorted(stated, key=lambda each: (each[0], each[3]), reverse=True):
        told = partial(Move, what=what, day=day, path=note.path, line=number)
        if what == "location":
            if fold(said) != fold(location):
                yield told(before=said, after=location)
            location = said
            continue
        was_role, was_company = role, company
        if what == "company":
            was_company = said
        elif found := _AT.fullmatch(said):
            was_role, was_company = found[1] or role, found[2]
        else:
            was_role = said
        if fold(was_company) != fold(company):
            yield told(what="company", before=was_company, after=company, role=role)
        elif fold(was_role) != fold(role):
            yield told(what="role", before=was_role, after=role)
        role, company = was_role, was_company


def _stated(line: Line) -> Iterator[tuple[date, What, str]]:
    """What a line says was so, and until which day."""
    if line.kind not in _KINDS:
        return
    if (found := _UNTIL.match(line.text)) and (day := iso_date(found[1])):
        yield day, "role", found[2].strip()
    elif line.day is not None and (found := _WAS.match(line.text)):
        said = _REST.sub("", found[2]).strip(" .")
        if said:
            yield line.day, WORDS[found[1].lower()], said


def _property(note: Note, now: dict[str, str]) -> Iterator[Move]:
    """What ``previously`` and ``since`` say together."""
    before, since = previously(note), next((each for each in note.properties if fold(each.key) == "since"), None)
    found = _SINCE.fullmatch(_first(since.values)) if since is not None else None
    if before is None or since is None or found is None:
        return
    year, month, day = found.groups()
    try:
        on = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return
    if fold(before[0]) != fold(now.get("company", "")):
        yield Move(
            what="company",
            before=before[0],
            after=now.get("company", ""),
            day=on,
            precise=3 if day else 2 if month else 1,
            role=now.get("role", ""),
            path=note.path,
            line=since.line,
        )


def previously(note: Note) -> tuple[str, int] | None:
    """What the property ``previously`` says of work, and its line; None where it says nothing."""
    each = next((one for one in note.properties if _is_previously(one.key)), None)
    text = ", ".join(filter(None, (plain(value).strip() for value in each.values))) if each is not None else ""
    return (text, each.line) if each is not None and text else None


def _is_previously(key: str) -> bool:
    return fold(key) in {"previously", "formerly"} or canonical(key) == "previously"


def _first(values: tuple[str, ...]) -> str:
    return next((text for value in values if (text := plain(value).strip())), "")
