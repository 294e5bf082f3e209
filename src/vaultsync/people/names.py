"""What a person's note calls them, and whether its ``title`` is that name or a job.

The name is ``FN``, else the parts of ``N``, else ``name``, else a ``title`` that repeats the note's name, else the
file's name; a file that is named by digits alone takes its first heading.
"""

import re

from vaultsync.model import Note, Property
from vaultsync.notes import fold, plain
from vaultsync.people.values import blank

GIVEN = ("n.pre", "n.gn", "n.mn", "n.fn", "n.suf")
"""The parts of a name in vCard-style notes, folded, in speaking order."""

_NAMING = frozenset({"fn", *GIVEN, "name", "title"})
_LOOSE = re.compile(r"[\W_]+")


def names_of(note: Note) -> tuple[str, frozenset[int]]:
    """The person's name, and the lines of the ``title`` properties that hold it rather than a job."""
    keys: dict[str, Property] = {}
    for each in note.properties:
        key = each.key.casefold()
        if key in _NAMING:
            keys.setdefault(key, each)
    stem = note.stem
    named = any(map(str.isalpha, stem))
    if not keys and named:  # most notes: nothing but the file names the person
        return stem, frozenset()
    title = _first(keys, "title")
    stated = _first(keys, "fn") or " ".join(filter(None, (_first(keys, key) for key in GIVEN))) or _first(keys, "name")
    if stated and not title:
        return stated, frozenset()
    if named and not title:
        return stem, frozenset()
    heading = next((line.text for line in note.lines if line.kind == "heading"), "")
    if title and _loose(title) in {_loose(stem), _loose(heading), _loose(stated)}:
        return stated or title, frozenset({keys["title"].line})
    return stated or ("" if named else heading) or stem, frozenset()


def _first(keys: dict[str, Property], key: str) -> str:
    texts = keys[key].values if key in keys else ()
    return next((shown for text in texts if not blank(shown := plain(text).strip())), "")


def _loose(text: str) -> str:
    """A name without what file names change: ``ana-reyes`` is ``Ana Reyes``."""
    return _LOOSE.sub(" ", fold(text)).strip() or "\0"
