"""Publishing elsewhere: which places the feeds may go to, what each of them lacks, and bringing it there.

What each place last got is remembered by digest, so that nothing is sent twice, and what failed is tried again by the
next sync. A place gets nothing unless the user's own settings know it: a vault can be written to by others.
"""

from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from vaultsync.config import MissingVariableError, Settings, UserSettings
from vaultsync.config.describe import toml_text
from vaultsync.config.positions import line_of
from vaultsync.model import Problem, Value, problem
from vaultsync.vault.errors import StateBusyError, VaultError
from vaultsync.vault.lock import locked
from vaultsync.vault.publish import publish
from vaultsync.vault.target_address import FOLDER, AddressError, Target, same_place, target, without_secrets
from vaultsync.vault.target_delivery import LIMIT, Delivery, carried_out
from vaultsync.vault.target_failure import Failure
from vaultsync.vault.target_keys import Credentials, keys_of
from vaultsync.vault.user import read_user
from vaultsync.vault.write_files import digest

FILE = "targets.json"
"""What each place last got, in the folder of the vault's state."""

_LOCK = "sending.lock"


class _Sent(Value, frozen=True, kw_only=True):
    """Digests by a file's name, by place."""

    version: int = 1
    places: dict[str, dict[str, str]] = msgspec.field(default_factory=dict)


def send(
    settings: Settings,
    artifacts: Mapping[str, bytes],
    folder: Path,
    environment: Mapping[str, str],
    *,
    clock: Callable[[], float],
    sleep: Callable[[float], None],
    kept: Collection[str] = (),
) -> tuple[Problem, ...]:
    """Bring the artifacts to every place that the vault names and the user's own settings know. Never raises.

    Arguments are those of :func:`deliver`. Where the vault names no place, hardly anything is done.
    """
    if not settings.publish.targets:
        return deliver((), artifacts, folder, credentials=lambda _: {}, clock=clock, sleep=sleep)
    user, problems = read_user(environment)
    targets, refused = targets_of(settings, user)
    keys = keys_of(user, environment)
    failed = deliver(targets, artifacts, folder, credentials=keys, clock=clock, sleep=sleep, kept=kept)
    return (*problems, *refused, *failed)


def targets_of(settings: Settings, user: UserSettings) -> tuple[tuple[Target, ...], tuple[Problem, ...]]:
    """The places of a vault that the user's own settings know, and a Problem for each of the others."""
    known = {same_place(address): table for address, table in user.targets.items()}
    found: dict[str, Target] = {}
    problems = list[Problem]()
    line = line_of(settings.lines, "publish", "targets")
    for address in settings.publish.targets:
        shown = without_secrets(address)
        try:
            one = target(address)
        except AddressError as error:
            said, hint = error.said
            told = problem("target-invalid", f"{shown} {said}.", hint=hint, path=settings.path, line=line)
            problems.append(told)
            continue
        table = known.get(same_place(address))
        if table is not None and table.allow:
            found.setdefault(same_place(address), one)
        else:
            problems.append(_not_allowed(one, table is not None, settings, user, line))
    return tuple(found.values()), tuple(problems)


def deliver(
    targets: Collection[Target],
    artifacts: Mapping[str, bytes],
    folder: Path,
    *,
    credentials: Credentials,
    clock: Callable[[], float],
    sleep: Callable[[float], None],
    kept: Collection[str] = (),
) -> tuple[Problem, ...]:
    """Bring every place to where it holds the artifacts; a Problem for each that could not be. Never raises.

    ``folder`` is that of the vault's state; ``clock`` and ``sleep`` count seconds. Files that were put there by an
    earlier run and are no artifacts now are taken away, but for the names in ``kept``. All places are seen to at once,
    and within :data:`LIMIT` seconds. A place that is no longer in ``targets`` keeps what it has.
    """
    if not targets and not (folder / FILE).exists():
        return ()
    try:
        with locked(folder, wait=LIMIT, name=_LOCK):
            return _delivered(targets, artifacts, folder, credentials=credentials, clock=clock, sleep=sleep, kept=kept)
    except StateBusyError:
        names = ", ".join(one.address for one in targets)
        busy = Failure(said="another vaultsync is still sending", hint="Let it finish.")
        return (_failed(names, busy),)
    except VaultError as error:
        return (problem("target-failed", f"What was sent could not be remembered: {error}", hint="It is sent again."),)


def _delivered(
    targets: Collection[Target],
    artifacts: Mapping[str, bytes],
    folder: Path,
    *,
    credentials: Credentials,
    clock: Callable[[], float],
    sleep: Callable[[float], None],
    kept: Collection[str],
) -> tuple[Problem, ...]:
    before = _remembered(folder)
    wanted = {name: digest(data) for name, data in artifacts.items()}
    after, problems = dict[str, dict[str, str]](), list[Problem]()
    deliveries = dict[str, Delivery]()
    for one in targets:
        try:
            options = credentials(one)
        except MissingVariableError as error:
            hint = "Set it, or put the value into your own config.toml."
            problems.append(_failed(one.address, Failure(said=str(error), hint=hint)))
            after |= {place: had for place, had in before.items() if place.partition("\n")[0] == one.address}
            continue
        place = _place(one, options)
        after[place] = dict(before.get(place, {}))
        put, gone = _lacking(one, wanted, after[place], kept)
        if put or gone:
            files = {name: artifacts[name] for name in put}
            deliveries[place] = Delivery(one, options, files, gone, clock=clock, sleep=sleep)
    for place, outcome in carried_out(deliveries, clock=clock).items():
        for name in outcome.done:
            if name in wanted:
                after[place][name] = wanted[name]
            else:
                after[place].pop(name, None)
        problems += [_failed(deliveries[place].target.address, failed) for failed in outcome.failures[:1]]
    if after != before:
        publish(folder / FILE, msgspec.json.encode(_Sent(places=after), order="deterministic"))
    return tuple(sorted(problems, key=lambda told: told.sort_key))


def _lacking(
    one: Target, wanted: Mapping[str, str], had: Mapping[str, str], kept: Collection[str]
) -> tuple[list[str], list[str]]:
    """What is to be put there, and what to be taken away; a folder of this machine is looked at each time."""
    put = [name for name in sorted(wanted) if one.kind == FOLDER or had.get(name) != wanted[name]]
    return put, sorted(had.keys() - wanted.keys() - set(kept))


_WHERE = ("endpoint_url", "port")
"""Options that say where the place is: with another one it is another place, which has nothing yet."""


def _place(one: Target, options: Mapping[str, object]) -> str:
    return "\n".join([one.address, *(f"{name}={options[name]}" for name in _WHERE if name in options)])


def _remembered(folder: Path) -> dict[str, dict[str, str]]:
    """What each place last got; nothing where that cannot be read, and then everything is sent once more."""
    with suppress(OSError, msgspec.MsgspecError):
        return msgspec.json.decode((folder / FILE).read_bytes(), type=_Sent).places
    return {}


def _not_allowed(one: Target, forbidden: bool, settings: Settings, user: UserSettings, line: int) -> Problem:
    if forbidden:
        said, hint = "your own settings forbid it", f"To allow it, remove  allow = false  in {user.path}"
    else:
        said = "your own settings do not know that place"
        hint = f"If it is to get them, add this line to {user.path}:  [targets.{toml_text(one.address)}]"
    message = f"The feeds are not sent to {one.address}: {said}."
    return problem("target-not-allowed", message, hint=hint, path=settings.path, line=line)


def _failed(address: str, failed: Failure) -> Problem:
    message = f"The feeds did not all reach {address}: {failed.said}."
    return problem("target-failed", message, hint=f"{failed.hint} The next sync tries again.")
