"""The line, to be read aloud: read what changed, say who it is about, ask the plugins, place the days, publish.

``looked`` shows how things stand and keeps nothing; ``synced`` carries out. Every command goes this way, as far as it
needs.
"""

from vaultsync.sync.apply import Applied, apply
from vaultsync.sync.catch_ups import Change
from vaultsync.sync.line import Line
from vaultsync.sync.plan import Plan, plan
from vaultsync.sync.run import Synced, looked, synced
from vaultsync.sync.world import CONFIG_NAME, Options, read_settings

__all__ = [
    "CONFIG_NAME",
    "Applied",
    "Change",
    "Line",
    "Options",
    "Plan",
    "Synced",
    "apply",
    "looked",
    "plan",
    "read_settings",
    "synced",
]
