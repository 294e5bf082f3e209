"""What vaultsync remembers of a vault from run to run, kept outside it: identities, stamps, what was published.

All of it can be lost without losing a note. What is lost then is continuity: events may show as changed once.
"""

import hashlib
import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import msgspec

from vaultsync.calendar import Entry
from vaultsync.model import CatchUp, Problem, Value, problem
from vaultsync.people import Box, Identity
from vaultsync.planning import ReminderId
from vaultsync.vault.errors import VaultError, reason
from vaultsync.vault.publish import publish

VERSION = 1
"""Of the form of the file; a file of another is not read."""

FILE = "state.json"
VARIABLE = "VAULTSYNC_STATE_DIR"


class State(Value, frozen=True, kw_only=True):
    """What the last sync left.

    ``identities`` are by path, ``stamps`` by event uid. ``published`` are the catch-ups of the feeds as placed: a time
    comes back with its offset from UTC in the place of its zone's name. ``artifacts`` gives, for each published file by
    name, the plugin it came from. ``may_write`` is the user's word that notes may be written. ``waited`` are
    reminders that find no room now, with the last day they had one. ``first_seen`` is by identity, ``notes`` the digest
    of each note by path. ``selections`` are the person and kind of each catch-up that a feed's query held for.
    ``rounds`` are, by place, what was last written
    there and how often in a row. ``boxes`` are those of the tasks that concern people.
    """

    version: int = VERSION
    identities: dict[str, Identity] = msgspec.field(default_factory=dict)
    published: tuple[CatchUp, ...] = ()
    stamps: dict[str, Entry] = msgspec.field(default_factory=dict)
    artifacts: dict[str, str] = msgspec.field(default_factory=dict)
    may_write: bool = False
    rounds: dict[str, tuple[str, int]] = msgspec.field(default_factory=dict)
    waited: tuple[tuple[ReminderId, date], ...] = ()
    first_seen: dict[str, date] = msgspec.field(default_factory=dict)
    notes: dict[str, str] = msgspec.field(default_factory=dict)
    selections: dict[str, tuple[tuple[str, str], ...]] = msgspec.field(default_factory=dict)
    boxes: tuple[Box, ...] = ()


class _Version(Value, frozen=True, kw_only=True):
    version: int = 0


def state_folder(root: Path, environment: Mapping[str, str]) -> Path:
    """The folder of the vault's state: one a vault, named by the digest of its resolved root.

    It lies in ``VAULTSYNC_STATE_DIR``, else where the platform keeps state for a user.
    """
    named = environment.get(VARIABLE, "")
    return (Path(named).expanduser() if named else _platform_folder()) / _digest(root)


def _platform_folder() -> Path:
    from platformdirs import user_state_path  # noqa: PLC0415 - ten milliseconds that a given folder need not spend

    return user_state_path("vaultsync", appauthor=False)


def _digest(root: Path) -> str:
    return hashlib.sha256(os.fsencode(root.resolve())).hexdigest()[:32]


def load_state(folder: Path) -> tuple[State, tuple[Problem, ...]]:
    """The state in the folder, or a fresh one: where there is none, and with a Problem where it cannot be understood.

    Nothing is written: :func:`set_aside` keeps a file that cannot be understood. Raises VaultError where it cannot be
    opened.
    """
    path = folder / FILE
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return State(), ()
    except OSError as error:
        raise _refused(path, "read", error) from error
    try:
        state = msgspec.json.decode(data, type=State)
    except (msgspec.MsgspecError, RecursionError):
        return State(), (_not_understood(path, data),)
    return (state, ()) if state.version == VERSION else (State(), (_not_understood(path, data),))


def save_state(folder: Path, state: State) -> bool:
    """Keep the state, whole or not at all; False where it was there already. Raises VaultError where it cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise _refused(folder, "made", error) from error
    return publish(folder / FILE, msgspec.json.encode(state, order="deterministic"))


def set_aside(folder: Path) -> None:
    """Keep the folder's state beside itself, so that a new one can be begun. Raises VaultError where it cannot be."""
    path = folder / FILE
    try:
        path.replace(_beside(path))
    except OSError as error:
        raise _refused(path, "set aside", error) from error


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.bad")


def _not_understood(path: Path, data: bytes) -> Problem:
    message = f"What was published before could not be read: {path.name} {_fault(data)}."
    hint = f"The next sync keeps it as {_beside(path)} and begins anew; some events may show as changed once."
    return problem("state-unreadable", message, hint=hint)


def _fault(data: bytes) -> str:
    try:
        version = msgspec.json.decode(data, type=_Version).version
    except (msgspec.MsgspecError, RecursionError):
        version = VERSION
    return "is damaged" if version == VERSION else f"is of form {version}, and this vaultsync reads form {VERSION}"


def _refused(path: Path, verb: str, error: OSError) -> VaultError:
    said, hint = reason(error)
    return VaultError(f"{path} could not be {verb}: {said}. {hint}, or set {VARIABLE} to another folder.")
