"""What every reader of front matter gives back, whatever the format."""

from vaultsync.model import Problem, Property, Value
from vaultsync.model.note import FrontMatterFormat


class Source(Value, frozen=True, kw_only=True):
    """The text between the marks, where it comes from, and the number of its first line."""

    text: str
    path: str
    line: int


class Reading(Value, frozen=True, kw_only=True):
    """The properties that were found, by key as spelled, in the order of their lines."""

    properties: dict[str, Property]
    problems: tuple[Problem, ...] = ()
    writable: bool = True
    format: FrontMatterFormat = "yaml"


class TooMuchError(Exception):
    """Front matter that goes beyond the limits of reading."""
