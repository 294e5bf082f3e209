"""The one place where the kit turns plugins on: as the user would, by name and by trusted file; and modules, besides.

The host knows packages by the user's ``config.toml``, and single files by what they trusted. A module that a test has
at hand is no such thing: it is loaded as those that come with vaultsync are, after them.
"""

import hashlib
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from types import ModuleType

from vaultsync.hooks import load as loading
from vaultsync.testing._home import Home
from vaultsync.testing._targets import Plugin, Target, one
from vaultsync.vault.trust import FOLDER, keep_trust

Config = Mapping[str, Mapping[str, object]]
"""Settings by plugin: what stands in the table ``[plugin.NAME]`` of the user's own ``config.toml``."""


def enable(home: Home, plugins: Iterable[Target], config: Config) -> tuple[Plugin, ...]:
    """Turn on these plugins in a home, and no others, with their settings. Raises LookupError for an unknown one."""
    wanted = tuple(one(each) for each in plugins)
    folder = home.config / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for each in wanted:
        if each.file is not None:
            copy = folder.resolve() / each.file.name
            code = each.file.read_bytes()
            copy.write_bytes(code)
            keep_trust(copy, hashlib.sha256(code).hexdigest(), home.environment)
    home.say([each.entry for each in wanted if each.entry], config)
    return wanted


@contextmanager
def enabled(home: Home, plugins: Iterable[Plugin]) -> Iterator[None]:
    """Live in a home, in this process, with the modules among these plugins loaded besides."""
    modules = [each.module for each in plugins if not each.entry and each.file is None and not each.builtin]
    with home.entered(), _besides(modules):
        yield


@contextmanager
def _besides(modules: Iterable[ModuleType]) -> Iterator[None]:
    shipped = loading.BUILTINS
    names, ours = [], []
    for number, module in enumerate(modules):
        name = module.__name__
        if sys.modules.get(name) is not module:
            name = f"vaultsync_given_{number}"
            sys.modules[name] = module
            ours.append(name)
        names.append(name)
    holders = [
        module
        for name, module in list(sys.modules.items())
        if name.startswith("vaultsync.") and not name.startswith(__package__) and _holds(module, shipped)
    ]
    for module in holders:
        vars(module)["BUILTINS"] = (*shipped, *names)
    try:
        yield
    finally:
        for module in holders:
            vars(module)["BUILTINS"] = shipped
        for name in ours:
            del sys.modules[name]


def _holds(module: ModuleType, shipped: tuple[str, ...]) -> bool:
    return getattr(module, "__dict__", {}).get("BUILTINS") is shipped
