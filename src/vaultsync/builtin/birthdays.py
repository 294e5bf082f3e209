"""Birthdays and the other days that come every year, each as an event of its own for two years."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Literal

import msgspec

from vaultsync import Context, Network, Person, PluginInfo, Reminder, YearlyDate, hookimpl


class Config(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Settings of ``[birthdays]``."""

    leap_day: Literal["02-28", "03-01"] = "02-28"
    """Where 29 February is kept in years without one."""


@hookimpl
def vaultsync_info() -> PluginInfo:
    """Describe the plugin."""
    return PluginInfo(name="birthdays", summary="Reminds of birthdays and other yearly dates.", config=Config)


@hookimpl
def vaultsync_reminders(person: Person, network: Network, ctx: Context) -> Iterable[Reminder]:  # noqa: ARG001 - by name
    """Give a reminder for each year's occurrence; the year tells one event from the next."""
    if person.quiet:
        return
    config: Config = ctx.config
    reach = ctx.publishing
    first = ctx.today - timedelta(days=reach.past_days)
    last = ctx.today + timedelta(days=reach.yearly_ahead_days)
    for yearly in person.dates:
        for year in range(first.year, last.year + 1):
            day = yearly.on(year, leap_to_march=config.leap_day == "03-01")
            if first <= day <= last and (yearly.year is None or year >= yearly.year):
                words = _words(yearly, year)
                yield Reminder(
                    person=person.uid,
                    key=yearly.label,
                    cycle=str(year),
                    kind="birthday" if yearly.label == "birthday" else "date",
                    due=day,
                    fixed=True,
                    minutes=0,
                    reason=words,
                    action=words,
                    path=person.path,
                    line=yearly.line,
                )


def _words(yearly: YearlyDate, year: int) -> str:
    years = yearly.years(year)
    if yearly.label == "birthday":
        return f"turns {years}" if years else "birthday"
    return f"{yearly.label}, {years} years" if years and years > 1 else yearly.label
