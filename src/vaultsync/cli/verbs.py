"""A group of commands whose modules are imported when they are asked for, and not before."""

from collections.abc import Mapping
from importlib import import_module

import click


class Verbs(click.Group):
    """A group that knows its commands by name, and loads the one that was typed. ``verbs`` says where each is."""

    verbs: Mapping[str, str]

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click asks with it
        """Every verb, in the order of the help."""
        return list(self.verbs)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as above
        """The command of that verb; None where there is none."""
        if cmd_name not in self.verbs:
            return None
        module, _, name = self.verbs[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command
