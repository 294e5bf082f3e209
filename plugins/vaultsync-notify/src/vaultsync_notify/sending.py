"""One message to one address, by a process of its own; nothing that is said there of the address gets out.

Addresses hold passwords and tokens, and services put them into what they log, warn of and raise. In a process of its
own all that ends in nothing, whatever log there is here; and a service that hangs is ended.
"""

import re
import subprocess
import sys
from typing import Literal

import msgspec

from vaultsync_notify.digest import Digest

WHOLE = 45.0
"""Seconds until a service that has not ended is ended."""

Outcome = Literal["sent", "refused", "slow", "unknown"]
CODES: dict[Outcome, int] = {"sent": 0, "refused": 3, "slow": 4, "unknown": 5}
"""What the process ends with."""

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]{0,19})://")


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """What the process is handed, as JSON on its standard input: there nobody else can read it."""

    url: str
    title: str
    body: str


def send(url: str, digest: Digest) -> Outcome:
    """Send it as plain text. Never raises for what a service does; ``unknown`` is an address no service knows.

    ``slow`` did not end in time: nobody knows whether it was sent. Raises OSError where no process can be started.
    """
    message = Message(url=url, title=digest.title, body=digest.body)
    # -P: nothing is imported from the working directory, which may be a vault that others write to.
    command = [sys.executable, "-P", "-m", "vaultsync_notify.outside"]
    try:
        done = subprocess.run(  # noqa: S603 - its own module; the message is no argument
            command,
            input=msgspec.json.encode(message),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=WHOLE,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired:
        return "slow"
    return next((outcome for outcome, code in CODES.items() if code == done.returncode), "refused")


def shown(number: int, url: str) -> str:
    """An address as it may be told of: ``the 2nd address (ntfy://…)``."""
    scheme = _SCHEME.match(url)
    last = "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"the {number}{last} address ({f'{scheme[1].lower()}://…' if scheme else '…'})"
