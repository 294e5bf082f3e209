"""Which names for new files work on every system a vault may be synced to, and as links between notes."""

import re
import unicodedata
from collections.abc import Iterable

from vaultsync.model import Problem, Value, problem

LONGEST = 255
"""Bytes of UTF-8 in a name, on the file systems that allow least."""


class NameRule(Value, frozen=True, kw_only=True):
    """What a name must not be: ``pattern`` is a regular expression that finds it, in any case."""

    pattern: str
    said: str
    example: str


NAME_RULES = (
    NameRule(pattern=r"\A\s*\Z", said="is empty", example=" "),
    NameRule(pattern=r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", said="holds a control character", example="Ana\tReyes.md"),
    NameRule(pattern=r"[\ud800-\udfff]", said="is not valid text", example="Ana \ud800.md"),
    NameRule(pattern=r'[<>:"/\\|?*]', said='holds one of < > : " / \\ | ? *, which Windows refuses', example="Ana?.md"),
    NameRule(pattern=r"[#^\[\]]", said="holds one of # ^ [ ], which break links to the note", example="Ana #2.md"),
    NameRule(pattern=r"\A\.", said="begins with a dot, and would be hidden", example=".Ana.md"),
    NameRule(pattern=r"\A | (?:\.md)?\Z", said="begins or ends with a space", example="Ana .md"),
    NameRule(pattern=r"\.(?:\.md)?\Z", said="ends with a dot", example="Ana Jr..md"),
    NameRule(
        pattern=r"\A(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³]) *(?:\.|\Z)",
        said="is a name that Windows keeps for a device",
        example="Aux.md",
    ),
)
"""The whole table, in the order of asking."""

_RULES = tuple((re.compile(rule.pattern, re.IGNORECASE), rule.said) for rule in NAME_RULES)


def portable_name(name: str, *, path: str = "") -> str | Problem:
    """The name, or a Problem that says why a file or folder should not be called that. ``path`` is for the Problem."""
    for pattern, said in _RULES:
        if pattern.search(name):
            return _refused(name, said, path)
    if len(name.encode()) > LONGEST:
        return _refused(name, f"is longer than {LONGEST} bytes", path)
    return name


def stands_for(name: str, siblings: Iterable[str], *, path: str = "") -> Problem | None:
    """A Problem where one of ``siblings``, the names in the folder, is the same but for case or the form of accents.

    Some systems take both for one file, and a sync between such systems loses one of the two.
    """
    folded = _folded(name)
    same = sorted(sibling for sibling in siblings if sibling != name and _folded(sibling) == folded)
    if not same:
        return None
    return _refused(name, f"differs from {same[0]!r} by case or the form of an accent alone", path)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _refused(name: str, said: str, path: str) -> Problem:
    return problem("name-refused", f"The name {name!r} {said}.", hint="Choose another name.", path=path)
