"""What every hook is handed besides its subject: the day, the plugin's own settings, and a few questions it may ask.

New needs of plugins become new members here, so that the hooks' arguments can stay as they are.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Any, Literal, Protocol
from zoneinfo import ZoneInfo

from vaultsync.calendar import Stamp
from vaultsync.model import Brief, CatchUp, Note, Person, Value


class FeedQuery(Value, frozen=True, kw_only=True):
    """A feed the user asked for: its file name without ending, the title clients show, its query and its colour."""

    name: str
    title: str
    query: str = ""
    color: str = ""


class Publishing(Value, frozen=True, kw_only=True):
    """What the user asked of everything that is published: the feeds, how much they tell, and how far they reach.

    ``description`` is ``"full"`` (the whole brief), ``"reason"`` or ``"none"``. ``alarm`` is a wall-clock time of day.
    """

    feeds: tuple[FeedQuery, ...] = ()
    description: Literal["full", "reason", "none"] = "full"
    alarm: time | None = None
    past_days: int = 7
    ahead_days: int = 366
    yearly_ahead_days: int = 731

    def reaches(self, one: CatchUp, today: date) -> bool:
        """Whether a catch-up lies within the reach of the feeds."""
        ahead = self.yearly_ahead_days if one.reminder.kind in {"birthday", "date"} else self.ahead_days
        return -self.past_days <= (one.day - today).days <= ahead


class Writing(Value, frozen=True, kw_only=True):
    """What the user asked to be written into notes; nothing, unless they did.

    ``properties`` are canonical names; ``brief`` is whether briefs stand in notes, ``ticks`` whether ticked tasks
    become log entries; ``list`` is the path of the note with this week's list, or ``""``.
    """

    properties: tuple[str, ...] = ()
    brief: bool = False
    ticks: bool = False
    list: str = ""


class Chosen(Value, frozen=True, kw_only=True):
    """The catch-ups that a query holds for, in the order of a feed, and how many of the furthest were left out."""

    catch_ups: tuple[CatchUp, ...] = ()
    left_out: int = 0


class Host(Protocol):
    """What vaultsync answers to a plugin's questions."""

    def person(self, note: Note) -> Person:
        """Type the note's properties."""

    def days(self, text: str) -> int | None:
        """Read a span of time."""

    def channel(self, text: str) -> str:
        """Read a channel."""

    def zone_of(self, text: str) -> str:
        """Read a time zone."""

    def chosen(self, query: str, most: int) -> Chosen:
        """Hold a query against the catch-ups."""

    def cached(
        self, plugin: str, key: str, given: tuple[object, ...], make: Callable[[], bytes], *, lasting: bool
    ) -> bytes:
        """Keep bytes from run to run."""

    def stamp(self, uid: str, digest: str, starts: str) -> Stamp:
        """Look an event up in the ledger."""

    def brief(self, uid: str) -> Brief:
        """Ask every plugin for its sections."""

    def note(self, path: str) -> Note | None:
        """Find a note."""

    def folder(self, plugin: str) -> Path:
        """Make a plugin's own folder."""


NOTHING = Writing()


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The day, the vault and the plugin's own settings.

    ``today`` is the user's day; nothing else tells the time. ``zone`` is the zone of wall-clock times. ``vault`` is
    the vault's name in the editor. ``config`` is an instance of the Struct that ``vaultsync_info`` declared, or None.
    ``template_folders`` are the editor's, relative to the vault. ``publishing`` and ``writing`` are what the user
    wants to be published, and to be written into notes. ``plugin`` is the plugin's own name.
    """

    today: date
    zone: ZoneInfo
    vault: str
    config: Any  # a plugin's own Struct; only the plugin knows its type
    log: logging.Logger
    host: Host
    template_folders: tuple[str, ...]
    publishing: Publishing
    writing: Writing = NOTHING
    plugin: str = ""

    def person(self, note: Note) -> Person:
        """Type the note's properties as a Person, whoever's dialect they are spelled in."""
        return self.host.person(note)

    def days(self, text: str) -> int | None:
        """How many days a span in words is (``6 weeks``, ``quarterly``, ``P2M``); None where it is not one."""
        return self.host.days(text)

    def channel(self, text: str) -> str:
        """The channel that a line speaks of first (``call``, ``mail``, ``coffee`` …), or ``""``, as for contacts."""
        return self.host.channel(text)

    def zone_of(self, text: str) -> str:
        """The IANA name of the zone that a note means (``Europe/Lisbon``, ``Lisbon``, ``UTC+2``), or ``""``."""
        return self.host.zone_of(text)

    def chosen(self, query: str, most: int) -> Chosen:
        """The catch-ups within the reach of the feeds that a query holds for, by start and uid, the nearest ``most``.

        Raises ValueError for a query that is none of the feeds'.
        """
        return self.host.chosen(query, most)

    def cached(self, key: str, given: tuple[object, ...], make: Callable[[], bytes], *, lasting: bool = True) -> bytes:
        """What ``make`` gives, or gave in an earlier run where nothing changed that it follows from.

        That is: ``given``, values that msgspec can encode; and whatever ``make`` looks up in the network and asks of
        this context, which is noted while it runs. ``key`` tells it from the plugin's other bytes. What is not
        ``lasting`` is kept for as long as this process runs, and not on the disk.
        """
        return self.host.cached(self.plugin, key, given, make, lasting=lasting)

    def stamp(self, uid: str, digest: str, starts: str) -> Stamp:
        """The SEQUENCE and DTSTAMP for an event of that content digest and start (RFC 5545, 3.8.7).

        They change only when digest or start do; the ledger remembers them once the run is published.
        """
        return self.host.stamp(uid, digest, starts)

    def brief(self, uid: str) -> Brief:
        """The whole brief about a person, every plugin's sections in reading order."""
        return self.host.brief(uid)

    def note(self, path: str) -> Note | None:
        """A note of the vault by its path, as it was read; None where there is none, or it could not be read.

        Whoever looks at it to speak of somebody is asked again when it changes.
        """
        return self.host.note(path)

    def folder(self) -> Path:
        """The plugin's own folder for this vault, outside of it: for what it fetched, and what it has done already.

        It is made when it is first asked for, for its owner alone. What is in there may be gone on another day.
        """
        return self.host.folder(self.plugin)
