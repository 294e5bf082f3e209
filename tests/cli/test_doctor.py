import http.server
import os
import re
import shutil
import sqlite3
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import ClassVar

import pytest

from vaultsync.cli.doctor import feeds as doctor_feeds
from vaultsync.cli.doctor import program as doctor_program
from vaultsync.cli.doctor import vault as doctor_vault
from vaultsync.cli.doctor.finding import found
from vaultsync.config import Settings, VaultSettings
from vaultsync.model import problem
from vaultsync.server.app import application
from vaultsync.server.hosts import Hosts
from vaultsync.server.key import Key
from vaultsync.server.run import listening, server
from vaultsync.server.shelf import Shelf
from vaultsync.vault.heartbeat import Heartbeat
from vaultsync.vault.index import INDEX_FILE, cache_folder
from vaultsync.vault.scan import FileStat, Scan
from vaultsync.vault.state import state_folder
from vaultsync.vault.token import ensure_token, read_token
from vaultsync.vault.watch_lock import watching

FEED = (Path(__file__).parents[1] / "calendar" / "golden" / "three-events.ics").read_bytes()
NOWHERE = 9  # the port of a service that nobody runs
SETTINGS = '[[feeds]]\nname = "catch-ups"\nquery = "-kind:birthday"\n[serve]\nport = {port}\n'


class Patient:
    """A small vault with one feed published, and the look at it."""

    def __init__(self, sandbox, cli) -> None:
        self.root, self._cli = sandbox.root.resolve(), cli
        self.write = sandbox.write
        self.settings(NOWHERE)
        self.write({"People/Ana.md": "# Ana\n", "Daily/2026-11-20.md": "", ".obsidian/app.json": "{}"})
        self.feed = self.root / ".vaultsync" / "feeds" / "catch-ups.ics"
        self.feed.parent.mkdir(parents=True)
        self.feed.write_bytes(FEED)
        self.state = state_folder(self.root, os.environ)

    def settings(self, port: int, more: str = "") -> None:
        self.write({"vaultsync.toml": SETTINGS.format(port=port) + more})

    def __call__(self, *more):
        return self._cli("doctor", self.root, *more)

    def ill(self) -> list[tuple[str, str, str, str]]:
        """Topic, name, words and next step of what is not well, by the program's own JSON."""
        told = self("--json")
        ill = [one for one in told.json["findings"] if not one["well"]]
        assert told.json["well"] is (not ill)
        assert told.code == (1 if ill else 0)
        return [(one["topic"], one["name"], one["said"], one["hint"]) for one in ill]

    def value(self, topic: str, name: str) -> object:
        return {(one["topic"], one["name"]): one["value"] for one in self("--json").json["findings"]}.get((topic, name))


@pytest.fixture
def patient(sandbox, cli, tmp_path, monkeypatch):
    monkeypatch.setenv("VAULTSYNC_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("VAULTSYNC_CONFIG_DIR", str(tmp_path / "config"))
    return Patient(sandbox, cli)


def test_all_is_well_and_nothing_is_written(patient, tmp_path, state_home):
    before = sorted(tmp_path.rglob("*"))
    told = patient()
    assert (told.code, told.err) == (0, "All is well.\n")
    assert told.out.startswith("Versions\n    vaultsync ")
    assert (sorted(tmp_path.rglob("*")), list(state_home.iterdir())) == (before, [])


def test_it_says_what_is_there(patient):
    assert patient.value("versions", "python") == sys.version.split()[0]
    assert patient.value("paths", "vault") == str(patient.root)
    assert patient.value("vault", "notes") == 2
    assert patient.value("vault", "daily notes") == 1
    assert patient.value("vault", "people folders") == ["People"]
    assert patient.value("vault", "editor") == ".obsidian"
    assert patient.value("vault", "index") == 0
    assert str(patient.value("plugins", "birthdays")).startswith("Reminds of birthdays")
    assert patient.value("feeds", "catch-ups.ics") == 3
    assert patient.value("feeds", "watch") == "none"
    assert patient.value("feeds", "server") is False


def the_index(patient) -> str:
    (said,) = [each["said"] for each in patient("--json").json["findings"] if each["name"] == "index"]
    return said


def test_the_index_is_told_of_with_its_size(patient, sandbox):
    assert the_index(patient) == "none; the next sync makes it"
    sandbox.sync()
    file = cache_folder(patient.root, os.environ) / INDEX_FILE
    assert patient.value("vault", "index") == file.stat().st_size
    assert re.fullmatch(r"0\.\d MB, of this version", the_index(patient))


def test_an_index_of_another_version_is_told_of(patient, sandbox):
    sandbox.sync()
    with closing(sqlite3.connect(cache_folder(patient.root, os.environ) / INDEX_FILE)) as book:
        book.execute("UPDATE meta SET value = 0 WHERE key = 'version'")
        book.commit()
    assert the_index(patient).endswith("MB, not of this version; the next sync makes it anew")
    sandbox.sync()
    assert the_index(patient).endswith("MB, of this version")


def test_an_index_that_is_being_made_is_told_of(patient, sandbox, monkeypatch):
    monkeypatch.setattr(doctor_program, "PATIENCE", 0.0)
    sandbox.sync()
    with closing(sqlite3.connect(cache_folder(patient.root, os.environ) / INDEX_FILE)) as book:
        book.execute("PRAGMA journal_mode=DELETE")
        book.execute("BEGIN EXCLUSIVE")
        assert the_index(patient).endswith("MB, being made now")


def test_without_the_part_that_recognises_people_the_rest_is_told(patient):
    assert patient("--without", "people").code == 0


def test_the_token_is_told_of_and_never_shown(patient):
    assert patient.value("paths", "token") is False
    token = ensure_token(patient.state)
    assert patient.value("paths", "token") is True
    assert token not in patient().out + patient("--json").out


def test_a_token_that_is_none_is_told_of(patient):
    patient.state.mkdir(parents=True)
    (patient.state / "token").write_text("x")
    ((topic, name, said, hint),) = patient.ill()
    assert (topic, name, said) == ("paths", "token", f"{patient.state / 'token'} holds no token.")
    assert hint.startswith("Make a new one: vaultsync feed rotate.")


def test_a_feed_that_is_missing_says_how_to_publish_it(patient):
    patient.feed.unlink()
    assert patient.ill() == [("feeds", "catch-ups.ics", "not published yet", "Publish it: vaultsync sync")]


def test_a_feed_that_does_not_parse_is_told_of(patient):
    patient.feed.write_bytes(FEED[: len(FEED) // 2])
    ((topic, name, _, hint),) = patient.ill()
    assert (topic, name) == ("feeds", "catch-ups.ics")
    assert hint == f"Take {patient.feed} away, and publish it anew: vaultsync sync"


def test_a_feed_that_cannot_be_read_is_told_of(patient):
    patient.feed.unlink()
    patient.feed.mkdir()
    assert patient.ill() == [
        (
            "feeds",
            "catch-ups.ics",
            "cannot be read: a folder stands where a file is needed",
            "Move that folder.",
        )
    ]


def test_feeds_of_plugins_are_looked_at_too(patient):
    patient.feed.with_name("theirs.ics").write_bytes(b"no feed")
    assert [one[:2] for one in patient.ill()] == [("feeds", "theirs.ics")]


def test_settings_that_are_wrong_are_told_of_with_their_line(patient):
    patient.settings(NOWHERE, "[planning]\nper_dya = 3\n")
    ((topic, name, said, hint),) = patient.ill()
    assert (topic, name, hint) == ("settings", "config-unknown", "Did you mean per_day?")
    assert said.startswith("vaultsync.toml:7: ")


def test_a_folder_where_a_file_stands_is_told_of(patient, monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setenv("VAULTSYNC_STATE_DIR", str(tmp_path / "file" / "state"))
    state, token = patient.ill()
    assert state == (
        "paths",
        "state",
        f"{tmp_path / 'file'} is a file, where a folder is needed.",
        "Move it, or choose another folder by VAULTSYNC_STATE_DIR.",
    )
    assert token[:2] == ("paths", "token")


def test_a_folder_that_may_not_be_written_is_told_of(patient, monkeypatch):
    allowed = os.access
    monkeypatch.setattr(
        doctor_program.os, "access", lambda path, mode: path != patient.feed.parent and allowed(path, mode)
    )
    ((topic, name, said, hint),) = patient.ill()
    assert (topic, name, said) == ("paths", "feeds", f"{patient.feed.parent} cannot be written to.")
    assert hint == "Check who may, or choose another folder by [publish] dir in vaultsync.toml."


def test_a_disk_that_is_nearly_full_is_told_of(patient, monkeypatch):
    monkeypatch.setattr(doctor_vault.shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10**9, 10**9, 10**6))
    assert [(topic, name) for topic, name, _, _ in patient.ill()] == [
        ("disk", "free for vault"),
        ("disk", "free for state"),
    ]


def test_a_note_from_the_future_is_told_of(patient):
    os.utime(patient.root / "People" / "Ana.md", (time.time() + 3600,) * 2)
    ((topic, name, said, _),) = patient.ill()
    assert (topic, name) == ("disk", "clock")
    assert said == "People/Ana.md was saved 60 minutes after now, by this computer's clock."


def test_editor_settings_that_cannot_be_read_are_told_of(patient):
    patient.write({".obsidian/daily-notes.json": "{"})
    assert [one[:2] for one in patient.ill()] == [("vault", ".obsidian/daily-notes.json")]


def test_a_vault_that_cannot_be_read_is_told_of(patient, monkeypatch):
    def refused(*_, **__):
        raise doctor_vault.VaultError("The vault cannot be read: permission was denied. Check who may.")

    monkeypatch.setattr(doctor_vault, "scan", refused)
    assert patient.ill() == [("vault", "notes", "The vault cannot be read: permission was denied.", "Check who may.")]


def test_a_folder_that_could_not_be_looked_at_is_told_of(patient, monkeypatch):
    def partly(*_, **__):
        return Scan(unread=("Locked",))

    monkeypatch.setattr(doctor_vault, "scan", partly)
    assert [one[:3] for one in patient.ill()] == [("vault", "Locked", "could not be looked at")]


def test_where_the_system_counts_watches_it_is_told_when_they_run_short(tmp_path):
    for number in range(20):
        (tmp_path / "vault" / str(number)).mkdir(parents=True)
    limits = tmp_path / "inotify"
    limits.mkdir()
    (limits / "max_user_watches").write_text("22\n")
    (limits / "max_user_instances").write_text("128\n")
    folders, watches, instances = doctor_vault.watches(tmp_path / "vault", limits)
    assert (folders.value, watches.value, instances.value) == (21, 22, 128)
    assert watches.hint.startswith("Give it more: sudo sysctl fs.inotify.max_user_watches=524288")
    (limits / "max_user_watches").write_text("30\n")
    assert all(one.well for one in doctor_vault.watches(tmp_path / "vault", limits))


def test_where_it_does_not_nothing_is_said(tmp_path):
    assert list(doctor_vault.watches(tmp_path, tmp_path / "inotify")) == []


@pytest.mark.parametrize(("poll", "well"), [("auto", True), ("never", False)])
def test_a_disk_on_another_computer_is_told_of(tmp_path, monkeypatch, poll, well):
    monkeypatch.setattr(doctor_vault, "remote", lambda root: "nfs4")
    kind = next(doctor_vault.disk(tmp_path, tmp_path, poll))
    assert (kind.name, kind.value, kind.well) == ("kind", "nfs4", well)


def test_a_system_that_tells_no_kinds_of_disk_is_no_trouble(tmp_path, monkeypatch):
    monkeypatch.setattr(doctor_vault, "MOUNTS", tmp_path / "none")
    monkeypatch.setattr(doctor_vault, "remote", lambda root: "")
    assert next(doctor_vault.disk(tmp_path, tmp_path, "auto")).said == "of this computer"


def test_whether_a_disk_ignores_case_is_told_from_a_name_that_is_there(tmp_path, monkeypatch):
    def ignores(folder, *, other):
        monkeypatch.setattr(Path, "exists", lambda path: other)
        return doctor_vault._ignores_case(folder)

    (tmp_path / "vault").mkdir()
    (tmp_path / "vault" / "1").touch()
    assert ignores(tmp_path / "vault", other=True) is None
    assert ignores(tmp_path / "none", other=True) is None
    (tmp_path / "vault" / "Ana.md").touch()
    assert ignores(tmp_path / "vault", other=True) is True
    assert ignores(tmp_path / "vault", other=False) is False
    (tmp_path / "vault" / "aNA.MD").touch()
    assert ignores(tmp_path / "vault", other=True) is None


def test_no_notes_at_all_are_no_fault_of_a_clock():
    assert doctor_vault._clock((), 0.0).well
    file = FileStat(path="Ana.md", size=1, mtime_ns=0, inode=1)
    assert doctor_vault._clock((file,), 0.0).well


def test_a_plugin_that_could_not_be_loaded_is_told_of():
    told = problem("plugin-load", "plugin x could not be loaded.", hint="Mend it.")
    assert list(doctor_program.plugins({}, (told,))) == [
        found("plugins", "not loaded", "plugin-load", "plugin x could not be loaded.", hint="Mend it.")
    ]


def test_a_library_that_is_missing_is_told_of(monkeypatch):
    monkeypatch.setattr(doctor_program, "LIBRARIES", ("no-such-library",))
    ill = [one for one in doctor_program.versions() if not one.well]
    assert [(one.name, one.said) for one in ill] == [("no-such-library", "missing")]


def test_a_watch_is_told_of(patient):
    with watching(patient.state):
        assert patient.value("feeds", "watch") == "busy"
        Heartbeat(patient.state).beat(1)
        assert patient.value("feeds", "watch") == "current"


@contextmanager
def serving(patient: Patient) -> Iterator[None]:
    """The server, on a port that the vault's settings name."""
    taken = listening("127.0.0.1", 0)
    patient.settings(taken.getsockname()[1])
    running = server(application(Shelf(patient.feed.parent), Key(patient.state), Hosts()))
    thread = threading.Thread(target=running.run, kwargs={"sockets": [taken]})
    thread.start()
    while not running.started:
        time.sleep(0.005)
    try:
        yield
    finally:
        running.should_exit = True
        thread.join()


def test_a_server_that_gives_out_the_feeds_is_well(patient):
    ensure_token(patient.state)
    with serving(patient):
        assert patient.ill() == []
        assert patient.value("feeds", "server") is True
        assert patient.value("feeds", "catch-ups.ics served") is True


def test_without_a_token_no_feed_is_asked_for(patient):
    with serving(patient):
        assert patient.ill() == []
        assert patient.value("feeds", "catch-ups.ics served") is None


def test_a_server_of_another_vault_is_told_of(patient, tmp_path):
    ensure_token(patient.state)
    with serving(patient):
        patient.feed.with_name("new.ics").write_bytes(FEED)
        (patient.state / "token").rename(patient.state / "away")
        token = ensure_token(patient.state)
        assert patient.ill() == []  # the server takes a new token by itself
        patient.feed = patient.feed.rename(tmp_path / "theirs.ics")
        shutil.move(patient.root / ".vaultsync" / "feeds", patient.root / "feeds")
        patient.write({"vaultsync.toml": (patient.root / "vaultsync.toml").read_text() + '[publish]\ndir = "feeds"\n'})
        told = [one for one in patient.ill() if one[1].endswith("served")]
    assert told == [
        (
            "feeds",
            "new.ics served",
            "not as it is (404)",
            "Does it serve another vault? Stop it, and start it here: vaultsync serve",
        )
    ]
    assert read_token(patient.state) == token


class Other(http.server.BaseHTTPRequestHandler):
    """Another program, which notes what it was asked for."""

    asked: ClassVar[list[str]] = []

    def do_GET(self):
        self.asked.append(self.path)
        self.send_response(404)
        self.end_headers()

    def log_message(self, *_):
        """Be quiet."""


def test_another_program_on_that_port_is_told_of_and_gets_no_token(patient):
    token = ensure_token(patient.state)
    Other.asked.clear()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Other) as other:
        threading.Thread(target=other.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        patient.settings(other.server_port)
        assert [one[:2] for one in patient.ill()] == [("feeds", "server")]
        other.shutdown()
    assert Other.asked == ["/healthz"]
    assert token


@pytest.mark.parametrize("host", ["192.0.2.1", "example.org"])
def test_no_other_computer_is_asked(patient, host):
    settings = Settings(serve=doctor_feeds.ServeSettings(host=host), vault=VaultSettings())
    (told,) = doctor_feeds.served(patient.root, settings, patient.state)
    assert told.said == f"not asked: {host} is no address of this computer alone"


def test_places_elsewhere_are_told_of_and_not_asked(patient, tmp_path, monkeypatch):
    patient.settings(NOWHERE, '[publish]\ntargets = ["s3://bucket/x", "s3://other/x", "/srv/calendars"]\n')
    (tmp_path / "config").mkdir()
    own = tmp_path / "config" / "config.toml"
    own.touch(mode=0o600)
    own.write_text('[targets."s3://bucket/x"]\noptions = { secret = "hunter2" }\n[targets."/srv/calendars"]\n')
    ((topic, name, _, hint),) = patient.ill()
    assert (topic, name) == ("elsewhere", "target-not-allowed")
    assert hint.endswith('[targets."s3://other/x"]')
    assert patient.value("elsewhere", "s3://bucket/x") is True
    assert "hunter2" not in patient().out
    monkeypatch.setattr(doctor_feeds, "find_spec", lambda name: None)
    assert ("elsewhere", "s3://bucket/x", "a package is missing", "Install it: pip install 'vaultsync[s3]'") in (
        patient.ill()
    )


@pytest.fixture
def index(patient, sandbox) -> Path:
    """The index, once a sync made it."""
    sandbox.sync()
    file = cache_folder(patient.root, os.environ) / INDEX_FILE
    assert file.exists()
    return file


def test_rebuilding_removes_the_index_and_the_next_sync_publishes_the_same(patient, sandbox, index):
    before = {file.name: file.read_bytes() for file in sandbox.feeds.iterdir()}
    remembered = sandbox.state()
    assert patient("--rebuild").out == "The index was removed; the next sync makes it anew.\n"
    assert not index.exists()
    assert patient("--rebuild").out == "There is no index to remove.\n"
    assert sandbox.sync().changes == ()
    assert {file.name: file.read_bytes() for file in sandbox.feeds.iterdir()} == before
    assert {**sandbox.state(), "meta": ()} == {**remembered, "meta": ()}
    assert index.exists()


def test_rebuilding_says_so_as_json(patient, index):
    assert patient("--rebuild", "--json").json == {"removed": True}


def test_a_dry_run_removes_nothing(patient, index):
    assert patient("--rebuild", "--dry-run").err.startswith("A dry run")
    assert index.exists()


def test_no_index_is_taken_from_a_watch(patient, index):
    with watching(patient.state):
        told = patient("--rebuild")
    assert told.code == 3
    assert told.err.startswith("A watch works with the index now.")
    assert index.exists()
