"""Fetching a calendar from the web or a CalDAV server, if it is another one than was fetched before."""

import logging
import time
import urllib.error
import urllib.request
from datetime import timedelta
from http.client import HTTPException, HTTPMessage
from typing import IO, Any

import msgspec

from vaultsync_calendar.errors import SourceError
from vaultsync_calendar.sources import Source, check_address
from vaultsync_calendar.span import Span

SECONDS = 10
"""How long a server may be silent."""
IN_ALL = 60
"""How many seconds fetching one calendar may take."""
LARGEST = 50_000_000
"""Bytes of one calendar."""
AGENT = "vaultsync-calendar"


class Fetched(msgspec.Struct, frozen=True, kw_only=True):
    """A calendar's bytes, or None where they are what they were; and what to ask by the next time."""

    data: bytes | None
    etag: str = ""
    modified: str = ""


def fetch(source: Source, span: Span, *, etag: str = "", modified: str = "") -> Fetched:
    """Fetch a calendar unless it is the one of that ETag or Last-Modified. Raises SourceError.

    A CalDAV server is asked for the days of the span, and some more.
    """
    check_address(source.place)
    if source.kind == "url":
        return _from_web(source.place, etag, modified)
    return _from_caldav(source, span, etag)


class _Careful(urllib.request.HTTPRedirectHandler):
    """Goes where it is sent, unless that is a place that would not have been asked in the first place."""

    def redirect_request(  # noqa: PLR0917 - as the library calls it
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        """Raise SourceError for a redirection to plain http."""
        check_address(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _from_web(address: str, etag: str, modified: str) -> Fetched:
    headers = {"User-Agent": AGENT, "Accept": "text/calendar, */*;q=0.1"}
    headers |= {"If-None-Match": etag} if etag else {}
    headers |= {"If-Modified-Since": modified} if modified else {}
    opener = urllib.request.build_opener(_Careful)
    try:
        request = urllib.request.Request(address, headers=headers)  # noqa: S310 - it was checked
        with opener.open(request, timeout=SECONDS) as answer:
            data = _body(answer)
            return Fetched(
                data=data, etag=answer.headers.get("ETag", ""), modified=answer.headers.get("Last-Modified", "")
            )
    except urllib.error.HTTPError as error:
        with error:
            if error.code == 304:
                return Fetched(data=None, etag=etag, modified=modified)
        raise SourceError(_refusal(error.code)) from error
    except (OSError, HTTPException, ValueError) as error:
        raise SourceError(_silence(error)) from error


def _body(answer: Any) -> bytes:
    until = time.monotonic() + IN_ALL
    parts: list[bytes] = []
    size = 0
    while part := answer.read1(65_536):
        parts.append(part)
        size += len(part)
        if size > LARGEST:
            raise SourceError(f"is larger than {LARGEST // 1_000_000} MB")
        if time.monotonic() > until:
            raise SourceError(f"took longer than {IN_ALL} seconds")
    return b"".join(parts)


def _from_caldav(source: Source, span: Span, etag: str) -> Fetched:
    from caldav.collection import Calendar  # noqa: PLC0415 - it takes half a second to load
    from caldav.davclient import DAVClient  # noqa: PLC0415 - as above
    from caldav.lib.error import AuthorizationError, NotFoundError  # noqa: PLC0415 - as above

    log = logging.getLogger("caldav")
    level = log.level
    log.setLevel(logging.CRITICAL)  # it shows what stands in events
    try:
        with DAVClient(
            url=source.place,
            username=source.user or None,
            password=source.password or None,
            timeout=SECONDS,
            enable_rfc6764=False,  # the address is the one to ask; nothing is looked up
            require_tls=False,  # it was checked
        ) as client:
            calendar = Calendar(client=client, url=source.place)
            # The days that are asked for are others next month.
            tag = f"{span.today:%Y-%m} {calendar.get_property(_ctag()) or ''}"
            if tag == etag and not tag.endswith(" "):
                return Fetched(data=None, etag=etag)
            found: Any = calendar.search(
                event=True,
                start=span.first - timedelta(days=2),
                end=span.last + timedelta(days=2),
                expand=False,
                post_filter=False,
            )
            texts = [str(one.data).strip().encode() for one in found]
    except AuthorizationError as error:
        raise SourceError("does not take the user's name and password") from error
    except NotFoundError as error:
        raise SourceError("has no calendar at that address (404)") from error
    # The library is handed what servers say, and raises many errors for it.
    except Exception as error:
        raise SourceError(_silence(error)) from error
    finally:
        log.setLevel(level)
    data = b"\r\n".join(sorted(texts))
    if len(data) > LARGEST:
        raise SourceError(f"is larger than {LARGEST // 1_000_000} MB")
    return Fetched(data=data or EMPTY, etag=tag)


EMPTY = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"


def _ctag() -> Any:
    from caldav.elements.base import BaseElement  # noqa: PLC0415 - as above

    class GetCTag(BaseElement):
        """The collection's version (CalendarServer's extension, which all servers have)."""

        tag = "{http://calendarserver.org/ns/}getctag"

    return GetCTag()


def _refusal(code: int) -> str:
    if code in {401, 403}:
        return f"does not let vaultsync in any more ({code}); make a new private link"
    return f"has no calendar at that address ({code})" if code in {404, 410} else f"answers with an error ({code})"


def _silence(error: BaseException) -> str:
    """What kept it from answering, without the address, which is secret."""
    if isinstance(error, TimeoutError) or "timed out" in str(error).casefold():
        return f"does not answer within {SECONDS} seconds"
    return f"does not answer ({type(getattr(error, 'reason', error)).__name__})"
