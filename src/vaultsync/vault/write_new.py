"""Making a note that is not there yet, and never over one that is."""

import os
from pathlib import Path

from vaultsync.model import Problem
from vaultsync.vault.errors import VaultError
from vaultsync.vault.journal import Entry, Journal
from vaultsync.vault.journal_resolve import carry_out
from vaultsync.vault.names import portable_name, stands_for
from vaultsync.vault.write import Written
from vaultsync.vault.write_files import digest, write_whole
from vaultsync.vault.write_place import failed, place, raced, refused
from vaultsync.vault.write_swap import give_name

_THERE = ("A note of that name is there already.", "Choose another name, or edit that note.")


def create_note(
    root: Path, path: str, data: bytes, journal: Journal, *, reason: str = "", plugin: str = ""
) -> Written | Problem:
    """Make the note, and its folders where they are missing; a Problem where something stands there or the name is bad.

    Names that are made must work on every system, and must not differ from one that is there by case or by the
    spelling of an accent alone. The note is whole from the moment it is there. Its mode is what the user's other
    programs give a new file.
    """
    *folders, name = path.split("/")
    try:
        folder, made = root, list[str]()
        for part in folders:
            if not made and (folder / part).is_dir() and part not in ("", ".", ".."):
                folder /= part
                continue
            if problem := _unusable(path, folder if not made else None, part):
                return problem
            made.append(part)
        if problem := _unusable(path, folder if not made else None, name):
            return problem
        there = place(root, "/".join(folders[: len(folders) - len(made)]))
        if isinstance(there, Problem):
            return refused(path, "Its folder is a link that leads out of the vault.", "Choose another folder.")
        return make_note(there, path, data, journal, folders=tuple(made), reason=reason, plugin=plugin)
    except (OSError, VaultError) as error:
        return failed(path, error)


def make_note(
    there: Path,
    path: str,
    data: bytes,
    journal: Journal,
    *,
    folders: tuple[str, ...] = (),
    like: int | None = None,
    reason: str = "",
    plugin: str = "",
) -> Written | Problem:
    """The same, without a look at the name: in the folder ``there``, below which ``folders`` are still to be made.

    ``like`` is an open file whose mode and attributes the note gets. Raises OSError and JournalError.
    """
    note = there.joinpath(*folders, path.rpartition("/")[2])
    if os.path.lexists(note):
        return refused(path, *_THERE)
    entry = journal.begin(
        Entry(path=path, before="", after=digest(data), folders=folders, reason=reason, plugin=plugin)
    )

    def give(temporary: Path) -> None:
        note.parent.mkdir(parents=True, exist_ok=True)
        write_whole(temporary, data, like=like, mode=0o666)
        give_name(temporary, note)

    try:
        ending = carry_out(journal, entry, note, give)
    except FileExistsError:
        return refused(path, *_THERE)
    if ending == "done":
        return Written(path=path)
    return raced(path) if ending == "void" else ending


def _unusable(path: str, folder: Path | None, name: str) -> Problem | None:
    """Why that name may not be made in the folder, which is None where it is still to be made itself."""
    checked = portable_name(name, path=path)
    if isinstance(checked, Problem):
        return checked
    if folder is None:
        return None
    if (folder / name).exists():
        return refused(path, *_THERE)
    return stands_for(name, (each.name for each in folder.iterdir()), path=path)
