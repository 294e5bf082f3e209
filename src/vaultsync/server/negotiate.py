"""What a request's headers ask of an answer: in which coding, and whether it is needed at all (RFC 9110). Pure."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Literal

Outcome = Literal[200, 304, 412]

_TAG = re.compile(r'(W/)?("[\x21\x23-\x7e\x80-\xff]*")')
_WEIGHT = re.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")


def wants_gzip(accepted: Iterable[str]) -> bool:
    """Whether gzip is to be sent, by the values of Accept-Encoding (RFC 9110 section 12.5.3).

    It is where it is named, or ``*`` is, and no less wanted than the plain bytes.
    """
    weights: dict[str, float] = {}
    for element in ",".join(accepted).split(","):
        coding, *parameters = (part.strip().lower() for part in element.split(";"))
        if coding:
            weights["gzip" if coding == "x-gzip" else coding] = _weight(parameters)
    rest = weights.get("*", 0.0)
    gzip = weights.get("gzip", rest)
    # Plain bytes that nobody mentions are welcome, but less than anything that is mentioned.
    plain = weights.get("identity", rest)
    return gzip > 0 and gzip >= plain


def _weight(parameters: Iterable[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            value = value.strip()
            # A weight that is none counts as a refusal: plain bytes are always understood.
            return float(value) if _WEIGHT.fullmatch(value) else 0.0
    return 1.0


def outcome(asked: Mapping[str, str], etag: str, changed: int) -> Outcome:
    """The answer to a conditional GET or HEAD, in the order of RFC 9110 section 13.2.2.

    ``asked`` holds the request's conditions by lower-case name, each as one value. ``changed`` is in seconds since
    1970.
    """
    if "if-match" in asked:
        if not _names(asked["if-match"], etag, weakly=False):
            return 412
    elif (unless := _seconds(asked.get("if-unmodified-since", ""))) is not None and changed > unless:
        return 412
    if "if-none-match" in asked:
        return 304 if _names(asked["if-none-match"], etag, weakly=True) else 200
    since = _seconds(asked.get("if-modified-since", ""))
    return 304 if since is not None and changed <= since else 200


def _names(value: str, etag: str, *, weakly: bool) -> bool:
    if value.strip() == "*":
        return True
    return any(tag == etag and (weakly or not weak) for weak, tag in _TAG.findall(value))


def _seconds(text: str) -> int | None:
    """An HTTP date in seconds since 1970; None where it is none, which is then no condition."""
    if not text or len(text) > 64:
        return None
    try:
        found = parsedate_to_datetime(text)
        return int((found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
