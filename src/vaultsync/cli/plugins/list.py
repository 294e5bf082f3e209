"""``plugins list`` and ``plugins info``."""

import difflib
from pathlib import Path
from typing import Any

import click
import msgspec

from vaultsync.cli.options import Call, shared
from vaultsync.cli.plugins.known import BUILT_IN, Known, known
from vaultsync.cli.say import WrongUseError, as_json, count, line, place, strong, table
from vaultsync.config.describe import toml_text, type_text
from vaultsync.config.plugin import is_private
from vaultsync.hooks.spec import PluginInfo

OWN, EITHER = "only your own config.toml", "vaultsync.toml or your own config.toml"
WIDEST = 32
"""Of a default, in a table."""


@click.command("list")
@shared
def listed(call: Call) -> None:
    """List every plugin.

    Those that come with vaultsync, those installed, and single files.

    What is off or not trusted is not run to say so. With --safe, nothing is run that does not come with vaultsync.
    """
    found, _ = known(call)
    if call.as_json:
        as_json(found)
        return
    outside = [one for one in found if one.source != BUILT_IN]
    for ones, said in ((outside, "Yours"), ([one for one in found if one.source == BUILT_IN], "With vaultsync")):
        if ones:
            line(strong(said))
            rows = ((one.name, one.state, one.version or "-", one.api or "-", _where(one), _hooks(one)) for one in ones)
            table(rows, bold=0, heads=("", "State", "Version", "API", "Source", "Hooks"))
    for one in found:
        if one.error:
            line(f"{strong(one.name)}: {one.error}")


def _where(one: Known) -> str:
    return place(Path(one.source)) if one.source.endswith(".py") else one.source


def _hooks(one: Known) -> str:
    return ", ".join(one.hooks) or "-"


@click.command()
@click.argument("name", metavar="NAME")
@shared
def info(call: Call, name: str) -> None:
    """Say all that is known of one plugin.

    Where it comes from, what it does, its settings, its last error.
    """
    found, infos = known(call)
    one = next((each for each in found if name in {each.name, each.source}), None)
    if one is None:
        near = difflib.get_close_matches(name, [each.name for each in found], n=1)
        raise WrongUseError(
            f"There is no plugin {name}. {f'Did you mean {near[0]}?' if near else 'See: vaultsync plugins list'}"
        )
    said = infos.get(one.name)
    settings = _settings(said) if said is not None else []
    if call.as_json:
        as_json({**msgspec.to_builtins(one), "writes": said.writes if said else (), "settings": settings})
        return
    line(strong(one.name) + (f"  {one.summary}" if one.summary else ""))
    rows = [("state", one.state), ("source", one.source), ("version", one.version), ("API", one.api)]
    rows += [("hooks", ", ".join(one.hooks)), ("writes", ", ".join(said.writes) if said else ""), ("error", one.error)]
    table((key, value) for key, value in rows if value)
    if settings:
        line()
        line(strong(f"{count(len(settings), 'setting')} of [plugin.{one.name}]"))
        table((each["name"], _clipped(toml_text(each["default"])), each["file"]) for each in settings)


def _clipped(text: str) -> str:
    return text if len(text) <= WIDEST else f"{text[: WIDEST - 2]} …"


def _settings(said: PluginInfo) -> list[dict[str, Any]]:
    if said.config is None:
        return []
    made = said.config()
    return [
        {
            "name": field.encode_name,
            "type": type_text(field.type),
            "default": msgspec.to_builtins(getattr(made, field.name)),
            "file": OWN if is_private(field.type) else EITHER,
        }
        for field in msgspec.structs.fields(said.config)
    ]
