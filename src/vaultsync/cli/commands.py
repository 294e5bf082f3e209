"""The command group: which verbs there are. A verb's module is imported when it is asked for, and not before."""

import click

from vaultsync import __version__
from vaultsync.cli.options import GLOBAL, GLOBAL_NAMES, Call
from vaultsync.cli.verbs import Verbs

VERBS = {
    "demo": "vaultsync.cli.demo:demo",
    "init": "vaultsync.cli.init:init",
    "sync": "vaultsync.cli.sync:sync",
    "watch": "vaultsync.cli.watch:watch",
    "serve": "vaultsync.cli.serve:serve",
    "service": "vaultsync.cli.service:service",
    "feed": "vaultsync.cli.feed:feed",
    "agenda": "vaultsync.cli.agenda:agenda",
    "picks": "vaultsync.cli.picks:picks",
    "people": "vaultsync.cli.people:people",
    "brief": "vaultsync.cli.brief:brief",
    "find": "vaultsync.cli.find:find",
    "near": "vaultsync.cli.near:near",
    "intro": "vaultsync.cli.intro:intro",
    "slots": "vaultsync.cli.slots:slots",
    "report": "vaultsync.cli.report:report",
    "check": "vaultsync.cli.check:check",
    "doctor": "vaultsync.cli.doctor:doctor",
    "log": "vaultsync.cli.log:log",
    "plan": "vaultsync.cli.plan:plan",
    "snooze": "vaultsync.cli.hold:snooze",
    "pause": "vaultsync.cli.hold:pause",
    "resume": "vaultsync.cli.hold:resume",
    "new": "vaultsync.cli.new:new",
    "undo": "vaultsync.cli.undo:undo",
    "import": "vaultsync.cli.import_file:import_file",
    "plugins": "vaultsync.cli.plugins:plugins",
    "today": "vaultsync.cli.agenda:agenda",
}
"""Each verb and where its command is."""

SECTIONS = {
    "Begin": ("demo", "init"),
    "Whom and when": ("agenda", "picks", "people", "find", "near", "today"),
    "Reach out": ("brief", "intro", "slots", "plan"),
    "Write down": ("log", "snooze", "pause", "resume", "new", "import", "undo"),
    "Look back": ("report",),
    "The calendar": ("sync", "watch", "serve", "feed", "service"),
    "Keep it well": ("check", "doctor", "plugins"),
}
"""The verbs in the order of the help, by what they are for."""


class EveryVerb(Verbs):
    """The verbs of vaultsync, and after them those of plugins."""

    verbs = VERBS

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every verb, in the order of the help; then those of plugins."""
        return [*VERBS, *(name for name in _of_plugins(ctx) if name not in VERBS)]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the verbs by what they are for, then those of plugins."""
        of_plugins = tuple(name for name in _of_plugins(ctx) if name not in VERBS)
        widest = max(map(len, (*VERBS, *of_plugins)))
        for title, names in (*SECTIONS.items(), ("Of plugins", of_plugins)):
            found = [(name, self.get_command(ctx, name)) for name in names]
            room = formatter.width - widest - 6
            rows = [(name.ljust(widest), command.get_short_help_str(room)) for name, command in found if command]
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that verb; None where there is none."""
        return super().get_command(ctx, cmd_name) if cmd_name in VERBS else _of_plugins(ctx).get(cmd_name)


def _of_plugins(ctx: click.Context) -> dict[str, click.Command]:
    """The commands of plugins, which are loaded for it: none where that cannot be told."""
    from vaultsync.cli.plugins.session import plugin_commands  # noqa: PLC0415 - most commands need no plugin

    found: dict[str, click.Command] | None = ctx.meta.get("vaultsync.plugins")
    if found is None:
        found = ctx.meta["vaultsync.plugins"] = plugin_commands(ctx.ensure_object(Call))
    return found


@click.group(cls=EveryVerb, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
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
    every: dict[str, click.Command] = {}
    for verb in VERBS:
        command = main.get_command(context, verb)
        if isinstance(command, click.Group):
            names = command.list_commands(context)
            every |= {f"{verb} {name}": found for name in names if (found := command.get_command(context, name))}
        elif command is not None:
            every[verb] = command
    return every
