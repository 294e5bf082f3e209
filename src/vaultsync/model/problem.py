"""Problems: what is wrong in the user's files or plugins, said as a value and never raised."""

from typing import Literal

from vaultsync.model.base import Value

Severity = Literal["error", "warning", "info"]
"""``error``: something was left out or not done. ``warning``: it was done, but perhaps not as meant.
``info``: worth knowing."""


class Code(Value, frozen=True, kw_only=True):
    """One kind of problem: how grave it is, and what it means in a sentence."""

    severity: Severity
    meaning: str


class Problem(Value, frozen=True, kw_only=True, array_like=True):
    """One thing to look at, with the place and the next step.

    ``path`` is relative to the vault and POSIX; ``line`` counts from 1, and 0 means the whole file.
    ``plugin`` is stamped by the host; ``""`` is vaultsync itself.
    """

    code: str
    severity: Severity
    message: str
    hint: str = ""
    path: str = ""
    line: int = 0
    plugin: str = ""

    @property
    def sort_key(self) -> tuple[str, int, str, str]:
        """By file, line, code and text: the order in which problems are shown."""
        return (self.path, self.line, self.code, self.message)


def problem(code: str, message: str, *, hint: str = "", path: str = "", line: int = 0) -> Problem:
    """A Problem of a code in :data:`CODES`, with that code's severity. Raises KeyError for an unknown code."""
    return Problem(code=code, severity=CODES[code].severity, message=message, hint=hint, path=path, line=line)


def _code(severity: Severity, meaning: str) -> Code:
    return Code(severity=severity, meaning=meaning)


CODES: dict[str, Code] = {
    # Reading a note
    "note-too-large": _code("warning", "The note is larger than the limit; only its front matter was read."),
    "note-encoding": _code("warning", "The note is not UTF-8; unreadable characters were replaced."),
    "note-conflict-markers": _code("error", "Git conflict markers stand in the note; it was read as far as possible."),
    "note-unreadable": _code("error", "The file could not be opened or read."),
    "yaml-invalid": _code("error", "The front matter is not valid YAML; lines that could be read were read."),
    "yaml-limits": _code("error", "The front matter is too large, too deep or uses too many aliases."),
    "yaml-unterminated": _code("error", "The front matter opens with --- and never closes."),
    "yaml-duplicate-key": _code("warning", "A property stands twice; the last one counts."),
    "yaml-key-not-text": _code("warning", "A property's key is not text, and was left out."),
    "yaml-not-a-map": _code("error", "The front matter is not a list of properties."),
    "front-matter-format": _code("info", "The front matter is TOML or JSON: it is read, and never written."),
    # Writing into a note
    "edit-refused": _code("warning", "An edit was not made, because the note could not be edited safely there."),
    # Typing a person
    "date-invalid": _code("warning", "A property should hold a date and does not."),
    "date-ambiguous": _code("warning", "A date could be read two ways."),
    "date-in-future": _code("warning", "A contact is dated after today and does not count."),
    "cadence-unreadable": _code("warning", "A cadence is neither a span of time nor a tier the settings know."),
    "value-unreadable": _code("warning", "A property's value could not be understood."),
    # The network
    "link-ambiguous": _code("warning", "A link names more than one person; it was not counted."),
    "person-duplicate": _code("warning", "Two notes seem to be the same person."),
    "uid-duplicate": _code("error", "Two notes carry the same uid; the first by path keeps it."),
    # The vault
    "conflict-copy": _code("warning", "A sync service left a conflict copy; it is kept out."),
    "vault-nested": _code("info", "A vault lies inside this one and was left out."),
    "vault-settings": _code("warning", "A settings file of the editor could not be read; defaults were used."),
    "link-outside": _code("warning", "A symbolic link leads out of the vault or in a circle; it was not followed."),
    # The settings
    "config-invalid": _code("error", "A setting is wrong; the default was used."),
    "config-unknown": _code("warning", "A setting has a name that nothing reads."),
    "secrets-readable": _code("warning", "Your own config.toml may be read by others on this computer."),
    "query-invalid": _code("error", "A query could not be understood."),
    # Planning and publishing
    "capacity-short": _code("info", "More catch-ups wait than the coming year has room for."),
    "feed-full": _code("warning", "A feed reached its limit of events or bytes; the furthest were left out."),
    "feed-invalid": _code("error", "A rendered feed failed its own check; the last good one stays."),
    "state-unreadable": _code("warning", "What was published before could not be read; a new beginning was made."),
    "publish-refused": _code("error", "Publishing was refused to protect what is there."),
    # Publishing elsewhere
    "target-invalid": _code("error", "The address of a place to publish to cannot be used; nothing is sent there."),
    "target-not-allowed": _code("warning", "A vault names a place to publish to that your own config does not know."),
    "target-failed": _code("warning", "A place did not get the feeds; the next sync tries again."),
    # Writing into notes
    "edit-contested": _code("warning", "An edit was undone three times by something else; it is no longer made."),
    "edit-conflict": _code("error", "Two plugins want to write the same property; neither did."),
    "write-not-allowed": _code("info", "Edits of notes wait for the user's word that notes may be written."),
    "write-raced": _code("warning", "The note was saved while an edit was under way; the save stands, the edit waits."),
    "write-later": _code("info", "The note was saved a moment ago, or is being saved; the next sync edits it."),
    "write-refused": _code("error", "A note could not be written, or not safely; it is as it was."),
    "save-set-aside": _code("error", "Two saves of a note met an edit; the newer stands, the older was kept."),
    "name-refused": _code("error", "A name for a new note would not work on every computer, or stands for another."),
    "undo-refused": _code("warning", "An edit was not taken back, because the note has changed since."),
    # Plugins
    "plugin-failed": _code("error", "A plugin raised; what it published before stays."),
    "plugin-result": _code("error", "A plugin returned something of the wrong type; it was left out."),
    "plugin-config": _code("error", "A plugin's settings are wrong; its defaults were used."),
    "plugin-load": _code("error", "A plugin could not be loaded."),
    "plugin-missing": _code("error", "A plugin is enabled and not installed; what it published before stays."),
    "plugin-untrusted": _code("warning", "A single-file plugin is not trusted, and nothing of it was run."),
    "plugin-changed": _code("warning", "A single-file plugin is not as it was trusted; nothing of it was run."),
    "plugin-slow": _code("warning", "A plugin took long."),
    "plugin-quarantined": _code("warning", "A plugin failed three times in a row; it is not asked for a while."),
}
"""Every code that vaultsync itself reports; the reference page is generated from this table."""
