"""``plugins new`` and ``plugins test``: the beginning of a plugin, and the rules that every plugin keeps."""

import os
from pathlib import Path

import click

from vaultsync.cli.options import Call, shared
from vaultsync.cli.plugins.known import vault_of
from vaultsync.cli.say import RefusedError, WrongUseError, as_json, aside, line
from vaultsync.hooks.load import BUILTINS, load
from vaultsync.vault.errors import reason
from vaultsync.vault.installed import installed
from vaultsync.vault.plugins import VAULT_FOLDER
from vaultsync.vault.trust import FOLDER
from vaultsync.vault.user import config_folder


@click.command()
@click.argument("name", metavar="NAME")
@click.option("--single-file", is_flag=True, help="One file for this vault, in place of a package.")
@shared
def new(call: Call, name: str, *, single_file: bool) -> None:
    """Begin a plugin of your own.

    It is a package with tests that pass, or one commented file.

    The package is made in this folder; the file among the plugins of the vault, or of your own without a vault.
    """
    from vaultsync.testing import scaffold  # noqa: PLC0415 - it is for authors alone

    try:
        files = scaffold.package(name) if not single_file else {f"{name}.py": scaffold.single_file(name)}
    except ValueError as error:
        raise WrongUseError(str(error)) from error
    taken = {*load(BUILTINS)[1], *installed(os.environ)}
    if name in taken:
        raise WrongUseError(f"There is a plugin {name} already. Choose another name.")
    root = vault_of(call) if single_file else None
    if single_file:
        folder = (root.resolve() / VAULT_FOLDER if root is not None else config_folder(os.environ)) / FOLDER
    else:
        folder = Path(f"vaultsync-{name}")
    made = _made(folder, files, dry_run=bool(call.dry_run))
    if call.as_json:
        as_json({"name": name, "files": [str(path) for path in made]})
        return
    for path in made:
        line(str(path))
    if single_file:
        aside(f"Look at it, change it, and let it run: vaultsync plugins trust {made[0]}")
    else:
        aside(f"Install it where vaultsync is: pip install -e {folder}   Its tests: pytest {folder}")
        aside(f"Let it run: vaultsync plugins enable {name}")


def _made(folder: Path, texts: dict[str, str], *, dry_run: bool) -> list[Path]:
    paths = {folder / name: text for name, text in texts.items()}
    there = next((path for path in paths if path.exists()), None)
    if there is not None:
        raise RefusedError(f"{there} is there already, and nothing was written. Choose another name, or move it away.")
    for path, text in paths.items() if not dry_run else ():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
        except OSError as error:
            said, hint = reason(error)
            raise RefusedError(f"{path} could not be written: {said}. {hint}.") from error
    return list(paths)


@click.command()
@click.argument("name", metavar="NAME|PATH")
@shared
def test(_call: Call, name: str) -> int:
    """Hold a plugin against the rules that every plugin keeps.

    It is named by name, module, folder or file. It is run for that.
    """
    from vaultsync.testing import run_contract  # noqa: PLC0415 - it is for authors alone

    return 1 if run_contract(name) else 0
