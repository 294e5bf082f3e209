"""When the clocks ask for a look at everything."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from vaultsync.vault.moment import Moment, moment
from vaultsync.vault.watch_rhythm import INTERVAL, Rhythm

DAY = date(2026, 11, 24)


def at(steady, *, slept=0.0, wall=0.0):
    return Moment(wall=1_700_000_000 + steady + wall, steady=steady, awake=steady + slept)


def test_a_quiet_minute_asks_for_nothing():
    rhythm = Rhythm(at(0), DAY)
    assert [rhythm.due(at(second), DAY) for second in range(1, 60)] == [""] * 59


def test_every_five_minutes_since_the_last_look_at_everything():
    rhythm = Rhythm(at(0), DAY)
    said = {}
    for second in range(1, 700):
        if second == 100:
            rhythm.looked(at(second))
        if due := rhythm.due(at(second), DAY):
            said[second] = due
            rhythm.looked(at(second))
    assert said == {100 + int(INTERVAL): "interval"}


def test_a_new_day_and_it_once():
    rhythm = Rhythm(at(0), DAY)
    assert rhythm.due(at(1), DAY + timedelta(days=1)) == "midnight"
    assert rhythm.due(at(2), DAY + timedelta(days=1)) == ""


def test_a_day_that_goes_back_counts_too():
    rhythm = Rhythm(at(0), DAY)
    assert rhythm.due(at(1), DAY - timedelta(days=1)) == "midnight"


def test_sleep_by_the_clock_that_counts_it():
    rhythm = Rhythm(at(0), DAY)
    assert rhythm.due(at(1, slept=3600, wall=3600), DAY) == "wake"
    assert rhythm.due(at(2, slept=3600, wall=3600), DAY) == ""


def test_sleep_where_no_clock_counts_it_is_seen_on_the_wall():
    rhythm = Rhythm(at(0), DAY)
    assert rhythm.due(at(1, wall=3600), DAY) == "wake"


def test_a_clock_that_is_set_back_is_looked_into():
    assert Rhythm(at(0), DAY).due(at(1, wall=-3600), DAY) == "wake"


def test_a_process_that_stood_still_is_as_good_as_asleep():
    assert Rhythm(at(0), DAY).due(at(61), DAY) == "wake"


@given(st.lists(st.floats(0.5, 1.5), min_size=1, max_size=50), st.floats(-0.1, 0.1))
def test_a_wall_clock_that_is_set_right_a_little_each_second_asks_for_nothing(pauses, drift):
    rhythm, now = Rhythm(at(0), DAY), 0.0
    for number, pause in enumerate(pauses):
        now += pause
        assert rhythm.due(at(now, wall=drift * number), DAY) == ""


def test_the_moment_is_now():
    first, second = moment(), moment()
    assert first.steady <= second.steady
    assert first.awake <= second.awake
    assert abs(second.wall - first.wall) < 60


def test_a_system_without_a_clock_that_counts_sleep_has_the_steady_one(monkeypatch):
    monkeypatch.delattr("time.CLOCK_BOOTTIME", raising=False)
    now = moment()
    assert now.awake == now.steady
