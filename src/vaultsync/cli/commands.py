"""The command group: which verbs there are."""

import click

from vaultsync import __version__
from vaultsync.cli.agenda import agenda
from vaultsync.cli.check import check
from vaultsync.cli.demo import demo
from vaultsync.cli.hold import pause, resume, snooze
from vaultsync.cli.init import init
from vaultsync.cli.log import log
from vaultsync.cli.new import new
from vaultsync.cli.options import GLOBAL, GLOBAL_NAMES, Call
from vaultsync.cli.people import people
from vaultsync.cli.sync import sync
from vaultsync.cli.undo import undo


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
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

for command in (demo, init, sync, agenda, people, check, log, snooze, pause, resume, new, undo):
    main.add_command(command)

main.add_command(agenda, "today")
