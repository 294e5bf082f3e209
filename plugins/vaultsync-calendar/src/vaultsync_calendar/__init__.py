"""Your own calendars: meetings count as contact, busy days stay free, and no time that is taken is offered."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec.structs import replace

from vaultsync import Busy, Context, Interaction, Network, PluginInfo, Problem, Reminder, Schedule, hookimpl
from vaultsync_calendar.busy import busy_days, stretches
from vaultsync_calendar.errors import CalendarsUnreadError
from vaultsync_calendar.gathering import PATIENCE, gathered
from vaultsync_calendar.meetings import Rules, contacts
from vaultsync_calendar.memory import BusyDays, Kept, Memory
from vaultsync_calendar.occurrence import Occurrence, address_of
from vaultsync_calendar.sources import Collections, Files, Links, Source, sources
from vaultsync_calendar.span import Span, span_of

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
YEAR = 366
"""Catch-ups are planned for a year from today, however far the feeds reach."""


class Config(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Settings of ``[plugin.calendar]``."""

    files: Files = ()
    """Calendars on this computer: ``.ics`` files, or folders of them, each from ``/`` or ``~`` on."""
    urls: Links = ()
    """Private links to calendars: ``https://…/basic.ics``. Each may come from the environment."""
    caldav: Collections = ()
    """Calendars on a CalDAV server, each a table with ``url``, ``user`` and ``password``."""
    me: tuple[str, ...] = ()
    """Your own e-mail addresses: by them it is known which invitations you declined."""
    match_names: bool = False
    """Count people whose full name stands in the title of an event, too: ``Lunch with Ana Reyes``."""
    most_people: Annotated[int, msgspec.Meta(ge=1)] = 12
    """An event with more people than that is no contact with each of them."""
    days_back: Annotated[int, msgspec.Meta(ge=1, le=36_525)] = 730
    """How many days back events count."""
    refresh: Annotated[str, msgspec.Meta(pattern=r"^[1-9][0-9]{0,5}\s*[smhd]$")] = "1h"
    """How often a sync fetches calendars at most: a number of ``s``, ``m``, ``h`` or ``d``."""
    busy: bool = True
    """Whether busy days are kept free of catch-ups."""
    busy_hours: Annotated[float, msgspec.Meta(ge=0, le=24)] = 6
    """A day with more hours of events than that is busy. So is a day that an event takes whole."""


@hookimpl
def vaultsync_info() -> PluginInfo:
    """Describe the plugin."""
    summary = "Counts meetings in your calendars as contact, and keeps busy days free."
    return PluginInfo(name="calendar", summary=summary, api="1.1", adjusts_each=True, config=Config)


@hookimpl
def vaultsync_interactions(network: Network, ctx: Context) -> Iterable[Interaction]:
    """Give the meetings of the past: those that began before today.

    Raises CalendarsUnreadError where a calendar could never be read: what it holds is not known.
    """
    config: Config = ctx.config
    named = _sources(config)
    if not named:
        return ()
    memory, span = Memory(ctx.folder()), _span(ctx)
    memory.forget_others(source.key for source in named)
    kept = [(source, gathered(source, memory, span, _refresh(config))) for source in named]
    unread = [f"{source.name} {one.error or 'is empty'}" for source, one in kept if one.occurrences is None]
    if unread:
        said = "; ".join(unread)
        raise CalendarsUnreadError(f"{said}. Mend it in [plugin.calendar] of your config.toml, or leave it out there")
    occurrences = [each for _, one in kept for each in one.occurrences or ()]
    _find_busy(occurrences, memory, span, ctx)
    first = max(span.first, date.fromordinal(max(1, ctx.today.toordinal() - config.days_back)))
    return tuple(contacts(occurrences, network.people, first, ctx.today, _rules(config)))


@hookimpl
def vaultsync_busy(first: datetime, last: datetime, ctx: Context) -> Iterable[Busy]:
    """Give the time that events take; and say of which calendar it is not known, and why.

    Links and servers are asked now, unless that was a minute ago: what was entered since matters here.
    """
    config: Config = ctx.config
    named = _sources(config)
    if not named:
        yield Busy(start=first, end=last, unknown="[plugin.calendar] of your config.toml names no calendar")
        return
    memory, span = Memory(ctx.folder()), _span(ctx)
    until = datetime.combine(span.last + timedelta(days=1), time(), ctx.zone)
    if until < last:
        yield Busy(start=max(first, until), end=last, unknown=f"calendars are read up to {span.last}")
    for source in named:
        kept = gathered(source, memory, span, min(_refresh(config), PATIENCE))
        if kept.error or kept.occurrences is None:
            known = "" if kept.occurrences is None else "; what it held before counts as taken"
            yield Busy(
                start=first, end=last, unknown=f"the calendar {source.name} {kept.error or 'could not be read'}{known}"
            )
        for said in kept.left_out:
            yield Busy(start=first, end=last, unknown=f"the calendar {source.name}: {said}")
        for start, end in stretches(kept.occurrences or (), first, last, zone=ctx.zone, me=_me(config)):
            yield Busy(start=start, end=end)


@hookimpl
def vaultsync_adjust_schedule(schedule: Schedule, ctx: Context) -> Schedule | None:
    """Let no catch-up that may move stand on a busy day."""
    config: Config = ctx.config
    if not config.busy or not _has_sources(config):
        return None
    folder = ctx.folder()
    days = _busy(folder, Memory(folder).busy_stamp(), ctx.today)
    return replace(schedule, reminders=tuple(_free(one, days) for one in schedule.reminders)) if days else None


@hookimpl
def vaultsync_check(network: Network, ctx: Context) -> Iterable[Problem]:  # noqa: ARG001 - by name
    """Report what could not be read when the calendars were last looked at."""
    named = _sources(ctx.config)
    memory = Memory(ctx.folder()) if named else None
    for source in named:
        kept = memory.kept(source.key) if memory is not None else Kept()
        if kept.error and kept.occurrences is not None:  # else the whole is not known, and the host says so
            yield Problem(
                code="calendar-source",
                severity="warning",
                message=f"The calendar {source.name} {kept.error}; what it held before counts.",
                hint="A later sync tries again. If it has moved, change [plugin.calendar] in your config.toml.",
            )
        for said in kept.left_out:
            yield Problem(
                code="calendar-events",
                severity="warning",
                message=f"The calendar {source.name}: {said}.",
                hint="Open it in the program that it comes from, and save or export it anew.",
            )


def _refresh(config: Config) -> int:
    """Seconds between two times that a link or server is asked."""
    return int(config.refresh[:-1]) * UNITS[config.refresh[-1]]


def _sources(config: Config) -> tuple[Source, ...]:
    return tuple(sources(config.files, config.urls, config.caldav))


def _has_sources(config: Config) -> bool:
    return bool(config.files or config.urls or config.caldav)


def _rules(config: Config) -> Rules:
    return Rules(me=_me(config), match_names=config.match_names, most_people=config.most_people)


def _me(config: Config) -> frozenset[str]:
    return frozenset(address_of(text) for text in config.me) - {""}


def _span(ctx: Context) -> Span:
    config: Config = ctx.config
    return span_of(ctx.today, ctx.zone, config.days_back, max(ctx.publishing.ahead_days, YEAR))


def _find_busy(occurrences: Iterable[Occurrence], memory: Memory, span: Span, ctx: Context) -> None:
    """Find the busy days, once a day.

    A sync asks to adjust only for those about whom something changed. So that it makes no difference who is asked
    about again in the course of a day, all are told the same days.
    """
    config: Config = ctx.config
    said = (str(span.today), span.basis, config.busy_hours, sorted(_me(config)), [one.key for one in _sources(config)])
    basis = sha256(msgspec.json.encode(said)).hexdigest()
    if config.busy and memory.busy().basis != basis:
        days = busy_days(occurrences, span, me=_me(config), hours=config.busy_hours)
        memory.keep_busy(BusyDays(basis=basis, days=days))


@lru_cache(maxsize=8)
def _busy(folder: Path, stamp: tuple[int, int], today: date) -> tuple[date, ...]:  # noqa: ARG001 - the key
    return tuple(day for day in Memory(folder).busy().days if day >= today)


def _free(reminder: Reminder, days: tuple[date, ...]) -> Reminder:
    return reminder if reminder.stands else replace(reminder, not_on=_joined(reminder.not_on, days))


@lru_cache(maxsize=1024)
def _joined(days: tuple[date, ...], more: tuple[date, ...]) -> tuple[date, ...]:
    return tuple(sorted({*days, *more}))
