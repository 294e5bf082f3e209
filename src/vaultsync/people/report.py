"""What reaching out led to: lines of notes by pick, channel, weekday and the gap before; and how alike people are.

A line that is counted is a contact, or a time when nobody answered. Each keeps its place, so that every number can be
checked. It counts what happened, and nobody's worth.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from vaultsync.model import Interaction, Network, Person, Value
from vaultsync.notes import fold, outcome_in, pick_in
from vaultsync.people.channels import CHANNELS
from vaultsync.people.outcomes import OUTCOMES, UNANSWERED

NOT_SAID = "not-said"
"""The outcome of a line that states none, or none that is known."""
WORDS = (*OUTCOMES, NOT_SAID)
NO_CHANNEL = "no-channel"
PICKS = ("dormant", "aspirational", "channel")
OTHER_PICK, NO_PICK = "other-pick", "no-pick"
BEGAN = {"out": "you", "in": "they", "": "not-noted"}
"""Who reached out, by the direction of a line."""
FIRST = "first"
DORMANCY: tuple[tuple[str, float], ...] = (
    ("under-3-months", 91),
    ("3-to-12-months", 365),
    ("1-to-3-years", 1096),
    ("over-3-years", float("inf")),
)
"""The gap since the contact before, and below how many days it is that one."""
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NO_KIND = frozenset({"person", "people", "contact", "contacts"})
"""Tags that say that a note is about somebody, and nothing of who they are."""


class Counted(Value, frozen=True, kw_only=True):
    """A line that was counted: of whom, when, by what channel, what came of it, and how long after the contact before.

    ``dormancy`` is a name of :data:`DORMANCY`, or ``first`` where the notes have no contact before. ``pick`` is of what
    kind of pick it came. ``began`` is who reached out; ``inbound``: they did.
    """

    person: str
    uid: str
    path: str
    line: int
    day: date
    channel: str
    outcome: str
    dormancy: str
    weekday: str
    pick: str
    began: str
    inbound: bool
    text: str


class Tally(Value, frozen=True, kw_only=True):
    """How many lines are of one kind, how many of them are contacts, and how many say each outcome."""

    name: str
    lines: int
    contacts: int
    outcomes: dict[str, int]


class Alike(Value, frozen=True, kw_only=True):
    """What many contacts have in common: ``contacts`` ``of`` so many were with ``people`` persons who share it."""

    kind: str
    name: str
    contacts: int
    of: int
    people: int


class Grouping(NamedTuple):
    """A way to part the lines: its name, its parts in order, and the part that a line is in."""

    name: str
    parts: tuple[str, ...]
    of: Callable[[Counted], str]


GROUPINGS = (
    Grouping("pick", (*PICKS, OTHER_PICK, NO_PICK), lambda one: one.pick),
    Grouping("channel", (*(channel.name for channel in CHANNELS), NO_CHANNEL), lambda one: one.channel),
    Grouping("dormancy", (*(name for name, _ in DORMANCY), FIRST), lambda one: one.dormancy),
    Grouping("weekday", WEEKDAYS, lambda one: one.weekday),
)
"""How the lines are parted by which the user reached out, or of which the notes do not say who did."""
WHO_BEGAN = Grouping("began", tuple(BEGAN.values()), lambda one: one.began)
"""How all lines are parted."""


def counted(
    network: Network, attempts: Mapping[str, tuple[Interaction, ...]], *, since: date, until: date
) -> tuple[Counted, ...]:
    """The lines from ``since`` to ``until``, the latest first; ``attempts`` are those that nobody answered, by uid.

    What plugins know from outside the notes is not counted: there is no line to show for it.
    """
    found = []
    for person in network.people:
        known = network.interactions.get(person.uid, ())
        lines = [(each, _word(each)) for each in known if not each.plugin and each.path]
        lines += [(each, next(iter(UNANSWERED))) for each in attempts.get(person.uid, ())]
        days = sorted({each.day for each in known})
        found += [_counted(person, each, word, days) for each, word in lines if since <= each.day <= until]
    order = sorted(found, key=lambda one: (one.person.casefold(), one.path, one.line))
    return tuple(sorted(order, key=lambda one: one.day, reverse=True))


def _word(contact: Interaction) -> str:
    word = outcome_in(contact.text)
    return word if word in OUTCOMES else NOT_SAID


def _counted(person: Person, each: Interaction, word: str, days: list[date]) -> Counted:
    before = next((day for day in reversed(days) if day < each.day), None)
    gap = None if before is None else (each.day - before).days
    known = {channel.name for channel in CHANNELS}
    return Counted(
        person=person.name,
        uid=person.uid,
        path=each.path,
        line=each.line,
        day=each.day,
        channel=each.channel if each.channel in known else NO_CHANNEL,
        outcome=word,
        dormancy=FIRST if gap is None else next(name for name, below in DORMANCY if gap < below),
        weekday=WEEKDAYS[each.day.weekday()],
        pick=_pick(each.text),
        began=_began(each, word),
        inbound=each.direction == "in",
        text=each.text,
    )


def _began(each: Interaction, word: str) -> str:
    """Who reached out: whom nobody answered did, and who took up a pick, where the line says no other."""
    if not each.direction and (word in UNANSWERED or pick_in(each.text)):
        return BEGAN["out"]
    return BEGAN[each.direction]


def _pick(text: str) -> str:
    kind = pick_in(text)
    return kind if kind in PICKS else OTHER_PICK if kind else NO_PICK


def reached(lines: Iterable[Counted]) -> tuple[Counted, ...]:
    """Those by which the user reached out, or of which the notes do not say who did."""
    return tuple(one for one in lines if not one.inbound)


def tally(name: str, lines: Iterable[Counted]) -> Tally:
    """The numbers of some lines."""
    said = Counter(one.outcome for one in lines)
    every = sum(said.values())
    silent = sum(said[word] for word in UNANSWERED)
    return Tally(name=name, lines=every, contacts=every - silent, outcomes={word: said[word] for word in WORDS})


def tallies(grouping: Grouping, lines: Iterable[Counted]) -> tuple[Tally, ...]:
    """The numbers of each part, in its order."""
    parts: dict[str, list[Counted]] = {part: [] for part in grouping.parts}
    for one in lines:
        parts[grouping.of(one)].append(one)
    return tuple(tally(part, held) for part, held in parts.items())


def alike(lines: Iterable[Counted], network: Network) -> tuple[Alike, ...]:
    """What the contacts have in common, a kind at a time: what most of them share, of two contacts or more."""
    contacts = Counter(one.uid for one in lines if one.outcome not in UNANSWERED)
    found = []
    for kind in ("company", "group", "city", "tag"):
        whose: dict[str, list[str]] = {}
        names: dict[str, str] = {}
        for uid in contacts:
            person = network.person(uid)
            for name in sorted(_shared(kind, person)) if person is not None else ():
                names.setdefault(fold(name), name)
                whose.setdefault(fold(name), []).append(uid)
        sums = {key: sum(contacts[uid] for uid in uids) for key, uids in whose.items()}
        most = min(sums, key=lambda key: (-sums[key], key), default="")
        if most and sums[most] > 1:
            share = Alike(
                kind=kind, name=names[most], contacts=sums[most], of=contacts.total(), people=len(whose[most])
            )
            found.append(share)
    return tuple(found)


def _shared(kind: str, person: Person) -> set[str]:
    if kind == "company":
        names = {person.company}
    elif kind == "group":
        names = set(person.groups)
    elif kind == "city":
        names = {person.location}
    else:
        names = {tag for tag in person.tags if NO_KIND.isdisjoint(fold(tag).split("/"))}
    return set({fold(name): name for name in sorted(names) if name}.values())
