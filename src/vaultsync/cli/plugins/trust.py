"""``plugins trust``: show a single file, or what changed in it, and let it run if its reader agrees."""

import difflib
import hashlib
import os
import sys
from pathlib import Path

import click

from vaultsync.cli.options import Call, shared
from vaultsync.cli.plugins.known import vault_of
from vaultsync.cli.say import RefusedError, WrongUseError, as_json, aside, flat, line, strong
from vaultsync.vault.plugins import plugin_files, plugin_folders
from vaultsync.vault.publish import put
from vaultsync.vault.state import state_home
from vaultsync.vault.trust import keep_trust, plugin_code, trusted

KEPT = "trusted"
"""The folder of the texts that were trusted, by digest, for showing what changed since."""


@click.command()
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="Trust it without asking.")
@shared
def trust(call: Call, file: Path, *, yes: bool) -> None:
    """Look at a single-file plugin, and let it run.

    It is shown whole, or what changed in it since you trusted it. What runs may do whatever you may: read it, or have
    it from somebody you trust. Any change of the file ends the trust.
    """
    path = _named(call, file)
    code = plugin_code(path)
    digest = hashlib.sha256(code).hexdigest()
    known = trusted(os.environ).get(str(path))
    if known == digest:
        aside(f"{file} is trusted already.")
        return
    if not call.as_json:
        _show(path, code, known)
    if call.dry_run:
        aside("A dry run: it is not trusted.")
        return
    if not yes:
        if call.as_json or not sys.stdin.isatty():  # as JSON it was not shown
            raise RefusedError(
                "Nobody is there to be asked. Read the file, and then: vaultsync plugins trust FILE --yes"
            )
        if not click.confirm("Let it run?", err=True):
            raise RefusedError("It is not trusted, and does not run.")
    _keep(digest, code)
    keep_trust(path, digest, os.environ)
    if call.as_json:
        as_json({"path": str(path), "sha256": digest})
    else:
        line(f"{path.name} runs from the next sync.")


def _named(call: Call, file: Path) -> Path:
    """The plugin file that was meant: by a path from here, or as it is shown in messages. Raises WrongUseError."""
    root = vault_of(call)
    for path, shown in plugin_files(root, os.environ):
        if str(file) in {shown, str(path)} or file.absolute() == path or os.path.realpath(file) == str(path):
            return path
    where = " or ".join(str(folder) for folder, _ in reversed(plugin_folders(root, os.environ)))
    missing = "" if file.exists() else " There is no such file."
    raise WrongUseError(f"{file} is no plugin file.{missing} A single-file plugin lies in {where}, and ends in .py.")


def _show(path: Path, code: bytes, known: str | None) -> None:
    before = _kept(known) if known else b""
    now = code.decode("utf-8", "backslashreplace").splitlines()
    line(strong(str(path)))
    if not before:
        for number, text in enumerate(now, 1):
            line(f"{number:4}  {flat(text)}")
        return
    was = before.decode("utf-8", "backslashreplace").splitlines()
    for text in list(difflib.unified_diff(was, now, "as trusted", "now", lineterm=""))[2:]:
        colour = {"+": "green", "-": "red"}.get(text[:1])
        line(click.style(flat(text), fg=colour) if colour else flat(text))


def _kept(digest: str) -> bytes:
    try:
        return (state_home(os.environ) / KEPT / f"{digest}.py").read_bytes()
    except OSError:
        return b""


def _keep(digest: str, code: bytes) -> None:
    folder = state_home(os.environ) / KEPT
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        put(folder / f"{digest}.py", code)
    except OSError as error:
        raise RefusedError(f"{folder} could not be written: {error.strerror}. It is not trusted.") from error
