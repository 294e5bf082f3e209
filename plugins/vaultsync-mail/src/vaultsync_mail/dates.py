"""When a message was sent, in seconds since 1970, as far as its header can be believed."""

import calendar
import re
from datetime import date, datetime, timedelta
from email.utils import parsedate_tz
from zoneinfo import ZoneInfo

from vaultsync_mail.addresses import BROKEN

FIRST_YEAR = 1990
"""Before it hardly anybody had mail: such a date is that of a clock that was never set."""

LONGEST = 200
"""Characters of a date that are looked at."""

_DAY = 86_400
_EPOCH = datetime(1970, 1, 1, tzinfo=ZoneInfo("UTC"))
_COMMENT = re.compile(r"\([^()]*\)")


def seconds(text: str) -> int | None:
    """The moment that a Date names (RFC 5322, 3.3); one without a zone is taken for UTC. None where it is none."""
    try:
        parts = parsedate_tz(_COMMENT.sub(" ", text[:LONGEST]))
        if parts is None:
            return None
        offset = parts[9] or 0
        return calendar.timegm((*parts[:6], 0, 1, 0)) - (offset if abs(offset) < _DAY else 0)
    except (*BROKEN, OverflowError):
        return None


def received(text: str) -> int | None:
    """The moment at the end of a Received field (RFC 5321, 4.4)."""
    return seconds(text.rpartition(";")[2])


def day_of(sent: int | None, arrived: int | None, *, today: date, zone: ZoneInfo) -> date | None:
    """The user's day of a message: by its own date, or where that cannot be, by when it arrived.

    A date cannot be that is after today or before 1990. None where neither can.
    """
    for moment in (sent, arrived):
        if moment is not None and (day := _day(moment, zone)) and day.year >= FIRST_YEAR and day <= today:
            return day
    return None


def _day(moment: int, zone: ZoneInfo) -> date | None:
    try:
        return (_EPOCH + timedelta(seconds=moment)).astimezone(zone).date()
    except OverflowError:
        return None
