"""Clients that are broken, slow, greedy or hostile: each is answered cleanly or cut, and the next one is served."""

import re
import socket
import time

import h11
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.server.conftest import FEED, Site, received
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from vaultsync.server.connection import Connection
from vaultsync.server.run import server

HOST = "Host: localhost\r\n"


def statuses(data: bytes) -> list[int]:
    """The status of every answer in what came back."""
    return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d{3}) ", data)]


def well(site: Site) -> bool:
    return site.get().body == FEED


def cut(client: socket.socket) -> bool:
    """Whether the server ends the connection."""
    try:
        return client.recv(1) == b""
    except ConnectionError:
        return True


def test_headers_that_drip_in_are_cut_off(build):
    site = build(request_seconds=0.5)
    with site.connect() as client:
        begun = time.monotonic()
        client.sendall(f"GET {site.path()} HTTP/1.1\r\n".encode())
        client.settimeout(0.05)
        ended = False
        while not ended and time.monotonic() < begun + 8:
            try:
                client.sendall(b"X")
                ended = cut(client)
            except TimeoutError:
                pass
            except ConnectionError:
                ended = True
        assert ended
    assert well(site)


def test_a_client_that_says_nothing_is_cut_off(build):
    site = build(request_seconds=0.2)
    with site.connect() as client:
        assert cut(client)
    assert well(site)


def test_a_second_request_that_drips_in_is_cut_off_too(build):
    site = build(request_seconds=0.3)
    with site.connect() as client:
        client.sendall(f"GET /healthz HTTP/1.1\r\n{HOST}\r\nGET /hea".encode())
        assert received(client, b'"vaultsync"}')
        client.sendall(b"l")
        assert cut(client)
    assert well(site)


def test_a_patient_client_may_ask_again_on_the_same_connection(build):
    site = build(request_seconds=0.2)
    with site.connect() as client:
        for _ in range(3):
            client.sendall(f"GET /healthz HTTP/1.1\r\n{HOST}\r\n".encode())
            assert received(client, b'"vaultsync"}')
            time.sleep(0.3)


def test_an_answer_that_nobody_fetches_is_cut_off(build):
    site = build(answer_seconds=0.5)
    site.put("large.ics", b"BEGIN:VCALENDAR\r\n" + b"X" * 7_000_000 + b"\r\nEND:VCALENDAR\r\n")
    with site.connect() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.sendall(f"GET {site.path('large.ics')} HTTP/1.1\r\n{HOST}Connection: close\r\n\r\n".encode())
        assert received(client, b"\r\n\r\n")
        assert site.server.server_state.connections
        until = time.monotonic() + 5
        while site.server.server_state.connections and time.monotonic() < until:
            time.sleep(0.02)
        assert not site.server.server_state.connections
    assert well(site)


def test_a_slow_client_that_keeps_fetching_gets_all_of_it(build):
    site = build(answer_seconds=5)
    data = b"BEGIN:VCALENDAR\r\n" + b"X" * 5_000_000 + b"\r\nEND:VCALENDAR\r\n"
    site.put("large.ics", data)
    with site.connect() as client:
        client.sendall(f"GET {site.path('large.ics')} HTTP/1.1\r\n{HOST}Connection: close\r\n\r\n".encode())
        got = b""
        while piece := client.recv(1 << 18):
            got += piece
            time.sleep(0.001)
    assert got.endswith(data)


def test_more_connections_than_there_is_room_for_are_closed_unheard(build):
    site = build(most=3)
    kept = [site.connect() for _ in range(3)]
    for client in kept:  # they are known to the server once they have been answered
        client.sendall(f"GET /healthz HTTP/1.1\r\n{HOST}\r\n".encode())
        assert received(client, b'"vaultsync"}')
    with site.connect() as further:
        assert cut(further)
    for client in kept:
        client.close()
    while site.server.server_state.connections:
        time.sleep(0.01)
    assert well(site)


def test_huge_headers_are_refused(site: Site):
    request = f"GET {site.path()} HTTP/1.1\r\n{HOST}X-Fill: {'x' * 100_000}\r\n\r\n".encode()
    assert statuses(site.raw(request, finish=False)) in ([400], [])
    many = "".join(f"X-{number}: y\r\n" for number in range(5000))
    assert statuses(site.raw(f"GET / HTTP/1.1\r\n{HOST}{many}\r\n".encode(), finish=False)) in ([400], [])
    assert statuses(site.raw(b"GET /" + b"x" * 100_000)) in ([400], [])
    assert well(site)


@pytest.mark.parametrize(
    "request_line",
    [
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET / HTTP/2.0\r\nHost: a\r\n\r\n",
        "GET /\r\n\r\n",
        "GET  / HTTP/1.1\r\n\r\n",
        "\r\n\r\n\r\nx\r\n\r\n",
        "GET / HTTP/1.1\nHost : a\n\n",
        f"GET /é HTTP/1.1\r\n{HOST}\r\n",
        f"GET / HTTP/1.1\r\n{HOST}X: \x00\r\n\r\n",
        f"GET / HTTP/1.1\r\n{HOST}Content-Length: x\r\n\r\n",
        f"GET / HTTP/1.1\r\n{HOST}Transfer-Encoding: x\r\n\r\n",
    ],
)
def test_what_is_no_request_is_refused(site: Site, request_line: str):
    got = statuses(site.raw(request_line.encode("latin-1")))
    assert len(got) == 1
    assert 400 <= got[0] < 500
    assert well(site)


def test_http_1_0_is_served_and_closed(site: Site):
    got = site.raw(f"GET {site.path()} HTTP/1.0\r\n{HOST}\r\n".encode(), finish=False)
    assert statuses(got) == [200]
    assert got.endswith(FEED)
    # A Host that is missing is one that is not known.
    assert statuses(site.raw(f"GET {site.path()} HTTP/1.0\r\n\r\n".encode())) == [421]


def test_requests_sent_at_once_are_answered_in_their_order(site: Site):
    one = f"GET {site.path()} HTTP/1.1\r\n{HOST}\r\n"
    none = f"GET /nowhere HTTP/1.1\r\n{HOST}\r\n"
    last = f"GET {site.path()} HTTP/1.1\r\n{HOST}Connection: close\r\n\r\n"
    got = site.raw((one + none + one + last).encode(), finish=False)
    assert statuses(got) == [200, 404, 200, 200]
    assert got.count(FEED) == 3


def test_a_body_is_not_read(site: Site):
    small = f"GET {site.path()} HTTP/1.1\r\n{HOST}Content-Length: 5\r\n\r\nhello"
    assert statuses(site.raw(small.encode())) == [200]
    # Nobody waits for the rest of this one: it is answered, and the connection closed.
    for headers in (
        "Content-Length: 1000000000",
        "Transfer-Encoding: chunked",
        "Content-Length: 9\r\nExpect: 100-continue",
    ):
        begun = time.monotonic()
        got = site.raw(f"POST {site.path()} HTTP/1.1\r\n{HOST}{headers}\r\n\r\n".encode(), finish=False)
        assert statuses(got) == [405]
        assert time.monotonic() - begun < 4
    assert well(site)


def test_an_upgrade_is_not_made(site: Site):
    headers = (
        "Connection: Upgrade, close\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13\r\n"
    )
    got = site.raw(f"GET {site.path()} HTTP/1.1\r\n{HOST}{headers}\r\n".encode())
    assert statuses(got) == [200]


def test_a_client_that_leaves_in_the_middle_harms_nobody(site: Site):
    for data in (b"", b"GET", f"GET {site.path()} HTTP/1.1\r\n{HOST}\r\n".encode()):
        client = site.connect()
        client.sendall(data)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # which resets the connection
        client.close()
    assert well(site)


def test_an_idle_connection_is_closed(build, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("vaultsync.server.run.IDLE", 0.1)
    site = build()
    with site.connect() as client:
        client.sendall(f"GET /healthz HTTP/1.1\r\n{HOST}\r\n".encode())
        assert received(client, b'"vaultsync"}')
        assert cut(client)


def test_what_h11_cannot_get_over_ends_one_connection_alone(site: Site, monkeypatch: pytest.MonkeyPatch):
    def broken(self: H11Protocol, *data: bytes) -> None:
        raise h11.LocalProtocolError("can't handle event type")

    with site.connect() as client, monkeypatch.context() as patched:
        patched.setattr(H11Protocol, "data_received", broken)
        client.sendall(b"GET / HTTP/1.1\r\n")
        assert cut(client)
    assert well(site)
    with site.connect(), monkeypatch.context() as patched:
        patched.setattr(H11Protocol, "shutdown", broken)
        site.__exit__()


def test_the_end_of_an_answer_is_not_waited_for_for_ever():
    class Closing:
        def is_closing(self) -> bool:
            return True

        def get_write_buffer_size(self) -> int:
            return 10

        def abort(self) -> None:
            pytest.fail("it was not given its time")

    class Loop:
        def __init__(self) -> None:
            self.later: list[float] = []

        def call_later(self, seconds: float, call: object) -> None:
            self.later.append(seconds)

    config = server(lambda scope, receive, send: None).config
    config.load()
    connection = Connection(config, ServerState(), {}, Loop())
    connection.transport = Closing()
    connection._watch()
    assert connection.loop.later == [Connection.answer_seconds]


def test_stopping_waits_for_no_broken_client(site: Site):
    clients = [site.connect() for _ in range(3)]
    clients[1].sendall(b"GET /")
    clients[2].sendall(b"\x00\r\n\r\n")
    time.sleep(0.1)
    begun = time.monotonic()
    site.__exit__()
    assert time.monotonic() - begun < 3
    for client in clients:
        client.close()


TOKENS = st.sampled_from(
    [
        b"GET",
        b"HEAD",
        b"POST",
        b" ",
        b"/",
        b"/healthz",
        b"/feeds/",
        b"HTTP/1.1",
        b"HTTP/1.0",
        b"\r\n",
        b"\n",
        b"\r\n\r\n",
        b"Host: localhost\r\n",
        b"Host: \xff\r\n",
        b"Content-Length: 3\r\n",
        b"Transfer-Encoding: chunked\r\n",
        b"0\r\n\r\n",
        b"3\r\nabc\r\n",
        b"Expect: 100-continue\r\n",
        b"Connection: close\r\n",
        b"Upgrade: websocket\r\n",
        b"Connection: upgrade\r\n",
        b"Accept-Encoding: gzip;q=x\r\n",
        b"If-Modified-Since: -1\r\n",
        b"%00",
        b"%ff",
        b"?",
        b":",
    ]
)
ANYTHING = st.lists(st.one_of(TOKENS, st.binary(max_size=20)), max_size=25).map(b"".join)
WHOLE = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(ANYTHING)
@example(WHOLE + b"\x00")
@example(WHOLE.replace(b"GET", b"POST").replace(b"\r\n\r\n", b"\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"))
@example(WHOLE * 3 + b"GET")
def test_whatever_is_sent_is_answered_cleanly_or_cut_and_the_next_is_served(site: Site, data: bytes):
    got = statuses(site.raw(data))
    assert all(status == 200 or 400 <= status < 500 for status in got)
    if 200 in got:
        assert b"/healthz" in data
    assert site.get("/healthz").status == 200
    assert not [line for line in site.log() if "Error" in line or "Exception" in line]
