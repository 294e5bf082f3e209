"""The plugins that come with vaultsync keep the rules that it sets for all others."""

from importlib import import_module

from vaultsync.hooks.load import BUILTINS
from vaultsync.testing import PluginContract


def _contract(dotted: str) -> type[PluginContract]:
    members: dict[str, object] = {"plugin": import_module(dotted)}
    return type(_name(dotted), (PluginContract,), members)


def _name(dotted: str) -> str:
    return "Test" + dotted.rpartition(".")[2].title().replace("_", "")


globals().update({_name(dotted): _contract(dotted) for dotted in BUILTINS})


def test_each_of_them_is_held_against_the_contract() -> None:
    assert {_name(dotted) for dotted in BUILTINS} <= globals().keys()
