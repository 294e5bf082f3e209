"""What is said at once is what the long way says; and where anything moved, the long way is gone."""

import contextlib
import json
import os
import sqlite3
import subprocess
import sys
from datetime import date
from importlib import import_module

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultsync.cli import quick
from vaultsync.cli.agenda_row import CATCH_UP, REMINDER
from vaultsync.cli.quick import _today
from vaultsync.model import CatchUp, Reminder
from vaultsync.vault.index import INDEX_FILE, cache_folder
from vaultsync.vault.scan import scan
from vaultsync.vault.still import code_stamp, digest_of, walked

ANA = "---\ncadence: 6 weeks\nbirthday: 1990-12-01\ngroups: [CX]\n---\n## Log\n- 2026-10-01 call: hello\n"
BO = "---\ncadence: 4 weeks\nnext_contact: 2026-11-25 18:30\n---\n## Log\n- 2026-10-20 coffee: hello\n"
OLD = 1_700_000_000
COMMANDS = [("agenda",), ("agenda", "--json"), ("agenda", "--days", "60", "--json"), ("people", "--json"), ("sync",)]


@pytest.fixture
def synced(sandbox, cli, monkeypatch):
    """A vault that was synced, whose notes are old; calls that say whether the long way was gone."""
    sandbox.write({"People/Ana.md": ANA, "People/Bo Ek.md": BO, "Daily/2026-11-20.md": "Lunch with [[Ana]]\n"})
    sandbox.write({"vaultsync.toml": "[vault]\ntoday = 2026-11-22\n", "Archive/Old.md": "x"})

    def age(*, whole: bool = True) -> None:
        for file in sandbox.root.rglob("*.md"):
            os.utime(file, (OLD, OLD))

    monkeypatch.setattr("vaultsync.sync.reading.YOUNG", 0)  # files of this moment are old enough
    gone = []
    for place, where in (("session", "looked"), ("people_found", "looked"), ("sync_report", "synced")):
        real = getattr(import_module(f"vaultsync.cli.{place}"), where)
        monkeypatch.setattr(
            f"vaultsync.cli.{place}.{where}", lambda *a, real=real, **k: (gone.append(1), real(*a, **k))[1]
        )

    def call(*arguments):
        gone.clear()
        said = cli("--vault", sandbox.root, *arguments)
        assert said.code == 0, said.err
        return said, bool(gone)

    age()
    call("sync")
    return sandbox, call


def without_time(said):
    text = said.out + said.err
    return [line for line in text.splitlines() if "Read " not in line and '"seconds"' not in line]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_the_quick_way_says_what_the_long_way_says(synced, monkeypatch, command):
    _, call = synced
    quick, went_long = call(*command)
    assert not went_long
    with monkeypatch.context() as patched:
        for module in ("agenda", "people", "sync"):
            patched.setattr(f"vaultsync.cli.{module}.standing_for", lambda *_, **__: None)
        patched.setattr("vaultsync.cli.at_once.known", lambda _: None)
        long, went_long = call(*command)
    assert went_long
    assert without_time(quick) == without_time(long)


ASKED = [
    ("find", "hello"),
    ("find", "hello", "--json"),
    ("find", "group:cx", "--json"),
    ("find", "last:<60d", "--json"),
    ("brief", "Ana", "--json"),
    ("brief", "people/bo ek"),
    ("intro", "Bo Ek", "--json"),
    ("intro", "People/Ana.md"),
]
"""What is asked of the books: whoever is asked about, and how."""


@pytest.mark.parametrize("command", ASKED, ids=" ".join)
def test_the_books_say_what_a_look_says(synced, monkeypatch, command):
    sandbox, call = synced
    sandbox.write({"People/Cy.md": "---\nknows: ['[[Bo Ek]]']\n---\n## Log\n- 2026-11-03 call: hello, Ana\n"})
    call("sync")
    call(*command)  # the words are kept by the first search
    quick, went_long = call(*command)
    assert not went_long
    monkeypatch.setattr("vaultsync.cli.looking.standing_for", lambda *_, **__: None)
    long, went_long = call(*command)
    assert went_long
    assert (quick.out, quick.err) == (long.out, long.err)


def test_a_sync_that_finds_nothing_new_says_the_same_as_json(synced):
    _, call = synced
    quick, went_long = call("sync", "--json")
    assert not went_long
    said = json.loads(quick.out)
    assert (said["notes"], said["people"], said["interactions"], said["changed_notes"]) == (4, 2, 3, 0)
    assert [feed["name"] for feed in said["feeds"]] == ["birthdays.ics", "catch-ups.ics"]
    assert said["problems"] == {"error": 0, "warning": 0, "info": 0}


def edited(sandbox):
    (sandbox.root / "People/Ana.md").write_text(ANA + "- 2026-11-02 call: more\n")


def same_size_and_time(sandbox):
    path = sandbox.root / "People/Ana.md"
    path.write_text(ANA.replace("hello", "HELLO"))
    os.utime(path, (OLD, OLD))


MOVES = {
    "a note is edited": edited,
    "a note is edited and its time set back": same_size_and_time,
    "a note is new": lambda box: box.write({"People/Cy.md": "Hello"}),
    "a note is gone": lambda box: box.remove("People/Ana.md"),
    "a note is renamed": lambda box: (box.root / "People/Ana.md").rename(box.root / "People/Anna.md"),
    "a folder is moved": lambda box: (box.root / "Archive").rename(box.root / "Attic"),
    "a folder becomes a vault": lambda box: (box.root / "Archive/.obsidian").mkdir(),
    "a link is made": lambda box: (box.root / "People/Link.md").symlink_to(box.root / "Archive/Old.md"),
    "a setting is changed": lambda box: box.write({"vaultsync.toml": "[vault]\ntoday = 2026-11-23\n"}),
    "the editor has settings": lambda box: box.write({".obsidian/daily-notes.json": "{}"}),
    "another editor's folder comes": lambda box: box.write({".config/app.json": "{}"}),
    "a feed is gone": lambda box: (box.feeds / "catch-ups.ics").unlink(),
    "a feed is written over": lambda box: (box.feeds / "catch-ups.ics").write_text("x"),
    "the index is gone": lambda box: box.lose_index(),
    "the code is another": lambda box: code_stamp.cache_clear() or os.utime(quick.__file__),
}


@pytest.mark.parametrize("move", MOVES.values(), ids=MOVES)
def test_where_anything_moved_the_long_way_is_gone(synced, move):
    sandbox, call = synced
    move(sandbox)
    said, went_long = call("sync", "--json")
    assert went_long
    assert json.loads(said.out)["notes"] == len(scan(sandbox.root).files)


@pytest.mark.parametrize("move", MOVES.values(), ids=MOVES)
def test_where_anything_moved_the_books_are_not_believed(synced, move):
    """Not by what was loaded, either: the walk may have been begun before the command line was taken apart."""
    sandbox, call = synced
    call("find", "hello")
    move(sandbox)
    for ahead in (False, True):
        for command in ("find", "hello"), ("brief", "Bo Ek"), ("intro", "Bo Ek"):
            if ahead:
                quick.look_ahead(sandbox.root)
            assert call(*command)[1]


WITHOUT_A_WALK = """
import sys
from vaultsync.cli import main, quick
quick.walked = lambda *_: sys.exit("it walks here")
main.run()
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork")
@pytest.mark.parametrize("command", [("find", "hello"), ("agenda",), ("agenda", "--json"), ("intro", "Ana"), ("sync",)])
def test_a_walk_that_was_begun_early_is_the_only_one(synced, command):
    sandbox, call = synced
    call("find", "hello")
    program = [sys.executable, "-c", WITHOUT_A_WALK, "--vault", str(sandbox.root), *command]
    done = subprocess.run(program, capture_output=True, check=False, text=True)
    assert (done.returncode, done.stdout) == (0, call(*command)[0].out)
    edited(sandbox)
    done = subprocess.run(program, capture_output=True, check=False, text=True)
    assert (done.returncode, "it walks here" in done.stderr) == (0, False)


def test_the_first_search_leaves_an_index_that_can_be_opened_at_once(synced):
    sandbox, call = synced
    call("find", "hello")
    log = cache_folder(sandbox.root, os.environ) / f"{INDEX_FILE}-wal"
    assert not log.exists() or not log.stat().st_size


@pytest.mark.parametrize("after", [1, 2])
def test_an_edit_is_seen_by_the_whole_program(synced, after):
    """Begun, loaded and run as a user runs it, before any sync and after one."""
    sandbox, call = synced
    asked = ("find", "unicycles", "--json"), ("brief", "Ana", "--json"), ("intro", "Ana", "--json")
    before = [whole(sandbox, *command) for command in asked]
    edited(sandbox)
    path = sandbox.root / "People/Ana.md"
    path.write_text(path.read_text() + "- 2026-11-21 call: unicycles\n")
    if after == 2:
        call("sync")
    now = [whole(sandbox, *command) for command in asked]
    assert all(was != said for was, said in zip(before, now, strict=True))
    assert [row["name"] for row in json.loads(now[0])] == ["Ana"]
    assert json.loads(now[2])["last_contact"] == "2026-11-21"


def whole(sandbox, *arguments):
    """What the program says, in a process of its own."""
    program = [sys.executable, "-m", "vaultsync", "--vault", str(sandbox.root), *arguments]
    return subprocess.run(program, capture_output=True, check=True).stdout


def test_a_note_that_was_saved_a_moment_before_is_read_once_more_and_believed(synced, monkeypatch):
    sandbox, call = synced
    monkeypatch.setattr("vaultsync.sync.reading.YOUNG", 10**18)  # everything is young
    edited(sandbox)
    assert call("sync")[1]
    assert not call("agenda", "--json")[1]
    path = sandbox.root / "People/Ana.md"
    stat = path.stat()
    path.write_text(path.read_text().replace("more", "MORE"))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    monkeypatch.setattr("vaultsync.cli.quick.walked", lambda *_: lines)
    lines = sandbox_lines(sandbox)
    assert call("agenda", "--json")[1]
    said, went_long = call("sync", "--json")
    assert (went_long, json.loads(said.out)["changed_notes"]) == (True, 1)


def sandbox_lines(sandbox):
    """The walk of the last sync, as if the system had not noticed the save."""
    folder = cache_folder(sandbox.root, os.environ)
    with contextlib.closing(sqlite3.connect(folder / INDEX_FILE)) as book:
        return book.execute("SELECT value FROM meta WHERE key='walk'").fetchone()[0].split("\n")


def test_another_day_goes_the_long_way(synced):
    _, call = synced
    assert not call("agenda", "--today", "2026-11-22")[1]
    assert call("agenda", "--today", "2026-11-23")[1]
    assert call("agenda", "--without", "cadence")[1]


def test_the_fields_that_are_read_without_the_values_are_those_of_the_values():
    assert Reminder.__struct_fields__ == REMINDER
    assert CatchUp.__struct_fields__ == CATCH_UP


def test_a_vault_that_was_never_synced_is_read(sandbox, cli):
    sandbox.write({"People/Ana.md": ANA})
    assert cli("--vault", sandbox.root, "--today", "2026-11-22", "agenda").code == 0


NAMES = st.sampled_from(
    [
        "a.md",
        "b.md",
        "a 2.md",
        "P/a.md",
        "P/x.txt",
        "P/Q/b.md",
        "skip/c.md",
        "P/skip/d.md",
        ".hidden/e.md",
        "N/.obsidian/x",
    ]
)


@given(st.lists(NAMES, unique=True))
@settings(deadline=None, max_examples=60)
def test_a_walk_sees_what_the_scan_saw(tmp_path_factory, names):
    root = tmp_path_factory.mktemp("vault")
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name)
    found = scan(root, ignore=["skip"])
    lines = walked(str(root), frozenset(found.skipped))
    assert digest_of(lines) == digest_of(found.lines)
    (root / "P").mkdir(exist_ok=True)
    (root / "P/new.md").write_text("x")
    assert digest_of(walked(str(root), frozenset(found.skipped))) != digest_of(found.lines)


def test_the_day_is_that_of_the_vaults_zone(synced, sandbox):
    assert _today({"pinned": "2026-11-22", "zone": "UTC"}) == date(2026, 11, 22)
    far = {_today({"pinned": None, "zone": zone}) for zone in ("Pacific/Kiritimati", "Pacific/Niue")}
    assert len(far) == 2
