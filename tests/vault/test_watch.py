"""Watching real files with a real observer: what was done is hinted at, whatever happens to events and folder."""

import ctypes
import errno
import os
import shutil
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import pytest

from vaultsync.vault import watch as watch_module
from vaultsync.vault import watch_observer
from vaultsync.vault.errors import VaultError
from vaultsync.vault.moment import Moment, moment
from vaultsync.vault.scan import scan
from vaultsync.vault.watch import Notice, Watcher
from vaultsync.vault.watch_hints import Batch, Hints
from vaultsync.vault.watch_observer import Events
from vaultsync.vault.watch_root import look

DEADLINE = 20.0
DAY = date(2026, 11, 24)
pytestmark = pytest.mark.filterwarnings("ignore:Callback with id:RuntimeWarning")  # as the watcher has it; see there
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="inotify")


class Asked:
    """A watcher, and everything that it said so far."""

    def __init__(self, watcher):
        self.watcher = watcher
        self.batches = []
        self.notices = []

    def turn(self, seconds=0.05):
        said = self.watcher.next(seconds)
        if isinstance(said, Batch):
            self.batches.append(said)
        elif isinstance(said, Notice):
            self.notices.append(said)
        return said

    def until(self, condition):
        end = time.monotonic() + DEADLINE
        while not condition():
            assert time.monotonic() < end, (self.batches, self.notices)
            self.turn()

    def hinted(self, *paths):
        """Wait until all these paths were hinted at one by one, and say what else was."""
        self.until(lambda: set(paths) <= self.paths)
        return self.paths - set(paths)

    def whole(self, reason):
        """Wait until a look at everything was asked for, for that reason among others."""
        self.until(lambda: any(batch.hint is None and reason in batch.reasons for batch in self.batches))

    def told(self, event):
        self.until(lambda: event in self.events)

    def rests(self):
        """Ask until nothing waits, and begin a new list."""
        self.until(lambda: self.turn(0.3) is None and not self.watcher._hints)
        self.batches.clear()
        return self

    @property
    def paths(self):
        return {path for batch in self.batches for path in batch.hint or ()}

    @property
    def events(self):
        return [notice.event for notice in self.notices]


@pytest.fixture
def vault(tmp_path):
    root = tmp_path / "vault"
    (root / "People").mkdir(parents=True)
    (root / ".obsidian").mkdir()
    for name in ("Ana", "Bo", "Cy"):
        (root / "People" / f"{name}.md").write_text(f"# {name}\n")
    return root


@pytest.fixture
def quick(monkeypatch):
    """Turns come quickly, so that nobody waits a second for them."""
    monkeypatch.setattr(watch_module, "TURN", 0.05)


@pytest.fixture
def start(quick):
    """Begin to watch; the first look at everything is done with."""
    watchers = []

    def started(root, **options):
        watcher = Watcher(root, today=options.pop("today", lambda: DAY), **options)
        watchers.append(watcher)
        asked = Asked(watcher)
        asked.whole("start")
        asked.batches.clear()
        return asked

    yield started
    for watcher in watchers:
        watcher.close()


@pytest.fixture
def asked(start, vault):
    return start(vault)


def test_it_begins_with_a_look_at_everything(vault, quick):
    with Watcher(vault, today=lambda: DAY) as watcher:
        assert not watcher.exact
        assert watcher.next(DEADLINE) == Batch(hint=None, reasons=("start",))
        assert watcher.exact
        assert watcher.there
    assert not watcher.exact


def test_a_save_in_place(asked, vault):
    (vault / "People" / "Ana.md").write_text("# Ana\nhello\n")
    assert asked.hinted("People/Ana.md") == set()


def test_a_save_by_replacing(asked, vault):
    for beside in ("Ana.md.tmp", ".Ana.md.swp", "Ana.md~", "4913"):
        (vault / "People" / beside).write_text("# Ana\nhello\n")
        (vault / "People" / beside).replace(vault / "People" / "Ana.md")
        assert asked.hinted("People/Ana.md") == set()
        asked.rests()


def test_a_new_note_and_one_that_is_removed(asked, vault):
    (vault / "People" / "Di.md").write_text("# Di\n")
    (vault / "People" / "Bo.md").unlink()
    assert asked.hinted("People/Di.md", "People/Bo.md") == set()


def test_a_rename_hints_at_both_names(asked, vault):
    (vault / "People" / "Ana.md").rename(vault / "People" / "Ana Reyes.md")
    assert asked.hinted("People/Ana.md", "People/Ana Reyes.md") == set()


def test_a_rename_by_case_alone(asked, vault):
    (vault / "People" / "Ana.md").rename(vault / "People" / "ana.md")
    assert asked.hinted("People/Ana.md", "People/ana.md") == set()


def test_a_note_that_is_moved_out_of_the_vault_holds_nothing_up(asked, vault, tmp_path):
    (vault / "People" / "Ana.md").rename(tmp_path / "Ana.md")
    (vault / "People" / "Bo.md").write_text("# Bo\nhello\n")
    assert asked.hinted("People/Ana.md", "People/Bo.md") == set()


def test_a_folder_that_is_moved_out_and_in_again_is_a_look_at_everything(asked, vault, tmp_path):
    (vault / "People").rename(tmp_path / "People")
    asked.whole("folders")
    asked.rests()
    (tmp_path / "People").rename(vault / "Friends")
    asked.whole("folders")
    asked.rests()
    (vault / "Friends" / "Ana.md").write_text("# Ana\nhello\n")
    assert asked.hinted("Friends/Ana.md") == set()


def test_a_folder_that_is_renamed_is_watched_under_its_new_name(asked, vault):
    (vault / "People").rename(vault / "Friends")
    asked.whole("folders")
    asked.rests()
    (vault / "Friends" / "Ana.md").write_text("# Ana\nhello\n")
    assert asked.hinted("Friends/Ana.md") == set()


def test_notes_in_a_new_folder_are_seen(asked, vault):
    (vault / "Work" / "Old").mkdir(parents=True)
    asked.whole("folders")
    asked.rests()
    (vault / "Work" / "Old" / "Di.md").write_text("# Di\n")
    assert asked.hinted("Work/Old/Di.md") == set()


def test_settings_are_a_look_at_everything(asked, vault):
    for name in ("vaultsync.toml", ".obsidian/daily-notes.json"):
        (vault / name).write_text("{}")
        asked.whole("settings")
        asked.rests()


def test_reading_starts_nothing(asked, vault):
    for _ in range(3):
        scan(vault)
        for path in vault.rglob("*.md"):
            path.read_bytes()
    (vault / "People" / "photo.jpg").write_bytes(b"x")
    (vault / ".vaultsync").mkdir()
    (vault / ".vaultsync" / "catch-ups.ics").write_text("x")
    (vault / "People" / ".~vaultsync-1.tmp").write_text("x")
    (vault / "People" / "Bo.md").write_text("# Bo\nlast\n")  # whatever was seen before it would be told before it
    assert asked.hinted("People/Bo.md") == set()
    assert [batch.hint for batch in asked.batches] == [frozenset({"People/Bo.md"})]


def test_a_vault_behind_a_link_is_watched(start, vault, tmp_path):
    (tmp_path / "link").symlink_to(vault)
    asked = start(tmp_path / "link")
    (vault / "People" / "Ana.md").write_text("# Ana\nhello\n")
    assert asked.hinted("People/Ana.md") == set()


def test_thousands_of_saves_at_once_are_few_looks(asked, vault):
    for number in range(3000):
        (vault / "People" / f"{number}.md").write_text("x")
    asked.whole("many")
    asked.rests()
    (vault / "People" / "Ana.md").write_text("# Ana\nhello\n")
    assert asked.hinted("People/Ana.md") == set()


def test_a_few_looks_were_really_few(asked, vault):
    for number in range(1000):
        (vault / "People" / f"{number}.md").write_text("x")
    asked.until(lambda: asked.turn(0.3) is None and not asked.watcher._hints)
    assert 1 <= len(asked.batches) <= 20


def test_what_waits_is_known_at_once_and_keeps_the_heartbeat_still(start, vault):
    asked = start(vault, hints=Hints(quiet=0.5, latest=1.0))
    asked.rests()
    assert asked.watcher.exact
    (vault / "People" / "Ana.md").write_text("# Ana\nhello\n")
    begun = time.monotonic()
    assert asked.watcher.next(DEADLINE) is None  # long before its time is over
    assert time.monotonic() - begun < DEADLINE / 2
    assert not asked.watcher.exact
    assert asked.hinted("People/Ana.md") == set()


def test_somebody_may_wake_it_and_ask_for_everything(asked):
    asked.rests()
    asked.watcher.wake()
    assert asked.watcher.next(DEADLINE) is None
    asked.watcher.everything("asked")
    asked.whole("asked")


def test_a_root_that_is_replaced_is_watched_anew(asked, vault, tmp_path):
    shutil.copytree(vault, tmp_path / "new")
    vault.rename(tmp_path / "old")
    (tmp_path / "new").rename(vault)
    asked.whole("replaced")
    assert "restarted" in asked.events
    asked.rests()
    (vault / "People" / "Ana.md").write_text("# Ana\nhello\n")
    assert asked.hinted("People/Ana.md") == set()


def test_a_vault_that_goes_and_comes_back_is_told_once_each(asked, vault, tmp_path):
    (vault / "People" / "Bo.md").write_text("# Bo\nlast\n")
    vault.rename(tmp_path / "away")
    asked.told("vault-gone")
    assert not asked.watcher.there
    assert not asked.watcher.exact
    asked.batches.clear()
    for _ in range(10):
        asked.turn()
    assert asked.events == ["vault-gone"]
    assert asked.batches == []
    (tmp_path / "away").rename(vault)
    asked.whole("back")
    assert asked.events == ["vault-gone", "vault-back"]
    asked.rests()
    (vault / "People" / "Ana.md").write_text("# Ana\nhello\n")
    assert asked.hinted("People/Ana.md") == set()


def test_an_empty_folder_in_its_place_is_not_the_vault(asked, vault, tmp_path):
    vault.rename(tmp_path / "away")
    vault.mkdir()
    asked.told("vault-gone")
    assert "back" not in {reason for batch in asked.batches for reason in batch.reasons}
    vault.rmdir()
    (tmp_path / "away").rename(vault)
    asked.whole("back")


def test_a_root_that_is_deleted_is_gone(asked, vault):
    shutil.rmtree(vault)
    asked.told("vault-gone")


@pytest.mark.parametrize("which", range(3))
def test_a_thread_of_the_observer_that_dies_is_found(asked, vault, which):
    threads = sorted(asked.watcher._events._threads, key=lambda thread: type(thread).__name__)
    threads[which % len(threads)].stop()
    asked.whole("lost")
    assert "restarted" in asked.events
    asked.rests()
    (vault / "People" / "Ana.md").write_text("# Ana\nhello\n")
    assert asked.hinted("People/Ana.md") == set()


@linux
def test_an_overflow_is_noticed(asked, vault):
    from watchdog.observers.inotify_c import InotifyConstants, InotifyEvent  # noqa: PLC0415

    (reader,) = (thread for thread in asked.watcher._events._threads if type(thread).__name__ == "InotifyFD")
    reader.handle_event(InotifyEvent(-1, InotifyConstants.IN_Q_OVERFLOW, 0, b""))
    asked.whole("lost")
    assert "restarted" in asked.events
    asked.rests()
    (vault / "People" / "Ana.md").write_text("# Ana\nhello\n")
    assert asked.hinted("People/Ana.md") == set()


@linux
def test_more_events_than_the_system_keeps_end_in_a_look_at_everything(asked, vault, monkeypatch):
    from watchdog.observers.inotify_c import InotifyFD  # noqa: PLC0415

    most = int(Path("/proc/sys/fs/inotify/max_queued_events").read_text())
    handled = InotifyFD.handle_event

    def slow(self, event):
        if not event.is_queue_overflow:
            time.sleep(0.0005)  # so that the system's queue fills
        handled(self, event)

    monkeypatch.setattr(InotifyFD, "handle_event", slow)
    names = [os.fspath(vault / "People" / f"{number}.jpg") for number in range(2)]
    for number in range(most * 2):  # no note among them: nothing but the overflow can ask for the look
        name = names[number % 2]
        os.close(os.open(name, os.O_CREAT | os.O_WRONLY))
        os.unlink(name)  # noqa: PTH108
    monkeypatch.undo()
    asked.until(lambda: any({"lost", "many"} & set(batch.reasons) for batch in asked.batches))
    assert all(batch.hint is None for batch in asked.batches)


def test_a_burst_of_any_events_is_a_look_at_everything(start, vault, monkeypatch):
    monkeypatch.setattr(watch_module, "BURST", 5)
    monkeypatch.setattr(watch_module, "TURN", 60.0)
    asked = start(vault)
    for _ in range(3):
        (vault / ".git").mkdir(exist_ok=True)
        for number in range(5):
            (vault / ".git" / f"{number}").write_text("x")
        asked.turn()
    asked.whole("many")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")  # the thread that it kills
def test_a_failure_to_take_an_event_harms_no_event_after_it(asked, vault):
    asked.watcher._events._observer.event_queue.put(("nonsense", None))
    asked.whole("lost")
    asked.rests()
    (vault / "People" / "Ana.md").write_text("# Ana\nhello\n")
    asked.hinted("People/Ana.md")


def test_midnight_asks_for_everything(start, vault):
    days = [DAY]
    asked = start(vault, today=lambda: days[-1])
    days.append(DAY + timedelta(days=1))
    asked.whole("midnight")


def test_after_sleep_everything_is_looked_at(start, vault):
    slept = [0.0]

    def clock():
        now = moment()
        return Moment(wall=now.wall + slept[0], steady=now.steady, awake=now.awake + slept[0])

    asked = start(vault, clock=clock)
    slept[0] = 3600.0
    asked.whole("wake")


def test_a_disk_of_another_machine_is_asked(start, vault, monkeypatch):
    monkeypatch.setattr(watch_module, "remote", lambda root: "nfs4")
    asked = start(vault, every=0.1)
    asked.told("polling")
    assert "(nfs4)" in asked.notices[0].message
    (vault / "People" / "Ana.md").write_text("# Ana\nhello\n")
    (vault / "People" / "Bo.md").unlink()
    asked.hinted("People/Ana.md", "People/Bo.md")
    (vault / "vaultsync.toml").write_text("")
    asked.whole("settings")
    assert not asked.watcher.exact  # nothing that was saved since the last look is known
    assert asked.events == ["polling"]


def test_never_asking_waits_for_events_in_any_case(start, vault, monkeypatch):
    monkeypatch.setattr(watch_module, "remote", lambda root: "nfs4")
    asked = start(vault, poll="never")
    assert asked.watcher._events is not None


def test_a_vault_that_is_asked_goes_and_comes_back_too(start, vault, tmp_path):
    asked = start(vault, poll="always", every=0.1)
    vault.rename(tmp_path / "away")
    asked.told("vault-gone")
    (tmp_path / "away").rename(vault)
    asked.whole("back")
    (vault / "People" / "Ana.md").write_text("# Ana\nhello\n")
    asked.hinted("People/Ana.md")
    assert asked.events == ["polling", "vault-gone", "vault-back"]


def test_a_disk_that_does_not_answer_for_a_moment_is_asked_again(start, vault, monkeypatch):
    asked = start(vault, poll="always", every=0.1)
    failing = [2]

    def sometimes(root):
        if failing[0]:
            failing[0] -= 1
            raise VaultError("not now")
        return scan(root)

    monkeypatch.setattr("vaultsync.vault.watch_polling.scan", sometimes)
    (vault / "People" / "Ana.md").write_text("# Ana\nhello\n")
    asked.hinted("People/Ana.md")


def test_a_first_look_that_fails_is_made_later(quick, vault, monkeypatch):
    failing = [True]

    def sometimes(root):
        if failing.pop():
            failing.append(False)
            raise VaultError("not now")
        failing.append(False)
        return scan(root)

    monkeypatch.setattr("vaultsync.vault.watch_polling.scan", sometimes)
    with Watcher(vault, today=lambda: DAY, poll="always", every=0.1) as watcher:
        asked = Asked(watcher)
        asked.whole("lost")
        (vault / "People" / "Ana.md").write_text("# Ana\nhello\n")
        asked.hinted("People/Ana.md")
        assert asked.events == ["polling"]


def _no_room(monkeypatch, after=0):
    """The system has ``after`` more watches to give."""
    from watchdog.observers import inotify_c  # noqa: PLC0415

    given = inotify_c.inotify_add_watch
    left = [after]

    def limited(fd, path, mask):
        if left[0] <= 0:
            ctypes.set_errno(errno.ENOSPC)
            return -1
        left[0] -= 1
        return given(fd, path, mask)

    monkeypatch.setattr(inotify_c, "inotify_add_watch", limited)


@linux
@pytest.mark.parametrize("after", [0, 1, 2])
def test_too_few_watches_are_noticed_and_the_vault_is_asked(start, vault, monkeypatch, after):
    _no_room(monkeypatch, after)
    asked = start(vault, every=0.1)
    asked.told("polling")
    assert "fs.inotify.max_user_watches" in asked.notices[0].message
    (vault / "People" / "Ana.md").write_text("# Ana\nhello\n")
    asked.hinted("People/Ana.md")


@linux
def test_watches_that_run_out_with_a_new_folder_are_noticed(asked, vault, monkeypatch):
    monkeypatch.setattr(asked.watcher, "_every", 0.1)
    _no_room(monkeypatch)
    (vault / "Work").mkdir()
    asked.told("polling")
    asked.rests()
    (vault / "Work" / "Di.md").write_text("# Di\n")
    asked.hinted("Work/Di.md")


@linux
def test_no_instance_left_is_noticed(start, vault, monkeypatch):
    from watchdog.observers import inotify_c  # noqa: PLC0415

    def refused():
        ctypes.set_errno(errno.EMFILE)
        return -1

    monkeypatch.setattr(inotify_c, "inotify_init", refused)
    asked = start(vault, every=0.1)
    asked.told("polling")
    assert "max_user_instances" in asked.notices[0].message


def test_events_that_the_system_refuses_are_told_with_the_reason(start, vault, monkeypatch):
    def refused(self):
        raise OSError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Events, "start", refused)
    asked = start(vault, every=0.1)
    asked.told("polling")
    assert "permission was denied" in asked.notices[0].message


def test_losses_that_fsevents_tells_by_a_flag_are_heard():
    failed, got = watch_observer.threading.Event(), []

    class Emitter:
        def events_callback(self, *args):
            got.append(args)

    emitter = Emitter()
    watch_observer._tell_of_losses(emitter, failed)
    emitter.events_callback([b"/v"], [1], [0x100], [7])
    assert not failed.is_set()
    emitter.events_callback([b"/v"], [1], [0x100 | 0x1], [8])
    assert failed.is_set()
    assert len(got) == 2


def test_a_path_that_is_spelled_in_another_way_than_the_root_is_anything():
    from watchdog.events import FileModifiedEvent, FileMovedEvent  # noqa: PLC0415

    seen = []
    handler = watch_observer._Handler("/v", lambda *told: seen.append(told))
    handler.dispatch(FileModifiedEvent("/v/Ana.md"))
    handler.dispatch(FileModifiedEvent("/V/Bo.md"))
    handler.dispatch(FileMovedEvent("/v/Cy.md", "/v/Di.md"))
    assert seen == [
        ("Ana.md", False, False),
        ("", True, False),
        ("Cy.md", False, True),
        ("Di.md", False, False),
    ]


def test_a_folder_that_cannot_be_opened_is_looked_at_from_outside(vault, monkeypatch):
    whole = look(vault)

    def refused(*_args):
        raise PermissionError

    monkeypatch.setattr(os, "open", refused)
    assert (look(vault).device, look(vault).inode) == (whole.device, whole.inode)
    assert look(vault / "none") is None


def test_a_watcher_can_be_closed_twice(start, vault):
    asked = start(vault)
    asked.watcher.close()
    asked.watcher.close()
    events = Events(os.fspath(vault), lambda *_: None)
    events.room()
    events.stop()
