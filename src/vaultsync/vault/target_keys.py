"""User names, passwords and keys of places to publish to, from the user's own settings and the environment."""

from collections.abc import Callable, Mapping

from vaultsync.config import UserSettings, resolved
from vaultsync.vault.target_address import Target, same_place

Credentials = Callable[[Target], Mapping[str, object]]
"""The options of a place; it raises MissingVariableError where one of them is not to be had."""


def keys_of(user: UserSettings, environment: Mapping[str, str]) -> Credentials:
    """The options of a place as the user's own settings have them, with what they take from the environment."""
    known = {same_place(address): table.options for address, table in user.targets.items()}
    return lambda one: {
        key: resolved(value, environment) for key, value in known.get(same_place(one.address), {}).items()
    }
