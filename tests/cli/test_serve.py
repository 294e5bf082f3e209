"""``serve``: the watch and the server in one process, and how they end."""

import http.client
import json
import re
import signal
import socket
import subprocess
import sys
import threading
import types
from collections.abc import Callable, Iterator

import pytest
from tests.cli.conftest import Writer

from vaultsync.cli import serve as module
from vaultsync.vault.errors import VaultError

PROGRAM = """
import sys, types
watch = types.ModuleType("vaultsync.cli.watch")
def run_watch(call, root, stop, *, log_format):
    print("watching", log_format, file=sys.stderr, flush=True)
    stop.wait()
    print("watched", file=sys.stderr, flush=True)
    return 0
watch.run_watch = run_watch
sys.modules["vaultsync.cli.watch"] = watch
from vaultsync.cli.main import run
run()
"""


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[..., int]], None]:
    """Put a watch in the place of the real one."""

    def put(run_watch: Callable[..., int]) -> None:
        stand_in = types.ModuleType("vaultsync.cli.watch")
        stand_in.run_watch = run_watch
        monkeypatch.setitem(sys.modules, "vaultsync.cli.watch", stand_in)

    return put


@pytest.fixture
def process(guest: Writer) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Run the command in a process of its own, with a watch that only waits."""
    begun: list[subprocess.Popen[str]] = []

    def started(*arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", PROGRAM, "serve", str(guest.vault.root), "--port", "0", "--json", *arguments]
        begun.append(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True))
        return begun[-1]

    yield started
    for each in begun:
        each.kill()
        each.communicate()


def address(running: subprocess.Popen[str]) -> tuple[str, int]:
    text = "".join(iter(running.stdout.readline, "}\n")) + "}"
    found = re.fullmatch(r"http://(.+):(\d+)", json.loads(text)["address"])
    return found[1], int(found[2])


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_it_is_told_to_stop(guest: Writer, process, number: int):
    guest("sync")
    url = guest("feed", "--json").json[0]["url"]
    running = process()
    client = http.client.HTTPConnection(*address(running), timeout=10)
    client.request("GET", url.partition("8783")[2])
    got = client.getresponse()
    assert (got.status, got.read()) == (200, (guest.vault.feeds / "catch-ups.ics").read_bytes())
    client.close()
    running.send_signal(number)
    _, err = running.communicate(timeout=20)
    assert running.returncode == 0
    assert "watching text\n" in err
    assert err.endswith("watched\n")
    assert "method=GET path=/feeds/…/catch-ups.ics status=200" in err
    assert "Traceback" not in err
    assert url.split("/")[4] not in err


def test_its_log_can_be_json(process):
    running = process("--log-format", "json")
    client = http.client.HTTPConnection(*address(running), timeout=10)
    client.request("GET", "/healthz")
    client.getresponse().read()
    client.close()
    running.send_signal(signal.SIGTERM)
    lines = [line for line in running.communicate(timeout=20)[1].splitlines() if line.startswith("{")]
    first, second = (json.loads(line)["message"] for line in lines[:2])
    assert first.startswith("Serving on http://127.0.0.1:")
    port = first.split(":")[2].split(".")[0]
    assert second == f"vaultsync feed shows another port: set port = {port} under [serve]."


def test_a_watch_that_fails_ends_the_server_and_is_told(guest: Writer, watch):
    def failing(call, root, stop, *, log_format):
        raise VaultError("The vault is gone. Bring it back.")

    watch(failing)
    said = guest("serve", "--port", 0)
    assert (said.code, said.out) == (3, "")
    assert said.err.endswith("The vault is gone. Bring it back.\n")


def test_a_watch_that_ends_ends_the_server_with_its_code(guest: Writer, watch):
    seen = {}

    def ending(call, root, stop, *, log_format):
        seen.update(root=root, log_format=log_format, thread=threading.current_thread().name)
        return 4

    watch(ending)
    assert guest("serve", guest.vault.root, "--port", 0, "--log-format", "json", "-q").code == 4
    assert seen == {"root": guest.vault.root, "log_format": "json", "thread": "watch"}


def test_a_port_that_is_taken_is_told(guest: Writer):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        said = guest("serve", "--port", port)
    assert said.code == 3
    assert said.err.startswith(f"Port {port} of 127.0.0.1 is taken")


def test_an_address_that_others_reach_has_to_be_asked_for(guest: Writer):
    guest.vault.write({"vaultsync.toml": '[serve]\nhost = "0.0.0.0"\nport = 0\n'})
    said = guest("serve")
    assert said.code == 3
    assert "vaultsync serve --host 0.0.0.0" in said.err
    said = guest("serve", "--host", "0.0.0.0", "--dry-run")
    assert said.code == 0
    assert "everybody on that network" in said.err
    assert "plain http" in said.err
    assert "Tailscale or Caddy" in said.err
    assert "everybody" not in guest("serve", "--host", "0.0.0.0", "--dry-run", "-q").err


def test_a_dry_run_says_where_and_leaves_no_trace(guest: Writer, state_home, watch):
    watch(lambda *_, **__: pytest.fail("it watched"))
    said = guest("serve", "--port", 0, "--dry-run")
    assert said.code == 0
    assert re.search(r"would be served on http://127.0.0.1:\d+\.", said.err)
    assert list(state_home.iterdir()) == []


def test_an_address_of_the_newer_kind_stands_in_brackets():
    class Taken:
        family = socket.AF_INET6

        def getsockname(self):
            return ("::1", 8783, 0, 0)

    assert module._address(Taken()) == "http://[::1]:8783"
