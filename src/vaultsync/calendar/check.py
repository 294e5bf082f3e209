"""The last look at a feed before it is published: whether what was rendered reads back as it must.

It trusts nothing of what rendered the feed; a feed with faults is not published, and the last good one stays.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icalendar import Component

LONGEST_LINE = 75
"""Octets in a line without its CRLF (RFC 5545, section 3.1)."""

UNWANTED = ("METHOD", "UID", "SOURCE")
"""Properties of the calendar that must not be there: macOS and libical object to METHOD, vdirsyncer loses a feed with a
UID, SOURCE would give the feed's secret address away."""

NEEDED = ("UID", "DTSTAMP", "DTSTART")

_EVENT = re.compile(rb"^BEGIN:VEVENT\r\n.*?^END:VEVENT\r\n", re.DOTALL | re.MULTILINE)
_UID = re.compile(rb"^UID:(.*(?:\r\n .*)*)\r$", re.MULTILINE)
_LONG_LINE = re.compile(rb"^[^\r\n]{%d,}" % (LONGEST_LINE + 1), re.MULTILINE)
_BEGIN, _END = b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n"
_LAST = _END + b"END:VCALENDAR\r\n"
_CALENDAR = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-\r\n"
_BARE_BREAK = re.compile(rb"(?<!\r)\n|\r(?!\n)")


def feed_faults(data: bytes, *, good: bytes = b"") -> tuple[str, ...]:
    """What is wrong with the feed, a sentence each; nothing for a good one. Never raises.

    ``good`` is a feed that had no faults, such as the one published before: what stands in it is not looked at again,
    which would take half a second for a full feed.
    """
    if good and not _new_faults(data, good):
        return ()
    faults = tuple(_line_faults(data))
    # Parsed only where the lines are sound: a parser's complaint would say the same again, less plainly.
    return faults or (*_uid_faults(data), *_content_faults(data))


def _new_faults(data: bytes, good: bytes) -> bool:
    """Whether something may be wrong with what does not stand in the good feed; True where that cannot be told."""
    head, *events = data.split(_BEGIN)
    known_head, *known = good.split(_BEGIN)
    ended = all(event.endswith(_END) for event in events[:-1]) and events[-1:] != [] and events[-1].endswith(_LAST)
    if head != known_head or not ended:
        return True
    events[-1] = events[-1].removesuffix(_LAST) + _END
    uids = {event[: event.find(b"\r\n")] for event in events if event.startswith(b"UID:")}
    if len(uids) != len(events):
        return True
    new = set(events).difference(known)
    text = _CALENDAR + b"".join(_BEGIN + event for event in sorted(new)) + b"END:VCALENDAR\r\n"
    return any(_line_faults(text)) or any(_content_faults(text, whole=False))


def _line_faults(data: bytes) -> Iterator[str]:
    try:
        # A character that a fold splits is none either: the break stands between its bytes.
        data.decode()
    except UnicodeDecodeError as error:
        yield f"the feed is not UTF-8 at byte {error.start}"
        return
    if _BARE_BREAK.search(data) or not data.endswith(b"\r\n"):
        yield "a line does not end in CRLF"
    for line in _LONG_LINE.finditer(data):
        number, length = data.count(b"\n", 0, line.start()) + 1, len(line.group())
        yield f"line {number} has {length} octets, more than {LONGEST_LINE}"


def _content_faults(data: bytes, *, whole: bool = True) -> Iterator[str]:
    # Imported here: icalendar takes longer to import than a run without changes takes in all.
    from icalendar import Component  # noqa: PLC0415 - see above

    try:
        calendars = Component.from_ical(data, multiple=True)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        yield f"the feed does not parse: {error}"
        return
    if [calendar.name for calendar in calendars] != ["VCALENDAR"]:
        yield "the feed is not one VCALENDAR"
        return
    (calendar,) = calendars
    if str(calendar.get("VERSION", "")) != "2.0":
        yield "VERSION is not 2.0"
    if not calendar.get("PRODID"):
        yield "PRODID is missing"
    yield from (f"the calendar has a {name}" for name in UNWANTED if name in calendar)
    kinds = Counter(part.name for part in calendar.subcomponents)
    if whole and kinds["VTIMEZONE"] != 1:
        yield f"the feed has {kinds['VTIMEZONE']} VTIMEZONE components, not one"
    yield from (f"the feed has a {kind}" for kind in sorted(set(map(str, kinds)) - {"VTIMEZONE", "VEVENT"}))
    yield from _event_faults([part for part in calendar.subcomponents if part.name == "VEVENT"])


def _event_faults(events: "list[Component]") -> Iterator[str]:
    for event in events:
        said = f"the event {str(event.get('SUMMARY', ''))!r}"
        yield from (f"{said} has no {name}" for name in NEEDED if not event.get(name))
        yield from (f"{said} cannot be read: {message}" for _, message in event.errors)


def _uid_faults(data: bytes) -> Iterator[str]:
    uids = Counter(uid.replace(b"\r\n ", b"").decode() for event in _EVENT.findall(data) for uid in _UID.findall(event))
    yield from (f"{count} events have the uid {uid}" for uid, count in sorted(uids.items()) if count > 1)
