"""Whole syncs of a plugin in vaults made for it: what it writes and writes again, and which events stay the same."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from vaultsync.model import CatchUp, Edit
from vaultsync.sync import looked
from vaultsync.sync.run import would_write
from vaultsync.sync.world import AS_USUAL
from vaultsync.testing._enabled import enable, enabled
from vaultsync.testing._home import Home
from vaultsync.testing._syncing import SyncRun, see_loaded, sync
from vaultsync.testing._targets import Plugin, Target
from vaultsync.testing._vaults import VaultFolder


class Trial:
    """A vault and a home of its own, with one plugin turned on."""

    def __init__(
        self, folder: Path, target: Target, plugin: Plugin, *, today: date, config: Mapping[str, object]
    ) -> None:
        self.vault, self.home = VaultFolder(folder / "Vault"), Home(folder / "home")
        self.today = today
        self._name = plugin.name
        self._plugins = enable(self.home, [target], {plugin.name: config} if config else {})

    def sync(self) -> SyncRun:
        """Sync the vault."""
        return sync(self.vault, self.home, self._plugins, today=self.today, options=AS_USUAL)

    def edits(self) -> tuple[Edit, ...]:
        """The plugin's edits that would change a note now."""
        self.vault.rest()
        with enabled(self.home, self._plugins):
            line = looked(self.vault.path, lambda _: self.today)
            try:
                see_loaded(line, self._plugins)
                rewrites, _ = would_write(line, line.edits())
                return tuple(edit for one in rewrites for edit in one.edits if edit.plugin == self._name)
            finally:
                line.close()

    def events(self) -> dict[str, CatchUp]:
        """The plugin's events by UID, once the vault was synced."""
        return {one.uid: one for one in self.sync().catch_ups if one.reminder.plugin == self._name}

    def rename(self, path: str) -> str:
        """Rename somebody's note, and the links to it, as an editor does; the new path."""
        folder, _, name = path.rpartition("/")
        old, new = name.removesuffix(".md"), f"{name.removesuffix('.md')} (renamed)"
        to = f"{folder}/{new}.md".lstrip("/")
        self.vault.rename(path, to)
        for file in sorted(self.vault.path.rglob("*.md")):
            data = file.read_bytes()
            linked = data.replace(f"[[{old}]]".encode(), f"[[{new}|{old}]]".encode())
            linked = linked.replace(f"[[{old}|".encode(), f"[[{new}|".encode())
            if linked != data:
                self.vault.write(file.relative_to(self.vault.path).as_posix(), linked)
        return to


@contextmanager
def trial(
    target: Target,
    plugin: Plugin,
    *,
    notes: Mapping[str, str | bytes],
    settings: str,
    today: date,
    config: Mapping[str, object] | None,
) -> Iterator[Trial]:
    """Make a vault of these notes in a folder of its own, for as long as it is needed."""
    with tempfile.TemporaryDirectory(prefix="vaultsync-trial-") as folder:
        made = Trial(Path(folder).resolve(), target, plugin, today=today, config=config or {})
        made.vault.write({"vaultsync.toml": settings, **notes})
        yield made
