"""The user's own settings file: what a vault must not decide, because others may write to it. It opens no file.

It holds which plugins run, which places feeds may be sent to, and the names and passwords for them.
"""

import tomllib
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from vaultsync.config.load import syntax_problem
from vaultsync.config.positions import Key, positions
from vaultsync.config.reader import Reader
from vaultsync.model import Problem, Value


class TargetSettings(Value, frozen=True, kw_only=True):
    """One place that feeds may be sent to: ``[targets."ADDRESS"]``, which may be empty."""

    allow: Annotated[bool, Meta(description="Whether feeds may be sent there.")] = True
    options: Annotated[
        dict[str, object],
        Meta(
            title="a table",
            description="User name, password, keys and whatever else the place asks for; "
            '{ env = "NAME" } in the place of a value takes it from the environment.',
        ),
    ] = msgspec.field(default_factory=dict)

    def __repr__(self) -> str:
        """Without the options, which are secret."""
        return f"TargetSettings(allow={self.allow})"


class PluginSettings(Value, frozen=True, kw_only=True):
    """Which installed plugins run: ``[plugins]``. Those that come with vaultsync always do."""

    enable: Annotated[
        tuple[str, ...],
        Meta(
            title="list of names",
            description="The installed plugins that run, in the order in which they are asked where order matters.",
        ),
    ] = ()
    slow_after: Annotated[
        float,
        Meta(ge=0, le=3600, description="Seconds that one plugin may take in one run before a problem names it."),
    ] = 5.0


class UserSettings(Value, frozen=True, kw_only=True):
    """Everything that the user's config.toml says. ``path`` is the file, as messages show it.

    ``plugin`` holds each plugin's table as TOML gave it, by the plugin's name; ``lines`` the line (from 1) of each
    table and key: for messages alone. It is never shown, for it may hold passwords.
    """

    plugins: PluginSettings = PluginSettings()
    plugin: dict[str, dict[str, object]] = msgspec.field(default_factory=dict)
    targets: dict[str, TargetSettings] = msgspec.field(default_factory=dict)
    path: str = "config.toml"
    lines: dict[Key, int] = msgspec.field(default_factory=dict)

    def __repr__(self) -> str:
        """Without what may be secret."""
        return f"UserSettings(plugins={self.plugins}, plugin={sorted(self.plugin)}, targets={self.targets})"


_TABLES = ("plugins", "plugin", "targets")


def load_user(text: str, path: str = "config.toml") -> tuple[UserSettings, tuple[Problem, ...]]:
    """The settings that the text of the user's config.toml holds, and what is wrong in it, by line. Never raises.

    No Problem quotes a value: it may be a password.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    try:
        tables = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        return UserSettings(path=path), (syntax_problem(error, text, path),)
    reader = Discreet(path, positions(text))
    for name in tables.keys() - set(_TABLES):
        reader.unknown((name,), _TABLES, "table" if isinstance(tables[name], dict) else "setting")
    settings = UserSettings(
        plugins=reader.table(PluginSettings, tables.get("plugins", {}), ("plugins",)),
        plugin=reader.plugin_tables(tables, frozenset()),
        targets=_targets(reader, tables.get("targets", {})),
        path=path,
        lines=reader.lines,
    )
    return settings, reader.told()


class Discreet(Reader):
    """A reader that says what a value should be, and never what it is."""

    def no_table(self, where: Key, raw: object) -> None:  # noqa: ARG002 - see above
        """Say that something should be a table."""
        self.wrong(where, "should be a table", f"Begin it with a line [{'.'.join(map(str, where))}].")

    def misfit(self, where: Key, value: object, kind: Any, error: ValueError) -> None:  # noqa: ARG002 - see above
        """Say what it takes."""
        from vaultsync.config.describe import type_text  # noqa: PLC0415 - only where something is wrong

        self.wrong(where, f"does not fit; it takes {type_text(kind)}", "Its default is used until then.")


def _targets(reader: Reader, raw: object) -> dict[str, TargetSettings]:
    if not isinstance(raw, dict):
        reader.wrong(("targets",), "should be tables", 'Begin each with a line [targets."ADDRESS"].')
        return {}
    found: dict[str, TargetSettings] = {}
    for address, table in raw.items():
        where: Key = ("targets", address)
        if isinstance(table, dict):
            values = reader.values(TargetSettings, table, where)
            # A table with a fault in it must not allow what it was perhaps meant to forbid.
            values.setdefault("allow", "allow" not in table)
            found[address] = TargetSettings(**values)
        else:
            reader.wrong(where, "should be a table", 'Begin it with a line [targets."ADDRESS"], which may be empty.')
    return found
