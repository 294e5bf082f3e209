"""Reminders, limits and published days, made to crowd each other."""

from datetime import date, time, timedelta

from hypothesis import strategies as st

from vaultsync.model import Limits, Reminder

TODAY = date(2026, 12, 16)
HORIZON = 40


def near_today(low=-60, high=60):
    return st.integers(low, high).map(lambda days: TODAY + timedelta(days))


def days_from(first, length, step):
    return tuple(TODAY + timedelta(first + number) for number in range(0, length, step))


not_on = (
    st.just(())
    | st.lists(near_today(-3, 40), max_size=6).map(tuple)
    | st.builds(days_from, st.integers(-5, 20), st.integers(1, 60), st.sampled_from([1, 1, 2, 7]))
)


@st.composite
def reminder(draw, number=0):
    due = draw(near_today())
    early, late = draw(st.none() | st.integers(0, 20)), draw(st.none() | st.integers(0, 20))
    return Reminder(
        person=f"People/{number}.md",
        plugin="cadence",
        key="cadence",
        kind="catch-up",
        reason="",
        due=due,
        earliest=None if early is None else due - timedelta(early),
        latest=None if late is None else due + timedelta(late),
        fixed=draw(st.integers(0, 9)) == 0,
        at=time(12) if draw(st.integers(0, 19)) == 0 else None,
        minutes=draw(st.sampled_from([0, 15, 30, 60, 150])),
        weight=draw(st.sampled_from([0.5, 1.0, 1.0, 1.0, 3.0])),
        not_on=draw(not_on),
    )


@st.composite
def crowd(draw, most=12):
    return [draw(reminder(number)) for number in range(draw(st.integers(0, most)))]


limits = st.builds(
    Limits,
    per_day=st.integers(0, 3),
    per_week=st.integers(0, 6),
    minutes_per_day=st.sampled_from([0, 30, 60, 120, 240]),
    minutes_per_week=st.sampled_from([0, 60, 120, 360, 600]),
    closed_weekdays=st.frozensets(st.integers(0, 6), max_size=3),
    closed_days=st.frozensets(near_today(0, 20), max_size=4),
)


@st.composite
def situation(draw, most=12):
    """Reminders, limits, and published days for some of the reminders."""
    reminders = draw(crowd(most))
    published = {each.id: draw(near_today(-10, 50)) for each in reminders if draw(st.booleans())}
    return reminders, draw(limits), published
