"""One event as a value: what it says, when it is, and the digest that tells whether it changed.

It knows nothing of iCalendar's syntax, which ``component`` writes and which takes long to import.
"""

import hashlib
import re
from datetime import UTC, date, datetime, time, timedelta
from typing import cast

import msgspec

from vaultsync.calendar.ledger import Stamp
from vaultsync.calendar.links import URI
from vaultsync.calendar.text import DESCRIPTION_LIMIT, LINE_LIMIT, clean_line, clean_text, shortened
from vaultsync.model import CatchUp, Value

RENDERING = 1
"""Counts up whenever the same event comes to be written in other bytes, so that no cached bytes outlive the change."""

LONGEST = 7 * 24 * 60
"""Minutes that a timed event is written with at the most."""

_UID = re.compile(r"[A-Za-z0-9._@:+-]{1,255}")
_CONFERENCE = re.compile(r"(?:tel|https):", re.IGNORECASE)


class Event(Value, frozen=True, kw_only=True):
    """A calendar event: all day on ``day``, or from ``start`` (aware) for ``minutes``.

    Texts may hold anything; :func:`texts` says what is written of them. ``url`` and ``conference`` are URIs or ``""``,
    the latter ``tel:`` or ``https:``. ``alarm`` is a time of that day, in the zone of ``start``; a timed event's alarm
    sounds at its start at the latest.
    """

    uid: str
    day: date | None = None
    start: datetime | None = None
    minutes: int = 30
    summary: str
    description: str = ""
    url: str = ""
    location: str = ""
    categories: tuple[str, ...] = ()
    conference: str = ""
    alarm: time | None = None

    def __post_init__(self) -> None:
        """Reject an event without a day, with two, outside the years a calendar can hold, and links that are none."""
        if (self.day is None) == (self.start is None):
            raise ValueError("an event has either a day or a start")
        if self.start is not None and self.start.utcoffset() is None:
            raise ValueError("an event's start knows its zone")
        if not 1900 <= (self.start or self.day or date.min).year <= 9000:
            raise ValueError("an event's year lies between 1900 and 9000")
        if self.minutes < 0:
            raise ValueError("an event lasts no less than no time")
        if not _UID.fullmatch(self.uid):
            raise ValueError(f"not a uid: {self.uid!r}")
        if self.url and not URI.fullmatch(self.url):
            raise ValueError(f"not an address, or one with characters that must be percent-encoded: {self.url!r}")
        if self.conference and not (URI.fullmatch(self.conference) and _CONFERENCE.match(self.conference)):
            raise ValueError(f"neither a tel: nor an https: address: {self.conference!r}")

    @property
    def begins(self) -> date:
        """The day, or the second (a datetime in UTC) at which it starts."""
        if self.start is None:
            return cast("date", self.day)  # __post_init__ saw to it that one of them is there
        return self.start.astimezone(UTC).replace(microsecond=0)

    @property
    def starts(self) -> str:
        """DTSTART as it is written: ``20270104``, or ``20270104T120000Z``; the order of a feed and of the ledger."""
        return f"{self.begins:%Y%m%d}" if self.start is None else f"{self.begins:%Y%m%dT%H%M%SZ}"

    @property
    def span(self) -> timedelta:
        """How long it lasts: a day, or its minutes: one at the least, for clients want an end; a week's at the most."""
        return timedelta(days=1) if self.start is None else timedelta(minutes=min(max(self.minutes, 1), LONGEST))

    @property
    def trigger(self) -> timedelta | None:
        """The alarm as a span from the start: after midnight for an all-day event, else before or at the start."""
        if self.alarm is None:
            return None
        if self.start is None:
            return timedelta(hours=self.alarm.hour, minutes=self.alarm.minute)
        wanted = datetime.combine(self.start.date(), self.alarm.replace(tzinfo=None, second=0, microsecond=0))
        # In UTC, because arithmetic within a zone ignores the hour that a change of its clocks adds or takes.
        span = wanted.replace(tzinfo=self.start.tzinfo).astimezone(UTC) - self.start.astimezone(UTC)
        return min(span, timedelta(0))


def starts_of(catch_up: CatchUp) -> str:
    """What the event of a catch-up starts with, as :attr:`Event.starts` has it: what a feed orders its events by."""
    if catch_up.start is None:
        return catch_up.day.isoformat().replace("-", "")
    return f"{catch_up.start.astimezone(UTC):%Y%m%dT%H%M%SZ}"


class Texts(Value, frozen=True, kw_only=True):
    """What is written of an event's texts: clean, within the limits, one line each but the description."""

    summary: str
    description: str
    location: str
    categories: tuple[str, ...]


def texts(event: Event) -> Texts:
    """The event's texts as they are written; categories each once, in their order, none empty."""
    categories = (shortened(clean_line(category), LINE_LIMIT) for category in event.categories)
    return Texts(
        summary=shortened(clean_line(event.summary), LINE_LIMIT),
        description=shortened(clean_text(event.description), DESCRIPTION_LIMIT),
        location=shortened(clean_line(event.location), LINE_LIMIT),
        categories=tuple(dict.fromkeys(category for category in categories if category)),
    )


def event_digest(event: Event) -> str:
    """The hex SHA-256 of all that the event's bytes are made of but its stamp.

    Two events with equal digests, rendered with equal stamps, are equal bytes.
    """
    content = (RENDERING, event.uid, event.starts, event.span, texts(event), event.url, event.conference, event.trigger)
    return hashlib.sha256(msgspec.json.encode(content)).hexdigest()


def render_event(event: Event, stamp: Stamp) -> bytes:
    """The event as one VEVENT (RFC 5545, section 3.6.1) in UTF-8, lines folded and ended by CRLF."""
    # Imported here: icalendar takes longer to import than a run without changes takes in all.
    from vaultsync.calendar.component import vevent  # noqa: PLC0415 - see above

    return vevent(event, stamp)
