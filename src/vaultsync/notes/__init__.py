"""From the bytes of a note to what it says: pure, and public to plugins."""

from typing import TYPE_CHECKING

from vaultsync.notes.daily import LOGSEQ, DailyName, daily_date
from vaultsync.notes.dates import iso_date
from vaultsync.notes.dialects import DIALECTS, Dialect, canonical, properties
from vaultsync.notes.harmless import harmless, untagged
from vaultsync.notes.history import Move, is_history, moves_in, news_in, previously
from vaultsync.notes.lengths import minutes_of
from vaultsync.notes.limits import ReadLimits
from vaultsync.notes.links import link_of, plain
from vaultsync.notes.marks import (
    Exchange,
    exchanges_in,
    lessons_in,
    marks_in_words,
    questions_in,
    their_promise,
    wishes_in,
)
from vaultsync.notes.mentoring import mentoring_in, mentoring_of
from vaultsync.notes.outcomes import Outcome, outcome_in, outcome_of, outcomes_in
from vaultsync.notes.picked import PICK, pick_in
from vaultsync.notes.plans import about_of, keyed_plans, plan_in_words, plan_of
from vaultsync.notes.text import fold

if TYPE_CHECKING:
    from vaultsync.notes.parse import parse_note
    from vaultsync.notes.splicing import splice

__all__ = [
    "DIALECTS",
    "LOGSEQ",
    "PICK",
    "DailyName",
    "Dialect",
    "Exchange",
    "Move",
    "Outcome",
    "ReadLimits",
    "about_of",
    "canonical",
    "daily_date",
    "exchanges_in",
    "fold",
    "harmless",
    "is_history",
    "iso_date",
    "keyed_plans",
    "lessons_in",
    "link_of",
    "marks_in_words",
    "mentoring_in",
    "mentoring_of",
    "minutes_of",
    "moves_in",
    "news_in",
    "outcome_in",
    "outcome_of",
    "outcomes_in",
    "parse_note",
    "pick_in",
    "plain",
    "plan_in_words",
    "plan_of",
    "previously",
    "properties",
    "questions_in",
    "splice",
    "their_promise",
    "untagged",
    "wishes_in",
]


_LATER = {"parse_note": "parse", "splice": "splicing"}
"""What only a reader or a writer of notes needs, which is loaded when it is asked for."""


def __getattr__(name: str) -> object:
    """Load a name of those (PEP 562)."""
    if name not in _LATER:
        raise AttributeError(f"module 'vaultsync.notes' has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - see above

    return getattr(import_module(f"vaultsync.notes.{_LATER[name]}"), name)
