"""When there is no time: the days without room for a catch-up, and the stretches that events take. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from vaultsync_calendar.meetings import is_mine_no_more
from vaultsync_calendar.occurrence import Occurrence
from vaultsync_calendar.span import Span

Stretch = tuple[datetime, datetime]


def busy_days(occurrences: Iterable[Occurrence], span: Span, *, me: frozenset[str], hours: float) -> tuple[date, ...]:
    """The days from today on that an event takes whole, or more than some hours of events.

    Days are those of the wall clock; what overlaps counts once. Events that block no time, or that the user declined
    (``me`` are their addresses), take none; nor do events of whole days that come back every year, as birthdays do.
    """
    whole: set[date] = set()
    stretches = defaultdict[date, list[Stretch]](list)
    for one in occurrences:
        if one.free or is_mine_no_more(one, me):
            continue
        days = _days(max(one.first, span.today), min(one.last, span.last))
        if one.start is None or one.end is None:
            whole.update(() if one.yearly else days)
            continue
        for day in days:
            begins, ends = _midnight(day, span.zone), _midnight(day + timedelta(days=1), span.zone)
            stretches[day].append((max(one.start, begins), min(one.end, ends)))
    full = {day for day, some in stretches.items() if _length(some) > timedelta(hours=hours)}
    return tuple(sorted(whole | full))


def stretches(
    occurrences: Iterable[Occurrence], first: datetime, last: datetime, *, zone: ZoneInfo, me: frozenset[str]
) -> Iterator[Stretch]:
    """The time between two moments that events take, each as it is, in UTC.

    An event of whole days takes them from midnight to midnight of the wall clock. What takes no time is left out, as
    for busy days.
    """
    for one in occurrences:
        if one.free or is_mine_no_more(one, me):
            continue
        if one.start is not None and one.end is not None:
            start, end = one.start, one.end
        elif one.yearly:
            continue
        else:
            start, end = _midnight(one.first, zone), _midnight(one.last + timedelta(days=1), zone)
        if start < end and start < last and first < end:
            yield start, end


def _days(first: date, last: date) -> list[date]:
    return [date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1)]


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(ZoneInfo("UTC"))


def _length(stretches: list[Stretch]) -> timedelta:
    """How long they are together."""
    total, until = timedelta(), None
    for begins, ends in sorted(stretches):
        left = ends - (begins if until is None else max(begins, until))
        if left > timedelta():
            total += left
            until = ends
    return total
