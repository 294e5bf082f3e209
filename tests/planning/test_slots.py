"""Times that suit both: over every zone that there is, and every change of its clocks in the next two years."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import combinations, pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import event, example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from vaultsync.people.hours import Hours, parse_hours
from vaultsync.planning.slots import MOST_A_DAY, Ask, slots
from vaultsync.planning.windows import Side, common, merged, starts, windows, without

MINUTE = timedelta(minutes=1)
FIRST, LAST = date(2026, 11, 1), date(2028, 12, 31)
ZONES = sorted(available_timezones())
OFFICE = parse_hours("09:00-18:00")
LONDON, PHOENIX = Side(zone="Europe/London", hours=OFFICE), Side(zone="America/Phoenix", hours=OFFICE)
TUESDAY = date(2026, 12, 1)


@cache
def changes() -> dict[str, tuple[date, ...]]:
    """The days of each zone, in UTC, on which its clocks change."""
    found = {}
    days = [datetime.combine(FIRST, time(), UTC) + timedelta(days=n) for n in range((LAST - FIRST).days)]
    for zone in ZONES:
        there = ZoneInfo(zone)
        ahead = [day.astimezone(there).utcoffset() for day in days]
        found[zone] = tuple(
            day.date() for day, (one, other) in zip(days, pairwise(ahead), strict=False) if one != other
        )
    return found


def test_the_changes_of_the_clocks_are_found() -> None:
    assert len(ZONES) > 400
    spring, autumn = (date(2027, 3, 28), date(2028, 3, 26)), (date(2027, 10, 31), date(2028, 10, 29))
    assert changes()["Europe/London"] == tuple(sorted((*spring, *autumn)))
    assert changes()["America/Phoenix"] == ()
    assert sum(1 for days in changes().values() if days) > 100


def shown(at: datetime, zone: str) -> tuple[date, int]:
    """What the wall clock shows: the day, and the minutes since its midnight."""
    there = at.astimezone(ZoneInfo(zone))
    return there.date(), there.hour * 60 + there.minute


def is_open(at: datetime, side: Side) -> bool:
    """Whether somebody can be reached in the minute that begins then, by nothing but what their wall clock shows."""
    day, minute = shown(at, side.zone)
    if day.weekday() in side.closed_weekdays or day in side.closed_days:
        return False
    return any(since <= minute < until for since, until in side.hours.on(day.weekday()))


def minutes_of(span: tuple[datetime, datetime]) -> list[datetime]:
    return [span[0] + n * MINUTE for n in range((span[1] - span[0]) // MINUTE)]


@st.composite
def hours(draw: st.DrawFn) -> Hours:
    """Hours of any kind: also such as lie where clocks are set, and up to midnight."""
    times = st.tuples(st.integers(0, 95), st.integers(1, 96)).map(sorted).filter(lambda pair: pair[0] < pair[1])
    some = draw(st.lists(st.tuples(st.integers(0, 6), times), max_size=12))
    usual = draw(st.sampled_from(["daily 09:00-18:00", "daily 0:00-24:00", "daily 01:00-03:00", "mon-fri 8-17"]))
    return Hours(stretches=tuple(sorted({(day, a * 15, b * 15) for day, (a, b) in some}))) | parse_hours(usual)


@st.composite
def asked(draw: st.DrawFn) -> Ask:
    """Two people anywhere, on days around a change of the clocks of one of them, where there is one."""
    zones = draw(st.lists(st.sampled_from(ZONES), min_size=2, max_size=2))
    near = [day for zone in zones for day in changes()[zone]]
    event("clocks change" if near else "no clocks change")
    about = draw(st.sampled_from(near)) if near else draw(st.dates(FIRST, LAST))
    first = about - timedelta(days=draw(st.integers(0, 4)))
    sides = [
        Side(
            zone=zone,
            hours=draw(hours()),
            closed_weekdays=draw(st.frozensets(st.integers(0, 6), max_size=2)),
            closed_days=draw(st.frozensets(st.dates(first, first + timedelta(days=6)), max_size=2)),
        )
        for zone in zones
    ]
    return Ask(
        mine=sides[0],
        theirs=sides[1],
        first=first,
        days=draw(st.integers(1, 7)),
        minutes=draw(st.sampled_from([5, 30, 45, 60, 90, 150])),
        step=draw(st.sampled_from([15, 20, 30, 60, 90])),
        count=draw(st.integers(1, 6)),
    )


@st.composite
def taken(draw: st.DrawFn, ask: Ask) -> list[tuple[datetime, datetime]]:
    """What is busy: any stretches, touching, overlapping, or without length."""
    begins = datetime.combine(ask.first, time(), UTC) - timedelta(days=1)
    quarters = st.integers(0, 4 * 24 * (ask.days + 2))
    some = draw(st.lists(st.tuples(quarters, st.integers(0, 4 * 30)), max_size=12))
    return [(begins + 15 * n * MINUTE, begins + 15 * (n + length) * MINUTE) for n, length in some]


@given(st.data())
def test_slots_suit_both_whatever_the_clocks_do(data: st.DataObject) -> None:
    ask = data.draw(asked())
    busy = data.draw(taken(ask))
    found = slots(ask, busy)
    event(f"{len(found)} slots")
    assert len(found) <= ask.count
    assert list(found) == sorted(found)
    for start, end in found:
        assert end - start == ask.length
        assert start.tzinfo is UTC
        assert not any(start < ends and begins < end for begins, ends in busy if begins < ends)
        for minute in minutes_of((start, end)):
            assert is_open(minute, ask.mine)
            assert is_open(minute, ask.theirs)
            assert ask.first <= shown(minute, ask.mine.zone)[0] <= ask.last
        assert shown(start, ask.mine.zone)[1] % ask.step == 0
    assert all(one[1] <= other[0] for one, other in pairwise(found))
    days = [shown(start, ask.mine.zone)[0] for start, _ in found]
    assert all(days.count(day) <= MOST_A_DAY for day in days)
    assert slots(ask, data.draw(st.permutations(busy))) == found


@given(st.data())
def test_where_a_time_is_free_for_both_one_is_given(data: st.DataObject) -> None:
    ask = data.draw(asked())
    busy = data.draw(taken(ask))
    begins = datetime.combine(ask.first, time(), UTC) - timedelta(days=2)
    minutes = [begins + 5 * n * MINUTE for n in range((ask.days + 4) * 24 * 12)]
    blocked = {at for begins, ends in busy for at in minutes if begins < ends and begins - 5 * MINUTE < at < ends}
    free = [
        ask.first <= shown(at, ask.mine.zone)[0] <= ask.last
        and at not in blocked
        and is_open(at, ask.mine)
        and is_open(at, ask.theirs)
        for at in minutes
    ]
    needed = ask.minutes // 5
    there = any(
        all(free[n : n + needed]) and shown(at, ask.mine.zone)[1] % ask.step == 0
        for n, at in enumerate(minutes[:-needed])
    )
    event("free" if there else "nothing free")
    assert bool(slots(ask, busy)) == there


@given(st.data())
def test_what_was_given_before_is_given_again_while_it_suits(data: st.DataObject) -> None:
    ask = data.draw(asked())
    before = slots(ask, [])
    busy = data.draw(taken(ask))
    still = [span for span in before if not any(span[0] < b and a < span[1] for a, b in busy if a < b)]
    assert set(still) <= set(slots(ask, busy, before))
    assert set(before) <= set(slots(replace(ask, count=ask.count + 2), [], before))


@given(st.sampled_from(ZONES), st.data())
def test_hours_lie_where_the_clock_shows_them(zone: str, data: st.DataObject) -> None:
    day = data.draw(st.sampled_from(changes()[zone]) if changes()[zone] else st.dates(FIRST, LAST))
    side = Side(zone=zone, hours=data.draw(hours()))
    found = windows(side, day, day + timedelta(days=1))
    begins = datetime.combine(day, time(), UTC) - timedelta(days=2)
    inside = {minute for span in found for minute in minutes_of(span)}
    for n in range(5 * 24 * 12):
        at = begins + 5 * n * MINUTE
        on = day <= shown(at, zone)[0] <= day + timedelta(days=1)
        assert (at in inside) == (on and is_open(at, side)), at


def test_no_change_of_any_zone_moves_a_time() -> None:
    """Every change of every zone in two years: the hours around it, at each quarter of an hour, and what is offered."""
    night, anywhere = parse_hours("daily 23:00-04:00"), Side(zone="UTC", hours=parse_hours("daily 00:00-24:00"))
    seen = 0
    for zone, days in changes().items():
        side = Side(zone=zone, hours=night)
        for day in days:
            last = day + timedelta(days=1)
            inside = windows(side, day, last)
            begins = datetime.combine(day, time(), UTC) - timedelta(hours=15)
            for n in range(66 * 4):
                at = begins + 15 * n * MINUTE
                there = day <= shown(at, zone)[0] <= last and is_open(at, side)
                assert any(start <= at < end for start, end in inside) == there, (zone, at)
            found = slots(Ask(mine=side, theirs=anywhere, first=day, days=2, count=4), [])
            assert len(found) == 4, (zone, day)
            for start, end in found:
                assert all(is_open(start + 5 * n * MINUTE, side) for n in range(9)), (zone, start)
                assert end - start == 45 * MINUTE
            seen += 1
    assert seen > 500


def test_an_hour_that_the_clock_skips_is_in_no_window_and_one_that_it_shows_twice_is_in_there_twice() -> None:
    night = Side(zone="Europe/London", hours=parse_hours("daily 00:30-02:30"))
    spring, autumn = date(2027, 3, 28), date(2027, 10, 31)
    assert windows(night, spring, spring) == [(moment("2027-03-28T00:30"), moment("2027-03-28T01:30"))]
    assert windows(night, autumn, autumn) == [(moment("2027-10-30T23:30"), moment("2027-10-31T02:30"))]
    early = replace(night, hours=parse_hours("daily 00:30-01:15"))
    assert windows(early, autumn, autumn) == [
        (moment("2027-10-30T23:30"), moment("2027-10-31T00:15")),
        (moment("2027-10-31T01:00"), moment("2027-10-31T01:15")),
    ]
    skipped = replace(night, hours=parse_hours("daily 01:00-02:00"))
    assert windows(skipped, spring, spring) == []


def test_a_day_that_a_zone_left_out_has_no_hours() -> None:
    apia = Side(zone="Pacific/Apia", hours=parse_hours("daily 00:00-24:00"))
    assert windows(apia, date(2011, 12, 30), date(2011, 12, 30)) == []
    days = windows(apia, date(2011, 12, 29), date(2011, 12, 31))
    assert sum((end - start for start, end in days), timedelta()) == timedelta(days=2)


def test_the_grid_is_that_of_the_wall_clock_where_the_clocks_are_set_by_half_an_hour() -> None:
    change = date(2027, 4, 4)
    grid = starts("Australia/Lord_Howe", change, change, 60)
    assert {at.astimezone(ZoneInfo("Australia/Lord_Howe")).minute for at in grid} == {0}
    assert len(grid) == 24
    assert len(starts("Europe/London", date(2027, 10, 31), date(2027, 10, 31), 60)) == 25
    assert len(starts("Europe/London", date(2027, 3, 28), date(2027, 3, 28), 60)) == 23
    assert len(starts("Europe/London", TUESDAY, TUESDAY, 100)) == 15


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def told(*found: tuple[datetime, datetime]) -> list[str]:
    return [f"{start:%a %d %H:%M}" for start, _ in found]


def test_different_days_and_times_of_day_come_first() -> None:
    ask = Ask(mine=LONDON, theirs=LONDON, first=TUESDAY)
    assert told(*slots(ask, [])) == ["Tue 01 09:00", "Wed 02 12:00", "Thu 03 17:00", "Fri 04 09:00"]
    morning = replace(LONDON, hours=parse_hours("09:00-12:00, 13:00-16:00"))
    some = slots(replace(ask, theirs=morning), [])
    assert told(*some) == ["Tue 01 09:00", "Wed 02 13:00", "Thu 03 09:00", "Fri 04 13:00"]


def test_no_day_is_filled() -> None:
    ask = Ask(mine=LONDON, theirs=LONDON, first=TUESDAY, days=1)
    assert told(*slots(ask, [])) == ["Tue 01 09:00", "Tue 01 12:00"]


def test_closed_days_and_weekends_are_left_out() -> None:
    closed = replace(LONDON, closed_days=frozenset({TUESDAY}), closed_weekdays=frozenset({2}))
    ask = Ask(mine=closed, theirs=LONDON, first=TUESDAY, days=7, count=9)
    assert {one[:6] for one in told(*slots(ask, []))} == {"Thu 03", "Fri 04", "Mon 07"}


def test_the_hours_of_both_count() -> None:
    ask = Ask(mine=LONDON, theirs=PHOENIX, first=TUESDAY, days=1)
    assert told(*slots(ask, [])) == ["Tue 01 16:00", "Tue 01 17:00"]
    assert slots(ask, [(moment("2026-12-01T16:00"), moment("2026-12-01T17:16"))]) == ()


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 9))),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 9))),
)
@example([(0, 9)], [(3, 2), (4, 3)])
def test_time_is_reckoned_with_as_minutes_are(some: list[tuple[int, int]], others: list[tuple[int, int]]) -> None:
    def spans(each: list[tuple[int, int]]) -> list[tuple[datetime, datetime]]:
        return [
            (moment("2026-12-01T00:00") + n * MINUTE, moment("2026-12-01T00:00") + (n + k) * MINUTE) for n, k in each
        ]

    def minutes(each: list[tuple[datetime, datetime]]) -> set[datetime]:
        return {at for span in each for at in minutes_of(span)}

    ours, theirs = spans(some), spans(others)
    for found, wanted in (
        (merged(ours), minutes(ours)),
        (common(ours, theirs), minutes(ours) & minutes(theirs)),
        (without(ours, theirs), minutes(ours) - minutes(theirs)),
    ):
        assert minutes(found) == wanted
        assert all(start < end for start, end in found)
        assert all(one[1] <= other[0] for one, other in combinations(found, 2))


@pytest.mark.parametrize("count", [1, 3])
def test_no_more_are_given_than_wanted(count: int) -> None:
    ask = Ask(mine=LONDON, theirs=LONDON, first=TUESDAY, count=count)
    assert len(slots(ask, [])) == count
    assert len(slots(ask, [], slots(replace(ask, count=4), []))) == count
