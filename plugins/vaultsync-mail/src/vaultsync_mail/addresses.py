"""E-mail addresses as they are compared, and the ones that a header field holds, however it is written."""

import re
import unicodedata
from contextlib import suppress
from email import policy
from email.errors import MessageError
from functools import lru_cache

BROKEN = (MessageError, ValueError, LookupError, AttributeError, TypeError, AssertionError, RecursionError)
"""What the standard library's parser is known to raise on fields that break the rules."""

MOST_CAREFUL = 4000
"""Characters of a field that the careful parser gets: its time grows faster than the field."""
LONGEST = 320
"""Characters of an address (RFC 3696, erratum 1690 says 254): what is longer is none."""

_ATOM = r"[^\s<>()\"@,;:\\\[\]]+"
_PLAIN = rf"{_ATOM}@{_ATOM}"
_MAILBOX = rf"\s*+(?:(?:\"(?:[^\"\\]|\\.)*+\"|[^\"<>(),;:\\@\[\]])*+<\s*({_PLAIN})\s*>|({_PLAIN}))\s*+"
_ONE = re.compile(_MAILBOX)
_BETWEEN = re.compile(r"[\s<>()\",;:\\\[\]]+")
_TAG = re.compile(r"\+[^@]*(?=@)")
_ESCAPED = re.compile(r"\\(.)")


@lru_cache(maxsize=65536)
def same(address: str) -> str:
    """The address as it is compared: composed and casefolded, unquoted, its domain as in the DNS (RFC 5891)."""
    if not address.isascii():
        # What the parser could not decode is no text that can be kept.
        address = unicodedata.normalize("NFC", address.encode("utf-8", "replace").decode())
    local, _, domain = address.strip().rpartition("@")
    if len(local) > 1 and local[0] == local[-1] == '"':
        local = _ESCAPED.sub(r"\1", local[1:-1])
    domain = domain.casefold().strip(".")
    if not domain.isascii():
        with suppress(UnicodeError):  # no name of a host is compared as it stands
            domain = domain.encode("idna").decode("ascii")
    return f"{local.casefold()}@{domain}"


def untagged(address: str) -> str:
    """An address without what stands between ``+`` and ``@``; a local part that is nothing else stays."""
    return address if address.startswith("+") else _TAG.sub("", address, count=1)


def addresses(field: str) -> tuple[str, ...]:
    """The addresses in the value of a From, To or Cc (RFC 5322, 3.4; RFC 6854), as they are compared, each once.

    Members of groups count. What neither a pattern nor the standard library can read is searched for whatever looks
    like an address.
    """
    found = _simple(field)
    if found is None:
        found = _careful(field) if len(field) <= MOST_CAREFUL else None
    if found is None:
        found = [word for word in _BETWEEN.split(field) if word.count("@") == 1 and word[0] != "@" != word[-1]]
    return tuple(dict.fromkeys(same(each) for each in found if len(each) <= LONGEST))


def _simple(field: str) -> list[str] | None:
    """Nearly all fields are of one form, which a pattern reads a hundred times as fast as the parser."""
    found, place = [], 0
    while mailbox := _ONE.match(field, place):
        found.append(mailbox[1] or mailbox[2])
        place = mailbox.end()
        if place == len(field):
            return found
        if field[place] != ",":
            return None
        place += 1
    return None


def _careful(field: str) -> list[str] | None:
    try:
        header = policy.default.header_factory("to", field)
        found = [each.addr_spec for each in header.addresses if each.username and each.domain]
    except BROKEN:
        return None
    return found or None
