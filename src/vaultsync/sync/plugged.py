"""The plugins of one run: loaded, each with its own settings, and who of them is not there though they should be."""

import logging
import os
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from vaultsync.config import Settings, UserSettings, plugin_config
from vaultsync.config.plugin import secrets_of
from vaultsync.hooks.call import Outcome
from vaultsync.hooks.context import Context
from vaultsync.hooks.load import BUILTINS, Source, load
from vaultsync.hooks.plugins import Plugins
from vaultsync.hooks.spec import PluginInfo
from vaultsync.model import Problem, problem
from vaultsync.sync.world import World
from vaultsync.vault.books import BadIndexError
from vaultsync.vault.errors import VaultError

log = logging.getLogger("vaultsync.plugin")
traced = logging.getLogger("vaultsync.trace")


class Plugged(NamedTuple):
    """The plugins, their own descriptions by name, and what is wrong.

    ``stamps`` change when a plugin does. ``names`` are those of the single files, by path. ``missing`` are the sources
    that could not be loaded, by name or path.
    """

    plugins: Plugins
    infos: dict[str, PluginInfo]
    problems: tuple[Problem, ...]
    stamps: tuple[str, ...]
    names: dict[str, str]
    missing: frozenset[str]


def plugged(world: World, context: Context) -> Plugged:
    """Load the built-ins, and whatever else is to run in a world. Raises PluginFailedError and UnknownPluginError."""
    sources, options = world.plugins.sources, world.options
    manager, infos, problems = load(BUILTINS, sources=sources, without=options.without, strict=options.strict)
    configs, told, secrets = configured(infos, world.settings, world.user)
    plugins = Plugins(
        manager,
        context,
        configs,
        infos=infos,
        strict=options.strict,
        passing=(BadIndexError, VaultError),
        trace=_trace if options.trace else None,
        patience=options.patience,
        secrets=secrets,
    )
    files = {getattr(module, "__file__", ""): name for name, module in manager.list_name_plugin()}
    names = {one.origin: files[one.origin] for one in sources if one.kind == "file" and one.origin in files}
    loaded = infos.keys() | names.keys()
    stamps = {one.name if one.kind == "package" else names.get(one.origin, ""): one.stamp for one in sources}
    return Plugged(
        plugins,
        infos,
        (*problems, *told),
        tuple(sorted(f"{name} {stamps.get(name, '')}".rstrip() for name, _ in manager.list_name_plugin())),
        names,
        frozenset(_called(sources)) - loaded,
    )


def configured(
    infos: Mapping[str, PluginInfo], settings: Settings, user: UserSettings
) -> tuple[dict[str, Any], tuple[Problem, ...], frozenset[str]]:
    """Each plugin's own settings by its name, what is wrong with them, and which of their values nobody is told."""
    configs: dict[str, Any] = {}
    told, secrets = list[Problem](), frozenset[str]()
    for name, info in infos.items():
        if info.config is not None:
            configs[name], wrong = plugin_config(settings, name, info.config, user, os.environ)
            told += wrong
            secrets |= secrets_of(name, info.config, user, os.environ)
    return configs, tuple(told), secrets


def _called(sources: Iterable[Source]) -> set[str]:
    return {one.name if one.kind == "package" else one.origin for one in sources}


def troubles(plugins: Plugins, from_outside: Iterable[str], slow_after: float) -> tuple[Problem, ...]:
    """Which plugins took long in this run, and which are not asked any more."""
    told = [
        problem(
            "plugin-slow",
            f"plugin {name} took {plugins.spent[name]:.1f} seconds.",
            hint=f"See where: --trace-plugins. Leave it out: --without {name}. Or raise slow_after under [plugins].",
        )
        for name in sorted(from_outside)
        if plugins.spent.get(name, 0.0) > slow_after
    ]
    for name in sorted(plugins.quarantined):
        said = f"plugin {name} failed three times in a row and is not asked for now; what it published before stays."
        told.append(problem("plugin-quarantined", said, hint="Mend or update it, and restart the watch."))
    return tuple(told)


def _trace(plugin: str, hook: str, about: str, seconds: float, outcome: Outcome[Any]) -> None:
    kinds = [type(value).__name__ for value in outcome.values]
    gave = ", ".join(f"{kinds.count(kind)} {kind}" for kind in dict.fromkeys(kinds)) or "nothing"
    if outcome.failed:
        gave = "failed: " + "; ".join(told.message for told in outcome.problems)
    traced.info("%s %s%s %.1f ms: %s", plugin, hook, f" {about}" if about else "", seconds * 1000, gave)
