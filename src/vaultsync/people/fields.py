"""Who is from another field than those the user is in touch with: told by role, skills, groups and company.

What picks reckons with is other: everybody, so that a week's choice stays as it is; here it is who was in touch lately.
"""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from vaultsync.model import Person, Value
from vaultsync.notes import fold

MARKS = {
    "role": "{} “{}” in their role",
    "skills": "{} the skill {}",
    "groups": "{} to {}",
    "company": "{} at {}",
}
"""What tells of somebody's field, what says most of it first, and how it is said of whoever shares it."""
_VERBS = {
    "role": ("has", "have"),
    "skills": ("has", "have"),
    "groups": ("belongs", "belong"),
    "company": ("works", "work"),
}
GLUE = {"a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "the", "to", "up", "with"}
RANKS = {
    *("assistant", "associate", "chief", "deputy", "director", "executive", "founder", "freelance", "head", "junior"),
    *("lead", "leader", "manager", "managing", "officer", "owner", "partner", "president", "principal", "retired"),
    *("senior", "specialist", "staff", "trainee", "vice", "vp"),
}
EVERYWHERE = frozenset(GLUE | RANKS)
"""Words of a role, folded, that say how high somebody is, and nothing of the field."""

Mark = tuple[str, str]
_WORD = re.compile(r"[^\W\d_]{2,}(?:[-'’][^\W\d_]+)*")


class Unlike(Value, frozen=True, kw_only=True):
    """How many of those the user is in touch with share somebody's field.

    ``text`` is what most of them share of what tells of it, as the note spells it; ``shared`` how many of the ``among``
    have it besides; ``line`` is where it stands in their note. The field is not known where ``field`` is ``""``.
    ``rarity`` goes by all that tells of it: from 0, where all share all of it, to 1, where nobody shares any.
    """

    among: int
    rarity: float = 0.0
    field: str = ""
    text: str = ""
    shared: int = 0
    line: int = 0

    @property
    def order(self) -> tuple[bool, int, float]:
        """What comes first: a field that fewer share; last of all one that is not known."""
        return not self.field, self.shared, -self.rarity

    @property
    def said(self) -> str:
        """It in words: ``nobody else of those you are in touch with has the skill pricing``."""
        if not self.field:
            return "their note says nothing of their field"
        if not self.among:
            return "you were in touch with nobody else in the last year"
        one, many = _VERBS[self.field]
        who = "you are in touch with"
        said, verb = {
            0: (f"nobody else of those {who}", one),
            1: (f"only one other of those {who}", one),
        }.get(self.shared, (f"{self.shared} others of the {self.among} {who}", many))
        return f"{said} {MARKS[self.field].format(verb, self.text)}"


class Fields:
    """The fields of those the user is in touch with."""

    def __init__(self, people: Iterable[Person]) -> None:
        self._marks = {person.uid: frozenset(marks_of(person)) for person in people}
        self._shared = Counter(mark for marks in self._marks.values() for mark in marks)

    def unlike(self, person: Person) -> Unlike:
        """How many of them share somebody's field, who may be one of them.

        For its rarity, each of the properties that are there counts as much, however many values it has.
        """
        mine = self._marks.get(person.uid, frozenset())
        among = len(self._marks) - (person.uid in self._marks)
        known = marks_of(person)
        shared = {mark: self._shared[mark] - (mark in mine) for mark in known}
        if not shared:
            return Unlike(among=among)
        fields = [[number for (name, _), number in shared.items() if name == field] for field in MARKS]
        shares = [sum(1 / (1 + number) for number in each) / len(each) for each in fields if each]
        most = max(shared, key=lambda mark: shared[mark])
        return Unlike(
            among=among,
            rarity=sum(shares) / len(shares),
            field=most[0],
            text=known[most],
            shared=shared[most],
            line=person.lines.get(most[0], 0),
        )


def marks_of(person: Person) -> dict[Mark, str]:
    """What tells of somebody's field, as it is compared, and as the note spells it; what says most first."""
    texts = {
        "role": _words(person.role),
        "skills": person.skills,
        "groups": person.groups,
        "company": (person.company,),
    }
    found: dict[Mark, str] = {}
    for field in MARKS:
        for text in texts[field]:
            if folded := fold(text):
                found.setdefault((field, folded), text)
    return found


@lru_cache(maxsize=4096)
def _words(role: str) -> tuple[str, ...]:
    return tuple(word for word in _WORD.findall(role) if fold(word) not in EVERYWHERE)
