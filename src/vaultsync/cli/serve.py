"""``serve``: keep the vault current, and give out its feeds by HTTP, in one process."""

import gc
import logging
import os
import threading
from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path
from socket import AF_INET6, socket
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from vaultsync.cli.feed import served_at
from vaultsync.cli.main import DONE
from vaultsync.cli.options import Call, shared
from vaultsync.cli.say import RefusedError, as_json, aside
from vaultsync.config import ServeSettings
from vaultsync.sync import read_settings
from vaultsync.vault.publish import feeds_folder
from vaultsync.vault.state import state_folder
from vaultsync.vault.token import ensure_token

if TYPE_CHECKING:
    from vaultsync.server.run import Server

LEAVE = 30.0
"""Seconds that the watch gets to finish what it is at."""


@click.command()
@click.argument("vault_dir", metavar="[VAULT]", required=False, type=click.Path(path_type=Path))
@click.option("--host", metavar="ADDRESS", help="Listen there. Default: [serve] host, else 127.0.0.1.")
@click.option("--port", type=click.IntRange(0, 65535), help="Listen on this port; 0 takes a free one.")
@click.option("--log-format", type=click.Choice(["text", "json"]), default="text", help="How the log is written.")
@shared
def serve(call: Call, vault_dir: Path | None, *, host: str | None, port: int | None, log_format: str) -> int:
    """Keep the feeds current, and give them out by HTTP until Ctrl-C.

    What to subscribe to: vaultsync feed.
    """
    root = call.root(vault_dir)
    settings, _ = read_settings(root)
    place = _place(settings.serve, host)
    with _listening(place, settings.serve.port if port is None else port) as taken:
        address = _address(taken)
        if not ip_address(taken.getsockname()[0]).is_loopback:
            _told_of_others(call, chosen=host is not None, host=place)
        if call.dry_run:
            aside(f"A dry run: the feeds would be served on {address}.")
            return DONE
        gc.enable()  # this one lives on
        return _serving(call, root, taken, place, log_format)


def _serving(call: Call, root: Path, taken: socket, place: str, log_format: str) -> int:
    # Half a second of imports that only a server needs.
    import sys  # noqa: PLC0415 - as above

    from vaultsync.server.app import application  # noqa: PLC0415 - as above
    from vaultsync.server.hosts import Hosts  # noqa: PLC0415 - as above
    from vaultsync.server.key import Key  # noqa: PLC0415 - as above
    from vaultsync.server.log import begin  # noqa: PLC0415 - as above
    from vaultsync.server.run import server  # noqa: PLC0415 - as above
    from vaultsync.server.shelf import Shelf  # noqa: PLC0415 - as above

    settings, _ = read_settings(root)
    state, address = state_folder(root, os.environ), _address(taken)
    ensure_token(state)
    begin("json" if log_format == "json" else "text", sys.stderr, level=logging.WARNING if call.quiet else logging.INFO)
    names = (place, *settings.serve.hosts, urlsplit(settings.serve.address).hostname or "")
    app = application(Shelf(feeds_folder(root, settings.publish.dir)), Key(state), Hosts(names))
    if call.as_json:
        as_json({"address": address})
    told = logging.getLogger("vaultsync.server").info
    told("Serving on %s. What to subscribe to: vaultsync feed", address)
    if not settings.serve.address and served_at(settings.serve).rpartition(":")[2] != address.rpartition(":")[2]:
        told("vaultsync feed shows another port: set  port = %s  under  [serve].", address.rpartition(":")[2])
    return beside(server(app), taken, lambda stop: _watching(call, root, stop, log_format))


def _watching(call: Call, root: Path, stop: threading.Event, log_format: str) -> int:
    from vaultsync.cli.watch import run_watch  # noqa: PLC0415 - it loads the watcher

    return run_watch(call, root, stop, log_format=log_format)


def beside(serving: "Server", taken: socket, watch: Callable[[threading.Event], int]) -> int:
    """Serve in this thread while the watch runs in another; each ends when the other does. Gives the exit code.

    What the watch raised is raised here.
    """
    stop = threading.Event()
    ended: dict[str, Any] = {}

    def watching() -> None:
        try:
            ended["code"] = watch(stop)
        except BaseException as error:  # noqa: BLE001 - it is raised again where it can be told
            ended["error"] = error
        serving.should_exit = True

    # A daemon, so that a second Ctrl-C ends the program though the watch hangs on a lost disk.
    thread = threading.Thread(target=watching, name="watch", daemon=True)
    thread.start()
    try:
        serving.run(sockets=[taken])
    finally:
        stop.set()
        thread.join(LEAVE)
    if "error" in ended:
        raise ended["error"]
    code: int = ended.get("code", DONE)
    return code


def _place(settings: ServeSettings, host: str | None) -> str:
    return (host or settings.host).strip().strip("[]")


def _listening(host: str, port: int) -> socket:
    from vaultsync.server.run import AddressError, listening  # noqa: PLC0415 - it loads the server

    try:
        return listening(host, port)
    except AddressError as error:
        raise RefusedError(str(error)) from error


def _address(taken: socket) -> str:
    host, port = taken.getsockname()[:2]
    return f"http://[{host}]:{port}" if taken.family == AF_INET6 else f"http://{host}:{port}"


def _told_of_others(call: Call, *, chosen: bool, host: str) -> None:
    """Say what listening there means; a setting alone is not enough for it. Raises RefusedError."""
    if not chosen:
        raise RefusedError(
            f"[serve] host is {host}, which other computers can reach, and a setting may have come with the vault.\n"
            f"If you mean it, say so: vaultsync serve --host {host}"
        )
    if not call.quiet:
        aside(
            f"Others can reach {host}: everybody on that network who has a feed's address can read the feed.\n"
            "It goes over the network as plain http, which whoever carries it can read.\n"
            "Safer: leave --host out, and let Tailscale or Caddy give out 127.0.0.1 as https."
        )
