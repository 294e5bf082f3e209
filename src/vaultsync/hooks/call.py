"""One call to one plugin, by itself: nothing it does wrong reaches the others.

``pluggy``'s own call of a hook loses every plugin's result when one raises, so implementations are called singly.
"""

import logging
import sys
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import msgspec
from pluggy import HookImpl

from vaultsync.model import Problem, problem

log = logging.getLogger(__name__)
T = TypeVar("T")

_MAIN = threading.main_thread()


class PluginFailedError(Exception):
    """A plugin failed and the user asked to be strict. The message names plugin and hook; the cause is chained."""


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What came of asking: the values, the names of the plugins that failed, and what to tell the user."""

    values: tuple[T, ...] = ()
    failed: frozenset[str] = field(default=frozenset())
    problems: tuple[Problem, ...] = ()


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
) -> Outcome[T]:
    """Call one implementation and hold its result against the contract.

    ``many`` hooks may return any iterable or None, and are exhausted here, so that a generator that raises late is
    caught too. Values with a ``plugin`` field are stamped. ``about`` is the path of the note in question.
    ``passing`` is what the host raises where it cannot answer: no plugin is to blame for it.
    Raises PluginFailedError if ``strict``.
    """
    plugin = impl.plugin_name
    out = sys.stdout
    if threading.current_thread() is _MAIN:  # what a plugin prints is no part of a command's answer
        sys.stdout = sys.stderr
    try:
        values = _exhaust(impl.function(*[arguments[name] for name in impl.argnames]), many=many)
    # A plugin is anyone's code, so anything may be raised, and sys.exit() called: this is the boundary that catches it.
    except (Exception, SystemExit) as error:
        if isinstance(error, passing):
            raise
        if strict:
            raise PluginFailedError(f"plugin {plugin} failed in {impl.function.__name__}: {error!r}") from error
        hook = impl.function.__name__
        log.debug("plugin %s failed in %s", plugin, hook, exc_info=error)
        return Outcome(failed=frozenset({plugin}), problems=(_failed(plugin, hook, error, about),))
    finally:
        sys.stdout = out
    if not values:
        return NOTHING
    good = tuple([_stamped(value, plugin) for value in values if isinstance(value, returns)])
    if len(good) == len(values):
        return Outcome(good)
    hook = impl.function.__name__
    bad = next(value for value in values if not isinstance(value, returns))
    if strict:
        raise PluginFailedError(f"plugin {plugin} returned {type(bad).__name__} from {hook}, not {returns.__name__}")
    told = problem(
        "plugin-result",
        f"plugin {plugin} returned {type(bad).__name__} from {hook}, where {returns.__name__} is expected.",
        hint=f"Tell the plugin's author, or leave it out: --without {plugin}",
        path=about,
    )
    # Part of an answer is not an answer: a wrong value among them means the plugin is unknown here, like a raise.
    return Outcome(failed=frozenset({plugin}), problems=(_stamped(told, plugin),))


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


def _failed(plugin: str, hook: str, error: BaseException, about: str) -> Problem:
    told = problem(
        "plugin-failed",
        f"plugin {plugin} failed in {hook}: {f'{type(error).__name__}: {error}'.rstrip(': ')}.",
        hint=f"What it published before stays. See more: --debug; leave it out: --without {plugin}",
        path=about,
    )
    return _stamped(told, plugin)
