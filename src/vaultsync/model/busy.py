"""Time that is taken, or of which it is not known whether it is."""

from datetime import datetime

from vaultsync.model.base import Value


class Busy(Value, frozen=True, kw_only=True, array_like=True):
    """A stretch of time in which the user is not free, from ``start`` up to ``end``; both are aware.

    ``unknown`` is for a stretch of which nobody can say whether it is free, such as the whole that was asked for where
    a calendar cannot be read: a clause that names what is unread and why. It goes on after "It is not known whether you
    are free: ". ``plugin`` is stamped by the host.
    """

    start: datetime
    end: datetime
    unknown: str = ""
    plugin: str = ""

    def __post_init__(self) -> None:
        """Reject wall-clock times, which are no moments, and an end before the start."""
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError("start and end need a time zone")
        if self.end < self.start:
            raise ValueError("end is before start")
