"""The days that are looked at."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import msgspec

_MARGIN = timedelta(days=400)
"""From where time begins and ends, so that a day more or less is one, too."""


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
    """At least so many days back and ahead; the same all month, so that a calendar need not be read anew every day."""
    month = today.replace(day=1).toordinal()
    first = max(month - back, (date.min + _MARGIN).toordinal())
    last = min(month + ahead + 31, (date.max - _MARGIN).toordinal())
    return Span(today=today, first=date.fromordinal(min(first, last)), last=date.fromordinal(last), zone=zone)
