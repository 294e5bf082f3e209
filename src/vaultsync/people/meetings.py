"""Which notes are about a meeting, when it was and by what channel. Knows nothing of who was there.

A note is a meeting's by its type, a tag or its folder, and only with a day: a date property, else a date in its name.
"""

import re
from datetime import date

from vaultsync.model import Note, Value
from vaultsync.notes import canonical, fold, plain
from vaultsync.people.channels import channel_of
from vaultsync.people.dates import DateOrder, parse_day

WORDS = frozenset(
    word
    for name in ("meeting", "gathering", "call", "event", "meetup", "1-1", "one-on-one", "party")
    for word in (name, f"{name}s")
) | {"parties"}
"""What the type, a category, a tag or a folder of a meeting's note says, folded."""
DATE_KEYS = ("date", "day", "when", "start", "start date", "held", "held on")
"""Properties that say when it was, folded; the first that holds a day counts."""
ATTENDANCE = frozenset({"people", "attendees", "participants", "present", "who was there"})
"""Headings, folded, under which links say who was there. The property is ``people``, in any of its spellings."""

_JOIN = re.compile(r"[-_]")
_DATE = re.compile(r"(?<![0-9])([0-9]{4})[-_.]?([0-9]{2})[-_.]?([0-9]{2})(?![0-9])")


class Meeting(Value, frozen=True, kw_only=True):
    """A meeting that a note is about: its day, its title, and the channel: ``met`` unless the note says otherwise."""

    day: date
    title: str
    channel: str


def meeting_of(note: Note, order: DateOrder = "") -> Meeting | None:
    """The meeting that a note is about; None for a note of another kind, or without a day."""
    kinds = [fold(plain(text)) for each in note.properties if canonical(each.key) == "type" for text in each.values]
    kinds += [fold(tag).rpartition("/")[2] for tag in note.tags]
    kinds += [fold(folder) for folder in note.folders]
    if WORDS.isdisjoint(kinds):
        return None
    said = {fold(_JOIN.sub(" ", each.key)): each.values for each in reversed(note.properties)}
    days = (parse_day(text, order) for key in DATE_KEYS for text in said.get(key, ()))
    day = next((day for day in days if day is not None), None)
    if day is None:
        written = _DATE.search(note.stem)
        day = parse_day("-".join(written.groups())) if written else None
    if day is None:
        return None
    called = " ".join(plain(text) for text in said.get("channel", ()))
    channel = channel_of(called) or ("call" if not {"call", "calls"}.isdisjoint(kinds) else channel_of(note.stem))
    return Meeting(day=day, title=note.stem, channel=channel or "met")
