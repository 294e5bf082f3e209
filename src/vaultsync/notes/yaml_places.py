"""Where the keys of YAML front matter stand, and their values: places in the text, and what may not be edited there.

Knows only front matter that has been read as a map without trouble; depth and size are bounded by that reading.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

import yaml

from vaultsync.model import Value

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # libyaml where PyYAML has it
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_LINK = re.compile(r"\[\[[^\[\]]+\]\]")
_COLON = re.compile(r"[ \t]*:")


class Piece(Value, frozen=True, kw_only=True):
    """A value, or an item of a list, from ``start`` up to ``end`` in the text.

    ``style`` is ``'``, ``"``, ``|``, ``>``, ``[`` for a list in brackets, ``-`` for one with dashes, ``[[`` for a link
    without quotes, or empty for plain. ``text`` is None where it is null or a list. ``odd`` names what stands in it
    that is not edited: an anchor, an alias, a tag, nested values.
    """

    start: int
    end: int
    style: str = ""
    text: str | None = None
    items: "tuple[Piece, ...]" = ()
    odd: str = ""


class Place(Value, frozen=True, kw_only=True):
    """A key at the top of the map: ``start`` is the key's place, ``after`` the one behind its colon."""

    key: str
    start: int
    after: int
    value: Piece


class Lines:
    """The lines of a text, by the places in it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def number(self, place: int) -> int:
        """The line that a place lies in, from 0."""
        return bisect_right(self.starts, place) - 1

    def start(self, number: int) -> int:
        """Where a line starts; the text's end for the line after the last."""
        return self.starts[number] if number < len(self.starts) else len(self.text)

    def content(self, number: int) -> str:
        """A line without its end."""
        return self.text[self.start(number) : self.start(number + 1)].rstrip("\n")

    def silent(self, number: int) -> bool:
        """Whether the line is empty or a comment."""
        return self.content(number).strip()[:1] in ("", "#")


def places(text: str) -> list[Place]:
    """The keys of a map with their values, in order; those that are not text are left out."""
    events: Iterator[Any] = iter(yaml.parse(text, _Loader))
    found: list[Place] = []
    for event in events:
        if isinstance(event, yaml.MappingStartEvent):
            while not isinstance(key := next(events), yaml.MappingEndEvent):
                piece = _piece(text, key, events)
                value = _piece(text, next(events), events)
                if isinstance(key, yaml.ScalarEvent):
                    found.append(_place(text, key.value, piece, value))
    return found


def _place(text: str, name: str, key: Piece, value: Piece) -> Place:
    colon = _COLON.match(text, key.end)
    begins = text.rfind("\n", 0, key.start) + 1
    odd = value.odd or (key.odd and f"{key.odd} before the key")
    if colon is None or text[begins : key.start].strip(" ") or "\n" in text[key.start : key.end]:
        odd = odd or "a key that shares its line, or takes several"
    after = colon.end() if colon else key.end
    if value.start == value.end:
        value = Piece(start=after, end=after, odd=odd)
    elif odd != value.odd:
        value = Piece(start=value.start, end=value.end, odd=odd)
    return Place(key=name, start=key.start, after=after, value=value)


def _piece(text: str, event: Any, events: Iterator[Any]) -> Piece:
    """The piece that starts with an event; takes from ``events`` whatever belongs to it."""
    start, end = event.start_mark.index, event.end_mark.index
    if isinstance(event, yaml.ScalarEvent):
        style = event.style or ""
        if style in ("|", ">"):
            end = start + len(text[start:end].rstrip())
        null = not style and event.value in _NULLS
        return Piece(start=start, end=end, style=style, text=None if null else event.value, odd=_odd(event))
    if isinstance(event, yaml.AliasEvent):
        return Piece(start=start, end=end, odd="an alias")
    items: list[Piece] = []
    following: Any = next(events)
    while not isinstance(following, yaml.CollectionEndEvent):
        items.append(_piece(text, following, events))
        following = next(events)
    closing: Any = following.end_mark
    odd = _odd(event)
    if isinstance(event, yaml.MappingStartEvent):
        odd = odd or "nested values"
    if event.flow_style:
        return _in_brackets(text, Piece(start=start, end=closing.index, style="[", items=tuple(items), odd=odd))
    odd = odd or next((_odd_item(item) for item in items if _odd_item(item)), "")
    return Piece(start=start, end=items[-1].end, style="-", items=tuple(items), odd=odd)


def _in_brackets(text: str, piece: Piece) -> Piece:
    """A list in brackets, or the link without quotes that YAML takes for a list in a list."""
    written = text[piece.start : piece.end]
    if not piece.odd and len(piece.items) == 1 and piece.items[0].style == "[" and _LINK.fullmatch(written):
        return Piece(start=piece.start, end=piece.end, style="[[", text=" ".join(written.split()))
    odd = piece.odd or next((_odd_item(item) for item in piece.items if _odd_item(item)), "")
    return Piece(start=piece.start, end=piece.end, style="[", items=piece.items, odd=odd)


def _odd_item(item: Piece) -> str:
    return item.odd or ("a list in a list" if item.style in ("[", "-") else "")


def _odd(event: Any) -> str:
    if event.anchor:
        return "an anchor"
    return "a tag" if event.tag else ""
