"""A folder that is reached by SFTP. Importing it needs paramiko.

It goes past fsspec's own class, which trusts whatever key a server shows: a password must reach the server it is for.
"""

import logging
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

import paramiko

from vaultsync.vault.publish import TEMPORARY
from vaultsync.vault.target_address import Target

_LOG = "vaultsync.sftp"

# What fails is raised, and paramiko logs it with its inside as well, which would land on the user's terminal.
logging.getLogger(_LOG).addHandler(logging.NullHandler())
logging.getLogger(_LOG).propagate = False


class UnknownHostError(Exception):
    """The server's key is none that the user has met before."""


class _OnlyKnown:
    """What paramiko asks about a server that is in no list of known hosts."""

    def missing_host_key(self, client: object, hostname: str, key: object) -> NoReturn:  # noqa: ARG002 - asked with it
        raise UnknownHostError(hostname)


class Sftp:
    """An open connection. A file is written beside its name and then takes it, so that no reader sees half of one.

    Options are those of paramiko's ``SSHClient.connect``, and ``known_hosts``, a file, in the place of the user's own.
    """

    def __init__(self, target: Target, options: Any, *, timeout: float) -> None:
        given = dict(options)
        known = given.pop("known_hosts", None)
        user = given.pop("user", None)
        given["username"] = user or given.get("username") or target.user or None
        path = target.url.path
        # As in ssh's own addresses, /~/ begins at the user's home there, which is where a connection begins.
        self._folder = path.removeprefix("/~/") if path.startswith("/~/") else path
        self._client = paramiko.SSHClient()
        self._client.load_system_host_keys(str(Path(known).expanduser()) if known else None)
        self._client.set_missing_host_key_policy(_OnlyKnown())
        self._client.set_log_channel(_LOG)
        limits = dict.fromkeys(("timeout", "banner_timeout", "auth_timeout", "channel_timeout"), timeout)
        try:
            self._client.connect(target.url.hostname, **{"port": target.url.port or 22, **limits, **given})
            self._sftp = self._client.open_sftp()
            self._sftp.get_channel().settimeout(timeout)
        except BaseException:
            self._client.close()
            raise

    def put(self, name: str, data: bytes) -> None:
        """Put the file there, whole or not at all."""
        temporary = f"{self._folder}/{TEMPORARY}{name}.tmp"  # of one name, so that what a crash leaves is written over
        try:
            self._write(temporary, data)
        except FileNotFoundError:
            self._make_folder()
            self._write(temporary, data)
        try:
            self._sftp.posix_rename(temporary, f"{self._folder}/{name}")
        except OSError:  # a server that knows no renaming over a file
            self.remove(name)
            self._sftp.rename(temporary, f"{self._folder}/{name}")

    def remove(self, name: str) -> None:
        """Take the file away; nothing happens where there is none."""
        with suppress(FileNotFoundError):
            self._sftp.remove(f"{self._folder}/{name}")

    def close(self) -> None:
        """Hang up."""
        self._client.close()

    def _write(self, path: str, data: bytes) -> None:
        with self._sftp.open(path, "wb") as file:
            file.set_pipelined(True)
            file.write(data)

    def _make_folder(self) -> None:
        parts = self._folder.split("/")
        for length in range(1, len(parts) + 1):
            folder = "/".join(parts[:length])
            if folder:
                with suppress(OSError):  # it is there; where it could not be made, writing tells
                    self._sftp.mkdir(folder)
