"""What the header of a message says of who wrote to whom, and whether a person wrote it to a person.

Bodies are never looked at: what was read behind the header is thrown away unread.
"""

import re
from contextlib import suppress
from email.header import decode_header, make_header
from hashlib import blake2b
from typing import BinaryIO

from vaultsync import Value
from vaultsync.notes import harmless
from vaultsync_mail.addresses import BROKEN, addresses
from vaultsync_mail.dates import received, seconds

PIECE = 4096
"""Bytes that are read at a time."""
LONGEST = 256 * 1024
"""Bytes after which a header is taken to end."""
LONGEST_SUBJECT = 200

AUTOMATIC: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("list-id", re.compile("")),
    ("list-unsubscribe", re.compile("")),
    ("precedence", re.compile(r"bulk|list|junk", re.IGNORECASE)),
    ("auto-submitted", re.compile(r"(?!no\b).", re.IGNORECASE)),
)
"""Fields that no person writes, and what their value begins with where that is so (RFC 2919, 2369, 3834)."""
NOBODY = re.compile(
    r"(?:.*[-_.+])?(?:no|do[-_.]?not|dont)[-_.]?reply(?:[-_.+].*)?@|(?:mailer-daemon|postmaster|bounces?)(?:[-_.+=].*)?@"
)
"""Addresses behind which nobody sits."""

_END = re.compile(rb"\n\r?\n")
_EMPTY = re.compile(rb"\r?\n")
_FIELDS = re.compile(
    rb"^(message-id|date|from|to|cc|bcc|subject|received|list-id|list-unsubscribe|precedence|auto-submitted)"
    rb"[ \t]*:(.*(?:\n[ \t].*)*)",
    re.IGNORECASE | re.MULTILINE,
)
_MANY = frozenset({"to", "cc", "bcc", "from"})
_FOLD = re.compile(r"\r?\n[ \t]+")


class Letter(Value, frozen=True, kw_only=True):
    """One message, as its header tells of it; addresses are as they are compared.

    ``key`` tells copies of it from other messages, and is empty where it names none. ``sent`` and ``received`` are
    seconds since 1970, the second as the last server saw it. ``people`` is how many it went to, blind copies too.
    """

    key: bytes = b""
    sent: int | None = None
    received: int | None = None
    senders: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    people: int = 0
    subject: str = ""


def read_header(file: BinaryIO) -> bytes:
    """The header of the message that a file holds, read piece by piece and no further than the piece it ends in."""
    data = b""
    while len(data) < LONGEST and (piece := file.read(PIECE)):
        searched = max(0, len(data) - 2)
        data += piece
        end = header_end(data, 0, searched)
        if end >= 0:
            return data[:end]
    return data[:LONGEST]


def header_end(data: bytes, begins: int, searched: int) -> int:
    """Where the header ends that begins at a place, the empty line left out; -1 where it does not yet.

    Nothing before ``searched`` is looked at again.
    """
    if _EMPTY.match(data, begins):
        return begins
    end = _END.search(data, max(begins, searched), begins + LONGEST)
    return end.start() if end else -1


def letter(header: bytes, *, subjects: bool) -> Letter | None:
    """What a header says; None where a machine or a list sent it, or nobody is known to have.

    The subject is left out unless it is asked for.
    """
    fields: dict[str, list[str]] = {}
    for name, value in _FIELDS.findall(header):
        fields.setdefault(name.decode().lower(), []).append(_text(value))
    if any(sign.match(value) for name, sign in AUTOMATIC for value in fields.get(name, ())):
        return None
    people = {name: addresses(", ".join(filter(None, fields[name]))) for name in _MANY & fields.keys()}
    senders = people.get("from", ())
    if not senders or any(NOBODY.match(address) for address in senders):
        return None
    recipients = dict.fromkeys(people.get("to", ()) + people.get("cc", ()))
    name = _first(fields, "message-id")
    return Letter(
        key=blake2b(name.encode("utf-8", "replace"), digest_size=12).digest() if name else b"",
        sent=seconds(_first(fields, "date")),
        received=received(_first(fields, "received")),
        senders=senders,
        recipients=tuple(recipients),
        people=len({*recipients, *people.get("bcc", ())}),
        subject=_subject(_first(fields, "subject")) if subjects else "",
    )


def _first(fields: dict[str, list[str]], name: str) -> str:
    return next(iter(fields.get(name, ())), "")


def _text(value: bytes) -> str:
    try:
        text = value.decode()
    except UnicodeDecodeError:
        text = value.decode("latin-1")
    return _FOLD.sub(" ", text).strip()


def _subject(text: str) -> str:
    """The subject as it is read (RFC 2047), made safe to be shown anywhere."""
    with suppress(*BROKEN):  # in an encoding that nobody knows it stays as it stands
        text = str(make_header(decode_header(text[: LONGEST_SUBJECT * 10])))
    return harmless(text)[:LONGEST_SUBJECT].strip()
