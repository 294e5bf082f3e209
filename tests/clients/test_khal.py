"""vdirsyncer subscribes to every feed over HTTP, and khal shows what it fetched."""

import json
import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tests.clients.told import program, told

pytestmark = pytest.mark.clients

VDIRSYNCER = """
[general]
status_path = "{folder}/status/"
"""

PAIR = """
[pair {name}]
a = "{name}_feed"
b = "{name}_local"
collections = null
conflict_resolution = "a wins"

[storage {name}_feed]
type = "http"
url = "{address}/{name}.ics"

[storage {name}_local]
type = "filesystem"
path = "{folder}/{name}/"
fileext = ".ics"
"""

KHAL = """
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = UTC
default_timezone = UTC
[sqlite]
path = {folder}/khal.db
[calendars]
"""

CALENDAR = """
[[{name}]]
path = {folder}/{name}/
readonly = True
"""


@contextmanager
def served(pages: dict[str, bytes]) -> Iterator[str]:
    """A server on the loopback interface; what it gives out is in ``pages``, by path."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = pages.get(self.path)
            self.send_response(404 if body is None else 200)
            self.send_header("Content-Type", "text/calendar; charset=utf-8")
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *args: object) -> None:
            """Say nothing: the tests' output is for the tests."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def run(folder: Path, *command: str) -> str:
    env = os.environ | {"HOME": str(folder), "LC_ALL": "C.UTF-8", "TZ": "UTC", "COLUMNS": "100000", "NO_PROXY": "*"}
    done = subprocess.run(command, env=env, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


def test_vdirsyncer_fetches_and_khal_shows_every_event(feeds: tuple[tuple[str, bytes], ...], tmp_path: Path):
    names = [f"feed{number}" for number in range(len(feeds))]
    pages = {f"/{name}.ics": data for name, (_, data) in zip(names, feeds, strict=True)}
    fetching, showing = tmp_path / "vdirsyncer.conf", tmp_path / "khal.conf"
    for name in names:
        (tmp_path / name).mkdir()
    with served(pages) as address:
        pairs = (PAIR.format(name=name, address=address, folder=tmp_path) for name in names)
        fetching.write_text(VDIRSYNCER.format(folder=tmp_path) + "".join(pairs))
        vdirsyncer = program("vdirsyncer")
        run(tmp_path, vdirsyncer, "-c", str(fetching), "discover")
        run(tmp_path, vdirsyncer, "-c", str(fetching), "sync")
        # The second time nothing has changed, and nothing may be lost or doubled by it.
        run(tmp_path, vdirsyncer, "-c", str(fetching), "sync")

    for name, (label, data) in zip(names, feeds, strict=True):
        fetched = [event for path in (tmp_path / name).glob("*.ics") for event in told(path.read_bytes())]
        # vdirsyncer trusts no feed's UIDs: it puts hashes of the events in their place.
        assert sorted(event[1:] for event in fetched) == sorted(event[1:] for event in told(data)), label

    calendars = (CALENDAR.format(name=name, folder=tmp_path) for name in names)
    showing.write_text(KHAL.format(folder=tmp_path) + "".join(calendars))
    fields = ("calendar", "uid", "start", "title")
    asked = [part for field in fields for part in ("--json", field)]
    listing = run(tmp_path, program("khal"), "-c", str(showing), "list", *asked, "2026-01-01", "1200d")
    # A list for each day: an event that lasts past midnight stands in two of them.
    shown = {tuple(event[field] for field in fields) for day in listing.splitlines() for event in json.loads(day)}
    for name, (label, data) in zip(names, feeds, strict=True):
        read = [(start, title) for calendar, _, start, title in shown if calendar == name]
        assert sorted(read) == sorted((_khal(event.starts), event.summary) for event in told(data)), label


def _khal(starts: str) -> str:
    """DTSTART as khal writes it."""
    day = f"{starts[:4]}-{starts[4:6]}-{starts[6:8]}"
    return f"{day} {starts[9:11]}:{starts[11:13]}" if "T" in starts else day
