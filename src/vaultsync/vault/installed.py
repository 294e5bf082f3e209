"""Which plugins are installed: the entry points of the group, listed once for each state of the import path.

Looking them up takes as long as some commands do as a whole, so the list is kept.
"""

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from vaultsync.model import Value
from vaultsync.vault.index import cache_home
from vaultsync.vault.publish import put

if TYPE_CHECKING:  # loading it takes longer than some commands
    from importlib.metadata import EntryPoint

GROUP = "vaultsync.plugins"
FILE = "installed-plugins.json"


class Installed(Value, frozen=True, kw_only=True):
    """One plugin that is installed: its entry point's name, its module, and the distribution that brought it."""

    name: str
    module: str
    package: str
    version: str


class _Listing(Value, frozen=True, kw_only=True):
    path: tuple[tuple[str, int], ...] = ()
    plugins: tuple[Installed, ...] = ()


def installed(environment: Mapping[str, str]) -> dict[str, Installed]:
    """Every plugin that is installed, by name; of two of one name the first by package. No plugin is imported."""
    path = tuple((entry, _moved(entry)) for entry in sys.path)
    file = cache_home(environment) / FILE
    with suppress(OSError, msgspec.DecodeError, msgspec.ValidationError):
        kept = msgspec.json.decode(file.read_bytes(), type=_Listing)
        if kept.path == path:
            return {one.name: one for one in kept.plugins}
    found = _looked_up()
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        put(file, msgspec.json.encode(_Listing(path=path, plugins=tuple(found.values()))))
    return found


def _moved(entry: str) -> int:
    try:
        return os.stat(entry or ".").st_mtime_ns  # noqa: PTH116 - an entry is a string
    except OSError:
        return 0


def _looked_up() -> dict[str, Installed]:
    from importlib.metadata import entry_points  # noqa: PLC0415 - it takes a while, and seldom has to

    found: dict[str, Installed] = {}
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: (entry.name, _brought_by(entry)[0])):
        package, version = _brought_by(entry)
        one = Installed(name=entry.name, module=entry.module, package=package, version=version)
        found.setdefault(entry.name, one)
    return found


def _brought_by(entry: "EntryPoint") -> tuple[str, str]:
    return ("", "") if entry.dist is None else (entry.dist.name, entry.dist.version)


def module_files(module: str) -> tuple[str, ...]:
    """The Python files that a module's distribution is made of, as far as they lie together. Nothing is imported."""
    try:
        spec = find_spec(module.partition(".")[0])
    except (ImportError, ValueError):
        return ()
    if spec is None:
        return ()
    if not spec.submodule_search_locations:
        return (spec.origin,) if spec.origin else ()
    folders = map(Path, spec.submodule_search_locations)
    return tuple(sorted(str(file) for folder in folders for file in folder.rglob("*.py")))
