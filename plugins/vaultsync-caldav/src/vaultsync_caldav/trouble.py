"""What can be wrong with the server, in words: what happened, and what to try. No password stands in any of them."""

from collections.abc import Mapping

from vaultsync import Problem

CODE = "caldav-server"


class TroubleError(Exception):
    """Something that ends the work with the server for now. ``hint`` is the next step."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint

    @property
    def problem(self) -> Problem:
        """As it is told to the user."""
        return Problem(code=CODE, severity="warning", message=str(self), hint=self.hint)


class ItemRefusedError(TroubleError):
    """The server does not take one to-do; others it may."""


AGAIN = "The next sync tries again."
ADDRESS = "Copy the address of the list from your to-do app or the server's page into url, in your own config.toml."
_STATUSES: Mapping[int, tuple[str, str]] = {
    401: (
        "does not accept the user name and password",
        "Check user and password under [plugin.caldav] in your own config.toml; many servers want a password made for "
        "one app alone.",
    ),
    403: ("does not allow that", "Has the user the right to write to this list? Shared lists can be for reading only."),
    404: ("has nothing at this address", ADDRESS),
    405: ("does not speak CalDAV at this address", ADDRESS),
    410: ("has nothing at this address any more", ADDRESS),
    423: ("has locked the list", AGAIN),
    429: ("asks to be asked less often", AGAIN),
    501: ("does not speak CalDAV at this address", ADDRESS),
    507: ("has no room left", "Make room on the server: the next sync tries again."),
}


def refused_item(host: str, status: int) -> TroubleError:
    """What it means where one to-do was to be changed."""
    found = refused(host, status)
    if status in {401, 423, 429} or status >= 500:
        return found
    if status in _STATUSES:
        return ItemRefusedError(str(found), found.hint)
    return ItemRefusedError(f"{host} does not take a to-do as it is (HTTP {status}).", AGAIN)


def refused(host: str, status: int) -> TroubleError:
    """What an answer of that HTTP status means."""
    if status in _STATUSES:
        said, hint = _STATUSES[status]
        return TroubleError(f"{host} {said}.", hint)
    if status >= 500:
        return TroubleError(f"{host} has trouble of its own (HTTP {status}).", AGAIN)
    return TroubleError(f"{host} gave an answer that no to-do list gives (HTTP {status}).", ADDRESS)
