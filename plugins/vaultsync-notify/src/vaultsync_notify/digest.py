"""What the digest says: a title and a line a catch-up, in plain text. It knows neither clock nor address."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

import msgspec

from vaultsync import CatchUp, day_words
from vaultsync.calendar import clean_line

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Digest(msgspec.Struct, frozen=True, kw_only=True):
    """A message: its title in one line, and its body."""

    title: str
    body: str


def digest_of(
    catch_ups: Iterable[CatchUp], today: date, zone: ZoneInfo, *, ahead: int = 1, names_only: bool = False
) -> Digest | None:
    """The digest of the ``ahead`` days from today on; None where there is nobody to catch up with.

    ``catch_ups`` are in the order of their starts and read no further than needed. ``names_only`` leaves out when, how
    and why.
    """
    last = today + timedelta(days=ahead - 1)
    shown = sorted((one for one in _until(catch_ups, last) if today <= one.day <= last), key=lambda one: one.sort_key)
    if not shown:
        return None
    count = len({one.reminder.person for one in shown})
    when = "today" if ahead == 1 else f"in the next {ahead} days"
    title = f"{count} {'person' if count == 1 else 'people'} to catch up with {when}"
    return Digest(title=title, body="\n".join(_lines(shown, today, zone, heads=ahead > 1, names_only=names_only)))


def nobody(ahead: int = 1) -> Digest:
    """The digest for whoever wants one on free days too."""
    when = "today" if ahead == 1 else f"in the next {ahead} days"
    return Digest(title=f"Nobody to catch up with {when}", body="Nothing is planned. Enjoy the day.")


def _until(catch_ups: Iterable[CatchUp], last: date) -> Iterator[CatchUp]:
    for one in catch_ups:
        # They are in the order of their starts in UTC, which may lie on the day before or after.
        if one.day > last + timedelta(days=1):
            return
        yield one


def _lines(shown: Iterable[CatchUp], today: date, zone: ZoneInfo, *, heads: bool, names_only: bool) -> Iterator[str]:
    for number, (day, some) in enumerate(groupby(shown, key=lambda one: one.day)):
        if heads:
            yield from ("",) if number else ()
            yield f"{_day(day, today)}:"
        lines = [clean_line(one.name) if names_only else _line(one, zone) for one in some]
        yield from dict.fromkeys(lines)


def _day(day: date, today: date) -> str:
    match (day - today).days:
        case 0:
            return "Today"
        case 1:
            return "Tomorrow"
        case _:
            return f"{_WEEKDAYS[day.weekday()]}, {day_words(day)}"


def _line(one: CatchUp, zone: ZoneInfo) -> str:
    at = f"{one.start.astimezone(zone):%H:%M} " if one.start is not None else ""
    action = one.reminder.action
    said = one.reason if not action or action == one.reason else f"{action}: {one.reason}"
    return clean_line(f"{at}{one.name} – {said}" if said else f"{at}{one.name}")
