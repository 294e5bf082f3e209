"""Hints: every path that was touched is handed out once it is quiet, soon enough, and many at once are few batches."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultsync.vault.watch_hints import CROWD, LATEST, LATEST_OF_MANY, MOST, QUIET, Batch, Hints

paths = st.integers(0, 60).map(lambda number: f"n{number}.md")
steps = st.lists(
    st.tuples(
        st.floats(0, 2.5, allow_nan=False),
        st.one_of(paths, st.sampled_from(["folders", "lost"]).map(lambda why: (why, False)), st.just(("wake", True))),
    ),
    max_size=120,
)
SMALL = {"most": 40, "crowd": 10}


def _run(hints, given_steps):
    """Feed the steps, asking whenever a batch is said to be ready. Returns the events and the batches, with times."""
    events, batches, now = [], [], 0.0

    def asked_until(end):
        while (at := hints.next_at()) is not None and at <= end:
            batch = hints.ready(max(at, now))
            assert batch is not None, "a batch is ready when it was said to be"
            batches.append((max(at, now), batch))

    for pause, what in given_steps:
        asked_until(now + pause)
        now += pause
        if isinstance(what, str):
            hints.add(what, now)
            events.append((now, what))
        else:
            hints.everything(what[0], now, at_once=what[1])
            events.append((now, None))
    asked_until(now + 10 * LATEST)
    return events, batches


def _covers(batch, path):
    return batch.hint is None or (path is not None and path in batch.hint)


@pytest.mark.parametrize(("most", "latest"), [(40, LATEST_OF_MANY), (MOST, LATEST)])
@given(steps)
def test_everything_that_was_touched_is_handed_out_after_its_last_event_and_soon(most, latest, given_steps):
    hints = Hints(most=most, crowd=10)
    events, batches = _run(hints, given_steps)
    for at, path in events:
        later = [when for when, batch in batches if when >= at and _covers(batch, path)]
        assert later, f"{path} of {at} was lost"
        assert later[0] <= at + latest + 1e-9
    assert not hints
    assert hints.next_at() is None


@given(steps)
def test_nothing_is_handed_out_that_nobody_touched_and_nothing_twice_for_one_event(given_steps):
    events, batches = _run(Hints(**SMALL), given_steps)
    touched = {path for _, path in events}
    for _, batch in batches:
        assert batch.reasons
        assert batch.hint is None or (batch.hint and batch.hint <= touched)
    assert len(batches) <= len(events)


@given(steps, st.floats(0.001, LATEST))
def test_nothing_is_ready_before_the_time_that_was_said(given_steps, early):
    hints = Hints(**SMALL)
    now = 0.0
    for pause, what in given_steps:
        now += pause
        if isinstance(what, str):
            hints.add(what, now)
        at = hints.next_at()
        if at is not None and at - early > now:
            assert hints.ready(at - early) is None


def test_a_path_is_handed_out_when_it_has_been_quiet():
    hints = Hints()
    hints.add("Ana.md", 10.0)
    hints.add("Ana.md", 10.1)
    assert hints.ready(10.1 + QUIET / 2) is None
    assert hints.ready(10.1 + QUIET) == Batch(hint=frozenset({"Ana.md"}), reasons=("saved",))
    assert hints.ready(20.0) is None


def test_a_path_that_is_saved_without_end_keeps_neither_itself_nor_another_waiting():
    hints = Hints()
    hints.add("Bo.md", 0.0)
    handed = []
    for tick in range(60):
        now = tick * 0.05
        hints.add("Busy.md", now)
        if batch := hints.ready(now):
            handed.append((round(now, 2), *sorted(batch.hint)))
    assert handed[0] == (QUIET, "Bo.md")
    assert handed[1] == (LATEST, "Busy.md")


def test_thousands_of_saves_at_once_are_few_batches():
    for count, seconds in ((5000, 2.0), (20_000, 8.0), (20_000, 60.0)):
        hints, batches, now = Hints(), 0, 0.0
        for number in range(count):
            now = number * seconds / count
            hints.add(f"{number}.md", now)
            batches += hints.ready(now) is not None
        batches += hints.ready(now + LATEST) is not None
        assert batches <= seconds / LATEST_OF_MANY + 1
        assert not hints


def test_a_crowd_is_looked_at_together_when_it_pauses():
    hints = Hints()
    for number in range(CROWD):
        hints.add(f"{number}.md", number * 0.03)
    last = (CROWD - 1) * 0.03
    assert hints.ready(last + QUIET - 0.01) is None
    assert len(hints.ready(last + QUIET).hint) == CROWD


def test_more_paths_than_are_worth_telling_apart_are_everything():
    hints = Hints()
    for number in range(MOST + 1):
        hints.add(f"{number}.md", 1.0)
    assert hints.ready(1.0 + QUIET) == Batch(hint=None, reasons=("saved", "many"))


def test_a_look_that_another_reason_asks_for_does_not_wait_for_many():
    hints = Hints()
    for number in range(MOST + 1):
        hints.add(f"{number}.md", 1.0)
    hints.everything("folders", 1.1)
    hints.add("Ana.md", 2.49)
    assert hints.ready(1.0 + LATEST).reasons == ("saved", "many", "folders")


def test_everything_waits_for_what_goes_on_unless_it_is_wanted_at_once():
    hints = Hints()
    hints.everything("folders", 0.0)
    hints.add("Ana.md", 0.1)
    assert hints.ready(QUIET) is None
    assert hints.ready(0.1 + QUIET) == Batch(hint=None, reasons=("folders",))
    hints.everything("start", 5.0, at_once=True)
    assert hints.ready(5.0) == Batch(hint=None, reasons=("start",))


def test_reasons_are_told_in_the_order_in_which_they_came_up_and_forgotten_with_their_batch():
    hints = Hints()
    hints.add("Ana.md", 0.0)
    hints.everything("folders", 0.1)
    hints.everything("wake", 0.1, at_once=True)
    assert hints.ready(0.1).reasons == ("saved", "folders", "wake")
    hints.add("Bo.md", 1.0)
    assert hints.ready(1.0 + QUIET).reasons == ("saved",)
    hints.everything("interval", 3.0, at_once=True)
    assert hints.ready(3.0).reasons == ("interval",)


def test_what_is_cleared_is_forgotten():
    hints = Hints()
    hints.add("Ana.md", 0.0)
    hints.everything("folders", 0.0)
    hints.clear()
    assert not hints
    assert hints.ready(100.0) is None
