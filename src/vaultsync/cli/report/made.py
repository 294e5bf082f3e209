"""The report as values: counted once, then shown, drawn, or given as JSON."""

from datetime import date
from typing import Any, NamedTuple

from vaultsync.cli.session import Session
from vaultsync.model import Interaction, day_words
from vaultsync.people import settled
from vaultsync.people.attempts import attempts_in
from vaultsync.people.outcomes import is_unanswered
from vaultsync.people.report import (
    GROUPINGS,
    NO_PICK,
    NOT_SAID,
    WHO_BEGAN,
    Alike,
    Counted,
    Tally,
    alike,
    counted,
    reached,
    tallies,
    tally,
)

FEW = 5
"""Below this many, there is too little to say."""
SHARES = 10
"""From this many on, a share is told in percent, too."""
ALIKE = 4
"""What one part in so many of the contacts has in common is told."""
TOO_FEW = "too few to say"
TITLES = {
    "began": "Who reached out",
    "pick": "By kind of pick",
    "channel": "By channel",
    "dormancy": "By how long it had been",
    "weekday": "By weekday",
}
NAMES = {
    "not-noted": "not noted",
    "dormant": "an old tie",
    "aspirational": "somebody new",
    "channel": "change of channel",
    "other-pick": "another pick",
    "no-pick": "no pick",
    "no-channel": "not said",
    "under-3-months": "under 3 months",
    "3-to-12-months": "3 to 12 months",
    "1-to-3-years": "1 to 3 years",
    "over-3-years": "over 3 years",
    "first": "first one noted",
}
"""What the parts are called; the others are called what they are."""
SAID = {
    "no-answer": "no answer",
    "talked": "talked",
    "met": "met",
    "next-step": "a next step",
    "declined": "declined",
    "not-said": "not noted",
}
AMONG = {
    "company": "with people from",
    "group": "with people in",
    "city": "with people in",
    "tag": "with people tagged",
}


class Made(NamedTuple):
    """A report: the days, the lines, and what they add up to."""

    since: date
    until: date
    lines: tuple[Counted, ...]
    whole: Tally
    groups: dict[str, tuple[Tally, ...]]
    began: tuple[Tally, ...]
    alike: tuple[Alike, ...]

    @property
    def tables(self) -> dict[str, tuple[Tally, ...]]:
        """The parts that are shown, by grouping, in order; those that part nothing are left out."""
        by = {"began": self.began, **self.groups} if self.whole.lines or self.inbound else {}
        asked = {"began": any(one.lines for one in self.began if one.name != "not-noted"),
                 "pick": any(one.lines for one in self.groups["pick"] if one.name != NO_PICK)}  # fmt: skip
        return {name: parts for name, parts in by.items() if asked.get(name, bool(self.whole.lines))}

    @property
    def inbound(self) -> int:
        """How often they reached out."""
        return len(self.lines) - self.whole.lines


def made(session: Session, since: date) -> Made:
    """Count what the vault's notes say, from a day on."""
    lines = counted(session.network, _attempts(session), since=since, until=session.today)
    ours = reached(lines)
    return Made(
        since=since,
        until=session.today,
        lines=lines,
        whole=tally("", ours),
        groups={grouping.name: tallies(grouping, ours) for grouping in GROUPINGS},
        began=tallies(WHO_BEGAN, lines),
        alike=alike(lines, session.network),
    )


def _attempts(session: Session) -> dict[str, tuple[Interaction, ...]]:
    """The times that nobody answered, by person."""
    silent = [note for note in session.notes() if any(is_unanswered(line) for line in note.lines)]
    if not silent:
        return {}
    owners = {person.path: person for person in session.network.people}
    paths = {person.uid: person.path for person in owners.values()}
    found: dict[str, list[Interaction]] = {}
    for note in silent:
        for each in attempts_in(
            note,
            session.line.knowing.names.directory,
            daily=session.daily,
            today=session.today,
            date_order=session.settings.dates.order,
            owner=owners.get(note.path),
        ):
            found.setdefault(each.person, []).append(each)
    return {uid: settled(each, paths[uid]) for uid, each in found.items() if uid in paths}


def name_of(part: str) -> str:
    """What a part is called."""
    return NAMES.get(part, part.capitalize() if part.endswith("day") else part)


def of(part: int, whole: int, noun: str = "") -> str:
    """A share in words: no percentage where there are few."""
    share = f" ({round(100 * part / whole)}%)" if whole >= SHARES else ""
    return f"{part} of {whole}{f' {noun}' if noun else ''}{share}"


def words(one: Tally) -> str:
    """What the lines of a part led to."""
    if not one.lines:
        return ""
    said = [f"{SAID[word]} {number}" for word, number in one.outcomes.items() if number]
    led = ", ".join(said) if one.outcomes[NOT_SAID] < one.lines else "no outcome noted"
    if one.lines < FEW:
        return f"{TOO_FEW}: {led}" if one.outcomes[NOT_SAID] < one.lines else TOO_FEW
    return led if one.contacts == one.lines else f"in touch {of(one.contacts, one.lines)}: {led}"


def summary(told: Made) -> tuple[str, ...]:
    """The whole in sentences."""
    if not told.lines:
        return ("No contact is noted in these days.",)
    whole = told.whole
    said = [f"You reached out or met {_times(whole.lines)}; {words(whole)}."] if whole.lines else []
    if told.inbound:
        said.append(f"They reached out {_times(told.inbound)}.")
    if all(one.outcome == NOT_SAID for one in told.lines):
        said.append("To note what comes of it: vaultsync log PERSON --outcome talked")
    return tuple(said)


def _times(number: int) -> str:
    return "once" if number == 1 else "twice" if number == 2 else f"{number} times"


def how_alike(told: Made) -> tuple[str, ...]:
    """How alike the people are whom there was contact with, in sentences: of each kind, what a quarter shares."""
    contacts = told.whole.contacts + told.inbound
    if not contacts:
        return ()
    if contacts < FEW:
        return (f"{contacts} {'contact' if contacts == 1 else 'contacts'}: {TOO_FEW}.",)
    found = tuple(
        f"{of(one.contacts, one.of, 'contacts')} since {day_words(told.since)} were {AMONG[one.kind]} {one.name};"
        f" {'one person' if one.people == 1 else f'{one.people} people'}."
        for one in told.alike
        if one.contacts * ALIKE >= one.of
    )
    return found or ("No company, group, city or tag makes up a quarter of your contacts.",)


def as_plain(told: Made, *, listed: bool) -> dict[str, Any]:
    """The report as JSON has it; the lines only where they are asked for."""
    plain: dict[str, Any] = {
        "since": told.since,
        "until": told.until,
        "lines": told.whole.lines,
        "contacts": told.whole.contacts,
        "inbound": told.inbound,
        "outcomes": told.whole.outcomes,
        "by": told.groups,
        "began": told.began,
        "alike": told.alike,
    }
    return plain | ({"listed": told.lines} if listed else {})
