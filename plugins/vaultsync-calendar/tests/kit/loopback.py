"""Servers on loopback: one that says what a test tells it to, and a real CalDAV server."""

import threading
import time
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from radicale import config
from radicale.app import Application


class Web:
    """A web server: ``body``, ``status``, ``headers`` and ``pause`` are its answer, ``asked`` what it was asked."""

    def __init__(self, body):
        self.body, self.status, self.headers, self.pause = body, 200, {}, 0.0
        self.asked = []
        self.url = ""

    def answer(self, handler):
        self.asked.append(dict(handler.headers))
        time.sleep(self.pause)
        known = handler.headers.get("If-None-Match"), handler.headers.get("If-Modified-Since")
        same = any(each and each in self.headers.values() for each in known)
        handler.send_response(304 if same else self.status)
        for name, value in self.headers.items():
            handler.send_header(name, value)
        body = b"" if same else self.body
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        with suppress(BrokenPipeError, ConnectionResetError):  # who asked may have gone by now
            handler.wfile.write(body)


@contextmanager
def web(body=b""):
    said = Web(body)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            said.answer(self)

        def log_message(self, *_):
            pass

    with _running(ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as server:
        said.url = f"http://127.0.0.1:{server.server_port}/secret-token/basic.ics"
        yield said


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_):
        pass


@contextmanager
def radicale(folder):
    """A Radicale with the user ``ana`` and the password ``secret word``; the address of it."""
    users = folder / "users"
    users.write_text("ana:secret word\n")
    settings = config.load()
    settings.update(
        {
            "auth": {"type": "htpasswd", "htpasswd_filename": str(users), "htpasswd_encryption": "plain", "delay": "0"},
            "storage": {"filesystem_folder": str(folder / "storage")},
        },
        "test",
        privileged=True,
    )
    application = Application(settings)
    counted = []

    def asked(environ, start_response):
        counted.append(environ["REQUEST_METHOD"])
        return application(environ, start_response)

    with _running(make_server("127.0.0.1", 0, asked, _Server, _Quiet)) as server:
        yield f"http://127.0.0.1:{server.server_port}", counted


@contextmanager
def _running(server):
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
