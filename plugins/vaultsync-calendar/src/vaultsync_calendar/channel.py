"""By what means people met at an event: on video, by phone, or face to face."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from vaultsync.calendar import conference_link

if TYPE_CHECKING:  # the library takes a tenth of a second to load
    from icalendar import Event

VIDEO = ("CONFERENCE", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL", "X-MICROSOFT-ONLINEMEETINGCONFLINK")
"""Properties that hold nothing but a link to a conference."""
ROOMS = (
    "bigbluebutton.org", "bluejeans.com", "chime.aws", "around.co", "facetime.apple.com", "gotomeet.me",
    "gotomeeting.com", "meet.google.com", "meet.jit.si", "skype.com", "teams.live.com", "teams.microsoft.com",
    "webex.com", "whereby.com", "zoom.us", "zoomgov.com",
)  # fmt: skip
"""Hosts, and what ends with a dot and one of them, at which people meet on video."""
MAPS = re.compile(
    r"//(?:[\w.-]*\.)?(?:google\.[\w.]+/maps|maps\.|goo\.gl/maps|openstreetmap\.org|osm\.org)", re.IGNORECASE
)
_CALL = re.compile(r"\b(?:phone|phoned|call|telephone|telefon|telefonat|anruf|appel|llamada)\b", re.IGNORECASE)
_LINK = re.compile(r"""https://[^\s<>"'\\)\]]+""", re.IGNORECASE)


def channel_of(event: "Event") -> str:
    """``video`` where a conference link stands in it, ``call`` where a number or the word does, else ``met``."""
    audio = False
    for name in VIDEO:
        for value in _values(event, name):
            link = conference_link(str(value))
            feature = str(getattr(value, "params", {}).get("FEATURE", "VIDEO")).upper()
            if link.startswith("https:") and "VIDEO" in feature:
                return "video"
            audio = audio or bool(link)
    location = " ".join(str(value) for value in _values(event, "LOCATION"))
    where = conference_link(location)
    if where.startswith("https:") and not MAPS.search(where):
        return "video"
    if any(_is_room(link) for link in _links(event)):
        return "video"
    words = f"{location} {' '.join(str(value) for value in _values(event, 'SUMMARY'))}"
    return "call" if audio or where.startswith("tel:") or _CALL.search(words) else "met"


def _values(event: "Event", name: str) -> list[Any]:
    value = event.get(name, [])
    return value if isinstance(value, list) else [value]


def _links(event: "Event") -> Iterator[str]:
    for name in ("LOCATION", "URL", "DESCRIPTION", "SUMMARY"):
        for value in _values(event, name):
            yield from _LINK.findall(str(value))


def _is_room(link: str) -> bool:
    try:
        host = (urlsplit(link).hostname or "").casefold()
    except ValueError:
        return False
    return any(host == room or host.endswith(f".{room}") for room in ROOMS)
