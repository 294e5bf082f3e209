"""Reminders, the limits they are placed within, and the catch-ups that come of it."""

from collections.abc import Sequence
from datetime import date, datetime, time

from vaultsync.model.base import Value


class Reminder(Value, frozen=True, kw_only=True, array_like=True):
    """A reason to be in touch with one person, and when.

    ``key`` and ``cycle`` tell it from the plugin's other reminders for the person, and must not hold a title or a
    path: ``("birthday", "2027")``, ``("cadence", "")``. A reminder with the same person, plugin, key and cycle is
    the same calendar event, whatever day it moves to.
    ``due`` is the day it is meant for; it may be placed from ``earliest`` (default: ``due``) to ``latest`` (default: no
    end), and on none of the days ``not_on``.
    ``fixed`` reminders stand on their day and take no room from the others. ``at`` is a wall-clock time in the
    user's zone; a reminder with a time is fixed. ``minutes`` is how long it takes. ``weight`` says how much it matters
    against others that wait as long. ``reason`` is one clause that is always shown, and must not change with the clock
    alone: where it counts from a day, give that day as ``since``, and the host puts "14 weeks since" before the
    reason, counted to the day of the catch-up. ``action`` is what the title says after the name: ``call``, ``turns
    40``. ``plugin`` is stamped by the host.
    ``place`` is where it is to be: words, or the address of a meeting's link.
    Where it is about several together, ``people`` are the uids of those who will be there, ``person`` the first of
    them, and ``title`` is what it is called, in the place of the name; its identity is then that of ``key`` and
    ``cycle`` alone, whoever is the first, and only one person's reminders may hold it.
    """

    person: str
    key: str
    kind: str
    due: date
    reason: str
    since: date | None = None
    cycle: str = ""
    earliest: date | None = None
    latest: date | None = None
    at: time | None = None
    fixed: bool = False
    minutes: int = 30
    channel: str = ""
    action: str = ""
    weight: float = 1.0
    path: str = ""
    line: int = 0
    plugin: str = ""
    not_on: tuple[date, ...] = ()
    place: str = ""
    title: str = ""
    people: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Reject windows that contain no day, no length of time, and weights that cannot be compared."""
        if self.earliest is not None and self.latest is not None and self.earliest > self.latest:
            raise ValueError("earliest is after latest")
        if self.minutes < 0:
            raise ValueError("minutes is below zero")
        if not 0 < self.weight < float("inf"):
            raise ValueError("weight must be above zero and finite")
        if self.people and (self.person != self.people[0] or not self.title or not self.stands):
            raise ValueError("what is about several has a title, a fixed day, and the first of them as its person")

    @property
    def id(self) -> tuple[str, str, str, str]:
        """What makes it the same reminder from one run to the next."""
        return (self.person, self.plugin, self.key, self.cycle)

    @property
    def stands(self) -> bool:
        """Whether its day is fixed."""
        return self.fixed or self.at is not None


class Limits(Value, frozen=True, kw_only=True):
    """How much room there is: catch-ups and minutes, a day and an ISO week, and the days that are closed.

    ``closed_weekdays`` counts Monday as 0. A limit of 0 closes everything.
    """

    per_day: int = 2
    per_week: int = 6
    minutes_per_day: int = 120
    minutes_per_week: int = 360
    closed_weekdays: frozenset[int] = frozenset()
    closed_days: frozenset[date] = frozenset()


class CatchUp(Value, frozen=True, kw_only=True, array_like=True):
    """A reminder on its day. ``start`` is aware, and None for an all-day event. ``reason`` is the whole clause."""

    uid: str
    reminder: Reminder
    name: str
    path: str
    day: date
    reason: str
    start: datetime | None = None

    @property
    def sort_key(self) -> tuple[date, str, str, str]:
        """By day, time, name and uid: the order in which catch-ups are shown."""
        return (self.day, self.start.isoformat() if self.start else "", self.name, self.uid)


class Schedule(Value, frozen=True, kw_only=True, gc=True):
    """What waits and within which limits; once placed, on which days.

    Plugins adjust ``reminders`` and ``limits`` before placement; ``catch_ups`` is empty until then. Both may be read
    only when somebody looks at them.
    """

    reminders: Sequence[Reminder] = ()
    limits: Limits = Limits()
    catch_ups: Sequence[CatchUp] = ()
