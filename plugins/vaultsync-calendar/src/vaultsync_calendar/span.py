"""The days that are looked at."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import msgspec


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """The days that are looked at, ``first`` to ``last``, around today, by the wall clock of a zone."""

    today: date
    first: date
    last: date
    zone: ZoneInfo

    @property
    def basis(self) -> str:
        """What tells it from others."""
        return f"{self.first} {self.last} {self.zone.key}"


def span_of(today: date, zone: ZoneInfo, back: int, ahead: int) -> Span:
    """The days around today that are looked at; time has an end on either side."""
    first = date.fromordinal(max(today.toordinal() - back, (date.min + timedelta(days=400)).toordinal()))
    last = date.fromordinal(min(today.toordinal() + ahead, (date.max - timedelta(days=400)).toordinal()))
    return Span(today=today, first=min(first, last), last=last, zone=zone)
