"""``import``: people from a file, by a plugin that can read its kind; shown first, and to be undone at once."""

import sys
from contextlib import redirect_stdout
from pathlib import Path

import click

from vaultsync.cli.changes import changed
from vaultsync.cli.options import Call, shared
from vaultsync.cli.say import RefusedError, WrongUseError, as_json, aside, count, line
from vaultsync.cli.session import looked
from vaultsync.cli.writing import undo_hint
from vaultsync.hooks.call import words
from vaultsync.hooks.spec import Importer
from vaultsync.model import Edit, NewNote
from vaultsync.vault.errors import reason

MOST_BYTES = 100_000_000


@click.command("import")
@click.argument("what", metavar="[KIND] FILE", nargs=-1, required=True)
@shared
def import_file(call: Call, what: tuple[str, ...]) -> None:
    """Take people from FILE into the vault.

    It makes new notes, and adds what existing ones lack. KIND is the name of an importer, where the file's ending
    does not tell. Importers come with plugins: vaultsync-vcard reads contacts that phones and mail programs
    export. What would be written is shown first with --dry-run, and can be taken back: vaultsync undo
    """
    if len(what) > 2:
        raise WrongUseError("One file at a time: vaultsync import KIND FILE")
    kind, file = (what[0] if len(what) == 2 else None), Path(what[-1])
    session = looked(call)
    plugins = session.line.asking.plugins
    outcome = plugins.importers()
    for told in outcome.problems:
        aside(told.message)
    importer, plugin = _chosen(outcome.values, kind, file)
    data = _read(file)
    try:
        with redirect_stdout(sys.stderr):  # what a plugin prints is no part of the answer
            changes = list(importer.read(data, file.name, session.network, plugins.context(plugin)))
    except ValueError as error:
        raise RefusedError(f"{file} could not be read as {importer.name}: {error} Nothing was written.") from error
    except (Exception, SystemExit) as error:  # a plugin is anyone's code
        raise RefusedError(f"plugin {plugin} failed at {file}: {words(error)}. Nothing was written.") from error
    wrong = next((one for one in changes if not isinstance(one, Edit | NewNote)), None)
    if wrong is not None:
        raise RefusedError(f"plugin {plugin} gave {type(wrong).__name__}, no edit or new note. Nothing was written.")
    written = changed(call, session, changes) if changes else ()
    if call.as_json:
        as_json({"importer": importer.name, "changes": len(changes), "written": written})
    elif not changes:
        line("The notes say all of it already.")
    elif written:
        line(f"Wrote {count(len(written), 'note')}. {undo_hint()}")


def _chosen(there: tuple[Importer, ...], kind: str | None, file: Path) -> tuple[Importer, str]:
    if not there:
        raise WrongUseError(
            "No plugin here reads files. Contacts: pip install vaultsync-vcard, then vaultsync plugins enable vcard"
        )
    names = ", ".join(f"{one.name} ({' '.join(one.suffixes)})" if one.suffixes else one.name for one in there)
    if kind is not None:
        fits = [one for one in there if one.name == kind]
    else:
        fits = [one for one in there if file.suffix.casefold() in one.suffixes]
    if len(fits) != 1:
        said = f"No importer is called {kind}." if kind else f"The ending of {file.name} does not tell what it is."
        raise WrongUseError(f"{said} There are: {names}. Name one: vaultsync import KIND FILE")
    return fits[0], fits[0].plugin


def _read(file: Path) -> bytes:
    try:
        if file.stat().st_size > MOST_BYTES:
            raise RefusedError(f"{file} is larger than {MOST_BYTES // 1_000_000} megabytes. Split it.")
        return file.read_bytes()
    except OSError as error:
        said, hint = reason(error)
        raise WrongUseError(f"{file} could not be read: {said}. {hint}.") from error
