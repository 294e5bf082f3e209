"""What vaultsync remembers of a vault from run to run, kept outside it: identities, stamps, what was published.

All of it can be lost without losing a note. What is lost then is continuity: events may show as changed once.
"""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

STATE_VERSION = 4
"""Of the form of the tables; a state of another is not read."""

STATE_FILE = "state.db"
VARIABLE = "VAULTSYNC_STATE_DIR"

STATE_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value BLOB);
-- Who each note is.
CREATE TABLE identities (path TEXT PRIMARY KEY, uid TEXT, digest TEXT, inode INTEGER);
CREATE TABLE first_seen (uid TEXT PRIMARY KEY, day TEXT);
-- The catch-ups of the feeds as placed, each with what a feed orders it by.
-- "id" is the reminder's, where it may move; "held" are the queries that hold for it, within the reach of the feeds.
CREATE TABLE published (
  uid TEXT PRIMARY KEY, person TEXT, path TEXT, day TEXT, starts TEXT, id TEXT, held BLOB, data BLOB
);
CREATE INDEX published_by_person ON published (person);
CREATE INDEX published_by_day ON published (day);
CREATE INDEX published_movable ON published (id, day) WHERE id IS NOT NULL;
-- The same by query, in the order of a feed.
CREATE TABLE held (query TEXT, starts TEXT, uid TEXT, PRIMARY KEY (query, starts, uid)) WITHOUT ROWID;
-- Reminders without room, with the last day they had.
CREATE TABLE waited (id TEXT PRIMARY KEY, day TEXT);
-- When each event last changed (vaultsync.calendar.ledger).
CREATE TABLE stamps (uid TEXT PRIMARY KEY, entry BLOB, seen TEXT);
-- The plugin that each published file came from.
CREATE TABLE artifacts (name TEXT PRIMARY KEY, plugin TEXT);
-- The digest of each note at the last run.
CREATE TABLE notes (path TEXT PRIMARY KEY, digest TEXT);
-- The boxes of the tasks that concern people.
CREATE TABLE boxes (person TEXT, key TEXT, path TEXT, day TEXT, PRIMARY KEY (person, key)) WITHOUT ROWID;
-- What was last written at each place of a note, and how often in a row.
CREATE TABLE rounds (place TEXT PRIMARY KEY, value TEXT, times INTEGER);
"""

LATER_SCHEMA = """
-- What plugins say of everybody together: contacts from outside (kind "interactions"), and picks.
CREATE TABLE IF NOT EXISTS main.across (
  kind TEXT, plugin TEXT, person TEXT, data BLOB, PRIMARY KEY (kind, person, plugin)
) WITHOUT ROWID;
"""
"""Tables that a state may lack, because an earlier version made it."""


def state_folder(root: Path, environment: Mapping[str, str]) -> Path:
    """The folder of the vault's state: one a vault, named by the digest of its resolved root.

    It lies in ``VAULTSYNC_STATE_DIR``, else where the platform keeps state for a user.
    """
    return state_home(environment) / _digest(root)


def state_home(environment: Mapping[str, str]) -> Path:
    """The folder of what is remembered of all vaults together."""
    named = environment.get(VARIABLE, "")
    return Path(named).expanduser() if named else _platform_folder()


def plugin_folder(root: Path, plugin: str, environment: Mapping[str, str]) -> Path:
    """What a plugin keeps of a vault: made where it is missing, for its owner alone. Raises OSError."""
    folder = state_folder(root, environment) / "plugins" / plugin
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _platform_folder() -> Path:
    from platformdirs import user_state_path  # noqa: PLC0415 - ten milliseconds that a given folder need not spend

    return user_state_path("vaultsync", appauthor=False)


def _digest(root: Path) -> str:
    return hashlib.sha256(os.fsencode(root.resolve())).hexdigest()[:32]
