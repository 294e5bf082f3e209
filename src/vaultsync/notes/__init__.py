"""From the bytes of a note to what it says: pure, and public to plugins."""

from typing import TYPE_CHECKING

from vaultsync.notes.daily import LOGSEQ, DailyName, daily_date
from vaultsync.notes.dates import iso_date
from vaultsync.notes.dialects import DIALECTS, Dialect, canonical, properties
from vaultsync.notes.harmless import harmless, untagged
from vaultsync.notes.history import Move, is_history, moves_in, news_in, previously
from vaultsync.notes.limits import ReadLimits
from vaultsync.notes.links import link_of, plain
from vaultsync.notes.marks import Exchange, exchanges_in, questions_in, their_promise
from vaultsync.notes.outcomes import Outcome, outcome_in, outcome_of, outcomes_in
from vaultsync.notes.parse import parse_note
from vaultsync.notes.text import fold

if TYPE_CHECKING:
    from vaultsync.notes.splicing import splice

__all__ = [
    "DIALECTS",
    "LOGSEQ",
    "DailyName",
    "Dialect",
    "Exchange",
    "Move",
    "Outcome",
    "ReadLimits",
    "canonical",
    "daily_date",
    "exchanges_in",
    "fold",
    "harmless",
    "is_history",
    "iso_date",
    "link_of",
    "moves_in",
    "news_in",
    "outcome_in",
    "outcome_of",
    "outcomes_in",
    "parse_note",
    "plain",
    "previously",
    "properties",
    "questions_in",
    "splice",
    "their_promise",
    "untagged",
]


def __getattr__(name: str) -> object:
    """Load what only a writer needs when it is asked for (PEP 562)."""
    if name != "splice":
        raise AttributeError(f"module 'vaultsync.notes' has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - see above

    return import_module("vaultsync.notes.splicing").splice
