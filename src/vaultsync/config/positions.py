"""On which line of a TOML text each table and key stands: what the standard parser does not tell.

It reads text that the parser has accepted, so it looks at structure alone and never at values. What stands inside an
inline table or an array has no line of its own here: it takes that of the key it belongs to.
"""

import re
from collections import Counter
from collections.abc import Mapping

Key = tuple[str | int, ...]
"""Where a value stands: table and key names, and the place (from 0) in an array of tables."""

_STRING = (
    r'"""(?:\\.|[^\\])*?""""{0,2}'
    r"|'''.*?''''{0,2}"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
)
_PART = rf"(?:{_STRING}|[A-Za-z0-9_-]+)"
_DOTTED = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*"
_STATEMENT = re.compile(
    rf"(?P<skip>[ \t\r\n]+|\#[^\n]*)|(?P<opening>\[\[?)[ \t]*(?P<table>{_DOTTED})[ \t]*\]\]?|(?P<key>{_DOTTED})[ \t]*=",
    re.DOTALL,
)
_VALUE_PART = re.compile(
    rf"(?P<string>{_STRING})|(?P<comment>\#[^\n]*)|(?P<mark>[\[\]{{}}\n])|[^\"'#\[\]{{}}\n]+", re.DOTALL
)
_KEY_PART = re.compile(_PART, re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_ESCAPES = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b"}


def positions(text: str) -> dict[Key, int]:
    """The line (from 1) of each table and key in valid TOML; what cannot be followed ends the search."""
    found: dict[Key, int] = {}
    counts: Counter[Key] = Counter()
    table: Key = ()
    at = 0
    line = 1
    while match := _STATEMENT.match(text, at):
        end = match.end()
        if match["table"] is not None:
            table = _resolved(_parts(match["table"]), counts)
            if match["opening"] == "[[":
                counts[table] += 1
                found.setdefault(table, line)
                table = (*table, counts[table] - 1)
            for length in range(1, len(table) + 1):
                found.setdefault(table[:length], line)
        elif match["key"] is not None:
            parts = _parts(match["key"])
            for length in range(1, len(parts) + 1):
                found.setdefault((*table, *parts[:length]), line)
            end = _value_end(text, end)
        line += text.count("\n", at, end)
        at = end
    return found


def line_of(found: Mapping[Key, int], *key: str | int) -> int:
    """The line of the key, else of the nearest table around it, else 0."""
    return next((found[key[:length]] for length in range(len(key), 0, -1) if key[:length] in found), 0)


def _value_end(text: str, at: int) -> int:
    depth = 0
    while match := _VALUE_PART.match(text, at):
        mark = match["mark"]
        if mark == "\n" and depth == 0:
            return at
        if mark and mark != "\n":
            depth += 1 if mark in "[{" else -1
        at = match.end()
    return at


def _resolved(parts: tuple[str, ...], counts: Mapping[Key, int]) -> Key:
    """A header's names with the place in each array of tables that it passes through: its last entry so far."""
    key: Key = ()
    for number, part in enumerate(parts):
        key = (*key, part)
        if number < len(parts) - 1 and counts.get(key):
            key = (*key, counts[key] - 1)
    return key


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(_unquoted(match[0]) for match in _KEY_PART.finditer(dotted))


def _unquoted(part: str) -> str:
    if part.startswith("'"):
        return part[1:-1]
    return _ESCAPE.sub(_unescaped, part[1:-1]) if part.startswith('"') else part


def _unescaped(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _ESCAPES.get(match[3], match[3])
