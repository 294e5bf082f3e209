"""What every request passes: its Host is looked at, its answer gets the headers of caution, and one line is logged."""

import logging
import re
import time
from urllib.parse import urlsplit

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from vaultsync.server.hosts import Hosts
from vaultsync.server.log import FIELDS

LOGGER = logging.getLogger("vaultsync.server")

CAUTION = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"x-robots-tag", b"noindex, nofollow"),
)
"""Sent with every answer: it is no page, and belongs to no other page."""

_FEED = re.compile(r"/feeds/[^/]+/([A-Za-z0-9][A-Za-z0-9._-]{0,39})")
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "PROPFIND", "REPORT"})


class Door:
    """The application with its door in front."""

    def __init__(self, app: ASGIApp, hosts: Hosts) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request in or turn it away, and log how it was answered."""
        begun = time.perf_counter()
        status, size = 0, 0

        async def told(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), *CAUTION]
            else:
                size += len(message.get("body", b""))
            await send(message)

        try:
            host = _host(scope)
            app = self._app if self._hosts.knows(host, _reached(scope)) else _MISDIRECTED
            await app(scope, receive, told)
        finally:
            if LOGGER.isEnabledFor(logging.INFO):
                _log(scope, status, 0 if scope["method"] == "HEAD" else size, time.perf_counter() - begun)


_MISDIRECTED = PlainTextResponse(
    "This server does not go by that name. Add it to  hosts  under  [serve]  in vaultsync.toml.\n",
    421,
    {"Cache-Control": "no-store"},
)


def _host(scope: Scope) -> str:
    """The name that was asked for. A request may name the whole address, and then that counts (RFC 9112 section 3.2.2).

    The scope's path is then what follows it.
    """
    path: str = scope["path"]
    if not path.startswith("/") and path[:7].lower() == "http://":
        try:
            parts = urlsplit(path)
        except ValueError:  # a bracket that does not close
            return ""
        scope["path"] = parts.path or "/"
        return parts.netloc
    return next((value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), "")


def _reached(scope: Scope) -> str:
    server = scope.get("server")
    return str(server[0]) if server else ""


def _log(scope: Scope, status: int, size: int, seconds: float) -> None:
    client = scope.get("client")
    method = scope["method"]
    fields = {
        "event": "request",
        "client": client[0] if client else "",
        "method": method if method in _METHODS else "other",
        "path": shown(scope["path"]),
        "status": status,
        "bytes": size,
        "ms": round(seconds * 1000, 2),
    }
    LOGGER.info("request", extra={FIELDS: fields})


def shown(path: str) -> str:
    """A request's path as the log may tell it: a feed's without its token, and of others nothing.

    A path that is none of ours may be an address with a slip in it, token and all.
    """
    if path == "/healthz":
        return path
    feed = _FEED.fullmatch(path)
    return f"/feeds/…/{feed[1]}" if feed else "…"
