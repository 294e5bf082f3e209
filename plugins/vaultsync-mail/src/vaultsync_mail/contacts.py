"""Which messages are contacts with whom: between one person and the user, once a day and direction."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from vaultsync import Interaction, Person, Value
from vaultsync_mail.addresses import same, untagged
from vaultsync_mail.dates import day_of
from vaultsync_mail.header import Letter

CHANNEL = "mail"
"""As vaultsync's table of channels calls it."""


class Rules(Value, frozen=True, kw_only=True):
    """What counts: messages of the last ``days_back`` days to at most ``most_people`` addresses.

    With ``plus_tags``, ``ana+news@example.org`` is ``ana@example.org``. ``own`` are the user's addresses.
    """

    own: tuple[str, ...] = ()
    most_people: int = 10
    days_back: int = 730
    plus_tags: bool = False


class Book:
    """Whose addresses are whose, in the form in which they are compared."""

    def __init__(self, people: Iterable[Person], rules: Rules) -> None:
        """The user's own addresses are nobody else's; one that several notes state is of each of them."""
        self._form: Callable[[str], str] = untagged if rules.plus_tags else str
        self._own = {self._form(same(each)) for each in rules.own}
        self._people: dict[str, list[str]] = {}
        for person in people:
            for address in {self._form(same(each)) for each in person.emails} - self._own:
                self._people.setdefault(address, []).append(person.uid)

    def with_whom(self, letter: Letter) -> Iterator[tuple[str, bool]]:
        """The people with whom a message is a contact, by uid, and whether the user wrote it."""
        senders = [self._form(each) for each in letter.senders]
        wrote = not self._own.isdisjoint(senders)
        for each in [self._form(each) for each in letter.recipients] if wrote else senders:
            for uid in self._people.get(each, ()):
                yield uid, wrote


def contacts(
    letters: Iterable[Letter], people: Iterable[Person], rules: Rules, *, today: date, zone: ZoneInfo
) -> list[Interaction]:
    """The contacts that messages are, by person, day and direction; copies of a message count once.

    Where several messages of a day are one contact, the first of them gives its subject.
    """
    book = Book(people, rules)
    first = today - timedelta(days=rules.days_back)
    found: dict[bytes | None, list[tuple[date, int, str, list[tuple[str, bool]]]]] = {}
    for letter in letters:
        if letter.people > rules.most_people or not (whom := list(book.with_whom(letter))):
            continue
        day = day_of(letter.sent, letter.received, today=today, zone=zone)
        if day is not None and day >= first:
            moment = letter.sent if letter.sent is not None else letter.received or 0
            found.setdefault(letter.key or None, []).append((day, moment, letter.subject, whom))
    told: dict[tuple[str, date, bool], tuple[int, str]] = {}
    for key, copies in found.items():
        for day, moment, subject, whom in [min(copies)] if key else copies:
            for uid, wrote in whom:
                place = (uid, day, wrote)
                told[place] = min(told.get(place, (moment, subject)), (moment, subject))
    return [
        Interaction(person=uid, day=day, channel=CHANNEL, direction="out" if wrote else "in", text=subject)
        for (uid, day, wrote), (_, subject) in sorted(told.items())
    ]
