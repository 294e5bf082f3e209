"""Let ``vaultsync serve`` run for a while on a vault that never rests, with clients that ask all the time.

``python benchmarks/soak.py --minutes 10``. It ends with 1 where an answer was not a whole and valid feed, where memory,
descriptors or threads kept growing, or where the feeds at the end are not those of a sync that starts with no index.
"""

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from threading import Event

from processes import PROGRAM, run
from soak_clients import Client, Judge
from soak_edits import Turmoil
from soak_gauges import Gauges
from soak_server import SoakError, addresses, free_port, settled, until_ready
from vaults import Bench, published

CLIENTS = 8


def afresh(bench: Bench) -> dict[str, bytes]:
    """The feeds that a sync makes which has no index, from the same notes and a copy of the same memory."""
    kept, state, cache = bench.scratch / "feeds", bench.scratch / "state-copy", bench.scratch / "cache-of-none"
    shutil.copytree(bench.state, state)
    bench.feeds.rename(kept)
    environment = {**bench.environment, "VAULTSYNC_STATE_DIR": str(state), "VAULTSYNC_CACHE_DIR": str(cache)}
    run([*PROGRAM, "--vault", str(bench.root), "sync"], environment)
    return published(bench.feeds)


def errors(log: Path) -> list[str]:
    """What the server's log tells of failures, and whatever in it is no record."""
    found = []
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            said = json.loads(line)
        except ValueError:
            found.append(f"the log says {line}")
        else:
            if said.get("level") == "error":
                found.append(f"the log says {said.get('message') or said}")
    return found


def difference(served: bytes, fresh: bytes | None) -> str:
    """How many lines only one of the two feeds has, and the first of each."""
    if fresh is None:
        return "it makes none"
    ours, theirs = set(served.splitlines()), set(fresh.splitlines())
    told = []
    for who, lines, others in (("served", served, theirs), ("from scratch", fresh, ours)):
        alone = [line.decode(errors="replace") for line in lines.splitlines() if line not in others]
        told.append(f"{len(alone)} lines are only {who}{f', such as {alone[0]}' if alone else ''}")
    return "; ".join(told)


def soaked(bench: Bench, seconds: float, seed: int, log: Path) -> list[str]:
    """Run it all, print the figures, and say what was wrong, a sentence each."""
    port, stop, judge = free_port(), Event(), Judge()
    run([*PROGRAM, "--vault", str(bench.root), "sync"], bench.environment)
    urls = addresses(bench, port)
    with log.open("wb") as said:
        server = subprocess.Popen(
            [*PROGRAM, "serve", str(bench.root), "--port", str(port), "--log-format", "json"],
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
            at_last = settled(urls, judge.faults)
        finally:
            server.terminate()
            code = server.wait(60)
    print("edits    ", ", ".join(f"{kind} {count}" for kind, count in turmoil.done.items()))
    print("answers  ", ", ".join(f"{kind} {count}" for kind, count in sorted(judge.counts.items())))
    faults = [*judge.faults, *errors(log)]
    if code:
        faults.append(f"vaultsync serve ended with {code} when it was asked to end")
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
            faults.append(f"{name} is not what a sync from scratch makes: {difference(at_last[name], fresh.get(name))}")
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
