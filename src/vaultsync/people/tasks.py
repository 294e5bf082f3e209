"""The tasks that concern people: an open one is a promise, one that was ticked between two runs is a contact.

A ticked task that states no day counts on the day a run first saw it ticked. That needs a run that saw it open: what
was ticked already when it was first read may be years old, and never counts. One that is unticked again loses its day.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache

from vaultsync.model import Line, Note, Planned, Promise, Task, Value
from vaultsync.notes import fold, plan_of, their_promise
from vaultsync.people.channels import channel_of
from vaultsync.people.outcomes import is_unanswered
from vaultsync.people.resolve import Whom


class Box(Value, frozen=True, kw_only=True, array_like=True):
    """The box of a task as a run leaves it for the next: open, or the ``day`` on which it was first seen ticked.

    ``person`` and ``key`` are those of the task's Promise while it is open; ``path`` is the note that holds it.
    """

    person: str
    key: str
    path: str
    day: date | None = None


class Errand(Value, frozen=True, kw_only=True, array_like=True):
    """A task and a person whom it concerns.

    ``dated`` where the task or its note states the day it was done, or nothing needs one. ``planned`` is the meeting
    that it plans, or planned.
    """

    person: str
    key: str
    path: str
    line: Line
    task: Task
    dated: bool
    planned: Planned | None = None


def planned_in(line: Line, *, own: bool) -> Planned | None:
    """The meeting that a task plans, ticked or not; None where it is none.

    In somebody's ``own`` note that is a task that opens with a day and has a time, or a place, or says by what means
    you meet. A date of the Tasks plugin makes it a promise, unless there is a time. Elsewhere it needs the time.
    """
    plan = plan_of(line)
    if plan is None or plan.at is not None or line.task is None:
        return plan
    if not own or line.task.due or line.task.scheduled or their_promise(plan.text) is not None:
        return None
    return plan if plan.place or channel_of(plan.text) else None


def errands_in(note: Note, directory: Whom, *, owner: str = "", dated: bool = False) -> list[Errand]:
    """The tasks of a note, for everyone each links to and for its owner, if it is a person's. An embed is no link.

    The key is the task's own id, else a digest of its text, of a plan without its day, time, length and place;
    :func:`numbered` tells repeats apart. ``dated`` is a note that has a day: a daily note or a meeting's.
    """
    found: list[Errand] = []
    for line in note.lines:
        task = line.task
        if task is None or not line.text or not (owner or line.links):
            continue
        concerned = {owner: None} if owner else {}
        for link in line.links:
            if not link.embed and (uid := directory.whom(link.target, path=note.path, line=line.number)):
                concerned[uid] = None
        for uid in concerned:
            planned = planned_in(line, own=uid == owner) if line.day is not None else None
            errand = Errand(
                person=uid,
                key=task.id or _digest(line.text if planned is None else planned.text),
                path=note.path,
                line=line,
                task=task,
                dated=dated or not task.done or bool(task.done_on or line.day) or is_unanswered(line),
                planned=planned,
            )
            found.append(errand)
    return found


def numbered(errands: Sequence[Errand]) -> list[tuple[str, Errand]]:
    """One person's tasks, each with its key: ``#2``, ``#3`` … behind one that comes again.

    Open and closed ones are counted together: a key must not move to the next task when the box is ticked.
    """
    keys: set[str] = set()
    counts: dict[str, int] = {}
    result = []
    for each in errands:
        key = each.key
        while key in keys:
            counts[each.key] = counts.get(each.key, 1) + 1
            key = f"{each.key}#{counts[each.key]}"
        keys.add(key)
        result.append((key, each))
    return result


def promise_of(key: str, errand: Errand) -> Promise:
    """What an open task promises."""
    return Promise(
        person=errand.person,
        key=key,
        text=errand.line.text,
        path=errand.path,
        line=errand.line.number,
        due=errand.task.due or errand.task.scheduled,
        planned=errand.planned,
    )


def box_of(key: str, errand: Errand, before: Mapping[tuple[str, str], date | None], today: date) -> Box | None:
    """What the next run must know of a task; None where nothing: it states its day, or was ticked when first seen.

    ``before`` is what the last run left, by person and key: a day, or None for an open box.
    """
    day = None
    if not errand.task.open:
        if errand.dated or (errand.person, key) not in before:
            return None
        day = before[errand.person, key] or today
    return Box(person=errand.person, key=key, path=errand.path, day=day)


@lru_cache(maxsize=4096)  # the same few words stand in many tasks: "call back"
def _digest(text: str) -> str:
    return hashlib.blake2b(fold(text).encode("utf-8", "replace"), digest_size=5).hexdigest()
