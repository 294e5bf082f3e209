"""Which people of the vault were at which event. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from vaultsync import Interaction, Person
from vaultsync.notes import fold
from vaultsync_calendar.occurrence import Occurrence, address_of

CHANNELS = ("video", "call", "met")
"""Where two calendars have one meeting, what the first of these says of it counts."""


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """Which events count: ``me`` are the user's own addresses, folded."""

    me: frozenset[str] = frozenset()
    match_names: bool = False
    most_people: int = 12


def contacts(
    occurrences: Iterable[Occurrence], people: Iterable[Person], first: date, today: date, rules: Rules
) -> Iterator[Interaction]:
    """A contact for each person and each event from ``first`` to the day before today, each once, in their order."""
    directory = Directory(people, rules)
    found: dict[tuple[str, date, str], str] = {}
    for one in occurrences:
        if first <= one.first < today and _counts(one, rules):
            for uid in directory.at(one):
                key = (uid, one.first, one.summary)
                found[key] = min(one.channel, found.get(key, one.channel), key=CHANNELS.index)
    for (uid, day, text), channel in sorted(found.items()):
        yield Interaction(person=uid, day=day, channel=channel, text=text)


def is_mine_no_more(one: Occurrence, me: frozenset[str]) -> bool:
    """Whether the user declined."""
    return not me.isdisjoint(one.declined)


def _counts(one: Occurrence, rules: Rules) -> bool:
    if is_mine_no_more(one, rules.me) or len({*one.attendees, one.organizer} - {""}) > rules.most_people:
        return False
    return not (one.all_day or one.free) or bool({*one.attendees} - rules.me)


class Directory:
    """People by e-mail address and by full name, as far as those are one person's alone."""

    def __init__(self, people: Iterable[Person], rules: Rules) -> None:
        self._rules = rules
        by_email, by_name = defaultdict[str, set[str]](set), defaultdict[tuple[str, ...], set[str]](set)
        for person in people:
            for email in person.emails:
                by_email[address_of(email.removeprefix("mailto:"))].add(person.uid)
            for name in (person.name, *person.aliases) if rules.match_names else ():
                words = _words(name)
                if len(words) > 1:  # a first name alone may be anybody's
                    by_name[words].add(person.uid)
        self._by_email = {email: uid for email, (uid, *others) in by_email.items() if email and not others}
        self._by_name = {words: uid for words, (uid, *others) in by_name.items() if not others}
        self._lengths = sorted({len(words) for words in self._by_name})

    def at(self, one: Occurrence) -> frozenset[str]:
        """The uids of those who were there."""
        there = {*one.attendees, one.organizer} - {*one.declined} - self._rules.me
        found = {uid for email in there if (uid := self._by_email.get(email)) is not None}
        if self._by_name:
            words = _words(one.summary)
            for length in self._lengths:
                for start in range(len(words) - length + 1):
                    uid = self._by_name.get(words[start : start + length])
                    found |= {uid} if uid is not None else set()
        return frozenset(found)


def _words(text: str) -> tuple[str, ...]:
    return tuple("".join(sign if sign.isalnum() else " " for sign in fold(text)).split())
