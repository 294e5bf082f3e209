"""From placed reminders to catch-ups with name, reason and identity; and what changes for a subscriber. Pure."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from vaultsync.calendar import event_uid
from vaultsync.model import CatchUp, Network, Reminder, Value, span


class Change(Value, frozen=True, kw_only=True):
    """What a subscriber will see happen to one event: it is ``new``, ``moved`` or ``gone``."""

    kind: str
    catch_up: CatchUp
    before: date | None = None

    @property
    def sort_key(self) -> tuple[date, str, str, str]:
        """The order in which changes are shown."""
        return self.catch_up.sort_key


def caught_up(
    placed: Iterable[tuple[Reminder, date]],
    network: Network,
    before: Callable[[str], CatchUp | None],
    zone: ZoneInfo,
) -> tuple[CatchUp, ...]:
    """Make catch-ups of reminders on their days.

    ``before`` gives the published one by uid: whoever's note could not be recognised keeps name and path from there.
    """
    made = []
    for reminder, day in placed:
        whose = "" if reminder.people else reminder.person
        uid = event_uid(whose, reminder.plugin, reminder.key, reminder.cycle)
        known = network.person(reminder.person) or before(uid)
        if known is not None:
            made.append(
                CatchUp(
                    uid=uid,
                    reminder=reminder,
                    name=reminder.title or known.name,
                    path=reminder.path if reminder.people else known.path,
                    day=day,
                    reason=_reason(reminder, day),
                    start=_start(reminder, day, zone),
                )
            )
    return tuple(made)


def _reason(reminder: Reminder, day: date) -> str:
    if reminder.since is None or reminder.since >= day:
        return reminder.reason
    return f"{span((day - reminder.since).days)} since {reminder.reason}"


def _start(reminder: Reminder, day: date, zone: ZoneInfo) -> datetime | None:
    if reminder.at is None:
        return None
    # A wall-clock time that the zone skips is moved on by the gap; one that comes twice is the first (PEP 495).
    return datetime.combine(day, reminder.at, zone).astimezone(UTC)
