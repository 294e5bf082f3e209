"""The line, to be read aloud: read the notes, make the plan, carry it out.

``read`` opens files and decides nothing; ``plan`` decides and touches nothing; ``apply`` does as it was told.
"""

from vaultsync.sync.apply import Applied, apply
from vaultsync.sync.catch_ups import Change
from vaultsync.sync.plan import Plan, plan
from vaultsync.sync.reading import CONFIG_NAME, Reading, read, read_settings
from vaultsync.sync.run import Options

__all__ = [
    "CONFIG_NAME",
    "Applied",
    "Change",
    "Options",
    "Plan",
    "Reading",
    "apply",
    "plan",
    "read",
    "read_settings",
]
