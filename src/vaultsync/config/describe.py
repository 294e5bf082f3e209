"""What can be set, told from the declarations alone: for the reference page and the file that ``init`` writes."""

import ast
import inspect
import textwrap
import types
from datetime import date, time
from itertools import pairwise
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import msgspec

from vaultsync.model import Value

_NAMES = {
    str: ("text", "texts"),
    int: ("whole number", "whole numbers"),
    float: ("number", "numbers"),
    bool: ("true or false", "true or false"),
    date: ("date", "dates"),
    time: ("time", "times"),
}


class SettingDoc(Value, frozen=True, kw_only=True):
    """One setting: its table and key, its type in words, its default as TOML spells it (``""`` for none), its meaning.

    ``repeated`` marks the keys of a table that may stand any number of times (``[[feeds]]``).
    """

    table: str
    key: str
    type: str
    default: str
    description: str
    repeated: bool = False


def describe(settings_type: type[msgspec.Struct], table: str = "") -> tuple[SettingDoc, ...]:
    """Every setting of the type, in the order declared; ``table`` names the table of a plugin's own type.

    A setting's meaning is the description in its annotation, else the docstring below it. Of the file as a whole only
    the tables count.
    """
    found: list[SettingDoc] = []
    docstrings = _docstrings(settings_type)
    for field in msgspec.structs.fields(settings_type):
        inner = _struct_of(field.type)
        if table:
            default = None if field.required else _default(field)
            doc = SettingDoc(
                table=table,
                key=field.encode_name,
                type=type_text(field.type),
                default="" if default is None else toml_text(default),
                description=_meta(field.type, "description") or docstrings.get(field.name, ""),
            )
            found.append(doc)
        elif inner is not None:
            docs = describe(inner, field.encode_name)
            found.extend(msgspec.structs.replace(doc, repeated=inner is not field.type) for doc in docs)
    return tuple(found)


def type_text(kind: Any) -> str:
    """A type in words: ``whole number``, ``list of dates``, ``"full", "reason" or "none"``."""
    if title := _meta(kind, "title"):
        return title
    if get_origin(kind) is Annotated:
        return type_text(get_args(kind)[0])
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Literal:
        *others, last = (toml_text(argument) for argument in arguments)
        return f"{', '.join(others)} or {last}" if others else last
    if origin in {Union, types.UnionType}:
        return " or ".join(type_text(argument) for argument in arguments if argument is not types.NoneType)
    if origin in {tuple, list, set, frozenset}:
        return f"list of {_plural(arguments[0])}"
    if origin is dict:
        return f"table of {_plural(arguments[1])}"
    return _NAMES.get(kind, ("table", ""))[0]


def toml_text(value: object) -> str:
    """A value as TOML spells it."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            return msgspec.json.encode(value).decode()
        case date() | time():
            return value.isoformat()
        case tuple() | list():
            return f"[{', '.join(toml_text(item) for item in value)}]"
        case set() | frozenset():
            return f"[{', '.join(sorted(toml_text(item) for item in value))}]"
        case dict():
            items = (f"{toml_text(key)} = {toml_text(item)}" for key, item in value.items())
            return f"{{ {', '.join(items)} }}" if value else "{}"
        case _:
            return str(value)


def _plural(kind: Any) -> str:
    return _NAMES[kind][1] if kind in _NAMES else type_text(kind)


def _default(field: msgspec.structs.FieldInfo) -> object:
    return field.default_factory() if callable(field.default_factory) else field.default


def _meta(kind: Any, name: str) -> str:
    if get_origin(kind) is not Annotated:
        return ""
    return next((getattr(note, name) or "" for note in get_args(kind)[1:] if isinstance(note, msgspec.Meta)), "")


def _docstrings(struct: type[msgspec.Struct]) -> dict[str, str]:
    """The string below each field in the class's source, on one line; none where there is no source."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(struct)))
    except (OSError, TypeError, SyntaxError):
        return {}
    body = tree.body[0].body if isinstance(tree.body[0], ast.ClassDef) else []
    return {
        field.target.id: " ".join(below.value.value.split())
        for field, below in pairwise(body)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(below, ast.Expr)
        and isinstance(below.value, ast.Constant)
        and isinstance(below.value.value, str)
    }


def _struct_of(kind: Any) -> type[msgspec.Struct] | None:
    for candidate in (kind, *get_args(kind)[:1]):
        if isinstance(candidate, type) and issubclass(candidate, msgspec.Struct):
            return candidate
    return None
