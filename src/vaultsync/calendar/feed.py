"""A feed: rendered events in order between one head and one end, within the limits that subscribers keep."""

import re
from collections.abc import Iterable
from functools import lru_cache

from vaultsync.model import Value

MOST_EVENTS = 1000
MOST_BYTES = 1_000_000
"""Google Calendar gives up on feeds that are much larger."""

_NAME = re.compile(r"\w[\w.-]*")
_COLOR = re.compile(r"[a-z]*")
FEED_END = b"END:VCALENDAR\r\n"


class Feed(Value, frozen=True, kw_only=True):
    """What a feed is called. ``name`` is its file's, without ``.ics``; ``title`` is what the subscriber sees.

    ``color`` is a CSS3 colour name in small letters (RFC 7986, section 5.9) or ``""``. ``zone`` is an IANA name.
    """

    name: str
    title: str
    color: str = ""
    zone: str = "UTC"

    def __post_init__(self) -> None:
        """Reject names that would leave their folder, and colours that are numbers."""
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"a feed's name is letters, digits, '.', '_' and '-': {self.name!r}")
        if not _COLOR.fullmatch(self.color):
            raise ValueError(f"a feed's color is a CSS name such as teal: {self.color!r}")


class Rendered(Value, frozen=True, kw_only=True):
    """An event's bytes, and what it is ordered by: ``starts`` and ``uid`` are the event's."""

    starts: str
    uid: str
    data: bytes


class FeedText(Value, frozen=True, kw_only=True):
    """A feed as it is published; how many events it holds and how many of the furthest found no room."""

    data: bytes
    events: int
    left_out: int = 0


@lru_cache(maxsize=64)
def feed_head(feed: Feed) -> bytes:
    """All that stands in the feed before its first event: the calendar's properties and its one VTIMEZONE.

    Raises ValueError for a zone that the tzdata package doesn't know.
    """
    # Imported here: icalendar takes longer to import than a run without changes takes in all.
    from vaultsync.calendar.component import head  # noqa: PLC0415 - see above

    return head(feed)


def render_feed(feed: Feed, events: Iterable[Rendered], *, head: bytes | None = None) -> FeedText:
    """The feed (RFC 5545, section 3.4) with its events by start and uid, at most 1,000 of them and 1 MB.

    ``head`` is what :func:`feed_head` gave for an equal feed before, where the caller kept it.
    """
    ordered = sorted(events, key=lambda event: (event.starts, event.uid))
    parts = [feed_head(feed) if head is None else head]
    room = MOST_BYTES - len(parts[0]) - len(FEED_END)
    for event in ordered[:MOST_EVENTS]:
        room -= len(event.data)
        if room < 0:
            break
        parts.append(event.data)
    held = len(parts) - 1
    return FeedText(data=b"".join([*parts, FEED_END]), events=held, left_out=len(ordered) - held)
