"""What ``doctor`` says of the program itself: versions, plugins, and where it keeps things."""

import os
import platform
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from importlib import metadata
from pathlib import Path

from vaultsync import __version__
from vaultsync.cli.doctor.finding import Finding, found, refusal, trouble
from vaultsync.cli.say import count
from vaultsync.config import Settings
from vaultsync.hooks.spec import PluginInfo
from vaultsync.model import Problem
from vaultsync.sync import CONFIG_NAME
from vaultsync.vault.books import SIDES, is_index
from vaultsync.vault.errors import VaultError
from vaultsync.vault.index import INDEX_FILE, cache_folder
from vaultsync.vault.index import VARIABLE as CACHE
from vaultsync.vault.publish import feeds_folder
from vaultsync.vault.state import VARIABLE as STATE
from vaultsync.vault.state import state_folder
from vaultsync.vault.token import read_token
from vaultsync.vault.user import FILE, config_folder

LIBRARIES = ("icalendar", "PyYAML", "msgspec", "watchdog", "starlette", "uvicorn", "fsspec")
OPTIONAL = ("webdav4", "paramiko", "s3fs")
"""Libraries for publishing elsewhere, which are there only where that is wanted."""

PATIENCE = 0.5
"""Seconds to wait for an index that another process writes."""

ANEW = "the next sync makes it anew"


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
    yield _writable("state", state, STATE)
    yield _writable("cache", cache, CACHE)
    yield found("paths", "config", str(own), str(own) if own.exists() else f"{own} (none yet)")
    yield _token(state)


def index(folder: Path) -> Finding:
    """How much the index takes, and whether this version goes on with it."""
    file = folder / INDEX_FILE
    size = sum(part.stat().st_size for side in SIDES if (part := file.with_name(file.name + side)).is_file())
    if not size:
        return found("vault", "index", 0, "none; the next sync makes it")
    try:
        said = "of this version" if is_index(file, wait=PATIENCE) else f"not of this version; {ANEW}"
    except sqlite3.OperationalError:  # whoever makes it has not come to the end
        said = "being made now"
    return found("vault", "index", size, f"{size / 1e6:.1f} MB, {said}")


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
