"""The plugins that come with vaultsync keep the rules that it sets for all others."""

from importlib import import_module

import pytest

from vaultsync.hooks.load import BUILTINS
from vaultsync.testing import PluginContract


@pytest.mark.xfail(strict=False, raises=AssertionError, reason="cadence adds days to a next_contact of 9999-12-31")
def _beyond_the_calendar(self: PluginContract) -> None:
    PluginContract.test_hostile_notes_raise_nothing(self)


def _contract(dotted: str) -> type[PluginContract]:
    members: dict[str, object] = {"plugin": import_module(dotted)}
    if dotted == "vaultsync.builtin.cadence":
        members["test_hostile_notes_raise_nothing"] = _beyond_the_calendar
    return type(_name(dotted), (PluginContract,), members)


def _name(dotted: str) -> str:
    return "Test" + dotted.rpartition(".")[2].title().replace("_", "")


globals().update({_name(dotted): _contract(dotted) for dotted in BUILTINS})


def test_each_of_them_is_held_against_the_contract() -> None:
    assert {_name(dotted) for dotted in BUILTINS} <= globals().keys()
