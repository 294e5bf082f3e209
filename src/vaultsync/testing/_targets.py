"""Which plugin is meant: by a module, the name of an entry point or of a built-in, a file, or a package's folder."""

import difflib
import importlib.util
import os
import sys
import tomllib
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType

from vaultsync.hooks.load import BUILTINS

GROUP = "vaultsync.plugins"
"""The group of entry points in which packages name their plugins."""

Target = ModuleType | str | os.PathLike[str]
"""A plugin: its module; its name or its module's dotted name; the path of its file, or of its package's folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plugin:
    """A plugin that was found.

    ``entry`` is the name of the entry point that it was found by, ``file`` the path of a plugin that is a single file;
    a ``builtin`` comes with vaultsync. One that is none of these is known by its module alone.
    """

    module: ModuleType
    entry: str = ""
    file: Path | None = None
    builtin: bool = False

    @property
    def name(self) -> str:
        """The plugin's own name, or its module's where it does not say one."""
        info = getattr(self.module, "vaultsync_info", None)
        try:
            return str(info().name) if callable(info) else self.module.__name__
        except Exception:  # noqa: BLE001 - a plugin is anyone's code; the rules say what is wrong with it
            return self.module.__name__


def found(target: Target) -> tuple[Plugin, ...]:
    """The plugins that are meant, each imported: one, or those of a package's folder.

    Raises LookupError where there is none, with what there is; and whatever importing it raises.
    """
    if isinstance(target, ModuleType):
        return (_of_module(target),)
    text = os.fspath(target)
    if Path(text).is_dir() and (os.sep in text or not _installed(text)):
        return _of_folder(Path(text))
    if text.endswith(".py"):
        if not Path(text).is_file():
            raise LookupError(f"There is no file {text}.")
        return (Plugin(module=_of_file(Path(text)), file=Path(text).resolve()),)
    entries = entry_points(group=GROUP, name=text)
    if entries:
        return tuple(Plugin(module=_module(each.load(), text), entry=text) for each in entries)
    if text in _builtins():
        return (Plugin(module=_builtins()[text], builtin=True),)
    return (_of_module(_imported(text)),)


def one(target: Target) -> Plugin:
    """The one plugin that is meant. Raises LookupError where there is none, or are several."""
    plugins = found(target)
    if len(plugins) != 1:
        raise LookupError(f"{target} holds {len(plugins)} plugins; name one of them by its module or its name.")
    return plugins[0]


def _installed(name: str) -> bool:
    return name in _builtins() or bool(entry_points(group=GROUP, name=name))


def _builtins() -> dict[str, ModuleType]:
    modules = [import_module(dotted) for dotted in BUILTINS]
    return {module.vaultsync_info().name: module for module in modules}


def _of_module(module: ModuleType) -> Plugin:
    return Plugin(module=module, builtin=module.__name__ in BUILTINS)


def _of_file(path: Path) -> ModuleType:
    name = f"vaultsync_file_{path.stem.replace('-', '_')}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise LookupError(f"{path} cannot be imported.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # a Struct's annotations are looked up there
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module


def _of_folder(folder: Path) -> tuple[Plugin, ...]:
    project = folder / "pyproject.toml"
    if not project.is_file():
        raise LookupError(f"{folder} has no pyproject.toml; name a plugin's .py file, or the folder of its package.")
    said = tomllib.loads(project.read_text(encoding="utf-8"))
    entries: dict[str, str] = said.get("project", {}).get("entry-points", {}).get(GROUP, {})
    if not entries:
        raise LookupError(f'{project} names no plugin: it needs [project.entry-points."{GROUP}"].')
    for place in (folder / "src", folder):
        if place.is_dir() and str(place.resolve()) not in sys.path:
            sys.path.insert(0, str(place.resolve()))
    return tuple(Plugin(module=_imported(dotted)) for _, dotted in sorted(entries.items()))


def _imported(dotted: str) -> ModuleType:
    try:
        return import_module(dotted)
    except ModuleNotFoundError as error:
        if error.name is None or not (dotted == error.name or dotted.startswith(f"{error.name}.")):
            raise
    known = sorted({*_builtins(), *(each.name for each in entry_points(group=GROUP))})
    near = difflib.get_close_matches(dotted, known, n=1)
    hint = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(known)}."
    raise LookupError(f"There is no plugin or module {dotted}. {hint}")


def _module(loaded: object, name: str) -> ModuleType:
    if not isinstance(loaded, ModuleType):
        raise LookupError(  # noqa: TRY004 - for who asks, there is no plugin of that name
            f'The entry point {name} is no module: write {name} = "package", without a colon.'
        )
    return loaded
