"""What changes by itself is placed as if everything were placed again."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.planning.strategies import HORIZON, TODAY, limits, near_today, reminder

from vaultsync.model import Limits, Reminder
from vaultsync.planning import place, remembered
from vaultsync.planning.placer import Placer

made = st.lists(st.tuples(near_today(-3, 3), st.sampled_from([30, 60])), max_size=2)


@st.composite
def story(draw):
    """Reminders with days, limits, and what happens to some of the reminders, time after time."""
    people = [draw(reminder(number)) for number in range(draw(st.integers(0, 10)))]
    people = [replace(each, fixed=False, at=None) for each in people]
    published = {each.id: draw(near_today(-10, 50)) for each in people if draw(st.booleans())}
    events = []
    for _ in range(draw(st.integers(1, 4))):
        numbers = draw(st.lists(st.integers(0, 12), min_size=1, max_size=3, unique=True))
        events.append(
            (
                {f"People/{number}.md": draw(st.none() | reminder(number)) for number in numbers},
                draw(made),
            )
        )
    return people, draw(limits), published, draw(made), events


def told(reminders, bounds, published, busy):
    placement = place(reminders, bounds, today=TODAY, published=published, horizon=HORIZON, made=busy)
    return placement, remembered(published, placement)


@settings(deadline=None)
@given(story())
def test_a_change_gives_what_placing_everything_again_gives(case):
    people, bounds, published, busy, events = case
    now = {each.person: each for each in people}
    placer = Placer(people, bounds, today=TODAY, published=published, made=busy, horizon=HORIZON)
    placement, published = told(people, bounds, published, busy)
    for changed, busy in events:
        before = {each.id: day for each, day in placement.days}
        gone = [now[person].id for person in changed if person in now]
        for person, given_now in changed.items():
            now.pop(person, None)
            if given_now is not None:
                now[person] = replace(given_now, fixed=False, at=None)
        come = [now[person] for person in changed if person in now]
        moves = placer.change(gone, come, busy)
        placement, published = told(now.values(), bounds, published, busy)
        after = {each.id: day for each, day in placement.days}
        assert dict(sorted((each.id, day) for each, day in placer.placed())) == dict(sorted(after.items()))
        assert list(placer.waiting()) == list(placement.waiting)
        assert {each: placer.last_day(each) for each in published} == published
        assert moves == {
            each: (before.get(each), after.get(each))
            for each in before.keys() | after.keys()
            if before.get(each) != after.get(each)
        }


def test_room_that_comes_free_goes_to_who_waits_longest() -> None:
    people = [
        Reminder(
            person=f"{number}", plugin="cadence", key="next", kind="catch-up", due=date(2026, 1, number + 1), reason=""
        )
        for number in range(20)
    ]
    bounds = Limits(per_day=1, per_week=1)
    placer = Placer(people, bounds, today=TODAY, published={}, horizon=70)
    (first, *_), waiting = sorted(placer.placed(), key=lambda pair: pair[1]), [*placer.waiting()]
    later = replace(first[0], due=TODAY + timedelta(200))
    moves = placer.change([first[0].id], [later], ())
    assert moves[first[0].id] == (first[1], None)
    assert placer.day(waiting[0].id) is not None
    assert [*placer.waiting()] == [*waiting[1:], later]
