"""This week's list as a note of tasks; ticking one logs the contact in the person's own note.

The list grows: a section a week, a task a person. Nothing in it is ever taken away, so it is the user's to edit. It
follows from the notes and the day alone, so that every computer writes the same list.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from vaultsync import Context, Edit, Line, Network, Note, Person, PluginInfo, Reminder, Schedule, day_words, hookimpl
from vaultsync.notes import PICK, fold, pick_in

DAY = timedelta(days=1)
LONG_AGO = timedelta(days=60)
"""How far back a tick is still written down: an entry that was removed by hand is not brought back for ever."""
_KIND = re.compile("[a-z][a-z-]*")
DONE_AS = {"write": "mail", "meet": "met"}
"""What was to be done, as it is called once it was; the others are called what they are."""


@hookimpl
def vaultsync_info() -> PluginInfo:
    """Describe the plugin."""
    return PluginInfo(name="list", summary="Keeps this week's list in a note, and logs whom you tick there.")


@hookimpl
def vaultsync_edit_notes(network: Network, schedule: Schedule, ctx: Context) -> Iterable[Edit]:
    """Log the ticks, then add whom this week's list does not name yet."""
    path = ctx.writing.list
    if not path:
        return
    note = ctx.note(path)
    monday = ctx.today - ctx.today.weekday() * DAY
    tasks = [] if note is None else list(_tasks(note, _names(network.people)))
    for line, person in tasks:
        if line.task is not None and line.task.done:
            yield from _logged(path, line, person, network, ctx)
    yield from _added(path, tasks, network, schedule, monday)


def _title(monday: date) -> str:
    return f"Week of {day_words(monday)}"


def _names(people: Iterable[Person]) -> dict[str, Person | None]:
    """Whom a link means: by path, or by a file's name that nobody else's note has (None where somebody's does)."""
    names: dict[str, Person | None] = {}
    for person in people:
        stem = person.path.removesuffix(".md")
        short = fold(stem.rsplit("/", 1)[-1])
        names[short] = None if short in names else person
        names[fold(stem)] = person
    return names


def _tasks(note: Note, names: dict[str, Person | None]) -> Iterator[tuple[Line, Person]]:
    for line in note.lines:
        if line.task is not None and line.links:
            person = names.get(fold(line.links[0].target.removesuffix(".md")))
            if person is not None:
                yield line, person


def _logged(path: str, line: Line, person: Person, network: Network, ctx: Context) -> Iterator[Edit]:
    """Write the day beside the tick first, then the entry: cut short in between, the next run finishes it.

    A tick without its day is of a day of that week on which the person's own note has a contact already, where another
    computer may have written it down; else of today.
    """
    assert line.task is not None  # noqa: S101 - the caller asked
    own = [one.day for one in network.interactions.get(person.uid, ()) if one.path == person.path]
    week = [day for day in own if _title(day - day.weekday() * DAY) == line.section]
    day = line.task.done_on or max(week, default=ctx.today)
    if line.task.done_on is None:
        yield Edit(path=path, kind="set-task", name=line.text, value=("x", str(day)), line=line.number, reason="ticked")
    if ctx.today - LONG_AGO <= day <= ctx.today and day not in own:
        action = line.text.removeprefix(line.links[0].text).partition(" — ")[2].partition(":")[0].strip()
        entry = f"{day} {DONE_AS.get(action, action)}" if action and action != "catch up" else f"{day}: in touch"
        entry += _came_of(pick_in(line.text))
        yield Edit(path=person.path, kind="append-entry", name="Log", value=(entry,), reason=f"ticked in {path}")


def _added(
    path: str, tasks: list[tuple[Line, Person]], network: Network, schedule: Schedule, monday: date
) -> Iterator[Edit]:
    section = _title(monday)
    listed = {person.uid for line, person in tasks if line.section == section}
    # Picks have an hour of their own: they take no room from the others.
    picked = {reminder.person for reminder in schedule.reminders if reminder.kind == "pick"}
    room = schedule.limits.per_week - len(listed - picked)
    for reminder in sorted(schedule.reminders, key=_by_wait):
        person = network.person(reminder.person)
        wanted = reminder.kind in {"catch-up", "pick"} and (reminder.earliest or reminder.due) < monday + 7 * DAY
        has_room = reminder.kind == "pick" or room > 0
        if has_room and wanted and person is not None and person.uid not in listed:
            listed.add(person.uid)
            room -= reminder.kind != "pick"
            target = person.path.removesuffix(".md")
            pick = _came_of(reminder.key if reminder.kind == "pick" else "")
            entry = f"[ ] [[{target}|{person.name}]] — {reminder.action}: {_why(reminder)}{pick}"
            yield Edit(path=path, kind="append-entry", name=section, value=(entry,), reason="this week's list")


def _came_of(kind: str) -> str:
    """The mark of a pick; it goes along from the list into the log, for the pick itself is gone by then."""
    return f" ({PICK}:: {kind})" if _KIND.fullmatch(kind) else ""


def _by_wait(reminder: Reminder) -> tuple[bool, date, str]:
    """Longest due first; those with no contact yet last, by identity: the day they were first seen is the machine's."""
    return (reminder.since is None, reminder.due if reminder.since else date.max, reminder.person)


def _why(reminder: Reminder) -> str:
    if reminder.since is None:
        return reminder.reason
    last, _, wish = reminder.reason.partition("; ")
    return f"{wish} ({last} on {day_words(reminder.since)})" if wish else f"{last} ({day_words(reminder.since)})"
