"""What was written into notes, run by run, with the bytes that stood there before: enough to take a run back.

It lies with the vault's state, never in the vault. Before a note is touched its entry is on the disk, so that whatever
cuts a run short, the next one can tell from digests how far it came.
"""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal

import msgspec

from vaultsync.model import Value
from vaultsync.vault.errors import VaultError, reason
from vaultsync.vault.publish import TEMPORARY, sync_folder
from vaultsync.vault.write_files import append_line, digest, open_whole, read_whole
from vaultsync.vault.write_swap import keep

RUNS = 20
"""How many runs are kept."""

DAYS = 90
"""For how many days a run is kept."""

SIZE = 200_000_000
"""How many bytes are kept, over all runs."""

_ENTRIES = "entries.jsonl"
_SAVES = "saves"

Outcome = Literal["", "done", "void"]
"""How an entry ended: ``done``, or ``void`` where the note is as if never touched. ``""``: a run was cut short."""


JOURNAL = "journal"
"""The folder of the journal, in the folder of the vault's state."""


class JournalError(VaultError):
    """The journal cannot be written or read, and so no note may be."""


class Entry(Value, frozen=True, kw_only=True, tag="begin"):
    """One note that a run writes.

    ``before`` and ``after`` are SHA-256 digests of its bytes, ``""`` where there is no note. ``mtime_ns`` is when the
    bytes before were saved, ``temporary`` the name of the file beside the note that the new ones are written to, and
    ``folders`` are those made for a new note, outermost first.
    """

    path: str
    before: str
    after: str
    run: str = ""
    number: int = 0
    reason: str = ""
    plugin: str = ""
    mtime_ns: int = 0
    temporary: str = ""
    folders: tuple[str, ...] = ()


class _Start(Value, frozen=True, kw_only=True, tag="run"):
    at: float
    undoes: str = ""


class _End(Value, frozen=True, kw_only=True, tag="end"):
    number: int
    outcome: Outcome


class Run(Value, frozen=True, kw_only=True):
    """One run that wrote notes: when (seconds since 1970), and what.

    ``undoes`` is the run that it took back. ``outcomes`` are by an entry's number.
    """

    id: str
    at: float
    undoes: str = ""
    entries: tuple[Entry, ...] = ()
    outcomes: dict[int, Outcome] = msgspec.field(default_factory=dict)

    @property
    def written(self) -> tuple[Entry, ...]:
        """The entries that changed a note, in the order of writing."""
        return tuple(entry for entry in self.entries if self.outcomes.get(entry.number) == "done")


_LINE = msgspec.json.Decoder(_Start | Entry | _End)


class Journal:
    """The journal in ``folder``, open for one run at ``at`` seconds since 1970.

    A run's own folder is made when its first note is about to be written, and old runs go then. One process at a time
    may have it open: hold the lock of the state folder.
    """

    def __init__(self, folder: Path, *, at: float) -> None:
        self.folder = folder
        self.at = at
        self.run = ""
        self._undoes = ""
        self._number = 0

    def runs(self) -> tuple[Run, ...]:
        """Every run that is kept, newest first. Raises JournalError."""
        with self._said("read"):
            return tuple(self._read(name) for name in reversed(self._names()))

    def begin(self, entry: Entry) -> Entry:
        """Put on the disk that a note is about to be written; the entry with its place in the journal filled in.

        Raises JournalError.
        """
        with self._said("written"):
            if not self.run:
                self._start()
            self._number += 1
            name = f"{TEMPORARY}{os.urandom(8).hex()}.tmp"
            entry = msgspec.structs.replace(entry, run=self.run, number=self._number, temporary=name)
            append_line(self.folder / self.run / _ENTRIES, msgspec.json.encode(entry))
        return entry

    def undoing(self, run: str) -> None:
        """Say that the run that is open takes another one back. Nothing may have been written in it."""
        if self.run:
            raise ValueError("the run has begun")
        self._undoes = run

    def keep(self, entry: Entry, note: Path, old: int) -> None:
        """Keep the bytes of ``old``, the open file at ``note``: by a link, so that a late save into it is seen too.

        Raises JournalError.
        """
        with self._said("written"):
            keep(note, self.kept(entry), old)
            sync_folder(self.folder / entry.run)

    def kept(self, entry: Entry) -> Path:
        """Where the bytes before are, if they are kept."""
        return self.folder / entry.run / f"{entry.number}.old"

    def before(self, entry: Entry) -> bytes | None:
        """The bytes that stood in the note before; None where they are not there as they were. Raises JournalError."""
        with self._said("read"):
            found = read_whole(self.kept(entry))
        return found if digest(found) == entry.before else None

    def end(self, entry: Entry, outcome: Outcome) -> None:
        """Say how the entry ended. Where that cannot be said, nothing is raised: digests tell it too."""
        line = msgspec.json.encode(_End(number=entry.number, outcome=outcome))
        with suppress(OSError):
            append_line(self.folder / entry.run / _ENTRIES, line)

    def set_aside(self, entry: Entry, save: Path) -> Path:
        """Keep a user's save that has no place in the vault, for good; where it is now. Raises JournalError."""
        with self._said("written"):
            saves = self.folder / _SAVES
            saves.mkdir(mode=0o700, exist_ok=True)
            folder = saves / str(1 + max((int(each.name) for each in saves.iterdir()), default=0))
            folder.mkdir(mode=0o700)
            aside = folder / Path(entry.path).name
            old = open_whole(save)
            try:
                keep(save, aside, old)
            finally:
                os.close(old)
            sync_folder(folder)
        return aside

    def _start(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._prune()
        name = f"{int(self._names()[-1] if self._names() else 0) + 1:06}"
        (self.folder / name).mkdir(mode=0o700)
        append_line(self.folder / name / _ENTRIES, msgspec.json.encode(_Start(at=self.at, undoes=self._undoes)))
        sync_folder(self.folder / name)
        sync_folder(self.folder)
        self.run = name

    def _names(self) -> list[str]:
        try:
            return sorted(each.name for each in self.folder.iterdir() if re.fullmatch(r"\d{6,}", each.name))
        except FileNotFoundError:
            return []

    def _read(self, name: str) -> Run:
        start, entries, outcomes = _Start(at=0.0), list[Entry](), dict[int, Outcome]()
        for line in (read_whole(self.folder / name / _ENTRIES) or b"").split(b"\n"):
            try:
                found = _LINE.decode(line)
            except (msgspec.MsgspecError, UnicodeDecodeError):  # an empty line, or one that was cut short
                continue
            if isinstance(found, _Start):
                start = found
            elif isinstance(found, Entry):
                entries.append(found)
            else:
                outcomes[found.number] = found.outcome
        return Run(id=name, at=start.at, undoes=start.undoes, entries=tuple(entries), outcomes=outcomes)

    def _prune(self) -> None:
        """Take away what is too much, too old or too large; the newest run stays, whatever it is."""
        room = SIZE
        for age, run in enumerate(self.runs()):
            folder = self.folder / run.id
            room -= sum(path.stat().st_size for path in folder.iterdir())
            # One run more is about to come, so that the twentieth is one too many.
            too_much = age >= RUNS - 1 or room < 0 or self.at - run.at > DAYS * 86_400
            if age and too_much and run.id != self._undoes:
                shutil.rmtree(folder)

    @contextmanager
    def _said(self, verb: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            said, hint = reason(error)
            raise JournalError(f"The undo journal in {self.folder} could not be {verb}: {said}. {hint}.") from error
