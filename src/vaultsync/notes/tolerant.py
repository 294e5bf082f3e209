"""Front matter that is not valid YAML, read line by line: ``key: value`` and simple lists, and nothing cleverer."""

import re

from vaultsync.model import Problem, Property
from vaultsync.notes.reading import Reading, Source

_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_QUOTES = frozenset("\"'")
_ITEM = re.compile(r"""[ \t]*(\[\[[^\[\]]*\]\][^,]*|"[^"]*"|'[^']*'|[^,]*)(?:,|$)""")
_LINKS = re.compile(r"\[\[[^\[\]]+\]\](?:[ \t]*,[ \t]*\[\[[^\[\]]+\]\])++")


def read_tolerantly(source: Source, why: Problem) -> Reading:
    """What can be read of invalid front matter, with the one problem that says why; never to be written to."""
    found: dict[str, tuple[list[str], int]] = {}
    values: list[str] = []
    for number, line in enumerate(source.text.split("\n"), source.line):
        text = line.strip()
        if text.startswith("- ") and found:
            values.extend(_values(text[2:].strip()))
            continue
        key, colon, value = line.partition(":")
        key = _bare(key.strip())
        if colon and key and line[0] not in " \t#-" and value[:1] in ("", " ", "\t"):
            values = _values(value.strip())
            found.pop(key, None)
            found[key] = (values, number)
    properties = {key: Property(key=key, values=tuple(each), line=line) for key, (each, line) in found.items()}
    return Reading(properties=properties, problems=(why,), writable=False)


def _values(text: str) -> list[str]:
    """What stands behind a key or an item's dash."""
    if text[:1] == "[" and text[-1] == "]" and (text[:2] != "[[" or text[:3] == "[[["):
        return _items(text[1:-1])
    if _LINKS.fullmatch(text):
        return _items(text)
    if not _is_quoted(text):
        text = text.partition(" #")[0].rstrip() if not text.startswith("#") else ""
        if text in _NULLS:
            return []
    return [_bare(text)]


def _items(text: str) -> list[str]:
    """The items of a list in brackets."""
    return [value for value in (_bare(item.strip()) for item in _ITEM.findall(text)) if value]


def _is_quoted(text: str) -> bool:
    return len(text) > 1 and text[0] in _QUOTES and text[0] == text[-1]


def _bare(text: str) -> str:
    """The text without the quotes around it, or without the only one: opened and never closed, or the other way."""
    if _is_quoted(text):
        return text[1:-1]
    if text[:1] in _QUOTES and text.count(text[0]) == 1:
        return text[1:].lstrip()
    if text[-1:] in _QUOTES and text.count(text[-1]) == 1:
        return text[:-1].rstrip()
    return text
