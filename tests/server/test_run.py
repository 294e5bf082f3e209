"""Listening on an address, and what is said when that cannot be."""

import errno
import signal
import socket

import pytest

from vaultsync.server import run
from vaultsync.server.run import AddressError, listening, server


def test_a_free_port_is_taken():
    with listening("127.0.0.1", 0) as taken:
        assert taken.getsockname()[1] > 0


def test_a_port_that_is_taken_is_told():
    with listening("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(AddressError, match=f"Port {port} of 127.0.0.1 is taken.*--port 0"):
            listening("127.0.0.1", port)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (errno.EACCES, "may not be used by you"),
        (errno.EADDRNOTAVAIL, "192.0.2.1 is no address of this computer"),
        (errno.ENOBUFS, "cannot be used: No buffer space"),
    ],
)
def test_an_address_that_cannot_be_taken_is_told(code: int, said: str, monkeypatch: pytest.MonkeyPatch):
    class Refusing(socket.socket):
        def bind(self, address: object) -> None:
            raise OSError(code, "No buffer space available")

    monkeypatch.setattr(run.socket, "socket", Refusing)
    with pytest.raises(AddressError, match=said):
        listening("192.0.2.1", 80)


@pytest.mark.parametrize("host", ["no such host", "x" * 300, ""])
def test_a_name_that_is_no_address_is_told(host: str, monkeypatch: pytest.MonkeyPatch):
    def unknown(*arguments: object, **more: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(run.socket, "getaddrinfo", unknown)
    with pytest.raises(AddressError, match="no address of this computer"):
        listening(host, 0)


def test_a_signal_ends_it_and_a_second_one_at_once():
    made = server(lambda scope, receive, send: None)
    made.handle_exit(signal.SIGTERM, None)
    assert (made.should_exit, made.force_exit) == (True, False)
    made.handle_exit(signal.SIGTERM, None)
    assert made.force_exit
