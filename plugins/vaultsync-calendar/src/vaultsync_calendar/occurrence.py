"""One event on its days, as a value: what is kept of a calendar. And how an event's component is read as one."""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import msgspec

from vaultsync.calendar import clean_line
from vaultsync_calendar.channel import channel_of

if TYPE_CHECKING:  # the library takes a tenth of a second to load
    from icalendar import Event

SUMMARY = 200
"""Characters of an event's summary that are kept."""
_DAY = timedelta(days=1)


class Occurrence(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """An event on its days, ``first`` to ``last``, both included, by the user's wall clock.

    ``start`` and ``end`` are aware and in UTC; None for an event of whole days. ``free`` is one that blocks no time
    (TRANSP:TRANSPARENT), ``yearly`` one that comes back every year. ``attendees`` and ``organizer`` are e-mail
    addresses, casefolded; ``declined`` are those of the attendees who will not come.
    """

    first: date
    last: date
    summary: str
    channel: str
    start: datetime | None = None
    end: datetime | None = None
    free: bool = False
    yearly: bool = False
    attendees: tuple[str, ...] = ()
    declined: tuple[str, ...] = ()
    organizer: str = ""

    @property
    def all_day(self) -> bool:
        """Whether it is of whole days."""
        return self.start is None


def occurrence(event: "Event", zone: ZoneInfo, *, yearly: bool) -> Occurrence | None:
    """What an event says; None where it was cancelled.

    A time without a zone is one of the user's wall clock. Raises whatever the library does for a value it cannot read,
    ValueError and OverflowError.
    """
    if _text(event, "STATUS").upper() == "CANCELLED":
        return None
    begins, ends = _times(event)
    busy = _text(event, "X-MICROSOFT-CDO-BUSYSTATUS").upper()
    attendees = {
        address: went for each in _all(event, "ATTENDEE") if (address := _person(each)) for went in [_went(each)]
    }
    said: dict[str, Any] = {
        "summary": clean_line(_text(event, "SUMMARY"))[:SUMMARY].rstrip(),
        "channel": channel_of(event),
        "free": _text(event, "TRANSP").upper() == "TRANSPARENT" or busy in {"FREE", "WORKINGELSEWHERE"},
        "yearly": yearly,
        "attendees": tuple(sorted(attendees)),
        "declined": tuple(sorted(address for address, went in attendees.items() if not went)),
        "organizer": next((address for each in _all(event, "ORGANIZER") if (address := _person(each))), ""),
    }
    whole = _text(event, "X-MICROSOFT-CDO-ALLDAYEVENT").upper() == "TRUE"
    if not isinstance(begins, datetime) or not isinstance(ends, datetime) or _is_whole(begins, ends, whole=whole):
        first, after = _date(begins), _date(ends)
        return Occurrence(first=first, last=max(first, after - _DAY), **said)
    start, end = (moment if moment.tzinfo else moment.replace(tzinfo=zone) for moment in (begins, ends))
    end = max(start, end)
    last = (end - timedelta(microseconds=1)) if end > start else end
    utc = ZoneInfo("UTC")
    return Occurrence(
        first=start.astimezone(zone).date(),
        last=last.astimezone(zone).date(),
        start=start.astimezone(utc),
        end=end.astimezone(utc),
        **said,
    )


def _times(event: "Event") -> tuple[date, date]:
    """Start and end, which are dates or times; without an end, RFC 5545 says a day or no time (section 3.6.1)."""
    begins = _one(event, "DTSTART").dt
    ends, length = _one(event, "DTEND"), _one(event, "DURATION")
    if ends is not None:
        return begins, ends.dt
    if length is not None:
        return begins, begins + length.dt
    return begins, begins if isinstance(begins, datetime) else begins + _DAY


def _is_whole(start: datetime, end: datetime, *, whole: bool) -> bool:
    """Whether times stand for whole days, as some calendars write them: from midnight to midnight."""
    midnight = start.time() == end.time() == time()
    return whole or (midnight and end.replace(tzinfo=None) - start.replace(tzinfo=None) >= _DAY)


def _date(when: date) -> date:
    return when.date() if isinstance(when, datetime) else when


def _all(event: "Event", name: str) -> list[Any]:
    value = event.get(name, [])
    return value if isinstance(value, list) else [value]


def _one(event: "Event", name: str) -> Any:
    return next(iter(_all(event, name)), None)


def _text(event: "Event", name: str) -> str:
    return str(next(iter(_all(event, name)), "")).strip()


def _person(value: Any) -> str:
    """The e-mail address of an attendee; ``""`` for a room, and where there is none."""
    params = getattr(value, "params", {})
    if str(params.get("CUTYPE", "")).upper() in {"ROOM", "RESOURCE"}:
        return ""
    text = str(value).strip()
    scheme, _, address = text.partition(":")
    if scheme.casefold() != "mailto":  # iCloud and Exchange have the address in a parameter then (RFC 7986, 6.2)
        address = str(params.get("EMAIL", ""))
    return address_of(unquote(address).partition("?")[0])


def _went(value: Any) -> bool:
    return str(getattr(value, "params", {}).get("PARTSTAT", "")).upper() != "DECLINED"


def address_of(text: str) -> str:
    """An e-mail address as it is compared; ``""`` where the text is none."""
    folded = clean_line(text).casefold()
    name, _, host = folded.rpartition("@")
    return folded if name and host and " " not in folded else ""
