"""From TOML text to typed settings: a wrong one is a Problem with its line, and falls back alone."""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any, TypeVar, get_args, get_origin

import msgspec

from vaultsync.config.describe import type_text
from vaultsync.config.positions import Key, line_of, positions
from vaultsync.config.readings import shown, suggestion
from vaultsync.config.settings import FEEDS, FeedSettings, Settings
from vaultsync.model import Problem, problem

Config = TypeVar("Config", bound=msgspec.Struct)

_OWN_TABLES = ("vault", "dates", "daily", "planning", "publish", "privacy", "calendar")
_ERROR_LINE = re.compile(r"at line (\d+)")


def load_settings(
    text: str, path: str = "vaultsync.toml", *, plugin_tables: Iterable[str] = ()
) -> tuple[Settings, tuple[Problem, ...]]:
    """The settings that the text of a vaultsync.toml holds, and what is wrong in it, by line. Never raises.

    ``plugin_tables`` are the names of the plugins whose table may stand at the top level; any plugin may have its table
    as ``[plugin.NAME]``. Plugin tables are kept as they are: :func:`plugin_config` types them.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    try:
        tables = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        return Settings(path=path), (_syntax_problem(error, text, path),)
    reader = _Reader(path, positions(text))
    known = frozenset(plugin_tables)
    values: dict[str, Any] = {}
    for field in msgspec.structs.fields(Settings):
        if field.name in _OWN_TABLES:
            values[field.name] = reader.table(field.type, tables.get(field.name, {}), (field.name,))
    values["feeds"] = _feeds(reader, tables["feeds"]) if "feeds" in tables else FEEDS
    values["plugins"] = _plugin_tables(reader, tables, known)
    for name in tables.keys() - {*_OWN_TABLES, "feeds", "plugin", *known}:
        reader.unknown(
            (name,), {*_OWN_TABLES, "feeds", *known}, "table" if isinstance(tables[name], dict) else "setting"
        )
    return Settings(**values, path=path, lines=reader.lines), reader.sorted()


def plugin_config(settings: Settings, name: str, config_type: type[Config]) -> tuple[Config, tuple[Problem, ...]]:
    """A plugin's own table as its own type, and what is wrong in it. Every field of the type needs a default.

    Types, ranges and unknown keys are checked as in the rest of the file. A type that rejects values together (a
    ValueError from ``__post_init__``) gives its defaults and one Problem.
    """
    where: Key = (name,) if (name,) in settings.lines else ("plugin", name)
    reader = _Reader(settings.path, settings.lines, code="plugin-config")
    return reader.table(config_type, settings.plugins.get(name, {}), where), reader.sorted()


def _syntax_problem(error: Exception, text: str, path: str) -> Problem:
    said = str(error) if isinstance(error, tomllib.TOMLDecodeError) else "a number or a nesting is too large"
    number = _ERROR_LINE.search(said)
    line = int(number[1]) if number else text.rstrip().count("\n") + 1
    message = f"The settings are not valid TOML: {said.split(' (at ')[0]}."
    return problem(
        "config-invalid",
        message,
        hint="Mend that line; until then every setting has its default.",
        path=path,
        line=line,
    )


def _feeds(reader: "_Reader", raw: object) -> tuple[FeedSettings, ...]:
    if not isinstance(raw, list) or not all(isinstance(item, dict) for item in raw):
        reader.wrong(("feeds",), "should be a list of tables", "Begin each feed with a line [[feeds]].")
        return FEEDS
    feeds: dict[str, FeedSettings] = {}
    for number, item in enumerate(raw):
        where: Key = ("feeds", number)
        values = reader.values(FeedSettings, item, where)
        if "name" not in values:
            if "name" not in item:
                reader.wrong(where, "has no name and was left out", 'Give it one, such as name = "work".')
        elif values["name"] in feeds:
            reader.wrong(
                (*where, "name"), f"is {shown(values['name'])} a second time; this feed was left out", "Rename it."
            )
        else:
            values["title"] = values.get("title") or values["name"].replace("-", " ").capitalize()
            feeds[values["name"]] = FeedSettings(**values)
    return tuple(feeds.values())


def _plugin_tables(reader: "_Reader", tables: Mapping[str, Any], known: frozenset[str]) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = {}
    installed = tables.get("plugin", {})
    if not isinstance(installed, dict):
        reader.wrong(("plugin",), "should be tables", "Begin each with a line [plugin.NAME].")
        installed = {}
    named: list[tuple[tuple[str, ...], str, Any]] = [
        (("plugin", name), name, table) for name, table in installed.items()
    ]
    named += [((name,), name, tables[name]) for name in sorted(known & tables.keys())]
    for where, name, table in named:
        if isinstance(table, dict):
            found[name] = {**found.get(name, {}), **table}
        else:
            reader.wrong(
                where, f"is {shown(table)}; it should be a table", f"Begin it with a line [{'.'.join(where)}]."
            )
    return found


class _Reader:
    """Types tables one key at a time, and collects what is wrong on the way."""

    def __init__(self, path: str, lines: dict[Key, int], *, code: str = "config-invalid") -> None:
        self.path = path
        self.lines = lines
        self.code = code
        self.found: list[Problem] = []

    def sorted(self) -> tuple[Problem, ...]:
        return tuple(sorted(self.found, key=lambda found: found.sort_key))

    def wrong(self, where: Key, said: str, hint: str, *, code: str = "") -> None:
        message = f"{_spelled(where)} {said}."
        line = line_of(self.lines, *where)
        self.found.append(problem(code or self.code, message, hint=hint, path=self.path, line=line))

    def unknown(self, where: Key, known: Iterable[str], kind: str = "setting") -> None:
        near = suggestion(str(where[-1]), known)
        hint = f"Did you mean {near}?" if near else f"Remove it, or look for the {kind} in the configuration reference."
        self.wrong(where, f"is no {kind} that anything reads", hint, code="config-unknown")

    def table(self, struct: type[Config], raw: object, where: Key) -> Config:
        if not isinstance(raw, dict):
            self.wrong(where, f"is {shown(raw)}; it should be a table", f"Begin it with a line [{where[-1]}].")
            return struct()
        values = self.values(struct, raw, where)
        try:
            return struct(**values)
        except (ValueError, msgspec.ValidationError) as error:
            self.wrong(where, f"does not fit together: {error}", "Its defaults are used until then.")
            return struct()

    def values(self, struct: type[msgspec.Struct], raw: Mapping[str, object], where: Key) -> dict[str, Any]:
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
    depth = 2 if where[0] == "plugin" else 1
    table = f"[{'.'.join(names[:depth])}]"
    return " ".join([table, ".".join(names[depth:])]).rstrip()
