"""What ``doctor`` says of the feeds: whether they are there and sound, kept current, served, and sent elsewhere."""

import http.client
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path

from vaultsync.calendar import feed_faults
from vaultsync.cli.doctor.finding import Finding, found, trouble
from vaultsync.cli.say import count
from vaultsync.config import ServeSettings, Settings
from vaultsync.server.hosts import bare, is_loopback
from vaultsync.server.shelf import names
from vaultsync.vault.errors import VaultError, reason
from vaultsync.vault.heartbeat import WATCH_LOCK, fresh
from vaultsync.vault.lock import is_held
from vaultsync.vault.moment import Moment
from vaultsync.vault.publish import feeds_folder
from vaultsync.vault.target_address import EXTRAS
from vaultsync.vault.targets import targets_of
from vaultsync.vault.token import read_token
from vaultsync.vault.user import read_user

SECONDS = 2.0
"""How long a server may take to answer."""

_PACKAGES = {"webdav": "webdav4", "sftp": "paramiko", "s3": "s3fs"}
_EVERYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104 - compared, not bound


def published(root: Path, settings: Settings) -> Iterator[Finding]:
    """Each feed's file: those that the settings name, and whatever else lies in the folder of the feeds."""
    folder = feeds_folder(root, settings.publish.dir)
    wanted = [f"{one.name}.ics" for one in settings.feeds]
    for name in (*wanted, *(each for each in names(folder) if each not in wanted and each.endswith(".ics"))):
        try:
            data = (folder / name).read_bytes()
        except FileNotFoundError:
            yield found("feeds", name, None, "not published yet", hint="Publish it: vaultsync sync")
            continue
        except OSError as error:
            said, hint = reason(error)
            yield found("feeds", name, None, f"cannot be read: {said}", hint=f"{hint}.")
            continue
        faults = feed_faults(data)
        events = data.count(b"\nBEGIN:VEVENT\r\n")
        said = f"{faults[0]}" if faults else count(events, "event")
        hint = f"Take {folder / name} away, and publish it anew: vaultsync sync" if faults else ""
        yield found("feeds", name, events, said, hint=hint)


def watched(state: Path, now: Moment) -> Finding:
    """Whether something keeps the feeds current."""
    if fresh(state, now):
        return found("feeds", "watch", "current", "a watch runs, and everything is read")
    if is_held(state, WATCH_LOCK):
        return found("feeds", "watch", "busy", "a watch runs, and is reading")
    return found("feeds", "watch", "none", "none runs; vaultsync watch keeps the feeds current")


def served(root: Path, settings: Settings, state: Path) -> Iterator[Finding]:
    """Whether a server at the configured address gives out the feeds as they are.

    Only this computer is asked: the address comes with the vault, and the token must not go wherever it says.
    """
    host = "127.0.0.1" if settings.serve.host in _EVERYWHERE else settings.serve.host
    if not (bare(host) == "localhost" or is_loopback(bare(host))):
        yield found("feeds", "server", None, f"not asked: {host} is no address of this computer alone")
        return
    said = _program(bare(host), settings.serve)
    if said is None:
        yield found("feeds", "server", False, f"none on port {settings.serve.port}; vaultsync serve starts one")
        return
    if not said:
        hint = "Set  port  under  [serve]  to another number, or stop the other program."
        text = f"another program answers on port {settings.serve.port}"
        yield found("feeds", "server", False, text, hint=hint)
        return
    yield found("feeds", "server", True, f"answers on port {settings.serve.port}")
    try:
        token = read_token(state)
    except VaultError:  # told of among the paths
        return
    folder = feeds_folder(root, settings.publish.dir)
    for name in names(folder) if token else ():
        status, data = _get(bare(host), settings.serve.port, f"/feeds/{token}/{name}")
        same = status == http.client.OK and data == (folder / name).read_bytes()
        hint = "" if same else "Does it serve another vault? Stop it, and start it here: vaultsync serve"
        yield found("feeds", f"{name} served", same, "as it is" if same else f"not as it is ({status})", hint=hint)


def elsewhere(settings: Settings, environment: Mapping[str, str]) -> Iterator[Finding]:
    """The places that the feeds are sent to, and what keeps them from it. Nothing is sent, and nobody asked."""
    user, problems = read_user(environment)
    targets, refused = targets_of(settings, user)
    for one in targets:
        package = _PACKAGES.get(one.kind, "")
        missing = one.kind in EXTRAS and find_spec(package) is None
        hint = f"Install it: pip install 'vaultsync[{one.kind}]'" if missing else ""
        yield found("elsewhere", one.address, not missing, "a package is missing" if missing else one.kind, hint=hint)
    for told in (*problems, *refused):
        yield trouble("elsewhere", told.code, told)


def _program(host: str, settings: ServeSettings) -> bool | None:
    """Whether vaultsync answers there; None where nobody does. Asked without the token."""
    status, data = _get(host, settings.port, "/healthz")
    if not status:
        return None
    return status == http.client.OK and b'"vaultsync"' in data


def _get(host: str, port: int, path: str) -> tuple[int, bytes]:
    """An answer's status and body; (0, nothing) where there is none."""
    connection = http.client.HTTPConnection(host, port or 1, timeout=SECONDS)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()
    except (OSError, http.client.HTTPException):
        return 0, b""
    finally:
        connection.close()
