"""A to-do as the server has it (VTODO, RFC 5545, section 3.6.2): read, made and changed line by line.

Lines that are not ours stay as they are: other programs keep their own things in a to-do, and people add to it.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Literal
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import msgspec

from vaultsync_caldav.lines import file_of, moment_of, name_of, unfolded, value_of
from vaultsync_caldav.wanted import CHANNEL, CONTENT, DUE, MARK, PERSON, Wanted

PRODID = "-//vaultsync//vaultsync-caldav//EN"

Status = Literal["open", "done", "cancelled", "strange"]
"""``strange`` is one that repeats, or that cannot be read: it is left alone."""

_REPEATS = frozenset({"RRULE", "RDATE", "RECURRENCE-ID"})
_HISTORY = ("COMPLETED", "PERCENT-COMPLETE")
_OTHER_TIMES = ("DTSTART", "DURATION")
"""What may not stand beside another DUE: an end before the start, or two ends (section 3.6.2)."""


class Todo(msgspec.Struct, frozen=True, kw_only=True):
    """A to-do, and where it is. ``lines`` are those of the whole file, unfolded; ``values`` the raw ones of its own."""

    href: str
    etag: str
    lines: tuple[str, ...]
    values: dict[str, str]
    status: Status
    completed: datetime | date | None = None

    @property
    def uid(self) -> str:
        """Its identity."""
        return self.values.get("UID", "")

    @property
    def mark(self) -> str:
        """Which vault's it is; ``""`` where it is none of ours."""
        return self.values.get(MARK, "")

    @property
    def person(self) -> str:
        """The uid of the person whom it is about."""
        return unquote(self.values.get(PERSON, ""), errors="surrogatepass")

    @property
    def channel(self) -> str:
        """By what means they are to be met."""
        return unquote(self.values.get(CHANNEL, ""), errors="surrogatepass")

    @property
    def due(self) -> date | None:
        """The day that the reminder was due."""
        try:
            return date.fromisoformat(self.values.get(DUE, ""))
        except ValueError:
            return None

    @property
    def content(self) -> str:
        """The digest of what was sent."""
        return self.values.get(CONTENT, "")

    def day(self, zone: ZoneInfo) -> date | None:
        """The day on which it was ticked off, by the wall clock of the zone; None where it does not say."""
        moment = self.completed
        if not isinstance(moment, datetime):
            return moment
        return (moment if moment.tzinfo is None else moment.astimezone(zone)).date()


def read(data: str, href: str = "", etag: str = "") -> Todo | None:
    """The to-do in a file; None where there is none. Never raises: what cannot be read is ``strange``."""
    lines = unfolded(data)
    own = _own(lines)
    names = [name_of(lines[number]) for number in own]
    begins = sum(line.strip().upper() == "BEGIN:VTODO" for line in lines)
    if not begins:
        return None
    values = {name_of(lines[number]): value_of(lines[number]) for number in reversed(own)}
    strange = begins > 1 or not _REPEATS.isdisjoint(names) or not values.get("UID")
    status: Status = "strange" if strange else _status(values)
    completed = _completed(lines, own) if status == "done" else None
    return Todo(href=href, etag=etag, lines=lines, values=values, status=status, completed=completed)


def made(one: Wanted, now: datetime) -> bytes:
    """A new to-do as a file. ``now`` is aware."""
    at = _utc(now)
    body = (
        "BEGIN:VTODO",
        f"UID:{one.uid}",
        f"DTSTAMP:{at}",
        f"CREATED:{at}",
        f"LAST-MODIFIED:{at}",
        "SEQUENCE:0",
        "STATUS:NEEDS-ACTION",
        "CLASS:PRIVATE",
        *one.lines.values(),
        f"{CONTENT}:{one.content}",
        "END:VTODO",
    )
    return file_of(("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODID}", *body, "END:VCALENDAR"))


def changed(todo: Todo, one: Wanted, names: Iterable[str], now: datetime, *, reopened: bool = False) -> bytes:
    """The to-do's file with the named properties as they are wanted; whatever else stands in it stays."""
    at = _utc(now)
    new: dict[str, str | None] = {name: one.lines.get(name) for name in names}
    # These are ours alone, and a program that dropped them gets them again.
    new |= {name: one.lines.get(name) for name in (MARK, PERSON, CHANNEL, DUE)}
    new |= {CONTENT: f"{CONTENT}:{one.content}", "DTSTAMP": f"DTSTAMP:{at}", "LAST-MODIFIED": f"LAST-MODIFIED:{at}"}
    new["SEQUENCE"] = f"SEQUENCE:{_sequence(todo) + 1}"
    if "DUE" in new:
        new |= dict.fromkeys(_OTHER_TIMES)
    if reopened:
        new |= {**dict.fromkeys(_HISTORY), "STATUS": "STATUS:NEEDS-ACTION"}
    return file_of(_spliced(todo.lines, new))


def _spliced(lines: tuple[str, ...], new: Mapping[str, str | None]) -> Iterable[str]:
    """The lines with those of the to-do's own that are named in ``new`` replaced, added at its end, or gone."""
    own, rest = set(_own(lines)), dict(new)
    for number, line in enumerate(lines):
        name = name_of(line)
        if number in own and name in new:
            replacement = rest.pop(name, None)
            if replacement is not None:
                yield replacement
            continue
        if line.strip().upper() == "END:VTODO":
            yield from (added for added in rest.values() if added is not None)
        yield line


def _own(lines: tuple[str, ...]) -> list[int]:
    """Where the properties of the to-do itself stand: not the calendar's, nor an alarm's."""
    within: list[str] = []
    found = []
    for number, line in enumerate(lines):
        name, _, what = line.partition(":")
        match name.upper():
            case "BEGIN":
                within.append(what.strip().upper())
            case "END":
                del within[-1:]
            case _ if within[-1:] == ["VTODO"]:
                found.append(number)
            case _:
                pass
    return found


def _status(values: Mapping[str, str]) -> Status:
    said = values.get("STATUS", "").strip().upper()
    if said == "CANCELLED":
        return "cancelled"
    done = said == "COMPLETED" or values.get("PERCENT-COMPLETE", "").strip() == "100" or "COMPLETED" in values
    return "done" if done else "open"


def _completed(lines: tuple[str, ...], own: Iterable[int]) -> datetime | date | None:
    by_name = {name_of(lines[number]): lines[number] for number in own}
    # Programs that do not say when it was done have changed it then.
    moments = (moment_of(by_name[name]) for name in ("COMPLETED", "LAST-MODIFIED") if name in by_name)
    return next((moment for moment in moments if moment is not None), None)


def _sequence(todo: Todo) -> int:
    said = todo.values.get("SEQUENCE", "").strip()
    return int(said) if said.isdecimal() else 0


def _utc(now: datetime) -> str:
    return f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
