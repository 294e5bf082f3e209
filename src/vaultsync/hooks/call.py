"""One call to one plugin, by itself: nothing it does wrong reaches the others.

``pluggy``'s own call of a hook loses every plugin's result when one raises, so implementations are called singly.
"""

import logging
import sys
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from traceback import walk_tb
from typing import Any, Generic, TypeVar

import msgspec
from pluggy import HookImpl

from vaultsync.hooks.results import ResultError, fitting, is_built_in
from vaultsync.model import Problem, problem

log = logging.getLogger(__name__)
T = TypeVar("T")

_MAIN = threading.main_thread()


class PluginFailedError(Exception):
    """A plugin failed and the user asked to be strict. The message names plugin and hook; the cause is chained."""


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What came of asking: the values, the names of the plugins that failed, and what to tell the user.

    ``by`` is the plugin whose answer it is, where one answer counts.
    """

    values: tuple[T, ...] = ()
    failed: frozenset[str] = field(default=frozenset())
    problems: tuple[Problem, ...] = ()
    by: str = ""


NOTHING: Outcome[Any] = Outcome()
"""What comes of asking a plugin that has nothing to say."""


def call(
    impl: HookImpl,
    arguments: Mapping[str, object],
    returns: type[T],
    *,
    many: bool,
    about: str = "",
    strict: bool = False,
    passing: tuple[type[Exception], ...] = (),
    secrets: frozenset[str] = frozenset(),
) -> Outcome[T]:
    """Call one implementation and hold its result against the contract.

    ``many`` hooks may return any iterable or None, and are exhausted here, so that a generator that raises late is
    caught too. Values with a ``plugin`` field are stamped. ``about`` is the path of the note in question.
    ``passing`` is what the host raises where it cannot answer: no plugin is to blame for it. ``secrets`` are left out
    of whatever is said of a failure.
    Raises PluginFailedError if ``strict``.
    """
    plugin = impl.plugin_name
    out = sys.stdout
    if threading.current_thread() is _MAIN:  # what a plugin prints is no part of a command's answer
        sys.stdout = sys.stderr
    try:
        values: Sequence[Any] = _exhaust(impl.function(*[arguments[name] for name in impl.argnames]), many=many)
    # A plugin is anyone's code, so anything may be raised, and sys.exit() called: this is the boundary that catches it.
    except BaseException as error:
        if isinstance(error, (KeyboardInterrupt, *passing)):
            raise
        hook = impl.function.__name__
        said = words(error, secrets) + place_in(error, getattr(impl.plugin, "__file__", ""))
        if strict:
            raise PluginFailedError(f"plugin {plugin} failed in {hook}: {said}") from error
        log.debug("plugin %s failed in %s", plugin, hook, exc_info=error)
        return Outcome(failed=frozenset({plugin}), problems=(_failed(plugin, hook, said, about),))
    finally:
        sys.stdout = out
    if not values:
        return NOTHING
    try:
        if not is_built_in(impl.plugin):
            values = [fitting(value, returns) for value in values]
        return Outcome(tuple([_stamped(value, plugin) for value in values]))
    except ResultError as error:
        wrong = f"plugin {plugin} returned {error.what} from {impl.function.__name__}, {error}"
    if strict:
        raise PluginFailedError(wrong)
    told = problem(
        "plugin-result",
        f"{wrong}.",
        hint=f"Tell the plugin's author, or leave it out: --without {plugin}",
        path=about,
    )
    # Part of an answer is not an answer: a wrong value among them means the plugin is unknown here, like a raise.
    return Outcome(failed=frozenset({plugin}), problems=(_stamped(told, plugin),))


def words(error: BaseException, secrets: frozenset[str] = frozenset()) -> str:
    """What an error says, and its kind, without the secrets; the kind alone where it cannot even say that."""
    try:
        said = f"{type(error).__name__}: {error}".rstrip(": ")
    except Exception:  # noqa: BLE001 - an error of a plugin's own is anyone's code too
        return type(error).__name__
    for secret in sorted(secrets, key=len, reverse=True):
        said = said.replace(secret, "…")
    return said


def place_in(error: BaseException, file: str) -> str:
    """The innermost line of a single-file plugin that an error went through, as `` (tea.py:12)``; else nothing.

    Of a package, whose user is seldom its author, ``--debug`` tells.
    """
    met = [line for frame, line in walk_tb(error.__traceback__) if frame.f_code.co_filename == file]
    return f" ({Path(file).name}:{met[-1]})" if met and Path(file).name != "__init__.py" else ""


def _exhaust(result: object, *, many: bool) -> tuple[object, ...]:
    if result is None:
        return ()
    if not many:
        return (result,)
    if not isinstance(result, Iterable):
        raise TypeError(f"it returned {type(result).__name__}, where a list is expected")
    return tuple(result)


def _stamped(value: T, plugin: str) -> T:
    if isinstance(value, msgspec.Struct) and "plugin" in value.__struct_fields__:
        return msgspec.structs.replace(value, plugin=plugin)
    return value


def _failed(plugin: str, hook: str, said: str, about: str) -> Problem:
    told = problem(
        "plugin-failed",
        f"plugin {plugin} failed in {hook}: {said}.",
        hint=f"What it published before stays. See more: --debug; leave it out: --without {plugin}",
        path=about,
    )
    return _stamped(told, plugin)
