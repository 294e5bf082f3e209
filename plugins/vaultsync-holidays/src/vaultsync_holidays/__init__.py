"""No catch-ups on public holidays, yours or theirs; and a word in the brief when they have one soon."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache

import msgspec
from msgspec.structs import replace

from vaultsync import (
    Context,
    Network,
    Person,
    PluginInfo,
    Problem,
    Property,
    Reminder,
    Schedule,
    Section,
    day_words,
    hookimpl,
)
from vaultsync.notes import fold
from vaultsync_holidays.days import Days, extra_days, holidays_in, is_day
from vaultsync_holidays.places import Place, UnknownPlaceError, place, place_of_location, place_of_zone

KEYS = frozenset({"country", "land", "pais", "pays", "paese", "adr[home].country", "adr[work].country"})
"""The properties, folded, that say in which country somebody is."""
YEAR = 366
"""Catch-ups are planned for a year from today, however far the feeds reach."""
SOON = 14
"""How many days ahead the brief tells of a holiday."""


class Config(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Settings of ``[plugin.holidays]``."""

    country: str = ""
    """Your country, by its English name or its ISO code: ``PT``. Where none is set, only their holidays count."""
    subdivision: str = ""
    """The part of it that you are in, where it has holidays of its own: ``BY``, ``Bayern``."""
    theirs: bool = True
    """Whether the holidays of the country that somebody is in count for catch-ups with them."""
    languages: tuple[str, ...] = ("en",)
    """In which languages holidays are named, the one you like best first; else in that of their country."""
    extra: dict[str, str] = {}
    """More days without catch-ups, each with a name: ``"12-24" = "Christmas Eve"``, ``"2027-04-09" = "off"``."""
    working: tuple[str, ...] = ()
    """Holidays that do not count, by name or by day: ``"Columbus Day"``, ``"11-11"``."""


@hookimpl
def vaultsync_info() -> PluginInfo:
    """Describe the plugin."""
    summary = "Keeps public holidays free of catch-ups, yours and theirs."
    return PluginInfo(name="holidays", summary=summary, adjusts_each=True, config=Config)


@hookimpl
def vaultsync_adjust_schedule(schedule: Schedule, network: Network, ctx: Context) -> Schedule:
    """Let no catch-up that may move stand on a holiday."""
    return replace(schedule, reminders=tuple(_free(one, network, ctx) for one in schedule.reminders))


@hookimpl
def vaultsync_brief(person: Person, network: Network, ctx: Context) -> Iterable[Section]:  # noqa: ARG001 - by name
    """Say which holiday comes next where they are, within two weeks, so that one may wish them a good one."""
    config: Config = ctx.config
    first = ctx.today
    coming = [
        (day, name, where.name)
        for where in _places(person, ctx)
        for day, name in holidays_in(where, first, _after(first, SOON), config.languages, ())
    ]
    if coming:
        day, name, country = min(coming)
        yield Section(title="Next holiday", lines=(f"{name}, {day_words(day)} ({country})",), order=30)


@hookimpl
def vaultsync_check(network: Network, ctx: Context) -> Iterable[Problem]:
    """Report countries that are not known, in the settings and in notes."""
    config: Config = ctx.config
    yield from _setting_problems(config)
    for person in network.people:
        for prop in _said(person, ctx):
            for text in prop.values:
                if hint := _unknown(text):
                    yield Problem(
                        code="holidays-country",
                        severity="warning",
                        message=f'{prop.key} "{text}" is no country that is known; its holidays do not count.',
                        hint=hint,
                        path=person.path,
                        line=prop.line,
                    )


def _setting_problems(config: Config) -> Iterator[Problem]:
    if config.subdivision and not config.country:
        yield _wrong("[plugin.holidays] subdivision is set, and country is not.", 'Set it, such as country = "DE".')
    elif config.country and (hint := _unknown(config.country)):
        yield _wrong(f'[plugin.holidays] country = "{config.country}" is not known; no holiday of yours counts.', hint)
    elif config.country and config.subdivision and (hint := _unknown(config.country, config.subdivision)):
        said = f'[plugin.holidays] subdivision = "{config.subdivision}" is not known; those of the whole country count.'
        yield _wrong(said, hint)
    for text in config.extra:
        if not is_day(text):
            hint = 'Write a day of every year as "12-24", or of one as "2026-12-24".'
            yield _wrong(f'[plugin.holidays.extra] "{text}" is no day.', hint)


def _wrong(message: str, hint: str) -> Problem:
    return Problem(code="holidays-settings", severity="warning", message=message, hint=hint)


@lru_cache(maxsize=1024)
def _unknown(text: str, part: str = "") -> str:
    """What to do about a text that is no country's; ``""`` where it is one's."""
    try:
        place(text, part)
    except UnknownPlaceError as error:
        return str(error)
    return ""


def _free(reminder: Reminder, network: Network, ctx: Context) -> Reminder:
    if reminder.stands:
        return reminder
    config: Config = ctx.config
    person = network.person(reminder.person) if config.theirs else None
    places = _places(person, ctx) if person is not None else ()
    extra = tuple(sorted(config.extra.items()))
    last = _after(ctx.today, max(ctx.publishing.ahead_days, YEAR))
    mine = _mine(config.country, config.subdivision)
    days = _days((*mine, *places), extra, ctx.today, last, config.working)
    return replace(reminder, not_on=_joined(reminder.not_on, days)) if days else reminder


@lru_cache(maxsize=1024)
def _days(
    places: tuple[Place, ...], extra: tuple[tuple[str, str], ...], first: date, last: date, working: tuple[str, ...]
) -> tuple[date, ...]:
    """Every day between two days that is a holiday in one of the places, or an extra one."""
    found: list[Days] = [holidays_in(each, first, last, ("en",), working) for each in places]
    return tuple(sorted({day for days in (*found, extra_days(extra, first, last)) for day, _ in days}))


@lru_cache(maxsize=1024)
def _joined(days: tuple[date, ...], more: tuple[date, ...]) -> tuple[date, ...]:
    return tuple(sorted({*days, *more}))


@lru_cache(maxsize=16)
def _mine(country: str, subdivision: str) -> tuple[Place, ...]:
    if not country or _unknown(country):
        return ()
    return (place(country) if _unknown(country, subdivision) else place(country, subdivision),)


def _places(person: Person, ctx: Context) -> tuple[Place, ...]:
    """Where somebody is: as their note says, else as their time zone and location say, if those agree."""
    said = [text for prop in _said(person, ctx) for text in prop.values]
    if said:
        return tuple(place(text) for text in dict.fromkeys(said) if not _unknown(text))
    return _guessed(person.timezone, person.location)


@lru_cache(maxsize=4096)
def _guessed(timezone: str, location: str) -> tuple[Place, ...]:
    found = [where for where in (place_of_location(location), place_of_zone(timezone)) if where is not None]
    return tuple(found[:1]) if len({each.country for each in found}) == 1 else ()


def _said(person: Person, ctx: Context) -> tuple[Property, ...]:
    """The properties of their note that name a country."""
    note = ctx.note(person.path)
    if note is None:
        return ()
    return tuple(prop for prop in note.properties if _is_country(prop.key) and any(map(str.strip, prop.values)))


@lru_cache(maxsize=4096)
def _is_country(key: str) -> bool:
    return fold(key) in KEYS


def _after(day: date, days: int) -> date:
    return date.fromordinal(min(day.toordinal() + days, date.max.toordinal()))
