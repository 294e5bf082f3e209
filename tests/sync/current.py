"""One vault with two memories: one goes on from its index, the other has none and works everything out from scratch."""

import contextlib
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import strategies as st

from vaultsync.sync import Line, Options, synced
from vaultsync.sync import keep as keeping
from vaultsync.sync.keep import Keeper
from vaultsync.vault.index import INDEX_FILE, cache_folder, remove_index
from vaultsync.vault.state import STATE_FILE, state_folder

LONG_AGO = 1_600_000_000

PEOPLE = (
    "People/Ana.md",
    "People/Bo.md",
    "People/Cy.md",
    "Friends/Ana.md",
    "People/ANA.md",
    "People/Work/Di.md",
    "People/Ana 2.md",
    "People/Bo (conflicted copy 2026-11-01).md",
)
OTHERS = (
    "Tasks.md",
    "Work/Bo.md",
    "Bo.md",
    "Daily/2026-11-20.md",
    "Journal/2026-11-24.md",
    "Meetings/Team.md",
    "Gatherings/Supper.md",
    "Templates/Person.md",
    "Catch-ups.md",
)
PATHS = PEOPLE + OTHERS
GATHERINGS = ("Gatherings/Supper.md", "Meetings/Team.md")
FOLDERS = ("People", "Gatherings", "Friends", "Work", "Daily", "People/Work", "Templates", "Elsewhere", "Daily/Old")

PROPERTIES = (
    "cadence: 1 week",
    "cadence: 4 weeks",
    "cadence: close",
    "cadence: often",
    "birthday: 1990-12-01",
    "birthday: 11-24",
    "aliases: [Bo]",
    "aliases: [Annie, An]",
    "uid: one",
    "uid: two",
    "paused: true",
    "snooze_until: 2026-11-26",
    "next_contact: 2026-11-26 10:00",
    "next_contact: 2026-12-05",
    "last_contact: 2026-11-20",
    "last_contact: 2026-11-30",
    "introduced_by: '[[Bo]]'",
    "met_through: '[[Annie]]'",
    "knows: ['[[Ana]]', '[[Cy]]']",
    "attendees: ['[[Ana]]', '[[Bo]]']",
    "date: 2026-11-18",
    "date: 2026-11-25",
    "type: person",
    "type: meeting",
    "type: gathering",
    "status: cancelled",
    "time: 18:30",
    "role: Baker",
    "status: archived",
    "channel: coffee",
    "tea: green",
    "tea: black",
    "phone: +351 912 345 678",
    "broken: [",
)
LINES = (
    "## Log",
    "- 2026-10-01 call: hello",
    "- 2026-11-23 coffee",
    "- 2026-11-25 call with [[Cy]]",
    "- 2026-09-01 call\n- 2026-09-15 call\n- 2026-10-01 call\n- 2026-10-15 call",
    "- 2026-11-19 [[Ana]] and [[Bo]] met",
    "- [ ] call [[Ana]] back",
    "- [x] call [[Ana]] back",
    "- [ ] call [[Ana]] and [[Cy]] back",
    "- [x] call [[Ana]] and [[Cy]] back",
    "- [ ] send the book 📅 2026-11-25",
    "- [x] send the book 📅 2026-11-25",
    "- [x] send the book ✅ 2026-11-20",
    "- [ ] write [[Bo]] ⏳ 2026-12-01",
    "- [ ] thank them",
    "- [x] thank them",
    "Lunch with [[Cy]]",
    "[[Annie]] says hello to [[Bo]]",
    "Met [[People/Ana|her]] there",
    "See [[Work/Bo]]",
    "![[Ana]]",
    "{{title}}",
    "Nothing of note.",
)
TAGS = ("family", "person", "host", "busy", "broken-facts", "broken-reminders", "broken-brief", "unsure")

SETTINGS: Mapping[str, tuple[str, ...]] = {
    "vault": ("", 'timezone = "Pacific/Auckland"', 'ignore = ["Work"]', 'name = "Notes"'),
    "planning": ("", "per_day = 1\nper_week = 2", 'closed = ["sat", "sun"]', "closed_days = [2026-11-24]"),
    "people": ("", 'folders = ["Friends"]', 'exclude = ["People/C*"]'),
    "gatherings": ("", "enabled = false", "days_before = 0"),
    "cadence": ("", 'tags = {family = "2 weeks"}', "minutes = 90"),
    "daily": ("", 'folder = "Daily"', 'folder = "Journal"\nformat = "YYYY-MM-DD"'),
    "dates": ("", 'order = "dmy"'),
    "calendar": ("", "past_days = 1\nahead_days = 9", 'alarm = "09:00"'),
    "privacy": ("", 'description = "reason"', 'description = "none"'),
}
"""What is set now and then, by table; the first of each is the default."""

WRITES = ("", 'list = "Catch-ups.md"', 'properties = ["last_contact", "next_contact"]\nbrief = true', "ticks = true")

FEEDS = (
    ("catch-ups", ""),
    ("family", "tag:family"),
    ("lately", "last:<30d"),
    ("soon", "due:<7d"),
    ("birthdays", "kind:birthday"),
    ("calls", "channel:call"),
    ("monthly", "cadence:<32d"),
)
EDITOR: tuple[tuple[str, str], ...] = (
    ("daily-notes.json", '{"folder": "Daily"}'),
    ("daily-notes.json", '{"folder": "Journal"}'),
    ("templates.json", '{"folder": "People/Work"}'),
    ("templates.json", "not JSON"),
    ("app.json", "{}"),
)


@st.composite
def notes(draw: st.DrawFn) -> str:
    """The text of a note, about anything."""
    properties = draw(st.lists(st.sampled_from(PROPERTIES), max_size=4, unique_by=lambda text: text.split(":")[0]))
    tags = draw(st.lists(st.sampled_from(TAGS), max_size=2, unique=True))
    lines = draw(st.lists(st.sampled_from(LINES), max_size=5))
    above = [*properties, *([f"tags: [{', '.join(tags)}]"] if tags else [])]
    return "".join(f"{line}\n" for line in [*(["---", *above, "---"] if above else []), *lines])


@st.composite
def gatherings(draw: st.DrawFn) -> str:
    """The text of a note about a gathering: who is listed, and when it is."""
    names = draw(st.lists(st.sampled_from(("Ana", "Bo", "Cy", "Di", "Nobody")), max_size=3, unique=True))
    day = draw(st.sampled_from(("2026-11-18", "2026-11-21", "2026-11-22", "2026-11-24", "2026-11-27", "2026-12-09")))
    more = draw(st.sampled_from(("", "", "time: 18:30\nplace: the mill\n", "status: cancelled\n", "status: done\n")))
    listed = ", ".join(f"'[[{name}]]'" for name in names)
    return f"---\ntype: gathering\ndate: {day}\npeople: [{listed}]\n{more}---\n"


@st.composite
def settings_texts(draw: st.DrawFn, *, writing: bool = False) -> str:
    """A ``vaultsync.toml``."""
    text = '[publish]\ndir = "~/feeds"\n'
    for table, choices in SETTINGS.items():
        chosen = draw(st.sampled_from(choices[:1] * 2 + choices))
        text += f"[{table}]\n{chosen}\n" if chosen else ""
    chosen = draw(st.sampled_from(WRITES))
    # Without the user's word nothing is written, and that is told.
    text += f"[write]\nenabled = {str(writing).lower()}\n{chosen}\n" if chosen else ""
    for name, query in draw(st.lists(st.sampled_from(FEEDS), min_size=1, max_size=4, unique=True)):
        text += f'[[feeds]]\nname = "{name}"\nquery = "{query}"\n'
    return text


class Disk:
    """The folders that hold the vault: one, or one for each memory where notes are written into.

    Whatever is taken away is kept outside, so that no new file gets the number of an old one: a file system that
    gives it again at once would make a stranger of one side a rename on the other.
    """

    def __init__(self, roots: Iterable[Path], graves: Path) -> None:
        self.roots = tuple(dict.fromkeys(roots))
        self._graves = graves
        graves.mkdir()
        self._clock = 0
        for root in self.roots:
            root.mkdir(parents=True)

    def exists(self, path: str) -> bool:
        """Whether there is a file of that name, by that case."""
        return (self.roots[0] / path).is_file()

    def paths(self) -> list[str]:
        """Every note's path."""
        root = self.roots[0]
        return sorted(file.relative_to(root).as_posix() for file in root.rglob("*.md") if file.is_file())

    def text(self, path: str) -> str:
        """A note's text; empty where there is none."""
        return (self.roots[0] / path).read_text(encoding="utf-8") if self.exists(path) else ""

    def save(self, path: str, text: str, *, how: str = "") -> None:
        """Save a note: ``in place``, or as a new file that takes the old one's; with ``same time`` as before."""
        self._clock += 1
        for root in self.roots:
            file = root / path
            if not self._may_be(root, path):
                return
            file.parent.mkdir(parents=True, exist_ok=True)
            before = file.stat().st_mtime_ns if file.exists() else 0
            if file.exists() and "replaced" in how:
                self._bury(file)
            file.write_text(text, encoding="utf-8", newline="")
            if "just now" not in how:
                at = before if before and "same time" in how else (LONG_AGO + self._clock) * 1_000_000_000
                os.utime(file, ns=(at, at))

    def remove(self, path: str) -> None:
        """Take a note or a folder away."""
        for root in self.roots:
            if (root / path).exists():
                self._bury(root / path)

    def move(self, path: str, to: str) -> None:
        """Rename or move a note or a folder, where nothing stands in the way."""
        for root in self.roots:
            source, target = root / path, root / to
            if source.exists() and not target.exists() and source not in target.parents and self._may_be(root, to):
                target.parent.mkdir(parents=True, exist_ok=True)
                source.rename(target)

    def touch(self, path: str) -> None:
        """Give a file another time and nothing else."""
        self._clock += 1
        for root in self.roots:
            if (root / path).exists():
                os.utime(root / path, (LONG_AGO + self._clock, LONG_AGO + self._clock))

    def settle(self) -> None:
        """Let every note be an old one."""
        for path in self.paths():
            for root in self.roots:
                if time.time() - (root / path).stat().st_mtime < 10:
                    self.touch(path)
                    break

    def notes(self, root: Path) -> dict[str, bytes]:
        """Every note of one of the folders."""
        return {file.relative_to(root).as_posix(): file.read_bytes() for file in root.rglob("*.md") if file.is_file()}

    def _bury(self, path: Path) -> None:
        self._clock += 1
        path.rename(self._graves / f"{self._clock}")
        self._clock += 1

    def _may_be(self, root: Path, path: str) -> bool:
        """Whether no file stands where the path has a folder, and no folder where it has a file."""
        file = root / path
        above = file.parent
        while above != root:
            if above.exists() and not above.is_dir():
                return False
            above = above.parent
        return not file.is_dir()


class Side:
    """One memory of a vault: where it keeps its state, its index and its feeds."""

    def __init__(self, root: Path, home: Path) -> None:
        self.root, self.home = root, home
        self._environment = {
            "VAULTSYNC_STATE_DIR": str(home / "state"),
            "VAULTSYNC_CACHE_DIR": str(home / "cache"),
            "HOME": str(home),
            "USERPROFILE": str(home),
        }
        (home / "feeds").mkdir(parents=True)

    @contextlib.contextmanager
    def entered(self) -> Iterator[None]:
        """Whatever is done within, this memory does it."""
        with pytest.MonkeyPatch.context() as patch:
            for name, value in self._environment.items():
                patch.setenv(name, value)
            yield

    @property
    def state(self) -> Path:
        return state_folder(self.root, self._environment) / STATE_FILE

    @property
    def index(self) -> Path:
        return cache_folder(self.root, self._environment) / INDEX_FILE

    def lose_index(self) -> None:
        remove_index(self.root, self._environment)

    def feeds(self) -> dict[str, bytes]:
        """What is published."""
        return {file.name: file.read_bytes() for file in (self.home / "feeds").iterdir()}

    def tables(self) -> dict[str, list[tuple[object, ...]]]:
        """The whole state, table by table; of numbers of files, whether they are those of now."""
        found = {}
        with contextlib.closing(sqlite3.connect(self.state)) as book:
            names = [name for (name,) in book.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
            for name in names:
                rows = book.execute(f"SELECT * FROM {name}").fetchall()
                found[name] = sorted(rows, key=repr)
        found["meta"] = [row for row in found["meta"] if row[0] != "generation"]
        found["identities"] = [(*row[:3], self._is_number_of(row[0], row[3])) for row in found["identities"]]
        return found

    def _is_number_of(self, path: str, inode: int) -> bool:
        file = self.root / path
        return file.exists() and file.stat().st_ino == inode

    def copy_books(self, to: Path) -> None:
        """Copy both books as they are now."""
        for book in (self.state, self.index):
            copy_book(book, to / book.name)

    def adopt(self, other: "Side") -> None:
        """Go on from where another memory is, with no index."""
        self.lose_index()
        for side in ("", "-wal", "-shm"):
            self.state.with_name(self.state.name + side).unlink(missing_ok=True)
        copy_book(other.state, self.state)
        self.adopt_feeds(other)

    def adopt_feeds(self, other: "Side") -> None:
        """Publish what another memory has published."""
        shutil.rmtree(self.home / "feeds")
        shutil.copytree(other.home / "feeds", self.home / "feeds")

    def sync_from_scratch(self, today: date, options: Options) -> tuple[Line, SimpleNamespace]:
        """Sync with no index; the line, whose books are open, and what was done."""
        self.lose_index()
        line, done = synced(self.root, lambda _: today, options)
        return line, told(done.plan.changes, done.plan.changed_notes, done.applied)


def told(changes: object, changed: object, applied: object) -> SimpleNamespace:
    """What a sync told of."""
    return SimpleNamespace(changes=changes, changed=changed, applied=applied)


def copy_book(book: Path, to: Path) -> None:
    """Copy a book, whoever has it open."""
    if not book.exists():
        return
    to.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.closing(sqlite3.connect(book)) as source, contextlib.closing(sqlite3.connect(to)) as target:
        source.backup(target)


def line_of(keeper: Keeper) -> Line:
    """The line that a keeper keeps."""
    line = keeper._line
    assert line is not None
    return line


def standing(line: Line) -> dict[str, object]:
    """Everything that a line says, person by person."""
    network, schedule = line.network, line.schedule
    people = {person.uid: person for person in network.people}
    return {
        "people": people,
        "by uid": {uid: network.person(uid) for uid in people},
        "interactions": dict(network.interactions),
        "ties": dict(network.ties),
        "promises": dict(network.promises),
        "facts": dict(network.facts),
        "gatherings": dict(network.gatherings),
        "reminders": tuple(schedule.reminders),
        "limits": schedule.limits,
        "catch-ups": tuple(schedule.catch_ups),
        "notes": tuple(line.vault.notes),
        "counts": {
            "notes": line.note_count(),
            "people": line.people_count(),
            "identities": line.identity_count(),
            "contacts": line.contact_count(),
        },
        "shown": [text for (text,) in line.books.connection.execute("SELECT text FROM ix.shown ORDER BY sorts")],
        "edits": line.edits(),
        "problems": line.problems(),
    }


def agree(one: Mapping[str, object], other: Mapping[str, object], what: str) -> None:
    """Fail where two say something else, and tell what."""
    found = differences(one, other)
    assert not found, f"{what}: {found}"


def differences(one: Mapping[str, object], other: Mapping[str, object]) -> dict[str, object]:
    """Where two say something else, with what each says."""
    found: dict[str, object] = {}
    for key in sorted(one.keys() | other.keys()):
        here, there = one.get(key), other.get(key)
        if here == there:
            continue
        if isinstance(here, Mapping) and isinstance(there, Mapping):
            found[key] = differences(here, there)
        elif isinstance(here, tuple | list) and isinstance(there, tuple | list):
            found[key] = ([each for each in here if each not in there], [each for each in there if each not in here])
        else:
            found[key] = (here, there)
    return found


def in_this_process(root: Path, options: Options, day: date) -> None:
    """Do what a keeper has done in a process of its own."""
    line, _ = synced(root, lambda _: day, options, look=False)
    line.close()


def without_children(patch: pytest.MonkeyPatch, *, begins_anew: bool) -> Callable[[], None]:
    """Let keepers begin anew in this process, or not at all by themselves."""
    if begins_anew:
        patch.setattr(keeping, "_in_another_process", in_this_process)
    else:
        patch.setattr(Keeper, "_begins_anew", lambda _keeper, _day: False)
    return patch.undo
