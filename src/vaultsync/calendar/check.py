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
_BARE_BREAK = re.compile(rb"(?<!\r)\n|\r(?!\n)")


def feed_faults(data: bytes, *, good: bytes = b"") -> tuple[str, ...]:
    """What is wrong with the feed, a sentence each; nothing for a good one. Never raises.

    ``good`` is a feed that had no faults, such as the one published before: events whose bytes stand in it are not
    parsed again, which takes half a second for a full feed.
    """
    faults = tuple(_line_faults(data))
    # Parsed only where the lines are sound: a parser's complaint would say the same again, less plainly.
    return faults or (*_uid_faults(data), *_content_faults(_without(data, good)))


def _without(data: bytes, good: bytes) -> bytes:
    known = frozenset(_EVENT.findall(good))
    return _EVENT.sub(lambda event: b"" if event.group() in known else event.group(), data)


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


def _content_faults(data: bytes) -> Iterator[str]:
    # Imported here: icalendar takes longer to import than a run without changes takes in all.
    from icalendar import Component  # noqa: PLC0415 - see above

    try:
        calendars = Component.from_ical(data, multiple=True)
    except (ValueError, KeyError, IndexError, TypeError) as error:
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
    if kinds["VTIMEZONE"] != 1:
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
