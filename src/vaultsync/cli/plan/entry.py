"""A plan as it is written into a note: so that it reads again as that plan."""

import re
from datetime import date, time
from typing import NamedTuple

from vaultsync.cli.say import WrongUseError
from vaultsync.cli.writing import one_line
from vaultsync.model import Network, action_of
from vaultsync.notes import parse_note
from vaultsync.notes.lengths import minutes_of
from vaultsync.notes.plans import moment_of as read_moment
from vaultsync.notes.plans import place_of
from vaultsync.people import CHANNELS, channel_of
from vaultsync.people.tasks import Errand, errands_in

_HIDES = re.compile(r"%(?=%)|<(?=!--)")
"""Where a comment would begin: one that never ends hides the rest of the note in the editor."""
_BRACKETS = str.maketrans("", "", "()[]")


LAST_YEAR = 9000
"""Calendars hold no later one."""

Moment = tuple[date, time | None]
"""A day, and a time by the clock on the wall."""


class Wanted(NamedTuple):
    """What was asked for on the command line."""

    when: Moment | None
    text: str
    where: str
    minutes: int | None
    via: str | None
    file: str | None


def moment_of(text: str) -> Moment:
    """The day and time that were asked for. Raises WrongUseError."""
    found = read_moment(text.strip())
    if found is None or found[0].year > LAST_YEAR:
        raise WrongUseError(f'{text!r} is no day. Write it as "2026-12-03 12:30", or 2026-12-03 for the whole day.')
    return found


def length_of(text: str) -> int:
    """The minutes that were asked for. Raises WrongUseError."""
    found = minutes_of(text)
    if found is None:
        raise WrongUseError(f"{text!r} is no length of time. Write it as 90m, 1h30 or 2h.")
    return found


def via_of(via: str | None, text: str, where: str) -> str:
    """How they are to meet: as was said, else as the text says, else by video where the place is a link."""
    if via is not None:
        return via
    said = channel_of(text)
    return said or ("video" if place_of(where)[:8].lower() == "https://" else "met")


def entry(when: Moment, text: str, via: str, *, where: str, minutes: int | None) -> str:
    """The task, without list marker, for :func:`read` to read. Raises WrongUseError for what cannot be written so."""
    text, where = _seen(text), _seen(where)
    for place in dict.fromkeys((where, where.translate(_BRACKETS).strip())):
        made = _entry(when, text, via, place, minutes)
        found = read(made)
        planned = found.planned if found is not None else None
        if (
            planned is not None
            and (planned.day, planned.at) == when
            and planned.place == place_of(place)
            and planned.minutes == minutes
            and channel_of(planned.text) == via
        ):
            return made
    raise WrongUseError("The text or the place would read as another plan than this. Say it in plainer words.")


def read(made: str) -> Errand | None:
    """The task as a person's own note would have it."""
    note = parse_note("plan.md", f"- {made}\n".encode())
    return next(iter(errands_in(note, _Nobody(), owner="plan.md")), None)


def key_of(made: Errand, person: str, network: Network) -> str:
    """The key of a plan among the person's open ones, as it is once it stands in the note.

    The plugin numbers those that read alike by day (:mod:`vaultsync.builtin.plans`).
    """
    when = made.planned.sort_key if made.planned is not None else (date.min, time.min)
    same = [each.planned for each in network.plans(person, date.min) if each.key.partition("#")[0] == made.key]
    number = 1 + sum(each.sort_key <= when for each in same if each is not None and each != made.planned)
    return made.key if number == 1 else f"{made.key}#{number}"


class _Nobody:
    """Links in a plan mean nobody while it is only being made."""

    def whom(self, target: str, *, path: str, line: int) -> str:  # noqa: ARG002 - as the others are asked
        return ""


def _entry(when: Moment, text: str, via: str, where: str, minutes: int | None) -> str:
    day, at = when
    start = f"[ ] {day}" + (f" {at:%H:%M}" if at is not None else "")
    # A text that says by itself how they meet needs no word before it.
    if channel_of(text) != via:
        sign = next((channel.emoji[0] for channel in CHANNELS if channel.name == via), "")
        how = f"{sign} {action_of(via)}".strip()
        text = f"{how}: {text}" if text else how
    fields = (f"(where:: {where})" if where else "", f"(for:: {minutes}m)" if minutes is not None else "")
    return " ".join(part for part in (start, text, *fields) if part)


def _seen(text: str) -> str:
    return _HIDES.sub(r"\g<0> ", one_line(text))
