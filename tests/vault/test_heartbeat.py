"""The heartbeat: believed only from a living watch that has read everything, by clocks that agree."""

import subprocess
import sys
import threading

import pytest
from msgspec.structs import replace

from vaultsync.vault import watch_lock
from vaultsync.vault.errors import StateBusyError
from vaultsync.vault.heartbeat import EVERY, FILE, FRESH, Heartbeat, fresh, last_beat
from vaultsync.vault.lock import is_held, locked
from vaultsync.vault.moment import Moment, moment
from vaultsync.vault.watch_lock import watcher_of, watching

WATCH = """
import sys
from pathlib import Path
from vaultsync.vault.heartbeat import Heartbeat
from vaultsync.vault.watch_lock import watching
with watching(Path(sys.argv[1])):
    heart = Heartbeat(Path(sys.argv[1]))
    heart.beat(1)
    print("beats", flush=True)
    sys.stdin.readline()
    heart.beat(2)
    sys.stdin.readline()
"""


@pytest.fixture
def other(tmp_path):
    """Another process that watches and has said once that all is read."""
    command = [sys.executable, "-c", WATCH, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "beats\n"
        yield process
        process.kill()


class Clock:
    def __init__(self):
        self.now = Moment(wall=1_700_000_000.0, steady=50.0, awake=90.0)

    def __call__(self):
        return self.now

    def passes(self, seconds, *, wall=None):
        now = self.now
        self.now = Moment(
            wall=now.wall + (seconds if wall is None else wall), steady=now.steady + seconds, awake=now.awake + seconds
        )
        return self.now


@pytest.fixture
def clock():
    return Clock()


def test_a_living_watch_that_has_read_everything_is_believed(tmp_path, other):
    assert fresh(tmp_path, moment())
    assert last_beat(tmp_path).pid == other.pid == watcher_of(tmp_path)


def test_a_watch_that_died_is_not_believed_though_its_last_beat_is_recent(tmp_path, other):
    other.kill()
    other.wait()
    assert last_beat(tmp_path) is not None
    assert not fresh(tmp_path, moment())


def test_a_watch_that_stands_still_is_not_believed_for_long(tmp_path, other):
    now = moment()
    later = Moment(wall=now.wall + FRESH, steady=now.steady + FRESH, awake=now.awake + FRESH)
    assert not fresh(tmp_path, later)


def test_clocks_that_disagree_are_not_believed(tmp_path, other):
    now = moment()
    assert not fresh(tmp_path, replace(now, wall=now.wall - 3600))
    assert not fresh(tmp_path, replace(now, wall=now.wall + 3600))
    assert not fresh(tmp_path, replace(now, awake=now.awake + 3600))  # the machine slept
    assert not fresh(tmp_path, replace(now, awake=1.0))  # the machine began anew


def test_without_a_beat_or_with_one_that_cannot_be_read_nothing_is_believed(tmp_path, other):
    (tmp_path / FILE).write_text("{")
    assert not fresh(tmp_path, moment())
    (tmp_path / FILE).unlink()
    assert not fresh(tmp_path, moment())
    assert not fresh(tmp_path / "none", moment())


def test_while_something_waits_nothing_is_said(tmp_path, clock):
    heart = Heartbeat(tmp_path, clock=clock)
    with watching(tmp_path):
        heart.beat(1)
        assert last_beat(tmp_path).generation == 1
        heart.still()
        assert last_beat(tmp_path) is None
        heart.beat(2)
        assert last_beat(tmp_path).generation == 2


def test_it_is_written_once_a_second_and_at_once_after_a_sync(tmp_path, clock):
    heart = Heartbeat(tmp_path, clock=clock)
    heart.beat(1)
    first = last_beat(tmp_path)
    clock.passes(EVERY / 2)
    heart.beat(1)
    assert last_beat(tmp_path) == first
    heart.beat(2)
    second = last_beat(tmp_path)
    assert (second.generation, second.wall) == (2, first.wall + EVERY / 2)
    clock.passes(EVERY)
    heart.beat(2)
    assert last_beat(tmp_path).awake == second.awake + EVERY


def test_what_an_earlier_watch_left_is_taken_away(tmp_path, clock):
    Heartbeat(tmp_path, clock=clock).beat(1)
    Heartbeat(tmp_path, clock=clock)
    assert last_beat(tmp_path) is None


def test_a_disk_that_refuses_is_no_harm(tmp_path, clock):
    heart = Heartbeat(tmp_path, clock=clock)
    (tmp_path / FILE).mkdir()
    heart.beat(1)
    heart.still()
    (tmp_path / FILE).rmdir()
    heart.beat(1)
    assert last_beat(tmp_path) is not None


def test_a_second_watch_says_who_has_it(tmp_path, other):
    with pytest.raises(StateBusyError, match=f"Process {other.pid} watches this vault already"):  # noqa: SIM117
        with watching(tmp_path, wait=0):
            pass


def test_a_second_watch_that_nobody_has_a_name_for(tmp_path, other):
    (tmp_path / watch_lock.WHO).write_text("?")
    with pytest.raises(StateBusyError, match="Another process watches"), watching(tmp_path, wait=0):
        pass


def test_a_sync_by_hand_beside_a_watch_is_welcome(tmp_path, other):
    with locked(tmp_path, wait=0):
        assert is_held(tmp_path)
    assert not is_held(tmp_path)


def test_a_command_that_asks_does_not_keep_a_watch_from_beginning(tmp_path):
    with watching(tmp_path):
        pass
    stop = threading.Event()

    def asking():
        while not stop.is_set():
            is_held(tmp_path, watch_lock.WATCH_LOCK)

    asker = threading.Thread(target=asking)
    asker.start()
    try:
        for _ in range(20):
            with watching(tmp_path):
                pass
    finally:
        stop.set()
        asker.join()


def test_a_watch_leaves_its_name_only_while_it_is_one(tmp_path):
    with watching(tmp_path):
        assert watcher_of(tmp_path) > 0
        assert is_held(tmp_path, watch_lock.WATCH_LOCK)
    assert watcher_of(tmp_path) == 0
    assert not is_held(tmp_path, watch_lock.WATCH_LOCK)


def test_where_there_are_no_locks_nobody_is_believed(tmp_path, monkeypatch):
    with watching(tmp_path):
        pass

    def refused(number):
        raise OSError(37, "No locks available")

    monkeypatch.setattr("vaultsync.vault.lock._take", refused)
    assert not is_held(tmp_path, watch_lock.WATCH_LOCK)
