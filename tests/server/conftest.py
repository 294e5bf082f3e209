"""A real server on the loopback interface, and ways to talk to it, well and badly."""

import http.client
import io
import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from vaultsync.server.app import application
from vaultsync.server.connection import Connection
from vaultsync.server.hosts import Hosts
from vaultsync.server.key import Key
from vaultsync.server.log import LOGGERS, begin
from vaultsync.server.run import listening, server
from vaultsync.server.shelf import Shelf
from vaultsync.vault.token import ensure_token

FEED = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + b"X-FILL:0123456789\r\n" * 200 + b"END:VCALENDAR\r\n"


class Answer(NamedTuple):
    """One answer as it came over the wire. Header names are in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


class Site:
    """A running server, its folder of feeds, and its log."""

    def __init__(self, root: Path, **limits: float) -> None:
        self.folder, self.state = root / "feeds", root / "state"
        self.folder.mkdir(parents=True)
        self.token = ensure_token(self.state)
        self._log = io.StringIO()
        self._limits = limits
        self.put("catch-ups.ics", FEED)

    def __enter__(self) -> "Site":
        kind = type("Limited", (Connection,), self._limits)
        app = application(Shelf(self.folder), Key(self.state), Hosts(["Box.example.org."]))
        taken = listening("127.0.0.1", 0)
        self.port = taken.getsockname()[1]
        self.server = server(app, kind)
        begin("text", self._log)
        self._thread = threading.Thread(target=self.server.run, kwargs={"sockets": [taken]})
        self._thread.start()
        while not self.server.started:
            time.sleep(0.005)
        return self

    def __exit__(self, *raised: object) -> None:
        self.server.should_exit = True
        self._thread.join()

    def put(self, name: str, data: bytes) -> Path:
        """Put a feed in its place as publishing does, whole."""
        path = self.folder / name
        temporary = path.with_name(".~vaultsync-test.tmp")
        temporary.write_bytes(data)
        temporary.replace(path)
        return path

    def path(self, name: str = "catch-ups.ics") -> str:
        return f"/feeds/{self.token}/{name}"

    def get(self, path: str = "", method: str = "GET", **headers: str) -> Answer:
        """One request on a connection of its own; header names with ``_`` for ``-``."""
        client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            client.putrequest(method, path or self.path(), skip_host="Host" in headers, skip_accept_encoding=True)
            for name, value in headers.items():
                client.putheader(name.replace("_", "-"), value)
            client.endheaders()
            return _answer(client.getresponse())
        finally:
            client.close()

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=10)

    def raw(self, data: bytes, *, finish: bool = True) -> bytes:
        """Everything that comes back for these bytes; where the server cuts the connection, what came before."""
        with self.connect() as client:
            try:
                client.sendall(data)
                if finish:
                    client.shutdown(socket.SHUT_WR)
                return b"".join(iter(lambda: client.recv(65536), b""))
            except ConnectionError:
                return b""

    def log(self, count: int = 0) -> list[str]:
        """The lines that were logged, once there are that many: a line is written after its answer."""
        until = time.monotonic() + 5
        while len(lines := self._log.getvalue().splitlines()) < count and time.monotonic() < until:
            time.sleep(0.005)
        return lines


def received(client: socket.socket, wanted: bytes) -> bytes:
    """What comes until these bytes have come, or the end."""
    got = b""
    while wanted not in got and (piece := client.recv(65536)):
        got += piece
    return got


def _answer(got: http.client.HTTPResponse) -> Answer:
    return Answer(got.status, {name.lower(): value for name, value in got.getheaders()}, got.read())


@pytest.fixture
def build(tmp_path: Path) -> Iterator[Callable[..., Site]]:
    """Build a site with limits of its own, and take it down after the test."""
    begun: list[Site] = []

    def built(**limits: float) -> Site:
        begun.append(Site(tmp_path / str(len(begun)), **limits).__enter__())
        return begun[-1]

    yield built
    for each in begun:
        each.__exit__()
    for name in LOGGERS:
        logging.getLogger(name).handlers = []
        logging.getLogger(name).propagate = True


@pytest.fixture
def site(build: Callable[..., Site]) -> Site:
    """A server with one feed, catch-ups.ics."""
    return build()


def old(path: Path, seconds: float) -> None:
    """Set a file's time of change back."""
    then = time.time() - seconds
    os.utime(path, (then, then))
