"""What can be set in vaultsync.toml: every table and key, its type, default and meaning.

The configuration reference and the file that ``vaultsync init`` writes are generated from these declarations.
"""

from datetime import date, time
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from vaultsync.config.addresses import read_address, read_host, read_hosts
from vaultsync.config.readings import (
    WEEKDAYS,
    read_alarm,
    read_color,
    read_hours,
    read_note_path,
    read_place,
    read_slug,
    read_targets,
    read_weekdays,
    read_zone,
)
from vaultsync.model import Limits, Value


class VaultSettings(Value, frozen=True, kw_only=True):
    """The vault as a whole."""

    timezone: Annotated[
        str,
        Meta(
            title="IANA time zone",
            description="Where your days begin and your times are meant: a name such as Europe/Lisbon.",
            extra={"read": read_zone},
        ),
    ] = "UTC"
    today: Annotated[
        date | None,
        Meta(
            description="The day to take for today, for example vaults and screenshots. Leave it out in your own vault."
        ),
    ] = None
    ignore: Annotated[
        tuple[str, ...],
        Meta(
            title="list of folders and patterns",
            description="What to leave out: a folder (Archive), a path from the vault's root (Work/Old) or a pattern "
            "with *, ? and **. A name without a slash is left out wherever it stands.",
        ),
    ] = ()
    name: Annotated[
        str | None,
        Meta(description="The vault's name in links that open a note. Default: the name of the vault's folder."),
    ] = None


class DateSettings(Value, frozen=True, kw_only=True):
    """How dates are read that could mean two days."""

    order: Annotated[
        Literal["", "dmy", "mdy"],
        Meta(description="How to read 03/04/1980: dmy is 3 April, mdy is March 4. Empty: such a date is asked about."),
    ] = ""


class DailySettings(Value, frozen=True, kw_only=True):
    """Where daily notes are, if the editor's own settings are not to be believed."""

    folder: Annotated[
        str | None,
        Meta(description="The folder of the daily notes; empty for the vault's root. Default: as the editor has it."),
    ] = None
    format: Annotated[
        str | None,
        Meta(description="The name of a daily note in the editor's date tokens, such as YYYY-MM-DD or YYYY/MM/DD."),
    ] = None


class PlanningSettings(Value, frozen=True, kw_only=True):
    """How much room there is for catching up."""

    per_day: Annotated[int, Meta(ge=0, le=1000, description="The most catch-ups on one day.")] = 2
    per_week: Annotated[int, Meta(ge=0, le=7000, description="The most catch-ups in one week, Monday to Sunday.")] = 6
    minutes_per_day: Annotated[int, Meta(ge=0, le=1440, description="The most minutes of catching up on one day.")] = (
        120
    )
    minutes_per_week: Annotated[
        int, Meta(ge=0, le=10080, description="The most minutes of catching up in one week, Monday to Sunday.")
    ] = 360
    closed: Annotated[
        tuple[str, ...],
        Meta(
            title="list of weekdays",
            description='Weekdays on which nothing is planned, such as ["sat", "sun"].',
            extra={"read": read_weekdays},
        ),
    ] = ()
    closed_days: Annotated[
        tuple[date, ...],
        Meta(description="Days on which nothing is planned: holidays, travel. Written as 2026-12-24."),
    ] = ()

    @property
    def limits(self) -> Limits:
        """The same as the planning room takes it."""
        return Limits(
            per_day=self.per_day,
            per_week=self.per_week,
            minutes_per_day=self.minutes_per_day,
            minutes_per_week=self.minutes_per_week,
            closed_weekdays=frozenset(WEEKDAYS.index(day) for day in self.closed),
            closed_days=frozenset(self.closed_days),
        )


class PublishSettings(Value, frozen=True, kw_only=True):
    """Where the feeds go."""

    dir: Annotated[
        str,
        Meta(
            title="folder",
            description="The folder of the feeds: from the vault's root, absolute, or from your home with ~.",
            extra={"read": read_place},
        ),
    ] = ".vaultsync/feeds"
    targets: Annotated[
        tuple[str, ...],
        Meta(
            title="list of addresses",
            description="Other places that get the feeds after each sync: a folder, or an address that begins with "
            "webdav+https://, sftp:// or s3://. Only those that your own config.toml knows are used.",
            extra={"read": read_targets},
        ),
    ] = ()


class FeedSettings(Value, frozen=True, kw_only=True):
    """One calendar feed: which catch-ups are in it, and how a calendar shows it."""

    name: Annotated[
        str,
        Meta(
            title="file name",
            description="The feed's file without .ics: lower-case letters, digits and hyphens.",
            extra={"read": read_slug},
        ),
    ]
    title: Annotated[str, Meta(description="The calendar's name as a subscriber sees it. Default: from the name.")] = ""
    query: Annotated[
        str,
        Meta(description="Who and what is in it, in the language of find: tag:work, kind:birthday. Empty: everything."),
    ] = ""
    color: Annotated[
        str,
        Meta(
            title="colour name",
            description="The colour that calendars may show it in: a CSS name such as teal.",
            extra={"read": read_color},
        ),
    ] = ""


class PrivacySettings(Value, frozen=True, kw_only=True):
    """How much of a note leaves the vault."""

    description: Annotated[
        Literal["full", "reason", "none"],
        Meta(
            description="What an event's description tells: full is the reason and the brief; reason is one sentence "
            "and how to reach them; none is nothing but the title."
        ),
    ] = "full"


class CalendarSettings(Value, frozen=True, kw_only=True):
    """What the events are like, and how far the feeds reach."""

    alarm: Annotated[
        time | None,
        Meta(
            title="time or off",
            description="When an event of the day reminds you, such as 09:00. Some calendars ignore it.",
            extra={"read": read_alarm},
        ),
    ] = None
    past_days: Annotated[int, Meta(ge=0, le=3660, description="How many days back a feed reaches.")] = 7
    ahead_days: Annotated[int, Meta(ge=1, le=3660, description="How many days ahead a feed reaches.")] = 366
    birthday_ahead_days: Annotated[
        int, Meta(ge=1, le=3660, description="How many days ahead birthdays and other yearly days are given.")
    ] = 731


class WatchSettings(Value, frozen=True, kw_only=True):
    """How `vaultsync watch` and `vaultsync serve` notice changes. What is changed here holds from their next start."""

    poll: Annotated[
        Literal["auto", "always", "never"],
        Meta(
            description="Whether the vault is looked at from time to time, in place of waiting for the system's word: "
            "auto does so where it lies on another machine."
        ),
    ] = "auto"
    every: Annotated[int, Meta(ge=1, le=3600, description="Seconds between two such looks.")] = 30


class WriteSettings(Value, frozen=True, kw_only=True):
    """Whether your notes may be written into. Nothing ever is without a command of yours or a setting here."""

    enabled: Annotated[bool, Meta(description="Whether notes may be written into without asking first.")] = False
    properties: Annotated[
        tuple[Literal["last_contact", "next_contact", "uid"], ...],
        Meta(description="Properties that a sync keeps up to date in each person's note."),
    ] = ()
    brief: Annotated[bool, Meta(description="Whether a sync keeps the brief as a block in each note.")] = False
    ticks: Annotated[
        bool, Meta(description="Whether ticking a task about somebody, in any note, adds a line to their Log.")
    ] = False
    list: Annotated[
        str,
        Meta(
            title="note",
            description="A note for this week's list, such as Catch-ups.md. Ticking a box there logs the contact.",
            extra={"read": read_note_path},
        ),
    ] = ""
    only_on: Annotated[
        str,
        Meta(
            title="computer name",
            description="The one computer whose sync writes into notes, of several on one vault. Empty: any.",
        ),
    ] = ""


class ServeSettings(Value, frozen=True, kw_only=True):
    """Where ``vaultsync serve`` gives out the feeds, and by which names it is called."""

    host: Annotated[
        str,
        Meta(
            title="address",
            description="The address to listen on. One that others can reach needs --host on the command line too.",
            extra={"read": read_host},
        ),
    ] = "127.0.0.1"
    port: Annotated[int, Meta(ge=0, le=65535, description="The port to listen on; 0 takes a free one each time.")] = (
        8783
    )
    hosts: Annotated[
        tuple[str, ...],
        Meta(
            title="list of names",
            description="Other names that this computer is reached by, such as behind a proxy. Requests by names that "
            "it does not know are refused.",
            extra={"read": read_hosts},
        ),
    ] = ()
    address: Annotated[
        str,
        Meta(
            title="web address",
            description="What subscribers put before a feed's path, where that is not the address to listen on: "
            "such as https://box.example.org. Its name need not stand in hosts.",
            extra={"read": read_address},
        ),
    ] = ""


class SlotSettings(Value, frozen=True, kw_only=True):
    """What ``vaultsync slots`` offers to somebody. Your days off are those that are closed under [planning]."""

    hours: Annotated[
        str,
        Meta(
            title="hours",
            extra={"read": read_hours},
            description="When you can be reached, by your clock: 09:00-18:00 is Monday to Friday; name other days as "
            "in mon-thu 09:00-17:00, fri 09:00-13:00, or daily 10:00-20:00.",
        ),
    ] = "09:00-18:00"
    theirs: Annotated[
        str,
        Meta(
            title="hours",
            extra={"read": read_hours},
            description="When others can be reached, by their clock, unless their note says hours.",
        ),
    ] = "09:00-18:00"
    after_hours: Annotated[
        str,
        Meta(
            title="hours",
            extra={"read": read_hours},
            description="What --after-hours adds to the hours of both.",
        ),
    ] = "18:00-21:00"
    minutes: Annotated[int, Meta(ge=5, le=720, description="How long it takes, unless --for says so.")] = 45
    count: Annotated[int, Meta(ge=1, le=20, description="How many times to choose from are offered.")] = 4
    days: Annotated[int, Meta(ge=1, le=90, description="On how many days they are looked for.")] = 14
    step: Annotated[int, Meta(ge=5, le=240, description="They begin at multiples of so many minutes.")] = 30
    notice: Annotated[
        int, Meta(ge=0, le=60, description="The first day that is offered, counted from today: 1 is tomorrow.")
    ] = 1


FEEDS = (
    FeedSettings(name="catch-ups", title="Catch-ups", query="-kind:birthday"),
    FeedSettings(name="birthdays", title="Birthdays", query="kind:birthday"),
)
"""The feeds of a vault that names none."""


class Settings(Value, frozen=True, kw_only=True):
    """Everything that vaultsync.toml says.

    ``plugins`` holds each plugin's table as TOML gave it, by the plugin's name. ``path`` is the file, and ``lines`` the
    line (from 1) of each table and key in it: for messages alone.

    ``readable`` is false where the file is no TOML at all, so that every setting has its default by necessity alone.
    ``withheld`` are the names of feeds of which it is not known what belongs in them: they are not in ``feeds``, and
    what was published under these names had better stay.
    """

    vault: VaultSettings = VaultSettings()
    dates: DateSettings = DateSettings()
    daily: DailySettings = DailySettings()
    planning: PlanningSettings = PlanningSettings()
    publish: PublishSettings = PublishSettings()
    feeds: tuple[FeedSettings, ...] = FEEDS
    privacy: PrivacySettings = PrivacySettings()
    calendar: CalendarSettings = CalendarSettings()
    write: WriteSettings = WriteSettings()
    watch: WatchSettings = WatchSettings()
    serve: ServeSettings = ServeSettings()
    slots: SlotSettings = SlotSettings()
    plugins: dict[str, dict[str, object]] = msgspec.field(default_factory=dict)
    readable: bool = True
    withheld: tuple[str, ...] = ()
    path: str = "vaultsync.toml"
    lines: dict[tuple[str | int, ...], int] = msgspec.field(default_factory=dict)
