"""``watch``: what it tells, on a terminal and in a log, how it is stopped, and that there is one a vault."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from vaultsync.cli import watch as watch_module
from vaultsync.cli.main import REFUSED
from vaultsync.cli.options import Call
from vaultsync.cli.say import WrongUseError
from vaultsync.cli.watch import run_watch
from vaultsync.cli.watch_log import MOST_CHANGES, MOST_PROBLEMS, lines, logged, record, teller
from vaultsync.model import CatchUp, Reminder, problem
from vaultsync.sync import Change
from vaultsync.sync.watching import Told
from vaultsync.vault.errors import StateBusyError, VaultError
from vaultsync.vault.heartbeat import fresh
from vaultsync.vault.moment import moment
from vaultsync.vault.state import state_folder

NOW = datetime(2026, 11, 24, 14, 2, 11, tzinfo=UTC)
TODAY = date(2026, 11, 24)
DEADLINE = 20.0
ROOT = Path(__file__).parents[2]
KEYS = {
    *("at", "level", "event", "reason", "message", "changed", "changed_count", "written", "edited"),
    *("milliseconds", "notes", "people", "problems"),
}


def kept(**given):
    nothing = {"notes": 3, "people": 2, "changed": (), "written": (), "edited": (), "changes": (), "problems": ()}
    return SimpleNamespace(**{**nothing, "seconds": 0.0123, "later": 0.0, **given})


def change(kind, name="Ana Reyes", *, what="catch-up", day=date(2026, 12, 3)):
    reminder = Reminder(
        person=name, plugin="cadence", kind=what, key="", cycle="", reason="6 weeks", due=day, earliest=day, latest=day
    )
    one = CatchUp(uid=name, reminder=reminder, name=name, path=f"{name}.md", day=day, reason="6 weeks")
    return Change(kind=kind, catch_up=one, before=day)


DATE = problem("date-ambiguous", "03/04 could be two days.", hint="Write it in full.", path="People/Ana.md", line=3)


class Keeper:
    """Syncs nothing, and writes down what it was asked."""

    def __init__(self, on_sync=lambda keeper: kept()):
        self.hints = []
        self.closed = False
        self._on_sync = on_sync

    def sync(self, hint):
        self.hints.append(hint)
        return self._on_sync(self)

    def close(self):
        self.closed = True


@pytest.fixture
def vault(sandbox):
    return sandbox.write({"vaultsync.toml": "", "People/Ana Reyes.md": "# Ana\n"})


@pytest.fixture
def use(monkeypatch):
    """Let the watch use this keeper."""

    def used(keeper):
        monkeypatch.setattr(watch_module, "_keeper", lambda call, root: keeper)
        return keeper

    return used


class Running:
    """A watch in a thread of its own."""

    def __init__(self, root, **options):
        self.stop = threading.Event()
        self.code = None
        call = Call()
        call.take(options)
        self._thread = threading.Thread(target=self._run, args=(call, root))
        self._thread.start()

    def _run(self, call, root):
        self.code = run_watch(call, root, self.stop, log_format="json")

    def until(self, condition):
        end = time.monotonic() + DEADLINE
        while not condition():
            assert time.monotonic() < end
            time.sleep(0.01)

    def end(self):
        self.stop.set()
        self._thread.join(DEADLINE)
        assert not self._thread.is_alive()


@pytest.fixture
def running(vault):
    started = []

    def start(**options):
        started.append(Running(vault.root, **options))
        return started[-1]

    yield start
    for each in started:
        each.end()


def test_a_save_is_synced_and_logged(vault, use, running, capfd):
    keeper = use(Keeper(lambda keeper: kept(changed=("People/Ana Reyes.md",), written=("catch-ups.ics",))))
    watch = running()
    watch.until(lambda: keeper.hints == [None])
    vault.write({"People/Ana Reyes.md": "# Ana\nhello\n"})
    watch.until(lambda: len(keeper.hints) == 2)
    assert keeper.hints[1] == frozenset({"People/Ana Reyes.md"})
    watch.end()
    assert watch.code == 0
    assert keeper.closed
    out, err = capfd.readouterr()
    assert out == ""
    records = [json.loads(each) for each in err.splitlines()]
    assert [(each["event"], each["reason"]) for each in records] == [
        ("started", ""),
        ("synced", "start"),
        ("synced", "saved"),
        ("stopped", ""),
    ]
    assert all(set(each) == KEYS for each in records)
    assert records[2]["changed"] == ["People/Ana Reyes.md"]
    assert (records[2]["changed_count"], records[2]["written"]) == (1, ["catch-ups.ics"])
    assert records[2]["milliseconds"] == 12.3
    assert datetime.fromisoformat(records[2]["at"]).tzinfo is not None


def test_other_commands_know_when_all_is_read(vault, use, running):
    keeper = use(Keeper())
    folder = state_folder(vault.root, os.environ)
    watch = running()
    watch.until(lambda: fresh(folder, moment()))
    assert keeper.hints == [None]
    gate = threading.Event()
    keeper._on_sync = lambda keeper: (gate.wait(DEADLINE), kept())[1]
    vault.write({"People/Ana Reyes.md": "# Ana\nhello\n"})
    watch.until(lambda: not fresh(folder, moment()))
    watch.until(lambda: len(keeper.hints) == 2)
    assert not fresh(folder, moment())
    gate.set()
    watch.until(lambda: fresh(folder, moment()))
    watch.end()
    assert not fresh(folder, moment())


def test_a_second_watch_says_who_has_the_vault(vault, use, running, cli):
    keeper = use(Keeper())
    watch = running()
    watch.until(lambda: keeper.hints)
    said = cli("watch", vault.root)
    assert said.code == REFUSED
    assert f"Process {os.getpid()} watches this vault already" in said.err
    with pytest.raises(StateBusyError):
        run_watch(Call(), vault.root, threading.Event(), log_format="text")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_lets_the_sync_finish_and_ends_well(vault, use, cli, number):
    finished = []

    def stopping(keeper):
        os.kill(os.getpid(), number)
        time.sleep(0.05)  # the signal is heard here
        finished.append(True)
        return kept()

    keeper = use(Keeper(stopping))
    before = signal.getsignal(number)
    said = cli("watch", vault.root)
    assert said.code == 0
    assert finished == [True]
    assert keeper.closed
    assert said.err.splitlines()[-1].endswith("info stopped")
    assert signal.getsignal(number) == before


def test_a_second_ctrl_c_ends_at_once(vault, use, cli):
    def stuck(keeper):
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.05)
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(DEADLINE)

    keeper = use(Keeper(stuck))
    said = cli("watch", vault.root)
    assert said.code == 130
    assert "Nothing is half-written." in said.err
    assert keeper.closed


def test_the_program_itself_ends_well_on_sigterm(vault):
    script = (
        "import sys, types\n"
        "from vaultsync.cli import watch\n"
        "from tests.cli.test_watch import Keeper\n"
        "watch._keeper = lambda call, root: Keeper()\n"
        "from vaultsync.cli.main import run\n"
        "run()\n"
    )
    command = [sys.executable, "-c", script, "watch", str(vault.root), "--log-format", "json"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT) as process:
        events = [json.loads(process.stderr.readline())["event"] for _ in range(2)]
        process.send_signal(signal.SIGTERM)
        rest = process.stderr.read().splitlines()
    assert events == ["started", "synced"]
    assert [json.loads(each)["event"] for each in rest] == ["stopped"]
    assert process.returncode == 0


def test_failures_are_logged_and_the_watch_goes_on(vault, use, running, capfd):
    answers = [VaultError("The disk is full. Free some space.")]
    keeper = use(Keeper(lambda keeper: answers.pop() if not answers else kept()))

    def failing(keeper):
        if answers:
            raise answers.pop()
        return kept()

    keeper._on_sync = failing
    watch = running()
    watch.until(lambda: len(keeper.hints) == 2)
    watch.end()
    (failed,) = [json.loads(each) for each in capfd.readouterr().err.splitlines() if '"failed"' in each]
    assert (failed["level"], failed["message"]) == ("error", "The disk is full. Free some space.")


def test_a_watch_is_no_dry_run(vault):
    call = Call()
    call.take({"dry_run": True})
    with pytest.raises(WrongUseError, match="vaultsync sync --dry-run"):
        run_watch(call, vault.root, threading.Event(), log_format="text")


def test_the_day_follows_the_settings_and_the_clock(vault):
    call = Call()
    today = watch_module._Today(call, vault.root)
    assert abs((today() - datetime.now(UTC).date()).days) <= 1
    vault.write({"vaultsync.toml": "[vault]\ntoday = 2026-03-01\n"})
    assert today() == date(2026, 3, 1)
    vault.remove("vaultsync.toml")
    assert today() > date(2026, 3, 1)


def test_a_thread_of_the_events_fails_without_a_word_and_others_do_not(monkeypatch):
    heard = []
    monkeypatch.setattr(threading, "excepthook", heard.append)
    theirs = type("Emitter", (threading.Thread,), {"__module__": "watchdog.observers"})
    with watch_module._threads_end_quietly():
        threading.excepthook(SimpleNamespace(thread=theirs()))
        threading.excepthook(SimpleNamespace(thread=threading.Thread()))
        assert len(heard) == 1
    assert threading.excepthook == heard.append


# What is told


def _calm(told):
    return [re.sub(r"\x1b\[\d*m", "", each) for each in lines(told, TODAY)]


def test_a_calm_line_a_change():
    did = kept(
        changed=("a", "b", "c"),
        written=("catch-ups.ics",),
        edited=("People/Ana.md",),
        changes=(
            change("moved"),
            change("new", "Bo", day=date(2026, 11, 25)),
            change("gone", "Cy"),
            change("new", "Di", what="birthday"),
        ),
        problems=(DATE, problem("publish-refused", "It was refused.")),
    )
    assert _calm(Told(event="synced", reasons=("saved",), kept=did)) == [
        "Ana Reyes: catch-up moved to Thu 3 Dec",
        "Bo: catch-up tomorrow",
        "Cy: no catch-up on Thu 3 Dec any more",
        "Di: birthday on Thu 3 Dec",
        "3 notes read, catch-ups.ics written, 1 note written into in 12 ms",
        "People/Ana.md:3: warning: 03/04 could be two days. Write it in full.",
        "error: It was refused.",
    ]


def test_many_changes_are_counted():
    did = kept(changes=tuple(change("new", f"P{number}") for number in range(MOST_CHANGES + 5)))
    told = _calm(Told(event="synced", reasons=("saved",), kept=did))
    assert len(told) == MOST_CHANGES + 1
    assert told[-1] == "and 5 more changes"


def test_many_problems_are_counted_too():
    did = kept(problems=(DATE,) * (MOST_PROBLEMS + 1))
    assert _calm(Told(event="synced", reasons=("start",), kept=did))[-1] == "4 things to look at: vaultsync check"


def test_what_failed_and_works_again_is_told(capfd):
    again = Told(event="synced", reasons=("settings", "again"), kept=kept())
    assert _calm(again) == ["All is current again."]
    assert "reason=" in _told(capfd, again).err


def test_calm_lines_of_the_rest():
    assert _calm(Told(event="started")) == ["Watching. Ctrl-C stops."]
    assert _calm(Told(event="stopped")) == ["Stopped."]
    assert _calm(Told(event="failed", message="The disk is full.")) == ["The disk is full."]
    assert _calm(Told(event="synced", reasons=("start",), kept=kept())) == ["3 notes looked at in 12 ms"]
    assert _calm(Told(event="synced", reasons=("interval",), kept=kept(problems=(DATE,))))[0].startswith("People/Ana")


def test_what_a_note_says_moves_no_terminal():
    did = kept(changes=(change("new", "Ana\x1b[2J\nReyes"),))
    assert "\x1b[2J" not in next(lines(Told(event="synced", kept=did), TODAY))


def _told(capfd, *told, **options):
    given = {"calm": False, "quiet": False, "verbose": False, "now": lambda: NOW, "today": lambda: TODAY} | options
    tell = teller(given.pop("log_format", "text"), **given)
    for each in told:
        tell(each)
    return capfd.readouterr()


def test_a_sync_that_found_nothing_new_is_no_news(capfd):
    nothing = Told(event="synced", reasons=("interval",), kept=kept())
    assert _told(capfd, nothing) == ("", "")
    assert "synced reason=interval" in _told(capfd, nothing, verbose=True).err
    assert "synced reason=start" in _told(capfd, Told(event="synced", reasons=("start",), kept=kept())).err


def test_a_terminal_gets_the_time_and_the_line(capfd):
    told = _told(capfd, Told(event="started"), Told(event="failed", message="The disk is full."), calm=True)
    assert [re.sub(r"\x1b\[\d*m", "", each) for each in told.out.splitlines()] == [
        "14:02  Watching. Ctrl-C stops.",
        "14:02  The disk is full.",
    ]
    assert _told(capfd, Told(event="started"), Told(event="stopped"), calm=True, quiet=True).out == ""


def test_a_log_of_text_is_one_line_an_event_with_the_problems_below():
    did = kept(changed=("a", "b"), written=("catch-ups.ics", "birthdays.ics"), problems=(DATE,))
    assert logged(record(Told(event="synced", reasons=("saved",), kept=did), NOW)).splitlines() == [
        "2026-11-24T14:02:11.000+00:00 info synced reason=saved changed=2 written=catch-ups.ics,birthdays.ics"
        " milliseconds=12.3 notes=3 people=2",
        "  People/Ana.md:3: warning: 03/04 could be two days. Write it in full.",
    ]
    assert logged(record(Told(event="vault-gone", message='The vault "x" is gone.'), NOW)) == (
        '2026-11-24T14:02:11.000+00:00 warning vault-gone message="The vault \\"x\\" is gone."'
    )


def test_a_log_of_json_tells_problems_with_their_place(capfd):
    (text,) = _told(
        capfd, Told(event="synced", reasons=("saved",), kept=kept(problems=(DATE,))), log_format="json"
    ).err.splitlines()
    (told,) = json.loads(text)["problems"]
    assert (told["path"], told["line"], told["code"], told["severity"]) == (
        "People/Ana.md",
        3,
        "date-ambiguous",
        "warning",
    )
