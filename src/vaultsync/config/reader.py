"""Typing the tables of a settings file one key at a time: what fits is kept, and what does not is a Problem.

It knows types, lines and words for what is wrong, and no setting by name.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any, TypeVar, get_args, get_origin

import msgspec

from vaultsync.config.positions import Key, line_of
from vaultsync.config.readings import shown, suggestion
from vaultsync.model import Problem, problem

Config = TypeVar("Config", bound=msgspec.Struct)


class Reader:
    """Types tables one key at a time, and collects what is wrong on the way."""

    def __init__(self, path: str, lines: dict[Key, int], *, code: str = "config-invalid") -> None:
        self.path = path
        self.lines = lines
        self.code = code
        self.found: list[Problem] = []

    def told(self) -> tuple[Problem, ...]:
        """Everything that was found wrong, by line."""
        return tuple(sorted(self.found, key=lambda found: found.sort_key))

    def wrong(self, where: Key, said: str, hint: str, *, code: str = "") -> None:
        """Note a Problem: ``said`` is the rest of a sentence that begins with the name of what stands there."""
        message = f"{_spelled(where)} {said}."
        line = line_of(self.lines, *where)
        self.found.append(problem(code or self.code, message, hint=hint, path=self.path, line=line))

    def unknown(self, where: Key, known: Iterable[str], kind: str = "setting") -> None:
        """Note a name that nothing reads, with the nearest of those that are known."""
        near = suggestion(str(where[-1]), known)
        hint = f"Did you mean {near}?" if near else f"Remove it, or look for the {kind} in the configuration reference."
        self.wrong(where, f"is no {kind} that anything reads", hint, code="config-unknown")

    def table(self, struct: type[Config], raw: object, where: Key) -> Config:
        """A whole table; every field of the type needs a default, which stands in for a value that does not fit."""
        if not isinstance(raw, dict):
            self.no_table(where, raw)
            return struct()
        values = self.values(struct, raw, where)
        try:
            return struct(**values)
        except (ValueError, msgspec.ValidationError) as error:
            self.wrong(where, f"does not fit together: {error}", "Its defaults are used until then.")
            return struct()

    def values(self, struct: type[msgspec.Struct], raw: Mapping[str, object], where: Key) -> dict[str, Any]:
        """The values that fit, by field."""
        fields = {field.encode_name: field for field in msgspec.structs.fields(struct)}
        values: dict[str, Any] = {}
        for key, value in raw.items():
            if key not in fields:
                self.unknown((*where, key), fields)
                continue
            try:
                values[fields[key].name] = _typed(value, fields[key].type)
            except ValueError as error:
                self.misfit((*where, key), value, fields[key].type, error)
        return values

    def plugin_tables(self, tables: Mapping[str, Any], known: frozenset[str]) -> dict[str, dict[str, object]]:
        """The tables of plugins as they are, by name: ``[plugin.NAME]``, and ``[NAME]`` for those in ``known``."""
        found: dict[str, dict[str, object]] = {}
        installed = tables.get("plugin", {})
        if not isinstance(installed, dict):
            self.wrong(("plugin",), "should be tables", "Begin each with a line [plugin.NAME].")
            installed = {}
        named: list[tuple[tuple[str, ...], str, Any]] = [
            (("plugin", name), name, table) for name, table in installed.items()
        ]
        named += [((name,), name, tables[name]) for name in sorted(known & tables.keys())]
        for where, name, table in named:
            if isinstance(table, dict):
                found[name] = {**found.get(name, {}), **table}
            else:
                self.no_table(where, table)
        return found

    def no_table(self, where: Key, raw: object) -> None:
        """Say that something should be a table."""
        hint = f"Begin it with a line [{'.'.join(map(str, where))}]."
        self.wrong(where, f"is {shown(raw)}; it should be a table", hint)

    def misfit(self, where: Key, value: object, kind: Any, error: ValueError) -> None:
        """Say what is wrong; where the setting is a table of its own, of each entry that is."""
        bare = get_args(kind)[0] if get_origin(kind) is Annotated else kind
        entries = value if isinstance(value, dict) and get_origin(bare) is dict else {}
        told = len(self.found)
        for name, entry in entries.items():
            inner = get_args(bare)[1]
            try:
                _typed(entry, inner)
            except ValueError as fault:
                self.misfit((*where, name), entry, inner, fault)
        if len(self.found) == told:
            self.wrong(where, *(error.args if len(error.args) == 2 else _misfit(value, kind, str(error))))


def _typed(value: object, kind: Any) -> Any:
    read = _reading(kind)
    return msgspec.convert(value if read is None else read(value), kind)


def _reading(kind: Any) -> Callable[[object], object] | None:
    if get_origin(kind) is Annotated:
        for note in get_args(kind)[1:]:
            if isinstance(note, msgspec.Meta) and note.extra and "read" in note.extra:
                read: Callable[[object], object] = note.extra["read"]
                return read
    return None


def _misfit(value: object, kind: Any, said: str) -> tuple[str, str]:
    """What to say of a value that its type refused; ``said`` is msgspec's word for it."""
    from vaultsync.config.describe import type_text  # noqa: PLC0415 - only where something is wrong

    bound = re.search(r"([<>]=) ?(-?[\d.]+)", said)
    limit = f" of at {'least' if bound[1] == '>=' else 'most'} {bound[2]}" if bound else ""
    return f"is {shown(value)}; it takes {_article(type_text(kind))}{limit}", "Its default is used until then."


def _article(noun: str) -> str:
    if noun.startswith(('"', "true ")):
        return noun
    return f"an {noun}" if noun[0] in "aeiouAEIO" else f"a {noun}"


def _spelled(where: Key) -> str:
    """``("planning", "per_day")`` as ``[planning] per_day``, ``("feeds", 1, "name")`` as ``[[feeds]] 2 name``."""
    names = [str(part) if isinstance(part, str) else str(part + 1) for part in where]
    if where[0] == "feeds":
        return " ".join(["[[feeds]]", *names[1:]])
    if where[0] == "targets" and len(names) > 1:
        from vaultsync.config.describe import toml_text  # noqa: PLC0415 - as above

        names[1] = toml_text(names[1])
    depth = 2 if where[0] in {"plugin", "targets"} else 1
    table = f"[{'.'.join(names[:depth])}]"
    return " ".join([table, ".".join(names[depth:])]).rstrip()
