"""Placement by named examples."""

from collections import Counter
from datetime import date, time, timedelta

from vaultsync.model import Limits, Reminder
from vaultsync.planning import Placement, place, remembered

MONDAY = date(2026, 11, 23)
ROOMY = Limits(per_day=10, per_week=70, minutes_per_day=1000, minutes_per_week=7000)


def ask(name, due, early=0, late=28, **more):
    return Reminder(
        person=f"People/{name}.md",
        plugin="cadence",
        key="cadence",
        kind="catch-up",
        reason="",
        due=due,
        earliest=due - timedelta(early),
        latest=due + timedelta(late),
        **more,
    )


def plan(reminders, limits=ROOMY, today=MONDAY, published=None, **options):
    given = {ask(name, today).id: day for name, day in (published or {}).items()}
    return place(reminders, limits, today=today, published=given, **options)


def days(placement):
    return {each.person[7:-3]: day for each, day in placement.days}


def day(number):
    return MONDAY + timedelta(number)


def test_nothing_to_place_is_an_empty_placement():
    assert plan([]) == Placement()


def test_with_room_everyone_is_on_their_due_day():
    assert days(plan([ask("Ana", day(3)), ask("Ben", day(40))])) == {"Ana": day(3), "Ben": day(40)}


def test_a_backlog_after_an_import_is_spread_over_weeks_the_longest_waiting_first():
    backlog = [ask(f"{number:03}", day(-1000 + number)) for number in range(60)]
    placement = plan(backlog, Limits(per_day=2, per_week=6))
    weeks = Counter((when - MONDAY).days // 7 for _, when in placement.days)
    assert weeks == dict.fromkeys(range(10), 6)
    assert {each.person[7:-3] for each, when in placement.days if when < day(7)} == {f"{n:03}" for n in range(6)}
    assert max(Counter(when for _, when in placement.days).values()) == 1


def test_a_backlog_stays_where_it_is_day_after_day_while_two_thirds_of_it_are_done():
    """Of what moves, an undone one moves on, and the room it leaves brings one or two others much nearer."""
    limits = Limits(per_day=2, per_week=6)
    backlog = {each.id: each for each in (ask(f"{number:03}", day(-1000 + number)) for number in range(200))}
    published, made, counts = {}, [], []
    for number in range(28):
        placement = place(backlog.values(), limits, today=day(number), published=published, made=made)
        new = {each.id: when for each, when in placement.days}
        moved = {key for key, when in published.items() if key in backlog and new[key] != when}
        undone = {key for key in moved if published[key] < day(number)}
        assert all(published[key] - new[key] >= timedelta(91) for key in moved - undone)
        counts.append((len(undone), len(moved - undone)))
        published = remembered(published, placement)
        for each, when in placement.days:
            if when == day(number) and int(each.person[7:-3]) % 3:
                del backlog[each.id]
                made.append((when, each.minutes))
    assert sum(undone for undone, _ in counts) == 8
    assert max(others for _, others in counts) <= 2


def test_closed_saturdays_and_closed_days_stay_empty():
    limits = Limits(per_day=1, closed_weekdays=frozenset({5}), closed_days=frozenset({day(2)}))
    assert sorted(days(plan([ask(f"{n}", MONDAY) for n in range(5)], limits)).values()) == [
        day(0),
        day(1),
        day(3),
        day(4),
        day(6),
    ]


def test_zero_limits_make_everyone_wait_but_what_stands():
    birthday = ask("Cleo", day(5), fixed=True)
    call = ask("Dan", day(6), at=time(17))
    for closed in (
        Limits(per_day=0),
        Limits(per_week=0),
        Limits(minutes_per_day=0),
        Limits(minutes_per_week=0),
    ):
        placement = plan([ask("Ana", MONDAY, minutes=0), birthday, call], closed)
        assert days(placement) == {"Cleo": day(5), "Dan": day(6)}
        assert [each.person for each in placement.waiting] == ["People/Ana.md"]


def test_a_reminder_longer_than_a_day_allows_waits():
    placement = plan([ask("Ana", MONDAY, minutes=121)], Limits(minutes_per_day=120))
    assert [each.person for each in placement.waiting] == ["People/Ana.md"]


def test_a_week_over_new_year_is_one_week():
    today = date(2026, 12, 28)
    limits = Limits(per_day=1, per_week=4)
    on = sorted(days(plan([ask(f"{n}", today) for n in range(5)], limits, today)).values())
    assert on == [*(date(2026, 12, 28) + timedelta(n) for n in range(4)), date(2027, 1, 4)]


def test_a_published_day_is_kept_though_another_would_suit_better():
    assert days(plan([ask("Ana", MONDAY)], published={"Ana": day(20)})) == {"Ana": day(20)}


def test_a_published_day_that_has_passed_is_replaced_from_today_on():
    assert days(plan([ask("Ana", day(-9))], published={"Ana": day(-1)})) == {"Ana": MONDAY}


def test_a_published_day_before_the_reminder_may_start_is_replaced():
    assert days(plan([ask("Ana", day(30))], published={"Ana": day(2)})) == {"Ana": day(30)}


def test_a_published_day_that_closes_is_replaced():
    limits = Limits(closed_days=frozenset({day(4)}))
    assert days(plan([ask("Ana", day(4))], limits, published={"Ana": day(4)})) == {"Ana": day(5)}


def test_a_day_that_is_none_for_it_is_passed_over_by_a_reminder_and_open_to_others():
    limits = Limits(per_day=1)
    placement = plan([ask("Ana", MONDAY, not_on=(MONDAY, day(1))), ask("Ben", MONDAY)], limits)
    assert days(placement) == {"Ana": day(2), "Ben": MONDAY}


def test_a_published_day_that_is_none_any_more_is_replaced_and_nobody_else_moves():
    reminders = [ask("Ana", day(4), not_on=(day(4),)), ask("Ben", day(4)), ask("Cem", day(5))]
    published = {"Ana": day(4), "Ben": day(4), "Cem": day(5)}
    assert days(plan(reminders, published=published)) == {"Ana": day(6), "Ben": day(4), "Cem": day(5)}


def test_what_stands_is_not_moved_by_days_not_on():
    reminders = [ask("Cleo", day(5), fixed=True, not_on=(day(5),)), ask("Dan", day(6), at=time(17), not_on=(day(6),))]
    assert days(plan(reminders)) == {"Cleo": day(5), "Dan": day(6)}


def test_with_no_day_of_the_window_left_a_reminder_is_placed_as_if_the_window_were_full():
    window = tuple(day(number) for number in range(2, 6))
    full = [ask(f"{number}", day(number), early=0, late=0) for number in range(2, 6)]
    published = {f"{number}": day(number) for number in range(2, 6)}
    limits = Limits(per_day=1, per_week=7)
    assert days(plan([ask("Ana", day(3), early=1, late=2, not_on=window)], limits)) == {"Ana": day(6)}
    assert days(plan([ask("Ana", day(3), early=1, late=2), *full], limits, published=published))["Ana"] == day(6)


def test_with_no_day_left_at_all_a_reminder_waits_and_comes_once_there_is_one():
    year = tuple(day(number) for number in range(400))
    ana = ask("Ana", day(3), not_on=year)
    assert plan([ana]).waiting == (ana,)
    assert days(plan([ana], today=day(40))) == {"Ana": day(400)}


def test_nobody_makes_way_to_a_day_that_is_none_for_them_nor_on_one_that_is_none_for_who_asks():
    limits = Limits(per_day=1, per_week=7)
    ana = ask("Ana", day(1), late=1)
    narrow = ask("Ben", day(1), late=0)
    held = ask("Ana", day(1), late=1, not_on=(day(2),))
    elsewhere = ask("Ben", day(1), late=0, not_on=(day(1),))
    assert days(plan([ana, narrow], limits, published={"Ana": day(1)})) == {"Ben": day(1), "Ana": day(2)}
    assert days(plan([held, narrow], limits, published={"Ana": day(1)})) == {"Ana": day(1), "Ben": day(2)}
    assert days(plan([ana, elsewhere], limits, published={"Ana": day(1)})) == {"Ana": day(1), "Ben": day(2)}


def test_another_makes_way_to_a_day_that_is_none_for_who_asks():
    reminders = [ask("Ana", day(1)), ask("Ben", day(1), late=1, not_on=(day(2),))]
    assert days(plan(reminders, Limits(per_day=1), published={"Ana": day(1)})) == {"Ben": day(1), "Ana": day(2)}


def test_a_window_that_moved_before_the_published_day_brings_the_reminder_nearer():
    assert days(plan([ask("Ana", day(3), late=5)], published={"Ana": day(30)})) == {"Ana": day(3)}


def test_past_its_window_a_reminder_moves_only_if_it_comes_much_nearer():
    old = ask("Ana", day(-60), late=5)
    assert days(plan([old], published={"Ana": day(90)})) == {"Ana": day(90)}
    assert days(plan([old], published={"Ana": day(98)})) == {"Ana": MONDAY}
    assert days(plan([old], published={"Ana": day(20)}, leap=14)) == {"Ana": MONDAY}


def test_with_no_room_after_due_a_day_before_it_within_the_window_is_taken():
    limits = Limits(closed_days=frozenset({day(4), day(5)}))
    assert days(plan([ask("Ana", day(4), early=2, late=1)], limits)) == {"Ana": day(2)}


def test_without_room_in_the_window_the_first_room_after_it_is_taken():
    limits = Limits(closed_days=frozenset({day(4), day(5)}))
    assert days(plan([ask("Ana", day(4), late=1)], limits)) == {"Ana": day(6)}


def test_a_narrow_window_has_another_make_way_who_stays_within_their_own():
    reminders = [ask("Ana", day(1)), ask("Ben", day(1), late=0)]
    placement = plan(reminders, Limits(per_day=1), published={"Ana": day(1)})
    assert days(placement) == {"Ben": day(1), "Ana": day(2)}


def test_only_a_window_of_a_week_or_less_has_another_make_way():
    others = [ask(f"{number}", day(number)) for number in range(1, 10)]
    published = {f"{number}": day(number) for number in range(1, 10)}
    week = plan([*others, ask("Ben", day(1), late=7)], Limits(per_day=1, per_week=7), published=published)
    longer = plan([*others, ask("Ben", day(1), late=8)], Limits(per_day=1, per_week=7), published=published)
    assert days(week)["Ben"] == day(1)
    assert days(longer)["Ben"] == day(10)


def test_nobody_makes_way_who_would_leave_their_window():
    reminders = [ask("Ana", day(1), late=0), ask("Ben", day(1), late=0), ask("Cem", day(1), late=0)]
    placement = plan(reminders, Limits(per_day=1), published={"Ana": day(1)})
    assert days(placement)["Ana"] == day(1)


def test_nobody_makes_way_for_something_shorter_or_too_long():
    limits = Limits(per_day=1, minutes_per_day=60)
    longer = [ask("Ana", day(1), minutes=60), ask("Ben", day(1), late=0, minutes=15)]
    assert days(plan(longer, limits, published={"Ana": day(1)})) == {"Ana": day(1), "Ben": day(2)}
    too_long = [ask("Ana", day(1)), ask("Ben", day(1), late=0, minutes=61)]
    assert days(plan(too_long, limits, published={"Ana": day(1)})) == {"Ana": day(1)}


def test_weight_and_waiting_decide_who_comes_first():
    reminders = [ask("Ana", day(-10)), ask("Ben", day(-20)), ask("Cem", day(-9), weight=3.0)]
    assert days(plan(reminders, Limits(per_week=1))) == {"Cem": MONDAY, "Ben": day(7), "Ana": day(14)}


def test_a_turn_that_passed_sets_the_claim_back():
    reminders = [ask("Ana", day(-300)), ask("Ben", day(-20))]
    assert days(plan(reminders, Limits(per_week=1), published={"Ana": day(-1)})) == {"Ben": MONDAY, "Ana": day(7)}


def test_ties_do_not_favour_names_early_in_the_alphabet():
    placement = plan([ask(chr(65 + number), MONDAY) for number in range(26)], Limits(per_week=1))
    names = [each.person[7:-3] for each, _ in placement.days]
    assert len(names) == 26
    assert names != sorted(names)


def test_catch_ups_that_took_place_use_up_the_week_but_displace_nobody():
    limits = Limits(per_day=1, per_week=2)
    made = [(MONDAY, 30), (day(-3), 30), (day(900), 30)]
    reminders = [ask("Ana", MONDAY), ask("Ben", MONDAY), ask("Cem", MONDAY)]
    placement = plan(reminders, limits, today=day(2), published={"Ana": day(4), "Ben": day(5)}, made=made)
    assert days(placement) == {"Ana": day(4), "Ben": day(5), "Cem": day(7)}


def test_one_id_is_one_event_and_the_one_due_first_counts():
    assert days(plan([ask("Ana", day(9)), ask("Ana", day(3))])) == {"Ana": day(3)}
    assert days(plan([ask("Ana", day(3)), ask("Ana", day(9))])) == {"Ana": day(3)}


def test_a_window_that_ends_before_it_starts_is_past():
    reminder = Reminder(person="Ana.md", key="k", kind="k", reason="", due=day(9), latest=day(5), plugin="p")
    assert place([reminder], ROOMY, today=MONDAY, published={}).days == ((reminder, day(9)),)


def test_what_waits_is_remembered_with_its_last_turn():
    ana, ben = ask("Ana", day(-300)), ask("Ben", day(-20))
    published = {ana.id: day(-1), ("gone", "", "", ""): day(3)}
    placement = place([ana, ben], Limits(per_week=1), today=MONDAY, published=published, horizon=6)
    assert remembered(published, placement) == {ana.id: day(-1), ben.id: MONDAY}


def test_a_name_with_a_lone_surrogate_is_placed():
    assert days(plan([ask("A\udce9", MONDAY)])) == {"A\udce9": MONDAY}
