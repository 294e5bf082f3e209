"""``service``: what the system needs to keep vaultsync running, filled in and printed. It installs nothing."""

import hashlib
import os
import shlex
import shutil
import sys
from pathlib import Path

import click

from vaultsync.cli.main import DONE
from vaultsync.cli.options import Call, shared
from vaultsync.cli.say import WrongUseError, as_json, aside
from vaultsync.cli.service_units import NAME, UNITS, Service, slug
from vaultsync.sync import read_settings
from vaultsync.vault.index import VARIABLE as CACHE
from vaultsync.vault.index import cache_folder
from vaultsync.vault.publish import feeds_folder
from vaultsync.vault.state import VARIABLE as STATE
from vaultsync.vault.state import state_folder
from vaultsync.vault.target_address import FOLDER
from vaultsync.vault.targets import targets_of
from vaultsync.vault.user import VARIABLE as CONFIG
from vaultsync.vault.user import read_user

INSTALL = {
    "systemd": """\
To install it, and start it with your session:
  {again} > ~/.config/systemd/user/{name}.service
  systemctl --user daemon-reload
  systemctl --user enable --now {name}.service
What it says: journalctl --user -u {name}.service
To keep it running while you are logged out: loginctl enable-linger""",
    "launchd": """\
To install it, and start it with your session:
  {again} > ~/Library/LaunchAgents/{name}.plist
  launchctl bootstrap gui/$(id -u) ~/Library/LaunchAgents/{name}.plist
What it says: {log}
To remove it: launchctl bootout gui/$(id -u)/{name}""",
    "windows": """\
To install it, and start it when you log on, in PowerShell:
  {again} | Out-File vaultsync.xml
  schtasks /Create /TN {name} /XML vaultsync.xml
  schtasks /Run /TN {name}
What it says: {log}
To remove it: schtasks /Delete /TN {name}""",
}
"""How each kind is installed."""


@click.command()
@click.argument("action", type=click.Choice(["print"]))
@click.argument("vault_dir", metavar="[VAULT]", required=False, type=click.Path(path_type=Path))
@click.option("--kind", type=click.Choice(sorted(UNITS)), help="For which system. Default: this one.")
@click.option("--serve", "serving", is_flag=True, help="Serve the feeds too, as vaultsync serve does.")
@shared
def service(call: Call, vault_dir: Path | None, *, action: str, kind: str | None, serving: bool) -> int:  # noqa: ARG001
    """Print a service that keeps the vault current.

    It is filled in, and says how to install it: a unit for systemd, an agent for launchd or a task for the Windows
    Task Scheduler. Nothing is installed.
    """
    chosen = kind or this_kind()
    asked = _service(call.root(vault_dir), chosen, serving=serving)
    text = UNITS[chosen](asked)
    if call.as_json:
        as_json({"kind": chosen, "name": asked.name, "text": text})
    else:
        click.echo(text, nl=False)
    if not call.quiet:
        again = shlex.join((*asked.command[:-1], "service", "print", "--kind", chosen, *(["--serve"] * serving)))
        aside(INSTALL[chosen].format(name=asked.name, log=asked.log, again=again))
    return DONE


def this_kind() -> str:
    """The kind of this system."""
    return {"darwin": "launchd", "win32": "windows"}.get(sys.platform, "systemd")


def _service(root: Path, kind: str, *, serving: bool) -> Service:
    vault = root.resolve()
    if not str(vault).isprintable():
        raise WrongUseError(f"The path {str(vault)!r} holds signs that no service can be given. Rename the folder.")
    state = state_folder(root, os.environ).absolute()
    settings, _ = read_settings(root)
    targets, _ = targets_of(settings, read_user(os.environ)[0])
    writable = (
        vault,
        state.parent,
        cache_folder(root, os.environ).absolute().parent,
        feeds_folder(vault, settings.publish.dir).absolute(),
        *(one.folder for one in targets if one.kind == FOLDER),
    )
    # A vault that is called as another one gets a service of its own too.
    mark = hashlib.sha256(os.fsencode(vault)).hexdigest()[:6]
    name = f"org.{NAME}.{slug(vault)}-{mark}" if kind == "launchd" else f"{NAME}-{slug(vault)}-{mark}"
    named = {each: os.environ[each] for each in (STATE, CACHE, CONFIG) if os.environ.get(each)}
    return Service(
        name=name,
        command=(
            *program(),
            "--vault",
            str(vault),
            "serve" if serving else "watch",
        ),
        vault=str(vault),
        log=str(state.parent / f"{name}.log"),
        writable=tuple(dict.fromkeys(map(str, writable))),
        environment={each: str(Path(folder).expanduser().absolute()) for each, folder in named.items()},
    )


def program() -> tuple[str, ...]:
    """How vaultsync is called, by absolute paths: the program that was called, else this Python with the module."""
    called = shutil.which(sys.argv[0]) or ""
    if Path(called).stem == NAME:
        return (str(Path(called).absolute()),)
    return (sys.executable, "-m", NAME)
