"""The command group: which verbs there are. A verb's module is imported when it is asked for, and not before."""

from importlib import import_module

import click

from vaultsync import __version__
from vaultsync.cli.options import GLOBAL, GLOBAL_NAMES, Call

VERBS = {
    "demo": "vaultsync.cli.demo:demo",
    "init": "vaultsync.cli.init:init",
    "sync": "vaultsync.cli.sync:sync",
    "watch": "vaultsync.cli.watch:watch",
    "serve": "vaultsync.cli.serve:serve",
    "service": "vaultsync.cli.service:service",
    "feed": "vaultsync.cli.feed:feed",
    "agenda": "vaultsync.cli.agenda:agenda",
    "people": "vaultsync.cli.people:people",
    "check": "vaultsync.cli.check:check",
    "doctor": "vaultsync.cli.doctor:doctor",
    "log": "vaultsync.cli.log:log",
    "snooze": "vaultsync.cli.hold:snooze",
    "pause": "vaultsync.cli.hold:pause",
    "resume": "vaultsync.cli.hold:resume",
    "new": "vaultsync.cli.new:new",
    "undo": "vaultsync.cli.undo:undo",
    "today": "vaultsync.cli.agenda:agenda",
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
        command: click.Command = getattr(import_module(module), name)
        return command


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="vaultsync", message="%(prog)s %(version)s")
@click.pass_context
def main(ctx: click.Context, /, **given: object) -> None:
    """Keep in touch from the Markdown notes you already write.

    The vault is the nearest folder upwards with a vaultsync.toml or an .obsidian folder, unless you name it.
    """
    call = ctx.ensure_object(Call)
    call.take({name: given[name] for name in GLOBAL_NAMES})
    ctx.color = call.colour


for option in GLOBAL:
    main = option(main)


def every_command() -> dict[str, click.Command]:
    """Each verb's command, all of them loaded: for whoever tells of the whole."""
    context = click.Context(main)
    return {verb: found for verb in VERBS if (found := main.get_command(context, verb)) is not None}
