"""No byte of a plugin file runs that its user did not look at and trust as it is, whatever command is typed."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.conftest import LONG_AGO
from tests.cli.real import Real
from tests.conftest import TODAY, Sandbox
from tests.hooks.outside import Outside, code, outside  # noqa: F401 - pytest finds the fixture here

from vaultsync.cli.commands import every_command

COMMANDS: dict[str, list[list[str]]] = {
    "demo": [["demo", "try"]],
    "init": [["init", "{vault}"]],
    "sync": [["sync"], ["sync", "--json"], ["sync", "--dry-run"], ["sync", "--strict"], ["sync", "--trace-plugins"]],
    "watch": [],  # in processes of their own, below
    "serve": [],
    "service": [["service", "print", "{vault}", "--kind", "systemd"]],
    "feed": [["feed"]],
    "agenda": [["agenda"], ["agenda", "--json"]],
    "today": [["today"]],
    "people": [["people"], ["people", "--json"], ["people", "tag:x"], ["people", "hello"]],
    "brief": [["brief", "Ana"], ["brief", "Ana", "--json"]],
    "find": [["find", "hello"], ["find", "tag:x"]],
    "picks": [["picks"], ["picks", "--json"], ["picks", "--explain"]],
    "report": [["report"], ["report", "--json"]],
    "intro": [["intro", "Ana"], ["intro", "Ana", "Bo"]],
    "near": [["near", "Leeds"], ["near", "Leeds", "--json"]],
    "slots": [["slots", "Ana"], ["slots", "--held"], ["slots", "Ana", "--release"]],
    "plan": [["plan", "Ana", "--when", "2030-12-03 12:30"], ["plan", "Ana", "--cancel"]],
    "check": [["check"], ["check", "--strict"]],
    "doctor": [["doctor"], ["doctor", "--rebuild"], ["doctor", "--json"]],
    "log": [["log", "Ana", "call: hello"]],
    "snooze": [["snooze", "Ana", "--for", "3 weeks"]],
    "pause": [["pause", "Ana"]],
    "resume": [["resume", "Ana"]],
    "new": [["new", "Dee"]],
    "undo": [["undo"]],
    "import": [["import", "tea", "{vault}/people.tea"], ["import", "{vault}/people.tea"]],
    "plugins list": [["plugins", "list"], ["plugins", "list", "--json"]],
    "plugins info": [["plugins", "info", name] for name in ("tea", "untrusted", "linked", "cadence")],
    "plugins enable": [["plugins", "enable", "tea"]],
    "plugins disable": [["plugins", "disable", "nothing"]],
    "plugins trust": [
        ["plugins", "trust", ".vaultsync/plugins/untrusted.py"],
        ["plugins", "trust", "{vault}/.vaultsync/plugins/changed.py", "--dry-run"],
        ["plugins", "trust", "{vault}/.vaultsync/plugins/linked.py", "--yes"],
        ["plugins", "trust", "{vault}/.vaultsync/plugins/behind.py", "--yes"],
    ],
    "plugins new": [["plugins", "new", "coffee"]],
    "plugins test": [["plugins", "test", "tea"]],
}
"""Of every command, calls that somebody may make."""

BESIDE = [["--help"], ["steep"], ["sync", "--help"], ["--version"], ["sync", "--without", "untrusted"]]

RUN = """
from pathlib import Path
Path({marker!r}).touch()
print("it", "ran")

@hookimpl
def vaultsync_commands():
    import click
    return [click.Command("steep")]
"""


@pytest.fixture
def marker(tmp_path: Path) -> Path:
    return tmp_path / "marker"


@pytest.fixture
def text(marker: Path) -> str:
    return code(RUN.format(marker=str(marker)))


@pytest.fixture
def vault(sandbox: Sandbox) -> Sandbox:
    sandbox.root = sandbox.root.resolve()
    notes = {"People/Ana.md": "---\ncadence: 6 weeks\n---\n", "people.tea": ""}
    sandbox.write({"vaultsync.toml": "[write]\nenabled = true\n", **notes})
    os.utime(sandbox.root / "People/Ana.md", (LONG_AGO, LONG_AGO))
    return sandbox


def files_that_may_not_run(vault: Sandbox, outside: Outside, text: str) -> None:  # noqa: F811
    """In the vault one unknown, one changed, and one linked to; the user's own folder a link to a trusted file's."""
    folder, elsewhere = vault.root / ".vaultsync/plugins", vault.root.parent / "elsewhere"
    outside.file(text, "untrusted.py", folder=folder, trusted=False)
    outside.file(text, "changed.py", folder=folder)
    outside.file(f"{text}\n", "changed.py", folder=folder, trusted=False)
    outside.trust(outside.file(text, "real.py", folder=elsewhere))
    (folder / "linked.py").symlink_to(elsewhere / "real.py")
    outside.trust(folder / "linked.py")
    outside.settings("")
    outside.plugins.symlink_to(elsewhere)
    outside.trust(outside.plugins / "real.py")


def a_folder_that_is_a_link(vault: Sandbox, outside: Outside, text: str) -> None:  # noqa: F811
    """The vault's folder of vaultsync leads to another one, whose files are trusted by both names."""
    elsewhere = vault.root.parent / "elsewhere"
    for name in ("behind.py", "tea.py"):
        outside.file(text, name, folder=elsewhere / "plugins")
    (vault.root / ".vaultsync").symlink_to(elsewhere)
    for name in ("behind.py", "tea.py"):
        outside.trust(vault.root / ".vaultsync/plugins" / name)


MAY_NOT_RUN = [files_that_may_not_run, a_folder_that_is_a_link]


def calls(vault: Sandbox) -> list[list[str]]:
    before = ["--vault", str(vault.root), "--today", TODAY]
    every = [call for some in COMMANDS.values() for call in some] + BESIDE
    return [[*before, *(word.format(vault=vault.root) for word in call)] for call in every]


def test_each_command_there_is_stands_in_the_table():
    assert every_command().keys() <= COMMANDS.keys()


@pytest.mark.parametrize("make", MAY_NOT_RUN)
def test_no_command_runs_a_file_that_is_not_trusted_as_it_is(vault, outside, text, marker, cli, make):  # noqa: F811
    make(vault, outside, text)
    for call in calls(vault):
        for note in vault.root.rglob("*.md"):
            os.utime(note, (LONG_AGO, LONG_AGO))
        said = cli(*call)
        assert not marker.exists(), call
        assert "it ran" not in said.out + said.err
        assert said.code in {0, 1, 2, 3}, (call, said.err)


@pytest.mark.parametrize("command", [["watch"], ["serve", "--port", "0"]], ids=" ".join)
def test_neither_does_a_watch(vault, outside, text, marker, command):  # noqa: F811
    files_that_may_not_run(vault, outside, text)
    real = Real("--vault", vault.root, *command).ready()
    vault.write({"People/Bo.md": "---\ncadence: 6 weeks\n---\n"})
    real.until(lambda: len(real.events("synced")) > 1)
    real.process.send_signal(signal.SIGINT)
    assert real.process.wait(20) == 0
    real.process.stderr.close()
    assert not marker.exists()


def test_the_same_file_runs_where_it_is_trusted(vault, outside, text, marker, cli):  # noqa: F811
    """Without this the others would show nothing."""
    outside.file(text, folder=vault.root / ".vaultsync/plugins")
    ran = set()
    for name, some in COMMANDS.items():
        for call in some[:1] if name != "demo" else ():
            os.utime(vault.root / "People/Ana.md", (LONG_AGO, LONG_AGO))
            cli("--vault", vault.root, "--today", TODAY, *(word.format(vault=vault.root) for word in call))
            if marker.exists():
                ran.add(name)
                marker.unlink()
    assert ran >= {"sync", "check", "log", "new", "import", "plugins list", "plugins info"}


def test_with_safe_no_file_runs_even_where_it_is_trusted(vault, outside, text, marker, cli):  # noqa: F811
    outside.file(text, folder=vault.root / ".vaultsync/plugins")
    for call in (["sync"], ["agenda"], ["check"], ["steep"], ["--help"], ["import", "x.tea"], ["plugins", "list"]):
        cli("--safe", "--vault", vault.root, *call)
        assert not marker.exists(), call


def test_what_is_swapped_while_it_is_read_does_not_run(vault, outside, text, marker, cli, monkeypatch):  # noqa: F811
    """The file that somebody trusted is replaced once its bytes were read and before they run."""
    path = outside.file(code("print('the trusted one ran')"), folder=vault.root / ".vaultsync/plugins")
    real: Callable[[Path], bytes] = __import__("vaultsync.vault.trust", fromlist=["plugin_code"]).plugin_code

    def swapped(file: Path) -> bytes:
        read = real(file)
        path.write_text(text)
        return read

    monkeypatch.setattr("vaultsync.vault.plugins.plugin_code", swapped)
    said = cli("--vault", vault.root, "--today", TODAY, "sync")
    assert "the trusted one ran" in said.err
    assert not marker.exists()
    monkeypatch.undo()


def test_nobody_is_asked_where_nobody_is_there(vault, outside, text, marker, cli):  # noqa: F811
    path = outside.file(text, folder=vault.root / ".vaultsync/plugins", trusted=False)
    for more in ([], ["--json"], ["--dry-run"], ["--dry-run", "--yes"], ["--quiet"]):
        said = cli("--vault", vault.root, "plugins", "trust", path, *more)
        assert said.code == (0 if "--dry-run" in more else 3)
    assert "Nobody is there to be asked" in cli("--vault", vault.root, "plugins", "trust", path).err
    cli("--vault", vault.root, "sync")
    assert not marker.exists()
    assert cli("--vault", vault.root, "plugins", "trust", path, "--yes").code == 0
    assert not marker.exists()
    cli("--vault", vault.root, "sync")
    assert marker.exists()
