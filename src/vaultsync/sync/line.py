"""The line, kept from run to run: read what changed, say who it is about, ask the plugins, place the days.

What follows from the notes is in the books; here it is brought up to date, in the one order in which that goes. Each
run is one transaction: all of it is kept, or none.
"""

import os
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TypeVar

from vaultsync.config import Settings
from vaultsync.model import CatchUp, Edit, Network, Note, Problem, Reminder, Schedule, Vault
from vaultsync.sync.across import Across
from vaultsync.sync.asking import Asking, collapsed
from vaultsync.sync.catch_ups import Change
from vaultsync.sync.knowing import Affected, Knowing
from vaultsync.sync.live import Reads
from vaultsync.sync.placing import Placing
from vaultsync.sync.reading import Delta, Moved, Progress, changed, row_of, unseen
from vaultsync.sync.remembering import Remembering
from vaultsync.sync.rows import decode_note, pack
from vaultsync.sync.saying import Saying
from vaultsync.sync.when_looked_at import WhenLookedAt
from vaultsync.sync.words import Passage, passages
from vaultsync.sync.world import AS_USUAL, Options, World, read_plugins, read_settings
from vaultsync.vault.books import Books, memory_books
from vaultsync.vault.editor import editor_settings
from vaultsync.vault.errors import VaultError, reason
from vaultsync.vault.index import INDEX_VERSION
from vaultsync.vault.locate import EDITOR
from vaultsync.vault.scan import FileStat
from vaultsync.vault.still import code_stamp, settings_lines

T = TypeVar("T")


class Line:
    """One vault and its books. Between :meth:`update` and the end of the books' run it says how things stand."""

    def __init__(self, root: Path, books: Books, *, options: Options = AS_USUAL) -> None:
        self.root, self.books, self.options = root, books, options
        self._c = books.connection
        self.world: World | None = None
        self.delta = Delta()
        self.changes: list[Change] = []
        self.people_before = 0
        self.everything = True
        self._fresh: Line | None = None
        self.settings_before: tuple[str, list[str]] = ("", [])
        self.asks_outside = True
        """Whether plugins are asked for contacts from outside; a look takes those of the last sync."""
        self.moved: Moved | None = None
        """What a walk just before found moved, for the next update."""

    # Bringing it up to date

    def update(
        self, today: date, hint: frozenset[str] | None = None, *, now: float | None = None, progress: Progress = unseen
    ) -> None:
        """Read what changed, and work out what follows from it. ``now`` is the clock, in seconds since 1970.

        Raises VaultError where the vault cannot be read, PluginFailedError under ``options.strict``.
        """
        if hint is None or self.world is None:
            # Looked at before they are read, so that what is saved meanwhile makes a difference the next time.
            folder = self.world.editor.config_folder if self.world is not None else EDITOR
            lines = self._looked_at(lambda: settings_lines(os.fspath(self.root), folder))
            self.settings_before = (folder, lines)
        settings, problems = (None, ()) if hint is not None and self.world else read_settings(self.root)
        if settings is None:
            assert self.world is not None  # noqa: S101 - see above
            settings, problems = self.world.settings, self.world.problems
        if self.world is None:
            self._check_index()
        moved, self.moved = self.moved, None
        if moved is not None and moved.generation == self.generation() and self._paths_known():
            hint = moved.paths
        delta = changed(
            self.root,
            settings.vault.ignore,
            self.books,
            hint,
            now=time.time() if now is None else now,
            progress=progress,
        )
        if moved is not None and delta.paths is None:
            delta.walk = moved.walk
        if delta.paths is None and self.world is not None and self.world.today == today:
            world = self.world
        else:
            told = tuple(told for told in problems if told.path == settings.path)
            world = self._world(settings, told, today, delta.paths if delta.paths is not None else self._paths())
        self._take(world if self.world != world else self.world, delta)

    def _take(self, world: World, delta: Delta, contacts: Across | None = None) -> None:
        """Take in what was read. ``contacts`` has the contacts from outside that count, where no plugin is asked."""
        if self.world is not world:
            self._begin(world)
        kept = self._c.execute("SELECT value FROM ix.meta WHERE key='basis'").fetchone()
        everything = kept is None or kept[0] != _basis(world, self.asking, self._generation("main"))
        self.people_before = self._count("identities")
        self.everything, self.delta, self.changes = everything, delta, []
        self.asking.begin()
        self._c.executemany(
            "UPDATE ix.notes SET size=?2, mtime_ns=?3, inode=?4, ctime_ns=?5 WHERE path=?1",
            [row_of(file) for file in delta.touched],
        )
        if not everything:
            self.knowing.retouch(delta.touched)
        affected = Affected()
        if everything or not delta.is_empty or self._again():
            affected = self.knowing.take(delta, everything=everything)
        else:
            self.knowing.unread = delta.unread
        if not everything:
            for uid in affected.changed | affected.doubtful:
                self.knowing.settle(uid)
        self.memory.begin(everything=everything, failures=self._failures)
        whole = everything or delta.paths is not None
        if contacts is not None:
            affected.changed |= self.across.copy_contacts(contacts)
        if whole and self.asks_outside:
            affected.changed |= self.across.ask_contacts(self.saying.renew())
        asked, before = self.saying.ask(affected, everything=everything)
        if whole and (picked := self.across.ask_picks(self.saying.network)):
            again, more = self.saying.ask(Affected(changed=picked), everything=False)
            asked, before = asked | again, before if everything else [*before, *more]
        self.asking.answers.forget()
        self.changes = self.placing.place(asked, before, everything=everything)
        if self._fresh is not None:
            self._fresh._take(world, delta, self._contacts_for_notes())
            self._fresh.keep()

    def _begin(self, world: World) -> None:
        """Load the plugins, and whatever depends on settings and day."""
        self.world = world
        reads = Reads()
        self.memory = Remembering(self.root, world.today, self.books, reads)
        self.asking = Asking(world, self.memory, reads)
        self.knowing = Knowing(world, self.books, self.asking)
        self.across = Across(world.today, self.books, self.asking, reads)
        let_go = self.memory.let_go
        self.saying = Saying(world, self.books, self.asking, self.knowing, reads, across=self.across, let_go=let_go)
        self.placing = Placing(world, self.books, self.asking, self.saying)
        self.memory.knowing, self.memory.placing = self.knowing, self.placing
        self._close_fresh()

    def _failures(self) -> int:
        return self.asking.answers.failures

    def _check_index(self) -> None:
        """Begin the index anew where other code made it, or where the folder is another one than it was."""
        stat = self._looked_at(self.root.stat)
        stamp = pack((code_stamp(), stat.st_dev, stat.st_ino))
        kept = self._c.execute("SELECT value FROM ix.meta WHERE key='stamp'").fetchone()
        if kept is None or kept[0] != stamp:
            self._c.execute("DELETE FROM ix.meta WHERE key != 'version'")
            for table in ("notes", "shares", "people", "said", "shown", "words", "folded", "worded", "kept"):
                self._c.execute(f"DELETE FROM ix.{table}")
            self._c.execute("INSERT INTO ix.meta VALUES ('stamp', ?)", (stamp,))

    def _looked_at(self, look: Callable[[], T]) -> T:
        try:
            return look()
        except OSError as error:
            said, hint = reason(error)
            message = f"The vault {self.root} cannot be read: {said}. {hint}, or name another vault."
            raise VaultError(message) from error

    def is_to_begin_anew(self, today: date) -> bool:
        """Whether the next update works everything out from scratch, as far as can be told without looking."""
        self._check_index()
        row = self._c.execute("SELECT value FROM ix.meta WHERE key='basis'").fetchone()
        if row is None:
            return True
        settings, _ = read_settings(self.root)
        world = self._world(settings, (), today, self._paths())
        # Where the world is the same, its plugins need not be loaded once more to say who they are.
        same = self.world == world
        asking = self.asking if same else Asking(world, Remembering(self.root, today, self.books, Reads()), Reads())
        return bool(row[0] != _basis(world, asking, self._generation("main")))

    @property
    def fails(self) -> bool:
        """Whether something could not be read or said, and is to be tried again."""
        return bool(self.delta.unread) or self._again()

    def _again(self) -> bool:
        """Whether something failed the last time, and is to be tried again."""
        asked = "SELECT EXISTS (SELECT 1 FROM ix.notes WHERE failed) OR EXISTS (SELECT 1 FROM ix.said WHERE again)"
        return bool(self._c.execute(asked).fetchone()[0])

    def _world(self, settings: Settings, problems: tuple[Problem, ...], today: date, paths: list[str]) -> World:
        editor = editor_settings(self.root, paths)
        user, plugins, told = read_plugins(self.root, self.options)
        return World(
            root=self.root,
            settings=settings,
            editor=editor,
            today=today,
            options=self.options,
            problems=(*problems, *editor.problems, *told),
            user=user,
            plugins=plugins,
        )

    def _generation(self, book: str) -> int:
        row = self._c.execute(f"SELECT value FROM {book}.meta WHERE key='generation'").fetchone()
        return row[0] if row else 0

    def _count(self, table: str) -> int:
        return int(self._c.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

    def _paths_known(self) -> bool:
        """Whether the index has been kept, so that a hint can be held against it."""
        return self._c.execute("SELECT 1 FROM ix.meta WHERE key='basis'").fetchone() is not None

    def _paths(self) -> list[str]:
        return [path for (path,) in self._c.execute("SELECT path FROM ix.notes")]

    def generation(self) -> int:
        """How often the books were kept."""
        return self._generation("main")

    def keep(self) -> None:
        """Write down what the next run begins with. The books are kept by whoever runs them."""
        generation = self._generation("main") + 1
        self._c.execute("INSERT OR REPLACE INTO main.meta VALUES ('generation', ?)", (generation,))
        self.memory.keep_file_names(self.asking.file_names)
        basis = _basis(self.known_world, self.asking, generation)
        self._c.execute("INSERT OR REPLACE INTO ix.meta VALUES ('basis', ?)", (basis,))
        if self.books.fresh:
            self._c.execute("INSERT OR REPLACE INTO ix.meta VALUES ('version', ?)", (INDEX_VERSION,))

    def warm(self) -> None:
        """Read from the books what the next change will need, while nobody waits for it."""
        self.knowing.names.directory  # noqa: B018 - it is read when it is first looked at
        self.saying.readers()
        self.placing.running()
        self.memory.kept()

    def _contacts_for_notes(self) -> Across | None:
        """The contacts from outside, where what is written into notes may follow from them.

        What one computer knows of a mailbox another does not: unless one of them alone writes, they would write over
        each other for ever.
        """
        return self.across if self.known_world.settings.write.only_on else None

    def _close_fresh(self) -> None:
        if self._fresh is not None:
            self._fresh.close()
            self._fresh = None

    def close(self) -> None:
        """Close the books, and those of the run that remembers nothing."""
        self._close_fresh()
        self.books.close()

    def forget(self) -> None:
        """Let go of what is in memory and can be read again."""
        self.knowing.forget()
        self.saying.forget()

    # How things stand

    @property
    def network(self) -> Network:
        """Who is in the vault, and what is known of them."""
        return self.saying.network

    @property
    def schedule(self) -> Schedule:
        """What is to be done, and on which day."""
        adjusted = self.placing.adjusted
        return Schedule(
            reminders=adjusted if adjusted is not None else WhenLookedAt[Reminder](self.saying.every_reminder),
            limits=self.placing.limits,
            catch_ups=WhenLookedAt[CatchUp](self.placing.catch_ups),
        )

    @property
    def vault(self) -> Vault:
        """The notes."""
        folders = self.known_world.editor.template_folders
        return Vault(name=self.known_world.name, notes=WhenLookedAt[Note](self.notes), template_folders=folders)

    def notes(self) -> Iterator[Note]:
        """Every note, by path."""
        rows = self._c.execute("SELECT note FROM ix.notes ORDER BY path").fetchall()
        return (decode_note(data) for (data,) in rows)

    def note(self, path: str) -> Note | None:
        """A note by its path."""
        return self.knowing.note(path)

    @property
    def known_world(self) -> World:
        """The settings and the day, once it was brought up to date."""
        assert self.world is not None  # noqa: S101 - nobody asks before
        return self.world

    def contact_count(self) -> int:
        """How many contacts with people are known."""
        return int(self._c.execute("SELECT total(contacts) FROM ix.said").fetchone()[0])

    def passages(self, text: str, most: int) -> tuple[Passage, ...]:
        """Where the words of a text stand in people's notes, the best first."""
        return passages(self._c, self.root, text, most)

    def note_count(self) -> int:
        """How many notes there are."""
        return self._count("ix.notes")

    def people_count(self) -> int:
        """How many people there are."""
        return int(self._c.execute("SELECT count(*) FROM ix.notes WHERE called IS NOT NULL").fetchone()[0])

    def identity_count(self) -> int:
        """How many people there are, those whose note cannot be read now included."""
        return self._count("identities")

    def problems(self) -> tuple[Problem, ...]:
        """Everything that deserves a look."""
        assert self.world is not None  # noqa: S101 - it was brought up to date
        return collapsed(
            (
                *self.books.problems,
                *self.world.problems,
                *self.delta.problems,
                *self.asking.problems,
                *self.across.problems(),
                *self.knowing.problems(),
                *self.saying.problems(),
                *self.placing.problems(),
                *self.asking.check(self.vault),
                *self.asking.troubles(),  # last, when everybody was asked
            )
        )

    def problems_of(self, paths: Iterable[str]) -> tuple[Problem, ...]:
        """What deserves a look in some notes."""
        wanted = frozenset(paths)
        met = (told for told in self.delta.problems if told.path in wanted)
        return collapsed((*met, *self.knowing.problems_of(wanted)))

    def edits(self) -> tuple[Edit, ...]:
        """The edits of notes, which follow from the notes and the day alone: asked of a run that remembers nothing.

        What one computer remembers (when it first saw a note, which box was open yesterday) another does not, and the
        two would write over each other for ever.
        """
        assert self.world is not None  # noqa: S101 - it was brought up to date
        asked = self.world.settings.write
        if not (asked.properties or asked.brief or asked.ticks or asked.list) and not (
            asked.enabled and self.asking.edits_from_outside
        ):
            return ()
        if self._fresh is None:
            self._fresh = fresh = Line(self.root, memory_books(), options=self.options)
            delta = Delta(unread=self.delta.unread, unread_before=self.delta.unread)
            for path, size, inode, data in self._c.execute("SELECT path, size, inode, note FROM ix.notes").fetchall():
                delta.read[path] = decode_note(data)
                delta.files[path] = FileStat(path=path, size=size, mtime_ns=0, inode=inode)
            fresh._take(self.world, delta, self._contacts_for_notes())
            fresh.keep()
        fresh = self._fresh
        known = len(fresh.asking.problems)
        edits = fresh.asking.edit(fresh.schedule)
        self.asking.problems += fresh.asking.problems[known:]
        return edits


def _basis(world: World, asking: Asking, generation: int) -> bytes:
    """What all that is kept follows from, besides the notes: where it is another, everything is worked out anew."""
    return pack((world.basis(), str(world.today), asking.stamps, generation))
