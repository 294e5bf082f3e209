"""What was promised to whom: the open tasks of a person's note, and those elsewhere that link to them."""

import hashlib
from collections.abc import Iterable

import msgspec

from vaultsync.model import Note, Promise
from vaultsync.notes import fold
from vaultsync.people.resolve import Directory


def promises_in(note: Note, directory: Directory, *, owner: str = "") -> list[Promise]:
    """The open tasks of a note, for everyone each links to and for its owner, if it is a person's.

    An embed is no link. The key is the task's own id, else a digest of its text; :func:`numbered` tells repeats apart.
    """
    found: list[Promise] = []
    for line in note.lines:
        if line.task is None or not line.task.open or not line.text or not (owner or line.links):
            continue
        linked = (
            directory.whom(link.target, path=note.path, line=line.number) for link in line.links if not link.embed
        )
        found.extend(
            Promise(
                person=uid,
                key=line.task.id or _digest(line.text),
                text=line.text,
                path=note.path,
                line=line.number,
                due=line.task.due or line.task.scheduled,
            )
            for uid in dict.fromkeys((owner, *linked))
            if uid
        )
    return found


def numbered(found: Iterable[Promise]) -> tuple[Promise, ...]:
    """One person's promises by path and line, with ``#2``, ``#3`` … behind a key that comes again."""
    promises = tuple(sorted(found, key=lambda promise: (promise.path, promise.line)))
    if len({each.key for each in promises}) == len(promises):
        return promises
    keys: set[str] = set()
    counts: dict[str, int] = {}
    result = []
    for each in promises:
        key = each.key
        while key in keys:
            counts[each.key] = counts.get(each.key, 1) + 1
            key = f"{each.key}#{counts[each.key]}"
        keys.add(key)
        result.append(each if key == each.key else msgspec.structs.replace(each, key=key))
    return tuple(result)


def _digest(text: str) -> str:
    return hashlib.blake2b(fold(text).encode("utf-8", "replace"), digest_size=5).hexdigest()
