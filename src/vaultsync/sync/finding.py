"""Whom a query of ``find`` finds: looked up in the index, ranked, with the evidence and the way in.

Keys and excluded words must hold. Of the free words all must be found, in a person's properties or in the text of
their note; where nobody has all of them, those who have some are found.
"""

import heapq
import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import NamedTuple

from msgspec.structs import replace

from vaultsync.model import Person
from vaultsync.people.evidence import IN_TEXT, Evidence, employed_at, in_properties, in_text, of_key, rank_in
from vaultsync.people.fields import Fields, Unlike
from vaultsync.people.paths import Way, ways_to
from vaultsync.people.query import Query
from vaultsync.people.query_keys import Term, within
from vaultsync.sync.kept import Kept
from vaultsync.vault.books import noticed

LONG = 365
"""Days after which somebody is looked at as one who is not spoken with: a way in is looked for."""

IN_VALUES = frozenset({"tag", "group", "skill", "city", "company", "status", "relationship"})
"""Keys whose value stands in the person's own values."""

_WORD = re.compile(r"\w+")


class Hit(NamedTuple):
    """A person whom the query found: why, and the warmest way to them where they are not spoken with.

    ``unlike`` is from how another field they are, where that was asked for.
    """

    person: Person
    evidence: Evidence | None
    found: frozenset[str]
    way: Way | None
    unlike: Unlike | None = None


class _Case(NamedTuple):
    """A person while they are looked into: the rank of each word found in properties, the words to be checked."""

    uid: str
    known: dict[str, int]
    maybe: frozenset[str]


def hits(kept: Kept, query: Query, limit: int, *, beyond: bool = False) -> list[Hit]:
    """Those whom a query finds, the best first, at most ``limit``.

    With ``beyond``, those come before whose field is rare among the people the user is in touch with.
    """
    fields = Fields(_in_touch(kept)) if beyond else None
    free = tuple(dict.fromkeys(term.value for term in query.terms if not term.key and not term.exclude))
    keys = replace(query, terms=tuple(term for term in query.terms if term.key or term.exclude))
    if free:
        return [_hit(kept, *found, fields) for found in _ranked(kept, keys, free, limit, fields)]
    uids = _candidates(kept, keys.terms)
    ordered = sorted(kept.everybody if uids is None else uids, key=kept.warmest)
    those = _Those(kept, keys)
    holding: Iterable[tuple[Person, Evidence | None]]
    holding = (held for uid in ordered if (held := those.look(uid)) is not None)
    if fields is not None or those.colleague is not None:
        # What shows it is of another rank from one to the next; else no more are looked at than are shown.
        holding = sorted(holding, key=lambda each: (_far(fields, each[0]), each[1].rank if each[1] else 0))
    return [_hit(kept, person, evidence, frozenset(), fields) for person, evidence in islice(holding, limit)]


def _in_touch(kept: Kept) -> Iterator[Person]:
    """The people that the user was in touch with in the last year."""
    days = ((uid, kept.last_day(uid)) for uid in kept.everybody)
    lately = (uid for uid, day in days if day and (kept.today - date.fromisoformat(day)).days <= LONG)
    return (person for person in kept.values(lately) if not person.quiet)


def _far(fields: Fields | None, person: Person) -> tuple[bool, int, float]:
    """What sorts those first who are from another field; all alike where that was not asked for."""
    return fields.unlike(person).order if fields is not None else _NO_FIELD


_NO_FIELD = (False, 0, 0.0)


def _candidates(kept: Kept, terms: Iterable[Term]) -> set[str] | None:
    """The uids of those for whom all terms may hold; None for everybody."""
    chosen: set[str] | None = None
    for term in terms:
        if term.key == "last":
            on = {uid for uid in kept.everybody if _was_last(kept, uid, term) is not term.exclude}
            chosen = on if chosen is None else chosen & on
            continue
        if term.exclude or (term.key not in IN_VALUES and term.key != "colleague-at"):
            continue
        may = set(kept.having(term.value.removeprefix("#").split()))
        if term.key == "colleague-at":
            may |= _texts_with(kept, term.value)
        chosen = may if chosen is None else chosen & may
    return chosen


def _was_last(kept: Kept, uid: str, term: Term) -> bool:
    """Whether the last contact with somebody is as long ago as a term asks."""
    day = kept.last_day(uid)
    if not day or term.value == "never":
        return not day and term.value == "never"
    return within(term, (kept.today - date.fromisoformat(day)).days)


def _texts_with(kept: Kept, value: str) -> set[str]:
    """Those in the text of whose notes a folded value may stand at the start of a word; beyond ASCII, anywhere."""
    words = " ".join(_WORD.findall(value))
    asked = [(table, f"{table} MATCH ?", f'"{words}"*') for table in ("words", "folded") if words]
    if not value.isascii():
        asked.append(("folded", "instr(text, ?)", value))
    with noticed():
        ask = kept.connection.execute
        return {
            uid
            for table, how, what in asked
            for (uid,) in ask(
                f"SELECT uid FROM ix.{table} JOIN ix.worded ON number = {table}.rowid JOIN identities USING (path)"
                f" WHERE {how}",
                (what,),
            )
        }


def _text(kept: Kept, path: str) -> str:
    with noticed():
        row = kept.connection.execute(
            "SELECT text FROM ix.words WHERE rowid = (SELECT number FROM ix.worded WHERE path=?)", (path,)
        ).fetchone()
    return row[0] if row else ""


class _Those:
    """Those for whom all keys hold, looked at one by one; the quiet only where a status is asked for."""

    def __init__(self, kept: Kept, keys: Query) -> None:
        self._kept = kept
        self._quiet_too = any(term.key == "status" for term in keys.terms)
        self.colleague = next((term for term in keys.terms if term.key == "colleague-at" and not term.exclude), None)
        self._needs_due = any(term.key == "due" for term in keys.terms)
        # Those for whom a term about the last contact does not hold are no candidates.
        rest = tuple(term for term in keys.terms if term is not self.colleague and term.key != "last")
        self._rest = replace(keys, terms=rest)
        self._looked: dict[str, tuple[Person, Evidence | None] | None] = {}

    def look(self, uid: str) -> tuple[Person, Evidence | None] | None:
        """The person, with what shows it; None where a key does not hold."""
        if uid not in self._looked:
            self._looked[uid] = next(map(self._shown, self._kept.values([uid])), None)
        return self._looked[uid]

    def _shown(self, person: Person) -> tuple[Person, Evidence | None] | None:
        kept = self._kept
        if person.quiet and not self._quiet_too:
            return None
        due = kept.due(person.uid) if self._needs_due else None
        if not self._rest.matches(person, kept.network, today=kept.today, due=due):
            return None
        asked = (term for term in self._rest.terms if not term.exclude)
        shown = next((each for term in asked if (each := of_key(person, term.key, term.value))), None)
        if self.colleague is not None:
            there = of_key(person, "colleague-at", self.colleague.value)
            there = there or employed_at(person.path, _text(kept, person.path), self.colleague.value)
            if there is None:
                return None
            shown = shown or there
        return person, shown


def _ranked(
    kept: Kept, keys: Query, free: tuple[str, ...], limit: int, fields: Fields | None
) -> list[tuple[Person, Evidence | None, frozenset[str]]]:
    """Those in whom free words are found, the best first: all of the words before some, then as :func:`_order` says.

    Whether the keys hold, and what stands in a note's text, is looked at only for those who would be shown.
    """
    texts = {value: _texts_with(kept, value) for value in free}
    values = {value: kept.having(value.split()) for value in free}
    anybody = set[str]().union(*texts.values(), *values.values())
    chosen = _candidates(kept, keys.terms)
    those, heap = _Those(kept, keys), []
    for uid in anybody if chosen is None else chosen & anybody:
        # Another field is told by more than stands at hand of everybody.
        held = those.look(uid) if fields is not None else None
        if fields is not None and held is None:
            continue
        far = _far(fields, held[0]) if held is not None else _NO_FIELD
        kept_of = ((value, values[value].get(uid, "")) for value in free)
        known = {value: rank for value, said in kept_of if (rank := rank_in(said, value)) is not None}
        maybe = frozenset(value for value in free if value not in known and uid in texts[value])
        if known or maybe:
            case = _Case(uid, known, maybe)
            heap.append((_order(kept, case, free, far), case))
    heapq.heapify(heap)
    found: list[tuple[Person, Evidence | None, frozenset[str]]] = []
    while heap and len(found) < limit:
        order, case = heapq.heappop(heap)
        if order[0] and found and len(found[0][2]) == len(free):
            break  # whoever comes now has some of the words only
        if (held := those.look(case.uid)) is None:
            continue
        person, line = held[0], None
        if case.maybe:
            line, there = in_text(person.path, _text(kept, person.path), case.maybe)
            case = case._replace(maybe=there)
            if not case.known and not there:
                continue
            if (again := _order(kept, case, free, order[1])) != order:
                heapq.heappush(heap, (again, case))
                continue
        best, _ = in_properties(person, case.known)
        found.append((person, best or line, frozenset(case.known) | case.maybe))
    return found


def _order(
    kept: Kept, case: _Case, free: tuple[str, ...], far: tuple[bool, int, float]
) -> tuple[bool, tuple[bool, int, float], int, int, int, int, str]:
    """All words or some; the field; where the best was found; how many there, and in all; warmth; name; path."""
    ranks = [*case.known.values()] + [IN_TEXT] * len(case.maybe)
    best = min(ranks, default=IN_TEXT)
    return (len(ranks) < len(free), far, best, -ranks.count(best), -len(ranks), *kept.warmest(case.uid))


def way_in(kept: Kept, person: Person) -> Way | None:
    """The warmest way to somebody who is not spoken with; None where they are, or there is none."""
    last = kept.last(person.uid)
    far = last is None or (kept.today - last.day).days > LONG
    ways = ways_to(person.uid, kept, kept.today, steps=2, most=1) if far and not person.quiet else ()
    return ways[0] if ways else None


def _hit(kept: Kept, person: Person, evidence: Evidence | None, found: frozenset[str], fields: Fields | None) -> Hit:
    unlike = fields.unlike(person) if fields is not None else None
    return Hit(person, evidence, found, way_in(kept, person), unlike)
