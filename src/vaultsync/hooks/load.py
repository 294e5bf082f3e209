"""Which plugins there are: loading each by itself, so that a broken one is told of and the rest still run.

Built-ins are loaded exactly as any plugin is: a module by its dotted name. Nothing here knows what they do, or where a
plugin was found.
"""

import difflib
import re
import sys
from collections.abc import Iterable
from contextlib import redirect_stdout
from importlib import import_module, invalidate_caches
from pathlib import Path
from types import ModuleType
from typing import Literal

import msgspec
import pluggy
from msgspec.structs import replace

from vaultsync.hooks import spec
from vaultsync.hooks.call import PluginFailedError, place_in, words
from vaultsync.hooks.fits import check, check_imports
from vaultsync.model import Problem, Value, problem

BUILTINS = (
    "vaultsync.builtin.people",
    "vaultsync.builtin.cadence",
    "vaultsync.builtin.rhythm",
    "vaultsync.builtin.birthdays",
    "vaultsync.builtin.follow_ups",
    "vaultsync.builtin.inbound",
    "vaultsync.builtin.plans",
    "vaultsync.builtin.gatherings",
    "vaultsync.builtin.outcomes",
    "vaultsync.builtin.picks",
    "vaultsync.builtin.snooze",
    "vaultsync.builtin.brief",
    "vaultsync.builtin.homework",
    "vaultsync.builtin.mutuals",
    "vaultsync.builtin.give_and_take",
    "vaultsync.builtin.learnt",
    "vaultsync.builtin.questions",
    "vaultsync.builtin.feeds",
    "vaultsync.builtin.checks",
    "vaultsync.builtin.properties",
    "vaultsync.builtin.brief_block",
    "vaultsync.builtin.week_list",
    "vaultsync.builtin.ticks",
)
"""The plugins that vaultsync ships, in the order in which they are asked where order matters."""


_NAME = re.compile("[a-z][a-z0-9-]*")


class UnknownPluginError(Exception):
    """A plugin that was to be left out is none that is known; the message suggests one."""


class Source(Value, frozen=True, kw_only=True):
    """Where a plugin comes from.

    ``kind`` is ``"builtin"``, ``"package"``, or ``"file"`` for a single file of the user's own or of the vault.
    ``name`` is what it was enabled as: an entry point's name, or a file's without its ending. ``origin`` is the
    module's dotted name, or the file's path. ``code`` are a file's bytes as they were trusted: what was read is what
    runs. ``stamp`` changes with the code. ``files`` are the files it is made of, by absolute path.
    """

    kind: Literal["builtin", "package", "file"]
    origin: str
    name: str = ""
    version: str = ""
    code: bytes = b""
    stamp: str = ""
    files: tuple[str, ...] = ()


def manager() -> pluggy.PluginManager:
    """A plugin manager that knows the contract and no plugin."""
    made = pluggy.PluginManager(spec.PROJECT)
    made.add_hookspecs(spec)
    return made


def load(
    modules: Iterable[str], *, sources: Iterable[Source] = (), without: Iterable[str] = (), strict: bool = False
) -> tuple[pluggy.PluginManager, dict[str, spec.PluginInfo], tuple[Problem, ...]]:
    """Import and register plugins, one at a time, in order: ``modules`` by dotted name, then ``sources``.

    ``without`` are names of plugins to leave out. Returns the manager, the plugins' own descriptions by name, and a
    Problem for each that could not be loaded. Raises PluginFailedError if ``strict``, and UnknownPluginError where
    there is no plugin of a name to leave out.
    """
    made, infos, problems = manager(), dict[str, spec.PluginInfo](), list[Problem]()
    left_out, found = set(without), set[str]()
    for one in (*(Source(kind="builtin", origin=dotted) for dotted in modules), *sources):
        # One that is left out by the name it was enabled as is not even imported.
        if one.name in left_out:
            found.add(one.name)
            continue
        try:
            with redirect_stdout(sys.stderr):  # what a plugin prints is no part of a command's answer
                module = executed(one)
                info = info_of(module, one)
            if info.name in left_out:
                found.add(info.name)
            else:
                _register(made, module, info, infos)
        # Importing runs anyone's code, so anything may be raised; the plugin is left out and the rest still load.
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            if strict:
                raise PluginFailedError(f"plugin {shown(one)} could not be loaded: {words(error)}") from error
            problems.append(_told(one, error))
    for unknown in sorted(left_out - found):
        near = difflib.get_close_matches(unknown, [*infos, *found], n=1)
        hint = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(sorted({*infos, *found}))}."
        raise UnknownPluginError(f"There is no plugin {unknown} to leave out. {hint}")
    return made, infos, tuple(problems)


def shown(source: Source) -> str:
    """How a source is called in a message."""
    return source.name if source.kind == "package" else source.origin


def _told(source: Source, error: BaseException) -> Problem:
    said = words(error) + place_in(error, source.origin)
    if isinstance(error, SyntaxError) and error.lineno:
        said = f"line {error.lineno} is not valid Python: {error.msg}"
    elif isinstance(error, ValueError | TypeError) and error.__traceback__ is not None and _is_ours(error):
        said = str(error)
    elif isinstance(error, ModuleNotFoundError):
        said = f"it needs the module {error.name}, which is not installed where vaultsync is"
    message = f"plugin {shown(source)} could not be loaded: {said}."
    leave = f"; or turn it off: vaultsync plugins disable {shown(source)}" if source.name else ""
    told = problem("plugin-load", message, hint=f"Mend or update it{leave}. Everything else runs without it.")
    return replace(told, plugin=source.name)


def _is_ours(error: BaseException) -> bool:
    """Whether the error is one of this package's own sentences, and no accident in the plugin's code."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace is not None and str(trace.tb_frame.f_globals.get("__name__", "")).startswith("vaultsync.hooks")


_LOADED: dict[str, str] = {}
"""The stamp of each package as it was imported, by module."""


def _forget_older(source: Source) -> None:
    """Let a package that was updated under a running watch be imported anew, all of it."""
    if _LOADED.get(source.origin, source.stamp) != source.stamp:
        files = frozenset(source.files)
        for name, module in list(sys.modules.items()):
            if getattr(module, "__file__", None) in files:
                del sys.modules[name]
        invalidate_caches()
    _LOADED[source.origin] = source.stamp


def executed(source: Source) -> ModuleType:
    """The module of a source, its code run. Raises whatever that code raises."""
    if source.kind == "builtin":
        return import_module(source.origin)
    if source.kind == "package":
        _forget_older(source)
        module = import_module(source.origin)
        check_imports(Path(module.__file__).read_bytes() if module.__file__ else b"")
        return module
    check_imports(source.code)
    # Under a name of its own: two files of one name do not meet, and nothing can import either.
    module = ModuleType(f"vaultsync_file_{source.stamp[:16]}")
    module.__file__ = source.origin
    # What classes and pickles look their module up by; a module that fails is not left there.
    sys.modules[module.__name__] = module
    try:
        exec(compile(source.code, source.origin, "exec", dont_inherit=True), module.__dict__)  # noqa: S102 - trusted
    except BaseException:
        del sys.modules[module.__name__]
        raise
    return module


def info_of(module: ModuleType, source: Source) -> spec.PluginInfo:
    """What a module says of itself. Raises TypeError where it says nothing, ValueError for another interface."""
    asked = getattr(module, "vaultsync_info", None)
    info = asked() if callable(asked) else None
    if not isinstance(info, spec.PluginInfo):
        raise TypeError("it has no vaultsync_info() that returns a PluginInfo")
    _check_info(info)
    if not _fits(info.api):
        raise ValueError(f"it is written for version {info.api} of the plugin interface; this is {spec.API_VERSION}")
    if source.kind == "package" and info.name != source.name:
        raise ValueError(
            f"it is installed as {source.name} and calls itself {info.name}; its author must make them one"
        )
    return info


def _check_info(info: spec.PluginInfo) -> None:
    """Raise ValueError for a description that the rest of the program could not work with."""
    if not isinstance(info.name, str) or not _NAME.fullmatch(info.name):
        raise ValueError(f"it calls itself {info.name!r}; a name is a short word of a-z, digits and -")
    if not isinstance(info.api, str) or not isinstance(info.summary, str):
        raise TypeError("its PluginInfo has an api or a summary that is no text")
    if not isinstance(info.writes, tuple) or not all(isinstance(name, str) for name in info.writes):
        raise ValueError("its PluginInfo has writes that are no tuple of names")
    if info.config is None:
        return
    if not isinstance(info.config, type) or not issubclass(info.config, msgspec.Struct):
        raise TypeError("its PluginInfo has a config that is no msgspec Struct")
    lacking = [field.name for field in msgspec.structs.fields(info.config) if field.required]
    if lacking:
        raise ValueError(f"its settings have no default for {', '.join(lacking)}; every field needs one")


def _fits(api: str) -> bool:
    """Whether a plugin written for that version can be asked: the first number is the same, the second not above."""
    try:
        (first, second), (ours, most) = (map(int, version.split(".")) for version in (api, spec.API_VERSION))
    except ValueError:
        return False
    return first == ours and second <= most


def _register(
    made: pluggy.PluginManager, module: ModuleType, info: spec.PluginInfo, infos: dict[str, spec.PluginInfo]
) -> None:
    if info.name in infos:
        raise ValueError(f"another plugin is named {info.name} too")
    check(module)
    made.register(module, info.name)
    try:
        made.check_pending()
    except pluggy.PluginValidationError:
        made.unregister(module)
        raise
    infos[info.name] = info
