"""Which notes are about a meeting, when and where it is, and by what channel. Knows nothing of who is there.

A note is a meeting's by its type, a tag or its folder, and only with a day: a date property, else a date in its name.
One that is called off is none.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta

from vaultsync.model import Note, Value
from vaultsync.notes import canonical, fold, minutes_of, plain
from vaultsync.people.channels import channel_of
from vaultsync.people.dates import DateOrder, parse_day
from vaultsync.people.times import Moment, moment_in

GATHERINGS = frozenset({"gathering", "event", "meetup", "party", "gatherings", "events", "meetups", "parties"})
"""Words for a meeting at which one meets people, rather than one that was made with them."""
WORDS = GATHERINGS | {f"{name}{end}" for name in ("meeting", "call", "1-1", "one-on-one") for end in ("", "s")}
"""What the type, a category, a tag or a folder of a meeting's note says, folded."""
SPELLINGS: Mapping[str, tuple[str, ...]] = {
    "day": ("date", "day", "when", "start", "start date", "startdate", "held", "held on"),
    "time": ("time", "start time", "starttime", "starts", "start", "at", "from", "begins"),
    "end": ("end", "end time", "endtime", "end date", "enddate", "ends", "until", "to"),
    "duration": ("duration", "length", "lasts", "minutes"),
    "place": ("place", "location", "where", "venue", "address"),
    "status": ("status",),
}
"""Properties that say when and where it is, folded; the first that can be read counts."""
OVER = frozenset({"done", "logged", "over", "held", "finished", "closed"})
"""What the status says of a meeting of which everything is noted, folded."""
CALLED_OFF = frozenset({"cancelled", "canceled", "called off"})
"""What it says of one that does not take place."""
ATTENDANCE = frozenset({"people", "attendees", "participants", "present", "who was there"})
"""Headings, folded, under which links say who was there. The property is ``people``, in any of its spellings."""

A_DAY = 24 * 60
"""Minutes of a day."""

_JOIN = re.compile(r"[-_]")
_DATE = re.compile(r"(?<![0-9])([0-9]{4})[-_.]?([0-9]{2})[-_.]?([0-9]{2})(?![0-9])")


class Meeting(Value, frozen=True, kw_only=True):
    """A meeting that a note is about: its day, its title, and the channel: ``met`` unless the note says otherwise.

    ``at`` is the wall-clock time, ``minutes`` the length or 0, ``until`` the last day where there are several.
    ``line`` is where the day stands, 0 where that is the note's name.
    """

    day: date
    title: str
    channel: str
    at: time | None = None
    minutes: int = 0
    until: date | None = None
    place: str = ""
    is_gathering: bool = False
    is_over: bool = False
    line: int = 0

    @property
    def called(self) -> str:
        """The title without the day in it."""
        return _DATE.sub("", self.title).strip(" -–—_,.:()[]") or self.title


def meeting_of(note: Note, order: DateOrder = "") -> Meeting | None:
    """The meeting that a note is about; None for a note of another kind, without a day, or called off."""
    kinds = [fold(plain(text)) for each in note.properties if canonical(each.key) == "type" for text in each.values]
    kinds += [fold(tag).rpartition("/")[2] for tag in note.tags]
    kinds += [fold(folder) for folder in note.folders]
    if WORDS.isdisjoint(kinds):
        return None
    said = _Said(note)
    days = ((parse_day(text, order), text, line) for text, line in said.of("day"))
    day, text, line = next((found for found in days if found[0] is not None), (None, "", 0))
    if day is None:
        written = _DATE.search(note.stem)
        day = parse_day("-".join(written.groups())) if written else None
    status = {fold(plain(each)) for each, _ in said.of("status")}
    if day is None or not CALLED_OFF.isdisjoint(status):
        return None
    called = " ".join(plain(each) for each in said.values("channel"))
    channel = channel_of(called) or ("call" if not {"call", "calls"}.isdisjoint(kinds) else channel_of(note.stem))
    at = moment_in(text, order).at or said.moment("time", order).at
    end = said.moment("end", order)
    minutes = _length(day, at, end, (each for each, _ in said.of("duration")))
    # A party that ends after midnight is of one day.
    several = end.day is not None and end.day > day and not 0 < minutes < A_DAY
    return Meeting(
        day=day,
        title=note.stem,
        channel=channel or "met",
        at=at,
        minutes=minutes,
        until=end.day if several else None,
        place=next((place for each, _ in said.of("place") if (place := plain(each).strip())), ""),
        is_gathering=not GATHERINGS.isdisjoint(kinds),
        is_over=not OVER.isdisjoint(status),
        line=line,
    )


class _Said:
    """What a note's properties say, by their folded keys."""

    def __init__(self, note: Note) -> None:
        self._by_key = {fold(_JOIN.sub(" ", each.key)): each for each in reversed(note.properties)}

    def values(self, key: str) -> tuple[str, ...]:
        """The values of one property."""
        found = self._by_key.get(key)
        return () if found is None else found.values

    def of(self, what: str) -> Iterator[tuple[str, int]]:
        """The values of every property that says it, each with its line, in the order in which they count."""
        for key in SPELLINGS[what]:
            found = self._by_key.get(key)
            yield from ((text, found.line) for text in found.values) if found is not None else ()

    def moment(self, what: str, order: DateOrder) -> Moment:
        """The first day and the first time among them."""
        found = [moment_in(text, order) for text, _ in self.of(what)]
        return Moment(
            day=next((each.day for each in found if each.day is not None), None),
            at=next((each.at for each in found if each.at is not None), None),
        )


def _length(day: date, at: time | None, end: Moment, spans: Iterable[str]) -> int:
    """How many minutes it lasts; 0 where that is not said, or makes no sense."""
    if at is None:
        return 0
    if end.at is not None:
        begins, ends = datetime.combine(day, at), datetime.combine(end.day or day, end.at)
        # One that ends before it begins goes on after midnight.
        ends += timedelta(days=1) if end.day is None and ends <= begins else timedelta(0)
        return max(0, int((ends - begins).total_seconds()) // 60)
    return next((minutes for text in spans if (minutes := minutes_of(text))), 0)
