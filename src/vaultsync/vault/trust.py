"""Which single files may run as plugins: what the user looked at and trusted, by path and digest, kept outside vaults.

It is consent, not a sandbox: what runs may do whatever the user may. A file that changes is another one, and is not
trusted any more.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from stat import S_ISREG

import msgspec

from vaultsync.model import Value
from vaultsync.vault.errors import VaultError, reason
from vaultsync.vault.publish import put
from vaultsync.vault.state import state_home
from vaultsync.vault.write_files import read_open

FILE = "trust.json"
"""In the folder of the state of all vaults."""

FOLDER = "plugins"
"""The folder of single files: in ``.vaultsync`` of a vault, and beside the user's own settings."""

MOST_BYTES = 1_000_000
_FLAGS = sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY", "O_CLOEXEC"))
NEVER = "never"
"""In the place of a digest: the file is not to run, and not to be asked about."""


class _Trusted(Value, frozen=True, kw_only=True):
    version: int = 1
    files: dict[str, str] = msgspec.field(default_factory=dict)


def trusted(environment: Mapping[str, str]) -> dict[str, str]:
    """The digest of each file that is trusted, or NEVER, by its path; nothing where that cannot be read."""
    try:
        return msgspec.json.decode((state_home(environment) / FILE).read_bytes(), type=_Trusted).files
    except (OSError, msgspec.DecodeError):
        return {}


def keep_trust(path: Path, digest: str | None, environment: Mapping[str, str]) -> None:
    """Trust the file with that digest; NEVER for a file that is not to run, None to forget it. Raises VaultError."""
    home = state_home(environment)
    files = trusted(environment)
    files.pop(str(path), None)
    if digest is not None:
        files[str(path)] = digest
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        data = msgspec.json.format(msgspec.json.encode(_Trusted(files=dict(sorted(files.items())))))
        put(home / FILE, data, private=True)
    except OSError as error:
        said, hint = reason(error)
        raise VaultError(f"{home / FILE} could not be written: {said}. {hint}, or set VAULTSYNC_STATE_DIR.") from error


def plugin_code(path: Path) -> bytes:
    """The bytes of a single file, which is what is looked at, digested and run.

    Raises VaultError for one that is a link, lies behind a link, is no plain file or too large, or cannot be read.
    """
    try:
        if os.path.realpath(path) != os.path.abspath(path):  # noqa: PTH100 - resolve() would follow what is asked about
            raise VaultError(f"{path} is a symbolic link or lies behind one. Put the file itself there.")
        # A pipe would be waited for: it is opened without waiting, and then seen to be none of ours.
        number = os.open(path, os.O_RDONLY | _FLAGS)
        try:
            stat = os.fstat(number)
            if not S_ISREG(stat.st_mode) or stat.st_size > MOST_BYTES:
                raise VaultError(f"{path} is no plain file of at most a megabyte.")
            return read_open(number)
        finally:
            os.close(number)
    except OSError as error:
        said, hint = reason(error)
        raise VaultError(f"{path} could not be read: {said}. {hint}.") from error
