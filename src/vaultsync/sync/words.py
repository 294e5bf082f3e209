"""The words of people's notes, to be searched: an FTS5 table of the index, brought up to date when it is asked.

Case and accents do not matter. All that stands in a note is in it, properties too, as it stood when it was last read.
"""

import os
import re
import sqlite3
from contextlib import closing
from pathlib import Path

from vaultsync.model import Problem, Value
from vaultsync.notes import ReadLimits, fold
from vaultsync.vault.books import noticed, open_books
from vaultsync.vault.index import INDEX_FILE, STALE_WORDS, cache_folder
from vaultsync.vault.lock import locked
from vaultsync.vault.read import read_note_bytes
from vaultsync.vault.state import STATE_FILE, state_folder

AROUND = 10
"""How many words of a line are shown around those that were looked for."""

SHORT = 0.3
"""Seconds that a search waits for another run to end before it goes on without keeping the words."""

_WORD = re.compile(r"\w+")


class Passage(Value, frozen=True, kw_only=True):
    """Where words stand together in a person's note, and what stands around them."""

    path: str
    text: str


def keep_words(connection: sqlite3.Connection, root: Path) -> None:
    """Bring the words up to date with the notes that are about people, which are read again where they changed."""
    gone = connection.execute(
        "SELECT number FROM ix.worded WHERE path NOT IN (SELECT path FROM ix.notes WHERE called IS NOT NULL)"
    ).fetchall()
    stale = connection.execute(STALE_WORDS).fetchall()
    for table in ("words", "folded"):
        old = [*gone, *((row[2],) for row in stale if row[2])]
        connection.executemany(f"DELETE FROM ix.{table} WHERE rowid=?", old)
    connection.executemany("DELETE FROM ix.worded WHERE number=?", gone)
    for path, digest, _ in stale:
        data = read_note_bytes(root, path, limit=ReadLimits().max_bytes)
        text = "" if isinstance(data, Problem) else data.decode("utf-8", "replace")
        number = connection.execute("INSERT INTO ix.words (text) VALUES (?)", (text,)).lastrowid
        if not text.isascii():
            connection.execute("INSERT INTO ix.folded (rowid, text) VALUES (?,?)", (number, fold(text)))
        connection.execute("INSERT OR REPLACE INTO ix.worded VALUES (?,?,?)", (path, digest, number))


def prepare_words(root: Path) -> None:
    """Keep the words of the notes as they were last read, so that no later search has to read them again.

    Raises VaultError where another run is at work, or the books cannot be written.
    """
    folder, cache = state_folder(root, os.environ), cache_folder(root, os.environ)
    if not (folder / STATE_FILE).exists() or not (cache / INDEX_FILE).exists():
        return
    look = f"{(cache / INDEX_FILE).absolute().as_uri()}?mode=ro"
    with noticed(), closing(sqlite3.connect(":memory:", uri=True)) as looking:
        looking.execute("ATTACH ? AS ix", (look,))
        if not looking.execute(f"SELECT EXISTS ({STALE_WORDS})").fetchone()[0]:
            return
    with locked(folder, wait=SHORT):
        books = open_books(folder, cache)
        with closing(books), books.run():
            if not books.fresh:
                keep_words(books.connection, root)
                books.commit()
                _into_one_file(books.connection)


def _into_one_file(connection: sqlite3.Connection) -> None:
    """Move what was written into the index itself: whoever opens it next would have to read it through first.

    SQLite does it when the last who has it open closes it; a search still has it open, to read.
    """
    connection.execute(f"PRAGMA busy_timeout={int(SHORT * 1000)}")
    connection.execute("PRAGMA ix.wal_checkpoint(TRUNCATE)")


def passages(connection: sqlite3.Connection, root: Path, text: str, most: int) -> tuple[Passage, ...]:
    """The notes about people in which all words of a text stand, or begin, the best first (BM25); ``most`` of them."""
    wanted = " ".join(f'"{word}"*' for word in _WORD.findall(text))
    if not wanted:
        return ()
    keep_words(connection, root)
    rows = connection.execute(
        f"SELECT path, snippet(words, 0, '', '', '…', {AROUND}) FROM ix.words JOIN ix.worded ON number = words.rowid"
        " WHERE words MATCH ? ORDER BY rank, path LIMIT ?",
        (wanted, most),
    )
    return tuple(Passage(path=path, text=" ".join(found.split())) for path, found in rows)
