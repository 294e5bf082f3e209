"""How a plan is shown: the agenda, and what changed."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from vaultsync.cli.say import faint, line, strong, table

if TYPE_CHECKING:  # loading them takes longer than some commands
    from vaultsync.cli.agenda_row import AgendaRow
    from vaultsync.model import CatchUp
    from vaultsync.sync import Change

CAKE = "🎂"
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SIGNS = {"new": "+", "moved": "→", "gone": "-"}


def day_title(day: date, today: date) -> str:
    """A day as one would say it today: ``Today``, ``Tomorrow``, ``Wed 25 Nov``, with the year where it is another."""
    if day == today:
        return "Today"
    if day == today + timedelta(days=1):
        return "Tomorrow"
    year = f" {day.year}" if day.year != today.year else ""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}{year}"


class Shown(NamedTuple):
    """One catch-up as the agenda shows it."""

    day: date
    start: datetime | None
    name: str
    kind: str
    action: str
    reason: str

    @classmethod
    def of(cls, row: "AgendaRow") -> "Shown":
        """A catch-up from its row of JSON."""
        start = datetime.fromisoformat(row["start"]) if row["start"] else None
        return cls(date.fromisoformat(row["date"]), start, row["person"], row["kind"], row["action"], row["reason"])


def within(catch_ups: "Iterable[CatchUp]", today: date, days: int) -> "tuple[CatchUp, ...]":
    """The catch-ups of the coming days, today first."""
    last = today + timedelta(days=days - 1)
    return tuple(one for one in catch_ups if today <= one.day <= last)


def shown(catch_ups: "Iterable[CatchUp]") -> list[Shown]:
    """Catch-ups as the agenda shows them."""
    return [
        Shown(one.day, one.start, one.name, one.reminder.kind, one.reminder.action, one.reason) for one in catch_ups
    ]


def agenda(catch_ups: Sequence[Shown], today: date, zone: str) -> None:
    """Write who is ready to catch up: the day, the name, how, and why."""
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - only a shown agenda needs it

    line(strong("Ready to catch up"))
    if not catch_ups:
        line("  Nobody in these days. Give people a cadence (cadence: 6 weeks) to be reminded of them.")
    rows, before = [], ""
    for one in catch_ups:
        title = day_title(one.day, today)
        clock = f" {one.start.astimezone(ZoneInfo(zone)):%H:%M}" if one.start else ""
        cake = f"{CAKE} " if one.kind == "birthday" else ""
        what = "" if one.action == one.reason else one.action
        how, why = (what, one.reason) if len(what) <= 12 else ("", f"{what} ({one.reason})")
        rows.append(("" if title == before and not clock else title + clock, cake + one.name, how, why))
        before = title
    table(rows, bold=1)


def changes(found: "Sequence[Change]", today: date, *, most: int = 0) -> None:
    """Write what a subscriber will see change, the nearest first; with ``most``, that many and how many more."""
    if not found:
        line("No event changes.")
        return
    kinds = (f"{sum(1 for change in found if change.kind == kind)} {kind}" for kind in SIGNS)
    line(f"{strong('Events')}  {', '.join(kinds)}")
    rows = []
    for change in found[:most] if most else found:
        one = change.catch_up
        was = f", was {day_title(change.before, today)}" if change.kind == "moved" and change.before else ""
        title = f"{one.name}: {one.reminder.action}" if one.reminder.action else one.name
        rows.append((SIGNS[change.kind], day_title(one.day, today), title + was))
    table(rows)
    if most and len(found) > most:
        line(faint(f"  and {len(found) - most} more: vaultsync sync --verbose"))


def long_day(day: date) -> str:
    """A day in full: ``Sun 22 Nov 2026``."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"
