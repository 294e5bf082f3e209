"""What plugins do at the command line: their own commands, and the changes of notes that they ask for."""

import os
import sys
from collections.abc import Callable, Iterable
from copy import copy
from typing import Any

import click

from vaultsync.cli.options import Call, shared
from vaultsync.cli.plugins.known import vault_of
from vaultsync.cli.say import aside
from vaultsync.cli.session import Session, looked
from vaultsync.hooks.call import call as call_hook
from vaultsync.hooks.context import Context
from vaultsync.hooks.load import load
from vaultsync.model import Edit, Network, NewNote, Schedule
from vaultsync.vault.plugins import plugins_of
from vaultsync.vault.user import read_user


class PluginSession:
    """What a command of a plugin works with (:class:`vaultsync.Session`). The vault is read when it is looked at."""

    def __init__(self, call: Call, plugin: str) -> None:
        self._call, self._plugin = call, plugin
        self._looked: Session | None = None
        self.as_json, self.dry_run = bool(call.as_json), bool(call.dry_run)

    @property
    def _session(self) -> Session:
        if self._looked is None:
            self._looked = looked(self._call)
        return self._looked

    @property
    def network(self) -> Network:
        """Who is in the vault, and what is known of them."""
        return self._session.network

    @property
    def schedule(self) -> Schedule:
        """What is to be done, and on which day."""
        return self._session.schedule

    @property
    def ctx(self) -> Context:
        """The plugin's own context."""
        return self._session.line.asking.plugins.context(self._plugin)

    def write(self, changes: Iterable[Edit | NewNote]) -> tuple[str, ...]:
        """Make edits and new notes; the paths that were written, or none in a dry run."""
        from vaultsync.cli.changes import changed  # noqa: PLC0415 - most commands write nothing

        return changed(self._call, self._session, changes)


def plugin_commands(call: Call) -> dict[str, click.Command]:
    """The commands of the plugins that run, by name; the first plugin's, where two have one name. Never raises.

    Each is called with its plugin's own session, and takes the options that every command takes.
    """
    if call.safe:
        return {}
    found = plugins_of(vault_of(call), read_user(os.environ)[0], os.environ)
    manager, _, problems = load((), sources=found.sources)
    for told in problems:
        aside(told.message)
    commands: dict[str, click.Command] = {}
    for impl in manager.hook.vaultsync_commands.get_hookimpls():
        outcome = call_hook(impl, {}, click.Command, many=True)
        for told in outcome.problems:
            aside(told.message)
        for command in outcome.values:
            if command.name and command.name not in commands:
                commands[command.name] = _bound(command, impl.plugin_name)
    return commands


def _bound(command: click.Command, plugin: str) -> click.Command:
    """The command, with the shared options, handed the plugin's session; and if it raises, the plugin is named."""
    command, run = copy(command), command.callback  # the plugin may give the same one again

    def called(call: Call, /, **given: Any) -> Any:
        context = click.get_current_context()
        context.obj = PluginSession(call, plugin)
        try:
            return run(**given) if run is not None else None
        except (click.ClickException, click.exceptions.Exit, click.Abort, KeyboardInterrupt):
            raise
        except Exception as error:
            if "--debug" in sys.argv or _is_ours(error):
                raise
            raise click.ClickException(f"plugin {plugin} failed in its command {command.name}: {error}") from error

    command.callback = called
    wrapped: Callable[..., Any] = shared(called)
    command.callback = wrapped
    command.params = [*command.params, *getattr(wrapped, "__click_params__", [])]
    return command


def _is_ours(error: Exception) -> bool:
    return type(error).__module__.startswith("vaultsync.")
