"""What a query can ask of a person: the table of keys and the test behind each. Knows no syntax."""

from collections.abc import Callable, Iterable
from datetime import date

from vaultsync.model import Cadence, Network, Person, Value
from vaultsync.notes import fold
from vaultsync.people.channels import channel_of


class Term(Value, frozen=True, kw_only=True):
    """One term: its key (``""`` for free words), its folded value, and its span of days with ``<`` or ``>``, if any."""

    key: str
    value: str
    exclude: bool = False
    sign: str = ""
    days: int | None = None


class Case(Value, frozen=True, kw_only=True):
    """Whom a term is held against, and when."""

    person: Person
    network: Network
    today: date
    due: date | None
    kind: str


class Key(Value, frozen=True, kw_only=True):
    """One key: what it asks, an example, its test, whether it takes a span, and which words it takes besides."""

    name: str
    meaning: str
    example: str
    holds: Callable[[Term, Case], bool]
    span: bool = False
    words: tuple[str, ...] = ()
    bare: bool = False
    """Whether a value without ``<`` or ``>`` is allowed besides the words."""


def says(text: str, value: str) -> bool:
    """Whether a folded text holds a folded value at the start of a word, or, outside ASCII, anywhere."""
    at = text.find(value)
    while at > 0 and value[0].isascii() and text[at - 1].isalnum():
        at = text.find(value, at + 1)
    return at >= 0


def within(term: Term, days: int) -> bool:
    """Whether a number of days lies where a term's span of time has it."""
    limit = term.days or 0
    match term.sign:
        case "<":
            return days < limit
        case "<=":
            return days <= limit
        case ">":
            return days > limit
        case _:
            return days >= limit


def _any(texts: Iterable[str], term: Term) -> bool:
    return any(says(fold(text), term.value) for text in texts if text)


def _free(term: Term, case: Case) -> bool:
    person = case.person
    texts = (
        person.name,
        *person.aliases,
        person.company,
        person.role,
        *person.skills,
        *person.interests,
        person.location,
        *person.groups,
        *person.tags,
    )
    return says(fold(" · ".join(texts)), term.value)


def _tag(term: Term, case: Case) -> bool:
    wanted = term.value.removeprefix("#")
    return any((tag := fold(each)) == wanted or tag.startswith(f"{wanted}/") for each in case.person.tags)


def _channel(term: Term, case: Case) -> bool:
    last = case.network.last(case.person.uid)
    wanted = channel_of(term.value) or term.value
    return wanted in {fold(case.person.channel), last.channel if last else ""}


def _last(term: Term, case: Case) -> bool:
    last = case.network.last(case.person.uid)
    if term.value == "never" or last is None:
        return term.value == "never" and last is None
    return within(term, (case.today - last.day).days)


def _due(term: Term, case: Case) -> bool:
    if term.value == "never" or case.due is None:
        return term.value == "never" and case.due is None
    return within(term, (case.due - case.today).days)


def _cadence(term: Term, case: Case) -> bool:
    fact = case.network.fact(case.person.uid, "cadence")
    cadence = fact.value if fact and isinstance(fact.value, Cadence) else case.person.cadence
    if term.value == "none":
        return cadence is None and not case.person.tier
    if term.sign:
        return cadence is not None and within(term, cadence.days)
    return term.value == fold(case.person.tier) or (cadence is not None and cadence.days == term.days)


def _colleague(term: Term, case: Case) -> bool:
    person = case.person
    been = (person.company, *person.previously)
    return _any((*been, person.met, *person.met_through, *person.groups, person.relationship), term)


KEYS: tuple[Key, ...] = (
    Key(name="tag", meaning="Carries the tag, or one nested in it.", example="tag:work", holds=_tag),
    Key(
        name="group",
        meaning="Belongs to a group of that name.",
        example="group:cx",
        holds=lambda term, case: _any(case.person.groups, term),
    ),
    Key(
        name="skill",
        meaning="Has the skill.",
        example="skill:python",
        holds=lambda term, case: _any(case.person.skills, term),
    ),
    Key(
        name="city",
        meaning="Lives there.",
        example="city:lisbon",
        holds=lambda term, case: _any((case.person.location,), term),
    ),
    Key(
        name="company",
        meaning="Works there.",
        example="company:acme",
        holds=lambda term, case: _any((case.person.company,), term),
    ),
    Key(
        name="status",
        meaning="Has the status.",
        example="status:aspirational",
        holds=lambda term, case: _any((case.person.status,), term),
    ),
    Key(
        name="relationship",
        meaning="Is that to you.",
        example="relationship:mentor",
        holds=lambda term, case: _any((case.person.relationship,), term),
    ),
    Key(
        name="channel",
        meaning="Prefers the channel, or was last in touch by it.",
        example="channel:call",
        holds=_channel,
    ),
    Key(
        name="last",
        meaning="Was last in touch longer ago (`>`) or more lately (`<`); `never`: there is no contact yet.",
        example="last:>1y",
        holds=_last,
        span=True,
        words=("never",),
    ),
    Key(
        name="due",
        meaning="The next catch-up is that many days away; `never`: there is none.",
        example="due:<7d",
        holds=_due,
        span=True,
        words=("never",),
    ),
    Key(
        name="cadence",
        meaning="Has that cadence or tier, or a shorter (`<`) or longer (`>`) one; `none`: has neither.",
        example="cadence:<60d",
        holds=_cadence,
        span=True,
        words=("none",),
        bare=True,
    ),
    Key(
        name="kind",
        meaning="The reminder is of that kind: for feeds.",
        example="kind:birthday",
        holds=lambda term, case: term.value == fold(case.kind),
    ),
    Key(
        name="colleague-at",
        meaning="Works or worked there, or knows you from there: company, `previously`, groups, relationship or how "
        "you met name it; in `find`, also a dated line such as `2019-05 to 2021-03 worked at Acme`.",
        example="colleague-at:acme",
        holds=_colleague,
    ),
)
"""Every key of a query."""

_FREE = Key(
    name="",
    meaning="Name, alias, company, role, skill, interest, location, group or tag.",
    example="python",
    holds=_free,
)
KEYS_BY_NAME = {key.name: key for key in (_FREE, *KEYS)}
