"""Who is not asked any more would have found nothing."""

from datetime import timedelta
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.planning.strategies import HORIZON, TODAY, limits, near_today, reminder

from vaultsync.model import Limits, Reminder
from vaultsync.planning import Placer
from vaultsync.planning.outlook import Outlook


@st.composite
def much_to_do(draw):
    """More reminders than room, of which many have days in common that are none for them."""
    shared = tuple(draw(st.lists(near_today(0, HORIZON), max_size=30)))
    people = [replace(draw(reminder(number)), fixed=False, at=None) for number in range(draw(st.integers(5, 25)))]
    return [replace(each, not_on=shared) if draw(st.booleans()) else each for each in people]


def days(placer):
    return {each.id: day for each, day in placer.placed()}, [each.id for each in placer.waiting()]


@given(much_to_do(), limits, st.integers(-1, 20), st.lists(reminder(3) | reminder(7), min_size=1, max_size=3))
def test_the_outlook_changes_no_day(people, bounds, horizon, later):
    given_now = {"today": TODAY, "published": {}, "horizon": horizon}
    placer = Placer(people, bounds, **given_now)
    placed = [days(placer)]
    for each in later:
        placer.change([each.id], [replace(each, fixed=False, at=None)], ())
        placed.append(days(placer))
    with patch.object(Outlook, "is_none", return_value=False), patch.object(Outlook, "is_none_for", return_value=False):
        patient = Placer(people, bounds, **given_now)
        asked = [days(patient)]
        for each in later:
            patient.change([each.id], [replace(each, fixed=False, at=None)], ())
            asked.append(days(patient))
    assert placed == asked


def test_thousands_who_may_not_stand_on_the_only_days_left_are_hardly_asked() -> None:
    holiday = tuple(TODAY + timedelta(number) for number in range(30, 37))
    people = [
        Reminder(
            person=f"{number}", key="k", kind="k", reason="", due=TODAY, not_on=(*holiday, TODAY - timedelta(number))
        )
        for number in range(3000)
    ]
    asked = 0
    is_none_for = Outlook.is_none_for

    def counted(outlook, wish):
        nonlocal asked
        asked += not is_none_for(outlook, wish)
        return is_none_for(outlook, wish)

    with patch.object(Outlook, "is_none_for", counted):
        placer = Placer(people, Limits(per_day=1, per_week=7), today=TODAY, published={}, horizon=60)
    assert len([*placer.placed()]) == 61 - 7
    assert asked < 2 * 61
