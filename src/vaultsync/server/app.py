"""The feeds over HTTP: which paths there are, and what each answers. Nothing that is asked changes anything."""

import time
from email.utils import formatdate

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from vaultsync.server.door import Door
from vaultsync.server.hosts import Hosts
from vaultsync.server.key import Key
from vaultsync.server.negotiate import outcome, wants_gzip
from vaultsync.server.shelf import NAME, Body, Held, NotReadyError, Shelf

CACHED = "private, no-cache"
"""A feed may be kept by its subscriber, and by nobody in between. It is asked for anew each time: that costs a few
bytes where nothing changed, and a change is seen with the next look and not some minutes after it."""

RETRY = "30"
"""Seconds until somebody should ask again for a feed that is just being written."""

_ABSENT = "-.ics"
"""A file that is never there."""

_CONDITIONS = ("if-match", "if-none-match", "if-modified-since", "if-unmodified-since")


def application(shelf: Shelf, key: Key, hosts: Hosts) -> ASGIApp:
    """The whole of it, behind its door."""

    async def feed(request: Request) -> Response:
        known = key.fits(request.path_params["token"])
        name = request.path_params["file"]
        # A wrong token goes the way of a wrong name, to the same end in the same time.
        try:
            held = shelf.take(name if known and NAME.fullmatch(name) else _ABSENT)
        except NotReadyError:
            return _plain("The feed is being written. Ask again in a moment.", 503, {"Retry-After": RETRY})
        return _missing() if held is None else _given(request, held, name)

    app = Starlette(
        routes=[Route("/feeds/{token}/{file}", feed, methods=["GET"]), Route("/healthz", _healthy, methods=["GET"])],
        exception_handlers={404: _not_found, 405: _not_allowed},
    )
    app.router.redirect_slashes = False
    return Door(app, hosts)


def _given(request: Request, held: Held, name: str) -> Response:
    asked = {each: ", ".join(found) for each in _CONDITIONS if (found := request.headers.getlist(each))}
    body = _chosen(held, request.headers.getlist("accept-encoding"))
    headers = {
        "ETag": body.etag,
        # A date of change later than the answer itself is nonsense to a cache (RFC 9110 section 8.8.2.1).
        "Last-Modified": formatdate(min(held.changed, int(time.time())), usegmt=True),
        "Cache-Control": CACHED,
        "Vary": "Accept-Encoding",
    }
    status = outcome(asked, body.etag, held.changed)
    if status == 304:
        return Response(status_code=304, headers=headers)
    if status == 412:
        return _plain("The feed is another by now.", 412)
    if body is not held.plain:
        headers["Content-Encoding"] = "gzip"
    headers["Content-Type"] = "text/calendar; charset=utf-8"
    headers["Content-Disposition"] = f'inline; filename="{name}"'
    return Response(body.data, headers=headers)


def _chosen(held: Held, accepted: list[str]) -> Body:
    return held.zipped if accepted and wants_gzip(accepted) else held.plain


async def _healthy(request: Request) -> Response:  # noqa: ARG001 - Starlette calls it with the request
    return JSONResponse({"status": "ok", "program": "vaultsync"}, headers={"Cache-Control": "no-store"})


async def _not_found(request: Request, error: Exception) -> Response:  # noqa: ARG001 - as above
    return _missing()


async def _not_allowed(request: Request, error: Exception) -> Response:  # noqa: ARG001 - as above
    return _plain("Only GET and HEAD.", 405, {"Allow": "GET, HEAD"})


def _missing() -> Response:
    return _plain("There is nothing here.", 404)


def _plain(text: str, status: int, headers: dict[str, str] | None = None) -> Response:
    return PlainTextResponse(f"{text}\n", status, {"Cache-Control": "no-store", **(headers or {})})
