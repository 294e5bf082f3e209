"""A plugin's own settings: from its table in the vault's file and in the user's own, as the plugin's own type.

A vault may be written to by others. So what a plugin calls private, such as an address to send to or a folder to read,
is taken from the user's own file alone, and so is what stands in the environment.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, get_args, get_origin

import msgspec

from vaultsync.config.positions import Key
from vaultsync.config.reader import Config, Reader
from vaultsync.config.settings import Settings
from vaultsync.config.user import Discreet, UserSettings
from vaultsync.model import Problem

_NOBODY = UserSettings()
_SECRET = re.compile("pass|secret|token|key", re.IGNORECASE)


class MissingVariableError(LookupError):
    """A setting is to be taken from the environment, and is not there; the message says which."""


def resolved(value: object, environment: Mapping[str, str]) -> object:
    """A value in which each ``{ env = "NAME" }`` is what the environment has. Raises MissingVariableError."""
    match value:
        case {"env": str(name), **others} if not others:
            if name not in environment:
                raise MissingVariableError(f"the environment has no {name}")
            return environment[name]
        case dict():
            return {key: resolved(inner, environment) for key, inner in value.items()}
        case list():
            return [resolved(inner, environment) for inner in value]
        case _:
            return value


def plugin_config(
    settings: Settings,
    name: str,
    config_type: type[Config],
    user: UserSettings = _NOBODY,
    environment: Mapping[str, str] = {},
) -> tuple[Config, tuple[Problem, ...]]:
    """A plugin's own tables as its own type, and what is wrong in them. Every field of the type needs a default.

    What the user's own file says wins. Types, ranges and unknown keys are checked as in the rest of the files. A type
    that rejects values together (a ValueError from ``__post_init__``) gives its defaults and one Problem.
    """
    mine: Key = ("plugin", name)
    # [calendar] is vaultsync's own table, whatever plugin is called so.
    at_top = mine not in settings.lines and name in settings.plugins
    where: Key = (name,) if at_top else mine
    shared = Reader(settings.path, settings.lines, code="plugin-config")
    own = Discreet(user.path, user.lines, code="plugin-config")
    raw = _public(shared, config_type, settings.plugins.get(name, {}), where, user.path)
    values = shared.values(config_type, raw, where)
    values |= own.values(config_type, _present(own, user.plugin.get(name, {}), mine, environment), mine)
    reader, place = (own, mine) if name in user.plugin else (shared, where)
    try:
        config = config_type(**values)
    except (ValueError, msgspec.ValidationError) as error:
        said = f": {error}" if reader is shared else ""
        reader.wrong(place, f"does not fit together{said}", "Its defaults are used until then.")
        config = config_type()
    return config, (*shared.told(), *own.told())


def _public(
    reader: Reader, config_type: type[msgspec.Struct], table: Mapping[str, object], where: Key, path: str
) -> dict[str, object]:
    """What the vault's file may say: nothing private, and nothing of the environment."""
    private = {field.encode_name for field in msgspec.structs.fields(config_type) if is_private(field.type)}
    found = {}
    for key, value in table.items():
        if key in private:
            said = "cannot be set in a vault, which others may write to"
        elif _asks_environment(value):
            said = "cannot be taken from the environment by a vault, which others may write to"
        else:
            found[key] = value
            continue
        reader.wrong((*where, key), said, f"Set it in your own {path}, under [plugin.{where[-1]}].")
    return found


def is_private(kind: Any) -> bool:
    """Whether a field's type says that only the user's own file may set it."""
    notes = get_args(kind)[1:] if get_origin(kind) is Annotated else ()
    return any(isinstance(note, msgspec.Meta) and bool((note.extra or {}).get("private")) for note in notes)


def secrets_of(
    name: str, config_type: type[msgspec.Struct], user: UserSettings, environment: Mapping[str, str]
) -> frozenset[str]:
    """The texts in a plugin's table of the user's own that nobody may read: from the environment, or called a secret.

    Those of less than four characters are left out: they stand in other words, too.
    """
    called = {
        field.encode_name
        for field in msgspec.structs.fields(config_type)
        if is_private(field.type) and _SECRET.search(field.encode_name)
    }
    found = set[str]()
    for key, value in user.plugin.get(name, {}).items():
        found |= set(_texts(value, environment, secret=key in called))
    return frozenset(text for text in found if len(text) >= 4)


def _texts(value: object, environment: Mapping[str, str], *, secret: bool) -> Iterator[str]:
    match value:
        case {"env": str(name), **others} if not others:
            yield environment.get(name, "")
        case dict():
            for inner in value.values():
                yield from _texts(inner, environment, secret=secret)
        case list():
            for inner in value:
                yield from _texts(inner, environment, secret=secret)
        case str() if secret:
            yield value


def _asks_environment(value: object) -> bool:
    match value:
        case {"env": str(), **others} if not others:
            return True
        case dict():
            return any(map(_asks_environment, value.values()))
        case list():
            return any(map(_asks_environment, value))
        case _:
            return False


def _present(reader: Reader, table: Mapping[str, object], where: Key, environment: Mapping[str, str]) -> dict[str, Any]:
    """The table with what it takes from the environment; what is not there is left out, and told of."""
    found = {}
    for key, value in table.items():
        try:
            found[key] = resolved(value, environment)
        except MissingVariableError as error:
            reader.wrong((*where, key), f"cannot be had: {error}", "Set it, for the service that runs vaultsync too.")
    return found
