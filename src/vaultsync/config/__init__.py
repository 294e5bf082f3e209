"""The settings files: from the text of vaultsync.toml, and of the user's own config.toml, to typed settings.

It never opens the files itself.
"""

from vaultsync.config.load import load_settings
from vaultsync.config.plugin import MissingVariableError, plugin_config, resolved
from vaultsync.config.settings import (
    CalendarSettings,
    DailySettings,
    DateSettings,
    FeedSettings,
    PlanningSettings,
    PrivacySettings,
    PublishSettings,
    ServeSettings,
    Settings,
    VaultSettings,
    WatchSettings,
    WriteSettings,
)
from vaultsync.config.user import PluginSettings, TargetSettings, UserSettings, load_user

__all__ = [
    "CalendarSettings",
    "DailySettings",
    "DateSettings",
    "FeedSettings",
    "MissingVariableError",
    "PlanningSettings",
    "PluginSettings",
    "PrivacySettings",
    "PublishSettings",
    "ServeSettings",
    "Settings",
    "TargetSettings",
    "UserSettings",
    "VaultSettings",
    "WatchSettings",
    "WriteSettings",
    "load_settings",
    "load_user",
    "plugin_config",
    "resolved",
]
