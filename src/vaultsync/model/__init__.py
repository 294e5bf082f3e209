"""The values that everything else speaks in. They know nothing of files, clocks, plugins or calendars."""

from vaultsync.model.base import Value
from vaultsync.model.brief import Brief, Section
from vaultsync.model.busy import Busy
from vaultsync.model.edit import Edit, EditKind, NewNote
from vaultsync.model.location import Location
from vaultsync.model.network import Fact, Gathering, Interaction, Network, Planned, Promise, Tie, Vault
from vaultsync.model.note import Field, Line, Link, Note, Property, Task
from vaultsync.model.person import Cadence, Person, YearlyDate
from vaultsync.model.problem import CODES, Code, Problem, Severity, problem
from vaultsync.model.schedule import CatchUp, Limits, Reminder, Schedule
from vaultsync.model.words import action_of, day_words, every, span

__all__ = [
    "CODES",
    "Brief",
    "Busy",
    "Cadence",
    "CatchUp",
    "Code",
    "Edit",
    "EditKind",
    "Fact",
    "Field",
    "Gathering",
    "Interaction",
    "Limits",
    "Line",
    "Link",
    "Location",
    "Network",
    "NewNote",
    "Note",
    "Person",
    "Planned",
    "Problem",
    "Promise",
    "Property",
    "Reminder",
    "Schedule",
    "Section",
    "Severity",
    "Task",
    "Tie",
    "Value",
    "Vault",
    "YearlyDate",
    "action_of",
    "day_words",
    "every",
    "problem",
    "span",
]
