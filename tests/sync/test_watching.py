"""The loop that keeps a vault current: nothing that was seen is forgotten, and nothing that fails ends it."""

import threading
import time
from collections import deque
from itertools import pairwise
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultsync.sync.watching import PATIENCE, keep_current
from vaultsync.vault.errors import StateBusyError, VaultError
from vaultsync.vault.watch import Notice
from vaultsync.vault.watch_hints import Batch

START = Batch(hint=None, reasons=("start",))


def saved(*paths):
    return Batch(hint=frozenset(paths), reasons=("saved",))


def kept(later=0.0, **given):
    nothing = {"notes": 3, "people": 2, "changed": (), "written": (), "edited": (), "changes": (), "problems": ()}
    return SimpleNamespace(**nothing | given, seconds=0.01, later=later)


class World:
    """A watcher, a keeper, a heartbeat and a clock that do as the script says, and write down what was done."""

    def __init__(self, *script, answers=()):
        self.script = deque(script)
        self.answers = deque(answers)
        self.now = 100.0
        self.stop = threading.Event()
        self.done = []
        self.told = []
        self.asked = []
        self.exact = True
        self.there = True
        self.woken = threading.Event()

    # the clock
    def clock(self):
        return self.now

    # the watcher
    def next(self, timeout):
        self.asked.append(timeout)
        said = self.script.popleft() if self.script else self.stop
        if said is self.stop:
            self.stop.set()
            return None
        if callable(said):
            said = said(self)
        if said is None or isinstance(said, float):
            self.now += timeout if said is None else said
            return None
        return said

    def wake(self):
        self.woken.set()

    # the keeper
    def sync(self, hint):
        self.done.append((self.now, hint if hint is None else tuple(sorted(hint))))
        answer = self.answers.popleft() if self.answers else kept()
        if callable(answer):
            answer = answer(self)
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def close(self):
        self.done.append("closed")

    # the heartbeat
    def beat(self, generation):
        self.done.append(f"beat {generation}")

    def still(self):
        self.done.append("still")

    def run(self):
        keep_current(self, self, stop=self.stop, tell=self.told.append, heartbeat=self, clock=self.clock)
        return self

    @property
    def syncs(self):
        return [each for each in self.done if isinstance(each, tuple)]

    @property
    def events(self):
        return [told.event for told in self.told]


def test_each_batch_is_synced_and_told():
    world = World(START, saved("Ana.md"), None, saved("Bo.md", "Cy.md")).run()
    assert world.syncs == [(100.0, None), (100.0, ("Ana.md",)), (101.0, ("Bo.md", "Cy.md"))]
    assert world.events == ["started", "synced", "synced", "synced", "stopped"]
    assert [told.reasons for told in world.told[1:4]] == [("start",), ("saved",), ("saved",)]
    assert world.told[1].kept.notes == 3
    assert "closed" not in world.done  # whoever opened it closes it


def test_it_stops_at_once_and_wakes_the_watcher_for_it():
    world = World()
    world.stop.set()
    world.run()
    assert world.woken.wait(10)
    assert world.syncs == []
    assert world.events == ["started", "stopped"]


def test_a_stop_lets_the_sync_that_runs_finish_and_begins_no_other():
    def stopping(world):
        world.stop.set()
        return kept()

    world = World(START, saved("Ana.md"), answers=[stopping]).run()
    assert world.syncs == [(100.0, None)]
    assert world.events == ["started", "synced", "stopped"]


def test_a_batch_that_comes_with_the_stop_waits_for_the_next_start():
    def stopping(world):
        world.stop.set()
        return saved("Ana.md")

    assert World(START, stopping).run().syncs == [(100.0, None)]


def test_what_was_too_fresh_is_synced_again_when_it_is_not():
    world = World(START, saved("Ana.md"), None, None, None, answers=[kept(), kept(later=1.5)]).run()
    assert world.syncs == [(100.0, None), (100.0, ("Ana.md",)), (101.5, ("Ana.md",))]
    assert world.told[3].reasons == ("fresh",)


def test_a_save_meanwhile_is_synced_at_once_together_with_what_was_too_fresh():
    world = World(START, saved("Ana.md"), saved("Bo.md"), None, None, answers=[kept(), kept(later=5.0)]).run()
    assert world.syncs[2:] == [(100.0, ("Ana.md", "Bo.md"))]
    assert world.told[3].reasons == ("fresh", "saved")


def test_a_failure_is_told_once_and_the_same_paths_are_tried_again_ever_less_often():
    full = VaultError("The disk is full.")
    world = World(START, saved("Ana.md"), *[None] * 90, answers=[kept(), *[full] * 6]).run()
    times = [at for at, _ in world.syncs[1:]]
    assert [later - earlier for earlier, later in pairwise(times)] == [*PATIENCE, PATIENCE[-1]]
    assert all(paths == ("Ana.md",) for _, paths in world.syncs[1:])
    assert world.events == ["started", "synced", "failed", "synced", "stopped"]
    assert world.told[2].message == "The disk is full."
    assert world.told[3].reasons == ("saved", "again")


def test_another_failure_is_told_too():
    world = World(START, *[None] * 10, answers=[VaultError("One."), VaultError("Two.")]).run()
    assert [told.message for told in world.told if told.event == "failed"] == ["One.", "Two."]


def test_a_failure_makes_what_is_saved_meanwhile_wait_too_and_loses_none_of_it():
    busy = StateBusyError("Another vaultsync is working.")
    world = World(START, saved("Ana.md"), saved("Bo.md"), None, None, answers=[kept(), busy]).run()
    assert world.syncs[1:] == [(100.0, ("Ana.md",)), (101.0, ("Ana.md", "Bo.md"))]


def test_a_look_at_everything_does_not_wait_since_it_may_be_mended():
    settings = Batch(hint=None, reasons=("settings",))
    world = World(START, *[None] * 2, 0.5, settings, answers=[VaultError("No.")] * 2).run()
    assert world.syncs == [(100.0, None), (101.0, None), (102.5, None)]


def test_after_a_failed_look_at_everything_comes_another():
    world = World(START, saved("Ana.md"), None, answers=[VaultError("No.")]).run()
    assert world.syncs == [(100.0, None), (101.0, None)]


def test_a_success_makes_patience_anew():
    world = World(
        START, *[None] * 3, saved("Ana.md"), *[None] * 3, answers=[VaultError("No."), kept(), VaultError("No.")]
    ).run()
    assert [at for at, _ in world.syncs] == [100.0, 101.0, 103.0, 104.0]
    assert world.events.count("failed") == 2


def test_what_cannot_mend_itself_ends_it_with_the_heart_still():
    world = World(START, answers=[ValueError("a fault")])
    with pytest.raises(ValueError, match="a fault"):
        world.run()
    assert world.done[-1] == "still"
    assert world.events == ["started", "stopped"]


def test_notices_are_told():
    notice = Notice(event="polling", message="The vault is looked at every 30 seconds.")
    world = World(START, notice).run()
    assert (world.told[2].event, world.told[2].message) == ("polling", notice.message)


def test_while_the_vault_is_gone_nothing_is_tried_and_nothing_said_but_that():
    def gone(world):
        world.there = False
        return Notice(event="vault-gone", message="gone")

    def back(world):
        world.there = True
        return Notice(event="vault-back", message="back")

    failing = VaultError("The vault cannot be read.")

    def vanishing(world):
        world.there = False
        return failing

    world = World(
        START,
        saved("Ana.md"),
        gone,
        *[None] * 5,
        back,
        Batch(hint=None, reasons=("back",)),
        answers=[kept(), vanishing],
    ).run()
    assert world.events == ["started", "synced", "vault-gone", "vault-back", "synced", "stopped"]
    assert world.syncs == [(100.0, None), (100.0, ("Ana.md",)), (105.0, None)]


def test_the_heart_beats_only_when_all_is_read():
    def blind(world):
        world.exact = False

    def seeing(world):
        world.exact = True

    world = World(START, None, blind, seeing, saved("Ana.md"), None, answers=[kept(), kept(later=0.5)]).run()
    assert world.done == [
        "still",
        "still",
        (100.0, None),
        "beat 1",
        "beat 1",
        "still",
        "beat 1",
        "still",
        (world.syncs[1][0], ("Ana.md",)),
        "still",
        "still",
        (world.syncs[2][0], ("Ana.md",)),
        "beat 3",
        "still",
    ]


def test_it_does_not_beat_before_the_first_sync_nor_after_a_failed_one():
    world = World(None, START, None, answers=[VaultError("No."), VaultError("No.")]).run()
    assert not [each for each in world.done if str(each).startswith("beat")]


def test_it_waits_no_longer_than_until_something_is_due():
    world = World(START, None, answers=[kept(later=0.25)]).run()
    assert world.asked[:2] == [1.0, 0.25]


def test_a_watcher_in_a_thread_ends_when_it_is_stopped():
    world = World(*[lambda _world: time.sleep(0.01)] * 1000)
    thread = threading.Thread(target=world.run)
    thread.start()
    world.stop.set()
    thread.join(10)
    assert not thread.is_alive()


batches = st.frozensets(st.sampled_from("abcdef"), min_size=1).map(lambda paths: Batch(hint=paths, reasons=("saved",)))
answers = st.one_of(st.just(VaultError("No.")), st.sampled_from([0.0, 0.0, 0.4, 3.0]))


@given(st.lists(st.one_of(st.none(), st.just(START), batches), max_size=30), st.lists(answers, max_size=30))
def test_whatever_fails_every_path_is_in_a_sync_that_succeeded_after_it_was_seen(script, outcomes):
    seen, succeeded = [], []

    def noted(batch):
        return lambda world: (seen.append((len(world.syncs), batch.hint)), batch)[1]

    def answered(outcome):
        def answer(world):
            if isinstance(outcome, float):
                succeeded.append((len(world.syncs), world.syncs[-1][1], outcome))
            return outcome if isinstance(outcome, VaultError) else kept(later=outcome)

        return answer

    World(
        *[None if each is None else noted(each) for each in script],
        *[None] * 200,
        answers=[answered(each) for each in (*outcomes, *[0.0] * 100)],
    ).run()
    for before, hint in seen:
        after = [paths for number, paths, later in succeeded if number > before and later == 0]
        if hint is None:
            assert None in after
        else:
            covered = {path for paths in after for path in (paths or ())}
            assert None in after or hint <= covered
