"""The ways to a person through people one knows: who can be asked for an introduction, warmest first.

A way begins with somebody the user is in touch with and goes from person to person, each next to the one before by
something that a note says. Knows neither the disk nor how the notes are kept: it asks a Circle.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal, NamedTuple, Protocol

from vaultsync.model import Interaction, Person, Tie, Value

EdgeKind = Literal["knows", "introduced_by", "met_through", "mentions", "gathering", "group"]


class Kind(Value, frozen=True, kw_only=True):
    """One kind of tie: how much of the warmth goes over it, and the words for it.

    ``words`` are said of the one who could introduce, in whose favour the tie is stated; ``turned`` where it is stated
    the other way round. ``{text}`` is the gathering or the group.
    """

    name: EdgeKind
    strength: float
    words: str
    turned: str


KINDS: tuple[Kind, ...] = (
    Kind(name="knows", strength=1.0, words="knows {other}", turned="knows {other}"),
    Kind(name="introduced_by", strength=0.9, words="introduced {other} to you", turned="came to you through {other}"),
    Kind(name="met_through", strength=0.9, words="brought {other} and you together", turned="met you through {other}"),
    Kind(name="gathering", strength=0.5, words="was at {text} with {other}", turned="was at {text} with {other}"),
    Kind(name="mentions", strength=0.4, words="is named in your note on {other}", turned="has {other} in your note"),
    Kind(name="group", strength=0.3, words="is in {text} with {other}", turned="is in {text} with {other}"),
)
"""Every kind of tie, the strongest first."""

SMALL = 12
"""Up to how many people a gathering or a group is small enough for its people to know each other."""

HALF = 182.0
"""Days after which half the warmth of a contact is left."""

FURTHER = 0.5
"""What is left of the warmth for each further person who would have to be asked."""

CLOSENESS: tuple[tuple[int, float], ...] = ((45, 1.0), (100, 0.8), (200, 0.7))
"""How close somebody is, by the longest cadence in days for it."""
DISTANT = 0.6
"""How close somebody is with a longer cadence, or none."""

STEPS = 3
"""At most so many steps from the user to the person: two people between."""
MOST = 5
"""So many ways are shown."""

_BY_NAME = {kind.name: kind for kind in KINDS}
_ORDER = {kind.name: number for number, kind in enumerate(KINDS)}


class Edge(Value, frozen=True, kw_only=True):
    """What makes two people know each other, and the line that says so.

    ``holder`` is whose note or presence the line tells of, ``other`` the one besides. ``text`` is the gathering's or
    the group's name.
    """

    holder: str
    other: str
    kind: EdgeKind
    path: str
    line: int
    text: str = ""

    @classmethod
    def of(cls, tie: Tie) -> "Edge":
        """The edge that a tie is."""
        return cls(holder=tie.person, other=tie.other, kind=tie.kind, path=tie.path, line=tie.line)

    @property
    def strength(self) -> float:
        """How much of the warmth goes over it."""
        return _BY_NAME[self.kind].strength

    @property
    def sort_key(self) -> tuple[int, str, int, str, str]:
        """The strongest first, then by where it stands."""
        return (_ORDER[self.kind], self.path, self.line, self.holder, self.text)

    def beyond(self, uid: str) -> str:
        """The other end, seen from one."""
        return self.other if uid == self.holder else self.holder

    def words(self, who: str, other: str) -> str:
        """How the person ``who`` (a uid) knows the other, who is called ``other``."""
        kind = _BY_NAME[self.kind]
        return (kind.words if who == self.other else kind.turned).format(other=other, text=self.text)


class Way(Value, frozen=True, kw_only=True):
    """A way: the people by uid, whom to ask first and the person last, what is between each two, and the first contact.

    ``weight`` is how warm the way is, above 0 and at most 1: of the way, and of no human being.
    """

    people: tuple[str, ...]
    edges: tuple[Edge, ...]
    last: Interaction
    weight: float


class Circle(Protocol):
    """Who is known, and what is between them."""

    def person(self, uid: str) -> Person | None:
        """The person of that identity."""

    def last(self, uid: str) -> Interaction | None:
        """The user's latest contact with them."""

    def cadence(self, uid: str) -> int | None:
        """Their cadence in days."""

    def edges(self, uid: str) -> Iterable[Edge]:
        """All that is between them and others, from either side."""


def may_be_asked(person: Person | None) -> bool:
    """Whether one may ask a favour of somebody: not of who is paused, archived or no longer living."""
    return person is not None and not person.paused and not person.quiet


def warm(last: Interaction, cadence: int | None, today: date) -> float:
    """How warm a contact is: by its day, and by how close the person is meant to be."""
    days = max(0, (today - last.day).days)
    near = next((each for longest, each in CLOSENESS if cadence is not None and cadence <= longest), DISTANT)
    return float(0.5 ** (days / HALF)) * near


def ways_to(target: str, circle: Circle, today: date, *, steps: int = STEPS, most: int = MOST) -> tuple[Way, ...]:
    """The warmest ways to a person, at most ``most``, each of at most ``steps`` steps, the contact being the first.

    Nobody is on a way twice, and nobody who may not be asked. Between two people counts the strongest tie. A way is
    left out where somebody further along it can be asked themselves as warmly.
    """
    every = list(_walk(_Rest((target,), (), 1.0), circle, today, steps))
    weights = {way.people: way.weight for way in every}
    found = [
        way
        for way in every
        if all(weights.get(way.people[at:], 0.0) < way.weight for at in range(1, len(way.people) - 1))
    ]

    def order(way: Way) -> tuple[float, int, tuple[tuple[str, str], ...]]:
        people = (circle.person(uid) for uid in way.people)
        return (-way.weight, len(way.people), tuple((one.name, one.path) for one in people if one is not None))

    return tuple(sorted(found, key=order)[:most])


class _Rest(NamedTuple):
    """The end of a way, from somebody on it to the person: how much of the warmth is left over it."""

    people: tuple[str, ...]
    edges: tuple[Edge, ...]
    left: float


def _walk(rest: _Rest, circle: Circle, today: date, steps: int) -> Iterator[Way]:
    """Go on from whom the rest of a way begins with to all who know them."""
    if len(rest.people) >= steps:
        return
    for uid, edge in _next_to(rest.people[0], circle).items():
        if uid in rest.people or not may_be_asked(circle.person(uid)):
            continue
        left = rest.left * edge.strength * (FURTHER if rest.edges else 1.0)
        longer = _Rest((uid, *rest.people), (edge, *rest.edges), left)
        last = circle.last(uid)
        if last is not None:
            weight = left * warm(last, circle.cadence(uid), today)
            yield Way(people=longer.people, edges=longer.edges, last=last, weight=weight)
        yield from _walk(longer, circle, today, steps)


def _next_to(uid: str, circle: Circle) -> dict[str, Edge]:
    """Who is next to a person, by uid, and by the strongest tie."""
    best: dict[str, Edge] = {}
    for edge in sorted(circle.edges(uid), key=lambda edge: edge.sort_key):
        best.setdefault(edge.beyond(uid), edge)
    return best
