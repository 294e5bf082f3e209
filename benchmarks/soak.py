"""Let ``vaultsync serve`` run for a while on a vault that never rests, with clients that ask all the time.

``python benchmarks/soak.py --minutes 10``. It ends with 1 where an answer was not a whole and valid feed, where memory,
descriptors or threads kept growing, or where the feeds at the end are not those of a sync that starts with no index.
"""

import argparse
import http.client
import json
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from threading import Event
from urllib.parse import urlsplit

from processes import PROGRAM, run
from soak_clients import Client, Judge
from soak_edits import Turmoil
from soak_gauges import Gauges
from vaults import Bench, published

CLIENTS = 8
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


def settled(urls: Sequence[str], judge: Judge) -> dict[str, bytes]:
    """The feeds as they are served once nothing changes any more; where that never comes, as they are at last."""
    until = time.monotonic() + LONGEST
    now, since = all_fetched(urls), time.monotonic()
    while time.monotonic() - since < SETTLED:
        if time.monotonic() > until:
            judge.faults.append(f"the feeds still change {LONGEST:g} s after the last edit")
            break
        time.sleep(0.5)
        if (again := all_fetched(urls)) != now:
            now, since = again, time.monotonic()
    return now


def afresh(bench: Bench) -> dict[str, bytes]:
    """The feeds that a sync makes which has no index, from the same notes and a copy of the same memory."""
    kept, state, cache = bench.scratch / "feeds", bench.scratch / "state-copy", bench.scratch / "cache-of-none"
    shutil.copytree(bench.state, state)
    bench.feeds.rename(kept)
    environment = {**bench.environment, "VAULTSYNC_STATE_DIR": str(state), "VAULTSYNC_CACHE_DIR": str(cache)}
    run([*PROGRAM, "--vault", str(bench.root), "sync"], environment)
    return published(bench.feeds)


def soaked(bench: Bench, seconds: float, seed: int, log: Path) -> list[str]:
    """Run it all, print the figures, and say what was wrong, a sentence each."""
    port, stop, judge = free_port(), Event(), Judge()
    run([*PROGRAM, "--vault", str(bench.root), "sync"], bench.environment)
    urls = addresses(bench, port)
    with log.open("wb") as said:
        server = subprocess.Popen(
            [*PROGRAM, "serve", str(bench.root), "--port", str(port)],
            env=bench.environment,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
        )
        try:
            until_ready(urls, server)
            clients = [Client(number, urls, judge, stop) for number in range(CLIENTS)]
            gauges, turmoil, pause = Gauges(server.pid, stop), Turmoil(bench, seed), random.Random(seed)
            for thread in (*clients, gauges):
                thread.start()
            until = time.monotonic() + seconds
            while time.monotonic() < until and server.poll() is None:
                turmoil.next()
                time.sleep(pause.uniform(0.02, 0.6))
            stop.set()
            for thread in (*clients, gauges):
                thread.join()
            if server.poll() is not None:
                return [f"vaultsync serve ended with {server.returncode} after {sum(turmoil.done.values())} edits"]
            at_last = settled(urls, judge)
        finally:
            server.terminate()
            server.wait(30)
    print("edits    ", ", ".join(f"{kind} {count}" for kind, count in turmoil.done.items()))
    print("answers  ", ", ".join(f"{kind} {count}" for kind, count in sorted(judge.counts.items())))
    faults = list(judge.faults)
    for each in gauges.trends():
        print(
            f"{each.what:<12} first {each.first:.1f}, last {each.last:.1f}, most {each.highest:.1f}; "
            f"second half {each.slope:+.3f} a minute"
        )
        if each.grows:
            faults.append(f"{each.what}: grew by {each.rise:.1f} over the second half")
    fresh = afresh(bench)
    for name in sorted(at_last):
        same = fresh.get(name) == at_last[name]
        print(f"{name:<20} {len(at_last[name])} bytes, {'the same' if same else 'not the same'} from scratch")
        if not same:
            faults.append(f"{name} is not what a sync from scratch makes")
    return faults


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="a new folder to work in, kept for a look afterwards")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="vaultsync-soak-") as name:
        scratch = given.keep or Path(name)
        scratch.mkdir(parents=True, exist_ok=True)
        log = scratch / "serve.log"
        try:
            faults = soaked(Bench(scratch=scratch, people=given.people).write(), 60 * given.minutes, given.seed, log)
        except (SoakError, subprocess.CalledProcessError) as error:
            faults = [str(error), *log.read_text(errors="replace").splitlines()[-10:]] if log.exists() else [str(error)]
    for fault in faults[:20]:
        print(f"WRONG: {fault}")
    print(f"{len(faults)} things were wrong." if faults else "Nothing was wrong.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
