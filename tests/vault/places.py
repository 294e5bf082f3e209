"""Places to publish to, each on loopback: a folder, WebDAV, SFTP and an object store, with a door that can be shut."""

import os
import socket
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import paramiko
import pytest

USER, PASSWORD = "sam", "hunter2hunter2"


class Door:
    """Stands before a server, on a port that stays the same: open, shut, or open with nobody answering behind it."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._listening: socket.socket | None = None
        self._kept: list[socket.socket] = []
        self.mute = False
        self.port = 0
        self.open()

    def open(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", self.port), reuse_port=False)
        self.port = self._listening.getsockname()[1]
        threading.Thread(target=self._welcome, args=(self._listening,), daemon=True).start()

    def shut(self) -> None:
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for each in self._kept:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        self._kept.clear()

    def _welcome(self, listening: socket.socket) -> None:
        while True:
            try:
                guest, _ = listening.accept()
            except OSError:
                return
            self._kept.append(guest)
            if not self.mute:
                inside = socket.create_connection(("127.0.0.1", self._to))
                self._kept.append(inside)
                for pair in ((guest, inside), (inside, guest)):
                    threading.Thread(target=_carry, args=pair, daemon=True).start()


def _carry(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)


class Somewhere:
    """One place: its address, the options that open it, and what is to be seen on its own side."""

    address: str
    options: dict[str, object]
    wrong: dict[str, object]
    door: Door
    writes: list[str]
    """Names that were written, in order."""

    def files(self) -> dict[str, bytes]:
        raise NotImplementedError

    def guard(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Let nobody in who is not known; most places do so anyway."""


class OnDisk(Somewhere):
    """A place whose files lie in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.writes = []

    def files(self) -> dict[str, bytes]:
        return {each.name: each.read_bytes() for each in self.folder.rglob("*") if each.is_file()}


@contextmanager
def folder(tmp_path: Path) -> Iterator[Somewhere]:
    place = OnDisk(tmp_path / "there")
    place.address, place.options = str(place.folder / "calendars"), {}
    yield place


@contextmanager
def webdav(tmp_path: Path) -> Iterator[Somewhere]:
    from cheroot.wsgi import Server  # noqa: PLC0415 - every worker imports this module, and few need that
    from wsgidav.fs_dav_provider import FilesystemProvider  # noqa: PLC0415 - as above
    from wsgidav.wsgidav_app import WsgiDAVApp  # noqa: PLC0415 - as above

    place = OnDisk(tmp_path / "there")
    place.folder.mkdir()
    app = WsgiDAVApp(
        {
            "provider_mapping": {"/": FilesystemProvider(str(place.folder))},
            "simple_dc": {"user_mapping": {"*": {USER: {"password": PASSWORD}}}},
            "http_authenticator": {"accept_basic": True, "accept_digest": False, "default_to_digest": False},
            "verbose": 0,
            "logging": {"enable": False},
            "dir_browser": {"enable": False},
        }
    )
    place.types = {}

    def noted(environ, start_response):
        if environ["REQUEST_METHOD"] == "PUT":
            name = environ["PATH_INFO"].rpartition("/")[2]
            place.types[name] = environ.get("CONTENT_TYPE")

            def started(status, headers, exc_info=None):
                if status.startswith("2"):
                    place.writes.append(name)
                return start_response(status, headers, exc_info)

            return app(environ, started)
        return app(environ, start_response)

    server = Server(("127.0.0.1", 0), noted, numthreads=2)
    server.expiration_interval = 0.05
    server.prepare()
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    place.door = Door(server.bind_addr[1])
    place.address = f"webdav+http://127.0.0.1:{place.door.port}/calendars"
    place.options = {"user": USER, "password": PASSWORD}
    place.wrong = {"user": USER, "password": "wrong-wrong-wrong"}
    try:
        yield place
    finally:
        place.door.shut()
        server.stop()
        thread.join()


class _Guard(paramiko.ServerInterface):
    def check_auth_password(self, username: str, password: str) -> int:
        known = (username, password) == (USER, PASSWORD)
        return paramiko.AUTH_SUCCESSFUL if known else paramiko.AUTH_FAILED

    def check_channel_request(self, kind: str, chanid: int) -> int:
        return paramiko.OPEN_SUCCEEDED


class _Handle(paramiko.SFTPHandle):
    def stat(self):
        return paramiko.SFTPAttributes.from_stat(os.fstat(self.writefile.fileno()))

    def chattr(self, attr):
        return paramiko.SFTP_OK


def _answered(act):
    """What a call on the disk comes to, as SFTP says it."""

    def answer(self, *arguments):
        try:
            return act(self, *arguments)
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno)

    return answer


class _Files(paramiko.SFTPServerInterface):
    def __init__(self, server, place: "SftpPlace") -> None:
        self.place = place

    def _real(self, path: str) -> Path:
        return self.place.folder / path.lstrip("/")

    @_answered
    def open(self, path, flags, attr):
        number = os.open(self._real(path), flags | os.O_CREAT, 0o644)
        handle = _Handle(flags)
        handle.writefile = handle.readfile = os.fdopen(number, "wb")
        return handle

    @_answered
    def stat(self, path):
        return paramiko.SFTPAttributes.from_stat(self._real(path).stat())

    @_answered
    def remove(self, path):
        self._real(path).unlink()
        return paramiko.SFTP_OK

    @_answered
    def rename(self, old, new):
        if self._real(new).exists():
            return paramiko.SFTP_FAILURE
        return self._named(old, new)

    @_answered
    def posix_rename(self, old, new):
        if self.place.before_rename is not None:
            self.place.before_rename()
        return self._named(old, new) if self.place.renames_over else paramiko.SFTP_OP_UNSUPPORTED

    @_answered
    def mkdir(self, path, attr):
        self._real(path).mkdir()
        return paramiko.SFTP_OK

    def _named(self, old, new):
        self._real(old).replace(self._real(new))
        self.place.writes.append(Path(new).name)
        return paramiko.SFTP_OK


class SftpPlace(OnDisk):
    """A place behind SFTP. ``before_rename`` is called when a file is whole and about to take its name."""

    before_rename = None
    renames_over = True


@contextmanager
def sftp(tmp_path: Path) -> Iterator[SftpPlace]:
    place = SftpPlace(tmp_path / "there")
    place.folder.mkdir()
    key = paramiko.ECDSAKey.generate()
    listening = socket.create_server(("127.0.0.1", 0))
    transports: list[paramiko.Transport] = []

    def serve() -> None:
        while True:
            try:
                guest, _ = listening.accept()
            except OSError:
                return
            transport = paramiko.Transport(guest)
            transport.add_server_key(key)
            transport.set_subsystem_handler("sftp", paramiko.SFTPServer, _Files, place)
            transports.append(transport)
            with suppress(paramiko.SSHException, EOFError, OSError):
                transport.start_server(server=_Guard())

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    place.door = Door(listening.getsockname()[1])
    known = tmp_path / "known_hosts"
    known.write_text(f"[127.0.0.1]:{place.door.port} {key.get_name()} {key.get_base64()}\n")
    place.address = f"sftp://{USER}@127.0.0.1:{place.door.port}/srv/calendars"
    keys = {"known_hosts": str(known), "look_for_keys": False, "allow_agent": False}
    place.options, place.wrong = {**keys, "password": PASSWORD}, {**keys, "password": "wrong-wrong-wrong"}
    try:
        yield place
    finally:
        place.door.shut()
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join()
        for transport in transports:
            transport.close()
            transport.join()


class Bucket(Somewhere):
    """A bucket of an object store; what is in it is asked over HTTP, as a reader would."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.writes = []
        self.ask("/moto-api/reset", "POST")
        self.ask("/feeds", "PUT")

    def ask(self, path: str, method: str = "GET", body: bytes | None = None):
        asked = urllib.request.Request(f"http://127.0.0.1:{self._port}{path}", method=method, data=body)
        with urllib.request.urlopen(asked, timeout=10) as answer:
            return answer.read(), answer.headers

    def guard(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from moto import settings  # noqa: PLC0415 - as above

        monkeypatch.setattr(settings, "INITIAL_NO_AUTH_ACTION_COUNT", 0)

    def files(self) -> dict[str, bytes]:
        listed = ElementTree.fromstring(self.ask("/feeds?list-type=2")[0])
        names = [each.text for each in listed.iter() if each.tag.endswith("}Key")]
        return {name.rpartition("/")[2]: self.ask(f"/feeds/{name}")[0] for name in names}


@cache
def _object_store() -> tuple[int, list[str]]:
    """Its port, and the names that are written to it; one serves all tests, for it takes its time to begin and end."""
    from moto.moto_server.threaded_moto_server import ThreadedMotoServer  # noqa: PLC0415 - as above
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication  # noqa: PLC0415 - as above

    writes: list[str] = []
    inner = DomainDispatcherApplication.__call__

    def noted(self, environ, start_response):
        if environ["REQUEST_METHOD"] == "PUT" and environ["PATH_INFO"].count("/") > 1:
            writes.append(environ["PATH_INFO"].rpartition("/")[2])
        return inner(self, environ, start_response)

    DomainDispatcherApplication.__call__ = noted
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    return server.get_host_and_port()[1], writes


@contextmanager
def s3(tmp_path: Path) -> Iterator[Bucket]:
    port, writes = _object_store()
    place = Bucket(port)
    place.writes = writes
    writes.clear()
    place.door = Door(port)
    place.address = "s3://feeds/of/sam"
    endpoint = {"endpoint_url": f"http://127.0.0.1:{place.door.port}", "client_kwargs": {"region_name": "us-east-1"}}
    public = {"s3_additional_kwargs": {"ACL": "public-read"}}  # so that reading needs no key
    place.options = {**endpoint, **public, "key": "AKIASAM", "secret": PASSWORD}
    place.wrong = {**endpoint, "key": "AKIANOBODY", "secret": "wrong-wrong-wrong"}
    try:
        yield place
    finally:
        place.door.shut()


PLACES = {"folder": folder, "webdav": webdav, "sftp": sftp, "s3": s3}
