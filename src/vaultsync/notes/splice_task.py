"""Ticking and unticking a task: the character in its box, and the day it was done in the form that the note uses."""

import re
from collections.abc import Mapping
from datetime import date

from vaultsync.model import Edit, Line
from vaultsync.model.edit import WHERE_USED
from vaultsync.notes.page import Page, same_but_for
from vaultsync.notes.refusal import RefusedError
from vaultsync.notes.sheet import Change
from vaultsync.notes.tasks import TASK_KEYS

_BOX = re.compile(r"[ \t]*(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]+)+\[(.)\](?=[ \t]|$)")
_DONE = re.compile(
    r"(?<![ \t])[ \t]*"
    r"(?:✅\ufe0f?[ \t]*[0-9]{4}-[0-9]{2}-[0-9]{2}|\[completion::[^\[\]()]*\]|\(completion::[^\[\]()]*\))"
)
_BLOCK_ID = re.compile(r"\^[A-Za-z0-9-]+")


def splice_task(page: Page, edit: Edit, _spellings: Mapping[str, str]) -> list[Change]:
    """The change that gives a task its status; none where it has it already. Raises RefusedError."""
    tasks = [line for line in page.said.lines if line.task is not None]
    line = _meant(tasks, edit)
    content = page.content(line.number)
    box = _BOX.match(content)
    if box is None:
        raise RefusedError(
            "the task shares its line with a comment, and is not edited.", "Tick it by hand.", line.number
        )
    made = _with_status(content, box.start(1), line, edit, tasks)
    if made == content:
        return []
    start = page.start(line.number)
    return [Change(start=start, stop=start + len(content), text=made)]


def check_task(old: Page, new: Page, edit: Edit) -> bool:
    """Whether the task has its status and its day, and every other line says what it said."""
    was, now = old.said.lines, new.said.lines
    changed = [(one, two) for one, two in zip(was, now, strict=False) if one != two]
    return (
        len(was) == len(now)
        and len(changed) == 1
        and _right(*changed[0], edit)
        and same_but_for(old, new, {changed[0][0].number}, {changed[0][0].number})
    )


def _right(one: Line, two: Line, edit: Edit) -> bool:
    """Whether the one changed line is still the same task, with the status and the day it should have."""
    task, status = two.task, edit.value[0]
    return (
        task is not None
        and (one.number, _words(one.text), one.links) == (two.number, _words(two.text), two.links)
        and task.done == (status in "xX")
        and (task.done or task.status == status)
        and _right_day(one.task.done_on if one.task else None, task.done_on, edit)
    )


def _right_day(was: date | None, now: date | None, edit: Edit) -> bool:
    """Whether the day a task was done is the one it had, else the one that the edit gives; none without a tick."""
    status, *rest = edit.value
    if status not in "xX":
        return now is None
    given = rest[0] if rest else None
    written = now.isoformat() if now else None
    return now == was if was else written == given or (written is None and WHERE_USED in rest)


def _words(text: str) -> str:
    return " ".join(text.split())


def _meant(tasks: list[Line], edit: Edit) -> Line:
    found = sorted(
        (abs(line.number - edit.line), line.number) for line in tasks if _words(line.text) == _words(edit.name)
    )
    if not found:
        what = f"no task reads '{edit.name}' any more."
        raise RefusedError(what, "Sync again; if the task is there, tick it by hand.", edit.line)
    if len(found) > 1 and found[0][0] == found[1][0]:
        what = f"two tasks read '{edit.name}', and either could be meant."
        raise RefusedError(what, "Tick it by hand, or word the two differently.", found[0][1])
    return next(line for line in tasks if line.number == found[0][1])


def _with_status(content: str, box: int, line: Line, edit: Edit, tasks: list[Line]) -> str:
    """The line with its box set, and the day it was done written or taken away."""
    task = line.task
    status, day, where_used = edit.value[0], *([*edit.value[1:], "", ""][:2])
    if task is None or status not in "xX":
        return _boxed(_DONE.sub("", content) if task and task.done_on else content, box, status)
    if not task.done:
        if "🔁" in content or any(field.key.casefold() == "repeat" for field in line.fields):
            what = "the task comes again, and only the editor makes the next one when it is ticked."
            raise RefusedError(what, "Tick it in the editor.", line.number)
        content = _boxed(content, box, status)
    if task.done_on is not None or not day or (where_used == WHERE_USED and not any(_dated(each) for each in tasks)):
        return content
    place = _end(content)
    written = f" [completion:: {day}]" if _in_fields(line, tasks) else f" ✅ {day}"
    return content[:place] + written + content[place:]


def _end(content: str) -> int:
    """Where the task's text ends: before its block id, and before spaces at the line's end."""
    said = content.rstrip(" \t")
    last = said.split()[-1]
    return len(said.removesuffix(last).rstrip(" \t")) if _BLOCK_ID.fullmatch(last) else len(said)


def _boxed(content: str, box: int, status: str) -> str:
    return content[:box] + status + content[box + 1 :]


def _dated(line: Line) -> bool:
    task = line.task
    days: tuple[date | None, ...] = (task.due, task.scheduled, task.done_on) if task else ()
    return any(days) or _fields(line)


def _fields(line: Line) -> bool:
    return any(field.key.casefold() in TASK_KEYS for field in line.fields)


def _in_fields(line: Line, tasks: list[Line]) -> bool:
    """Whether dates are written as Dataview fields: on this line, else on most of the note's tasks that have dates."""
    if _dated(line):
        return _fields(line)
    dated = [each for each in tasks if _dated(each)]
    return 2 * sum(_fields(each) for each in dated) > len(dated)
