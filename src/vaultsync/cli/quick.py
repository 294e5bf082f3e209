"""What a command can say at once, where nothing moved since the last sync: it loads little, and reads one row.

Whenever it is not sure, it says nothing, and the command goes the long way.
"""

import hashlib
import json
import os
import sqlite3
import time
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from vaultsync.vault.index import INDEX_FILE, STALE_WORDS, cache_folder
from vaultsync.vault.state import STATE_FILE, state_folder
from vaultsync.vault.still import code_stamp, file_mark, settings_lines, text_of, walked
from vaultsync.vault.still import moved as moved_between

TYPE_CHECKING = False
if TYPE_CHECKING:  # loading them takes longer than some commands
    from typing import Any

    from vaultsync.cli.agenda_row import AgendaRow
    from vaultsync.cli.options import Call
    from vaultsync.vault.still_apart import WalkApart


TROUBLE = (OSError, sqlite3.Error, ValueError, KeyError, TypeError)
"""What is raised where something is not as a sync left it."""


class Standing:
    """How things stood after the last sync, and still stand. ``begun`` is when the looking began.

    Where that was asked for, some notes may have ``moved`` since; ``walk`` is the walk that found it.
    """

    moved: frozenset[str] | None = None
    walk: str | None = None
    apart: "WalkApart | None" = None
    """The walk, where it was begun already."""

    def __init__(
        self, root: Path, state: Path, record: "dict[str, Any]", books: sqlite3.Connection, begun: float
    ) -> None:
        self.root, self.state, self.record, self.begun = root, state, record, begun
        self._books = books

    def stands(self) -> bool:
        """Whether nothing moved since; what did is in ``moved`` then, where that can be told."""
        if self.moved is None:
            with suppress(*TROUBLE):
                if _is_watched(self.state):
                    self.moved = frozenset()
                else:
                    _walk(self)
        return self.moved == frozenset()

    def begin(self) -> None:
        """Begin the walk, which goes on while something else is done."""
        from vaultsync.vault.still_apart import WalkApart, can_fork  # noqa: PLC0415 - only where it is begun early

        with suppress(*TROUBLE):
            if can_fork() and self.record["skipped"] is not None and not _is_watched(self.state):
                skip = frozenset(self.record["skipped"])
                self.apart = WalkApart(os.path.realpath(self.root), skip, self.kept("walk"))

    @property
    def today(self) -> date:
        """The user's day."""
        return date.fromisoformat(self.record["today"])

    @property
    def zone(self) -> str:
        """The zone of wall-clock times."""
        return str(self.record["zone"])

    @property
    def seconds(self) -> float:
        """How long it took so far."""
        return time.perf_counter() - self.begun

    @property
    def books(self) -> sqlite3.Connection:
        """The books, to be read."""
        return self._books

    def wants_words(self) -> bool:
        """Whether the words of some note cannot be searched yet."""
        return bool(self._books.execute(f"SELECT EXISTS ({STALE_WORDS})").fetchone()[0])

    def kept(self, key: str) -> str:
        """What the index keeps under a key."""
        row = self._books.execute("SELECT value FROM ix.meta WHERE key=?", (key,)).fetchone()
        return str(row[0]) if row else ""

    def catch_ups(self, days: int) -> "list[AgendaRow] | None":
        """The catch-ups of the coming days, in order; None where the books are damaged."""
        from vaultsync.cli.agenda_row import read_rows  # noqa: PLC0415 - only where rows are shown

        last = self.today + timedelta(days=days - 1)
        asked = "SELECT data FROM main.published WHERE day BETWEEN ? AND ?"
        with suppress(sqlite3.Error, ValueError):
            return read_rows(data for (data,) in self._books.execute(asked, (str(self.today), str(last))))
        return None

    def agenda_text(self, days: int) -> str | None:
        """The catch-ups of the coming days, as ``agenda --json`` shows them; None where the books are damaged."""
        from vaultsync.cli.agenda_row import rows_text  # noqa: PLC0415 - only where rows are shown

        rows = self.catch_ups(days)
        return None if rows is None else rows_text(rows)

    def people_text(self) -> str | None:
        """Everybody, as ``people --json`` shows them; None where the books are damaged."""
        with suppress(sqlite3.Error):
            rows = [text for (text,) in self._books.execute("SELECT text FROM ix.shown ORDER BY sorts")]
            return "[\n" + ",\n".join(rows) + "\n]" if rows else "[]"
        return None


def standing_for(call: "Call", argument: Path | None = None, *, moved: bool = False) -> Standing | None:
    """How things stand for a command; None where more is asked for than that."""
    if call.without or call.safe or call.strict or call.trace_plugins or call.dry_run or call.force:
        return None
    return standing(call.root(argument), call.today, moved=moved)


def standing(where: str | Path, today: date | None = None, *, moved: bool = False) -> Standing | None:
    """How things stand in the vault of that folder; None where something moved, or where that cannot be told.

    With ``moved``, notes may have moved: the standing says which.
    """
    found = _AHEAD.pop(Path(where), None) if today is None else None
    found = found or known(where, today)
    return found if found is not None and (found.stands() or (moved and found.moved is not None)) else None


def look_ahead(where: str | Path) -> None:
    """Begin to look how things stand in a vault, for :func:`standing` to go on from."""
    found = known(where)
    if found is not None:
        found.begin()
        go_on_from(found)


def go_on_from(found: Standing) -> None:
    """Let :func:`standing` go on from what was seen or begun."""
    _AHEAD[found.root] = found


_AHEAD: dict[Path, Standing] = {}


def known(where: str | Path, today: date | None = None) -> Standing | None:
    """How things stood in a vault, where nothing but its notes can have moved since; None where that cannot be told."""
    begun, root = time.perf_counter(), Path(where)
    with suppress(*TROUBLE):
        state = state_folder(root, os.environ) / STATE_FILE
        index = cache_folder(root, os.environ) / INDEX_FILE
        if state.exists() and index.exists():
            books = sqlite3.connect(f"{state.absolute().as_uri()}?mode=ro", uri=True, timeout=1.0)
            books.execute("ATTACH ? AS ix", (f"{index.absolute().as_uri()}?mode=ro",))
            record = _record(books)
            if record is not None and _holds(root, record, today):
                return Standing(root, state.parent, record, books, begun)
    return None


def _record(books: sqlite3.Connection) -> "dict[str, Any] | None":
    text, generation = books.execute(
        "SELECT (SELECT value FROM ix.meta WHERE key='standing'), (SELECT value FROM main.meta WHERE key='generation')"
    ).fetchone()
    record: dict[str, Any] | None = json.loads(text) if text else None
    return record if record is not None and generation == record["generation"] else None


def _holds(root: Path, record: "dict[str, Any]", asked: date | None) -> bool:
    top = os.fspath(root)
    return (
        record["code"] == code_stamp()
        and record["today"] == str(asked or _today(record))
        and record["settings"] == settings_lines(top, record["config_folder"])
        and all(was and file_mark(os.path.join(record["dir"], name)) == was for name, was in record["files"].items())  # noqa: PTH118 - for speed
        and record["config_dir"] == os.environ.get("VAULTSYNC_CONFIG_DIR", "")
        and all(file_mark(path) == was for path, was in record["plugins"].items())
    )


def _today(record: "dict[str, Any]") -> date:
    if record["pinned"] is not None:
        return date.fromisoformat(record["pinned"])
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - a day that is given needs none

    # A vault with no zone of its own lives by the machine's clock.
    zone = ZoneInfo(record["zone"]) if record["zone"] != "UTC" else None
    return datetime.now(UTC).astimezone(zone).date()


def _is_watched(folder: Path) -> bool:
    """Whether a watch says that everything is read."""
    if not (folder / "heartbeat").exists():
        return False
    from vaultsync.vault.heartbeat import fresh  # noqa: PLC0415 - only where there is one
    from vaultsync.vault.moment import moment  # noqa: PLC0415 - as above

    return fresh(folder, moment())


def _walk(found: Standing) -> None:
    """Walk through the vault, and say what moved; nothing is said where a walk cannot tell."""
    record = found.record
    if record["skipped"] is None:
        return
    apart, found.apart = found.apart, None
    before, seen = ("", None) if apart is None else (apart.before, apart.saw())
    if seen is None:
        lines = walked(os.path.realpath(found.root), frozenset(record["skipped"]))
        if lines is None:
            return
        before, seen = found.kept("walk"), text_of(lines)
    found.walk = seen
    young = frozenset(path for path, digest in record["young"].items() if _digest(found.root / path) != digest)
    found.moved = young if before == found.walk else young | moved_between(before, found.walk)


def _digest(path: Path) -> str:
    """The digest of a note that was saved so shortly before it was read that its time does not tell."""
    with suppress(OSError):
        return hashlib.sha256(path.read_bytes()).hexdigest()
    return ""
