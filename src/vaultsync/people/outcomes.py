"""What came of reaching out: a table of words, written and read as ``(outcome:: talked)``."""

from vaultsync.model import Line
from vaultsync.notes import outcome_of

OUTCOMES: dict[str, str] = {
    "no-answer": "They did not answer; it does not count as contact.",
    "talked": "You talked.",
    "met": "You met.",
    "next-step": "You agreed on what comes next.",
    "declined": "They would rather not, or not now.",
}
"""Outcomes by name, and what each means."""

UNANSWERED = frozenset({"no-answer"})
"""Outcomes of a line that is no contact, whatever day it names."""


def is_unanswered(line: Line) -> bool:
    """Whether a line says that nobody answered."""
    return bool(line.fields) and outcome_of(line) in UNANSWERED
