"""Whether what a plugin returned is of the types that the contract promises, all the way down.

A Struct believes whoever makes it: a text in the place of a day would be met much later, where nobody knows any more
whose it is. Each value is made anew from its encoding, so that what stays with the plugin cannot change it either.
"""

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, TypeVar, cast, get_origin

import msgspec

from vaultsync.model import Limits, Reminder, Schedule

T = TypeVar("T")

BUILT_IN = "vaultsync.builtin."
_pack = msgspec.msgpack.Encoder().encode
_PLACE = re.compile(r" - at `\$(?:\[(\d+)\]|\.(\w+))[^`]*`")


class ResultError(Exception):
    """A value is not what a hook returns: ``what`` it is; the message says what is wrong with it."""

    def __init__(self, what: str, said: str) -> None:
        super().__init__(said)
        self.what = what


def is_built_in(plugin: object) -> bool:
    """Whether a plugin comes with vaultsync: its results are held against the contract by our own type checker."""
    return str(getattr(plugin, "__name__", "")).startswith(BUILT_IN)


def fitting(value: object, returns: type[T]) -> T:
    """The value, of the types that its fields promise. Raises ResultError."""
    if not isinstance(value, returns):
        raise ResultError(type(value).__name__, f"where {returns.__name__} is expected")
    if isinstance(value, Schedule):
        return cast("T", _schedule(value))
    decoder: msgspec.msgpack.Decoder[T] | None = _decoder(cast("Any", returns))
    return value if decoder is None else _anew(value, returns, decoder)


def _schedule(value: Schedule) -> Schedule:
    if not isinstance(value.reminders, Iterable):
        raise ResultError("Schedule", "and its reminders are no list")
    reminders = tuple([fitting(one, Reminder) for one in value.reminders])
    return Schedule(reminders=reminders, limits=fitting(value.limits, Limits))


def _anew(value: T, returns: type[T], decoder: msgspec.msgpack.Decoder[T]) -> T:
    try:
        return decoder.decode(_pack(value))
    except (msgspec.MsgspecError, TypeError, ValueError, OverflowError, RecursionError) as error:
        fields = [field.name for field in msgspec.structs.fields(cast("Any", returns))]
        said = _PLACE.sub(lambda at: f" as {at[2] or fields[int(at[1])]}", str(error))
        raise ResultError(returns.__name__, f"and it does not hold together: {said}") from error


@cache
def _decoder(returns: type[T]) -> msgspec.msgpack.Decoder[T] | None:
    """A decoder; None for what is no value, such as a command, or holds a function."""
    if not issubclass(returns, msgspec.Struct):
        return None
    holds_function = any(get_origin(field.type) is Callable for field in msgspec.structs.fields(returns))
    return None if holds_function else msgspec.msgpack.Decoder(returns)
