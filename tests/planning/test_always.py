"""What holds for every input."""

from collections import Counter
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.planning.strategies import HORIZON, TODAY, crowd, limits, near_today, reminder, situation

from vaultsync.model import Limits
from vaultsync.planning import place, remembered


def placed(reminders, limits, published, today=TODAY, **options):
    return place(reminders, limits, today=today, published=published, horizon=HORIZON, **options)


def loads(placement):
    """Count and minutes of movable reminders, by day and by ISO week."""
    days, weeks = Counter(), Counter()
    for each, day in placement.days:
        if not each.stands:
            for key, amount in (("count", 1), ("minutes", each.minutes)):
                days[day, key] += amount
                weeks[day.isocalendar()[:2], key] += amount
    return days, weeks


def has_room(limits, placement, day, minutes):
    days, weeks = loads(placement)
    week = day.isocalendar()[:2]
    return (
        day.weekday() not in limits.closed_weekdays
        and day not in limits.closed_days
        and min(limits.per_day, limits.per_week, limits.minutes_per_day, limits.minutes_per_week) > 0
        and days[day, "count"] < limits.per_day
        and weeks[week, "count"] < limits.per_week
        and days[day, "minutes"] + minutes <= limits.minutes_per_day
        and weeks[week, "minutes"] + minutes <= limits.minutes_per_week
    )


def could_stand(each, limits, placement, day):
    return day not in each.not_on and has_room(limits, placement, day, each.minutes)


def window(each, today=TODAY):
    start = max(today, each.due if each.earliest is None else each.earliest)
    return start, each.due + timedelta(28) if each.latest is None else each.latest


def span(first, last):
    return [first + timedelta(number) for number in range((last - first).days + 1)]


@settings(deadline=None)
@given(situation())
def test_every_reminder_is_on_one_day_or_waits(case):
    reminders, limits, published = case
    placement = placed(reminders, limits, published)
    ids = [each.id for each, _ in placement.days] + [each.id for each in placement.waiting]
    assert sorted(ids) == sorted(each.id for each in reminders)
    assert list(placement.days) == sorted(placement.days, key=lambda pair: (pair[1], pair[0].id))


@settings(deadline=None)
@given(situation(), st.lists(st.tuples(near_today(-10, 5), st.integers(0, 100)), max_size=5))
def test_days_and_weeks_are_never_over_capacity(case, made):
    reminders, limits, published = case
    days, weeks = loads(placed(reminders, limits, published, made=made))
    assert all(
        value <= (limits.per_day if key == "count" else limits.minutes_per_day) for (_, key), value in days.items()
    )
    assert all(
        value <= (limits.per_week if key == "count" else limits.minutes_per_week) for (_, key), value in weeks.items()
    )


@settings(deadline=None)
@given(situation())
def test_no_movable_reminder_is_on_a_closed_day_or_before_its_time_or_past_the_horizon(case):
    reminders, limits, published = case
    for each, day in placed(reminders, limits, published).days:
        if not each.stands:
            assert day.weekday() not in limits.closed_weekdays
            assert day not in limits.closed_days
            assert window(each)[0] <= day <= TODAY + timedelta(HORIZON)


@settings(deadline=None)
@given(situation(), st.lists(st.tuples(near_today(-10, 5), st.integers(0, 100)), max_size=5))
def test_no_movable_reminder_is_ever_on_one_of_its_days_not_on(case, made):
    reminders, limits, published = case
    placement = placed(reminders, limits, published, made=made)
    again = placed(reminders, limits, remembered(published, placement), made=made)
    assert not any(day in each.not_on for each, day in placement.days + again.days if not each.stands)


@settings(deadline=None)
@given(situation(), st.data())
def test_a_published_day_that_is_now_in_not_on_moves_and_only_who_makes_way_or_comes_nearer_moves_with_it(case, data):
    reminders, limits, published = case
    before = placed(reminders, limits, published)
    movable = [(each, day) for each, day in before.days if not each.stands]
    if movable:
        busy, old_day = data.draw(st.sampled_from(movable))
        changed = replace(busy, not_on=(*busy.not_on, old_day))
        rest = [changed if each is busy else each for each in reminders]
        after = placed(rest, limits, remembered(published, before))
        assert {each.id: day for each, day in after.days}.get(busy.id) != old_day
        for each, old, new in moves(before, after):
            nearer = new is not None and new < old and old > window(each)[1]
            made_way = new is not None and new <= window(each)[1] and old <= window(each)[1]
            assert each.id == busy.id or nearer or made_way


@settings(deadline=None)
@given(situation(), st.data())
def test_days_that_nobody_stands_on_may_be_closed_to_anybody_without_moving_anyone(case, data):
    reminders, limits, published = case
    before = placed(reminders, limits, published)
    taken = {each.id: day for each, day in before.days}
    more = data.draw(st.lists(near_today(0, HORIZON), max_size=10))
    closed = [
        replace(each, not_on=(*each.not_on, *(day for day in more if day != taken.get(each.id)))) for each in reminders
    ]
    after = {each.id: day for each, day in placed(closed, limits, remembered(published, before)).days}
    placed_before = {each.id: day for each, day in before.days if each.stands or day <= window(each)[1]}
    assert placed_before.items() <= after.items()


@settings(deadline=None)
@given(situation(), st.lists(near_today(-3, HORIZON + 3), max_size=8))
def test_days_that_are_none_for_everybody_are_as_closed_days(case, days):
    reminders, limits, published = case
    shut = replace(limits, closed_days=limits.closed_days | set(days))
    with_days = [replace(each, not_on=(*each.not_on, *days)) for each in reminders]
    one, other = placed(with_days, limits, published), placed(reminders, shut, published)
    assert [(each.id, day) for each, day in one.days] == [(each.id, day) for each, day in other.days]
    assert [each.id for each in one.waiting] == [each.id for each in other.waiting]


@settings(deadline=None)
@given(situation(), st.data())
def test_not_on_is_a_set_of_days_in_whatever_order_and_number(case, data):
    reminders, limits, published = case
    shuffled = [replace(each, not_on=tuple(data.draw(st.permutations(each.not_on * 2)))) for each in reminders]
    one, other = placed(shuffled, limits, published), placed(reminders, limits, published)
    assert [(each.id, day) for each, day in one.days] == [(each.id, day) for each, day in other.days]


@settings(deadline=None)
@given(situation())
def test_what_stands_is_on_its_due_day_whatever_the_limits(case):
    reminders, limits, published = case
    standing = {each.id: day for each, day in placed(reminders, limits, published).days if each.stands}
    assert standing == {each.id: each.due for each in reminders if each.stands}


@settings(deadline=None)
@given(situation())
def test_what_stands_takes_no_room(case):
    reminders, limits, published = case
    movable = [each for each in reminders if not each.stands]
    beside = [pair for pair in placed(reminders, limits, published).days if not pair[0].stands]
    assert tuple(beside) == placed(movable, limits, published).days


@settings(deadline=None)
@given(situation())
def test_whoever_is_past_their_window_or_waits_had_no_room_within_it(case):
    reminders, limits, published = case
    placement = placed(reminders, limits, published)
    end = TODAY + timedelta(HORIZON)
    past = [each for each, day in placement.days if not each.stands and day > window(each)[1]]
    for each in [*past, *placement.waiting]:
        first, last = window(each)
        assert not any(could_stand(each, limits, placement, day) for day in span(first, min(last, end)))
    for each in placement.waiting:
        assert not any(could_stand(each, limits, placement, day) for day in span(window(each)[0], end))


@settings(deadline=None)
@given(situation(), st.lists(st.tuples(near_today(-10, 5), st.integers(0, 100)), max_size=5))
def test_placing_again_what_was_published_changes_nothing(case, made):
    reminders, limits, published = case
    once = placed(reminders, limits, published, made=made)
    assert placed(reminders, limits, remembered(published, once), made=made) == once
    days_alone = {each.id: day for each, day in once.days}
    assert placed(reminders, limits, days_alone, made=made).days == once.days


@settings(deadline=None)
@given(situation(), st.randoms())
def test_the_order_of_reminders_does_not_matter(case, random):
    reminders, limits, published = case
    shuffled = random.sample(reminders, len(reminders))
    assert placed(shuffled, limits, published) == placed(reminders, limits, published)


def moves(before, after):
    """Reminders whose day changed: their old and new days, and whether they were past their window."""
    new = {each.id: day for each, day in after.days}
    return [(each, day, new.get(each.id)) for each, day in before.days if new.get(each.id) != day]


@settings(deadline=None)
@given(situation(), st.data())
def test_removing_a_reminder_moves_no_other_but_nearer_ones_past_their_window(case, data):
    reminders, limits, published = case
    before = placed(reminders, limits, published)
    if reminders:
        gone = data.draw(st.sampled_from(reminders))
        rest = [each for each in reminders if each is not gone]
        after = placed(rest, limits, remembered(published, before))
        for each, old, new in moves(before, after):
            assert each is gone or (new is not None and new < old and old > window(each)[1])


@settings(deadline=None)
@given(situation(), st.data())
def test_a_changed_reminder_moves_only_those_that_make_way_or_come_nearer(case, data):
    """Whoever makes way stays within their window; whoever comes nearer was past it."""
    reminders, limits, published = case
    before = placed(reminders, limits, published)
    if reminders:
        index = data.draw(st.integers(0, len(reminders) - 1))
        changed = data.draw(reminder(index))
        grown = not changed.stands and changed.minutes > reminders[index].minutes
        rest = [*reminders[:index], changed, *reminders[index + 1 :]]
        after = placed(rest, limits, remembered(published, before))
        old_day = {each.id: day for each, day in before.days}.get(changed.id)
        for each, old, new in moves(before, after):
            if each.id == changed.id:
                continue
            nearer = new is not None and new < old and old > window(each)[1]
            made_way = new is not None and new <= window(each)[1] and old <= window(each)[1]
            crowded_out = grown and old_day is not None and old.isocalendar()[:2] == old_day.isocalendar()[:2]
            standing_before = reminders[index].stands and not changed.stands
            # Who waits beside a day that they had, and now may stand on it again, takes it back.
            taken_back = old_day is None and changed.id in published
            assert nearer or made_way or crowded_out or standing_before or taken_back


@settings(deadline=None)
@given(situation(), st.data())
def test_an_added_reminder_moves_at_most_one_other_and_that_within_its_window(case, data):
    reminders, limits, published = case
    before = placed(reminders, limits, published)
    after = placed([*reminders, data.draw(reminder(99))], limits, remembered(published, before))
    moved = moves(before, after)
    assert len(moved) <= 1
    assert all(new is not None and new <= window(each)[1] for each, _, new in moved)


@settings(deadline=None, max_examples=20)
@given(crowd(8), st.integers(1, 2), st.randoms(use_true_random=False))
def test_everyone_gets_a_turn_however_much_is_left_undone_and_whatever_else_comes_due(reminders, per_week, random):
    """Half of the people are never met; the others are due again at once. The horizon is shorter than the queue."""
    limits = Limits(per_day=1, per_week=per_week, minutes_per_day=200, minutes_per_week=400)
    people = {each.id: each for each in reminders if not each.stands}
    never = set(random.sample(sorted(people), len(people) // 2))
    turns, published = set(), {}
    for number in range(60 + 7 * 4 * (len(people) + 2)):
        today = TODAY + timedelta(number)
        placement = place(people.values(), limits, today=today, published=published, horizon=10)
        published = remembered(published, placement)
        for each, day in placement.days:
            if day == today:
                turns.add(each.id)
                if each.id not in never:
                    published.pop(each.id)
                    due = today + timedelta(1)
                    people[each.id] = type(each)(
                        **{name: getattr(each, name) for name in each.__struct_fields__}
                        | {"due": due, "earliest": None, "latest": due}
                    )
    assert turns == people.keys()


@settings(deadline=None)
@given(crowd(), limits, st.sampled_from([date(2026, 12, 31), date(9999, 12, 20), date(1, 1, 1)]))
def test_any_today_and_any_horizon_will_do(reminders, limits, today):
    for horizon in (-1, 0, 3, 400):
        placement = place(reminders, limits, today=today, published={}, horizon=horizon)
        assert len(placement.days) + len(placement.waiting) == len(reminders)
