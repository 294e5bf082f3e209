"""Making the plan: from what was read, and what was published before, to what is to be published. It touches nothing."""

from collections.abc import Iterable
from datetime import date

from msgspec.structs import replace

from vaultsync.calendar import pruned
from vaultsync.hooks.spec import Artifact
from vaultsync.model import Edit, Network, Person, Problem, Reminder, Schedule, Value, problem
from vaultsync.people import Found, assemble, identify
from vaultsync.planning import place
from vaultsync.sync.catch_ups import Change, caught_up, changes
from vaultsync.sync.reading import Reading
from vaultsync.sync.run import Options, Run, collapsed
from vaultsync.vault import State

FEWEST_TO_MISS = 10
"""Below this many people, a vault that empties is believed."""


class Plan(Value, frozen=True, kw_only=True):
    """Everything that is about to happen, and why. Nothing has happened yet.

    ``artifacts`` are all files to be published, ``removed`` the names of those that no longer are. ``state`` is what
    will be remembered. ``refused`` says why the plan must not be carried out; ``""`` where it may.
    """

    today: date
    network: Network
    schedule: Schedule
    artifacts: tuple[Artifact, ...]
    removed: tuple[str, ...]
    changes: tuple[Change, ...]
    edits: tuple[Edit, ...]
    problems: tuple[Problem, ...]
    state: State
    refused: str = ""


def plan(reading: Reading, state: State, today: date, options: Options = Options()) -> Plan:  # noqa: B008 - frozen
    """Recognise the people, assemble the network, ask the plugins, place the days, render the feeds.

    ``state`` is what the last run published. Raises PluginFailed under ``options.strict``.
    """
    run = Run(reading, state, today, options)
    people, known = _identified(run, reading, state, today)
    network, problems = assemble(people, reading.vault.notes, today=today, daily=reading.daily)
    run.problems += problems
    network = run.enrich(network)

    schedule = Schedule(reminders=run.remind(network), limits=reading.settings.planning.limits)
    schedule = _placed(run.adjust(schedule, network), network, run, state, today)
    rendered, failed = run.render(network, schedule)
    run.check(network)

    artifacts = tuple(sorted((one for some in rendered.values() for one in some), key=lambda one: one.name))
    owners = {one.name: plugin for plugin, some in rendered.items() for one in some}
    owners |= {name: plugin for name, plugin in state.artifacts.items() if plugin in failed}
    return Plan(
        today=today,
        network=network,
        schedule=schedule,
        artifacts=artifacts,
        removed=tuple(sorted(state.artifacts.keys() - owners.keys())),
        changes=changes(state.published, schedule.catch_ups),
        edits=(),
        problems=collapsed(run.problems),
        state=replace(
            known,
            published=schedule.catch_ups,
            stamps=pruned(run.answers.ledger, today),
            artifacts=dict(sorted(owners.items())),
        ),
        refused="" if options.force else _refusal(len(state.identities), len(people)),
    )


def _identified(run: Run, reading: Reading, state: State, today: date) -> tuple[tuple[Person, ...], State]:
    people = run.recognise()
    digests = {note.path: note.digest for note in reading.vault.notes}
    found = (
        Found(
            path=person.path,
            digest=digests[person.path],
            inode=reading.files[person.path].inode,
            declared_uid=person.uid,
        )
        for person in people
    )
    identities, problems = identify(found, state.identities)
    run.problems += problems
    first_seen = {one.uid: state.first_seen.get(one.uid, today) for one in identities.values()}
    named = tuple(
        replace(person, uid=identities[person.path].uid, first_seen=first_seen[identities[person.path].uid])
        for person in people
    )
    return named, replace(state, identities=identities, first_seen=first_seen)


def _placed(schedule: Schedule, network: Network, run: Run, state: State, today: date) -> Schedule:
    before = {one.uid: one for one in state.published}
    published = {one.reminder.id: one.day for one in state.published}
    placement = place(schedule.reminders, schedule.limits, today=today, published=published)
    if placement.waiting:
        run.problems.append(_short_of_room(placement.waiting))
    return replace(schedule, catch_ups=caught_up(placement.days, network, before, run.zone))


def _short_of_room(waiting: Iterable[Reminder]) -> Problem:
    count = sum(1 for _ in waiting)
    return problem(
        "capacity-short",
        f"{count} catch-ups find no room in the coming year; they wait their turn",
        hint="Make room with [planning] per_day and per_week in vaultsync.toml, or give fewer people a cadence.",
    )


def _refusal(before: int, now: int) -> str:
    if before < FEWEST_TO_MISS or now * 2 >= before:
        return ""
    return (
        f"The vault held {before} people at the last run and holds {now} now. Is a sync service still at work, or is "
        "this another folder? Nothing was changed. If it is meant: vaultsync sync --force"
    )
