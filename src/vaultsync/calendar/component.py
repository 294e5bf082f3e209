"""Events and a feed's head as iCalendar components: the one module that knows the icalendar library's ways of writing.

Import it inside functions only: the library takes some 85 ms to import.
"""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote

from icalendar import Alarm, Calendar, Timezone, TimezoneDaylight, TimezoneStandard
from icalendar import Event as EventComponent
from icalendar.prop import vCalAddress, vCategory, vDate, vDatetime, vDDDLists, vDuration, vInt, vText, vUri, vUTCOffset

from vaultsync.calendar.event import Event, texts
from vaultsync.calendar.fold import folded
from vaultsync.calendar.ledger import Stamp
from vaultsync.calendar.text import clean_line, clean_title
from vaultsync.calendar.zone import observances

if TYPE_CHECKING:
    from vaultsync.calendar.feed import Feed

PRODID = "-//vaultsync//vaultsync//EN"
"""Without a version: a new release must not change a feed that says the same."""

REFRESH = timedelta(hours=6)

_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


class _Text(vText):
    r"""TEXT (RFC 5545, section 3.3.11) that escapes by itself.

    icalendar 7.3 takes a ``\N`` within the text for a line break, and would split ``C:\New`` in two.
    """

    def to_ical(self) -> bytes:
        return self.translate(_ESCAPES).encode()


def _begun(event: Event, stamp: Stamp) -> EventComponent:
    """The event's component with what it says to whoever reads it."""
    said = texts(event)
    at = vDatetime(stamp.at.astimezone(UTC))
    component = EventComponent()
    component["UID"] = _Text(event.uid)
    component["DTSTAMP"] = at
    component["LAST-MODIFIED"] = at
    component["SEQUENCE"] = vInt(stamp.sequence)
    for name, moment in (("DTSTART", event.begins), ("DTEND", event.begins + event.span)):
        component[name] = vDatetime(moment) if isinstance(moment, datetime) else vDate(moment, params={"VALUE": "DATE"})
    component["SUMMARY"] = _Text(said.summary)
    if said.description:
        component["DESCRIPTION"] = _Text(said.description)
    if said.location:
        component["LOCATION"] = _Text(said.location)
    if event.url:
        component["URL"] = vUri(event.url)
    if event.conference:
        feature = "PHONE" if event.conference[:4].lower() == "tel:" else ["AUDIO", "VIDEO"]
        component["CONFERENCE"] = vUri(event.conference, params={"VALUE": "URI", "FEATURE": feature})
    return component


def _written(component: EventComponent) -> bytes:
    return b"".join(folded(line) + b"\r\n" for line in component.content_lines(sorted=False) if line)


def vevent(event: Event, stamp: Stamp) -> bytes:
    """The event as one VEVENT, in a fixed order of properties."""
    said = texts(event)
    component = _begun(event, stamp)
    if said.categories:
        component["CATEGORIES"] = categories = vCategory([])
        categories.cats.extend(_Text(category) for category in said.categories)
    component["CLASS"] = _Text("PRIVATE")
    busy = event.start is not None
    component["TRANSP"] = _Text("OPAQUE" if busy else "TRANSPARENT")
    component["X-MICROSOFT-CDO-BUSYSTATUS"] = _Text("BUSY" if busy else "FREE")
    if event.trigger is not None:
        alarm = Alarm()
        alarm["ACTION"] = _Text("DISPLAY")
        alarm["TRIGGER"] = vDuration(event.trigger)
        alarm["DESCRIPTION"] = _Text(said.summary)
        component.add_component(alarm)
    return _written(component)


def invitation(event: Event, stamp: Stamp, organizer: tuple[str, str] | None, guest: tuple[str, str] | None) -> bytes:
    """A calendar of the one event, to be sent; see :func:`vaultsync.calendar.invite.render_invitation`."""
    component = _begun(event, stamp)
    if organizer is not None and guest is not None:
        component["ORGANIZER"] = _address(*organizer)
        component["ATTENDEE"] = _address(*guest, ROLE="REQ-PARTICIPANT", PARTSTAT="NEEDS-ACTION")
    component["STATUS"] = _Text("CONFIRMED")
    component["TRANSP"] = _Text("TRANSPARENT" if event.start is None else "OPAQUE")
    calendar = Calendar()
    calendar["VERSION"] = _Text("2.0")
    calendar["PRODID"] = _Text(PRODID)
    calendar["CALSCALE"] = _Text("GREGORIAN")
    start = bytes(calendar.to_ical(sorted=False)).removesuffix(b"END:VCALENDAR\r\n")
    return start + _written(component) + b"END:VCALENDAR\r\n"


def _address(name: str, email: str, **params: str) -> vCalAddress:
    shown = {"CN": clean_line(name).replace('"', "'")} if clean_line(name) else {}
    return vCalAddress(f"mailto:{quote(email, safe='@')}", params={**shown, **params})


def vtimezone(zone: str) -> Timezone:
    """The zone as a VTIMEZONE (RFC 5545, section 3.6.5). Raises ValueError for a zone that tzdata doesn't know."""
    component = Timezone()
    component["TZID"] = _Text(zone)
    for each in observances(zone):
        part = TimezoneDaylight() if each.daylight else TimezoneStandard()
        part["DTSTART"] = vDatetime(each.onsets[0])
        part["TZOFFSETFROM"] = vUTCOffset(each.offset_from)
        part["TZOFFSETTO"] = vUTCOffset(each.offset_to)
        part["TZNAME"] = _Text(each.name)
        if each.onsets[1:]:
            part["RDATE"] = vDDDLists(list[datetime](each.onsets[1:]))
        component.add_component(part)
    return component


def head(feed: "Feed") -> bytes:
    """All that stands in a feed before its first event."""
    title = clean_title(feed.title) or feed.name
    # Not Calendar.new(): that adds a UID of the calendar, with which vdirsyncer loses the feed.
    component = Calendar()
    component["VERSION"] = _Text("2.0")
    component["PRODID"] = _Text(PRODID)
    component["CALSCALE"] = _Text("GREGORIAN")
    component["NAME"] = _Text(title)
    component["X-WR-CALNAME"] = _Text(title)
    if feed.color:
        component["COLOR"] = _Text(feed.color)
    component["REFRESH-INTERVAL"] = vDuration(REFRESH, params={"VALUE": "DURATION"})
    component["X-PUBLISHED-TTL"] = vDuration(REFRESH)
    component["X-WR-TIMEZONE"] = _Text(feed.zone)
    component.add_component(vtimezone(feed.zone))
    return bytes(component.to_ical(sorted=False)).removesuffix(b"END:VCALENDAR\r\n")
