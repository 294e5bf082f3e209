"""From reminders to days: pure."""

from vaultsync.planning.order import ReminderId
from vaultsync.planning.placement import HORIZON, Placement, place, remembered

__all__ = ["HORIZON", "Placement", "ReminderId", "place", "remembered"]
