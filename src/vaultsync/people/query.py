"""The query language of ``find``, ``people`` and the feeds: which people it selects, and how it reads.

Every term must hold. A word or "a phrase" is looked for at the start of a word; ``key:value`` asks for one thing, and
``-`` before a term turns it round. Case and accents do not matter. The table of keys is
:data:`vaultsync.people.KEYS`.
"""

import difflib
import re
from datetime import date

from vaultsync.model import Network, Person, Value
from vaultsync.notes import fold
from vaultsync.people.cadence import parse_cadence
from vaultsync.people.query_keys import KEYS, KEYS_BY_NAME, Case, Term

_TERM = re.compile(r'(?P<exclude>-)?(?:(?P<key>[A-Za-z][A-Za-z-]*):)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]*))')
_SPAN = re.compile(r"(<=|>=|<|>) ?(.+)")


class QueryError(ValueError):
    """A query that cannot be read; the message says where and what to try."""


class Query(Value, frozen=True, kw_only=True):
    """A query that was read. One without terms selects everybody."""

    terms: tuple[Term, ...] = ()

    @property
    def is_of_kind(self) -> bool:
        """Whether it asks of the reminder's kind alone, so that it holds for all of a kind or for none."""
        return all(term.key == "kind" for term in self.terms)

    def matches(
        self, person: Person, network: Network, *, today: date, due: date | None = None, kind: str = ""
    ) -> bool:
        """Whether every term holds for a person, and for a reminder of that kind and due day where there is one."""
        case = Case(person=person, network=network, today=today, due=due, kind=kind)
        return all(KEYS_BY_NAME[term.key].holds(term, case) is not term.exclude for term in self.terms)


def parse_query(text: str) -> Query:
    """Read a query. Raises QueryError with a message for the person who typed it."""
    if text.count('"') % 2:
        raise QueryError(f"A quotation mark in {text!r} has no partner: close it, or leave it out.")
    return Query(terms=tuple(_term(match) for match in _TERM.finditer(text) if match[0]))


def _term(match: re.Match[str]) -> Term:
    name = (match["key"] or "").lower()
    if name not in KEYS_BY_NAME:
        like = difflib.get_close_matches(name, KEYS_BY_NAME, n=1)
        known = ", ".join(key.name for key in KEYS)
        words = f"Keys are {known}. For the words themselves, use quotation marks."
        hint = f"Did you mean {like[0]}:?" if like else words
        raise QueryError(f"There is no key {name}: in a query. {hint}")
    value = fold(match["phrase"] or match["word"] or "")
    if not value:
        after = (
            f"{name}: asks for something, such as {KEYS_BY_NAME[name].example}"
            if name
            else "there is nothing to look for"
        )
        raise QueryError(f"In {match[0]!r}, {after}.")
    key = KEYS_BY_NAME[name]
    term = Term(key=name, value=value, exclude=bool(match["exclude"]))
    if not key.span or value in key.words:
        return term
    span = _SPAN.fullmatch(value)
    days = parse_cadence(span[2] if span else value)
    if (span or not key.bare) and (span is None or days is None):
        words = "".join(f", or {name}:{word}" for word in key.words)
        raise QueryError(f"{match[0]!r} needs < or > and a span of time, such as {key.example}{words}.")
    return Term(key=name, value=value, exclude=term.exclude, sign=span[1] if span else "", days=days)
