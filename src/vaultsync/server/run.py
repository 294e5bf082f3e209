"""A server on an address: the socket, the limits, and how it is told to stop."""

import errno
import socket
import sys
from types import FrameType

import uvicorn
from starlette.types import ASGIApp

from vaultsync.server.connection import HEADERS, Connection

AT_ONCE = 256
"""Connections, or requests under way, from which on a request is answered with 503."""

IDLE = 5
"""Seconds that a connection is kept open for a next request."""

LEAVE = 3
"""Seconds that answers under way get when the server is told to stop."""


class AddressError(Exception):
    """The address cannot be listened on; the message says why, and what to try."""


class Server(uvicorn.Server):
    """uvicorn's server, which a signal ends like a wish and not like an accident."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002 - signal handlers are given it
        """Stop after the answers under way; at a second signal, at once."""
        # uvicorn keeps the signal and raises it again at its end, which would take the process from under the watch.
        self.force_exit = self.should_exit
        self.should_exit = True


def server(app: ASGIApp, connection: type[Connection] = Connection) -> Server:
    """A server of the application, still to be run: ``server.run(sockets=[listening(…)])``."""
    return Server(
        uvicorn.Config(
            app,
            http=connection,
            ws="none",
            loop="asyncio",
            lifespan="off",
            interface="asgi3",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            limit_concurrency=AT_ONCE,
            h11_max_incomplete_event_size=HEADERS,
            timeout_keep_alive=IDLE,
            timeout_graceful_shutdown=LEAVE,
        )
    )


def listening(host: str, port: int) -> socket.socket:
    """A socket on the address; port 0 takes a free one. Raises AddressError."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (OSError, UnicodeError) as error:
        raise AddressError(f"{host} is no address of this computer. Leave --host out for 127.0.0.1.") from error
    taken = socket.socket(family, kind, protocol)
    try:
        if sys.platform != "win32":  # there it would let two servers share one port
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(address)
        # Taken for good by listening alone: two that are only bound may share a port.
        taken.listen(128)
    except OSError as error:
        taken.close()
        raise AddressError(_refused(host, port, error)) from error
    return taken


def _refused(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        said = f"Port {port} of {host} is taken, perhaps by another vaultsync serve."
        return f"{said} Stop that one, or choose another port: --port N, or --port 0 for any that is free."
    if error.errno == errno.EACCES:
        return f"Port {port} of {host} may not be used by you. Choose one from 1024 on: --port N."
    if error.errno == errno.EADDRNOTAVAIL:
        return f"{host} is no address of this computer. Leave --host out for 127.0.0.1."
    return f"Port {port} of {host} cannot be used: {error.strerror or error}. Choose another: --port N."
