"""A whole sync of a vault in this process, and what came of it, read to its end."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from vaultsync.hooks.spec import Artifact
from vaultsync.model import Brief, CatchUp, Edit, Fact, Network, Problem, Promise, Reminder, Tie
from vaultsync.sync import Line, Options, Synced, synced
from vaultsync.sync.sending import sent
from vaultsync.sync.world import AS_USUAL
from vaultsync.testing._enabled import enabled
from vaultsync.testing._home import Home
from vaultsync.testing._targets import Plugin
from vaultsync.testing._vaults import VaultFolder


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncRun:
    """What came of a sync.

    ``feeds`` are the bytes of each feed by its name without ending (``catch-ups``), ``files`` all that is published by
    file name. ``catch_ups`` are the events by day, ``reminders`` what they came from; ``network`` is everybody, facts
    included. ``briefs`` are by the person's uid. ``edits`` are those that plugins ask for now that all is written,
    ``written_notes`` the paths of the notes that were written into. ``problems`` are all there are.
    """

    feeds: Mapping[str, bytes] = field(repr=False)
    files: Mapping[str, bytes] = field(repr=False)
    catch_ups: tuple[CatchUp, ...]
    reminders: tuple[Reminder, ...]
    network: Network
    briefs: Mapping[str, Brief]
    problems: tuple[Problem, ...]
    edits: tuple[Edit, ...]
    written_notes: tuple[str, ...]


def sync(
    vault: VaultFolder | Path,
    home: Home,
    plugins: tuple[Plugin, ...],
    *,
    today: date,
    options: Options,
) -> SyncRun:
    """Sync a vault on a day, and deliver, as ``vaultsync sync`` does.

    Raises LookupError where one of the plugins was not loaded, else as ``synced`` does.
    """
    root = vault.rest().path if isinstance(vault, VaultFolder) else Path(vault)
    with enabled(home, plugins):
        line, done = synced(root, lambda _: today, options)
        try:
            see_loaded(line, plugins, options)
            return _read(line, done, sent(line, done.plan))
        finally:
            line.close()


def see_loaded(line: Line, plugins: tuple[Plugin, ...], options: Options = AS_USUAL) -> None:
    """Raise LookupError, with what is wrong, where one of these plugins is not among those that are asked."""
    loaded = {stamp.partition(" ")[0] for stamp in line.asking.stamps}
    missing = {plugin.name for plugin in plugins} - loaded - set(options.without)
    if missing:
        told = [f"{one.message} {one.hint}" for one in line.asking.problems if one.code.startswith("plugin-")]
        raise LookupError("\n".join([f"{', '.join(sorted(missing))} was not loaded.", *told]))


def _read(line: Line, done: Synced, undelivered: tuple[Problem, ...]) -> SyncRun:
    artifacts: tuple[Artifact, ...] = done.plan.artifacts
    files = {one.name: one.data for one in artifacts}
    schedule, network = line.schedule, _whole(line.network)
    return SyncRun(
        feeds={name.removesuffix(".ics"): data for name, data in files.items() if name.endswith(".ics")},
        files=files,
        catch_ups=tuple(schedule.catch_ups),
        reminders=tuple(schedule.reminders),
        network=network,
        briefs={person.uid: line.asking.answers.brief(person.uid) for person in network.people},
        problems=(*done.plan.problems, *done.applied.problems, *undelivered),
        edits=done.plan.edits,
        written_notes=done.applied.edited,
    )


def _whole(network: Network) -> Network:
    """The network read to its end, so that it outlives the run."""
    people = tuple(network.people)
    ties: dict[str, tuple[Tie, ...]] = {}
    promises: dict[str, tuple[Promise, ...]] = {}
    facts: dict[str, tuple[Fact, ...]] = {}
    interactions = {}
    for person in people:
        uid = person.uid
        interactions[uid] = tuple(network.interactions.get(uid, ()))
        ties[uid] = tuple(network.ties.get(uid, ()))
        promises[uid] = tuple(network.promises.get(uid, ()))
        facts[uid] = tuple(network.facts.get(uid, ()))
    return Network(
        people=people,
        interactions={uid: some for uid, some in interactions.items() if some},
        ties={uid: some for uid, some in ties.items() if some},
        promises={uid: some for uid, some in promises.items() if some},
        facts={uid: some for uid, some in facts.items() if some},
        gatherings={uid: some for uid in interactions if (some := tuple(network.gatherings.get(uid, ())))},
    )
