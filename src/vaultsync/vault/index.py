"""The index: what follows from each note, so that only what changed is worked out again. All of it can be made anew.

It lies in the user's cache folder, one a vault. Its tables are written and read in :mod:`vaultsync.sync`.
"""

from collections.abc import Mapping
from pathlib import Path

from vaultsync.vault.state import state_folder

INDEX_VERSION = 15
"""Of the form of the tables, and of what is worked out from a note; an index of another is made anew."""

INDEX_FILE = "index.db"
VARIABLE = "VAULTSYNC_CACHE_DIR"

INDEX_SCHEMA = """
CREATE TABLE ix.meta (key TEXT PRIMARY KEY, value BLOB);
-- A note as it was read: what tells a changed file, the note itself, and the person in it, by path.
CREATE TABLE ix.notes (
  path TEXT PRIMARY KEY, size INTEGER, mtime_ns INTEGER, inode INTEGER, ctime_ns INTEGER, digest TEXT,
  note BLOB, person BLOB, called BLOB, problems BLOB, failed INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX ix.notes_of_people ON notes (path, digest) WHERE called IS NOT NULL;
CREATE INDEX ix.notes_failed ON notes (path) WHERE failed;
CREATE INDEX ix.notes_with_problems ON notes (path) WHERE problems IS NOT NULL;
-- What a note says of people: their uids, what its links meant, which were not clear.
CREATE TABLE ix.shares (path TEXT PRIMARY KEY, uids BLOB, meanings BLOB, unclear BLOB);
CREATE INDEX ix.shares_unclear ON shares (path) WHERE unclear IS NOT NULL;
-- A person, and what each note says of them. In "sought" is what words are looked for in, folded
-- (vaultsync.people.evidence).
CREATE TABLE ix.people (
  uid TEXT PRIMARY KEY, sought TEXT, person BLOB, parts BLOB, ties BLOB, stated BLOB, problems BLOB
);
CREATE INDEX ix.people_with_problems ON people (uid) WHERE problems IS NOT NULL;
-- A search looks through these alone.
CREATE INDEX ix.people_sought ON people (uid, sought) WHERE person IS NOT NULL;
CREATE INDEX ix.people_ties ON people (ties) WHERE length(ties) > 1;
-- What plugins said of a person: facts, reminders that stand and that may move; at whom they looked besides (NULL: at
-- nobody); the day of a catch-up made this week; whether they are to be asked again in any case. "sorts" is their
-- place in "shown"; "contacts" how many are known; "last" the day of the latest.
CREATE TABLE ix.said (
  uid TEXT PRIMARY KEY, facts BLOB, standing BLOB, movable BLOB, reads BLOB, made TEXT, again INTEGER, problems BLOB,
  sorts TEXT, contacts INTEGER, last TEXT
);
-- Everybody as "people --json" shows them, in that order.
CREATE TABLE ix.shown (sorts TEXT PRIMARY KEY, text TEXT) WITHOUT ROWID;
CREATE INDEX ix.said_made ON said (made) WHERE made IS NOT NULL;
CREATE INDEX ix.said_contacts ON said (contacts);
CREATE INDEX ix.said_last ON said (uid, last, sorts) WHERE sorts IS NOT NULL;
CREATE INDEX ix.said_again ON said (uid) WHERE again;
CREATE INDEX ix.said_reads ON said (uid) WHERE reads IS NOT NULL;
CREATE INDEX ix.said_movable ON said (uid) WHERE movable IS NOT NULL;
CREATE INDEX ix.said_with_problems ON said (uid) WHERE problems IS NOT NULL;
-- The words of the notes about people, and which text of which note they are of (vaultsync.sync.words).
CREATE VIRTUAL TABLE ix.words USING fts5 (text, tokenize = "unicode61 remove_diacritics 2");
-- The same folded, for notes in which that makes a difference: those that are not ASCII alone.
CREATE VIRTUAL TABLE ix.folded USING fts5 (text, tokenize = "unicode61 remove_diacritics 2");
CREATE TABLE ix.worded (path TEXT PRIMARY KEY, said TEXT, number INTEGER) WITHOUT ROWID;
CREATE INDEX ix.worded_number ON worded (number);
-- Bytes that a plugin asked to have kept, and what they follow from.
CREATE TABLE ix.kept (
  plugin TEXT, key TEXT, given BLOB, data BLOB, reads BLOB, PRIMARY KEY (plugin, key)
) WITHOUT ROWID;
"""

STALE_WORDS = (
    "SELECT path, digest, number FROM ix.notes LEFT JOIN ix.worded USING (path)"
    " WHERE called IS NOT NULL AND said IS NOT digest"
)
"""The notes about people whose words are not in the index as they were last read."""


def cache_folder(root: Path, environment: Mapping[str, str]) -> Path:
    """The folder of the vault's index: one a vault, named as that of its state.

    It lies in ``VAULTSYNC_CACHE_DIR``, else where the platform keeps what can be made anew for a user.
    """
    return cache_home(environment) / state_folder(root, environment).name


def cache_home(environment: Mapping[str, str]) -> Path:
    """The folder of what can be made anew, for all vaults together."""
    named = environment.get(VARIABLE, "")
    return Path(named).expanduser() if named else _platform_folder()


def _platform_folder() -> Path:
    from platformdirs import user_cache_path  # noqa: PLC0415 - ten milliseconds that a given folder need not spend

    return user_cache_path("vaultsync", appauthor=False)


def remove_index(root: Path, environment: Mapping[str, str]) -> bool:
    """Remove the vault's index; False where there is none. Raises VaultError where it cannot be."""
    from vaultsync.vault.books import discard  # noqa: PLC0415 - the books know this module

    return discard(cache_folder(root, environment) / INDEX_FILE)
