"""The settings of picks: how many, when, from when on a tie is dormant, and how much each thing counts."""

from datetime import date, timedelta
from typing import Annotated, Literal

import msgspec

from vaultsync import Context

KINDS = ("dormant", "aspirational", "channel")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEIGHTS = {
    "little-time": 2.0,
    "other-field": 2.0,
    "close": 1.0,
    "give-and-take": 0.5,
    "promise": 0.5,
    "introduced": 0.5,
    "floor": 4.0,
    "way-in": 1.0,
    "phone": 1.0,
    "written": 1.0,
}
"""How much each thing counts that speaks for somebody; each is told as a number from 0 to 1."""
SPANS = ("dormant_after", "close_after", "known_for", "declined_wait")

Weight = Annotated[float, msgspec.Meta(ge=0, le=1000)]
Count = Annotated[int, msgspec.Meta(ge=0, le=20)]


class Config(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Settings of ``[picks]``."""

    enabled: bool = False
    """Whether picks go to the agenda, the feeds and the week's list; ``vaultsync picks`` shows them either way."""
    since: date = date(2024, 1, 1)
    """From which week on turns are counted: set it to the week in which you begin."""
    day: Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] = "wednesday"
    """The day of the week that picks stand on."""
    minutes: Annotated[int, msgspec.Meta(ge=5, le=1440)] = 60
    """How long all of a week's picks take together, in minutes."""
    dormant: Count = 1
    """How many old ties a week."""
    aspirational: Count = 1
    """How many people a week whom you would like to know."""
    channel: Count = 1
    """How many people a week to call after much writing."""
    dormant_after: str = "1 year"
    """A tie is dormant when there was no contact for this long."""
    close_after: str = "6 months"
    """The same for close ties that you have known for long, and that have no cadence."""
    known_for: str = "5 years"
    """How long ago ``met`` is of somebody whom you have known for long."""
    declined_wait: str = "1 year"
    """How long somebody is left in peace whose last contact says that they declined."""
    close: tuple[str, ...] = ("close", "inner", "inner circle", "family", "best friend", "close friend", "mentor")
    """Tiers, relationships, groups and tags of close ties."""
    written_least: Annotated[int, msgspec.Meta(ge=1, le=1000)] = 3
    """From how many contacts in writing on, and no others, a call is proposed."""
    weights: dict[str, Weight] = {}
    """How much each thing counts, by name: added to the weights that come with vaultsync."""

    def span(self, name: str, ctx: Context) -> timedelta:
        """A setting that is a span of time; its default where it cannot be read."""
        days = ctx.days(getattr(self, name)) or ctx.days(getattr(Config(), name))
        return timedelta(days=days or 365)
