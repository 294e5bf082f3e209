"""From reminders to days: pure."""

from vaultsync.planning.order import ReminderId
from vaultsync.planning.placement import Placement, place, remembered

__all__ = ["Placement", "ReminderId", "place", "remembered"]
