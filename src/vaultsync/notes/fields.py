"""Inline fields in Dataview's forms: ``key:: value``, ``[key:: value]`` and ``(key:: value)``."""

import re
from collections.abc import Collection

from vaultsync.model import Field

_BRACKETED = re.compile(r"(?<![\[\\])[\[(]([^\[\]():|`]{1,80})::")
_WHOLE = re.compile(r"[*_~]*([^\W_][^\[\]():|`]{0,79})::")
_BRACKET = re.compile(r"[\[\]()]")
_PAIR = {"]": "[", ")": "("}


def take_fields(text: str, off: Collection[str] = ()) -> tuple[str, tuple[Field, ...]]:
    """The inline fields of a line, and the line without those bracketed ones whose key stands in ``off``.

    Values are as written, links and all. As in Dataview, bracketed fields come first: only a line without any can be a
    field as a whole.
    """
    opened = {found.start(): found for found in _BRACKETED.finditer(text)}
    if opened:
        fields, kept, past = [], [], 0
        for start, end in _pairs(text):
            found = opened.get(start)
            if found is None or start < past:
                continue
            fields.append(_field(found[1], text[found.end() : end]))
            if fields[-1].key.casefold() in off:
                kept.append(text[past:start])
            else:
                kept.append(text[past : end + 1])
            past = end + 1
        if fields:
            return "".join(kept) + text[past:], tuple(fields)
    whole = _WHOLE.match(text)
    return text, (_field(whole[1], text[whole.end() :]),) if whole else ()


def _field(key: str, value: str) -> Field:
    return Field(key=key.strip("*_~ \t"), value=value.strip("*_~ \t") if value[:1] in "*_~" else value.strip())


def _pairs(text: str) -> list[tuple[int, int]]:
    """Where brackets open and close, outermost first."""
    stacks: dict[str, list[int]] = {"[": [], "(": []}
    pairs = []
    for found in _BRACKET.finditer(text):
        mark = found[0]
        if mark in stacks:
            stacks[mark].append(found.start())
        elif stacks[_PAIR[mark]]:
            pairs.append((stacks[_PAIR[mark]].pop(), found.start()))
    return sorted(pairs)
