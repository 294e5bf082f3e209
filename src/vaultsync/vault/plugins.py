"""Which plugins from outside are to run: the packages that the user enabled, and the single files that they trusted.

Nothing of a plugin is run here, and nothing of an untrusted file is anything but read.
"""

import difflib
import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from vaultsync.config import UserSettings
from vaultsync.config.positions import line_of
from vaultsync.hooks.load import Source
from vaultsync.model import Problem, Value, problem
from vaultsync.vault.errors import VaultError
from vaultsync.vault.installed import Installed, installed, module_files
from vaultsync.vault.state import state_home
from vaultsync.vault.trust import FILE as TRUST_FILE
from vaultsync.vault.trust import FOLDER, NEVER, plugin_code, trusted
from vaultsync.vault.user import FILE, config_folder

VAULT_FOLDER = ".vaultsync"


class Found(Value, frozen=True, kw_only=True):
    """The plugins to load, in order, and a Problem for each that is wanted and cannot be had.

    ``absent`` are those: the names of packages, the paths of files. What they published before is not theirs to lose.
    """

    sources: tuple[Source, ...] = ()
    problems: tuple[Problem, ...] = ()
    absent: tuple[str, ...] = ()
    looked_at: tuple[str, ...] = ()
    """The files and folders on which all of this depends, by absolute path."""


def plugins_of(root: Path | None, user: UserSettings, environment: Mapping[str, str]) -> Found:
    """What is to be loaded: packages as they are enabled, then files by path. Raises nothing.

    ``root`` is the vault's folder, or None where there is none: then there are only those of the user's own.
    """
    sources, problems, absent = list[Source](), list[Problem](), list[str]()
    there = installed(environment) if user.plugins.enable else {}
    for name in dict.fromkeys(user.plugins.enable):
        if name in there:
            sources.append(_package(there[name]))
        else:
            problems.append(_missing(name, there, user))
            absent.append(name)
    known = None
    for path, shown in plugin_files(root, environment):
        known = trusted(environment) if known is None else known
        found = _file(path, shown, known.get(str(path)))
        if isinstance(found, Source):
            sources.append(found)
        elif found is not None:
            problems.append(found)
            absent.append(str(path))
    looked_at = [config_folder(environment) / FILE, state_home(environment) / TRUST_FILE]
    looked_at += [each for folder, _ in plugin_folders(root, environment) for each in (folder, *folder.glob("*.py"))]
    files = [file for source in sources for file in source.files]
    return Found(
        sources=tuple(sources),
        problems=tuple(problems),
        absent=tuple(absent),
        looked_at=tuple(dict.fromkeys((*(str(each.absolute()) for each in looked_at), *files))),
    )


def plugin_folders(root: Path | None, environment: Mapping[str, str]) -> tuple[tuple[Path, str], ...]:
    """The folders of single files that there may be, as resolved as their parents are, and how each is shown."""
    own = Path(os.path.realpath(config_folder(environment))) / FOLDER
    mine = (own, f"{own}/")
    if root is None:
        return (mine,)
    return mine, (Path(os.path.realpath(root)) / VAULT_FOLDER / FOLDER, f"{VAULT_FOLDER}/{FOLDER}/")


def plugin_files(root: Path | None, environment: Mapping[str, str]) -> Iterator[tuple[Path, str]]:
    """The single files that there are, by path, and how each is shown: a vault's from its root."""
    for folder, shown in plugin_folders(root, environment):
        try:
            names = sorted(os.listdir(folder))  # noqa: PTH208 - names are what is wanted
        except OSError:
            continue
        for name in names:
            if name.endswith(".py") and not name.startswith((".", "_")):
                yield folder / name, shown + name


def _package(one: Installed) -> Source:
    files = module_files(one.module)
    stamps = [f"{one.version}"]
    for file in files:
        try:
            stat = os.stat(file)  # noqa: PTH116 - a string, for speed
        except OSError:
            continue
        stamps.append(f"{file} {stat.st_size} {stat.st_mtime_ns}")
    stamp = hashlib.sha256("\n".join(stamps).encode("utf-8", "surrogateescape")).hexdigest()
    return Source(kind="package", name=one.name, origin=one.module, version=one.version, stamp=stamp, files=files)


def _missing(name: str, there: Mapping[str, Installed], user: UserSettings) -> Problem:
    near = difflib.get_close_matches(name, there, n=1)
    hint = f"Did you mean {near[0]}?" if near else f"Install it (pip install vaultsync-{name})."
    return problem(
        "plugin-missing",
        f"Plugin {name} is enabled, and is not installed where vaultsync is.",
        hint=f"{hint} Or turn it off: vaultsync plugins disable {name}",
        path=user.path,
        line=line_of(user.lines, "plugins", "enable"),
    )


def _file(path: Path, shown: str, known: str | None) -> Source | Problem | None:
    if known == NEVER:
        return None
    look = f"Look at it, and decide: vaultsync plugins trust {shown}"
    try:
        code = plugin_code(path)
    except VaultError as error:
        # To trust it as it is would be refused for the same reason.
        then = f"Then look at it, and decide: vaultsync plugins trust {shown}"
        return problem("plugin-untrusted", f"A plugin file was not run: {error}", hint=then, path=shown)
    digest = hashlib.sha256(code).hexdigest()
    if known is None:
        return problem("plugin-untrusted", "This plugin file is not trusted, and was not run.", hint=look, path=shown)
    if digest != known:
        said = "This plugin file has changed since you trusted it, and was not run."
        return problem("plugin-changed", said, hint=look, path=shown)
    return Source(kind="file", name=path.stem, origin=str(path), code=code, stamp=digest, files=(str(path),))
