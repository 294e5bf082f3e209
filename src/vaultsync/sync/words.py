"""The words of people's notes, to be searched: an FTS5 table of the index, brought up to date when it is asked.

Case and accents do not matter. All that stands in a note is in it, properties too, as it stood when it was last read.
"""

import re
import sqlite3
from pathlib import Path

from vaultsync.model import Problem, Value
from vaultsync.notes import ReadLimits
from vaultsync.vault.read import read_note_bytes

AROUND = 10
"""How many words of a line are shown around those that were looked for."""

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
    stale = connection.execute(
        "SELECT path, digest, number FROM ix.notes LEFT JOIN ix.worded USING (path)"
        " WHERE called IS NOT NULL AND said IS NOT digest"
    ).fetchall()
    connection.executemany("DELETE FROM ix.words WHERE rowid=?", [*gone, *((row[2],) for row in stale if row[2])])
    connection.executemany("DELETE FROM ix.worded WHERE number=?", gone)
    for path, digest, _ in stale:
        data = read_note_bytes(root, path, limit=ReadLimits().max_bytes)
        text = "" if isinstance(data, Problem) else data.decode("utf-8", "replace")
        number = connection.execute("INSERT INTO ix.words (text) VALUES (?)", (text,)).lastrowid
        connection.execute("INSERT OR REPLACE INTO ix.worded VALUES (?,?,?)", (path, digest, number))


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
