"""What text may be put into a calendar, so that no character in it can end a line, hide, or stop a client."""

import re

DESCRIPTION_LIMIT = 8000
"""Characters in a description. Google Calendar keeps 8,192; what is longer loses its middle, see :func:`shortened`."""

LINE_LIMIT = 500
"""Characters in a summary, a location or a category."""

_LINE_BREAKS = re.compile("\r\n|[\r\u0085\u2028\u2029]")
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_RESERVED = re.compile(r"[,;\\]")


def clean_text(text: str) -> str:
    """The text as a feed may carry it: line breaks of every kind as newlines, and nothing that is not a character.

    Left out: C0 and C1 controls but newline and tab (RFC 5545, section 3.1 forbids most of them), U+FFFE, U+FFFF and
    lone surrogates, which UTF-8 cannot hold. U+0085, U+2028 and U+2029 become newlines, because some parsers end a line
    at them.
    """
    return _FORBIDDEN.sub("", _LINE_BREAKS.sub("\n", text))


def clean_line(text: str) -> str:
    """The text cleaned and on one line: runs of white space are single spaces, none stand at the ends."""
    return " ".join(clean_text(text).split())


def clean_title(text: str) -> str:
    r"""A calendar's title: one line without ``,``, ``;`` and ``\``, which some clients show with their escapes."""
    return clean_line(_RESERVED.sub(" ", text))


def shortened(text: str, limit: int) -> str:
    """The text in at most ``limit`` characters (3 or more): its head and its last eighth, with ``…`` between.

    The end stays because the links of a description stand there.
    """
    if len(text) <= limit:
        return text
    tail = limit // 8
    return f"{text[: limit - tail - 1]}…{text[len(text) - tail :]}"
