"""The process that sends: a message from standard input, through apprise, and an exit code. It prints nothing."""

import sys

import msgspec
from apprise import Apprise, AppriseAsset, AppriseResultStatus, NotifyFormat

from vaultsync_notify.sending import CODES, Message, Outcome

TIMEOUT = 10.0
"""Seconds to wait for a connection, and for an answer, at the most."""
SERVICE = 30.0
"""Seconds that a service may take for all that a message needs."""


def deliver(message: Message) -> Outcome:
    """Send the message and say what came of it."""
    asset = AppriseAsset(app_id="vaultsync", storage_mode="memory", service_timeout=SERVICE)
    service = Apprise.instantiate(message.url, asset=asset)
    if service is None:
        return "unknown"
    service.socket_connect_timeout = min(service.socket_connect_timeout, TIMEOUT)
    service.socket_read_timeout = min(service.socket_read_timeout, TIMEOUT)
    service.notify_format = NotifyFormat.TEXT
    result = Apprise(service, asset=asset).notify(title=message.title, body=message.body, body_format=NotifyFormat.TEXT)
    if result:
        return "sent"
    return "slow" if result.status == AppriseResultStatus.TIMEOUT else "refused"


def main() -> None:
    """Read, send, and end with what came of it. Where a service hangs on, the process is ended from outside."""
    sys.exit(CODES[deliver(msgspec.json.decode(sys.stdin.buffer.read(), type=Message))])


if __name__ == "__main__":
    main()
