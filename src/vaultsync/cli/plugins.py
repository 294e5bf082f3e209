"""``plugins``: which there are, whether they run, and looking at them before they do."""

from importlib import import_module

import click

from vaultsync.cli.options import shared

VERBS = {
    "list": "plugins_list:listed",
    "info": "plugins_list:info",
    "enable": "plugins_enable:enable",
    "disable": "plugins_enable:disable",
    "trust": "plugins_trust:trust",
    "new": "plugins_new:new",
    "test": "plugins_new:test",
}
"""Each verb and where its command is, in the order of the help."""


class Verbs(click.Group):
    """A group that knows its commands by name, and loads the one that was typed."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click asks with it
        """Every verb, in the order of the help."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as above
        """The command of that verb; None where there is none."""
        if cmd_name not in VERBS:
            return None
        module, _, name = VERBS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(f"vaultsync.cli.{module}"), name)
        return command


@click.group(cls=Verbs)
@shared
def plugins(_call: object) -> None:
    """See which plugins there are, turn them on and off, and make your own."""
