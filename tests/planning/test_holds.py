"""What was proposed stays held: nobody else is offered it, whatever is asked in whatever order."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from vaultsync.people.hours import parse_hours
from vaultsync.planning.holds import Hold, propose, standing
from vaultsync.planning.slots import Ask
from vaultsync.planning.windows import Side

TODAY = date(2027, 3, 26)
"""Two days before the clocks are set in London."""

LONDON = Side(zone="Europe/London", hours=parse_hours("daily 09:00-18:00"))
ZONES = st.sampled_from(["Europe/London", "America/Phoenix", "Asia/Kolkata", "Pacific/Auckland"])
PEOPLE = st.sampled_from(["ana", "bo", "cy"])


def midnight(days: int) -> datetime:
    return datetime.combine(TODAY + timedelta(days=days), time(), UTC)


@st.composite
def asks(draw: st.DrawFn) -> Ask:
    hours = parse_hours(draw(st.sampled_from(["daily 09:00-18:00", "daily 00:00-24:00", "daily 16:00-18:00"])))
    return Ask(
        mine=LONDON,
        theirs=Side(zone=draw(ZONES), hours=hours),
        first=TODAY + timedelta(days=draw(st.integers(0, 4))),
        days=draw(st.integers(1, 5)),
        minutes=draw(st.sampled_from([30, 45, 120])),
        step=draw(st.sampled_from([15, 30])),
        count=draw(st.integers(1, 5)),
    )


def busy() -> st.SearchStrategy[list[tuple[datetime, datetime]]]:
    quarters = st.tuples(st.integers(0, 4 * 24 * 8), st.integers(0, 40))
    spans = quarters.map(lambda q: (midnight(0) + q[0] * 15 * MINUTE, midnight(0) + (q[0] + q[1]) * 15 * MINUTE))
    return st.lists(spans, max_size=5)


MINUTE = timedelta(minutes=1)
STEPS = st.one_of(
    st.tuples(st.just("ask"), PEOPLE, asks(), busy()),
    st.tuples(st.just("release"), PEOPLE),
    st.tuples(st.just("days pass"), st.integers(0, 2)),
    st.tuples(st.just("meet"), PEOPLE, st.integers(0, 8 * 24)),
)


def overlap(one: tuple[datetime, datetime], other: tuple[datetime, datetime]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


@given(st.lists(STEPS, max_size=12))
def test_no_two_people_are_ever_offered_times_that_overlap(steps: list[tuple]) -> None:
    holds: tuple[Hold, ...] = ()
    day, meetings = 0, {}
    for step in steps:
        match step:
            case "release", person:
                holds = tuple(hold for hold in standing(holds, midnight(day), meetings) if hold.person != person)
            case "days pass", more:
                day += more
            case "meet", person, hour:
                meetings.setdefault(person, []).append(midnight(0) + timedelta(hours=hour))
            case "ask", person, ask, taken:
                before = standing(holds, midnight(day), meetings)
                made = propose(
                    ask,
                    taken,
                    before,
                    person=person,
                    name=person,
                    today=TODAY + timedelta(days=day),
                    beside=meetings.get(person, ()),
                )
                holds = made.holds
                assert set(before) <= set(holds)
                theirs = [hold.span for hold in holds if hold.person != person]
                assert not any(overlap(span, other) for span in made.offered for other in theirs)
                assert not any(overlap(span, other) for span in made.offered for other in taken if other[0] < other[1])
                assert {*made.offered} <= {hold.span for hold in holds if hold.person == person}
        still = standing(holds, midnight(day), meetings)
        assert not any(overlap(one.span, other.span) for n, one in enumerate(still) for other in still[:n]), (
            "not even one person has two that overlap"
        )


@given(asks(), busy(), busy(), st.data())
def test_who_is_asked_again_gets_the_same_while_it_is_free(
    ask: Ask, taken: list, more: list, data: st.DataObject
) -> None:
    first = propose(ask, taken, (), person="ana", name="Ana", today=TODAY)
    assert not first.again
    besides = propose(replace(ask, minutes=30), taken, first.holds, person="bo", name="Bo", today=TODAY)
    again = propose(ask, taken, data.draw(st.permutations(besides.holds)), person="ana", name="Ana", today=TODAY)
    assert (again.offered, again.holds) == (first.offered, besides.holds)
    assert again.again == {*first.offered}
    later = propose(ask, [*taken, *more], besides.holds, person="ana", name="Ana", today=TODAY)
    lost = {span for span in first.offered if any(overlap(span, other) for other in more if other[0] < other[1])}
    assert {*later.offered} >= {*first.offered} - lost
    assert {*later.taken} == lost


def hold(person: str = "ana", start: int = 9, **more: object) -> Hold:
    at = midnight(1) + timedelta(hours=start)
    return Hold(person=person, name="Ana", start=at, end=at + 45 * MINUTE, proposed=TODAY, **more)


def test_a_hold_ends_when_its_time_has_passed() -> None:
    assert standing([hold()], midnight(1) + timedelta(hours=9, minutes=44), {}) == (hold(),)
    assert standing([hold()], midnight(1) + timedelta(hours=9, minutes=45), {}) == ()


def test_a_hold_ends_when_a_meeting_with_that_person_is_planned_that_was_not_there_before() -> None:
    at, now = midnight(5), midnight(0)
    assert standing([hold(), hold("bo", 11)], now, {"ana": [at]}) == (hold("bo", 11),)
    known = hold(beside=(at,))
    assert standing([known], now, {"ana": [at]}) == (known,)
    assert standing([known], now, {"ana": [at, at + MINUTE]}) == ()
