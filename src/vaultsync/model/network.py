"""The people together: who was in touch when, who knows whom, what was promised."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from functools import cached_property
from typing import Literal

import msgspec

from vaultsync.model.base import Value
from vaultsync.model.note import Note
from vaultsync.model.person import Cadence, Person

Direction = Literal["", "in", "out"]
TieKind = Literal["knows", "introduced_by", "met_through", "mentions"]


class Interaction(Value, frozen=True, kw_only=True, array_like=True):
    """One contact with one person on one day, and the line that says so.

    ``person`` is a Person's uid. ``channel`` is a word of the channel table (``call``, ``coffee`` …) or ``""``.
    ``path`` and ``line`` are where it is written; ``text`` is that line as a person reads it, or
    ``""`` for a bare property.
    ``plugin`` is stamped by the host on what comes from outside the vault.
    """

    person: str
    day: date
    channel: str = ""
    direction: Direction = ""
    text: str = ""
    path: str = ""
    line: int = 0
    plugin: str = ""


class Tie(Value, frozen=True, kw_only=True, array_like=True):
    """A relation that one person's note states towards another, with the line it stands on."""

    person: str
    other: str
    kind: TieKind
    path: str
    line: int


class Planned(Value, frozen=True, kw_only=True, array_like=True):
    """A meeting that a task plans: its day, its time by the clock on the wall, how long it takes, where it is.

    None, or ``""``, is what the task does not say. ``text`` is the rest of it.
    """

    day: date
    at: time | None = None
    minutes: int | None = None
    place: str = ""
    text: str = ""

    @property
    def sort_key(self) -> tuple[date, time]:
        """By day and time; what has no time comes first on its day."""
        return self.day, self.at or time.min


class Promise(Value, frozen=True, kw_only=True, array_like=True):
    """An open task in a person's note, or one elsewhere that links to them.

    ``key`` is what tells it from the person's other tasks, whatever line it moves to. ``planned`` is the meeting that
    it plans, if it is that: then it is no promise to be kept by a day.
    """

    person: str
    key: str
    text: str
    path: str
    line: int
    due: date | None = None
    planned: Planned | None = None


class Gathering(Value, frozen=True, kw_only=True, array_like=True):
    """A meeting or gathering that a note is about, ahead or of the last month, for one of those who are listed there.

    ``key`` tells it from others, and stays when the note is renamed. ``name`` is the note's, without a day in it.
    ``at`` is a wall-clock time in the user's zone, ``minutes`` the length or 0 where it is not said, ``until`` the last
    day where there are several. ``channel`` is ``met`` unless the note says otherwise. ``social`` is whether one meets
    people there (a gathering, an event, a party), rather than them having agreed to meet. ``over`` is whether the note
    says that all is noted.
    ``people`` are the uids of all who are listed, in the note's order. They stand with the first of them alone, who
    speaks for all: a reminder of it is given for that person, and nothing for the others.
    """

    key: str
    name: str
    day: date
    path: str
    line: int = 0
    at: time | None = None
    minutes: int = 0
    until: date | None = None
    place: str = ""
    channel: str = ""
    social: bool = False
    over: bool = False
    people: tuple[str, ...] = ()

    @property
    def last(self) -> date:
        """The last day of it."""
        return self.until or self.day


class Fact(Value, frozen=True, kw_only=True, array_like=True):
    """Something a plugin found out about a person, for other plugins, the brief and the tables to use.

    ``value`` is typed by the fact's name: ``cadence`` is a Cadence, ``rhythm`` a number of days.
    ``text`` says it in words, and where it comes from.
    """

    name: str
    value: str | int | float | Cadence
    text: str = ""
    plugin: str = ""


class Network(Value, frozen=True, kw_only=True, dict=True, gc=True):
    """Everybody in the vault, by path, and what is known between them, by uid.

    Interactions are newest first, none of them in the future; gatherings, ahead and of the last month, are in the order
    of their days; ties, promises and facts are sorted. The parts may be read only as far as somebody looks: ask for one
    person where one is meant, for looking at everybody takes the time of reading everybody.
    """

    people: Sequence[Person] = ()
    interactions: Mapping[str, tuple[Interaction, ...]] = msgspec.field(default_factory=dict)
    ties: Mapping[str, tuple[Tie, ...]] = msgspec.field(default_factory=dict)
    promises: Mapping[str, tuple[Promise, ...]] = msgspec.field(default_factory=dict)
    facts: Mapping[str, tuple[Fact, ...]] = msgspec.field(default_factory=dict)
    gatherings: Mapping[str, tuple[Gathering, ...]] = msgspec.field(default_factory=dict)

    @cached_property
    def _by_uid(self) -> Mapping[str, Person]:
        # A sequence that is read as far as one looks knows people by uid itself.
        known: Mapping[str, Person] | None = getattr(self.people, "by_uid", None)
        return known if known is not None else {person.uid: person for person in self.people}

    def person(self, uid: str) -> Person | None:
        """The person of that identity."""
        return self._by_uid.get(uid)

    def last(self, uid: str) -> Interaction | None:
        """The latest contact with that person."""
        known = self.interactions.get(uid)
        return known[0] if known else None

    def plans(self, uid: str, since: date) -> tuple[Promise, ...]:
        """The meetings with that person that are planned and still open, from that day on, the soonest first."""
        found = [each for each in self.promises.get(uid, ()) if each.planned is not None and each.planned.day >= since]
        return tuple(sorted(found, key=lambda each: (*_when(each), each.path, each.line)))

    def fact(self, uid: str, name: str) -> Fact | None:
        """The person's fact of that name: the first by plugin name where several plugins give it."""
        return next((fact for fact in self.facts.get(uid, ()) if fact.name == name), None)


def _when(promise: Promise) -> tuple[date, time]:
    return promise.planned.sort_key if promise.planned is not None else (date.max, time.min)


class Vault(Value, frozen=True, kw_only=True, gc=True):
    """The vault as it was read: its name in the editor, every note by path, the editor's folders of templates.

    The notes may be read only as far as somebody looks.
    """

    name: str
    notes: Sequence[Note] = ()
    template_folders: tuple[str, ...] = ()
