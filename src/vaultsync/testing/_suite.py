"""The contract as pytest runs it on a plugin from outside: a class of tests for each plugin that is meant.

Loaded as a plugin of pytest, it finds out which are meant before anything is collected.
"""

import os
import traceback
from types import TracebackType

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
    """Find the plugins; end the run with a sentence where there are none, or where one cannot be imported."""
    target = os.environ[VARIABLE]
    try:
        _found[:] = found(target)
    except LookupError as error:
        raise pytest.UsageError(str(error)) from error
    # Importing runs anyone's code, so anything may be raised.
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        said = "".join(traceback.format_exception(error.with_traceback(_of_the_plugin(error)))).rstrip()
        raise pytest.UsageError(f"{target} could not be imported. Mend this, and test it again:\n{said}") from error


def _of_the_plugin(error: BaseException) -> TracebackType | None:
    """The traceback from where the plugin's own code begins; nothing where it never did."""
    trace = error.__traceback__
    while trace is not None and (
        str(trace.tb_frame.f_globals.get("__name__", "")).startswith(
            ("vaultsync.testing", "importlib", "_frozen_importlib")
        )
    ):
        trace = trace.tb_next
    return trace


def contracts() -> dict[str, type[PluginContract]]:
    """The classes of tests by name."""
    made = {}
    for each in _found:
        name = "".join(part.title() for part in each.name.replace("_", "-").split("-"))
        made[f"Test{name}"] = type(f"Test{name}", (PluginContract,), {"plugin": each.file or each.entry or each.module})
    return made
