"""What ``doctor`` says of the program itself: versions, plugins, and where it keeps things."""

import os
import platform
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from importlib import metadata
from pathlib import Path

from vaultsync import __version__
from vaultsync.cli.doctor_finding import Finding, found, refusal, trouble
from vaultsync.cli.say import count
from vaultsync.config import Settings
from vaultsync.hooks.spec import PluginInfo
from vaultsync.model import Problem
from vaultsync.sync import CONFIG_NAME
from vaultsync.vault.errors import VaultError
from vaultsync.vault.publish import feeds_folder
from vaultsync.vault.state import state_folder
from vaultsync.vault.token import read_token
from vaultsync.vault.user import FILE, config_folder

LIBRARIES = ("icalendar", "PyYAML", "msgspec", "watchdog", "starlette", "uvicorn", "fsspec")
OPTIONAL = ("webdav4", "paramiko", "s3fs")
"""Libraries for publishing elsewhere, which are there only where that is wanted."""

CACHE = "VAULTSYNC_CACHE_DIR"


def versions() -> Iterator[Finding]:
    """Which programs work together here."""
    yield found("versions", "vaultsync", __version__)
    yield found("versions", "python", platform.python_version())
    yield found("versions", "system", platform.platform())
    yield found("versions", "sqlite", sqlite3.sqlite_version)
    for name in LIBRARIES:
        version = _version(name)
        hint = "" if version else "Install vaultsync anew: pip install --force-reinstall vaultsync"
        yield found("versions", name.lower(), version, "" if version else "missing", hint=hint)
    for name in OPTIONAL:
        version = _version(name)
        if version:
            yield found("versions", name, version)


def plugins(infos: Mapping[str, PluginInfo], problems: Iterable[Problem]) -> Iterator[Finding]:
    """Which plugins are loaded, and which could not be."""
    for name, info in infos.items():
        yield found("plugins", name, info.summary)
    for told in problems:
        yield trouble("plugins", "not loaded", told)


def paths(root: Path, settings: Settings, environment: Mapping[str, str]) -> Iterator[Finding]:
    """Where everything is, and whether it can be written where it must be."""
    state, cache = state_folder(root, environment), cache_folder(root, environment)
    own = config_folder(environment) / FILE
    file = root / CONFIG_NAME
    yield found("paths", "vault", str(root.resolve()))
    yield found("paths", "settings", str(file), str(file) if file.exists() else "none; every setting has its default")
    yield _writable("feeds", feeds_folder(root, settings.publish.dir), "[publish] dir in vaultsync.toml")
    yield _writable("state", state, "VAULTSYNC_STATE_DIR")
    yield _writable("cache", cache, CACHE)
    yield found("paths", "config", str(own), str(own) if own.exists() else f"{own} (none yet)")
    yield _token(state)


def cache_folder(root: Path, environment: Mapping[str, str]) -> Path:
    """The folder of the vault's index, named as that of its state is."""
    from platformdirs import user_cache_path  # noqa: PLC0415 - ten milliseconds that only a look around spends

    named = environment.get(CACHE, "")
    base = Path(named).expanduser() if named else user_cache_path("vaultsync", appauthor=False)
    return base / state_folder(root, environment).name


def index_size(folder: Path) -> Finding:
    """How much the index takes."""
    try:
        sizes = [file.stat().st_size for file in folder.iterdir() if file.is_file()]
    except OSError:
        sizes = []
    said = f"{sum(sizes) / 1e6:.1f} MB" if sizes else "none; the next sync makes it"
    return found("vault", "index", sum(sizes), said)


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _writable(name: str, folder: Path, setting: str) -> Finding:
    there = next((each for each in (folder, *folder.parents) if each.exists()), folder)
    said = str(folder) if there == folder else f"{folder} (none yet)"
    hint = ""
    if not there.is_dir():
        said, hint = f"{there} is a file, where a folder is needed.", f"Move it, or choose another folder by {setting}."
    elif not os.access(there, os.W_OK | os.X_OK):
        said, hint = f"{there} cannot be written to.", f"Check who may, or choose another folder by {setting}."
    return found("paths", name, str(folder), said, hint=hint)


def _token(state: Path) -> Finding:
    try:
        made = bool(read_token(state))
    except VaultError as error:
        return refusal("paths", "token", error)
    return found("paths", "token", made, "made" if made else "not made yet: vaultsync feed makes it")


def counted(name: str, number: int, one: str, many: str = "") -> Finding:
    """A number of things in the vault."""
    return found("vault", name, number, count(number, one, many))
