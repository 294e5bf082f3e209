"""The line, to be read aloud: read what changed, say who it is about, ask the plugins, place the days, publish.

``looked`` shows how things stand and keeps nothing; ``synced`` carries out. Every command goes this way, as far as it
needs. Names are loaded when first used, so that a command that only reads the books need not wait for the rest.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vaultsync.sync.apply import Applied
    from vaultsync.sync.catch_ups import Change
    from vaultsync.sync.line import Line
    from vaultsync.sync.plan import Plan
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
    "looked",
    "read_settings",
    "synced",
]

_HOME = {
    "CONFIG_NAME": "world",
    "Applied": "apply",
    "Change": "catch_ups",
    "Line": "line",
    "Options": "world",
    "Plan": "plan",
    "Synced": "run",
    "looked": "run",
    "read_settings": "world",
    "synced": "run",
}

if not TYPE_CHECKING:  # a checker knows them from above, and would take any other name for one of them

    def __getattr__(name: str) -> object:
        """Load a public name from where it lives (PEP 562)."""
        if name not in _HOME:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
