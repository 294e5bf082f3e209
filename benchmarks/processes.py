"""Running commands against the clock, and looking at a process that runs."""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

PASS = (sys.executable, "-c", "pass")
PROGRAM = (sys.executable, "-m", "vaultsync")


def median(
    command: Sequence[str], rounds: int, environment: Mapping[str, str], before: Callable[[], None] | None = None
) -> float:
    """The median seconds of that many runs after one that does not count; ``before`` runs outside the clock.

    Raises CalledProcessError where a run fails.
    """
    taken = []
    for _ in range(rounds + 1):
        if before is not None:
            before()
        start = time.perf_counter()
        run(command, environment)
        taken.append(time.perf_counter() - start)
    return statistics.median(taken[1:])


def run(command: Sequence[str], environment: Mapping[str, str]) -> None:
    """Run the command to its end. Raises CalledProcessError, with what it said on standard error, where it fails."""
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def exists(verb: str, environment: Mapping[str, str]) -> bool:
    """Whether this vaultsync has the verb."""
    done = subprocess.run([*PROGRAM, verb, "--help"], env=environment, capture_output=True, check=False)
    return done.returncode == 0


def status(pid: int) -> dict[str, int]:
    """The numbers that the system tells of a process: VmRSS and VmHWM in kB, Threads, and others.

    Empty where there is no such process, or no ``/proc``.
    """
    found = {}
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return {}
    for line in lines:
        name, _, value = line.partition(":")
        number = value.split()[0] if value.split() else ""
        if number.isdecimal():
            found[name] = int(number)
    return found


def descriptors(pid: int) -> int:
    """How many files and sockets the process holds open."""
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))
