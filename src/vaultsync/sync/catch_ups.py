"""From placed reminders to catch-ups with name, reason and identity; and what changes for a subscriber. Pure."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from vaultsync.calendar import event_uid
from vaultsync.model import CatchUp, Network, Reminder, Value, span


class Change(Value, frozen=True, kw_only=True):
    """What a subscriber will see happen to one event: it is ``new``, ``moved`` or ``gone``."""

    kind: str
    catch_up: CatchUp
    before: date | None = None


def caught_up(
    placed: Iterable[tuple[Reminder, date]], network: Network, before: Mapping[str, CatchUp], zone: ZoneInfo
) -> tuple[CatchUp, ...]:
    """Make catch-ups of reminders on their days, sorted by day, time, name and uid.

    ``before`` are the published ones by uid: whoever's note could not be recognised keeps name and path from there.
    """
    made = []
    for reminder, day in placed:
        uid = event_uid(reminder.person, reminder.plugin, reminder.key, reminder.cycle)
        person, known = network.person(reminder.person), before.get(uid)
        if person is None and known is None:
            continue
        made.append(
            CatchUp(
                uid=uid,
                reminder=reminder,
                name=person.name if person else known.name if known else "",
                path=person.path if person else known.path if known else "",
                day=day,
                reason=_reason(reminder, day),
                start=_start(reminder, day, zone),
            )
        )
    return tuple(sorted(made, key=_order))


def changes(before: Iterable[CatchUp], after: Iterable[CatchUp], today: date) -> tuple[Change, ...]:
    """What is new, moved or gone from today on, by day. What passes out of sight behind is no change."""
    old, new = {one.uid: one for one in before}, {one.uid: one for one in after}
    found = [Change(kind="new", catch_up=one) for uid, one in new.items() if uid not in old and one.day >= today]
    found += [
        Change(kind="gone", catch_up=one, before=one.day)
        for uid, one in old.items()
        if uid not in new and one.day >= today
    ]
    found += [
        Change(kind="moved", catch_up=one, before=old[uid].day)
        for uid, one in new.items()
        if uid in old and (old[uid].day, old[uid].start) != (one.day, one.start)
    ]
    return tuple(sorted(found, key=lambda change: _order(change.catch_up)))


def _order(catch_up: CatchUp) -> tuple[date, str, str, str]:
    return (catch_up.day, catch_up.start.isoformat() if catch_up.start else "", catch_up.name, catch_up.uid)


def _reason(reminder: Reminder, day: date) -> str:
    if reminder.since is None or reminder.since >= day:
        return reminder.reason
    return f"{span((day - reminder.since).days)} since {reminder.reason}"


def _start(reminder: Reminder, day: date, zone: ZoneInfo) -> datetime | None:
    if reminder.at is None:
        return None
    # A wall-clock time that the zone skips is moved on by the gap; one that comes twice is the first (PEP 495).
    return datetime.combine(day, reminder.at, zone).astimezone(UTC)
