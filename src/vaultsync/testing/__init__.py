"""What plugin authors test with: pytest fixtures, a contract, made-up values. ``pip install "vaultsync[testing]"``.

- Fixtures, there in every run of pytest: ``today``, ``make_vault``, ``run_sync``, ``parse_feed``, ``cli``, and
  ``vaultsync_home``, the folders that stand in for the user's own (:mod:`vaultsync.testing.plugin`).
- :class:`PluginContract`: the rules that every plugin keeps, as tests; subclass it and name the plugin.
- :func:`stage`: what a hook is handed, made of the texts of notes, for tests that call a function by itself.
- :mod:`vaultsync.testing.strategies`: Hypothesis strategies for notes, people, networks, and hostile texts.
- :func:`run_contract`: the contract run on a plugin by name, module, folder or file (``vaultsync plugins test``).
- :mod:`vaultsync.testing.scaffold`: the files of a new plugin, as text (``vaultsync plugins new``).

Nothing is loaded before it is asked for: pytest loads this package in every run where vaultsync is installed.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vaultsync.testing._rules import RULES, RuleBrokenError
    from vaultsync.testing._running import run_contract
    from vaultsync.testing._stage import Stage, stage
    from vaultsync.testing._syncing import SyncRun
    from vaultsync.testing._vaults import VaultFolder
    from vaultsync.testing.contract import PluginContract

__all__ = [
    "RULES",
    "PluginContract",
    "RuleBrokenError",
    "Stage",
    "SyncRun",
    "VaultFolder",
    "run_contract",
    "stage",
]

_HOME = {
    "PluginContract": "contract",
    "RULES": "_rules",
    "RuleBrokenError": "_rules",
    "Stage": "_stage",
    "SyncRun": "_syncing",
    "VaultFolder": "_vaults",
    "run_contract": "_running",
    "stage": "_stage",
}


def __getattr__(name: str) -> object:
    """Load a public name from where it lives (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module 'vaultsync.testing' has no attribute {name!r}")
    return getattr(import_module(f"vaultsync.testing.{_HOME[name]}"), name)
