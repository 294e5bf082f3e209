"""Asking plugins where places lie, for a command that else only reads the books: it loads those alone that may know."""

import os
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast
from zoneinfo import ZoneInfo

from vaultsync.model import Location
from vaultsync.vault.plugins import plugins_of
from vaultsync.vault.state import plugin_folder
from vaultsync.vault.user import read_user

if TYPE_CHECKING:  # loading them takes longer than looking whether there is such a plugin
    from vaultsync.hooks.call import Outcome
    from vaultsync.hooks.context import Host
    from vaultsync.hooks.load import Source

HOOK = b"vaultsync_locate"


class Locating:
    """The plugins of a vault that may know where places lie. Whoever does not name the hook has none, and stays out."""

    def __init__(self, root: Path, today: date) -> None:
        self._root, self._today = root, today
        self._user, _ = read_user(os.environ)
        found = plugins_of(root, self._user, os.environ)
        self._sources = tuple(each for each in found.sources if _may_know(each))

    def __bool__(self) -> bool:
        """Whether there is anybody to ask."""
        return bool(self._sources)

    def __call__(self, places: tuple[str, ...]) -> "Outcome[Location]":
        """Where places lie, each asked of every plugin alone, as in a sync."""
        from vaultsync.hooks.call import Outcome  # noqa: PLC0415 - most vaults have no such plugin
        from vaultsync.hooks.context import Context, Publishing  # noqa: PLC0415 - as above
        from vaultsync.hooks.host import Away  # noqa: PLC0415 - as above
        from vaultsync.hooks.load import load  # noqa: PLC0415 - as above
        from vaultsync.hooks.plugins import Plugins  # noqa: PLC0415 - as above
        from vaultsync.sync.plugged import configured, log  # noqa: PLC0415 - as above
        from vaultsync.sync.world import read_settings  # noqa: PLC0415 - as above

        settings, _ = read_settings(self._root)
        manager, infos, problems = load((), sources=self._sources)
        configs, told, secrets = configured(infos, settings, self._user)
        away = cast("Host", Away(settings.dates.order, partial(_folder, self._root)))
        context = Context(
            today=self._today,
            zone=ZoneInfo(settings.vault.timezone),
            vault=settings.vault.name or self._root.resolve().name,
            config=None,
            log=log,
            host=away,
            template_folders=(),
            publishing=Publishing(),
        )
        found = Plugins(manager, context, configs, infos=infos, secrets=secrets).locate(places, away)
        return Outcome(found.values, found.failed, (*problems, *told, *found.problems))


def _folder(root: Path, plugin: str) -> Path:
    return plugin_folder(root, plugin, os.environ)


def _may_know(source: "Source") -> bool:
    return HOOK in source.code or any(HOOK in _read(file) for file in source.files)


def _read(file: str) -> bytes:
    try:
        return Path(file).read_bytes()
    except OSError:
        return HOOK  # loading it says what is wrong
