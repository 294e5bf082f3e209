"""The people as the books have them, for a command that only asks: at once where nothing moved, else after a look."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from vaultsync.cli.options import Call
from vaultsync.cli.quick import standing_for
from vaultsync.sync.kept import Kept

if TYPE_CHECKING:
    from vaultsync.hooks.call import Outcome
    from vaultsync.model import Location

Locate = Callable[[tuple[str, ...]], "Outcome[Location]"]


def kept_places(call: Call) -> tuple[Kept, Locate | None]:
    """The vault's people, and whoever says where places lie; None where no plugin does."""
    still = standing_for(call)
    if still is not None:
        kept = Kept(still.books, still.today)
        if not any(map(_may_locate, still.record["plugins"])):
            return kept, None
        from vaultsync.sync.locating import Locating  # noqa: PLC0415 - most vaults have no such plugin

        return kept, Locating(call.root(), still.today) or None
    from vaultsync.cli.session import looked  # noqa: PLC0415 - only where something moved

    session = looked(call)
    asking = session.line.asking
    kept = Kept(session.line.books.connection, session.today)
    return kept, asking.locate if asking.asks("vaultsync_locate") else None


def _may_locate(file: str) -> bool:
    """Whether a file on which the plugins depend may be one of those that say where places lie."""
    try:
        return file.endswith(".py") and b"vaultsync_locate" in Path(file).read_bytes()
    except OSError:
        return True


def kept_people(call: Call, *, words: bool = False) -> tuple[Path, Kept]:
    """The vault's folder, and its people; with ``words``, what stands in their notes can be searched."""
    root = call.root()
    still = standing_for(call)
    lacks = words and (still is None or still.wants_words())
    if lacks:
        _prepare(root)
        lacks = still is None or still.wants_words()
    if still is not None and not lacks:
        return root, Kept(still.books, still.today)
    from vaultsync.cli.session import looked  # noqa: PLC0415 - only where something moved

    session = looked(call)
    if words:
        from vaultsync.sync.words import keep_words  # noqa: PLC0415 - as above

        keep_words(session.line.books.connection, session.root)
    return root, Kept(session.line.books.connection, session.today)


def _prepare(root: Path) -> None:
    """Keep the words of notes for later searches; where that cannot be, they are read again for this one."""
    from vaultsync.sync.words import prepare_words  # noqa: PLC0415 - only where they are not kept yet
    from vaultsync.vault.books import BadIndexError  # noqa: PLC0415 - as above
    from vaultsync.vault.errors import VaultError  # noqa: PLC0415 - as above

    with suppress(VaultError, BadIndexError):
        prepare_words(root)
