"""The options that every command takes, before or after its name, and the vault they point at."""

import os
from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vaultsync.cli.say import WrongUseError
from vaultsync.vault.locate import find_vault

if TYPE_CHECKING:  # loading them takes longer than some commands
    from vaultsync.config import Settings
    from vaultsync.sync import Options


class Day(click.ParamType[date]):
    """A day written as 2026-11-22."""

    name = "DATE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:  # click's own type
        """Read the day, or say how one is written."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a day. Write it as 2026-11-22.", param, ctx)


GLOBAL = (
    click.option("--vault", type=click.Path(path_type=Path), metavar="DIR", help="The vault's folder."),
    click.option("--today", type=Day(), help="Take this day for today."),
    click.option("--json", "as_json", is_flag=True, help="Results as JSON on standard output."),
    click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing."),
    click.option("--without", multiple=True, metavar="PLUGIN", help="Leave a plugin out. May be given again."),
    click.option("--safe", is_flag=True, help="Only the plugins that come with vaultsync."),
    click.option("--trace-plugins", is_flag=True, help="Tell of each call of a plugin: its time, and what it gave."),
    click.option("--strict", is_flag=True, help="Stop at the first plugin that fails; errors count as failure."),
    click.option("-v", "--verbose", is_flag=True, help="Say more."),
    click.option("-q", "--quiet", is_flag=True, help="Say only what was asked for."),
    click.option("--no-color", is_flag=True, help="No colours. NO_COLOR does the same."),
    click.option("--debug", is_flag=True, help="Show the inside of a failure."),
)


class Call:
    """How the program was called. Options after the command win over those before it."""

    def __init__(self) -> None:
        self._given: dict[str, Any] = {}

    def take(self, given: dict[str, Any]) -> None:
        """Add what was given in one place; what was not given there leaves the rest as it is."""
        without = (*self._given.get("without", ()), *given.pop("without", ()))
        self._given |= {name: value for name, value in given.items() if value not in (None, False)}
        self._given["without"] = without

    def __getattr__(self, name: str) -> Any:
        """Give an option by its name; None where it was not given."""
        return self._given.get(name)

    @property
    def options(self) -> "Options":
        """The part that a run wants to know."""
        from vaultsync.sync import Options  # noqa: PLC0415 - see above

        if self.trace_plugins:
            from vaultsync.cli.trace import trace_plugins  # noqa: PLC0415 - few want to see it

            trace_plugins()
        return Options(
            without=self.without,
            safe=bool(self.safe),
            strict=bool(self.strict),
            force=bool(self.force),
            trace=bool(self.trace_plugins),
        )

    @property
    def colour(self) -> bool | None:
        """Whether to colour: never where it was refused, else wherever the output is a terminal."""
        return False if self.no_color or os.environ.get("NO_COLOR") else None

    def root(self, argument: Path | None = None) -> Path:
        """The vault's folder: the argument, ``--vault``, ``$VAULTSYNC_VAULT``, or the nearest above the current one.

        Raises WrongUseError where there is none.
        """
        named = argument or self.vault or os.environ.get("VAULTSYNC_VAULT")
        if named is not None:
            if not Path(named).is_dir():
                raise WrongUseError(f"{named} is not a folder. Name the vault's folder: vaultsync --vault DIR …")
            return Path(named)
        found = find_vault(Path.cwd())
        if found is None:
            raise WrongUseError(
                "There is no vault here: no folder from here upwards has a vaultsync.toml or an .obsidian folder.\n"
                "Go into your vault, or name it: vaultsync --vault DIR …   To look around first: vaultsync demo"
            )
        return found

    def day(self, settings: "Settings") -> date:
        """The user's day: as asked for, as the vault pins it, or by the clock in the vault's zone."""
        if self.today is not None:
            chosen: date = self.today
            return chosen
        if settings.vault.today is not None:
            return settings.vault.today
        from zoneinfo import ZoneInfo  # noqa: PLC0415 - a day that is given needs none

        # A vault with no zone of its own lives by the machine's clock.
        zone = ZoneInfo(settings.vault.timezone) if settings.vault.timezone != "UTC" else None
        return datetime.now(zone).astimezone(zone).date()


def shared(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the global options; it is called with the Call and its own parameters."""

    @wraps(command)
    @click.pass_context
    def wrapped(ctx: click.Context, /, **given: Any) -> Any:
        call = ctx.ensure_object(Call)
        call.take({name: given.pop(name) for name in GLOBAL_NAMES})
        ctx.color = call.colour
        return command(call, **given)

    for option in reversed(GLOBAL):
        wrapped = option(wrapped)
    return wrapped


GLOBAL_NAMES = (
    "vault",
    "today",
    "as_json",
    "dry_run",
    "without",
    "safe",
    "trace_plugins",
    "strict",
    "verbose",
    "quiet",
    "no_color",
    "debug",
)
