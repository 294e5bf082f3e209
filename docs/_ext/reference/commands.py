"""The command line, told from its own declarations: every command with its options, and the exit codes."""

from collections.abc import Iterator
from inspect import cleandoc

import click

from reference.text import code, prose, table, titled
from vaultsync.cli import main as codes_of
from vaultsync.cli.commands import every_command, main
from vaultsync.cli.options import GLOBAL_NAMES

EXITS = {
    "DONE": "Done. There may be warnings.",
    "PROBLEMS": "Done, and something is an error: from `check`, and from `sync --strict`.",
    "WRONG_USE": "Used wrongly: an unknown command or option, a query that cannot be read, no vault here.",
    "REFUSED": "Refused, to protect what is there. Nothing was changed; the message says how to go on.",
    "PLUGIN_FAILED": "A plugin failed, and `--strict` asked to stop at that.",
    "FAULT": "A fault of vaultsync's own. What was published stays; `--debug` shows the inside of it.",
    "INTERRUPTED": "Stopped with Ctrl-C. Nothing is half-written.",
}
"""What each exit code of ``vaultsync.cli.main`` means."""


HELP = "_click_default_help"


def commands() -> str:
    """Every command: usage, what it does, its arguments and its own options."""
    context = _context(main, "vaultsync")
    parts = []
    every = every_command()
    for name, command in every.items():
        same = next(other for other, known in every.items() if known is command)
        if same != name:
            parts.append(
                titled(f"vaultsync {name}", f"The same as [`{same}`](#command-{same}).", anchor=f"command-{name}")
            )
            continue
        own = _context(command, name, context)
        usage = command.get_usage(own).removeprefix("Usage: ")
        rows = [*_records(command, own, shared=False)]
        options = table(("Option", "Meaning"), rows) if rows else ""
        parts.append(
            titled(
                f"vaultsync {name}",
                f"```text\n{usage}\n```",
                prose(cleandoc(command.help or "")),
                options,
                anchor=f"command-{name}",
            )
        )
    return "\n\n".join(parts)


def shared_options() -> str:
    """The options that every command takes, before its name or after it."""
    return table(("Option", "Meaning"), _records(main, _context(main, "vaultsync"), shared=True))


def exit_codes() -> str:
    """The exit codes and their meaning."""
    return table(("Code", "Meaning"), ((code(str(getattr(codes_of, name))), said) for name, said in EXITS.items()))


def _context(command: click.Command, name: str, parent: click.Context | None = None) -> click.Context:
    settings = {**command.context_settings, "terminal_width": 200, "max_content_width": 200}
    return click.Context(command, info_name=name, parent=parent, **settings)


def _records(command: click.Command, context: click.Context, *, shared: bool) -> Iterator[tuple[str, str]]:
    for parameter in command.get_params(context):
        is_shared = parameter.name in GLOBAL_NAMES or command is main
        record = parameter.get_help_record(context)
        if record is not None and record[1] and is_shared is shared and (shared or parameter.name != HELP):
            yield code(record[0]), prose(record[1])
