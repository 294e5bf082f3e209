"""Which plugins there are: importing each by name, alone, so that a broken one is told of and the rest still run.

Built-ins are loaded exactly as any plugin is: a module by its dotted name. Nothing here knows what they do.
"""

import difflib
from collections.abc import Iterable
from importlib import import_module
from types import ModuleType

import pluggy

from vaultsync.hooks import spec
from vaultsync.hooks.call import PluginFailedError
from vaultsync.model import Problem, problem

BUILTINS = (
    "vaultsync.builtin.people",
    "vaultsync.builtin.cadence",
    "vaultsync.builtin.rhythm",
    "vaultsync.builtin.birthdays",
    "vaultsync.builtin.follow_ups",
    "vaultsync.builtin.snooze",
    "vaultsync.builtin.brief",
    "vaultsync.builtin.feeds",
    "vaultsync.builtin.checks",
    "vaultsync.builtin.properties",
    "vaultsync.builtin.brief_block",
    "vaultsync.builtin.week_list",
    "vaultsync.builtin.ticks",
)
"""The plugins that vaultsync ships, in the order in which they are asked where order matters."""


class UnknownPluginError(Exception):
    """A plugin that was to be left out is none that is known; the message suggests one."""


def manager() -> pluggy.PluginManager:
    """A plugin manager that knows the contract and no plugin."""
    made = pluggy.PluginManager(spec.PROJECT)
    made.add_hookspecs(spec)
    return made


def load(
    modules: Iterable[str], *, without: Iterable[str] = (), strict: bool = False
) -> tuple[pluggy.PluginManager, dict[str, spec.PluginInfo], tuple[Problem, ...]]:
    """Import and register plugins, one at a time, in order.

    ``modules`` are dotted names; ``without`` are names of plugins to leave out. Returns the manager, the plugins'
    own descriptions by name, and a Problem for each that could not be loaded. Raises PluginFailedError if ``strict``,
    and UnknownPluginError where there is no plugin of a name to leave out.
    """
    made, infos, problems = manager(), dict[str, spec.PluginInfo](), list[Problem]()
    left_out, found = set(without), set[str]()
    for dotted in modules:
        try:
            module = import_module(dotted)
            info = _info(module)
            if info.name in left_out:
                found.add(info.name)
            else:
                _register(made, module, info, infos)
        # Importing runs anyone's code, so anything may be raised; the plugin is left out and the rest still load.
        except (Exception, SystemExit) as error:
            if strict:
                raise PluginFailedError(f"plugin {dotted} could not be loaded: {error!r}") from error
            problems.append(
                problem(
                    "plugin-load",
                    f"plugin {dotted} could not be loaded: {type(error).__name__}: {error}.",
                    hint="Mend or update it; everything else runs without it.",
                )
            )
    for unknown in sorted(left_out - found):
        near = difflib.get_close_matches(unknown, [*infos, *found], n=1)
        hint = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(sorted({*infos, *found}))}."
        raise UnknownPluginError(f"There is no plugin {unknown} to leave out. {hint}")
    return made, infos, tuple(problems)


def _info(module: ModuleType) -> spec.PluginInfo:
    asked = getattr(module, "vaultsync_info", None)
    info = asked() if callable(asked) else None
    if not isinstance(info, spec.PluginInfo):
        raise TypeError("it has no vaultsync_info() that returns a PluginInfo")
    if info.api.split(".")[0] != spec.API_VERSION.split(".")[0]:
        raise ValueError(f"it is written for version {info.api} of the plugin interface; this is {spec.API_VERSION}")
    return info


def _register(
    made: pluggy.PluginManager, module: ModuleType, info: spec.PluginInfo, infos: dict[str, spec.PluginInfo]
) -> None:
    if info.name in infos:
        raise ValueError(f"another plugin is named {info.name} too")
    made.register(module, info.name)
    try:
        # A misspelt hook would never be called, and silently so.
        made.check_pending()
    except pluggy.PluginValidationError:
        made.unregister(module)
        raise
    infos[info.name] = info
