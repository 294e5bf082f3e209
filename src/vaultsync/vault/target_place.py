"""The places that feeds are published to: putting a whole file there, and taking one away. It decides nothing.

The packages that speak to a place are imported when it is opened. Every call has a limit of time, and none tries twice:
that is the caller's.
"""

import io
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Protocol

from vaultsync.vault.publish import publish, remove
from vaultsync.vault.target_address import FOLDER, Target

Options = Mapping[str, object]

TIMEOUT = 10.0
"""Seconds that a place may be silent."""

CONTENT_TYPE = "text/calendar; charset=utf-8"
CACHE_CONTROL = "max-age=300"
"""What an object store tells caches: a feed is fresh for five minutes."""

_WRITTEN_WITH: dict[str, dict[str, object]] = {
    "s3": {"ContentType": CONTENT_TYPE, "CacheControl": CACHE_CONTROL},
    "gs": {"content_type": CONTENT_TYPE},
    "gcs": {"content_type": CONTENT_TYPE},
}
"""By kind, what goes with each file."""


class Place(Protocol):
    """A place that is open. Its methods raise whatever the package that speaks to it raises."""

    def put(self, name: str, data: bytes) -> None:
        """Put the file there, over one of that name."""

    def remove(self, name: str) -> None:
        """Take the file away; nothing happens where there is none."""

    def close(self) -> None:
        """Hang up. It may come from another thread, to end a call that takes too long."""


def open_place(target: Target, options: Options) -> Place:
    """Open the place, connecting where its kind does so. Raises ImportError where a package for it is missing."""
    if target.kind == FOLDER:
        return _Folder(target)
    if target.kind == "webdav":
        return _WebDav(target, options)
    if target.kind == "sftp":
        from vaultsync.vault.target_sftp import Sftp  # noqa: PLC0415 - paramiko is there only where it is wanted

        return Sftp(target, options, timeout=TIMEOUT)
    return _Store(target, options)


class _Folder:
    """A folder of this machine, written to as the feeds themselves are: whole or not at all."""

    def __init__(self, target: Target) -> None:
        self._folder = target.folder

    def put(self, name: str, data: bytes) -> None:
        publish(self._folder / name, data)

    def remove(self, name: str) -> None:
        remove(self._folder / name)

    def close(self) -> None:
        """Nothing is open."""


class _WebDav:
    """A WebDAV folder. A file is put straight at its name: moving one over it would break links that share the old."""

    def __init__(self, target: Target, options: Options) -> None:
        from webdav4.fsspec import WebdavFileSystem  # noqa: PLC0415 - see above

        given = dict(options)
        user, password = (
            given.pop("user", None) or given.pop("username", None) or target.user,
            given.pop("password", ""),
        )
        auth = (str(user), str(password)) if user else None
        given = {"auth": auth, "timeout": TIMEOUT, **given}
        # A thread that hangs must not share its connection with the next one.
        self._client = WebdavFileSystem(target.http, retry=False, skip_instance_cache=True, **given).client

    def put(self, name: str, data: bytes) -> None:
        try:
            self._upload(name, data)
        except Exception as error:
            # What servers answer where the folder is missing (RFC 4918, section 9.7.1, says 409).
            if type(error).__name__ != "ResourceNotFound" and getattr(error, "status_code", 0) != 409:
                raise
            self._client.mkdir("")
            self._upload(name, data)

    def remove(self, name: str) -> None:
        try:
            self._client.remove(name)
        except Exception as error:
            if type(error).__name__ != "ResourceNotFound":
                raise

    def close(self) -> None:
        self._client.http.close()

    def _upload(self, name: str, data: bytes) -> None:
        headers = {"Content-Type": CONTENT_TYPE}
        self._client.upload_fileobj(io.BytesIO(data), name, overwrite=True, size=len(data), headers=headers)


class _Store:
    """An object store, or any other place that fsspec knows."""

    def __init__(self, target: Target, options: Options) -> None:
        from fsspec.core import url_to_fs  # noqa: PLC0415 - see above

        given: dict[str, Any] = dict(options)
        self._with = dict(_WRITTEN_WITH.get(target.kind, {}))
        if target.kind == "ftp":
            given.setdefault("timeout", TIMEOUT)
        if target.kind == "s3":
            given["config_kwargs"] = {**_s3_client(), **given.get("config_kwargs", {})}
            self._with |= given.get("s3_additional_kwargs", {})
        self._kind = target.kind
        self._system, path = url_to_fs(target.address, skip_instance_cache=True, **given)
        self._system.retries = 1
        # Where fsspec works with coroutines, it takes the time for the whole call, and cancels what takes longer: some
        # waits, such as that for a store's leave to send, have no limit of their own.
        self._within = {"timeout": 2 * TIMEOUT} if getattr(self._system, "async_impl", False) else {}
        self._path = path.rstrip("/")

    def put(self, name: str, data: bytes) -> None:
        try:
            self._system.pipe_file(f"{self._path}/{name}", data, **self._with, **self._within)
        except FileNotFoundError:
            if self._kind == "s3":  # where it would not be a folder that is made, but a bucket
                raise
            self._system.makedirs(self._path, exist_ok=True)
            self._system.pipe_file(f"{self._path}/{name}", data, **self._with, **self._within)

    def remove(self, name: str) -> None:
        with suppress(FileNotFoundError):
            self._system.rm_file(f"{self._path}/{name}", **self._within)

    def close(self) -> None:
        if self._kind == "s3" and (session := getattr(self._system, "_s3creator", None)) is not None:
            self._system.close_session(self._system.loop, session)


def _s3_client() -> dict[str, object]:
    return {
        "connect_timeout": TIMEOUT,
        "read_timeout": TIMEOUT,
        "retries": {"max_attempts": 0},
        # Stores that are not Amazon's refuse the checksums that newer clients add unasked.
        "request_checksum_calculation": "when_required",
        "response_checksum_validation": "when_required",
    }
