"""The people as the books have them, for a command that only asks: at once where nothing moved, else after a look."""

from contextlib import suppress
from pathlib import Path

from vaultsync.cli.options import Call
from vaultsync.cli.quick import standing_for
from vaultsync.sync.kept import Kept
from vaultsync.sync.words import keep_words, prepare_words
from vaultsync.vault.books import BadIndexError
from vaultsync.vault.errors import VaultError


def kept_people(call: Call, *, words: bool = False) -> tuple[Path, Kept]:
    """The vault's folder, and its people; with ``words``, what stands in their notes can be searched."""
    root = call.root()
    if words:
        with suppress(VaultError, BadIndexError):  # then they are read again for this one search
            prepare_words(root)
    still = standing_for(call)
    if still is not None and not (words and still.wants_words()):
        return root, Kept(still.books, still.today)
    from vaultsync.cli.session import looked  # noqa: PLC0415 - only where something moved

    session = looked(call)
    if words:
        keep_words(session.line.books.connection, session.root)
    return root, Kept(session.line.books.connection, session.today)
