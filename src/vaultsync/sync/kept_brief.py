"""The brief about one person from what the books keep: the plugins are asked about nobody else, and nothing is kept."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from vaultsync.hooks.context import Chosen
from vaultsync.model import Brief, Note
from vaultsync.sync.asking import Asking
from vaultsync.sync.kept import Kept
from vaultsync.sync.live import Reads
from vaultsync.sync.world import Options, World, read_plugins, read_settings
from vaultsync.vault.books import noticed
from vaultsync.vault.editor import editor_settings
from vaultsync.vault.state import plugin_folder

if TYPE_CHECKING:  # no event is rendered here
    from vaultsync.calendar import Entry


def kept_brief(root: Path, kept: Kept, uid: str, options: Options) -> Brief:
    """Every plugin's sections about a person, in reading order. Raises PluginFailedError under ``options.strict``."""
    settings, problems = read_settings(root)
    user, plugins, _ = read_plugins(root, options)
    with noticed():
        # Of all notes, those whose folders may be of templates.
        asked = "SELECT path FROM ix.notes WHERE path LIKE '%template%'"
        paths = [path for (path,) in kept.connection.execute(asked)]
    world = World(
        root=root,
        settings=settings,
        editor=editor_settings(root, paths),
        today=kept.today,
        options=options,
        problems=problems,
        user=user,
        plugins=plugins,
    )
    asking = Asking(world, _Memory(root, kept), Reads())
    asking.knows(kept.network)
    return asking.answers.brief(uid)


class _Memory:
    """Of what is kept from run to run, what is asked for to say a brief."""

    def __init__(self, root: Path, kept: Kept) -> None:
        self._root, self._kept = root, kept

    def note(self, path: str) -> Note | None:
        """A note as it was read."""
        return self._kept.note(path)

    def said(self, kind: str, person: str) -> dict[str, bytes]:
        """What each plugin from outside said of a person, by plugin."""
        with noticed():
            asked = "SELECT plugin, data FROM across WHERE kind=? AND person=? ORDER BY plugin"
            return dict(self._kept.connection.execute(asked, (kind, person)))

    def keep_said(self, kind: str, person: str, said: dict[str, bytes]) -> None:
        """Keep nothing: only a sync writes into the books."""

    def has_said(self, kind: str) -> bool:
        """Whether any such thing is kept."""
        return self._kept.connection.execute("SELECT 1 FROM across WHERE kind=?", (kind,)).fetchone() is not None

    def file_names(self) -> dict[str, str]:
        """What the plugins of single files called themselves in the last run, by path."""
        row = self._kept.connection.execute("SELECT value FROM main.meta WHERE key='plugin-files'").fetchone()
        return dict(msgspec.json.decode(row[0], type=dict[str, str])) if row else {}

    def folder(self, plugin: str) -> Path:
        """A plugin's own folder, which is made where it is missing."""
        return plugin_folder(self._root, plugin, os.environ)

    def cached(
        self, plugin: str, key: str, given: tuple[object, ...], make: Callable[[], bytes], *, lasting: bool
    ) -> bytes:
        """What is made now: of earlier runs nothing is asked."""
        del plugin, key, given, lasting
        return make()

    def entry(self, uid: str) -> "Entry | None":
        """No event is rendered here."""

    def keep_entry(self, uid: str, entry: "Entry") -> None:
        """Keep nothing."""

    def chosen(self, query: str, most: int) -> Chosen:
        """No feed is rendered here."""
        del query, most
        return Chosen()
