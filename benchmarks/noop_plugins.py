"""What ten plugins that do nothing add to a sync: ``python benchmarks/noop_plugins.py``. It fails nothing.

The same vault is synced with and without them, in turn, whole processes: nothing changed, one note changed, another
day (when every plugin is asked about everybody). The ratio of the medians is what counts.
"""

import argparse
import hashlib
import json
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from edits import Editing
from generate import TODAY
from processes import PROGRAM, run
from vaults import Bench, save

PLUGIN = """\
from vaultsync import PluginInfo, hookimpl


@hookimpl
def vaultsync_info():
    return PluginInfo(name="nothing-{number}", summary="Does nothing.", adjusts_each=True)


@hookimpl
def vaultsync_recognise(note, ctx):
    return None


@hookimpl
def vaultsync_enrich(person, network, ctx):
    return None


@hookimpl
def vaultsync_reminders(person, network, ctx):
    return None


@hookimpl
def vaultsync_adjust_schedule(schedule, network, ctx):
    return None


@hookimpl
def vaultsync_brief(person, network, ctx):
    return None


@hookimpl
def vaultsync_artifacts(network, schedule, ctx):
    return None


@hookimpl
def vaultsync_check(vault, network, ctx):
    return None
"""


def surroundings(bench: Bench, name: str, plugins: int) -> dict[str, str]:
    """The environment of runs with so many plugins, each trusted; what they keep is their own."""
    home = bench.scratch / name
    folder = home / "config" / "plugins"
    folder.mkdir(parents=True)
    (home / "state").mkdir()
    trusted = {}
    for number in range(plugins):
        code = PLUGIN.format(number=number).encode()
        file = folder / f"nothing_{number}.py"
        file.write_bytes(code)
        trusted[str(file.resolve())] = hashlib.sha256(code).hexdigest()
    (home / "state" / "trust.json").write_text(json.dumps({"version": 1, "files": trusted}))
    kinds = {"VAULTSYNC_CONFIG_DIR": "config", "VAULTSYNC_STATE_DIR": "state", "VAULTSYNC_CACHE_DIR": "cache"}
    return {**bench.environment, **{variable: str(home / kind) for variable, kind in kinds.items()}}


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--plugins", type=int, default=10)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="vaultsync-bench-") as scratch:
        bench = Bench(scratch=Path(scratch), people=given.people).write()
        sides = [surroundings(bench, name, count) for name, count in (("without", 0), ("with", given.plugins))]
        editing = Editing(bench, seed=3)
        print(f"{'':24}{'without':>10}{'with':>10}{'ratio':>8}")
        for what in ("nothing changed", "one note changed", "another day"):
            taken: list[list[float]] = [[], []]
            for number in range(given.rounds + 1):
                if what == "one note changed":
                    edited = editing.next()
                    save(edited.path, edited.data)
                day = TODAY + timedelta(days=number if what == "another day" else 0)
                for side, environment in enumerate(sides):
                    start = time.perf_counter()
                    run((*PROGRAM, "--vault", str(bench.root), "--today", day.isoformat(), "sync"), environment)
                    taken[side].append(time.perf_counter() - start)
            without, with_them = (statistics.median(side[1:]) for side in taken)
            print(f"{what:24}{without:9.3f}s{with_them:9.3f}s{with_them / without:8.3f}")


if __name__ == "__main__":
    sys.exit(main())
