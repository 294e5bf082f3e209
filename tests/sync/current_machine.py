"""What can happen to a vault and to whoever keeps it current, as a Hypothesis state machine.

What must hold, and what is left out, is said in :mod:`tests.sync.test_always_current`.
"""

import os
import shutil
import sqlite3
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from tests.sync.current import (
    EDITOR,
    FOLDERS,
    GATHERINGS,
    PATHS,
    PEOPLE,
    TAGS,
    Disk,
    Side,
    agree,
    copy_book,
    gatherings,
    line_of,
    notes,
    settings_texts,
    standing,
    told,
    without_children,
)
from tests.sync.current_plugins import Census, Faulty, Kin, Mover, with_plugins

from vaultsync.sync import Line, Options, looked, synced
from vaultsync.sync import apply as applying
from vaultsync.sync.keep import Keeper
from vaultsync.sync.plan import plan
from vaultsync.vault import read as reading
from vaultsync.vault.books import BadIndexError, Books
from vaultsync.vault.errors import PublishError, VaultError
from vaultsync.vault.publish import publish
from vaultsync.vault.scan import _Walk

DAY = date(2026, 11, 22)
PAGE = 4096

paths = st.sampled_from(PATHS + PEOPLE[:3] * 3)
texts = notes()
told_how = st.sampled_from(["hint"] * 6 + ["all"] * 2 + ["nothing"] * 2 + ["lost"])
saved_how = st.sampled_from(
    ["in place"] * 3 + ["replaced", "in place, same time", "in place, just now", "replaced, just now"]
)


class AlwaysCurrent(RuleBasedStateMachine):
    """Whatever happens to a vault, and to whoever keeps it current."""

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp())
        self.patch = pytest.MonkeyPatch()
        self.pending: set[str] = set()
        self.whole = True  # something changed of which no hint tells
        self.apart = self.damaged = self.again = False
        self.unread: set[str] = set()
        self.closed: set[str] = set()
        self.today, self.ahead = DAY, 0.0
        self.faulty = Faulty()
        self.plugins: dict[str, object] = {"kin": Kin(), "census": Census(), "faulty": self.faulty}
        self.kept: dict[str, int] = {}

    @initialize(
        writing=st.sampled_from([False, False, False, True]),
        begins_anew=st.booleans(),
        settings_text=settings_texts(),
        first=st.dictionaries(paths, texts, min_size=2, max_size=6),
    )
    def begins(self, writing: bool, begins_anew: bool, settings_text: str, first: dict[str, str]) -> None:
        self.writing, self.begins_anew = writing, begins_anew
        one = self.home / "one" / "vault"
        other = self.home / "other" / "vault" if writing else one
        self.disk = Disk((one, other), self.home / "graves")
        self.mine, self.other = Side(one, self.home / "mine"), Side(other, self.home / "others")
        with_plugins(self.patch, lambda: self.plugins)
        without_children(self.patch, begins_anew=begins_anew)
        self._make_faults()
        self.keeper = self._new_keeper()
        self._set(settings_text)
        for path, text in first.items():
            self.disk.save(path, text)
        self._sync(None)

    def _make_faults(self) -> None:
        read, listed, real = reading._read, _Walk.listed, time.time

        def reads(full: str, most: int) -> bytes:
            if any(full == str(root / path) for root in self.disk.roots for path in self.unread):
                raise PermissionError(13, "denied")
            return read(full, most)

        def lists(walk: _Walk, folder: str) -> list[os.DirEntry[str]]:
            if any(folder == str(root.resolve() / path) for root in self.disk.roots for path in self.closed):
                raise PermissionError(13, "denied")
            return listed(walk, folder)

        self.patch.setattr(reading, "_read", reads)
        self.patch.setattr(_Walk, "listed", lists)
        self.patch.setattr("vaultsync.sync.line.time", SimpleNamespace(time=lambda: real() + self.ahead))
        self.patch.setattr(os, "fsync", lambda _: None)

    def teardown(self) -> None:
        if hasattr(self, "keeper"):
            self.keeper.close()
        self.patch.undo()
        shutil.rmtree(self.home)

    # What happens to notes

    @rule(path=paths, text=texts, how=saved_how, then=told_how)
    def saves(self, path: str, text: str, how: str, then: str) -> None:
        self.disk.save(path, text, how=how)
        self._then(then, path)

    @rule(path=st.sampled_from(GATHERINGS), text=gatherings(), then=told_how)
    def invites(self, path: str, text: str, then: str) -> None:
        self.disk.save(path, text)
        self._then(then, path)

    @rule(
        path=paths,
        line=st.sampled_from(["- 2026-11-21 call", "- [ ] thank [[Ana]]", "Nothing.", "[[Bo]]"]),
        then=told_how,
    )
    def adds_a_line(self, path: str, line: str, then: str) -> None:
        self.disk.save(path, f"{self.disk.text(path)}{line}\n")
        self._then(then, path)

    @rule(path=paths, tag=st.sampled_from(TAGS), then=told_how)
    def tags(self, path: str, tag: str, then: str) -> None:
        text = self.disk.text(path)
        self.disk.save(path, text.replace(f"#{tag}\n", "") if f"#{tag}\n" in text else f"{text}#{tag}\n")
        self._then(then, path)

    @rule(path=paths, then=told_how)
    def ticks_everything(self, path: str, then: str) -> None:
        text = self.disk.text(path)
        there = "- [ ]" in text
        self.disk.save(path, text.replace("- [ ]", "- [x]") if there else text.replace("- [x]", "- [ ]"))
        self._then(then, path)

    @rule(path=paths, how=saved_how, then=told_how)
    def saves_the_same_again(self, path: str, how: str, then: str) -> None:
        if self.disk.exists(path):
            self.disk.save(path, self.disk.text(path), how=how)
        self._then(then, path)

    @rule(path=paths, to=paths, then=told_how)
    def renames(self, path: str, to: str, then: str) -> None:
        self.disk.move(path, to)
        self._then(then, path, to)

    @rule(path=paths, then=told_how)
    def renames_by_case_alone(self, path: str, then: str) -> None:
        folder, _, name = path.rpartition("/")
        to = f"{folder}/{name.swapcase()}".removeprefix("/").removesuffix(".MD").removesuffix(".md") + ".md"
        self.disk.move(path, to)
        self._then(then, path, to)

    @rule(path=paths, to=paths, text=texts, then=told_how)
    def renames_and_saves(self, path: str, to: str, text: str, then: str) -> None:
        self.disk.move(path, to)
        if self.disk.exists(to):
            self.disk.save(to, text)
        self._then(then, path, to)

    @rule(path=paths, to=paths, then=told_how)
    def two_change_places(self, path: str, to: str, then: str) -> None:
        if self.disk.exists(path) and self.disk.exists(to) and path != to:
            self.disk.move(path, "Aside.md")
            self.disk.move(to, path)
            self.disk.move("Aside.md", to)
        self._then(then, path, to)

    @rule(path=paths, to=paths, then=told_how)
    def copies(self, path: str, to: str, then: str) -> None:
        if self.disk.exists(path):
            self.disk.save(to, self.disk.text(path))
        self._then(then, path, to)

    @rule(folder=st.sampled_from(FOLDERS), to=st.sampled_from(FOLDERS), by_hint=st.booleans())
    def moves_a_folder(self, folder: str, to: str, by_hint: bool) -> None:
        before = set(self.disk.paths())
        self.disk.move(folder, to)
        self.pending |= before ^ set(self.disk.paths())
        self._sync(frozenset(self.pending) if by_hint else None)

    @rule(path=paths, then=told_how)
    def deletes(self, path: str, then: str) -> None:
        self.disk.remove(path)
        self._then(then, path)

    @rule(path=paths, text=st.none() | texts, then=told_how)
    def deletes_and_recreates(self, path: str, text: str | None, then: str) -> None:
        before = self.disk.text(path)
        self.disk.remove(path)
        self._then(then, path)
        self.disk.save(path, before if text is None else text)
        self._then("hint", path)

    @rule(path=paths, then=told_how)
    def cannot_be_read(self, path: str, then: str) -> None:
        self.unread ^= {path}
        self.disk.touch(path)
        self._then(then, path)

    @rule(path=st.sampled_from(GATHERINGS + PEOPLE[:3]), then=told_how)
    def nor_can_those_of_a_gathering(self, path: str, then: str) -> None:
        self.cannot_be_read(path, then)

    @rule(folder=st.sampled_from(FOLDERS))
    def cannot_be_listed(self, folder: str) -> None:
        self.closed ^= {folder}
        self.whole = True
        self._sync(None)

    # What happens around them

    @rule(days=st.sampled_from([1, 1, 1, 2, 7, 30, -1, -3]), then=told_how)
    def a_day_passes(self, days: int, then: str) -> None:
        self.today += timedelta(days=days)
        self._then(then)

    @rule(text=settings_texts() | st.sampled_from(["[vault", '[[feeds]]\nname = "x"\nquery = "tga:x"\n', None]))
    def sets(self, text: str | None) -> None:
        self._set(text)
        self.whole = True
        self._sync(None)

    @rule(setting=st.sampled_from(EDITOR))
    def the_editor_is_set(self, setting: tuple[str, str]) -> None:
        name, text = setting
        for root in self.disk.roots:
            file = root / ".obsidian" / name
            if file.exists():
                file.unlink()
            else:
                file.parent.mkdir(exist_ok=True)
                file.write_text(text)
        self.whole = True
        self._sync(None)

    @rule(ahead=st.sampled_from([0.0, 10.0]))
    def files_are_old(self, ahead: float) -> None:
        self.ahead = ahead

    # Who syncs, and how that goes wrong

    @rule(extra=st.sets(st.sampled_from([*PATHS, "Nowhere.md", "People", "vaultsync.toml"]), max_size=4))
    def is_told_late_or_for_nothing(self, extra: set[str]) -> None:
        self._sync(frozenset(self.pending | extra))

    @rule()
    def is_told_of_anything(self) -> None:
        self._sync(None)

    @rule(again=st.booleans())
    def another_keeper(self, again: bool) -> None:
        self._restart()
        if again:
            self._sync(None)

    @rule()
    def another_process_syncs(self) -> None:
        self._sync(None, once=True)

    @precondition(lambda self: not self.writing)
    @rule()
    def somebody_looks(self) -> None:
        with self.mine.entered():
            try:
                line = looked(self.mine.root, lambda _: self.today)
            except VaultError:
                return
            plan(line)  # what cannot be rendered is a problem too
            seen = standing(line)
            line.close()
        self._sync(None, seen=seen)

    @precondition(lambda self: not self.writing)
    @rule(name=st.sampled_from(["cadence", "feeds", "brief", "gatherings"]))
    def somebody_leaves_a_plugin_out(self, name: str) -> None:
        options = Options(without=(name,))
        if self.apart:
            self._sync(None)
        for side in (self.mine, self.other):
            with side.entered():
                try:
                    line, _ = synced(side.root, lambda _: self.today, options)
                except VaultError:
                    return
                line.close()
        if not self.apart:
            self._same_outside()

    @precondition(lambda self: not self.writing)
    @rule(
        at=st.sampled_from(["publishing", "planning", "keeping", "kept"]),
        number=st.integers(0, 3),
        restart=st.booleans(),
        hint=st.booleans(),
    )
    def a_sync_is_cut_short(self, at: str, number: int, restart: bool, hint: bool) -> None:
        with pytest.MonkeyPatch.context() as patch:
            self._cut_short(patch, at, number)
            try:
                self._sync(frozenset(self.pending) if hint else None, cut_short=at == "kept", patch=patch)
            except KeyboardInterrupt:
                # What it published stands until a run says otherwise, and one that is asked for less may not.
                self.other.adopt_feeds(self.mine)
        if restart:
            self._restart()

    @precondition(lambda self: not self.writing)
    @rule(hint=st.booleans())
    def a_feed_cannot_be_written(self, hint: bool) -> None:
        def refuses(path: Path, data: bytes, **given: bool) -> bool:
            if path.name == "catch-ups.ics":
                raise PublishError("The disk is full.")
            return publish(path, data, **given)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(applying, "publish", refuses)
            self._sync(frozenset(self.pending) if hint else None, refusing=True, patch=patch)

    @rule(out=st.just("removed") | st.just("zeroed") | st.integers(0, 40) | st.just("short"))
    def the_index_is_damaged(self, out: str | int) -> None:
        self._restart()
        index = self.mine.index
        if out == "removed":
            self.mine.lose_index()
        elif index.exists():
            data = index.read_bytes()
            if out == "zeroed":
                index.write_bytes(bytes(PAGE))
            elif out == "short":
                index.write_bytes(data[: len(data) // 2])
            else:
                assert isinstance(out, int)
                at = out % (len(data) // PAGE) * PAGE
                # A page of a table without its head is noticed; a byte in a text is not.
                if at and data[at] in {2, 5, 10, 13}:
                    index.write_bytes(data[:at] + bytes(PAGE) + data[at + PAGE :])
        self.damaged = True
        self._sync(None)

    @rule()
    def copies_are_made(self) -> None:
        self.mine.copy_books(self.home / "copies")
        self.copied = True

    @precondition(lambda self: hasattr(self, "copied") and not self.writing)
    @rule(books=st.sampled_from(["both", "the index", "the state"]))
    def older_books_are_put_back(self, books: str) -> None:
        self._restart()
        for book in (self.mine.index, self.mine.state):
            older = self.home / "copies" / book.name
            if books in {"both", "the index" if book == self.mine.index else "the state"} and older.exists():
                for side in ("", "-wal", "-shm"):
                    book.with_name(book.name + side).unlink(missing_ok=True)
                copy_book(older, book)
        self.apart = self.apart or books != "the index"
        self._sync(None)

    @rule(then=told_how)
    def another_plugin(self, then: str) -> None:
        if self.plugins.pop("mover", None) is None:
            self.plugins["mover"] = Mover()
        self._restart()
        self._then(then)

    @precondition(lambda self: not self.writing)
    @rule(of=st.sampled_from(["everything", "busy", "family"]), then=told_how)
    def a_plugin_is_out_of_order(self, of: str, then: str) -> None:
        self.faulty.out = "" if self.faulty.out else of
        self.apart = True
        self._then(then)

    # How it is done

    def _new_keeper(self) -> Keeper:
        return Keeper(self.mine.root, options=Options(), today=lambda _: self.today)

    def _restart(self) -> None:
        self.keeper.close()
        self.keeper = self._new_keeper()

    def _set(self, text: str | None) -> None:
        if text is not None and self.writing:
            text = text.replace("enabled = false", "enabled = true")
        for root in self.disk.roots:
            if text is None:
                (root / "vaultsync.toml").unlink(missing_ok=True)
            else:
                (root / "vaultsync.toml").write_text(text)

    def _cut_short(self, patch: pytest.MonkeyPatch, at: str, number: int) -> None:
        left = [number]

        def stops(*_: object, **__: object) -> bool:
            raise KeyboardInterrupt

        def publishes(path: Path, data: bytes, **given: bool) -> bool:
            left[0] -= 1
            return stops() if left[0] < 0 else publish(path, data, **given)

        commit = Books.commit

        def keeps(books: Books) -> None:
            commit(books)
            stops()

        if at == "publishing":
            patch.setattr(applying, "publish", publishes)
        elif at == "planning":
            patch.setattr("vaultsync.sync.run.plan", stops)
        else:
            patch.setattr(Books, "commit", keeps if at == "kept" else stops)

    def _then(self, then: str, *changed: str) -> None:
        if then == "lost" and self.writing:
            then = "nothing"
        if then != "lost":
            self.pending |= set(changed)
        if then == "lost":
            self.whole = self.whole or bool(changed)
            self._sync(frozenset({"People/Bo.md"}))
        elif then != "nothing":
            self._sync(frozenset(self.pending) if then == "hint" else None)

    def _sync(
        self,
        hint: frozenset[str] | None,
        *,
        once: bool = False,
        seen: dict[str, object] | None = None,
        cut_short: bool = False,
        refusing: bool = False,
        patch: pytest.MonkeyPatch | None = None,
    ) -> None:
        """Sync the one, and, where it was told of everything, the other, and hold them against each other."""
        if self.writing:
            self.disk.settle()
            hint = None if self.whole else hint  # each has notes of its own: neither can go on from where the other is
        everything = hint is None or not (self.whole or self.pending - hint)
        if self.faulty.out or not everything:
            self.apart = True
        elif self.apart:
            self.other.adopt(self.mine)
            self.apart = False
        compared = not self.apart
        self.again = False
        with self.mine.entered():
            try:
                line, mine = self._once() if once else self._keep(hint)
                failed = ""
            except VaultError as error:
                line, mine, failed = None, None, str(error)
            except KeyboardInterrupt:
                if not cut_short:
                    raise
                line, mine, failed = None, None, "cut short"
            finally:
                if patch is not None:
                    patch.undo()  # what goes wrong, goes wrong for the one
        if not failed:
            assert mine is not None
            self.pending = set() if hint is None else self.pending - hint
            self.whole = self.whole and hint is not None
            self.pending |= set(mine.applied.edited)
        if compared:
            self._hold(
                line, mine, failed, seen=seen, once=once or hint is not None or not self.begins_anew, refusing=refusing
            )
        if line is not None and once:
            line.close()

    def _once(self) -> tuple[Line, SimpleNamespace]:
        line, done = synced(self.mine.root, lambda _: self.today)
        return line, told(done.plan.changes, done.plan.changed_notes, done.applied)

    def _keep(self, hint: frozenset[str] | None) -> tuple[Line, SimpleNamespace]:
        try:
            kept = self.keeper.sync(hint)
        except VaultError as error:
            # A page that nobody looked at is found out later.
            if not self.damaged or "damaged" not in str(error):
                raise
            self.damaged, self.again = False, True
            kept = self.keeper.sync(hint)
        return line_of(self.keeper), told(kept.changes, kept.changed, kept)

    def _hold(
        self,
        line: Line | None,
        mine: SimpleNamespace | None,
        failed: str,
        *,
        seen: dict[str, object] | None,
        once: bool,
        refusing: bool,
    ) -> None:
        if line is not None:
            with self.mine.entered():
                here = self._standing(line)
        with self.other.entered():
            refused = ""
            try:
                other, theirs = self.other.sync_from_scratch(self.today, Options())
                if failed and self.begins_anew:
                    # One that begins anew syncs twice: the first may find people whom the second does not miss.
                    other.books.close()
                    other, theirs = self.other.sync_from_scratch(self.today, Options())
            except VaultError as error:
                refused = str(error)
            if refused:
                assert failed == refused
                return
            there = standing(other)
            other.close()
        assert failed in {"", "cut short"}, failed
        if line is not None and here is not None:
            agree(here, there, "the line")
        if seen is not None:
            agree(seen, there, "a look")
        if mine is not None and once and not self.again:  # what the first of two did, the second does not do
            agree(summed(mine), summed(theirs), "what was done")
        self._same_outside(feeds=not refusing)

    def _standing(self, line: Line) -> dict[str, object] | None:
        """Everything that the line says; nothing where it meets the damage of its index only now."""
        try:
            return standing(line)
        except (sqlite3.DatabaseError, BadIndexError):
            assert self.damaged
            self._restart()
            self.mine.lose_index()
            return None

    def _same_outside(self, *, feeds: bool = True) -> None:
        if feeds:
            agree(self.mine.feeds(), self.other.feeds(), "feeds")
        agree(self.mine.tables(), self.other.tables(), "the state")
        if self.writing:
            one, other = (self.disk.notes(root) for root in self.disk.roots)
            agree(one, other, "notes")


def summed(done: SimpleNamespace) -> dict[str, object]:
    """What a sync says it did."""
    return {"changed": done.changed, "changes": done.changes, "edited": done.applied.edited}
