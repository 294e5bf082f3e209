"""What a run stands on besides the notes: the settings, the editor's settings, the day, and how it was asked for."""

import hashlib
import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from vaultsync.config import Settings, UserSettings, load_settings
from vaultsync.model import Problem, Value, problem
from vaultsync.notes import DailyName
from vaultsync.vault.editor import EditorSettings
from vaultsync.vault.plugins import Found, plugins_of
from vaultsync.vault.user import read_user

CONFIG_NAME = "vaultsync.toml"
PLUGIN_TABLES = ("people", "cadence", "birthdays", "gatherings", "inbound", "picks", "plans")
"""Tables at the top level of the settings that belong to built-in plugins, by the plugin's name."""


class Options(Value, frozen=True, kw_only=True):
    """How a run was asked for.

    ``without`` are plugins to leave out; with ``safe``, all that do not come with vaultsync. ``strict``: one that fails
    ends the run. ``force``: a refusal is overruled. ``trace``: each call of a plugin is told of.
    ``patience`` is after how many runs in a row in which it failed a plugin is not asked any more; 0 is without end.
    """

    without: tuple[str, ...] = ()
    safe: bool = False
    strict: bool = False
    force: bool = False
    trace: bool = False
    patience: int = 0

    @property
    def is_usual(self) -> bool:
        """Whether what is kept from run to run is good for it: every plugin is asked as it always is."""
        return not self.without and not self.safe and not self.strict


AS_USUAL = Options()
NOBODY = UserSettings()
NO_PLUGINS = Found()


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """The settings and the day. ``problems`` are those of the settings files."""

    root: Path
    settings: Settings
    editor: EditorSettings
    today: date
    options: Options
    problems: tuple[Problem, ...] = ()
    user: UserSettings = NOBODY
    plugins: Found = NO_PLUGINS

    @property
    def name(self) -> str:
        """The vault's name in the editor."""
        return self.settings.vault.name or self.root.resolve().name

    @property
    def zone(self) -> ZoneInfo:
        """The zone of wall-clock times."""
        return ZoneInfo(self.settings.vault.timezone)

    @property
    def daily(self) -> tuple[DailyName, ...]:
        """How daily notes are named."""
        said = self.settings.daily
        if said.folder is None and said.format is None:
            return self.editor.daily
        return (DailyName(folder=said.folder or "", format=said.format or "YYYY-MM-DD"),)

    def basis(self) -> bytes:
        """A digest of all that what is worked out from a note depends on, besides the note and the day."""
        settings = msgspec.structs.replace(self.settings, lines={})
        user = (self.user.plugins, self.user.plugin)
        stamps = [(one.name, one.stamp) for one in self.plugins.sources]
        options = (self.options.without, self.options.safe)
        told = msgspec.json.encode((settings, self.editor, self.name, options, user, stamps), order="sorted")
        return hashlib.sha256(told).digest()


def read_settings(root: Path) -> tuple[Settings, tuple[Problem, ...]]:
    """The vault's settings; the defaults where it has no ``vaultsync.toml`` or an unreadable one."""
    try:
        text = (root / CONFIG_NAME).read_bytes().decode("utf-8")
    except FileNotFoundError:
        return Settings(), ()
    except (OSError, UnicodeDecodeError) as error:
        told = problem(
            "config-invalid",
            f"The settings could not be read: {error}.",
            hint="Mend the file's rights or save it as UTF-8; until then every setting has its default.",
            path=CONFIG_NAME,
        )
        return Settings(readable=False), (told,)
    return load_settings(text, CONFIG_NAME, plugin_tables=PLUGIN_TABLES)


def read_plugins(root: Path, options: Options) -> tuple[UserSettings, Found, tuple[Problem, ...]]:
    """The user's own settings, the plugins from outside that are to run, and what is wrong with either.

    Of problems with the user's own settings, those that concern plugins: the others are told where they matter.
    """
    user, told = read_user(os.environ)
    found = plugins_of(root, user, os.environ)
    if options.safe:
        absent = (*found.absent, *(one.name if one.kind == "package" else one.origin for one in found.sources))
        return user, Found(absent=absent), ()
    about = tuple(each for each in told if each.code == "config-invalid" or "plugin" in each.message)
    return user, found, (*about, *found.problems)
