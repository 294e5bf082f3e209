"""What the host of a stage remembers: the notes it was set with, and nothing of other days."""

import atexit
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from vaultsync.calendar import Entry, starts_of
from vaultsync.hooks.context import Chosen, Publishing
from vaultsync.model import CatchUp, Network, Note
from vaultsync.people import parse_query


@cache
def _all_folders() -> str:
    """Where plugins' own folders are, until this process ends."""
    folder = tempfile.mkdtemp(prefix="vaultsync-stages-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@dataclass(slots=True)
class Reads:
    """At whom was looked: nobody asks."""

    uids: set[str] = field(default_factory=set)
    everybody: bool = False


@dataclass(slots=True)
class Memory:
    """What the host remembers: the notes, and nothing from other days."""

    notes: Mapping[str, Note]
    today: date
    reach: Publishing = Publishing()  # noqa: RUF009 - a value that does not change
    network: Network = field(default_factory=Network)
    catch_ups: tuple[CatchUp, ...] = ()
    entries: dict[str, Entry] = field(default_factory=dict)
    folders: dict[str, Path] = field(default_factory=dict)

    def note(self, path: str) -> Note | None:
        return self.notes.get(path)

    def entry(self, uid: str) -> Entry | None:
        return self.entries.get(uid)

    def keep_entry(self, uid: str, entry: Entry) -> None:
        self.entries[uid] = entry

    def chosen(self, query: str, most: int) -> Chosen:
        asked, held = parse_query(query), []
        for one in self.catch_ups:
            person = self.network.person(one.reminder.person)
            kind, due = one.reminder.kind, one.reminder.due
            if person is None or not self.reach.reaches(one, self.today):
                continue
            if asked.matches(person, self.network, today=self.today, due=due, kind=kind):
                held.append(one)
        held.sort(key=lambda one: (starts_of(one), one.uid))
        return Chosen(catch_ups=tuple(held[:most]), left_out=max(0, len(held) - most))

    def folder(self, plugin: str) -> Path:
        if plugin not in self.folders:
            self.folders[plugin] = Path(tempfile.mkdtemp(dir=_all_folders()))
        return self.folders[plugin]

    def file_names(self) -> dict[str, str]:
        return {}

    def cached(
        self,
        plugin: str,  # noqa: ARG002 - nothing is kept
        key: str,  # noqa: ARG002 - as above
        given: tuple[object, ...],  # noqa: ARG002 - as above
        make: Callable[[], bytes],
        *,
        lasting: bool,  # noqa: ARG002 - as above
    ) -> bytes:
        return make()
