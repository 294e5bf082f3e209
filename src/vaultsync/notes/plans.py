"""Meetings that are planned: an open task that opens with a day, ``- [ ] 2026-12-03 12:30 lunch (where:: Café Luna)``.

Knows how a plan is written, not whom it is with nor by which words a channel is named.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, time

from vaultsync.model import Line, Planned, Promise
from vaultsync.notes.dates import iso_date, real_time
from vaultsync.notes.dialects import Dialect
from vaultsync.notes.fields import take_fields
from vaultsync.notes.lengths import minutes_of
from vaultsync.notes.links import plain

FIELDS: tuple[Dialect, ...] = (
    Dialect(
        name="where",
        spellings=("place", "at", "location", "venue"),
        kind="text",
        meaning="Where: words, or the address of a meeting's link.",
    ),
    Dialect(
        name="for",
        spellings=("duration", "minutes", "length"),
        kind="text",
        meaning="How long: 90m, 1h30, 1.5 hours, 2 hours, or a number of minutes.",
    ),
)
"""The inline fields of a plan, folded, with the spellings that are read for each."""

MOST_WORDS = 3
"""Words before a colon that say how you meet: a sign, and such as ``video call``."""

_FIELD = {spelling: row.name for row in FIELDS for spelling in (row.name, *row.spellings)}
_CLOCK = re.compile(r"[0-9]{1,2}:[0-9]{2}")
_END = re.compile(r"([0-9]{1,2}:[0-9]{2})(?!\w|:[0-9])[ \t:;,—–·|>-]*")
_WEB = re.compile(r"https?://[^\s<>()\[\]]+(?:\([^\s<>()\[\]]*\)[^\s<>()\[\]]*)*", re.IGNORECASE)


def keyed_plans(plans: Iterable[Promise]) -> Iterator[tuple[str, Promise]]:
    """Each of one person's plans, by day, with its key: that of its task; of several that read alike, numbered.

    A task's own number goes by its place in the notes, which changes where another is added above it.
    """
    seen: dict[str, int] = {}
    for plan in plans:
        key = plan.key.partition("#")[0]
        seen[key] = number = seen.get(key, 0) + 1
        yield (key if number == 1 else f"{key}#{number}"), plan


def plan_of(line: Line) -> Planned | None:
    """What a task that opens with a day plans, open or ticked; None for any other line.

    The time stands behind the day, or as ``12:30-14:00``, which says how long it takes, too. Of each field the first
    counts that can be read.
    """
    if line.task is None or line.day is None:
        return None
    at, minutes, place = line.at, None, ""
    text = line.text
    if line.fields:
        text = take_fields(text, _FIELD)[0]
        for field in line.fields:
            name = _FIELD.get(field.key.casefold(), "")
            if name == "for":
                minutes = minutes or minutes_of(field.value)
            elif name == "where" and _CLOCK.fullmatch(field.value):
                at = at or real_time(field.value)
            elif name == "where":
                place = place or place_of(field.value)
    if line.at is not None and (until := _END.match(text)) and (ends := real_time(until[1])) is not None:
        minutes, text = minutes or _between(line.at, ends), text[until.end() :]
    return Planned(day=line.day, at=at, minutes=minutes, place=place, text=" ".join(text.split()))


def about_of(text: str, channel: Callable[[str], str]) -> str:
    """What a plan is about: its text, without the sign and the word by which it says how they meet.

    ``channel`` tells which channel a text speaks of first.
    """
    how, _, rest = text.partition(":")
    if rest and len(how.split()) <= MOST_WORDS and channel(how):
        return rest.strip()
    sign, _, words = text.partition(" ")
    words = text if any(letter.isalnum() for letter in sign) else words
    return "" if len(words.split()) == 1 and channel(words) else words


def plan_in_words(text: str) -> str:
    """The text of a line with the place of a plan in words, and without its length."""
    if "::" not in text:
        return text
    rest, fields = take_fields(text, _FIELD)
    where = next((place_of(field.value) for field in fields if _FIELD.get(field.key.casefold()) == "where"), "")
    return " ".join(f"{rest}, {where}".split()).replace(" ,", ",") if where else " ".join(rest.split())


def place_of(text: str) -> str:
    """The place as a reader sees it; of a link to the web, its address."""
    shown = plain(text).strip()
    web = _WEB.search(text)
    return web[0] if web is not None and web[0] not in shown else shown


def moment_of(text: str) -> tuple[date, time | None] | None:
    """The day and the time of ``2026-12-03 12:30``, ``2026-12-03T12:30`` or ``2026-12-03``; None for anything else."""
    day = iso_date(text[:10])
    if day is None or not text[10:].strip():
        return None if day is None else (day, None)
    at = real_time(text[11:].strip()) if text[10] in "T " and _CLOCK.fullmatch(text[11:].strip()) else None
    return None if at is None else (day, at)


def _between(begins: time, ends: time) -> int | None:
    """The minutes from one time to another of the same day, or of the next where that is the earlier one."""
    minutes = (ends.hour - begins.hour) * 60 + ends.minute - begins.minute
    return minutes % (24 * 60) or None
