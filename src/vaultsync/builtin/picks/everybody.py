"""Who may be named, and what speaks for them: each thing as a number, in words, and with the line where it stands."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from itertools import pairwise, takewhile
from operator import attrgetter

from vaultsync import Cadence, Context, Interaction, Network, Person, Tie, day_words
from vaultsync.notes import exchanges_in, fold, outcome_in

from .settings import SPANS, WEIGHTS, Config
from .turns import WEEK, Candidate, Part

WRITTEN = {"mail", "text"}
DECLINED = "declined"
DAY = timedelta(days=1)
FEW = 3
"""Up to how many contacts are little time spent together."""
GIVE_FIRST = "you have something to give first"
MARKS = {"skills": "has the skill {}", "company": "works at {}", "groups": "belongs to {}", "tags": "carries #{}"}
"""What tells of somebody's field, and what is said of whoever shares it."""
Said = tuple[str, str, int]
Mark = tuple[str, str]


class Everybody:
    """Who may be named, why, and when. Contacts since Monday do not count: the week's choice stays all week."""

    def __init__(self, network: Network, ctx: Context) -> None:
        self.network, self.ctx = network, ctx
        config: Config = ctx.config
        self.monday, self.first = monday_of(ctx.today), monday_of(config.since)
        self.dormant_after, self.close_after, self.known_for, self.declined_wait = (
            config.span(name, ctx) for name in SPANS
        )
        self._weights = {**WEIGHTS, **config.weights}
        self._close = {fold(word) for word in config.close}
        living = [person for person in network.people if not person.quiet]
        self._open = [person for person in living if not person.paused]
        folded = cache(fold)  # many people share a tag, a group or a company
        self._declined = {
            person.uid
            for person in self._open
            if any(outcome_in(each.text) == DECLINED for each in self._contacts(person))
        }
        self._marks = {person.uid: _marks(person, folded) for person in living}
        self._shared = Counter(mark for marks in self._marks.values() for mark in marks)
        self._towards: defaultdict[str, list[Tie]] = defaultdict(list)
        for person in network.people:
            for tie in network.ties.get(person.uid, ()):
                if tie.kind != "mentions":
                    self._towards[tie.other].append(tie)

    def is_free(self, person: Person, day: date) -> bool:
        """Whether somebody may be named in the week of that Monday: not snoozed for it, no catch-up due, no no."""
        if self.declined(person, day) is not None:
            return False
        until, sunday = person.snooze_until, day + timedelta(days=6)
        # When a snooze began no note says: one that is over counts for the last week of it.
        if until is not None and sunday < until and (until > self.monday + WEEK or until <= sunday + WEEK):
            return False
        cadence = self._cadence(person)
        last = max((each.day for each in self._contacts(person) if each.day < day), default=None)
        by_hand = cadence is None or "next_contact" not in self.ctx.writing.properties
        if by_hand and person.next_contact is not None and (last is None or person.next_contact > last):
            return person.next_contact > sunday
        return cadence is None or (last is not None and last + timedelta(days=cadence.days) > sunday)

    def declined(self, person: Person, day: date) -> Interaction | None:
        """The contact by which somebody declined, if it is the last one before that Monday, and not long enough ago."""
        if person.uid not in self._declined:
            return None
        before = [each for each in self._contacts(person) if each.day < day]
        nos = (each for each in before if each.day == before[0].day and outcome_in(each.text) == DECLINED)
        no = next(nos, None)
        return no if no is not None and no.day + self.declined_wait > day else None

    def dormant(self) -> Iterator[Candidate]:
        """Those whom nothing else brings up, for each time that was long enough without contact."""
        for person in self._open:
            if person.next_contact is not None or _is_aspirational(person) or self._cadence(person) is not None:
                continue
            contacts = {each.day: each for each in self._contacts(person)}
            days = sorted({*contacts, *([person.met_on] if person.met_on and person.met_on < self.monday else [])})
            close = self._closeness(person)
            is_old = person.met_on is not None and self.monday - person.met_on >= self.known_for
            span = self.close_after if close is not None and is_old else self.dormant_after
            static: tuple[Part, ...] | None = None
            for number, (before, after) in enumerate(pairwise([*days, date.max]), start=1):
                if before + span <= min(after, self.monday) and after >= self.first:
                    last = contacts.get(before)
                    static = tuple(self._static(person, close, is_old=is_old)) if static is None else static
                    parts = (self._time(person, number, last), *static)
                    yield Candidate(person, before + span, after, parts, before, last)

    def aspirational(self) -> Iterator[Candidate]:
        """Those you would like to know, until the first contact."""
        for person in self._open:
            if _is_aspirational(person):
                first = min((each.day for each in self._contacts(person)), default=date.max)
                way = self._way_in(person)
                parts = () if way is None else (Part("way-in", self._weights["way-in"], 1.0, *way),)
                yield Candidate(person, date.min, first, parts)

    def channel(self) -> Iterator[Candidate]:
        """Those with whom there was enough contact, lately and in writing alone, until it is of another kind."""
        least = self.ctx.config.written_least
        for person in self._open:
            contacts = sorted(self._contacts(person), key=attrgetter("day", "line"))
            written = [*takewhile(lambda each: each.channel in WRITTEN, contacts)]
            if len(written) < least:
                continue
            known = [each for each in written if each.day < self.monday] or written
            parts = tuple(self._for_a_call(person, known))
            end = contacts[len(written)].day if len(written) < len(contacts) else date.max
            since = written[least - 1].day + DAY
            for day, after in pairwise([*(each.day for each in written[least - 1 :]), date.max]):
                if after > (gone := day + self.dormant_after):
                    yield Candidate(person, since, min(end, gone), parts, known[-1].day, known[-1])
                    since = min(after, self.monday) + DAY

    def _contacts(self, person: Person) -> tuple[Interaction, ...]:
        return self.network.interactions.get(person.uid, ())

    def _cadence(self, person: Person) -> Cadence | None:
        fact = self.network.fact(person.uid, "cadence")
        return fact.value if fact is not None and isinstance(fact.value, Cadence) else None

    def _part(self, name: str, value: float, says: str, path: str, line: int) -> Part:
        return Part(name, self._weights[name], value, says, path, line)

    def _time(self, person: Person, number: int, last: Interaction | None) -> Part:
        says = f"little time spent together ({_times(number)})" if number <= FEW else ""
        place = (last.path, last.line) if last is not None else (person.path, person.lines.get("met", 0))
        return self._part("little-time", 1 / number, says, *place)

    def _static(self, person: Person, close: Said | None, *, is_old: bool) -> Iterator[Part]:
        """What speaks for somebody, whenever the last contact was."""
        marks = self._marks[person.uid]
        # What more than half of all people have says nothing of anybody.
        counted = [mark for mark in marks if self._shared[mark] <= len(self._marks) / 2]
        if counted:
            rarest = min(counted, key=self._shared.__getitem__)
            value = sum(1 / self._shared[mark] for mark in counted) / len(counted)
            who = {1: "nobody else you know", 2: "only one other you know"}.get(self._shared[rarest], "")
            says = f"{who} {MARKS[rarest[0]].format(marks[rarest])}" if who else ""
            yield self._part("other-field", value, says, person.path, person.lines.get(rarest[0], 0))
        if close is not None:
            yield self._part("close", 1.0, "" if is_old else close[0], *close[1:])
            if is_old and person.met_on is not None:
                says = f"{close[0]}, and you met in {person.met_on.year}"
                yield self._part("floor", 1.0, says, person.path, person.lines.get("met", 0))
        yield from self._give_and_take(person)
        for promise in [one for one in self.network.promises.get(person.uid, ()) if one.planned is None][:1]:
            yield self._part("promise", 1.0, "a promise is open", promise.path, promise.line)
        for tie in self._towards.get(person.uid, ()):
            other = self.network.person(tie.person)
            if tie.kind in {"introduced_by", "met_through"} and other is not None:
                yield self._part("introduced", 1.0, f"you know {other.name} through them", tie.path, tie.line)
                break

    def _give_and_take(self, person: Person) -> Iterator[Part]:
        note = self.ctx.note(person.path)
        if note is not None and (known := exchanges_in(note)):
            asked = sum(1 if each.kind == "asked" else -1 for each in known)
            says = GIVE_FIRST if asked > 0 else "you have given before"
            yield self._part("give-and-take", 1.0, says, known[0].path, known[0].line)

    def _for_a_call(self, person: Person, written: list[Interaction]) -> Iterator[Part]:
        number, least, last = len(written), self.ctx.config.written_least, written[-1]
        says = f"{_times(number)} so far, all in writing"
        yield self._part("written", number / (number + least), says, last.path, last.line)
        close = self._closeness(person)
        if person.phones:
            yield self._part("phone", 1.0, "you have their number", person.path, person.lines.get("phone", 0))
        if close is not None:
            yield self._part("close", 1.0, *close)
        yield from self._give_and_take(person)

    def _closeness(self, person: Person) -> Said | None:
        """What says that somebody is close, and where."""
        words = [("tier", person.tier), *(("relationship", each) for each in person.relationship.split(", "))]
        words += [(field, each) for field in ("groups", "tags") for each in getattr(person, field)]
        for field, word in words:
            if fold(word) in self._close:
                line = person.lines.get(field, 0) or person.lines.get("cadence", 0)
                return f"you call them {word}", person.path, line
        return None

    def _way_in(self, person: Person) -> Said | None:
        """Somebody you know who is tied to them, the one you were in touch with last, and the line that says so."""
        ways = []
        for tie in (*self.network.ties.get(person.uid, ()), *self._towards.get(person.uid, ())):
            other = self.network.person(tie.other if tie.person == person.uid else tie.person)
            if tie.kind == "mentions" or other is None or other.quiet or other.paused or other.uid == person.uid:
                continue
            for last in self._contacts(other):  # the newest first
                if last.day < self.monday:
                    ways.append(
                        (-last.day.toordinal(), other.name, tie.path, tie.line, last.channel or "in touch", last.day)
                    )
                    break
        if not ways:
            return None
        _, name, path, line, how, day = min(ways)
        return f"{name} knows them and could introduce you ({how}, {day_words(day)})", path, line


def monday_of(day: date) -> date:
    """The Monday of the ISO week."""
    return day - timedelta(days=day.weekday())


def _is_aspirational(person: Person) -> bool:
    return fold(person.status) == "aspirational"


def _times(number: int) -> str:
    return "one contact" if number == 1 else f"{number} contacts"


def _marks(person: Person, folded: Callable[[str], str]) -> dict[Mark, str]:
    """What tells of a person's field, as it is compared, and as the note spells it."""
    found = dict[Mark, str]()
    for field in MARKS:
        value = getattr(person, field)
        for each in (value,) if isinstance(value, str) else value:
            if each:
                found.setdefault((field, folded(each)), each)
    return found
