"""From notes to people, their contacts and their ties: pure."""

from vaultsync.people.cadence import HABITS, LONGEST, NUMBERS, TIMES, UNITS, Habit, Unit, parse_cadence
from vaultsync.people.channels import CHANNELS, DIRECTIONS, Channel, Turn, Way, channel_of, direction_of, way_of
from vaultsync.people.dates import FORMS, DateOrder, Form, parse_day, parse_yearly, read_date
from vaultsync.people.identity import Found, Identity, identify
from vaultsync.people.lookup import named, near
from vaultsync.people.meetings import Meeting, meeting_of
from vaultsync.people.network import assemble, extended
from vaultsync.people.person import person_of
from vaultsync.people.query import Query, QueryError, parse_query
from vaultsync.people.query_keys import KEYS, Key
from vaultsync.people.resolve import Directory
from vaultsync.people.tasks import Box

__all__ = [
    "CHANNELS",
    "DIRECTIONS",
    "FORMS",
    "HABITS",
    "KEYS",
    "LONGEST",
    "NUMBERS",
    "TIMES",
    "UNITS",
    "Box",
    "Channel",
    "DateOrder",
    "Directory",
    "Form",
    "Found",
    "Habit",
    "Identity",
    "Key",
    "Meeting",
    "Query",
    "QueryError",
    "Turn",
    "Unit",
    "Way",
    "assemble",
    "channel_of",
    "direction_of",
    "extended",
    "identify",
    "meeting_of",
    "named",
    "near",
    "parse_cadence",
    "parse_day",
    "parse_query",
    "parse_yearly",
    "person_of",
    "read_date",
    "way_of",
]
