"""When the whole vault is to be looked at although nothing was seen: after sleep, at midnight, every few minutes."""

from datetime import date

from vaultsync.vault.moment import Moment

INTERVAL = 300.0
"""Seconds between looks at the whole vault: what no event told of is found by then."""

SLEPT = 2.0
"""Seconds by which clocks that count sleep and clocks that don't may drift apart in a machine that is awake."""

SET = 5.0
"""Seconds by which the wall's clock may be set right without a word: the time servers do so all day."""

GAP = 60.0
"""Seconds between two looks at the clock after which the process stood still, whatever the clocks say."""


class Rhythm:
    """What the clocks ask for. It is asked about every second, and told of each look at the whole vault."""

    def __init__(self, now: Moment, today: date, *, interval: float = INTERVAL) -> None:
        self._interval = interval
        self._before, self._today, self._looked = now, today, now.steady

    def looked(self, now: Moment) -> None:
        """The whole vault is being looked at now."""
        self._looked = now.steady

    def due(self, now: Moment, today: date) -> str:
        """Why to look at everything now: ``wake``, ``midnight`` or ``interval``; "" for no reason to."""
        before, self._before = self._before, now
        day, self._today = self._today, today
        passed = now.steady - before.steady
        if (now.awake - before.awake) - passed > SLEPT or abs((now.wall - before.wall) - passed) > SET or passed > GAP:
            return "wake"
        if today != day:
            return "midnight"
        return "interval" if now.steady - self._looked >= self._interval else ""
