"""How one entry of the journal ends, told from the files alone: after a write, after a failure, and after a crash.

There are three files to look at: the note, the temporary file beside it, and the bytes kept in the journal. A temporary
file that has neither the new nor the old bytes is a user's save that was under way when the two changed places.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Literal

from vaultsync.model import Problem, problem
from vaultsync.vault.errors import VaultError
from vaultsync.vault.journal import Entry, Journal
from vaultsync.vault.publish import sync_folder
from vaultsync.vault.write_files import digest, discard, open_whole, part_of, read_whole, same_file
from vaultsync.vault.write_swap import give_name, keep, swap

Ending = Literal["done", "void"] | Problem


def carry_out(journal: Journal, entry: Entry, note: Path, act: Callable[[Path], object]) -> Ending:
    """Do with the note what the entry says, by ``act`` on the temporary file's path, and end the entry.

    Whatever ``act`` raises is raised again, once the note is whole; but an error of the disk that came after the note
    was written, or together with a user's save, is none. Raises OSError and JournalError.
    """
    try:
        act(note.with_name(entry.temporary))
    except BaseException as error:
        # What was begun is ended as after a crash, an interrupt too. If even that fails, the next run does it.
        ending: Ending = "void"
        with suppress(OSError, VaultError):
            ending = resolve(journal, entry, note)
        if ending == "void" or not isinstance(error, OSError | VaultError):
            raise
        return ending
    return resolve(journal, entry, note)


def resolve(journal: Journal, entry: Entry, note: Path) -> Ending:
    """Finish the entry or undo it, and leave nothing but the note. A Problem where a user's save came between.

    ``note`` is the entry's note with every link followed. Raises OSError and JournalError, with every save still
    somewhere, and the entry still to be resolved.
    """
    temporary = note.with_name(entry.temporary)
    discard(part_of(temporary))
    named = same_file(temporary, note)
    if named:  # a new note that has its name, and this one besides
        discard(temporary)
    standing, beside = digest(read_whole(note)), digest(read_whole(temporary))
    if beside and beside not in (entry.before, entry.after):
        return _put_back(journal, entry, note, over=entry.after)
    if beside:
        undone = beside == entry.after  # the new bytes never came to their place, or came back from it
    elif entry.before:
        kept = journal.kept(entry)
        undone = standing == entry.before or not kept.exists() or same_file(kept, note)
    else:
        undone = not named and standing != entry.after
    return _void(journal, entry, note) if undone else _done(journal, entry, note)


def look_again(journal: Journal, entry: Entry, note: Path, *, last: str) -> Problem | None:
    """Put back on top what was saved into the old file after all: by an editor that had it open all the while.

    ``last`` is the digest of what the latest run left in the note. Raises OSError and JournalError.
    """
    kept = journal.kept(entry)
    try:
        if kept.stat().st_mtime_ns == entry.mtime_ns or digest(read_whole(kept)) == entry.before:
            return None
    except FileNotFoundError:
        return None
    temporary = note.with_name(entry.temporary)
    discard(part_of(temporary))
    if not same_file(temporary, kept) and digest(read_whole(temporary)) not in ("", entry.before, entry.after, last):
        return _set_aside(journal, entry, note)  # a newer save, when the run that put this one back was cut short
    discard(temporary)
    if same_file(kept, note):  # it was put back, and then the run was cut short
        _void(journal, entry, note)
        return None
    old = open_whole(kept)
    try:
        keep(kept, temporary, old)
    finally:
        os.close(old)
    return _put_back(journal, entry, note, over=last)


def _put_back(journal: Journal, entry: Entry, note: Path, *, over: str) -> Problem:
    """Put the save under the temporary name in the note's place, if what stands there now is ours, of digest ``over``.

    The file itself goes back, not its bytes: an editor that still writes into it writes into the note.
    """
    temporary = note.with_name(entry.temporary)
    if digest(read_whole(note)) != over:
        return _set_aside(journal, entry, note)
    if not over:
        try:
            give_name(temporary, note)
        except FileExistsError:
            return _set_aside(journal, entry, note)
    else:
        _change_places(entry, note)
        if digest(read_whole(temporary)) != over:  # a still newer save had come: it goes back on top
            _change_places(entry, note)
            return _set_aside(journal, entry, note)
    _void(journal, entry, note)
    message = "The note was saved while it was being edited; that save stands, and the edit was not made."
    return problem("write-raced", message, hint="Sync again, and it is.", path=entry.path)


def _change_places(entry: Entry, note: Path) -> None:
    old = open_whole(note)
    try:
        swap(note.with_name(entry.temporary), note, old)
    finally:
        os.close(old)


def _set_aside(journal: Journal, entry: Entry, note: Path) -> Problem:
    aside = journal.set_aside(entry, note.with_name(entry.temporary))
    _void(journal, entry, note)
    message = f"The note was saved twice while it was being edited: the newer save stands, the older is {aside}."
    return problem("save-set-aside", message, hint="Put what is missing into the note by hand.", path=entry.path)


def _done(journal: Journal, entry: Entry, note: Path) -> Ending:
    discard(note.with_name(entry.temporary))
    if not entry.after:
        _remove_folders(entry, note)
    _sync(note)
    journal.end(entry, "done")
    return "done"


def _void(journal: Journal, entry: Entry, note: Path) -> Ending:
    # The kept bytes first: without them a temporary file of new bytes still tells that nothing was done.
    discard(journal.kept(entry))
    discard(note.with_name(entry.temporary))
    if not entry.before:
        _remove_folders(entry, note)
    _sync(note)
    journal.end(entry, "void")
    return "void"


def _remove_folders(entry: Entry, note: Path) -> None:
    """Take away the folders that were made for the note, unless something else is in them by now."""
    with suppress(OSError):
        for folder in note.parents[: len(entry.folders)]:
            folder.rmdir()


def _sync(note: Path) -> None:
    with suppress(FileNotFoundError):  # the folder may be gone, with everything in it
        sync_folder(note.parent)
