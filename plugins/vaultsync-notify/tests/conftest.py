"""Real receivers of mail and messages on loopback, a clock to set, and what the plugin is handed."""

import json
import logging
import socket
import threading
from datetime import date, datetime, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from zoneinfo import ZoneInfo

import pytest
from aiosmtpd.controller import Controller

import vaultsync_notify
from vaultsync import CatchUp, Context, Published, Publishing, Reminder
from vaultsync_notify import Config

TODAY = date(2027, 1, 4)  # a Monday
LISBON = ZoneInfo("Europe/Lisbon")


class Inbox:
    """What a server got, and how it answers."""

    def __init__(self):
        self.got = []
        self.answer = 200
        self.delay = threading.Event()
        self.hangs = False
        self.port = 0

    @property
    def titles(self):
        return [one["title"] for one in self.got]


@pytest.fixture
def http_server():
    """A server that keeps the JSON it is sent: apprise's json:// and ntfy://."""
    inbox = Inbox()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            inbox.got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            if inbox.hangs:
                inbox.delay.wait(30)
            self.send_response(inbox.answer)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    inbox.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield inbox
    inbox.delay.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def mail_server():
    """A mail server that keeps what it is sent."""

    class Keeps:
        def __init__(self):
            self.envelopes = []

        async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
            self.envelopes.append(envelope)
            return "250 OK"

    keeps = Keeps()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        keeps.port = free.getsockname()[1]
    controller = Controller(keeps, hostname="127.0.0.1", port=keeps.port)
    controller.start()
    yield keeps
    controller.stop()


@pytest.fixture
def clock(monkeypatch):
    """The time of day, as the plugin sees it."""

    def set_to(hour, minute=0, day=TODAY, zone=LISBON):
        monkeypatch.setattr(vaultsync_notify, "_now", lambda _zone: datetime.combine(day, time(hour, minute), zone))

    set_to(8)
    return set_to


class Host:
    def __init__(self, folder):
        self._folder = folder

    def folder(self, plugin):
        self._folder.mkdir(exist_ok=True)
        return self._folder


@pytest.fixture
def context(tmp_path):
    def make(day=TODAY, description="full", folder=None, **settings):
        return Context(
            today=day,
            zone=LISBON,
            vault="Notes",
            config=Config(**settings),
            log=logging.getLogger("vaultsync.plugin.notify"),
            host=Host(folder or tmp_path / "folder"),
            template_folders=(),
            publishing=Publishing(description=description),
            plugin="notify",
        )

    return make


def _catch_up(
    name="Ana Reyes", day=TODAY, action="call", reason="14 weeks since coffee; every 6 weeks", start=None, person=None
):
    person = person or name
    reminder = Reminder(person=person, key="next", kind="catch-up", due=day, reason=reason, action=action)
    return CatchUp(
        uid=f"uid-{person}-{day}", reminder=reminder, name=name, path=f"People/{name}.md", day=day, reason=reason,
        start=start,
    )  # fmt: skip


@pytest.fixture(scope="session")
def catch_up():
    return _catch_up


@pytest.fixture(scope="session")
def published():
    return lambda *some: Published(catch_ups=tuple(sorted(some, key=lambda one: one.sort_key)))


@pytest.fixture(scope="session")
def ana():
    """A day with one person."""
    return Published(catch_ups=(_catch_up(),))


@pytest.fixture
def away():
    """The port of a server that is away."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]
