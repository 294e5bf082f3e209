"""Links that an event carries: back to the note in the editor, and on to a call."""

import re
from urllib.parse import quote

URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")
"""A URI by its characters alone (RFC 3986, appendix A); nothing in it can end a line."""

_PHONE = re.compile(
    r"(?P<number>\+?[\d\s().\-/\u00a0\u2010-\u2015]+?)\s*(?:(?:;ext=|,|#|x|ext\.?|extension)\s*(?P<extension>\d{1,10}))?",
    re.IGNORECASE,
)
_URI_SAFE = ":/?#[]@!$&'()*+,;=%"


def obsidian_url(vault: str, path: str) -> str:
    """The address that opens a note in Obsidian. ``vault`` is the vault's name, ``path`` is relative to it."""
    name, file = (quote(part, safe="", errors="replace") for part in (vault, path))
    return f"obsidian://open?vault={name}&file={file}"


def conference_link(text: str) -> str:
    """The ``https:`` address in the text, or the ``tel:`` address (RFC 3966) where it is a phone number, else ``""``.

    A zero in brackets, as in ``+44 (0)20 …``, is left out where a country code stands before it. An extension is kept.
    """
    words = text.split()
    web = next((word for word in words if re.match(r"https://[^/?#]", word, re.IGNORECASE)), "")
    if web:
        return quote(web, safe=_URI_SAFE, errors="replace")
    match = _PHONE.fullmatch(text.strip().removeprefix("tel:").strip())
    if match is None:
        return ""
    number = match["number"]
    if number.startswith("+"):
        number = number.replace("(0)", "")
    digits = "".join(re.findall(r"[0-9]", number))
    if not 3 <= len(digits) <= 15:
        return ""
    extension = f";ext={match['extension']}" if match["extension"] else ""
    return f"tel:{'+' if number.startswith('+') else ''}{digits}{extension}"
