"""The contact rule: which lines of which notes say that you were in touch with someone, and on which day.

Counted, and none of it in the future:

- a link to the person in a daily note, on a line or in the property ``people``, in any of its spellings;
- the same property of a meeting's note, and links under a heading of such a name; a link elsewhere in it is talk
  about somebody, not their presence;
- in the person's own note: ``last_contact``, every inline field that spells it, and each heading, bullet, row or
  paragraph that opens with a date; a dated heading speaks for the lines below it;
- a ticked task, for everyone it links to and the person whose note it is in: on its ✅ date, else on the date it opens
  with, else on the day of the daily note or meeting. A planned meeting that was ticked later counts on the day it was
  planned for. Without any of these only the runs before say when:
  :mod:`vaultsync.people.tasks`.

Not counted: open and cancelled tasks, embeds, a line with ``(outcome:: no-answer)``, a dated line that tells of the
person's own life (:mod:`vaultsync.notes.history`) or of an introduction
(:mod:`vaultsync.people.introductions`), and what a Note leaves out of its lines and links: quotes, code, comments. An
entry dated after today is a plan, and passes without a word; a last contact after today is a Problem. A meeting that is
called off is none (:mod:`vaultsync.people.meetings`).
"""

from collections.abc import Iterable, Sequence
from datetime import date

from msgspec.structs import replace

from vaultsync.model import Interaction, Line, Note, Person, Problem, Value, problem
from vaultsync.notes import canonical, fold, is_history
from vaultsync.people.channels import CHANNELS, channel_and_direction, channel_of
from vaultsync.people.dates import DateOrder, parse_day
from vaultsync.people.introductions import is_introduction
from vaultsync.people.meetings import ATTENDANCE, Meeting
from vaultsync.people.outcomes import is_unanswered
from vaultsync.people.resolve import Whom
from vaultsync.people.tasks import planned_in
from vaultsync.people.values import targets

OVER_SOMETHING = frozenset(channel.name for channel in CHANNELS if channel.way == "in-person") - {"met"}
"""Channels that say over what people met face to face."""


def property_contact(person: Person, *, today: date) -> Interaction | Problem | None:
    """The contact that ``last_contact`` states, or a Problem where it is after today."""
    if person.last_contact is None:
        return None
    line = person.lines.get("last_contact", 0)
    if person.last_contact > today:
        return later(person.path, line, "last_contact", person.last_contact)
    return Interaction(person=person.uid, day=person.last_contact, path=person.path, line=line)


class Stated(Value, frozen=True, kw_only=True, array_like=True):
    """A last contact that an inline field states: its spelling, its line and its day, which may be still to come."""

    key: str
    line: int
    day: date


def own_contacts(person: Person, note: Note, *, order: DateOrder = "") -> tuple[list[Interaction], list[Stated]]:
    """The contacts that a person's own note logs in its body, of any day, and what its inline fields state."""
    found: list[Interaction] = []
    told_in_fields: list[Stated] = []
    speaking: tuple[Line, date] | None = None  # the dated heading above
    below: list[str] = []
    plans: list[int] = []  # places of the meetings that were planned

    for line in note.lines:
        for key, day in _stated_in_fields(line, order) if line.fields else ():
            told = entry(person.uid, note.path, line, day)
            found.append(replace(told, text="") if _only_fields(line) else told)
            told_in_fields.append(Stated(key=key, line=line.number, day=day))
        if line.kind == "heading":
            if speaking is not None:
                found.append(_headed(person.uid, note.path, *speaking, below))
            counts = (
                line.day is not None and not is_unanswered(line) and not is_history(line) and not is_introduction(line)
            )
            speaking = (line, line.day) if line.day is not None and counts else None
            below = []
        elif line.task is not None:
            done = _done_on(line, own=True)
            if line.task.done and done is not None and not is_unanswered(line):
                if planned_in(line, own=True) is not None:
                    plans.append(len(found))
                found.append(entry(person.uid, note.path, line, done))
        elif line.day is None:
            below.append(line.text)
        elif not _tells_otherwise(line):
            found.append(entry(person.uid, note.path, line, line.day))
    if speaking is not None:
        found.append(_headed(person.uid, note.path, *speaking, below))
    _let_others_tell(found, plans)
    return found, told_in_fields


def _let_others_tell(found: list[Interaction], plans: Sequence[int]) -> None:
    """Take their text from meetings that were planned where another line tells how it was."""
    telling = {each.day for place, each in enumerate(found) if each.text and place not in plans} if plans else set()
    for place in plans:
        if found[place].day in telling:
            found[place] = replace(found[place], text="")


def _tells_otherwise(line: Line) -> bool:
    """Whether a dated line of a person's own note tells of something else than a contact with them."""
    return is_unanswered(line) or is_history(line) or is_introduction(line)


def _only_fields(line: Line) -> bool:
    """Whether a line says nothing but its inline fields."""
    rest = line.text
    for field in line.fields:
        rest = rest.replace(f"{field.key}:: {field.value}", "")
    return not rest.strip("()[] ")


def _stated_in_fields(line: Line, order: DateOrder) -> list[tuple[str, date]]:
    """Each inline field of a line that spells the last contact, with its day."""
    days = [
        (field.key, parse_day(field.value, order)) for field in line.fields if canonical(field.key) == "last_contact"
    ]
    return [(key, day) for key, day in days if day is not None]


def shared_contacts(
    note: Note,
    linking: Iterable[Line],
    directory: Whom,
    *,
    day: date | None = None,
    meeting: Meeting | None = None,
) -> list[Interaction]:
    """The contacts that a note states with people it links to, of any day: ``linking`` are its lines with links.

    ``day`` is that of a daily note.
    """
    when = meeting.day if meeting else day
    found = [] if when is None else _listed(note, directory, when, meeting)
    for line in linking:
        stated = _stated_day(line, day, meeting)
        if stated is None or is_unanswered(line):
            continue
        for each in line.links:
            if each.embed or not (uid := directory.whom(each.target, path=note.path, line=line.number)):
                continue
            told = entry(uid, note.path, line, stated)
            if meeting is not None and line.task is None:
                told = replace(told, text=meeting.title, channel=meeting.channel, direction="")
            found.append(told)
    return found


def _stated_day(line: Line, day: date | None, meeting: Meeting | None) -> date | None:
    """The day on which a line with links says that you were in touch, if it says so."""
    if line.task is not None:
        return (_done_on(line, own=False) or (meeting.day if meeting else day)) if line.task.done else None
    if meeting is not None:
        return meeting.day if fold(line.section) in ATTENDANCE else None
    return day and (line.day or day)


def _done_on(line: Line, *, own: bool) -> date | None:
    """The day that a ticked task states: when it was done, or the day a meeting was planned for, if that was before."""
    done = line.task.done_on if line.task is not None else None
    if done is None or line.day is None:
        return done or line.day
    return min(done, line.day) if planned_in(line, own=own) is not None else done


def _listed(note: Note, directory: Whom, day: date, meeting: Meeting | None) -> list[Interaction]:
    """The contacts with those whom a daily note's or a meeting's properties list."""
    return [
        Interaction(
            person=uid,
            day=day,
            channel=meeting.channel if meeting else "",
            text=meeting.title if meeting else "",
            path=note.path,
            line=each.line,
        )
        for each in note.properties
        if canonical(each.key) == "people"
        for target in targets(each.values)
        if (uid := directory.whom(target, path=note.path, line=each.line))
    ]


def settled(found: Iterable[Interaction], own: str) -> tuple[Interaction, ...]:
    """One person's contacts, newest first, each told once. ``own`` is the path of the person's note.

    What two lines say of one day is one contact, unless they name different channels; a line that names none goes
    with the first that does, and one that says they met with the lunch or the coffee of that day. The line kept is that
    of the person's own note, else the longest, else the first by path and line; it takes over the channel and the
    direction that another line knows.
    """
    by_day: dict[date, list[Interaction]] = {}
    for each in found:
        if each.day in by_day:
            by_day[each.day].append(each)
        else:
            by_day[each.day] = [each]
    told: list[Interaction] = []
    for day in sorted(by_day, reverse=True):
        same_day = by_day[day]
        told += same_day if len(same_day) == 1 else _told_once(same_day, own)
    return tuple(told)


def _told_once(same_day: list[Interaction], own: str) -> list[Interaction]:
    # A bare property adds nothing to a line.
    same_day = [each for each in same_day if each.text or each.channel or each.direction] or same_day
    if len(same_day) == 1:
        return same_day
    same_day = sorted(
        same_day,
        key=lambda each: (
            not (each.path == own and each.text),
            -len(each.text),
            each.path,
            each.line,
            each.plugin,
            each.channel,
            each.direction,
            each.text,
        ),
    )
    over = next((each.channel for each in same_day if each.channel in OVER_SOMETHING), "")
    if over:  # they met over it
        same_day = [replace(each, channel=over) if each.channel == "met" else each for each in same_day]
    channels = list(dict.fromkeys(each.channel for each in same_day if each.channel)) or [""]
    told = []
    for channel in channels:
        lines = [each for each in same_day if each.channel in {channel, "" if channel == channels[0] else channel}]
        direction = next((each.direction for each in lines if each.direction), "")
        told.append(replace(lines[0], channel=channel, direction=direction))
    return told


def entry(uid: str, path: str, line: Line, day: date) -> Interaction:
    """A contact as a line tells it."""
    channel, direction = channel_and_direction(line.text)
    return Interaction(
        person=uid, day=day, channel=channel, direction=direction, text=line.text, path=path, line=line.number
    )


def _headed(uid: str, path: str, heading: Line, day: date, below: Sequence[str]) -> Interaction:
    """A contact as a heading tells it; the lines below it lend their channel, and their text where it has none."""
    text = heading.text or next(filter(None, below), "")
    channel, direction = channel_and_direction(text)
    return Interaction(
        person=uid,
        day=day,
        channel=channel or next(filter(None, map(channel_of, below)), ""),
        direction=direction,
        text=text,
        path=path,
        line=heading.number,
    )


def later(path: str, line: int, key: str, day: date) -> Problem:
    """A last contact that is dated after today."""
    return problem(
        "date-in-future",
        f"{key} is {day.isoformat()}, which is after today; it does not count as contact.",
        hint="Correct the date; a plan belongs under next_contact.",
        path=path,
        line=line,
    )
