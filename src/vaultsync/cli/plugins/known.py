"""What can be said of every plugin: those that come with vaultsync, installed ones, and single files."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Literal

import msgspec

from vaultsync.cli.options import Call
from vaultsync.cli.say import WrongUseError
from vaultsync.hooks.load import BUILTINS, load
from vaultsync.hooks.spec import HOOKS, PluginInfo
from vaultsync.model import Problem, Value
from vaultsync.vault.index import INDEX_FILE, cache_folder
from vaultsync.vault.installed import installed
from vaultsync.vault.plugins import plugin_files, plugins_of
from vaultsync.vault.trust import NEVER, trusted
from vaultsync.vault.user import read_user

State = Literal["on", "off", "broken", "missing", "not trusted", "changed"]


BUILT_IN = "vaultsync"
"""The source of a plugin that comes with vaultsync."""


class Known(Value, frozen=True, kw_only=True):
    """One plugin. ``api``, ``hooks`` and ``summary`` are known of those that run; ``error`` is the last told of."""

    name: str
    state: State
    source: str
    version: str = ""
    api: str = ""
    hooks: tuple[str, ...] = ()
    summary: str = ""
    error: str = ""


def vault_of(call: Call) -> Path | None:
    """The vault, where there is one: without, there are only the user's own plugins."""
    try:
        return call.root()
    except WrongUseError:
        if call.vault is not None:
            raise
        return None


def known(call: Call) -> tuple[tuple[Known, ...], dict[str, PluginInfo]]:
    """Every plugin, and what those that run say of themselves. Nothing that is off or not trusted is imported."""
    root = vault_of(call)
    user, _ = read_user(os.environ)
    found = plugins_of(root, user, os.environ)
    sources = () if call.safe else found.sources
    manager, infos, problems = load(BUILTINS)
    rows = [_row(info, _hooks(manager.get_plugin(name)), "on", BUILT_IN) for name, info in infos.items()]
    errors = last_errors(root)
    for source in found.sources:
        if source not in sources:
            rows.append(Known(name=source.name, state="on", source=source.origin, version=source.version))
            continue
        manager, alone, problems = load((), sources=(source,))
        said = source.origin
        if problems:
            rows.append(
                Known(name=source.name, state="broken", source=said, version=source.version, error=problems[0].message)
            )
        for name, info in alone.items():
            if name in infos:
                told = f"another plugin is named {name} too"
                rows.append(Known(name=source.name, state="broken", source=said, version=source.version, error=told))
                continue
            one = _row(info, _hooks(manager.get_plugin(name)), "on", said, source.version)
            rows.append(msgspec.structs.replace(one, error=errors.get(name, "")))
            infos[name] = info
    rows += _rest(root, user.plugins.enable, found.problems, {row.source for row in rows})
    return tuple(rows), infos


def _rest(
    root: Path | None, enabled: tuple[str, ...], problems: tuple[Problem, ...], seen: set[str]
) -> Iterator[Known]:
    """Plugins that do not run."""
    there = installed(os.environ)
    for name in enabled:
        if name not in there:
            yield Known(name=name, state="missing", source="not installed")
    for name, one in there.items():
        if name not in enabled:
            yield Known(name=name, state="off", source=one.package, version=one.version)
    trust = trusted(os.environ)
    changed = {told.path for told in problems if told.code == "plugin-changed"}
    for path, shown in plugin_files(root, os.environ):
        if str(path) in seen:
            continue
        off = trust.get(str(path)) == NEVER
        state: State = "off" if off else "changed" if shown in changed else "not trusted"
        yield Known(name=path.stem, state=state, source=str(path))


def _row(info: PluginInfo, hooks: tuple[str, ...], state: State, source: str, version: str = "") -> Known:
    return Known(
        name=info.name, state=state, source=source, version=version, api=info.api, hooks=hooks, summary=info.summary
    )


def _hooks(module: object) -> tuple[str, ...]:
    return tuple(
        name.removeprefix("vaultsync_") for name in HOOKS if name != "vaultsync_info" and hasattr(module, name)
    )


def last_errors(root: Path | None) -> dict[str, str]:
    """What the last sync told of plugins that failed, by name."""
    if root is None:
        return {}
    path = cache_folder(root, os.environ) / INDEX_FILE
    with suppress(sqlite3.Error, OSError, msgspec.DecodeError):
        if path.exists():
            with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
                row = connection.execute("SELECT value FROM meta WHERE key='plugin-errors'").fetchone()
            return dict(msgspec.json.decode(row[0], type=dict[str, str])) if row else {}
    return {}
