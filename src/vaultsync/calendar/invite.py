"""One event as a calendar of its own, to be sent to somebody: what stands in it is for their eyes.

Neither METHOD nor RSVP stands in it: it is opened or imported as any file is, and nothing is sent back by a program.
"""

import re

from vaultsync.calendar.event import Event
from vaultsync.calendar.ledger import Stamp

_EMAIL = re.compile(r"[^\s@<>\"(),:;\[\]\\\x00-\x1f\x7f]+@[^\s@<>\"(),:;\[\]\\\x00-\x1f\x7f]+")


def render_invitation(
    event: Event, stamp: Stamp, *, organizer: tuple[str, str] = ("", ""), guest: tuple[str, str] = ("", "")
) -> bytes:
    """The event as an iCalendar object. ``organizer`` and ``guest`` are each a name and an e-mail address.

    They stand in it only where both addresses are known: an ATTENDEE needs an ORGANIZER (RFC 5545, section 3.8.4.3).
    """
    # Imported here: icalendar takes longer to import than a run without changes takes in all.
    from vaultsync.calendar.component import invitation  # noqa: PLC0415 - see above

    known = bool(_EMAIL.fullmatch(organizer[1]) and _EMAIL.fullmatch(guest[1]))
    return invitation(event, stamp, organizer if known else None, guest if known else None)


def is_calendar(data: bytes) -> bool:
    """Whether a file's bytes are those of a calendar, as far as its first line says."""
    return data.removeprefix(b"\xef\xbb\xbf").lstrip()[:15].upper() == b"BEGIN:VCALENDAR"
