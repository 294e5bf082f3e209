from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultsync.calendar import Entry, Stamp, advance, pruned

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 8, 0, 5, 999, tzinfo=UTC)
FIRST = Entry(digest="a", starts="20261124", sequence=0, at=NOW.replace(microsecond=0), seen=TODAY)
LATER = NOW + timedelta(days=3)
THEN = TODAY + timedelta(days=3)


def test_a_new_event_starts_at_sequence_zero_with_the_second_of_the_run():
    assert advance(None, digest="a", starts="20261124", now=NOW, today=TODAY) == FIRST


def test_the_same_content_keeps_its_stamp_and_is_seen_again():
    again = advance(FIRST, digest="a", starts="20261124", now=LATER, today=THEN)
    assert again.stamp == FIRST.stamp
    assert again.seen == THEN


def test_other_content_on_the_same_day_changes_the_time_alone():
    changed = advance(FIRST, digest="b", starts="20261124", now=LATER, today=THEN)
    assert changed.stamp == Stamp(sequence=0, at=LATER.replace(microsecond=0))


def test_another_day_raises_the_sequence():
    moved = advance(FIRST, digest="b", starts="20261125", now=LATER, today=THEN)
    assert moved.stamp == Stamp(sequence=1, at=LATER.replace(microsecond=0))


def test_a_clock_that_went_back_does_not_take_the_stamp_with_it():
    changed = advance(FIRST, digest="b", starts="20261124", now=NOW - timedelta(days=1), today=TODAY)
    assert changed.at == FIRST.at + timedelta(seconds=1)


def test_the_time_is_kept_in_utc():
    east = NOW.astimezone(timezone(timedelta(hours=9)))
    assert advance(None, digest="a", starts="20261124", now=east, today=TODAY).at.tzinfo is UTC


def test_an_event_not_seen_for_four_hundred_days_is_forgotten():
    entries = {"z": FIRST, "a": FIRST}
    assert list(pruned(entries, TODAY + timedelta(days=400))) == ["a", "z"]
    assert pruned(entries, TODAY + timedelta(days=401)) == {}


def test_times_without_a_zone_and_counts_below_zero_are_refused():
    with pytest.raises(ValueError, match="knows its zone"):
        advance(None, digest="a", starts="20261124", now=NOW.replace(tzinfo=None), today=TODAY)
    with pytest.raises(ValueError, match="knows its zone"):
        Stamp(sequence=0, at=NOW.replace(tzinfo=None))
    with pytest.raises(ValueError, match="counts from zero"):
        Stamp(sequence=-1, at=NOW)


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz"), st.integers(-9, 9)), min_size=2))
def test_stamps_never_go_back_and_rise_exactly_with_the_content(runs: list[tuple[str, str, int]]):
    entry = None
    for content, starts, hours in runs:
        before = entry
        entry = advance(before, digest=content + starts, starts=starts, now=NOW + timedelta(hours=hours), today=TODAY)
        if before is not None:
            assert (entry.at > before.at) == (entry.digest != before.digest)
            assert entry.at >= before.at
            assert entry.sequence - before.sequence == (entry.starts != before.starts)
