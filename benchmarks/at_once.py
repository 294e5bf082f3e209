"""Many notes written at once, and whether each one's change is in the feeds: a vault in which everybody shows.

Catch-ups are as many as there is room for, so it is birthdays that tell: each person has one in the year ahead, in a
feed of its own batch, small enough for what a feed may hold. Nothing is asked of vaultsync but what it published.
"""

import re
import time
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path

from edits import born_on
from vaults import SETTINGS, Bench
from watching import Watch

BATCH = 900
"""People a feed: each shows once in a year, and a feed holds a thousand events."""

_SHOWN = f"""{SETTINGS}
[privacy]
description = "none"

[calendar]
past_days = 0
birthday_ahead_days = 364
"""
_TAGS = re.compile(rb'^("?tags"?: ?\[)', re.MULTILINE)
_EVENT = re.compile(rb"^BEGIN:VEVENT\r\n.*?^END:VEVENT\r\n", re.DOTALL | re.MULTILINE)
_TELLS = re.compile(rb"^(DTSTART;VALUE=DATE|SUMMARY):(.*(?:\r\n .*)*)\r$", re.MULTILINE)


def _day(number: int, turn: int) -> str:
    """A month and day for that person in that turn; never the one of the turn before, never 29 February."""
    return (date(2027, 1, 1) + timedelta(days=(number * 37 + turn * 11) % 365)).strftime("%m-%d")


class Everybody:
    """The notes of a vault whose people show, the first ``shown`` of them, and which birthday each should show now."""

    def __init__(self, bench: Bench, shown: int) -> None:
        batches = -(-shown // BATCH)
        feeds = "".join(
            f'\n[[feeds]]\nname = "batch-{number}"\nquery = "tag:batch-{number} kind:birthday"\n'
            for number in range(batches)
        )
        bench.write(_SHOWN + feeds)
        self._bench = bench
        self.notes = bench.people_notes()[:shown]
        self._numbers = {note: number for number, note in enumerate(self.notes)}
        self._days: dict[str, str] = {}
        self._turn = 0
        for note, data in self.turned(self.notes):
            tag = b"batch-%d, " % (self._numbers[note] // BATCH)
            tagged = _TAGS.sub(lambda line, tag=tag: line[1] + tag, data, count=1)  # type: ignore[misc]
            if tagged == data:
                raise ValueError(f"{note} has no tags to add to")
            note.write_bytes(tagged)

    def turned(self, notes: Iterable[Path]) -> list[tuple[Path, bytes]]:
        """The notes with another birthday each, to be saved; from now on these are the days that should show."""
        self._turn += 1
        made = []
        for note in notes:
            day = _day(self._numbers[note], self._turn)
            made.append((note, born_on(note.read_bytes(), day)))
            self._days[note.stem] = day
        return made

    def gone(self, notes: Iterable[Path]) -> None:
        """These notes are away: nothing of them should show."""
        for note in notes:
            self._days[note.stem] = ""

    def back(self, notes: Iterable[Path]) -> None:
        """These notes are where they were, as they were at their last turn."""
        for note in notes:
            born = re.search(rb'^"?(?:birthday|BDAY)"?: ?\d{4}-(\d\d-\d\d)', note.read_bytes(), re.MULTILINE)
            self._days[note.stem] = born[1].decode() if born else ""

    def missing(self) -> list[str]:
        """The people whose change is not in what is published: another day shows, or none, or one too many."""
        shown: dict[str, list[str]] = {}
        for feed in self._bench.feeds.glob("*.ics"):
            for event in _EVENT.findall(feed.read_bytes()):
                told = {name: value.replace(b"\r\n ", b"").decode() for name, value in _TELLS.findall(event)}
                day = told[b"DTSTART;VALUE=DATE"]
                shown.setdefault(told[b"SUMMARY"].partition(": ")[0], []).append(f"{day[4:6]}-{day[6:8]}")
        wanted = {name: [day] if day else [] for name, day in self._days.items()}
        return sorted(name for name, days in wanted.items() if shown.get(name, []) != days)


def until_shown(everybody: Everybody, watch: Watch, last: float, patience: float) -> tuple[float, list[str]]:
    """How many seconds after ``last`` everything was published, and who is missing if it never was.

    The feeds are looked at after each line of the log that tells of a sync, and once more at the end. What counts is
    when the look began that found them complete.
    """
    until = last + patience
    while (heard := watch.next(until - time.perf_counter())) is not None:
        looked = time.perf_counter()
        if heard.said.get("event") == "synced" and not everybody.missing():
            return max(0.0, looked - last), []
    return time.perf_counter() - last, everybody.missing()


def write_all(saves: Iterable[tuple[Path, bytes]], way: Callable[[Path, bytes], None]) -> float:
    """Save them all, one after the other, as fast as it goes; when the last was saved."""
    for note, data in saves:
        way(note, data)
    return time.perf_counter()
