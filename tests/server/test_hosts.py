"""A request by a name that this server does not go by is turned away: it may be a web page's."""

import pytest
from tests.server.conftest import Site

from vaultsync.server.hosts import Hosts


@pytest.mark.parametrize(
    "host",
    ["localhost", "LOCALHOST:1", "localhost.", "127.0.0.1", "127.0.0.1:8783", "127.9.9.9", "[::1]", "[::1]:80"],
)
def test_the_loopback_is_known_by_all_its_names(host: str):
    assert Hosts().knows(host, "127.0.0.1")


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "evil.example:8783",
        "192.0.2.8",
        "",
        " ",
        "localhost@evil.example",
        "localhost/",
        "localhost:80:80",
        "[::1",
        "::1",
        "box",
        "2130706433",
        "lócalhost",
    ],
)
def test_other_names_are_not(host: str):
    assert not Hosts(["box.example.org"]).knows(host, "127.0.0.1")


def test_the_address_that_was_reached_and_names_from_the_settings_are():
    hosts = Hosts(["Box.example.org.", ""])
    assert hosts.knows("192.0.2.7:8783", "192.0.2.7")
    assert hosts.knows("[2001:db8::1]", "2001:db8::1")
    assert hosts.knows("box.EXAMPLE.org:443", "127.0.0.1")


def test_the_server_asks(site: Site):
    for host in ("evil.example", "evil.example:80", ""):
        got = site.get(Host=host)
        assert got.status == 421
        assert b"BEGIN" not in got.body
        assert "x-content-type-options" in got.headers
    assert site.get(Host="box.example.org").status == 200


def test_a_whole_address_counts_more_than_the_host(site: Site):
    # RFC 9112 section 3.2.2
    def asked(target: str, host: str) -> bytes:
        return site.raw(f"GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())[9:12]

    assert asked(f"http://localhost{site.path()}", "evil.example") == b"200"
    assert asked(f"http://evil.example{site.path()}", "localhost") == b"421"
    assert asked("http://localhost", "localhost") == b"404"
    assert asked("http://[", "localhost") == b"421"
    assert asked("*", "localhost") == b"404"
