"""Carrying deliveries out: each place in a thread of its own, tried a few times, and let go of when its time is up."""

import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial

from vaultsync.model import Value
from vaultsync.vault.target_address import Target
from vaultsync.vault.target_failure import LATE, Failure, failure
from vaultsync.vault.target_place import Options, Place, open_place

PAUSES = (0.5, 1.0)
"""Seconds to wait before the second and the third try."""

LIMIT = 30.0
"""Seconds for all places together."""


class Outcome(Value, frozen=True, kw_only=True):
    """What became of a delivery: the files that are now as they should be there, and why others are not."""

    done: tuple[str, ...] = ()
    failures: tuple[Failure, ...] = ()


class Delivery:
    """What one place is to get, and to lose. ``clock`` and ``sleep`` count seconds."""

    def __init__(
        self,
        target: Target,
        options: Options,
        files: Mapping[str, bytes],
        gone: list[str],
        *,
        clock: Callable[[], float],
        sleep: Callable[[float], None],
    ) -> None:
        self.target = target
        self._options, self._files, self._gone = options, files, gone
        self._clock, self._sleep = clock, sleep
        self._place: Place | None = None
        self._until = clock() + LIMIT
        self._given_up = threading.Event()
        self._done: list[str] = []
        self._failures: list[Failure] = []

    def run(self) -> None:
        """Put, then take away: one file after the other, until the place as a whole turns out to be out of reach."""
        acts: list[tuple[str, Callable[[Place], None]]] = [
            (name, partial(_put, name=name, data=data)) for name, data in self._files.items()
        ]
        acts += [(name, partial(_remove, name=name)) for name in self._gone]
        for name, act in acts:
            failed = self._tried(act)
            if failed is None:
                self._done.append(name)
                continue
            if failed not in self._failures:
                self._failures.append(failed)
            if failed.everywhere or self._given_up.is_set():
                break
        self._hang_up()

    def give_up(self) -> None:
        """End it from outside: what is under way is cut off where that can be, and nothing more is begun."""
        self._given_up.set()
        self._hang_up()

    def outcome(self, *, ended: bool) -> Outcome:
        """What became of it so far."""
        failures = tuple(self._failures) if ended else (LATE,)
        return Outcome(done=tuple(self._done), failures=failures)

    def _tried(self, act: Callable[[Place], None]) -> Failure | None:
        for pause in (*PAUSES, None):
            try:
                self._place = self._place or open_place(self.target, self._options)
                act(self._place)
            # Packages of others speak to machines of others: anything may be raised, and it concerns this place alone.
            except Exception as error:  # noqa: BLE001 - see above
                failed = failure(error, self.target, self._options)
                self._hang_up()
            else:
                return None
            if pause is None or not failed.again or self._given_up.is_set() or self._clock() + pause > self._until:
                return failed
            self._sleep(pause)
        return None  # pragma: no cover - the last try has no pause, and returns

    def _hang_up(self) -> None:
        place, self._place = self._place, None
        if place is not None:
            with suppress(Exception):  # it is done with, whatever it says
                place.close()


def carried_out(deliveries: Mapping[str, Delivery], *, clock: Callable[[], float]) -> dict[str, Outcome]:
    """Carry them out side by side, and wait no longer than :data:`LIMIT` seconds for all of them."""
    threads = {
        name: threading.Thread(target=each.run, name=f"delivery-{number}", daemon=True)
        for number, (name, each) in enumerate(deliveries.items())
    }
    until = clock() + LIMIT
    for thread in threads.values():
        thread.start()
    outcomes = {}
    for name, thread in threads.items():
        thread.join(max(0.0, until - clock()))
        ended = not thread.is_alive()
        if not ended:
            deliveries[name].give_up()
        outcomes[name] = deliveries[name].outcome(ended=ended)
    return outcomes


def _put(place: Place, *, name: str, data: bytes) -> None:
    place.put(name, data)


def _remove(place: Place, *, name: str) -> None:
    place.remove(name)
