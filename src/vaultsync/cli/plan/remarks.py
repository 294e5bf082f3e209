"""What to know about the time of a plan: what it meets, and what hour it is for them. Remarks, not refusals."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from vaultsync.cli.session import Session
from vaultsync.cli.show import WEEKDAYS
from vaultsync.model import Person, day_words
from vaultsync.people.zones import city_of, zone_of

if TYPE_CHECKING:
    from vaultsync.cli.plan.made import Plan

NIGHT = (22, 7)
"""From which hour until which it is night."""


def remarks(session: Session, plan: "Plan", minutes: int) -> Iterator[str]:
    """Sentences about the plan's time."""
    person, planned = plan.person, plan.planned
    if person.quiet:
        yield f"Their note says {person.status}: nothing of them comes into the calendar."
    limits = session.schedule.limits
    if planned.day.weekday() in limits.closed_weekdays or planned.day in limits.closed_days:
        yield f"{WEEKDAYS[planned.day.weekday()]} {day_words(planned.day)} is a day you keep free of catch-ups."
    if planned.at is None:
        return
    if session.settings.vault.timezone == "UTC" and ("vault", "timezone") not in session.settings.lines:
        yield "Your time zone is taken as UTC: vaultsync.toml names none. Set  timezone  under  [vault]."
    start = datetime.combine(planned.day, planned.at, ZoneInfo(session.settings.vault.timezone)).astimezone(UTC)
    end = start + timedelta(minutes=minutes)
    for one in session.schedule.catch_ups:
        if one.start is None or one.uid == plan.uid:
            continue
        if one.start < end and start < one.start + timedelta(minutes=max(one.reminder.minutes, 1)):
            at = one.start.astimezone(ZoneInfo(session.settings.vault.timezone))
            what = f"{one.name} ({one.reminder.action or one.reminder.kind})"
            yield f"You have something else then: {what}, from {at:%H:%M} on."
    outcome = session.line.asking.busy(start, end)
    if any(not each.unknown and each.start < end and start < each.end for each in outcome.values):
        yield "Your calendar says that you are not free then."
    yield from _night(person, start)


def _night(person: Person, start: datetime) -> Iterator[str]:
    zone = zone_of(person.timezone)
    if zone:
        there = start.astimezone(ZoneInfo(zone))
        if not NIGHT[1] <= there.hour < NIGHT[0]:
            day = WEEKDAYS[there.weekday()]
            yield f"For them that is {there:%H:%M} on {day} ({city_of(zone)}), in the night."
