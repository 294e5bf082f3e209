"""The time by the clocks that a process which runs for weeks needs, each of which is wrong in a way of its own."""

import time

from vaultsync.model import Value


class Moment(Value, frozen=True, kw_only=True):
    """One moment, in seconds.

    ``wall`` is since 1970, and jumps when somebody sets the clock. ``steady`` never jumps, and may stand still while
    the machine sleeps. ``awake`` never jumps and counts sleep too, where the system has such a clock, else it is
    ``steady``; like it, it begins anew with the machine.
    """

    wall: float
    steady: float
    awake: float


def moment() -> Moment:
    """Now."""
    steady = time.monotonic()
    return Moment(wall=time.time(), steady=steady, awake=_awake(steady))


def _awake(steady: float) -> float:
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    return steady if clock is None else time.clock_gettime(clock)
