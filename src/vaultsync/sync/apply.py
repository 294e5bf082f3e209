"""Carrying out a plan: publish what differs, remove what is no longer published, remember. It decides nothing."""

from collections.abc import Iterable
from pathlib import Path

from vaultsync.calendar import feed_faults
from vaultsync.model import Problem, Value, problem
from vaultsync.sync.line import Line
from vaultsync.sync.plan import Plan, keep_notes
from vaultsync.sync.standing import stand
from vaultsync.vault.errors import PublishError
from vaultsync.vault.publish import publish, remove

FAILURES = frozenset({"plugin-failed", "plugin-result"})
"""Problems by which a plugin is seen to have failed."""


class Applied(Value, frozen=True, kw_only=True):
    """What was done: the files that were published, the notes that were edited, and what went wrong on the way."""

    written: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def apply(plan: Plan, directory: Path, line: Line, *, looked: bool) -> Applied:
    """Publish into ``directory``; a file whose bytes stay is not touched, and a faulty feed leaves the last good one.

    The books are kept last: a run that is cut short is simply done again by the next. ``looked`` says that the plan
    was made with a look over the vault.
    """
    written, problems = list[str](), list[Problem]()
    for artifact in plan.artifacts:
        try:
            published = _published(directory / artifact.name)
            if published == artifact.data:
                continue
            faults = feed_faults(artifact.data, good=published) if artifact.name.endswith(".ics") else ()
            problems += [_faulty(artifact.name, fault) for fault in faults]
            if not faults and publish(directory / artifact.name, artifact.data, differs=bool(published)):
                written.append(artifact.name)
        except PublishError as error:
            problems.append(problem("publish-refused", str(error), hint="The last good one stays.", path=artifact.name))
    for name in plan.removed:
        remove(directory / name)
    _remember(line, plan, looked=looked)
    if not problems:
        stand(line, plan, directory, looked=looked)
    if line.books.has_news():
        line.books.commit()
    return Applied(written=tuple(written), problems=tuple(problems))


def _remember(line: Line, plan: Plan, *, looked: bool) -> None:
    connection = line.books.connection
    before = dict(connection.execute("SELECT name, plugin FROM artifacts"))
    gone: Iterable[str] = before.keys() - plan.owners.keys()
    connection.executemany("DELETE FROM artifacts WHERE name=?", [(name,) for name in gone])
    new = [(name, owner) for name, owner in plan.owners.items() if before.get(name) != owner]
    connection.executemany("INSERT OR REPLACE INTO artifacts VALUES (?,?)", new)
    keep_notes(line, plan.changed_notes)
    if looked:
        line.memory.keep_errors({told.plugin: told.message for told in plan.problems if told.code in FAILURES})
    # Times of files that say the same are no news to anybody else who has the books open.
    if line.books.has_news(besides=len(line.delta.touched)):
        line.keep()


def _published(path: Path) -> bytes:
    """What readers see now; nothing where there is no file or it cannot be read, which publishing will tell of."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _faulty(name: str, fault: str) -> Problem:
    return problem("feed-invalid", f"{name} was not published: {fault}.", hint="The last good one stays.", path=name)
