"""How a text is written as a YAML scalar, so that YAML 1.1 and 1.2 and the editor read it back as that text."""

import re
from typing import Literal

ScalarType = Literal["", "yes-no", "number", "date", "null"]

_TYPES: tuple[tuple[ScalarType, re.Pattern[str]], ...] = (
    ("null", re.compile(r"~|null|Null|NULL|")),
    ("yes-no", re.compile(r"y|n|yes|no|on|off|true|false", re.IGNORECASE)),
    ("number", re.compile(r"[-+]?(?:0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|\.(?:inf|nan))", re.IGNORECASE)),
    ("number", re.compile(r"[-+]?(?:\.[0-9_]+|[0-9][0-9_]*(?:\.[0-9_]*)?)(?:[eE][-+]?[0-9]+)?")),
    ("number", re.compile(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?")),
    ("date", re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:(?:[Tt]|[ \t]+)[0-9:.]+[ \t]*(?:Z|[-+][0-9:]+)?)?")),
)
_LEFT_PLAIN = re.compile(r"(?:[^\s,\[\]{}#&*!|>'\"%@`?:<=-]|[?:<=-](?=[^\s?:<=-])|--(?=[0-9]))")
_NEVER_PLAIN = re.compile(r": |:$| #|\[\[|[\t\ufeff\ufffe\uffff]| $")
_NEVER_IN_LIST = re.compile(r"[,\[\]{}:?]")
_ESCAPES = re.compile(r"[\"\\\t\ufeff\ufffe\uffff]")
_UNQUOTABLE = re.compile(r"[\t\ufeff\ufffe\uffff]")


def type_of(plain: str) -> ScalarType:
    """What YAML, old or new, would take an unquoted text for; an empty string where it stays a text."""
    return next((name for name, form in _TYPES if form.fullmatch(plain)), "")


def scalar(text: str, *, style: str = "", like: ScalarType = "", in_list: bool = False) -> str:
    """One line of text as a YAML scalar, in a style (``'``, ``"`` or plain) as far as the text allows.

    Dates stay plain. What would be read as a number or as yes and no stays plain only where ``like`` says that the
    property holds such. ``in_list`` is for a list in brackets. A wikilink is quoted.
    """
    if style == "'" and not _UNQUOTABLE.search(text):
        return "'" + text.replace("'", "''") + "'"
    kind = type_of(text)
    if (
        style not in ("'", '"')
        and (kind in ("", "date") or (kind == like and kind != "null"))
        and _LEFT_PLAIN.match(text)
        and not _NEVER_PLAIN.search(text)
        and not (in_list and _NEVER_IN_LIST.search(text))
    ):
        return text
    return '"' + _ESCAPES.sub(lambda found: _ESCAPED.get(found[0]) or f"\\u{ord(found[0]):04x}", text) + '"'


_ESCAPED = {'"': '\\"', "\\": "\\\\", "\t": "\\t"}
