"""User names, passwords and keys of places to publish to, from the user's own settings and the environment."""

from collections.abc import Callable, Mapping

from vaultsync.config import UserSettings
from vaultsync.vault.target_address import Target, same_place

Credentials = Callable[[Target], Mapping[str, object]]
"""The options of a place; it raises CredentialsError where one of them is not to be had."""


class CredentialsError(LookupError):
    """An option of a place is missing; the message says which."""


def keys_of(user: UserSettings, environment: Mapping[str, str]) -> Credentials:
    """The options of a place as the user's own settings have them, with what they take from the environment."""
    known = {same_place(address): table.options for address, table in user.targets.items()}
    return lambda one: {
        key: _resolved(value, environment) for key, value in known.get(same_place(one.address), {}).items()
    }


def _resolved(value: object, environment: Mapping[str, str]) -> object:
    match value:
        case {"env": str(name), **others} if not others:
            if name not in environment:
                raise CredentialsError(f"the environment has no {name}")
            return environment[name]
        case dict():
            return {key: _resolved(inner, environment) for key, inner in value.items()}
        case list():
            return [_resolved(inner, environment) for inner in value]
        case _:
            return value
