"""Making the plan: from how things stand to what is to be published. It touches nothing but the books."""

from vaultsync.hooks.spec import Artifact
from vaultsync.model import Edit, Problem, Value
from vaultsync.sync.catch_ups import Change
from vaultsync.sync.line import Line

FEWEST_TO_MISS = 10
"""Below this many people, a vault that empties is believed."""


class Plan(Value, frozen=True, kw_only=True):
    """Everything that is about to happen, and why. Nothing has happened yet.

    ``artifacts`` are all files to be published, ``owners`` the plugin of each by name, ``removed`` the names of those
    that no longer are. ``changed_notes`` are paths. ``refused`` says why the plan must not be carried out; ``""`` where
    it may.
    """

    artifacts: tuple[Artifact, ...]
    owners: dict[str, str]
    removed: tuple[str, ...]
    changes: tuple[Change, ...]
    changed_notes: tuple[str, ...]
    edits: tuple[Edit, ...]
    problems: tuple[Problem, ...]
    refused: str = ""


def plan(line: Line, *, look: bool = True) -> Plan:
    """Render what is to be published, hold it against what was, and, with ``look``, look over the vault.

    Raises PluginFailedError under ``options.strict``.
    """
    assert line.world is not None  # noqa: S101 - it was brought up to date
    rendered, silent = line.asking.render(line.schedule)
    line.memory.end(everything=line.everything)
    before = dict(line.books.connection.execute("SELECT name, plugin FROM artifacts"))
    owners = {one.name: plugin for plugin, some in rendered.items() for one in some}
    # Where it is not known what belongs in one of the feeds, the settings are half a text: nothing is taken away.
    unsure = bool(line.world.settings.withheld)
    owners |= {name: owner for name, owner in before.items() if (unsure or owner in silent) and name not in owners}
    return Plan(
        artifacts=tuple(sorted((one for some in rendered.values() for one in some), key=lambda one: one.name)),
        owners=owners,
        removed=tuple(sorted(before.keys() - owners.keys())),
        changes=tuple(line.changes),
        changed_notes=changed_notes(line),
        edits=line.edits(),
        problems=line.problems() if look else (),
        refused="" if line.options.force else _refusal(line),
    )


def changed_notes(line: Line) -> tuple[str, ...]:
    """The notes that are not what they were at the last run, by path."""
    connection = line.books.connection
    if line.everything:
        before = dict(connection.execute("SELECT path, digest FROM main.notes"))
        now = dict(connection.execute("SELECT path, digest FROM ix.notes"))
        return tuple(sorted({path for path, _ in before.items() ^ now.items()}))
    found = []
    for path in line.delta.gone | line.delta.read.keys():
        row = connection.execute("SELECT digest FROM main.notes WHERE path=?", (path,)).fetchone()
        note = line.delta.read.get(path)
        if (row[0] if row else None) != (note.digest if note else None):
            found.append(path)
    return tuple(sorted(found))


def keep_notes(line: Line, changed: tuple[str, ...]) -> None:
    """Remember the notes as they are at this run."""
    connection = line.books.connection
    connection.executemany("DELETE FROM main.notes WHERE path=?", [(path,) for path in changed])
    connection.executemany(
        "INSERT INTO main.notes SELECT path, digest FROM ix.notes WHERE path=?", [(path,) for path in changed]
    )


def _refusal(line: Line) -> str:
    assert line.world is not None  # noqa: S101 - the caller looked
    settings = line.world.settings
    before, now = line.people_before, line.identity_count()
    if not settings.readable and before:
        told = next(told for told in line.world.problems if told.path == settings.path)
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
