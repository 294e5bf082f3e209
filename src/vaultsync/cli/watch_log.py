"""How a watch tells what it did: a calm line a change on a terminal, else a log that programs read."""

import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from typing import Any, Literal

import msgspec

from vaultsync.cli.say import count, faint, flat, line, strong
from vaultsync.cli.show import day_title
from vaultsync.model import Problem
from vaultsync.sync import Change
from vaultsync.sync.watching import Kept, Told

WORDS = {"catch-up": "catch-up", "follow-up": "promise", "date": "yearly date"}
"""What kinds of reminders are called; others go by their own name."""

MOST_CHANGES = 8
"""So many changes of one sync are told line by line."""

MOST_PROBLEMS = 3
"""More problems than these are counted on a terminal, and ``vaultsync check`` tells them."""

MOST_PATHS = 100
"""So many changed notes of one sync are named in the log; ``changed_count`` counts all."""

LEVELS = {"failed": "error", "vault-gone": "warning", "polling": "warning", "restarted": "warning"}
"""How grave an event is, where it is not merely worth knowing."""

Format = Literal["text", "json"]


def teller(
    log_format: Format,
    *,
    calm: bool,
    quiet: bool,
    verbose: bool,
    now: Callable[[], datetime],
    today: Callable[[], date],
) -> Callable[[Told], None]:
    """What tells: calm lines on standard output, or records on standard error. ``now`` is aware."""

    def tell(told: Told) -> None:
        if _dull(told) and not verbose:
            return
        if calm:
            if not (quiet and told.event in {"started", "stopped"}):
                for text in lines(told, today()):
                    line(f"{faint(f'{now():%H:%M}')}  {text}")
            sys.stdout.flush()
        else:
            found = record(told, now())
            text = msgspec.json.encode(found).decode() if log_format == "json" else logged(found)
            sys.stderr.write(f"{text}\n")
            sys.stderr.flush()

    return tell


def _dull(told: Told) -> bool:
    """A sync that found everything as it was, and was neither the first nor one that failed before."""
    kept = told.kept
    if kept is None or not {"start", "again"}.isdisjoint(told.reasons):
        return False
    return not (kept.changed or kept.written or kept.edited or kept.changes or kept.problems)


def record(told: Told, at: datetime) -> dict[str, Any]:
    """What happened, under keys that are always all there."""
    kept = told.kept
    return {
        "at": at.isoformat(timespec="milliseconds"),
        "level": LEVELS.get(told.event, "info"),
        "event": told.event,
        "reason": ", ".join(told.reasons),
        "message": told.message,
        "changed": list(kept.changed[:MOST_PATHS]) if kept else [],
        "changed_count": len(kept.changed) if kept else 0,
        "written": list(kept.written) if kept else [],
        "edited": list(kept.edited) if kept else [],
        "milliseconds": round(kept.seconds * 1000, 3) if kept else None,
        "notes": kept.notes if kept else None,
        "people": kept.people if kept else None,
        "problems": [_problem(each) for each in kept.problems] if kept else [],
    }


def _problem(told: Problem) -> dict[str, Any]:
    names = ("code", "severity", "path", "line", "message", "hint", "plugin")
    return {name: getattr(told, name) for name in names}


def logged(found: dict[str, Any]) -> str:
    """A record as one line of ``key=value``; what is empty is left out."""
    parts = [found["at"], found["level"], found["event"]]
    for key, value in found.items():
        if key in {"at", "level", "event", "changed_count", "problems"} or value in (None, "", []):
            continue
        if key == "changed":
            key, value = "changed", found["changed_count"]  # noqa: PLW2901 - a log of lines wants the number
        elif isinstance(value, list):
            value = ",".join(value)  # noqa: PLW2901 - as above
        parts.append(f"{key}={_quoted(str(value))}")
    text = " ".join(parts)
    return "\n".join((text, *(f"  {_shown(each)}" for each in found["problems"])))


def _quoted(text: str) -> str:
    return msgspec.json.encode(text).decode() if not text or set(text) & set(' "=\n\r\t') else text


def _shown(found: dict[str, Any]) -> str:
    where = f"{found['path']}:{found['line']}: " if found["line"] else f"{found['path']}: " if found["path"] else ""
    return flat(f"{where}{found['severity']}: {found['message']} {found['hint']}".rstrip())


def lines(told: Told, today: date) -> Iterator[str]:
    """What happened, for a person who looks on."""
    if told.message:
        yield flat(told.message)
    elif told.event == "started":
        yield "Watching. Ctrl-C stops."
    elif told.event == "stopped":
        yield "Stopped."
    if told.kept is not None:
        yield from _changes(told.kept.changes, today)
        if "again" in told.reasons:
            yield "All is current again."
        yield from _summary(told.kept, first="start" in told.reasons)
        if len(told.kept.problems) > MOST_PROBLEMS:
            yield f"{count(len(told.kept.problems), 'thing')} to look at: vaultsync check"
        else:
            yield from (_shown(_problem(each)) for each in told.kept.problems)


def _changes(found: Iterable[Change], today: date) -> Iterator[str]:
    every = tuple(found)
    for change in every[:MOST_CHANGES]:
        one = change.catch_up
        what = WORDS.get(one.reminder.kind, one.reminder.kind)
        day = day_title(one.day, today)
        near = day.lower() if day in {"Today", "Tomorrow"} else ""
        on = near or f"on {day}"
        said = {"new": f"{what} {on}", "moved": f"{what} moved to {near or day}", "gone": f"no {what} {on} any more"}
        yield f"{strong(flat(one.name))}: {said[change.kind]}"
    if len(every) > MOST_CHANGES:
        yield faint(f"and {len(every) - MOST_CHANGES} more changes")


def _summary(kept: Kept, *, first: bool) -> Iterator[str]:
    did = []
    if kept.changed:
        did.append(f"{count(len(kept.changed), 'note')} read")
    elif first:
        did.append(f"{count(kept.notes, 'note')} looked at")
    if kept.written:
        did.append(f"{', '.join(kept.written)} written")
    if kept.edited:
        did.append(f"{count(len(kept.edited), 'note')} written into")
    if did:
        yield faint(f"{', '.join(did)} in {max(1, round(kept.seconds * 1000)):,} ms")
