"""The token as a running server knows it: looked at with every request, so that a new one holds at once."""

import os
from pathlib import Path

from vaultsync.vault.errors import VaultError
from vaultsync.vault.token import FILE, read_token, same

_NONE = "-" * 43
"""As long as a token, and never one: what a caller's word is compared with where there is none."""


class Key:
    """The token of a vault's state folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = os.fspath(folder / FILE)
        self._seen: tuple[int, int, int] | None = None
        self._token = ""

    def fits(self, given: str) -> bool:
        """Whether the word is the token that holds now. Where the file is gone, none does."""
        self._look()
        return same(given, self._token or _NONE) and bool(self._token)

    def _look(self) -> None:
        try:
            stat = os.stat(self._path)  # noqa: PTH116 - with every request, so a string
        except FileNotFoundError:
            self._token, self._seen = "", None
            return
        except OSError:  # unknown, so the last one holds
            return
        seen = (stat.st_ino, stat.st_size, stat.st_mtime_ns)
        if seen != self._seen:
            try:
                self._token = read_token(self._folder)
            except VaultError:
                self._token = ""
            self._seen = seen
