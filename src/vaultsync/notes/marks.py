"""Marks that people put into a line: what they gave, asked and learnt, whose promise a task is, what they want to ask.

Knows how the marks are written, not who is meant.
"""

import re
from datetime import date
from typing import Literal

from vaultsync.model import Line, Note, Value
from vaultsync.notes.fields import take_fields
from vaultsync.notes.outcomes import KEY as OUTCOME
from vaultsync.notes.picked import PICK
from vaultsync.notes.text import fold

QUESTIONS = frozenset({"ask", "to ask", "questions", "questions to ask"})
"""Headings, folded, below which each bullet is an open question."""

THEIRS = (
    "from them", "from her", "from him", "in", "they", "she", "he", "waiting for", "waiting on", "waiting",
)  # fmt: skip
"""What a task begins with, before a colon, where it is not the user's to do: they promised it."""

Kind = Literal["gave", "asked", "they asked", "learnt", "suggested"]

MARKS: dict[str, Kind] = {
    "gave": "gave",
    "asked": "asked",
    "they asked": "they asked",
    "she asked": "they asked",
    "he asked": "they asked",
    "learnt": "learnt",
    "learned": "learnt",
    "suggested": "suggested",
}
"""What stands before ``::``, and what it means: the user gave, asked and learnt; they suggested."""

_MARK = re.compile(rf"(?<![\w:])([(\[]?)({'|'.join(sorted(MARKS, key=len, reverse=True))})::[ \t]*", re.IGNORECASE)
_THEIRS = re.compile(rf"(?:{'|'.join(THEIRS)})\s*::?\s+(?=\S)", re.IGNORECASE)
_OUTCOME = re.compile(rf"([(\[])\s*{OUTCOME}\s*::\s*([^()\[\]]*[)\]])", re.IGNORECASE)
_PICKED = re.compile(rf"[ \t]?[(\[]{PICK}::[^()\[\]]*[)\]]", re.IGNORECASE)
_CLOSES = {"(": ")", "[": "]"}


class Exchange(Value, frozen=True, kw_only=True):
    """What a mark says, by its ``kind``, with the day of its line, if it has one, and the place."""

    kind: Kind
    text: str
    day: date | None
    path: str
    line: int


def exchanges_in(note: Note) -> tuple[Exchange, ...]:
    """What a person's note says was given and asked by the user, the latest first, those without a day last.

    ``gave:: …`` and ``asked:: …`` may stand anywhere in a line, in brackets or without, as all marks do.
    """
    return _marked(note, {"gave", "asked"})


def lessons_in(note: Note) -> tuple[Exchange, ...]:
    """What was learnt from a person, and what they suggested, in the order of :func:`exchanges_in`."""
    return _marked(note, {"learnt", "suggested"})


def wishes_in(note: Note) -> tuple[Exchange, ...]:
    """What the person asked of the user, in the order of :func:`exchanges_in`."""
    return _marked(note, {"they asked"})


def _marked(note: Note, kinds: set[Kind]) -> tuple[Exchange, ...]:
    lines = (line for line in note.lines if "::" in line.text)
    found = [each for line in lines for each in _in_line(line, note.path) if each.kind in kinds]
    return tuple(sorted(found, key=lambda each: (each.day or date.min, each.line), reverse=True))


def _in_line(line: Line, path: str) -> list[Exchange]:
    marks = list(_MARK.finditer(line.text))
    found = []
    for mark, after in zip(marks, [*marks[1:], None], strict=False):
        text = line.text[mark.end() : after.start() if after is not None else None]
        # What came of it, and of what it came, are marks of their own.
        text = text.partition(_CLOSES[mark[1]])[0] if mark[1] else take_fields(text, {OUTCOME, PICK})[0]
        text = text.strip(" \t,;")
        if text:
            kind = MARKS[mark[2].lower()]
            found.append(Exchange(kind=kind, text=text, day=line.day, path=path, line=line.number))
    return found


def marks_in_words(text: str) -> str:
    """The text of a contact as a person reads it: ``gave:: a book (outcome:: met)`` becomes ``gave: a book (met)``.

    What it came of, ``(pick:: dormant)``, is left out.
    """
    return _MARK.sub(r"\1\2: ", _OUTCOME.sub(r"\1\2", _PICKED.sub("", text))) if "::" in text else text


def their_promise(text: str) -> str | None:
    """What they promised, where a task's text begins with a mark of :data:`THEIRS`; None where it is the user's own."""
    found = _THEIRS.match(text)
    return None if found is None else text[found.end() :]


def questions_in(note: Note) -> tuple[Line, ...]:
    """The open questions of a note: bullets, and tasks that are not ticked, below a heading of :data:`QUESTIONS`."""
    return tuple(
        line
        for line in note.lines
        if line.text
        and fold(line.section) in QUESTIONS
        and (line.kind == "bullet" if line.task is None else line.task.open)
    )
