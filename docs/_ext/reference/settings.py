"""The settings file and the problems, told from their declarations."""

from collections.abc import Iterable, Iterator
from importlib import import_module
from itertools import groupby

import msgspec

from reference.text import code, docstring, prose, table, titled
from vaultsync.config import Settings
from vaultsync.config.describe import SettingDoc, describe
from vaultsync.config.user import PluginSettings, TargetSettings
from vaultsync.hooks.load import BUILTINS
from vaultsync.hooks.spec import PluginInfo
from vaultsync.model import CODES

SEVERITIES = {
    "error": "Something was left out, or not done.",
    "warning": "It was done, but perhaps not as you meant it.",
    "info": "Worth knowing.",
}


def settings() -> str:
    """Every table of vaultsync.toml that is vaultsync's own."""
    kinds = {field.encode_name: field.type for field in msgspec.structs.fields(Settings)}
    return "\n\n".join(
        _table(name, docs, docstring(_struct(kinds[name])))
        for name, docs in ((name, tuple(docs)) for name, docs in groupby(describe(Settings), lambda doc: doc.table))
    )


def plugin_settings() -> str:
    """The tables of the plugins that vaultsync comes with."""
    return "\n\n".join(
        _table(info.name, describe(info.config, info.name), prose(info.summary))
        for info in plugins()
        if info.config is not None
    )


def user_settings() -> str:
    """The tables of the user's own config.toml, but for those that plugins declare."""
    return "\n\n".join(
        _table(name, describe(kind, name), docstring(kind))
        for name, kind in (("plugins", PluginSettings), ('targets."ADDRESS"', TargetSettings))
    )


def plugin_list() -> str:
    """The plugins that vaultsync comes with."""
    return table(("Plugin", "What it does"), ((code(info.name), prose(info.summary)) for info in plugins()))


def problems() -> str:
    """Every problem code, by how grave it is."""
    parts = []
    for severity, said in SEVERITIES.items():
        rows = ((code(name), prose(each.meaning)) for name, each in CODES.items() if each.severity == severity)
        parts.append(titled(severity.capitalize(), said, table(("Code", "What it means"), rows)))
    return "\n\n".join(parts)


def plugins() -> Iterator[PluginInfo]:
    """Who each plugin that vaultsync comes with says it is, in the order they are asked."""
    return (import_module(dotted).vaultsync_info() for dotted in BUILTINS)


def _table(name: str, docs: Iterable[SettingDoc], about: str) -> str:
    found = tuple(docs)
    title = f"`[[{name}]]`" if found[0].repeated else f"`[{name}]`"
    rows = (
        (code(doc.key), doc.type, code(doc.default) if doc.default else "", prose(doc.description)) for doc in found
    )
    return titled(
        title,
        about,
        table(("Setting", "Takes", "Default", "Meaning"), rows),
        anchor=f"setting-{name.partition('.')[0]}",
    )


def _struct(kind: object) -> object:
    inner = getattr(kind, "__args__", (kind,))
    return inner[0]
