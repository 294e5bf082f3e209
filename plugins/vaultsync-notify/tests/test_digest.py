"""What a digest says."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from vaultsync_notify.digest import Digest, digest_of, nobody

TODAY = date(2027, 1, 4)  # a Monday
LISBON = ZoneInfo("Europe/Lisbon")

TEXT = st.text(min_size=1, max_size=30)


def shown(*catch_ups, **how):
    return digest_of(sorted(catch_ups, key=lambda one: one.sort_key), TODAY, LISBON, **how)


def test_a_line_says_who_how_and_why(catch_up):
    assert shown(catch_up()) == Digest(
        title="1 person to catch up with today", body="Ana Reyes – call: 14 weeks since coffee; every 6 weeks"
    )


def test_the_title_counts_people_not_lines(catch_up):
    birthday = catch_up(action="turns 40", reason="turns 40")
    told = shown(birthday, catch_up(), catch_up("Bo Lind"), catch_up("Cem Kaya"))
    assert told.title == "3 people to catch up with today"
    assert len(told.body.splitlines()) == 4


def test_what_is_done_and_why_are_said_once_where_they_are_the_same(catch_up):
    assert shown(catch_up(action="turns 40", reason="turns 40")).body == "Ana Reyes – turns 40"


def test_a_time_of_day_is_the_wall_clocks(catch_up):
    start = datetime(2027, 7, 5, 9, 30).astimezone(LISBON).replace(hour=15, tzinfo=LISBON)
    told = digest_of([catch_up(day=date(2027, 7, 5), start=start)], date(2027, 7, 5), LISBON)
    assert told.body.startswith("15:30 Ana Reyes – call: ")


def test_names_only_says_nothing_but_names(catch_up):
    told = shown(catch_up(), catch_up(action="turns 40", reason="turns 40"), catch_up("Bo Lind"), names_only=True)
    assert told == Digest(title="2 people to catch up with today", body="Ana Reyes\nBo Lind")


def test_only_the_days_ahead_are_shown(catch_up):
    days = [TODAY + timedelta(days=number) for number in (-1, 0, 1, 2, 3)]
    told = shown(*(catch_up(f"Person {number}", day) for number, day in enumerate(days)), ahead=3)
    assert told.title == "3 people to catch up with in the next 3 days"
    assert told.body == (
        "Today:\nPerson 1 – call: 14 weeks since coffee; every 6 weeks\n\n"
        "Tomorrow:\nPerson 2 – call: 14 weeks since coffee; every 6 weeks\n\n"
        "Wednesday, 6 Jan 2027:\nPerson 3 – call: 14 weeks since coffee; every 6 weeks"
    )


def test_a_day_with_nobody_has_no_digest(catch_up):
    assert shown(catch_up(day=TODAY + timedelta(days=1))) is None


def test_whoever_wants_one_on_free_days_reads_that_the_day_is_free():
    assert nobody() == Digest(title="Nobody to catch up with today", body="Nothing is planned. Enjoy the day.")
    assert nobody(7).title == "Nobody to catch up with in the next 7 days"


def test_no_more_is_read_than_is_shown(catch_up):
    def endless():
        for number in range(10_000):
            assert number < 5
            yield catch_up(day=TODAY + timedelta(days=number))

    assert digest_of(endless(), TODAY, LISBON).title == "1 person to catch up with today"


@given(name=TEXT, action=TEXT, reason=TEXT)
def test_a_catch_up_is_always_one_line_that_can_be_sent(catch_up, name, action, reason):
    told = shown(catch_up(name, action=action, reason=reason, person="p"))
    assert len(told.body.splitlines()) <= 1
    told.body.encode()
