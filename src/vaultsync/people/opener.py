"""How to begin a letter: what there is to say to somebody, and which kind of opener that makes.

Pure: it knows no templates and no files. Whatever an opener may quote is said to the person, so a text that speaks of
them ("her exams") is left out rather than sent to them.
"""

import re
from datetime import date

from msgspec.structs import replace

from vaultsync.model import Interaction, Network, Note, Person, Value
from vaultsync.notes import Exchange, Move, exchanges_in, fold, moves_in, questions_in, their_promise

ORDER = ("new", "congratulate", "promise", "dormant", "question", "plain")
"""Which opener is chosen: the first that there is something to say for. ``new`` is for those you do not know yet."""

NEEDS = {"congratulate": "New", "promise": "Promised", "dormant": "Last", "question": "Ask"}
"""The section of the brief that each rests on: where nobody gives it, the opener is not chosen."""

OCCASIONS = {
    "call": "our call",
    "video": "our video call",
    "coffee": "our coffee",
    "lunch": "our lunch",
    "dinner": "our dinner",
    "mail": "our last letters",
    "text": "our last messages",
    "met": "our time together",
}
"""What a contact is called when it is recalled, by channel."""
MEMORY = 90
"""From how many days on there is something to recall."""
GAPS = ((60, "a few weeks"), (300, "some months"), (550, "about a year"), (1100, "a couple of years"))
"""Up to so many days, the time that has passed, lightly said."""
LONG_GAP = "some years"
RECENT_MARKS = 3

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_OF_THEM = re.compile(r"\b(she|he|they|her|hers|him|his|them|their|theirs|herself|himself|themselves)\b", re.IGNORECASE)
_TO_THEM = re.compile(r"^(\w+) (?:her|him|them)(?= (?:a|an|the|my|some|this|that|these|those|[0-9]+|two|three)\b|$)")
_GIVING = re.compile(
    r"(?:bring|copy|forward|give|introduce|lend|mail|pass|post|put|recommend|return|send|share|show)\b", re.IGNORECASE
)
"""Verbs of promises that one keeps by giving something; to ask or to call is a plan."""
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")
_GREETING = re.compile(r"\s*(?:hello|hi|hey|dear|good (?:morning|afternoon|evening))\b[^,.!?\n]*,?\s*", re.IGNORECASE)
_ASKS = re.compile(
    r"\b(could you|can you|would you|will you|do you (?:have|know)|i need|i am looking for|i'm looking for|help me"
    r"|introduce me|put me in touch|a fav(?:o|ou)r|pick your brain|please)\b",
    re.IGNORECASE,
)


class Matter(Value, frozen=True, kw_only=True):
    """What there is to say to somebody; ``""`` where there is nothing of the kind.

    ``occasion`` recalls the last contact ("our lunch in March 2024"), ``gap`` says lightly how long ago it was.
    ``memory`` is how you met. ``change`` is what they became or joined, and ``changed`` whether that is a
    ``company``, a ``role`` or a ``location``. ``promise`` is something that the user promised to give. ``stranger``
    is whether it is somebody whom the user does not know yet.
    """

    name: str
    first: str
    role: str = ""
    company: str = ""
    location: str = ""
    interest: str = ""
    occasion: str = ""
    gap: str = ""
    memory: str = ""
    change: str = ""
    changed: str = ""
    promise: str = ""
    stranger: bool = False
    question: str = ""


def matter_of(person: Person, network: Network, note: Note | None, today: date) -> Matter:
    """What the notes give to say to a person today."""
    last = network.last(person.uid)
    occasion, gap = _recalled(last, today)
    move = _moved(note, last)
    known = (one for one in network.promises.get(person.uid, ()) if one.planned is None)
    promises = [one.text for one in known if their_promise(one.text) is None]
    first = _first_name(person)
    gifts = [
        text for text in map(_addressed, promises) if _GIVING.match(text) and fold(first) not in fold(text).split()
    ]
    questions = [line.text for line in (questions_in(note) if note is not None else ()) if _addressed(line.text)]
    return Matter(
        name=person.name,
        first=first,
        role=person.role,
        company=person.company,
        location=person.location.partition(",")[0].strip(),  # Phoenix, of Phoenix, AZ
        interest=next(iter(person.interests), ""),
        occasion=occasion,
        gap=gap,
        memory=person.met if _addressed(person.met) and person.met_on is None and not person.met.isdigit() else "",
        change=move.after if move is not None else "",
        changed=move.what if move is not None else "",
        promise=next(iter(gifts), ""),
        stranger=last is None and fold(person.status) == "aspirational",
        question=next(iter(questions), ""),
    )


def chosen(matter: Matter, titles: frozenset[str]) -> str:
    """Which opener of :data:`ORDER` is the one; ``titles`` are those of the brief's sections."""
    have = {
        "new": matter.stranger,
        "congratulate": bool(matter.change),
        "promise": bool(matter.promise),
        "dormant": bool(matter.occasion),
        "question": bool(matter.question),
        "plain": True,
    }
    return next(name for name in ORDER if have[name] and NEEDS.get(name, "") in {"", *titles})


def within(matter: Matter, titles: frozenset[str]) -> Matter:
    """The matter without what no section of the brief tells of."""
    nothing: dict[str, dict[str, object]] = {
        "New": {"change": "", "changed": ""},
        "Promised": {"promise": ""},
        "Last": {"occasion": "", "gap": ""},
        "Ask": {"question": ""},
        "Met": {"memory": ""},
    }
    for title, less in nothing.items():
        if title not in titles:
            matter = replace(matter, **less)
    return matter


def only_asks(text: str) -> bool:
    """Whether an opener does nothing but ask: each sentence after the greeting is a question or a request."""
    sentences = [one.strip() for one in _SENTENCE.findall(_GREETING.sub("", text, count=1)) if one.strip()]
    return bool(sentences) and all(one.endswith("?") or _ASKS.search(one) for one in sentences)


def opens_asking(text: str) -> bool:
    """Whether the first sentence after the greeting asks for something."""
    first = _SENTENCE.search(_GREETING.sub("", text, count=1).strip())
    return first is not None and _ASKS.search(first[0]) is not None


def lately_asked(note: Note | None) -> Exchange | None:
    """The last thing asked, where the latest marks of a note only ask and give nothing; else None."""
    marks = exchanges_in(note)[:RECENT_MARKS] if note is not None else ()
    return marks[0] if marks and all(mark.kind == "asked" for mark in marks) else None


def _recalled(last: Interaction | None, today: date) -> tuple[str, str]:
    days = (today - last.day).days if last is not None else 0
    if last is None or days < MEMORY:
        return "", ""
    year = f" {last.day.year}" if last.day.year != today.year else ""
    month = f"in {_MONTHS[last.day.month - 1]}{year}"
    gap = next((words for most, words in GAPS if days <= most), LONG_GAP)
    return f"{OCCASIONS.get(last.channel, 'our last conversation')} {month}", gap


def _moved(note: Note | None, last: Interaction | None) -> Move | None:
    """The latest change after the last contact that led somewhere."""
    if note is None or last is None:
        return None
    return next((move for move in moves_in(note) if move.day > last.day and move.after), None)


def _addressed(text: str) -> str:
    """A text about the user's doings as it can be said to the person; ``""`` where it speaks of them, or of others."""
    said = _TO_THEM.sub(r"\1 you", text.strip())
    return "" if _OF_THEM.search(said) else said


def _first_name(person: Person) -> str:
    """What they are called: an alias that is part of the name, else the name's first word."""
    words = person.name.split()
    called = (alias for alias in person.aliases if " " not in alias and fold(alias) in map(fold, words))
    return next(called, words[0] if words else person.name)
