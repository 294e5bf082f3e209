"""What is held for whom, kept in the vault's state folder: a file that can be lost without losing a note."""

from collections.abc import Iterable
from pathlib import Path

import msgspec

from vaultsync.model import Value
from vaultsync.planning.holds import Hold
from vaultsync.vault.errors import VaultError, reason
from vaultsync.vault.publish import put

FILE = "holds.json"
LOCK = "holds.lock"
BUSY = "Another vaultsync is proposing times from this vault. Let it finish, and try again."
VERSION = 1


class _File(Value, frozen=True, kw_only=True):
    version: int
    holds: tuple[Hold, ...]


def read_holds(folder: Path, *, mend: bool) -> tuple[tuple[Hold, ...], str]:
    """The holds in a state folder, and a sentence where what stands there cannot be understood: then there are none.

    With ``mend``, a damaged file is set aside. Raises VaultError where the disk refuses.
    """
    path = folder / FILE
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return (), ""
    except OSError as error:
        said, hint = reason(error)
        raise VaultError(f"{path} could not be read: {said}. {hint}.") from error
    try:
        found = msgspec.json.decode(data, type=_File)
        if found.version == VERSION and all(one.start.tzinfo and one.end.tzinfo for one in found.holds):
            return found.holds, ""
        fault = (
            "is damaged"
            if found.version == VERSION
            else f"is of form {found.version}, and this vaultsync reads form {VERSION}"
        )
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        fault = "is damaged"
    beside = path.with_name(f"{FILE}.bad")
    if mend:
        try:
            path.replace(beside)
        except OSError as error:
            said, hint = reason(error)
            raise VaultError(f"{path} could not be set aside: {said}. {hint}.") from error
    kept = f"It is kept as {beside}" if mend else "It is set aside when times are next proposed"
    return (), f"Which times were proposed before is not known: {FILE} {fault}. {kept}."


def write_holds(folder: Path, holds: Iterable[Hold]) -> None:
    """Keep the holds, for their owner alone, whole or not at all. Raises VaultError."""
    data = msgspec.json.format(msgspec.json.encode(_File(version=VERSION, holds=tuple(holds))), indent=1)
    try:
        put(folder / FILE, data + b"\n", private=True)
    except OSError as error:
        said, hint = reason(error)
        raise VaultError(f"{folder / FILE} could not be written: {said}. {hint}.") from error
