"""Calendar programs that follow the feeds: each answer must be a whole, valid feed of some moment, or say "as before".

Several threads ask for the feeds with and without ``If-None-Match`` and gzip, on connections of their own.
"""

import gzip
import hashlib
import http.client
import random
import re
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from threading import Event, Lock, Thread
from urllib.parse import SplitResult, urlsplit

from vaultsync.calendar import feed_faults

PAUSES = (0.1, 0.6)
"""Seconds between a client's requests, at least and at most."""

SAMPLE = 25
"""Of so many different feeds, one is parsed from its first event to its last; of the others, what is new in them."""

_UID = re.compile(rb"^UID:(.*(?:\r\n .*)*)\r$", re.MULTILINE)
_MARK = re.compile(rb"^(BEGIN|END):([A-Z-]+)\r$", re.MULTILINE)


def torn(data: bytes) -> list[str]:
    """What shows that this is not one whole calendar: sections that do not close, or the same uid twice."""
    faults = []
    open_: list[bytes] = []
    calendars = 0
    for mark, name in _MARK.findall(data):
        calendars += (mark, name) == (b"BEGIN", b"VCALENDAR")
        if mark == b"BEGIN":
            open_.append(name)
        elif not open_ or open_.pop() != name:
            faults.append(f"END:{name.decode()} closes nothing")
    if open_:
        faults.append(f"{open_[-1].decode()} is not closed")
    if calendars != 1:
        faults.append(f"{calendars} calendars")
    if twice := [uid.decode() for uid, count in Counter(_UID.findall(data)).items() if count > 1]:
        faults.append(f"the uid {twice[0]} stands there twice")
    return faults


class Judge:
    """Every answer of all clients: ``counts`` by kind, ``faults`` a sentence each."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.faults: list[str] = []
        self._lock = Lock()
        self._tags: dict[tuple[str, str], str] = {}
        self._good: dict[str, bytes] = {}
        self._seen: set[str] = set()

    def answered(
        self, name: str, asked: Mapping[str, str], status: int, headers: Mapping[str, str], body: bytes
    ) -> None:
        """Look at one answer."""
        with self._lock:
            self.counts[str(status)] += 1
            etag = headers.get("etag", "")
            if status == 304:
                self._tell(name, ["304 where nothing was known"] if "If-None-Match" not in asked else [])
                self._tell(name, [f"304 with {len(body)} bytes"] if body else [])
            elif status != 200:
                self._tell(name, [f"answered {status}: {body[:80]!r}"])
            else:
                self._tell(name, self._whole(name, etag, headers, body))

    def _whole(self, name: str, etag: str, headers: Mapping[str, str], body: bytes) -> Iterable[str]:
        length = headers.get("content-length", "")
        if length and int(length) != len(body):
            yield f"{len(body)} bytes came, and {length} were promised"
        digest = hashlib.sha256(body).hexdigest()
        if not etag:
            yield "no ETag"
        elif self._tags.setdefault((name, etag), digest) != digest:
            yield f"two feeds with the ETag {etag}"
        if headers.get("content-encoding") == "gzip":
            self.counts["gzip"] += 1
            try:
                body = gzip.decompress(body)
            except (OSError, EOFError) as error:
                yield f"not gzip: {error}"
                return
        plain = hashlib.sha256(body).hexdigest()
        if plain in self._seen:
            return
        self._seen.add(plain)
        self.counts["different feeds"] += 1
        yield from torn(body)
        thorough = len(self._seen) % SAMPLE == 1
        self.counts["parsed from end to end"] += thorough
        faults = feed_faults(body, good=b"" if thorough else self._good.get(name, b""))
        yield from faults
        if not faults:
            self._good[name] = body

    def failed(self, name: str, error: Exception) -> None:
        """A request that brought no answer."""
        with self._lock:
            self._tell(name, [f"no answer: {error!r}"])

    def _tell(self, name: str, faults: Iterable[str]) -> None:
        self.faults += [f"{name}: {fault}" for fault in faults]


class Client(Thread):
    """One calendar program; ``number`` seeds it, and the odd ones keep their connection."""

    def __init__(self, number: int, addresses: Sequence[str], judge: Judge, stop: Event) -> None:
        super().__init__(daemon=True)
        self._random, self._keeps = random.Random(number), bool(number % 2)
        self._addresses, self._judge, self._stopped = [urlsplit(each) for each in addresses], judge, stop
        self._tags: dict[tuple[str, bool], str] = {}
        self._kept: http.client.HTTPConnection | None = None

    def run(self) -> None:
        """Ask until told to stop."""
        while not self._stopped.is_set():
            address = self._random.choice(self._addresses)
            name = address.path.rpartition("/")[2]
            try:
                self._ask(address, name)
            except (OSError, http.client.HTTPException) as error:
                if self._kept is None:
                    self._judge.failed(name, error)
                self._close()  # a kept connection may have been closed by the other side meanwhile
            time.sleep(self._random.uniform(*PAUSES))
        self._close()

    def _ask(self, address: SplitResult, name: str) -> None:
        zipped = self._random.random() < 0.5
        asked = {"Accept-Encoding": "gzip"} if zipped else {}
        known = self._tags.get((name, zipped))
        if known and self._random.random() < 0.6:
            asked["If-None-Match"] = known
        connection = self._kept or http.client.HTTPConnection(address.netloc, timeout=30)
        connection.request("GET", address.path, headers=asked)
        answer = connection.getresponse()
        body = answer.read()
        headers = {key.lower(): value for key, value in answer.getheaders()}
        self._judge.answered(name, asked, answer.status, headers, body)
        if answer.status == 200 and headers.get("etag"):
            self._tags[name, zipped] = headers["etag"]
        if self._keeps:
            self._kept = connection
        else:
            connection.close()

    def _close(self) -> None:
        if self._kept is not None:
            self._kept.close()
            self._kept = None
