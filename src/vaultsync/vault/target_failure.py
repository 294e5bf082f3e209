"""Why a place did not take a file, in words that give no secret away, and whether it is worth another try at once.

What packages raise is told apart by the names of its classes, so that none of them has to be imported for it. What they
say themselves is a last resort: it may quote an address or a key.
"""

import errno
from collections.abc import Iterator, Mapping

from vaultsync.model import Value
from vaultsync.vault.errors import VaultError
from vaultsync.vault.target_address import EXTRAS, Target


class Failure(Value, frozen=True, kw_only=True):
    """Why, and what to try. ``again``: it may well pass by itself. ``everywhere``: it is so for every file there."""

    said: str
    hint: str
    again: bool = False
    everywhere: bool = False


LATE = Failure(
    said="it did not answer in time", hint="Is the server well, and the network?", again=True, everywhere=True
)
_KEYS = Failure(
    said="it refused the user name, the password or the key",
    hint="Look at its options in your own config.toml.",
    everywhere=True,
)
_AWAY = Failure(
    said="it could not be reached",
    hint="Is the address right, the server up, and the network there?",
    again=True,
    everywhere=True,
)
_MISSING = Failure(said="that folder or bucket is not there", hint="Make it there, or mend the address.")
_FULL = Failure(said="there is no room left", hint="Free some space there.")
_BUSY = Failure(said="it is busy", hint="It may pass by itself.", again=True)

NAMES: tuple[tuple[frozenset[str], Failure], ...] = (
    (
        frozenset({"SSLCertVerificationError", "SSLError", "CertificateError"}),
        Failure(
            said="its certificate is not to be trusted",
            hint="Mend the certificate there, or name your own authority's in its options.",
            everywhere=True,
        ),
    ),
    (
        frozenset({"UnknownHostError"}),
        Failure(
            said="its host key is not among those you know",
            hint="Connect once with ssh and compare the key; ssh then keeps it.",
            everywhere=True,
        ),
    ),
    (
        frozenset({"BadHostKeyException"}),
        Failure(
            said="its host key is another than the one you know",
            hint="Ask whoever runs it; somebody may stand between.",
            everywhere=True,
        ),
    ),
    (
        frozenset({"AuthenticationException", "NoCredentialsError", "PartialCredentialsError", "PermissionError"}),
        _KEYS,
    ),
    (frozenset({"ForbiddenOperation", "PasswordRequiredException"}), _KEYS),
    (frozenset({"ResourceNotFound", "ResourceConflict", "FileNotFoundError", "NotADirectoryError"}), _MISSING),
    (frozenset({"InsufficientStorage"}), _FULL),
    (frozenset({"ResourceLocked", "BadGatewayError"}), _BUSY),
    (
        frozenset(
            {"TimeoutError", "TimeoutException", "ConnectTimeoutError", "ReadTimeoutError", "FSTimeoutError", "timeout"}
        ),
        LATE,
    ),
    (
        frozenset(
            {
                "ConnectionError",
                "NetworkError",
                "ConnectError",
                "EndpointConnectionError",
                "ConnectionClosedError",
                "HTTPClientError",
                "NoValidConnectionsError",
                "RemoteProtocolError",
                "SSHException",
                "gaierror",
                "EOFError",
            }
        ),
        _AWAY,
    ),
)
"""Failures by the name of an exception's class, or of one above it; the first row that fits counts."""

STATUSES = {401: _KEYS, 403: _KEYS, 404: _MISSING, 409: _MISSING, 423: _BUSY, 429: _BUSY, 507: _FULL}
"""Failures by the status of an answer over HTTP; any other from 500 on is a server that is busy."""

_ERRNOS = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EBUSY: _BUSY,
    getattr(errno, "EREMOTEIO", errno.EIO): _BUSY,
    errno.EHOSTUNREACH: _AWAY,
    errno.ENETUNREACH: _AWAY,
}

PLAIN = frozenset({"endpoint_url", "region_name", "host", "known_hosts", "key_filename"})
"""Options that are no secret."""

_LONGEST = 160


def failure(error: Exception, target: Target, options: Mapping[str, object]) -> Failure:
    """What to say of whatever a place raised."""
    if isinstance(error, ImportError):
        return _package(error, target)
    if isinstance(error, VaultError):  # a folder of this machine, which says it all
        said, _, hint = str(error).rstrip(".").partition(". ")
        return Failure(said=said, hint=f"{hint}.")
    for names, known in NAMES:
        if any(kind.__name__ in names for cause in _causes(error) for kind in type(cause).__mro__):
            return known
    for cause in _causes(error):
        status = getattr(cause, "status_code", None)
        if isinstance(status, int):
            return STATUSES.get(status) or (_BUSY if status >= 500 else _unknown(f"it answered {status}"))
        if isinstance(cause, OSError) and cause.errno in _ERRNOS:
            return _ERRNOS[cause.errno]
    return _unknown(_own_words(error, tuple(_secrets(options))))


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and what it came from, each once."""
    seen = set[int]()
    waiting: list[BaseException | None] = [error]
    while waiting:
        one = waiting.pop(0)
        if one is not None and id(one) not in seen:
            seen.add(id(one))
            yield one
            waiting += [one.__cause__, one.__context__]


def _package(error: ImportError, target: Target) -> Failure:
    if target.kind in EXTRAS:
        hint = f"Install it: pip install 'vaultsync[{target.kind}]'"
    else:
        hint = f"{str(error).rstrip('.')}."
    return Failure(said="a package for it is missing", hint=hint, everywhere=True)


def _unknown(said: str) -> Failure:
    return Failure(said=said, hint="Look at its address and its options in your own config.toml.")


def _own_words(error: Exception, secrets: tuple[str, ...]) -> str:
    words = " ".join(str(error).split())[:_LONGEST].rstrip(".")
    kind = type(error).__name__
    # A word that is cut off, or too short to look for, might be part of a secret.
    if not words or len(words) == _LONGEST or any(len(secret) < 4 for secret in secrets):
        return f"it failed ({kind})"
    for secret in sorted(secrets, key=len, reverse=True):
        words = words.replace(secret, "…")
    return f"it failed ({kind}: {words})"


def _secrets(options: object, name: str = "") -> Iterator[str]:
    if isinstance(options, Mapping):
        for key, value in options.items():
            yield from _secrets(value, key)
    elif isinstance(options, (list, tuple)):
        for value in options:
            yield from _secrets(value, name)
    elif isinstance(options, str) and options and name not in PLAIN:
        yield options
