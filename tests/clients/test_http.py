"""Real programs follow the feeds by their address: they see what changes in a note, and many may ask at once."""

import io
import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.clients.test_khal import CALENDAR, KHAL, PAIR, VDIRSYNCER, run
from tests.clients.told import program
from tests.conftest import Sandbox

from vaultsync.server.app import application
from vaultsync.server.hosts import Hosts
from vaultsync.server.key import Key
from vaultsync.server.log import begin
from vaultsync.server.run import listening, server
from vaultsync.server.shelf import Shelf
from vaultsync.vault.state import state_folder
from vaultsync.vault.token import ensure_token

pytestmark = pytest.mark.clients

TODAY = "2026-11-22"
FEED = "catch-ups"


class Served:
    """A vault whose feeds are served, and what the server logged."""

    def __init__(self, vault: Sandbox, address: str, log: io.StringIO) -> None:
        self.vault, self.address, self._log = vault, address, log

    def sync(self) -> None:
        command = [sys.executable, "-m", "vaultsync", "--vault", str(self.vault.root), "--today", TODAY, "sync"]
        subprocess.run(command, check=True, capture_output=True)

    def requests(self, count: int) -> list[tuple[str, int]]:
        """Method and status of each request, once so many are logged: an answer is read before its line is written."""
        until = time.monotonic() + 10
        while self._log.getvalue().count("\n") < count and time.monotonic() < until:
            time.sleep(0.01)
        lines = [json.loads(line) for line in self._log.getvalue().splitlines()]
        return [(line["method"], line["status"]) for line in lines if line["event"] == "request"]


@pytest.fixture
def served(sandbox: Sandbox) -> Iterator[Served]:
    state, log = state_folder(sandbox.root, os.environ), io.StringIO()
    taken = listening("127.0.0.1", 0)
    serving = server(application(Shelf(sandbox.feeds), Key(state), Hosts()))
    begin("json", log)
    thread = threading.Thread(target=serving.run, kwargs={"sockets": [taken]})
    thread.start()
    while not serving.started:
        time.sleep(0.01)
    address = f"http://127.0.0.1:{taken.getsockname()[1]}/feeds/{ensure_token(state)}"
    yield Served(sandbox, address, log)
    serving.should_exit = True
    thread.join()


def shown(folder: Path) -> dict[str, str]:
    """What khal shows: the day of each event by its title."""
    listing = run(
        folder,
        program("khal"),
        "-c",
        str(folder / "khal.conf"),
        "list",
        "--json",
        "start",
        "--json",
        "title",
        TODAY,
        "400d",
    )
    return {event["title"]: event["start"] for day in listing.splitlines() for event in json.loads(day)}


def test_vdirsyncer_and_khal_see_the_edit_of_a_note_after_their_next_sync(served: Served, tmp_path: Path):
    served.vault.write({"People/Ana Reyes.md": "---\ncadence: 6 weeks\n---\n## Log\n- 2026-08-01 call: hello\n"})
    served.sync()
    (tmp_path / FEED).mkdir()
    pair = PAIR.format(name="feed", address=served.address, folder=tmp_path)
    pair = pair.replace("/feed.ics", f"/{FEED}.ics").replace(f"{tmp_path}/feed/", f"{tmp_path}/{FEED}/")
    (tmp_path / "vdirsyncer.conf").write_text(VDIRSYNCER.format(folder=tmp_path) + pair)
    calendar = CALENDAR.format(name=FEED, folder=tmp_path)
    (tmp_path / "khal.conf").write_text(KHAL.format(folder=tmp_path) + calendar)

    def follow() -> dict[str, str]:
        run(tmp_path, program("vdirsyncer"), "-c", str(tmp_path / "vdirsyncer.conf"), "sync")
        return shown(tmp_path)

    run(tmp_path, program("vdirsyncer"), "-c", str(tmp_path / "vdirsyncer.conf"), "discover")
    before = follow()
    assert [title.partition(":")[0] for title in before] == ["Ana Reyes"]
    assert follow() == before

    note = served.vault.root / "People" / "Ana Reyes.md"
    note.write_text(note.read_text() + "- 2026-11-21 call: all well\n")
    served.sync()
    after = follow()
    assert list(after) == list(before)
    assert min(after.values()) > "2026-12-01" > max(before.values())
    assert set(served.requests(1)) == {("GET", 200)}


def test_who_asks_whether_it_changed_is_told_so_in_a_few_bytes(served: Served, tmp_path: Path):
    served.vault.write({"People/Ana Reyes.md": "---\ncadence: 6 weeks\n---\n"})
    served.sync()
    kept, tag = tmp_path / "kept.ics", tmp_path / "tag"
    ask = ("curl", "-sS", "--fail", "--compressed", "--etag-save", tag, "--etag-compare", tag, "-o", kept)
    feed = (served.vault.feeds / f"{FEED}.ics").read_bytes()
    for _ in range(2):
        run(tmp_path, *map(str, ask), f"{served.address}/{FEED}.ics")
        assert kept.read_bytes() == feed
    served.vault.write({"People/Ana Reyes.md": "---\ncadence: 6 weeks\nlast_contact: 2026-11-01\n---\n"})
    served.sync()
    run(tmp_path, *map(str, ask), f"{served.address}/{FEED}.ics")
    assert kept.read_bytes() == (served.vault.feeds / f"{FEED}.ics").read_bytes() != feed
    assert served.requests(3) == [("GET", 200), ("GET", 304), ("GET", 200)]


@pytest.mark.parametrize("header", ["Accept: text/calendar", "Accept-Encoding: gzip"])
def test_many_at_once_are_all_answered(served: Served, tmp_path: Path, header: str):
    served.vault.write({f"People/P{number}.md": "---\ncadence: 6 weeks\n---\n" for number in range(200)})
    served.sync()
    told = run(
        tmp_path,
        program("wrk"),
        "-t1",
        "-c64",
        "-d3s",
        "--timeout",
        "10s",
        "-H",
        header,
        f"{served.address}/{FEED}.ics",
    )
    assert int(re.search(r"(\d+) requests in", told)[1]) > 100
    assert "Socket errors" not in told
    assert "Non-2xx" not in told
    assert set(served.requests(1)) == {("GET", 200)}
