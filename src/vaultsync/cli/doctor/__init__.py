"""``doctor``: how everything is, and what to do about what is not well."""

import os
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path

import click

from vaultsync.cli.doctor import feeds as of_feeds
from vaultsync.cli.doctor import program as of_program
from vaultsync.cli.doctor import vault as of_vault
from vaultsync.cli.doctor.finding import Finding, trouble
from vaultsync.cli.main import DONE, PROBLEMS
from vaultsync.cli.options import Call, shared
from vaultsync.cli.say import RefusedError, as_json, aside, count, line, strong, table
from vaultsync.config import Settings, plugin_config
from vaultsync.hooks.load import BUILTINS, load
from vaultsync.hooks.spec import PluginInfo
from vaultsync.sync import read_settings
from vaultsync.sync.world import read_plugins
from vaultsync.vault.heartbeat import WATCH_LOCK
from vaultsync.vault.index import cache_folder, remove_index
from vaultsync.vault.lock import is_held, locked
from vaultsync.vault.moment import moment
from vaultsync.vault.state import state_folder


@click.command()
@click.argument("vault_dir", metavar="[VAULT]", required=False, type=click.Path(path_type=Path))
@click.option("--rebuild", is_flag=True, help="Remove the index, so that the next sync makes it anew.")
@shared
def doctor(call: Call, vault_dir: Path | None, *, rebuild: bool) -> int:
    """Look at all that vaultsync needs, and say what to mend. Exits with 1 where something is not well.

    Nothing is written, nothing is sent, and no secret is shown: what it prints can go into a report as it is, once you
    took out the paths and names that are yours.
    """
    root = call.root(vault_dir).resolve()
    if rebuild:
        return _rebuilt(call, root)
    findings = tuple(look(call, root))
    ill = [one for one in findings if not one.well]
    if call.as_json:
        as_json(
            {
                "well": not ill,
                "findings": [
                    {"topic": one.topic, "name": one.name, "value": one.value, "said": one.said}
                    | {"well": one.well, "hint": one.hint}
                    for one in findings
                ],
            }
        )
    else:
        _shown(findings)
        aside(f"{count(len(ill), 'thing')} to mend." if ill else "All is well.")
    return PROBLEMS if ill else DONE


def look(call: Call, root: Path) -> Iterator[Finding]:
    """Everything that there is to say, by topic."""
    settings, problems = read_settings(root)
    state, cache = state_folder(root, os.environ), cache_folder(root, os.environ)
    _, outside, missing = read_plugins(root, call.options)
    _, infos, broken = load(BUILTINS, sources=outside.sources, without=call.without)
    yield from of_program.versions()
    yield from of_program.paths(root, settings, os.environ)
    for told in problems:
        yield trouble("settings", told.code, told)
    yield from of_vault.contents(root, settings, _people_folders(settings, infos), cache)
    yield from of_vault.disk(root, state, settings.watch.poll)
    yield from of_vault.watches(root)
    yield from of_program.plugins(infos, (*missing, *broken))
    yield from of_feeds.published(root, settings)
    yield of_feeds.watched(state, moment())
    yield from of_feeds.served(root, settings, state)
    yield from of_feeds.elsewhere(settings, os.environ)


def _people_folders(settings: Settings, infos: Mapping[str, PluginInfo]) -> tuple[str, ...]:
    """The names of folders that hold people, as the settings of the plugin that recognises them have it."""
    info = infos.get("people")
    if info is None or info.config is None:
        return ()
    config, _ = plugin_config(settings, info.name, info.config)
    folders: tuple[str, ...] = getattr(config, "folders", ())
    return folders


def _shown(findings: tuple[Finding, ...]) -> None:
    for number, (topic, ones) in enumerate(groupby(findings, key=lambda one: one.topic)):
        if number:
            line()
        line(strong(topic.capitalize()))
        table(("" if one.well else "!", one.name, one.said if one.well else f"{one.said} → {one.hint}") for one in ones)


def _rebuilt(call: Call, root: Path) -> int:
    """Remove the index. Raises RefusedError while a watch works with it."""
    state = state_folder(root, os.environ)
    if is_held(state, WATCH_LOCK):
        raise RefusedError("A watch works with the index now. Stop it, and ask again: vaultsync doctor --rebuild")
    if call.dry_run:
        aside("A dry run: the index would be removed, and the next sync would make it anew.")
        return DONE
    with locked(state):
        removed = remove_index(root, os.environ)
    if call.as_json:
        as_json({"removed": removed})
    else:
        line("The index was removed; the next sync makes it anew." if removed else "There is no index to remove.")
    return DONE
