"""From notes to people, their contacts and their ties: pure."""

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
