"""The settings file: from the text of vaultsync.toml to typed settings. It never opens the file itself."""

from vaultsync.config.describe import SettingDoc, describe
from vaultsync.config.load import load_settings, plugin_config
from vaultsync.config.settings import (
    CalendarSettings,
    DailySettings,
    DateSettings,
    FeedSettings,
    PlanningSettings,
    PrivacySettings,
    PublishSettings,
    Settings,
    VaultSettings,
    WriteSettings,
)

__all__ = [
    "CalendarSettings",
    "DailySettings",
    "DateSettings",
    "FeedSettings",
    "PlanningSettings",
    "PrivacySettings",
    "PublishSettings",
    "SettingDoc",
    "Settings",
    "VaultSettings",
    "WriteSettings",
    "describe",
    "load_settings",
    "plugin_config",
]
