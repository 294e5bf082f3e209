"""From a note's properties to a Person: every property typed by its own rule, each slip a Problem.

Knows the canonical properties; not which notes are people, nor what today is, nor who else is in the vault.
"""

from collections.abc import Callable
from datetime import date
from functools import lru_cache

from vaultsync.model import Cadence, Note, Person, Problem, Property, YearlyDate, problem
from vaultsync.notes import canonical, fold, properties
from vaultsync.people import values
from vaultsync.people.cadence import LONGEST, looks_counted, parse_cadence
from vaultsync.people.channels import channel_of
from vaultsync.people.dates import DateOrder, Unclear, Written, day_of, read_date, yearly_of
from vaultsync.people.hours import HINT, parse_hours
from vaultsync.people.names import names_of

YEARLY = {"wedding": "wedding", "wedding day": "wedding", "nameday": "nameday", "name day": "nameday"}
"""Properties, folded, that hold a yearly date, and its label. So does whatever ends with ``anniversary``, and
everything under ``dates``: the label is the key then."""

_ORDER_HINT = 'Say which once for the vault:  [dates] order = "dmy"   in vaultsync.toml'
_YEARLY_HINT = "Write it as 1990-07-13, or as 07-13 where the year is not known."
_DAY_HINT = "Write it as 2026-03-04."


def person_of(note: Note, *, uid: str, date_order: DateOrder = "") -> tuple[Person, tuple[Problem, ...]]:
    """The person a note tells of, and what in it could not be understood.

    ``uid`` is the identity, decided by :func:`identify`; while it is not, the note's own property stands in. Of a
    property in several spellings the one counts that :func:`vaultsync.notes.properties` chooses. A birthday of a year
    alone is no yearly date, and no Problem. A word under ``cadence`` that is no span of time is a tier; whatever stands
    under ``tier`` is one. ``paused: 2026-05-01`` is a pause until that day.
    """
    reading = _Reading(note, date_order)
    person = reading.person(uid)
    return person, tuple(sorted(reading.problems, key=lambda each: each.sort_key))


class _Reading:
    """One note while it is read: its properties by canonical name, and the problems so far."""

    def __init__(self, note: Note, order: DateOrder) -> None:
        self.note = note
        self.order = order
        self.problems: list[Problem] = []
        self.name, titles = names_of(note)
        self.spellings: dict[str, list[Property]] = {}
        for each in note.properties:
            name = canonical(each.key)
            # A title that is the note's name is no job.
            if name and not (name == "role" and each.line in titles) and not all(map(values.blank, each.values)):
                self.spellings.setdefault(name, []).append(each)
        self.found = {name: given[0] for name, given in self.spellings.items()}
        if any(len(given) > 1 for given in self.spellings.values()):
            chosen = properties(note)
            self.found = {name: self.chosen(given, chosen.get(name)) for name, given in self.spellings.items()}

    @staticmethod
    def chosen(given: list[Property], chosen: Property | None) -> Property:
        """The property that counts of several spellings, unless it is blank or left out: then the first that is not."""
        if len(given) == 1:
            return given[0]
        return chosen if chosen is not None and any(chosen.line == each.line for each in given) else given[0]

    def person(self, uid: str) -> Person:
        """The person, problems gathered on the way."""
        cadence, tier = self.cadence()
        paused, until = self.paused()
        met, met_on = self.met()
        planned = self.first_date("next_contact")
        return Person(
            uid=uid or self.text("uid"),
            path=self.note.path,
            name=self.name,
            aliases=self.many("aliases", values.shown),
            emails=self.many("email", values.emails),
            phones=self.many("phone", values.phones),
            urls=self.many("url", values.urls),
            meeting_link=next((each for each in self.many("meeting_link", values.urls) if _is_secure(each)), ""),
            dates=self.yearly(),
            company=self.text("company"),
            previously=self.many("previously", values.words),
            role=self.text("role"),
            location=self.text("location"),
            timezone=self.text("timezone"),
            hours=self.hours(),
            relationship=", ".join(self.many("relationship", values.words)),
            groups=self.many("groups", values.words),
            tags=self.note.tags,
            skills=self.many("skills", values.words),
            interests=self.many("interests", values.words),
            status=self.text("status"),
            channel=channel_of(self.text("channel")) or self.text("channel"),
            cadence=cadence,
            tier=tier,
            last_contact=self.last_contact(),
            next_contact=day_of(planned),
            next_contact_at=planned.at if planned else None,
            snooze_until=day_of(self.first_date("snooze_until")) or until,
            paused=paused,
            met=met,
            met_on=met_on,
            met_through=self.many("met_through", values.targets),
            introduced_by=self.many("introduced_by", values.targets),
            knows=self.many("knows", values.targets),
            found=tuple((name, each.line) for name, each in sorted(self.found.items())),
        )

    def many(self, name: str, read: Callable[[tuple[str, ...]], tuple[str, ...]]) -> tuple[str, ...]:
        """The values of a property as ``read`` takes them."""
        return read(self.found[name].values) if name in self.found else ()

    def text(self, name: str) -> str:
        """The first value as shown text."""
        return values.first(self.found[name].values) if name in self.found else ""

    def first_date(self, name: str) -> Written | None:
        """The whole date of a property, with its time; a Problem where there is text but none."""
        return next(iter(self.dates(name)), None)

    def last_contact(self) -> date | None:
        """The latest day of the property that counts."""
        return max((day for read in self.dates("last_contact") if (day := day_of(read))), default=None)

    def dates(self, name: str) -> tuple[Written, ...]:
        """Each whole date of a property."""
        if name not in self.found:
            return ()
        each = self.found[name]
        read = (self.whole(each, text) for text in values.once(each.values))
        return tuple(each for each in read if each is not None)

    def whole(self, each: Property, text: str) -> Written | None:
        """A whole date, or a Problem."""
        read = read_date(text, self.order)
        if isinstance(read, Written) and day_of(read):
            return read
        self.refuse(each, text, read, _DAY_HINT)
        return None

    def yearly(self) -> tuple[YearlyDate, ...]:
        """The birthday, then the other yearly dates as the note has them; of each label the first."""
        given = [("birthday", self.found["birthday"])] if "birthday" in self.found else []
        given += [(label, each) for each in self.note.properties if (label := _label(each.key))]
        found: dict[str, YearlyDate] = {}
        for label, each in given:
            for text in values.once(each.values)[:1]:
                read = read_date(text, self.order)
                day = yearly_of(read, label=label, line=each.line)
                if day is not None:
                    found.setdefault(label, day)
                elif not isinstance(read, Written):
                    self.refuse(each, text, read, _YEARLY_HINT)
        return tuple(found.values())

    def refuse(self, each: Property, text: str, read: Written | Unclear | None, hint: str) -> None:
        """Say that a property's text is no day, or could be two."""
        if isinstance(read, Unclear):
            one, other = read.readings
            self.report("date-ambiguous", f'{each.key} "{text}" could be {one} or {other}.', _ORDER_HINT, each.line)
        else:
            lacking = "is not a whole date" if read else "is not a date"
            self.report("date-invalid", f'{each.key} "{text}" {lacking}.', hint, each.line)

    def cadence(self) -> tuple[Cadence | None, str]:
        """The span of days and the tier; of each the first."""
        spans: list[Cadence] = []
        tiers: list[str] = []
        given = [self.found["cadence"], *self.spellings["cadence"]] if "cadence" in self.found else []
        for each in dict.fromkeys(given):
            for text in values.shown(each.values)[:1]:
                if fold(each.key).endswith("tier"):
                    tiers.append(text)
                elif days := parse_cadence(text):
                    spans.append(Cadence(days=days))
                elif looks_counted(text):
                    self.report(
                        "cadence-unreadable",
                        f'{each.key} "{text}" is no span of time from 1 to {LONGEST} days.',
                        "Write a number of days, or such as: 6 weeks, monthly, twice a year.",
                        each.line,
                    )
                else:
                    tiers.append(text)
        return next(iter(spans), None), next(iter(tiers), "")

    def paused(self) -> tuple[bool, date | None]:
        """Whether reminders rest, and until when if a day is given."""
        for text in self.many("paused", values.once)[:1]:
            if fold(text) in values.TRUE:
                return True, None
            if fold(text) not in values.FALSE:
                each = self.found["paused"]
                if (day := day_of(read_date(text, self.order))) is not None:
                    return False, day
                self.report(
                    "value-unreadable",
                    f'{each.key} "{text}" is neither yes nor no, nor the day a pause ends.',
                    "Write true, false, or a day such as 2026-03-04.",
                    each.line,
                )
        return False, None

    def hours(self) -> str:
        """When they can be reached; a Problem where the text names no hours."""
        said = ", ".join(self.many("hours", values.words))
        try:
            if said:
                parse_hours(said)
        except ValueError:
            each = self.found["hours"]
            self.report("value-unreadable", f'{each.key} "{said}" names no hours.', HINT, each.line)
            return ""
        return said

    def met(self) -> tuple[str, date | None]:
        """How and when you met, of all spellings: what is no whole date, in order, and the first whole date."""
        if "met" not in self.spellings:
            return "", None
        texts = [text for each in self.spellings["met"] for text in values.shown(each.values)]
        days = {text: day_of(read_date(text, self.order)) for text in texts}
        said = ", ".join(text for text, day in days.items() if day is None)
        return said, next((day for day in days.values() if day), None)

    def report(self, code: str, message: str, hint: str, line: int) -> None:
        """Add a Problem at a line of this note."""
        self.problems.append(problem(code, message, hint=hint, path=self.note.path, line=line))


def _is_secure(address: str) -> bool:
    return address[:8].casefold() == "https://"


@lru_cache(maxsize=4096)
def _label(key: str) -> str:
    """The label of the yearly date that a property of this name holds, or ``""``."""
    name = fold(key.replace("_", " ").replace("-", " "))
    if name.startswith("dates."):
        return YEARLY.get(name[6:], name[6:])
    return name if name.endswith("anniversary") else YEARLY.get(name, "")
