"""What came of reaching out, as a line says it: ``(outcome:: talked)``, beside the day."""

from datetime import date

from vaultsync.model import Line, Note, Value
from vaultsync.notes.fields import take_fields
from vaultsync.notes.history import is_history
from vaultsync.notes.text import fold

KEY = "outcome"


class Outcome(Value, frozen=True, kw_only=True):
    """What a dated line of a note says came of reaching out: the word as it is folded, the line's text and place."""

    day: date
    word: str
    text: str
    path: str
    line: int


def outcome_of(line: Line) -> str:
    """The outcome that a line states, folded, or ``""``."""
    return next((fold(field.value) for field in line.fields if fold(field.key) == KEY), "") if line.fields else ""


def outcome_in(text: str) -> str:
    """The outcome that the text of a contact states, folded, or ``""``."""
    if "::" not in text:
        return ""
    return next((fold(field.value) for field in take_fields(text)[1] if fold(field.key) == KEY), "")


def outcomes_in(note: Note) -> tuple[Outcome, ...]:
    """The outcomes on the dated lines and ticked tasks of somebody's own note, the latest first."""
    found = [
        Outcome(day=day, word=word, text=line.text, path=note.path, line=line.number)
        for line in note.lines
        if (word := outcome_of(line)) and (day := _day(line)) is not None
    ]
    return tuple(sorted(found, key=lambda each: (each.day, each.line), reverse=True))


def _day(line: Line) -> date | None:
    if line.task is not None:
        return (line.task.done_on or line.day) if line.task.done else None
    return None if is_history(line) else line.day
