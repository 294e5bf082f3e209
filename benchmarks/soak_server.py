"""The server as its users meet it: where its feeds are, whether it answers, and when the feeds have come to rest."""

import http.client
import json
import re
import socket
import subprocess
import time
from collections.abc import Sequence
from urllib.parse import urlsplit

from processes import PROGRAM
from vaults import Bench

READY = 120.0
"""Seconds in which the server must answer with a feed."""

SETTLED = 6.0
"""Seconds without a change after which the feeds are what they will be."""

LONGEST = 90.0
"""Seconds in which they must have settled after the last edit."""

_ADDRESS = re.compile(r'https?://[^\s"]+\.ics')


class SoakError(Exception):
    """The soak could not be run to its end; the message says why."""


def free_port() -> int:
    """A port on the loopback that nobody listens at."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def addresses(bench: Bench, port: int) -> list[str]:
    """The addresses of the feeds as the user is told them, at this port."""
    command = [*PROGRAM, "--vault", str(bench.root), "feed", "url", "--json"]
    done = subprocess.run(command, env=bench.environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SoakError(f"{' '.join(command[-3:])} ended with {done.returncode}: {done.stderr}")
    paths = {urlsplit(found).path for found in _ADDRESS.findall(json.dumps(json.loads(done.stdout)))}
    if not paths:
        raise SoakError(f"no address of a feed in {done.stdout}")
    return [f"http://127.0.0.1:{port}{path}" for path in sorted(paths)]


def fetched(address: str) -> bytes:
    """The feed as it is served now. Raises OSError or HTTPException where it is not."""
    split = urlsplit(address)
    connection = http.client.HTTPConnection(split.netloc, timeout=30)
    try:
        connection.request("GET", split.path)
        answer = connection.getresponse()
        body = answer.read()
    finally:
        connection.close()
    if answer.status != 200:
        raise OSError(f"{split.path.rpartition('/')[2]} answered {answer.status}")
    return body


def all_fetched(urls: Sequence[str]) -> dict[str, bytes]:
    """Every feed as it is served now, by the name of its file."""
    return {urlsplit(url).path.rpartition("/")[2]: fetched(url) for url in urls}


def until_ready(urls: Sequence[str], server: "subprocess.Popen[bytes]") -> None:
    """Wait until every feed is served."""
    until, last = time.monotonic() + READY, ""
    while time.monotonic() < until:
        if server.poll() is not None:
            raise SoakError(f"vaultsync serve ended with {server.returncode}.")
        try:
            all_fetched(urls)
        except (OSError, http.client.HTTPException) as error:
            last = str(error)
            time.sleep(0.2)
        else:
            return
    raise SoakError(f"The feeds were not served in {READY:g} s: {last}")


def settled(urls: Sequence[str], faults: list[str]) -> dict[str, bytes]:
    """The feeds as they are served once nothing changes any more.

    Where that never comes, they are as they stand at last, and ``faults`` says so.
    """
    until = time.monotonic() + LONGEST
    now, since = all_fetched(urls), time.monotonic()
    while time.monotonic() - since < SETTLED:
        if time.monotonic() > until:
            faults.append(f"the feeds still change {LONGEST:g} s after the last edit")
            break
        time.sleep(0.5)
        if (again := all_fetched(urls)) != now:
            now, since = again, time.monotonic()
    return now
