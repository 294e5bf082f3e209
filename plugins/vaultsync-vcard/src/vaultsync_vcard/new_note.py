"""The text of a note about somebody new: front matter that the vault reads, and the card's own note as a quote.

What somebody else wrote must not do anything in the vault: in a quote no line is an entry, a task or a link that
counts, and what could open something there is parted or escaped.
"""

import re
from collections.abc import Iterable

from vaultsync import Problem
from vaultsync.notes import harmless, splice, untagged
from vaultsync_vcard.card import Card
from vaultsync_vcard.merge import Property, property_edit

EMPTY = b"---\n---\n"
LONGEST_NAME = 200
"""Bytes of a note's name; some file systems hold 255 with its ending."""

_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*#^\[\]\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+')
_OPENS = re.compile(r"(?=[#>+*=|~`-])|(?<=\d)(?=[.)](?:\s|$))|(?=\[[^\]]*\]:)")
_WITHIN = re.compile(r"<(?=[A-Za-z/!?])|!(?=\[)|\^(?=[A-Za-z0-9-]+$)|\[(?=[\^!])")


def note_name(name: str) -> str:
    """The name of the note about somebody of that name: without the signs that file names and links cannot have."""
    made = " ".join(_NOT_IN_NAMES.sub(" ", name).split()).strip(". ").lstrip("@_ ")
    while len(made.encode()) > LONGEST_NAME:
        made = made[:-1].rstrip(". ")
    return made


def note_text(name: str, card: Card, given: Iterable[Property], reason: str) -> tuple[str, tuple[str, ...]]:
    """The text of a note called ``name``, and the names of the properties that could not be written.

    ``given`` are the properties that the card adds to a note that says nothing.
    """
    text, refused = EMPTY, []
    wanted = [
        Property(name="tags", values=("person",), as_list=True),
        Property(name="name", values=(card.name,) if card.name != name else ()),
        *given,
        Property(name="uid", values=(card.uid,) if card.uid and harmless(card.uid) == card.uid else ()),
    ]
    tags = tuple(value for each in wanted if each.name == "tags" for value in each.values)
    wanted[0] = Property(name="tags", values=tags, as_list=True)
    for each in [wanted[0], *(one for one in wanted[1:] if one.name != "tags" and one.values)]:
        made = splice("new.md", text, property_edit("new.md", each, reason))
        if isinstance(made, Problem):
            refused.append(each.name)
        else:
            text = made
    return f"{text.decode()}\n{quoted(card.note)}## Log\n", tuple(refused)


def quoted(note: str) -> str:
    """A text of many lines as a quote, an empty line below it; ``""`` for none."""
    if not note.strip():
        return ""
    return "".join(f"> {line}".rstrip() + "\n" for line in map(_escaped, note.strip().split("\n"))) + "\n"


def _escaped(line: str) -> str:
    text = _WITHIN.sub(lambda found: f"\\{found[0]}", untagged(harmless(line)))
    return _OPENS.sub(r"\\", text, count=1) if _OPENS.match(text) or text[:1].isdigit() else text
