"""From notes to people, their contacts and their ties: pure.

Names are loaded when first used: who looks a person up need not wait for all that reads notes.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vaultsync.people.cadence import HABITS, LONGEST, NUMBERS, TIMES, UNITS, Habit, Unit, parse_cadence
    from vaultsync.people.channels import CHANNELS, DIRECTIONS, Channel, Turn, channel_of
    from vaultsync.people.contact import Stated, settled
    from vaultsync.people.dates import FORMS, DateOrder, Form
    from vaultsync.people.identity import Found, Identity, identify
    from vaultsync.people.lookup import named, near
    from vaultsync.people.network import assemble
    from vaultsync.people.outcomes import OUTCOMES
    from vaultsync.people.person import person_of
    from vaultsync.people.query import Query, QueryError, parse_query
    from vaultsync.people.query_keys import KEYS, Key
    from vaultsync.people.resolve import Called, Directory, Unclear, meant
    from vaultsync.people.shares import Gathered, Part, Share, gathered, is_told_of, share_of
    from vaultsync.people.tasks import Box

__all__ = [
    "CHANNELS",
    "DIRECTIONS",
    "FORMS",
    "HABITS",
    "KEYS",
    "LONGEST",
    "NUMBERS",
    "OUTCOMES",
    "TIMES",
    "UNITS",
    "Box",
    "Called",
    "Channel",
    "DateOrder",
    "Directory",
    "Form",
    "Found",
    "Gathered",
    "Habit",
    "Identity",
    "Key",
    "Part",
    "Query",
    "QueryError",
    "Share",
    "Stated",
    "Turn",
    "Unclear",
    "Unit",
    "assemble",
    "channel_of",
    "gathered",
    "identify",
    "is_told_of",
    "meant",
    "named",
    "near",
    "parse_cadence",
    "parse_query",
    "person_of",
    "settled",
    "share_of",
]

_HOME = {
    "CHANNELS": "channels",
    "DIRECTIONS": "channels",
    "FORMS": "dates",
    "HABITS": "cadence",
    "KEYS": "query_keys",
    "LONGEST": "cadence",
    "NUMBERS": "cadence",
    "OUTCOMES": "outcomes",
    "TIMES": "cadence",
    "UNITS": "cadence",
    "Box": "tasks",
    "Called": "resolve",
    "Channel": "channels",
    "DateOrder": "dates",
    "Directory": "resolve",
    "Form": "dates",
    "Found": "identity",
    "Gathered": "shares",
    "Habit": "cadence",
    "Identity": "identity",
    "Key": "query_keys",
    "Part": "shares",
    "Query": "query",
    "QueryError": "query",
    "Share": "shares",
    "Stated": "contact",
    "Turn": "channels",
    "Unclear": "resolve",
    "Unit": "cadence",
    "assemble": "network",
    "channel_of": "channels",
    "gathered": "shares",
    "identify": "identity",
    "is_told_of": "shares",
    "meant": "resolve",
    "named": "lookup",
    "near": "lookup",
    "parse_cadence": "cadence",
    "parse_query": "query",
    "person_of": "person",
    "settled": "contact",
    "share_of": "shares",
}

if not TYPE_CHECKING:  # a checker knows them from above, and would take any other name for one of them

    def __getattr__(name: str) -> object:
        """Load a public name from where it lives (PEP 562)."""
        if name not in _HOME:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
