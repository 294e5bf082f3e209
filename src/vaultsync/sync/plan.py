"""Making the plan: from what was read and was published before to what is to be published. It touches nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from msgspec.structs import replace

from vaultsync.calendar import pruned
from vaultsync.hooks.spec import Artifact
from vaultsync.model import Edit, Network, Person, Problem, Schedule, Value, problem
from vaultsync.people import Box, Found, assemble, identify
from vaultsync.planning import HORIZON, ReminderId, place, remembered
from vaultsync.sync.catch_ups import Change, caught_up, changes
from vaultsync.sync.reading import Reading
from vaultsync.sync.run import AS_USUAL, Options, Run, collapsed
from vaultsync.vault.state import State

FEWEST_TO_MISS = 10
"""Below this many people, a vault that empties is believed."""

MINUTES = 30
"""What a contact that was made is taken to have lasted."""

Waited = tuple[tuple[ReminderId, date], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """Who is in the vault, and who is to be met on which day: what a look at the vault needs, nothing rendered yet.

    ``state`` is what was remembered, with the identities and the boxes of this run; ``waited`` are those who find no
    room, each with the last day they had. ``run`` holds the plugins and the problems so far.
    """

    reading: Reading
    state: State
    today: date
    options: Options
    network: Network
    schedule: Schedule
    waited: Waited
    run: Run


class Plan(Value, frozen=True, kw_only=True):
    """Everything that is about to happen, and why. Nothing has happened yet.

    ``artifacts`` are all files to be published, ``removed`` the names of those that no longer are. ``changed_notes``
    are paths. ``state`` is what will be remembered. ``refused`` says why the plan must not be carried out; ``""``
    where it may.
    """

    artifacts: tuple[Artifact, ...]
    removed: tuple[str, ...]
    changes: tuple[Change, ...]
    changed_notes: tuple[str, ...]
    edits: tuple[Edit, ...]
    problems: tuple[Problem, ...]
    state: State
    refused: str = ""


def arrange(reading: Reading, state: State, today: date, options: Options = AS_USUAL) -> Arrangement:
    """Recognise the people, assemble the network, ask the plugins for facts and reminders, place the days.

    ``state`` is what the last run published. Raises PluginFailedError under ``options.strict``.
    """
    run = Run(reading, state, today, options)
    people, known = _identified(run, reading, state, today)
    # The list is ours: what stands there tells of nobody until a tick has become a line in the person's own note.
    listed = reading.settings.write.list
    network, boxes, problems = assemble(
        people,
        (note for note in reading.vault.notes if note.path != listed),
        today=today,
        daily=reading.daily,
        date_order=reading.settings.dates.order,
        boxes=state.boxes,
    )
    run.problems += problems
    network = run.enrich(network)
    schedule = Schedule(reminders=run.remind(network), limits=reading.settings.planning.limits)
    schedule, waited = _placed(run.adjust(schedule, network), network, run, state)
    return Arrangement(
        reading=reading,
        state=replace(known, boxes=_kept(boxes, state.boxes, run)),
        today=today,
        options=options,
        network=network,
        schedule=schedule,
        waited=waited,
        run=run,
    )


def plan(arranged: Arrangement) -> Plan:
    """Render what is to be published, hold it against what was, and look over the vault.

    Raises PluginFailedError under ``options.strict``.
    """
    run, reading, state, schedule = arranged.run, arranged.reading, arranged.state, arranged.schedule
    rendered, silent = run.render(arranged.network, schedule)
    run.check(arranged.network)
    edits = _edits(arranged)
    owners = {one.name: plugin for plugin, some in rendered.items() for one in some}
    # Where it is not known what belongs in one of the feeds, the settings are half a text: nothing is taken away.
    unsure = bool(reading.settings.withheld)
    owners |= {
        name: owner for name, owner in state.artifacts.items() if (unsure or owner in silent) and name not in owners
    }
    digests = {note.path: note.digest for note in reading.vault.notes}
    return Plan(
        artifacts=tuple(sorted((one for some in rendered.values() for one in some), key=lambda one: one.name)),
        removed=tuple(sorted(state.artifacts.keys() - owners.keys())),
        changes=changes(state.published, schedule.catch_ups, arranged.today),
        changed_notes=tuple(sorted({path for path, _ in state.notes.items() ^ digests.items()})),
        edits=edits,
        problems=collapsed(run.problems),
        state=replace(
            state,
            published=schedule.catch_ups,
            waited=arranged.waited,
            stamps=pruned(run.answers.ledger, arranged.today),
            selections=run.answers.selections,
            artifacts=owners,
            notes=digests,
        ),
        refused="" if arranged.options.force else _refusal(reading, run.people_before, len(state.identities)),
    )


def _edits(arranged: Arrangement) -> tuple[Edit, ...]:
    """The edits of notes, which follow from the notes and the day alone: asked of a run that remembers nothing.

    What one computer remembers (when it first saw a note, which box was open yesterday) another does not, and the two
    would write over each other for ever.
    """
    asked = arranged.reading.settings.write
    if not (asked.properties or asked.brief or asked.ticks or asked.list):
        return ()
    fresh = arrange(arranged.reading, State(), arranged.today, arranged.options)
    known = len(fresh.run.problems)
    edits = fresh.run.edit(fresh.network, fresh.schedule)
    arranged.run.problems += fresh.run.problems[known:]
    return edits


def _identified(run: Run, reading: Reading, state: State, today: date) -> tuple[tuple[Person, ...], State]:
    """The people with their identities, and the state that knows them. Whom we could not read, we still know."""
    people = run.recognise()
    digests = {note.path: note.digest for note in reading.vault.notes}
    kept = {path: identity for path, identity in state.identities.items() if run.is_unknown(path)}
    found = [
        Found(
            path=person.path,
            digest=digests[person.path],
            inode=reading.files[person.path].inode,
            declared_uid=person.uid,
        )
        for person in people
    ]
    identities, problems = identify(found, {path: one for path, one in state.identities.items() if path not in kept})
    run.problems += problems
    identities |= kept
    first_seen = {one.uid: state.first_seen.get(one.uid, today) for one in identities.values()}
    named = tuple(
        replace(person, uid=identities[person.path].uid, first_seen=first_seen[identities[person.path].uid])
        for person in people
    )
    return named, replace(state, identities=identities, first_seen=first_seen)


def _kept(now: tuple[Box, ...], before: tuple[Box, ...], run: Run) -> tuple[Box, ...]:
    """The boxes of this run, and of the notes that it could not read those of the last."""
    unread = {(box.person, box.key): box for box in before if run.is_unknown(box.path)}
    if not unread:
        return now
    every = unread | {(box.person, box.key): box for box in now}
    return tuple(every[which] for which in sorted(every))


def _placed(schedule: Schedule, network: Network, run: Run, state: State) -> tuple[Schedule, Waited]:
    """The schedule with its catch-ups, and who waits, each with the last day they had."""
    before = {one.uid: one for one in state.published}
    published = dict(state.waited) | {one.reminder.id: one.day for one in state.published if not one.reminder.stands}
    placement = place(
        schedule.reminders, schedule.limits, today=run.today, published=published, made=_made(network, run.today)
    )
    end = run.today + timedelta(days=HORIZON)
    short = sum(1 for one in placement.waiting if max(one.due, one.earliest or one.due) <= end)
    if short:
        run.problems.append(_short_of_room(short))
    days = remembered(published, placement)
    waited = tuple((one.id, days[one.id]) for one in placement.waiting if one.id in days)
    return replace(schedule, catch_ups=caught_up(placement.days, network, before, run.zone)), waited


def _made(network: Network, today: date) -> Iterator[tuple[date, int]]:
    """This week's contacts with people who have a cadence, one a person: the room they took is taken."""
    for person in network.people:
        last = network.last(person.uid)
        this_week = last is not None and last.day.isocalendar()[:2] == today.isocalendar()[:2]
        if last is not None and this_week and network.fact(person.uid, "cadence") is not None:
            yield last.day, MINUTES


def _short_of_room(count: int) -> Problem:
    return problem(
        "capacity-short",
        f"{count} catch-ups find no room in the coming year; they wait their turn.",
        hint="Make room with [planning] per_day and per_week in vaultsync.toml, or give fewer people a cadence.",
    )


def _refusal(reading: Reading, before: int, now: int) -> str:
    if not reading.settings.readable and before:
        told = next(told for told in reading.problems if told.path == reading.settings.path)
        where = f"{told.path}:{told.line}" if told.line else told.path
        return (
            f"{where}: {told.message} Nothing was changed, since these settings say what is published. Mend them first."
        )
    if before < FEWEST_TO_MISS or now * 2 >= before:
        return ""
    return (
        f"The vault held {before} people at the last run and holds {now} now. Is a sync service still at work, or is "
        "this another folder? Nothing was changed. If it is meant: vaultsync sync --force"
    )
