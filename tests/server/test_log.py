"""The log: one line a request, in words or in JSON, and the token in none of them."""

import io
import json
import logging
import sys
from collections.abc import Iterator

import pytest
from tests.server.conftest import FEED, Site

from vaultsync.server.door import shown
from vaultsync.server.log import LOGGERS, begin


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """A log in JSON."""
    stream = io.StringIO()
    begin("json", stream)
    yield stream
    for name in LOGGERS:
        logging.getLogger(name).handlers = []
        logging.getLogger(name).propagate = True


def test_a_request_is_one_line(site: Site):
    etag = site.get().headers["etag"]
    site.get(If_None_Match=etag)
    site.get("/nowhere?secret", "BREW")
    assert [line.split(" ", 1)[1].rpartition(" ms=")[0] for line in site.log(3)] == [
        f"info request client=127.0.0.1 method=GET path=/feeds/…/catch-ups.ics status=200 bytes={len(FEED)}",
        "info request client=127.0.0.1 method=GET path=/feeds/…/catch-ups.ics status=304 bytes=0",
        "info request client=127.0.0.1 method=other path=… status=404 bytes=23",
    ]


def test_no_line_holds_the_token_wherever_it_stood(site: Site):
    token = site.token
    for path in (
        site.path(),
        f"/feeds/{token}",
        f"/feeds/catch-ups/{token}.ics",
        f"/feed/{token}/catch-ups.ics",
        f"//feeds/{token}/catch-ups.ics",
        f"/healthz?token={token}",
        f"/%66eeds/{token}/%2e",
    ):
        site.get(path)
    site.get(Host=token)
    site.raw(f"{token} / HTTP/1.1\r\n\r\n".encode())
    site.raw(f"GET /{token}\r\n\r\n".encode())
    assert len(site.log(10)) == 10
    assert token not in "\n".join(site.log())


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/healthz", "/healthz"),
        ("/feeds/abc/catch-ups.ics", "/feeds/…/catch-ups.ics"),
        ("/feeds/abc/" + "x" * 43, "…"),
        ("/feeds/abc/x\ny", "…"),
        ("/", "…"),
    ],
)
def test_a_path_is_told_as_far_as_it_is_ours(path: str, told: str):
    assert shown(path) == told


def test_json_tells_a_request_key_by_key(build, logged: io.StringIO):
    site = build()
    begin("json", logged)
    site.get(method="HEAD")
    site.__exit__()
    (line,) = (json.loads(line) for line in logged.getvalue().splitlines())
    assert list(line) == ["at", "level", "event", "client", "method", "path", "status", "bytes", "ms"]
    assert {key: line[key] for key in ("level", "client", "method", "path", "status", "bytes")} == {
        "level": "info",
        "client": "127.0.0.1",
        "method": "HEAD",
        "path": "/feeds/…/catch-ups.ics",
        "status": 200,
        "bytes": 0,
    }


def test_a_fault_is_one_line_and_no_traceback(logged: io.StringIO):
    try:
        [].index("no\nsuch /feeds/secret/x.ics")
    except ValueError:
        logging.getLogger("uvicorn.error").error("Exception in ASGI application\n", exc_info=sys.exc_info())
    (line,) = (json.loads(line) for line in logged.getvalue().splitlines())
    assert (line["level"], line["event"]) == ("error", "server")
    assert line["message"].startswith(
        "Exception in ASGI application ValueError: 'no\\nsuch /feeds/…/x.ics' is not in list (test_a_fault"
    )


def test_a_quiet_log_has_no_requests(build):
    site = build()
    logging.getLogger("vaultsync.server").setLevel(logging.WARNING)
    site.get()
    site.__exit__()
    assert site.log() == []


def test_a_fault_of_the_program_is_answered_without_its_inside(build, monkeypatch: pytest.MonkeyPatch):
    site = build()
    monkeypatch.setattr("vaultsync.server.app.wants_gzip", lambda accepted: 1 / 0)
    got = site.get(Accept_Encoding="gzip")
    assert (got.status, got.body) == (500, b"Internal Server Error")
    monkeypatch.undo()
    assert site.get().status == 200
    told = "\n".join(site.log(3))
    assert "ZeroDivisionError" in told
    assert "Traceback" not in told
