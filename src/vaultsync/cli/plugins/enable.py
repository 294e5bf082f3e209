"""``plugins enable`` and ``plugins disable``: a line of the user's own config.toml, or word that a file never runs."""

import difflib
import os
from pathlib import Path

import click
import tomlkit
from tomlkit.exceptions import TOMLKitError

from vaultsync.cli.options import Call, shared
from vaultsync.cli.plugins.known import known, vault_of
from vaultsync.cli.say import RefusedError, WrongUseError, as_json, aside, line
from vaultsync.hooks.load import BUILTINS, load
from vaultsync.vault.errors import reason
from vaultsync.vault.installed import installed
from vaultsync.vault.plugins import plugin_files
from vaultsync.vault.publish import put
from vaultsync.vault.trust import NEVER, keep_trust
from vaultsync.vault.user import FILE, config_folder, read_user


@click.command()
@click.argument("name", metavar="NAME")
@shared
def enable(call: Call, name: str) -> None:
    """Let an installed plugin run from now on, in every vault of yours."""
    there = installed(os.environ)
    if name not in there:
        if name in load(BUILTINS)[1]:
            raise WrongUseError(f"{name} comes with vaultsync, and is on already.")
        if (file := _file(call, name)) is not None:
            raise WrongUseError(f"{name} is a single file. Look at it, and let it run: vaultsync plugins trust {file}")
        near = difflib.get_close_matches(name, there, n=1)
        how = f"Did you mean {near[0]}?" if near else f"Install it first, such as: pip install vaultsync-{name}"
        raise WrongUseError(f"There is no plugin {name} installed where vaultsync is. {how}")
    _set(call, name, on=True)


@click.command()
@click.argument("name", metavar="NAME|FILE")
@shared
def disable(call: Call, name: str) -> None:
    """Let a plugin run no more. What it published goes away with the next sync."""
    if name in read_user(os.environ)[0].plugins.enable:
        _set(call, name, on=False)
        return
    file = _file(call, name)
    if file is None and name in load(BUILTINS)[1]:
        raise WrongUseError(f"{name} comes with vaultsync, and stays on. To leave it out of one run: --without {name}")
    if file is None:
        raise WrongUseError(f"No plugin {name} is on. To see which are: vaultsync plugins list")
    if not call.dry_run:
        keep_trust(file, NEVER, os.environ)
    _said(call, name, on=False)


def _file(call: Call, name: str) -> Path | None:
    """The single file of that path, as shown or as typed, of that name, or of a plugin that calls itself so."""
    files = dict(plugin_files(vault_of(call), os.environ))
    for path, shown in files.items():
        if name in {shown, str(path), path.stem, path.name} or Path(name).absolute() == path:
            return path
    called = {one.name: Path(one.source) for one in known(call)[0]} if files else {}
    return called[name] if called.get(name) in files else None


def _set(call: Call, name: str, *, on: bool) -> None:
    path = config_folder(os.environ) / FILE
    try:
        text = path.read_bytes().decode() if path.exists() else ""
        document = tomlkit.parse(text)
    except (OSError, UnicodeDecodeError, TOMLKitError) as error:
        raise RefusedError(f"{path} could not be read: {error}. Mend it first; nothing was changed.") from error
    table = document.setdefault("plugins", tomlkit.table())
    enabled = table.get("enable", []) if isinstance(table, dict) else None
    if not isinstance(enabled, list):
        raise RefusedError(f"{path}: [plugins] enable is no list of names. Mend it first; nothing was changed.")
    if on == (name in enabled):
        aside(f"{name} is {'on' if on else 'off'} already.")
        return
    if on:
        enabled.append(name)
    else:
        enabled.remove(name)
    table["enable"] = enabled
    if not call.dry_run:
        _write(path, tomlkit.dumps(document))
    _said(call, name, on=on)


def _write(path: Path, text: str) -> None:
    """Put the file in place whole, and readable for its owner alone: it may hold passwords."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        put(path, text.encode(), private=True)
    except OSError as error:
        said, hint = reason(error)
        raise RefusedError(f"{path} could not be written: {said}. {hint}.") from error


def _said(call: Call, name: str, *, on: bool) -> None:
    if call.as_json:
        as_json({"name": name, "enabled": on})
    else:
        said = f"{name} is {'on' if on else 'off'} from the next sync."
        line(f"A dry run, nothing was changed: {said}" if call.dry_run else said)
