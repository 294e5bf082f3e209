"""From reminders to days: pure."""

from vaultsync.planning.order import ReminderId
from vaultsync.planning.placement import Placement, parted, place, remembered
from vaultsync.planning.placer import HORIZON, Placer

__all__ = ["HORIZON", "Placement", "Placer", "ReminderId", "parted", "place", "remembered"]
