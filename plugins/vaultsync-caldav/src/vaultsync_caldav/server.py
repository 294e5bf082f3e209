"""A list of to-dos on a CalDAV server (RFC 4791): what is in it, and conditional changes of it.

httpx, because it types, waits no longer than it is told, follows no redirect by itself, and knows Digest. The caldav
library would bring niquests, which puts another urllib3 into the place of the one that other programs use; and what is
asked of a server here are four requests.
"""

import time
from collections.abc import Generator, Iterator
from typing import Self
from urllib.parse import quote, unquote, urljoin, urlsplit
from xml.etree import ElementTree

import httpx
import msgspec

from vaultsync_caldav.trouble import ADDRESS, AGAIN, TroubleError, refused, refused_item

TIMEOUT = 10.0
"""Seconds to wait for a connection, and for the next part of an answer."""
WHOLE = 60.0
"""Seconds for one answer as a whole."""
MOST_BYTES = 64_000_000

_D, _C, _CS = "{DAV:}", "{urn:ietf:params:xml:ns:caldav}", "{http://calendarserver.org/ns/}"
_NAMESPACES = 'xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav" xmlns:S="http://calendarserver.org/ns/"'
_LOOK = (
    f"<D:propfind {_NAMESPACES}><D:prop><D:resourcetype/><S:getctag/><D:sync-token/>"
    "<C:supported-calendar-component-set/></D:prop></D:propfind>"
)
_LIST = (
    f"<C:calendar-query {_NAMESPACES}><D:prop><D:getetag/><C:calendar-data/></D:prop><C:filter>"
    '<C:comp-filter name="VCALENDAR"><C:comp-filter name="VTODO"/></C:comp-filter></C:filter></C:calendar-query>'
)
_XML = {"Content-Type": "application/xml; charset=utf-8"}
_CALENDAR = {"Content-Type": "text/calendar; charset=utf-8"}
_GONE = frozenset({404, 410})
_CHANGED_SINCE = frozenset({409, 412})
"""The condition did not hold; or another file has the same uid."""


class Resource(msgspec.Struct, frozen=True, kw_only=True):
    """A file of the list: its address, its version, and its text."""

    href: str
    etag: str
    data: str


class _AsAsked(httpx.Auth):
    """Digest (RFC 7616) where the server offers it, else Basic; and nothing before it asks."""

    def __init__(self, user: str, password: str) -> None:
        self._basic, self._digest = httpx.BasicAuth(user, password), httpx.DigestAuth(user, password)
        self._chosen: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Answer a challenge (httpx's contract)."""
        if self._chosen is None:
            response = yield request
            if response.status_code != 401:
                return
            offered = [said.strip().casefold() for said in response.headers.get_list("www-authenticate")]
            digest = any("digest " in said for said in offered)
            self._chosen = self._digest if digest else self._basic
        yield from self._chosen.auth_flow(request)


class TodoList:
    """The list at ``url``. Raises TroubleError for whatever is wrong, in every method."""

    def __init__(self, url: str, user: str = "", password: str = "") -> None:
        self.host = _host_of(url)
        parts = urlsplit(url.strip())
        host = parts.netloc.rpartition("@")[2]
        self.url = f"{parts.scheme}://{host}{parts.path.rstrip('/')}/"
        user, password = user or unquote(parts.username or ""), password or unquote(parts.password or "")
        self._client = httpx.Client(
            auth=_AsAsked(user, password) if user or password else None,
            timeout=TIMEOUT,
            headers={"User-Agent": "vaultsync-caldav"},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def look(self) -> str:
        """Make sure that it is a list of to-dos, and give its version: ``""`` where the server counts none."""
        status, _, data = self._ask("PROPFIND", self.url, _LOOK.encode(), {**_XML, "Depth": "0"})
        if status != 207:
            raise refused(self.host, status)
        _, props = next(iter(self._responses(data)), ("", {}))
        kinds = props.get(f"{_D}resourcetype")
        if kinds is None or kinds.find(f"{_C}calendar") is None:
            raise TroubleError(f"What is at this address of {self.host} is no list of to-dos.", ADDRESS)
        held = props.get(f"{_C}supported-calendar-component-set")
        names = [part.get("name", "").upper() for part in held] if held is not None else []
        if names and "VTODO" not in names:
            hint = "Make a list for to-dos on the server, and set url to its address in your own config.toml."
            raise TroubleError(f"The calendar at this address of {self.host} holds no to-dos, only events.", hint)
        found = (props.get(name) for name in (f"{_CS}getctag", f"{_D}sync-token"))
        return next((said.text for said in found if said is not None and said.text), "")

    def todos(self) -> Iterator[Resource]:
        """Every file with a to-do."""
        status, _, data = self._ask("REPORT", self.url, _LIST.encode(), {**_XML, "Depth": "1"})
        if status != 207:
            raise refused(self.host, status)
        for href, props in self._responses(data):
            text, etag = props.get(f"{_C}calendar-data"), props.get(f"{_D}getetag")
            address = urljoin(self.url, href)
            # An answer must not lead a password to somewhere else.
            if text is not None and text.text and _origin(address) == _origin(self.url):
                yield Resource(href=address, etag=_strong(etag.text if etag is not None else ""), data=text.text)

    def get(self, href: str) -> Resource | None:
        """A file as it is now; None where there is none."""
        status, headers, data = self._ask("GET", href)
        if status in _GONE:
            return None
        if status != 200:
            raise refused(self.host, status)
        return Resource(href=href, etag=_strong(headers.get("etag")), data=data.decode("utf-8", "replace"))

    def put(self, href: str, data: bytes, etag: str = "") -> bool:
        """Write a file if it is of that version still; a new one where none is given. False where it is not."""
        condition = {"If-Match": etag} if etag else {"If-None-Match": "*"}
        return self._change("PUT", href, data, {**_CALENDAR, **condition})

    def delete(self, href: str, etag: str) -> bool:
        """Remove a file if it is of that version still. False where it is not, or is gone."""
        return self._change("DELETE", href, b"", {"If-Match": etag})

    def href_for(self, uid: str) -> str:
        """Where a new to-do goes."""
        return f"{self.url}{quote(uid, safe='')}.ics"

    def _change(self, method: str, href: str, data: bytes, headers: dict[str, str]) -> bool:
        status, _, _ = self._ask(method, href, data, headers)
        if status in _CHANGED_SINCE or (status in _GONE and "If-Match" in headers):
            return False
        if not 200 <= status < 300:
            raise refused_item(self.host, status)
        return True

    def _ask(
        self, method: str, href: str, data: bytes = b"", headers: dict[str, str] | None = None
    ) -> tuple[int, httpx.Headers, bytes]:
        until = time.monotonic() + WHOLE
        parts, size = [], 0
        try:
            with self._client.stream(method, href, content=data or None, headers=headers) as answer:
                for part in answer.iter_bytes():
                    parts.append(part)
                    size += len(part)
                    if size > MOST_BYTES or time.monotonic() > until:
                        raise TroubleError(f"{self.host} sends too much, or too slowly.", AGAIN)
        # None of httpx's texts is passed on: they may quote what was asked. The cause is left out for that as well.
        except httpx.TimeoutException:
            raise TroubleError(f"{self.host} did not answer in {TIMEOUT:.0f} seconds.", AGAIN) from None
        except httpx.ConnectError as error:
            raise _not_reached(self.host, tls="CERTIFICATE" in str(error).upper()) from None
        except (httpx.HTTPError, httpx.InvalidURL):
            raise TroubleError(f"{self.host} did not answer as a web server does.", ADDRESS) from None
        if answer.has_redirect_location or 300 <= answer.status_code < 400:
            raise _moved(self.host, urljoin(href, answer.headers.get("location", "")))
        return answer.status_code, answer.headers, b"".join(parts)

    def _responses(self, data: bytes) -> Iterator[tuple[str, dict[str, ElementTree.Element]]]:
        """Each response of a multistatus (RFC 4918, section 13): its address, and what was found of it."""
        try:
            # Expat bounds what entities grow to, and ElementTree loads none from elsewhere.
            root = ElementTree.fromstring(data)  # noqa: S314 - see above
        except ElementTree.ParseError:
            raise TroubleError(f"{self.host} does not speak CalDAV at this address.", ADDRESS) from None
        for response in root.iter(f"{_D}response"):
            props = {
                prop.tag: prop
                for found in response.iter(f"{_D}propstat")
                if " 200" in (found.findtext(f"{_D}status") or " 200")
                for prop in (found.find(f"{_D}prop") or ())
            }
            yield (response.findtext(f"{_D}href") or "").strip(), props


def _host_of(url: str) -> str:
    """The host and port, for people. Raises TroubleError for what is no address of a list."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise TroubleError("The url of the list of to-dos is no address that begins with https://.", ADDRESS)
    return f"{parts.hostname}:{port}" if port else parts.hostname


def _strong(etag: str | None) -> str:
    """An entity tag to compare by (RFC 9110, section 8.8.3): whoever compresses on the way makes a weak one of it."""
    return (etag or "").strip().removeprefix("W/")


def _origin(url: str) -> tuple[str, str, int]:
    try:
        parts = urlsplit(url)
        return parts.scheme, parts.hostname or "", parts.port or {"http": 80, "https": 443}.get(parts.scheme, 0)
    except ValueError:
        return "", "", 0


def _not_reached(host: str, *, tls: bool) -> TroubleError:
    if tls:
        return TroubleError(
            f"{host} shows a certificate that this computer does not trust.",
            "Is the address right? A server of your own needs a certificate that this computer knows.",
        )
    return TroubleError(f"{host} cannot be reached.", f"Is it running, and are you online? {AGAIN}")


def _moved(host: str, location: str) -> TroubleError:
    try:
        parts = urlsplit(location)
        where = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
    except ValueError:
        where = "somewhere else"
    hint = f'If you know that server, set url = "{where}" under [plugin.caldav] in your own config.toml.'
    return TroubleError(f"{host} says that the list is at another address: {where}", hint)
