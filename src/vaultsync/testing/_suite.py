"""The contract as pytest runs it on a plugin from outside: a class of tests for each plugin that is meant.

Loaded as a plugin of pytest, it finds out which are meant before anything is collected.
"""

import os

import pytest

from vaultsync.testing._targets import Plugin, found
from vaultsync.testing.contract import PluginContract

VARIABLE = "VAULTSYNC_CONTRACT_TARGET"
"""What says which plugin is meant."""

TESTS = """\
from vaultsync.testing._suite import contracts

globals().update(contracts())
"""
"""The text of the file that pytest collects."""

_found: list[Plugin] = []


def pytest_configure() -> None:
    """Find the plugins; end the run with a sentence where there are none."""
    try:
        _found[:] = found(os.environ[VARIABLE])
    except LookupError as error:
        raise pytest.UsageError(str(error)) from error


def contracts() -> dict[str, type[PluginContract]]:
    """The classes of tests by name."""
    made = {}
    for each in _found:
        name = "".join(part.title() for part in each.name.replace("_", "-").split("-"))
        made[f"Test{name}"] = type(f"Test{name}", (PluginContract,), {"plugin": each.file or each.entry or each.module})
    return made
