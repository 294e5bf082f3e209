"""The line, to be read aloud: read the notes, arrange the days, plan what is published, carry it out.

``read`` opens files and decides nothing; ``arrange`` and ``plan`` decide and touch nothing; ``apply`` does as it was
told. Every command goes this way, as far as it needs.
"""

from vaultsync.sync.apply import Applied, apply
from vaultsync.sync.catch_ups import Change
from vaultsync.sync.plan import Arrangement, Plan, arrange, plan
from vaultsync.sync.reading import CONFIG_NAME, Reading, read, read_settings
from vaultsync.sync.run import Options

__all__ = [
    "CONFIG_NAME",
    "Applied",
    "Arrangement",
    "Change",
    "Options",
    "Plan",
    "Reading",
    "apply",
    "arrange",
    "plan",
    "read",
    "read_settings",
]
