"""Introductions, as lines of a person's log: who was asked to make one, and what became of it. They are no contact.

Written is ``- 2026-11-22 introduction through [[Ravi Menon]]: asked``; read is whatever comes near that.
"""

import re
from datetime import date

from vaultsync.model import Line, Note, Person, Value
from vaultsync.notes import fold, harmless

STATES: dict[str, str] = {
    "asked": "You asked for it.",
    "made": "It was made.",
    "came-of-it": "Something came of it: you spoke, or will.",
    "thanked": "You thanked whoever made it.",
}
"""How far an introduction has come, in order, and what each word means."""

_ENTRY = re.compile(
    r"(?:an?\s+)?intro(?:duction|duced|d)?\s+(?:through|via|by|from)\s+"
    r"(?P<who>\S[^:]*?)\s*(?::|\s[–—-])\s*(?P<state>.+)",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"[\[\]|]")
_STATES = tuple((name, re.compile(rf"{name.replace('-', '[- ]')}\b", re.IGNORECASE)) for name in STATES)


class Introduction(Value, frozen=True, kw_only=True):
    """One entry of the ledger: through whom, as the note calls them, on which day, how far it came, and its line.

    ``target`` is where the link leads, or ``""`` where the name is no link.
    """

    through: str
    target: str
    state: str
    day: date
    text: str
    path: str
    line: int


def introduction_in(line: Line, path: str = "") -> Introduction | None:
    """The entry that a dated line is; None for any other line."""
    if line.day is None or line.task is not None or "intro" not in line.text[:9].casefold():
        return None
    found = _ENTRY.match(line.text)
    if found is None:
        return None
    state = next((name for name, says in _STATES if says.match(found["state"])), None)
    if state is None:
        return None
    return Introduction(
        through=found["who"],
        target=next((link.target for link in line.links if link.text == found["who"]), ""),
        state=state,
        day=line.day,
        text=line.text,
        path=path,
        line=line.number,
    )


def is_introduction(line: Line) -> bool:
    """Whether a line is of the ledger: it tells of others' help, and of no contact with the person."""
    return introduction_in(line) is not None


def introductions_in(note: Note) -> tuple[Introduction, ...]:
    """The ledger that a person's note holds: the latest first, and of one day the lowest in the note."""
    found = [each for line in note.lines if (each := introduction_in(line, note.path))]
    order = list(STATES)
    return tuple(sorted(found, key=lambda each: (each.day, order.index(each.state), -each.line), reverse=True))


def introduction_entry(day: date, through: Person, state: str, *, shared: bool = False) -> str:
    """The entry of a log. ``shared``: another note bears that name too, so the link gives the path."""
    target = through.path.removesuffix(".md")
    stem = target.rsplit("/", 1)[-1]
    plain = not shared and fold(stem) == fold(through.name)
    shown = harmless(_BRACKETS.sub("", through.name))
    link = f"[[{stem}]]" if plain else f"[[{target}|{shown}]]"
    return f"{day} introduction through {link}: {state}"
