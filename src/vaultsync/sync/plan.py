"""Making the plan: from what was read and was published before to what is to be published. It touches nothing."""

from collections.abc import Iterator
from datetime import date

from msgspec.structs import replace

from vaultsync.calendar import pruned
from vaultsync.hooks.spec import Artifact
from vaultsync.model import Edit, Network, Person, Problem, Schedule, Value, problem
from vaultsync.people import Found, assemble, identify
from vaultsync.planning import ReminderId, place, remembered
from vaultsync.sync.catch_ups import Change, caught_up, changes
from vaultsync.sync.reading import Reading
from vaultsync.sync.run import Options, Run, collapsed
from vaultsync.vault.state import State

FEWEST_TO_MISS = 10
"""Below this many people, a vault that empties is believed."""

MINUTES = 30
"""What a contact that was made is taken to have lasted."""

Waited = tuple[tuple[ReminderId, date], ...]


class Plan(Value, frozen=True, kw_only=True):
    """Everything that is about to happen, and why. Nothing has happened yet.

    ``artifacts`` are all files to be published, ``removed`` the names of those that no longer are. ``changed_notes``
    are paths. ``state`` is what will be remembered. ``refused`` says why the plan must not be carried out; ``""``
    where it may.
    """

    today: date
    network: Network
    schedule: Schedule
    artifacts: tuple[Artifact, ...]
    removed: tuple[str, ...]
    changes: tuple[Change, ...]
    changed_notes: tuple[str, ...]
    edits: tuple[Edit, ...]
    problems: tuple[Problem, ...]
    state: State
    refused: str = ""


def plan(reading: Reading, state: State, today: date, options: Options = Options()) -> Plan:  # noqa: B008 - frozen
    """Recognise the people, assemble the network, ask the plugins, place the days, render the feeds.

    ``state`` is what the last run published. Raises PluginFailedError under ``options.strict``.
    """
    run = Run(reading, state, today, options)
    people, known = _identified(run, reading, state, today)
    network, problems = assemble(
        people, reading.vault.notes, today=today, daily=reading.daily, date_order=reading.settings.dates.order
    )
    run.problems += problems
    network = run.enrich(network)

    schedule = Schedule(reminders=run.remind(network), limits=reading.settings.planning.limits)
    schedule, waited = _placed(run.adjust(schedule, network), network, run, state)
    rendered, failed = run.render(network, schedule)
    run.check(network)

    artifacts = tuple(sorted((one for some in rendered.values() for one in some), key=lambda one: one.name))
    owners = {one.name: plugin for plugin, some in rendered.items() for one in some}
    withheld = {f"{name}.ics" for name in reading.settings.withheld}
    owners |= {name: owner for name, owner in state.artifacts.items() if owner in failed or name in withheld}
    digests = {note.path: note.digest for note in reading.vault.notes}
    return Plan(
        today=today,
        network=network,
        schedule=schedule,
        artifacts=artifacts,
        removed=tuple(sorted(state.artifacts.keys() - owners.keys())),
        changes=changes(state.published, schedule.catch_ups),
        changed_notes=tuple(sorted(path for path, _ in state.notes.items() ^ digests.items())),
        edits=(),
        problems=collapsed(run.problems),
        state=replace(
            known,
            published=schedule.catch_ups,
            waited=waited,
            stamps=pruned(run.answers.ledger, today),
            selections=run.answers.selections,
            artifacts=owners,
            notes=digests,
        ),
        refused="" if options.force else _refusal(reading, len(state.identities), len(known.identities)),
    )


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


def _placed(schedule: Schedule, network: Network, run: Run, state: State) -> tuple[Schedule, Waited]:
    """The schedule with its catch-ups, and who waits, each with the last day they had."""
    before = {one.uid: one for one in state.published}
    published = dict(state.waited) | {one.reminder.id: one.day for one in state.published if not one.reminder.stands}
    placement = place(
        schedule.reminders, schedule.limits, today=run.today, published=published, made=_made(network, run.today)
    )
    if placement.waiting:
        run.problems.append(_short_of_room(len(placement.waiting)))
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
        f"{count} catch-ups find no room in the coming year; they wait their turn",
        hint="Make room with [planning] per_day and per_week in vaultsync.toml, or give fewer people a cadence.",
    )


def _refusal(reading: Reading, before: int, now: int) -> str:
    if not reading.settings.readable and before:
        told = next(told for told in reading.problems if told.path == reading.settings.path)
        where = f"{told.path}:{told.line}" if told.line else told.path
        return f"{where}: {told.message} Nothing was changed, since these settings say what is published. {told.hint}"
    if before < FEWEST_TO_MISS or now * 2 >= before:
        return ""
    return (
        f"The vault held {before} people at the last run and holds {now} now. Is a sync service still at work, or is "
        "this another folder? Nothing was changed. If it is meant: vaultsync sync --force"
    )
