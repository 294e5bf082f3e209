"""The feed token of a vault: the part of a feed's address that nobody can guess, kept beside the vault's state.

Whoever knows it can read the feeds, and nothing else. It is never in the vault, which a sync service may carry along.
"""

import contextlib
import hmac
import os
import re
import secrets
import tempfile
from pathlib import Path

from vaultsync.vault.errors import VaultError, reason
from vaultsync.vault.publish import TEMPORARY, sync_folder

FILE = "token"
SIZE = 32
"""Random bytes in a token: 256 bits, which are 43 letters, digits, hyphens and underscores."""

_FORM = re.compile(rb"[A-Za-z0-9_-]{43}\n?")


def read_token(folder: Path) -> str:
    """The token in the state folder, or ``""`` where none was made yet.

    Raises VaultError where the file cannot be opened, or holds no token.
    """
    path = folder / FILE
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise _refused(path, "read", error) from error
    if _FORM.fullmatch(data) is None:
        raise VaultError(f"{path} holds no token. Make a new one: vaultsync feed rotate. Then subscribe anew.")
    return data.decode().strip()


def ensure_token(folder: Path) -> str:
    """The token in the state folder; it is made where there is none. Of two processes that make one, one wins.

    Raises VaultError where it cannot be read or made.
    """
    found = read_token(folder)
    if found:
        return found
    try:
        temporary = _written(folder)
        try:
            _first(temporary, folder / FILE)
        finally:
            temporary.unlink(missing_ok=True)
        sync_folder(folder)
    except OSError as error:
        raise _refused(folder / FILE, "made", error) from error
    return read_token(folder)


def rotate_token(folder: Path) -> str:
    """Put a new token in the place of the old one, whose addresses lead nowhere from then on.

    Raises VaultError where it cannot be made; the old one holds then.
    """
    try:
        temporary = _written(folder)
        try:
            temporary.replace(folder / FILE)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise
        sync_folder(folder)
    except OSError as error:
        raise _refused(folder / FILE, "made", error) from error
    return read_token(folder)


def same(given: str, token: str) -> bool:
    """Whether a caller's word is the token, in a time that tells nothing of how much of it is right."""
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), token.encode())


def _written(folder: Path) -> Path:
    """A file of its owner's alone (mode 0600) beside where the token stands, with a new one in it."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    number, name = tempfile.mkstemp(prefix=TEMPORARY, suffix=".tmp", dir=folder)
    with os.fdopen(number, "wb") as file:
        file.write(f"{secrets.token_urlsafe(SIZE)}\n".encode())
        file.flush()
        os.fsync(file.fileno())
    return Path(name)


def _first(temporary: Path, path: Path) -> None:
    """Give the file its name, unless another process was first. Raises OSError."""
    with contextlib.suppress(FileExistsError):
        try:
            path.hardlink_to(temporary)
        except FileExistsError:
            return
        except OSError:  # a file system without hard links; a reader in the same instant may find half a token
            number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(number, "wb") as file:
                file.write(temporary.read_bytes())


def _refused(path: Path, verb: str, error: OSError) -> VaultError:
    said, hint = reason(error)
    return VaultError(f"{path} could not be {verb}: {said}. {hint}, or set VAULTSYNC_STATE_DIR to another folder.")
