"""From TOML text to typed settings: a wrong one is a Problem with its line, and falls back alone."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from vaultsync.config.positions import Key, positions
from vaultsync.config.reader import Reader
from vaultsync.config.readings import shown
from vaultsync.config.settings import FEEDS, FeedSettings, Settings
from vaultsync.model import Problem, problem
from vaultsync.people import QueryError, parse_query

_OWN_TABLES = (
    "vault",
    "dates",
    "daily",
    "planning",
    "publish",
    "privacy",
    "calendar",
    "write",
    "watch",
    "serve",
    "slots",
)
_ERROR_LINE = re.compile(r"at line (\d+)")


def load_settings(
    text: str, path: str = "vaultsync.toml", *, plugin_tables: Iterable[str] = ()
) -> tuple[Settings, tuple[Problem, ...]]:
    """The settings that the text of a vaultsync.toml holds, and what is wrong in it, by line. Never raises.

    ``plugin_tables`` are the names of the plugins whose table may stand at the top level; any plugin may have its table
    as ``[plugin.NAME]``. Plugin tables are kept as they are: :func:`~vaultsync.config.plugin.plugin_config` types them.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    try:
        tables = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        return Settings(path=path, readable=False), (syntax_problem(error, text, path),)
    reader = Reader(path, positions(text))
    known = frozenset(plugin_tables)
    values: dict[str, Any] = {}
    for field in msgspec.structs.fields(Settings):
        if field.name in _OWN_TABLES:
            values[field.name] = reader.table(field.type, tables.get(field.name, {}), (field.name,))
    values["feeds"], values["withheld"] = _feeds(reader, tables["feeds"]) if "feeds" in tables else (FEEDS, ())
    values["plugins"] = reader.plugin_tables(tables, known)
    for name in tables.keys() - {*_OWN_TABLES, "feeds", "plugin", *known}:
        reader.unknown(
            (name,), {*_OWN_TABLES, "feeds", *known}, "table" if isinstance(tables[name], dict) else "setting"
        )
    return Settings(**values, path=path, lines=reader.lines), reader.told()


def syntax_problem(error: Exception, text: str, path: str) -> Problem:
    """What to say of a file that is no TOML; ``error`` is the parser's."""
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


def _feeds(reader: Reader, raw: object) -> tuple[tuple[FeedSettings, ...], tuple[str, ...]]:
    """The feeds that are understood, and the names of those that are withheld."""
    if not isinstance(raw, list) or not all(isinstance(item, dict) for item in raw):
        reader.wrong(("feeds",), "should be a list of tables", "Begin each feed with a line [[feeds]].")
        return FEEDS, ()
    feeds: dict[str, FeedSettings] = {}
    withheld: list[str] = []
    for number, item in enumerate(raw):
        where: Key = ("feeds", number)
        values = reader.values(FeedSettings, item, where)
        name = values.get("name")
        if name is None:
            if "name" not in item:
                reader.wrong(where, "has no name and was left out", 'Give it one, such as name = "work".')
        elif name in feeds or name in withheld:
            said = f"is {shown(name)} a second time; this feed was left out"
            reader.wrong((*where, "name"), said, "Rename it.")
        elif _says_what_is_in_it(reader, item, values, where):
            values["title"] = values.get("title") or name.replace("-", " ").capitalize()
            feeds[name] = FeedSettings(**values)
        else:
            withheld.append(name)
    return tuple(feeds.values()), tuple(withheld)


def _says_what_is_in_it(reader: Reader, item: Mapping[str, object], values: Mapping[str, Any], where: Key) -> bool:
    """Whether the feed's query can be read; a feed without one holds everything, so a misspelt one must not pass."""
    if "query" not in values:
        return not item.keys() - {"name", "title", "color"}
    try:
        parse_query(values["query"])
    except QueryError as error:
        reader.wrong((*where, "query"), "cannot be understood", str(error), code="query-invalid")
        return False
    return True
