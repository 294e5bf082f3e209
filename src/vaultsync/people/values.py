"""How one property's text becomes a value: names, addresses, yes or no. Knows no persons and no notes."""

import re
from collections.abc import Iterable

from vaultsync.notes import link_of, plain

BLANKS = frozenset({"", "-", "--", "–", "—", "?", "n/a", "none", "null", "unknown", "tbd", "[]", '""'})
"""Texts that people write where they mean nothing yet, in small letters."""
TRUE = frozenset({"true", "yes", "y", "on", "x", "1", "ja"})
FALSE = frozenset({"false", "no", "n", "off", "0", "nein"})

_WIKILINK = re.compile(r"\[\[[^\[\]]+\]\]")
_SPLIT = re.compile(r"\s*[,;]\s*")
_ADDRESSES = re.compile(r"[^\s,;<>()\[\]\"']+@[^\s,;<>()\[\]\"']+")
_WEB = re.compile(r"[a-z][a-z0-9+.-]*://[^\s<>()\[\]]+", re.IGNORECASE)


def blank(text: str) -> bool:
    """Whether a text stands for nothing."""
    return len(text) < 9 and text.strip().lower() in BLANKS


def once(texts: Iterable[str]) -> tuple[str, ...]:
    """Each text once, trimmed, in order, blanks left out."""
    if isinstance(texts, tuple) and len(texts) == 1:  # one value, as most properties have
        return () if blank(texts[0]) else (texts[0].strip(),)
    return tuple(dict.fromkeys([text.strip() for text in texts if not blank(text)]))


def shown(values: Iterable[str]) -> tuple[str, ...]:
    """The texts as a reader sees them."""
    return once(tuple(map(plain, values)))


def first(values: Iterable[str]) -> str:
    """The first text that says something, as a reader sees it, or ``""``."""
    return next((text for value in values if not blank(text := plain(value).strip())), "")


def words(values: Iterable[str]) -> tuple[str, ...]:
    """A list as shown text; one text with commas is a list too."""
    parts = tuple(plain(value) for value in values)
    return once(_SPLIT.split(parts[0]) if len(parts) == 1 else parts)


def emails(values: Iterable[str]) -> tuple[str, ...]:
    """The addresses in the texts, without ``mailto:``."""
    found = (address for value in values for address in _ADDRESSES.findall(value))
    return once(address.removeprefix("mailto:") for address in found)


def phones(values: Iterable[str]) -> tuple[str, ...]:
    """Telephone numbers as written, without ``tel:``."""
    return once(part.removeprefix("tel:") for value in values for part in _SPLIT.split(plain(value)))


def urls(values: Iterable[str]) -> tuple[str, ...]:
    """Web addresses; a text without ``://`` in it, such as ``example.org``, as it stands."""
    return once(part for value in values for part in (_WEB.findall(value) or (plain(value),)))


def targets(values: Iterable[str]) -> tuple[str, ...]:
    """Whom the texts name: a link's target, else the name as written; several in one text are told apart."""
    found: list[str] = []
    for value in values:
        if link := link_of(value):
            found.append(link.target)
        elif wikilinks := _WIKILINK.findall(value):
            found.extend(link.target for each in wikilinks if (link := link_of(each)))
        else:
            found.extend(_SPLIT.split(value))
    return once(found)
