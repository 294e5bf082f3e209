"""A person, as their note tells of them."""

import calendar
from collections.abc import Mapping
from datetime import date, time
from types import MappingProxyType

from vaultsync.model.base import Value


class YearlyDate(Value, frozen=True, kw_only=True, array_like=True):
    """A day that comes every year: a birthday, an anniversary, a name day. ``year`` is None where it is not known."""

    label: str
    month: int
    day: int
    year: int | None = None
    line: int = 0

    def __post_init__(self) -> None:
        """Reject a day that no year has."""
        date(self.year or 2000, self.month, self.day)

    def on(self, year: int, *, leap_to_march: bool = False) -> date:
        """The day in that year; 29 February falls on the 28th in common years, or on 1 March if asked."""
        if (self.month, self.day) == (2, 29) and not calendar.isleap(year):
            return date(year, 3, 1) if leap_to_march else date(year, 2, 28)
        return date(year, self.month, self.day)

    def years(self, year: int) -> int | None:
        """How many years it makes in that year: the age at a birthday. None where the year is not known."""
        return None if self.year is None else year - self.year


class Cadence(Value, frozen=True, kw_only=True, array_like=True):
    """How often the user wants to be in touch: a span of days and where it was said.

    ``source`` is ``"note"``, or such as ``"tier close"``, ``"relationship mentor"``, ``"group CX Circle"``.
    """

    days: int
    source: str = "note"

    def __post_init__(self) -> None:
        """Reject a cadence of less than a day."""
        if self.days < 1:
            raise ValueError("a cadence is at least one day")


class Person(Value, frozen=True, kw_only=True, array_like=True):
    """One person. Texts are as the note spells them; link brackets are taken off.

    ``uid`` is the identity: the note's ``uid`` property, else the identity that the ledger gave to its path.
    ``cadence`` is the note's own span of time; ``tier`` the word, where the note names a tier instead.
    ``next_contact`` is a day the user set, ``next_contact_at`` its wall-clock time in the user's zone, if any.
    ``met_through``, ``introduced_by`` and ``knows`` hold link targets or names.
    ``previously`` are the places they worked at before, as the note has them: ``Acme (2017–2021)``.
    ``hours`` is when they can be reached, by their own clock, as :func:`vaultsync.people.hours.parse_hours` reads it.
    ``meeting_link`` is the ``https:`` address at which they meet by video.
    ``first_seen`` is the day on which vaultsync first read the note.
    ``found`` are the canonical properties that stand in the note, by name, each with its line (from 1).
    """

    uid: str
    path: str
    name: str
    aliases: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    dates: tuple[YearlyDate, ...] = ()
    company: str = ""
    previously: tuple[str, ...] = ()
    role: str = ""
    location: str = ""
    timezone: str = ""
    relationship: str = ""
    groups: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    status: str = ""
    channel: str = ""
    cadence: Cadence | None = None
    tier: str = ""
    last_contact: date | None = None
    next_contact: date | None = None
    next_contact_at: time | None = None
    snooze_until: date | None = None
    paused: bool = False
    met: str = ""
    met_on: date | None = None
    met_through: tuple[str, ...] = ()
    introduced_by: tuple[str, ...] = ()
    knows: tuple[str, ...] = ()
    first_seen: date | None = None
    found: tuple[tuple[str, int], ...] = ()
    hours: str = ""
    meeting_link: str = ""

    @property
    def lines(self) -> Mapping[str, int]:
        """The line (from 1) of each canonical property that stands in the note."""
        return MappingProxyType(dict(self.found))

    @property
    def birthday(self) -> YearlyDate | None:
        """The yearly date labelled ``birthday``."""
        return next((day for day in self.dates if day.label == "birthday"), None)

    @property
    def quiet(self) -> bool:
        """Nobody to remind of: archived or no longer living."""
        return self.status.casefold() in {"archived", "archive", "deceased", "died", "dead"}
