"""From reminders to days: pure."""

from vaultsync.planning.placement import Placement, place, remembered

__all__ = ["Placement", "place", "remembered"]
