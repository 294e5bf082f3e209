"""Which of the edits that plugins ask for are made: declared, by one plugin alone, true on any day, uncontested."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from vaultsync.hooks.spec import PluginInfo
from vaultsync.model import Edit, Problem, problem

ROUNDS = 3
"""How often an edit is made again before it is given up."""

_BY_THE_CLOCK = re.compile(
    r"\b(?:\d+|an?|one|two|few) (?:second|minute|hour|day|week|month|year)s? (?:ago|since)\b", re.IGNORECASE
)
_PROPERTIES = frozenset({"set-property", "remove-property"})


def allowed(edits: Iterable[Edit], infos: Mapping[str, PluginInfo]) -> tuple[tuple[Edit, ...], tuple[Problem, ...]]:
    """The edits that may be made, in order, and why the others may not.

    A property must be one that its plugin declared. Where two plugins want to write one property of one note, neither
    does. A property that counts from today ("42 days ago") is refused: it would be written anew every day, on every
    computer. Entries and blocks may quote what the user wrote, in whatever words.
    """
    every = tuple(edits)
    owners: dict[tuple[str, str], set[str]] = defaultdict(set)
    for edit in every:
        if edit.kind in _PROPERTIES:
            owners[edit.path, edit.name].add(edit.plugin)
    kept: list[Edit] = []
    problems: set[Problem] = set()
    for edit in every:
        told = _refusal(edit, owners, infos) if edit.kind in _PROPERTIES else None
        if told is None:
            kept.append(edit)
        else:
            problems.add(told)
    return tuple(kept), tuple(sorted(problems, key=lambda told: told.sort_key))


def _refusal(edit: Edit, owners: Mapping[tuple[str, str], set[str]], infos: Mapping[str, PluginInfo]) -> Problem | None:
    rivals = sorted(owners[edit.path, edit.name])
    if len(rivals) > 1:
        return problem(
            "edit-conflict",
            f"the plugins {' and '.join(rivals)} both want to write {edit.name}; neither did.",
            hint=f"Turn one of them off: --without {rivals[-1]}",
            path=edit.path,
        )
    if edit.plugin not in infos or edit.name not in infos[edit.plugin].writes:
        return _wrong(edit, f"plugin {edit.plugin} wants to write {edit.name}, which it did not declare.")
    if any(_BY_THE_CLOCK.search(text) for text in edit.value):
        return _wrong(edit, f"plugin {edit.plugin} wants to write what changes with the clock.")
    return None


def _wrong(edit: Edit, said: str) -> Problem:
    return problem("plugin-result", said, hint="Tell the plugin's author; the note is as it was.", path=edit.path)


def uncontested(
    edits: Iterable[Edit], rounds: Mapping[str, tuple[str, int]]
) -> tuple[tuple[Edit, ...], tuple[Problem, ...]]:
    """The edits that are in no tug of war, and what was given up.

    ``rounds`` says for each place what was last written there, and how often in a row (:func:`counted`). What was
    written three times and is wanted again is undone by something else each time: that is left to win.
    """
    every = tuple(edits)
    kept = tuple(edit for edit in every if rounds.get(_place(edit), ("", 0)) != (_value(edit), ROUNDS))
    return kept, tuple(_contested(edit) for edit in every if edit not in kept)


def counted(made: Iterable[Edit], rounds: Mapping[str, tuple[str, int]]) -> dict[str, tuple[str, int]]:
    """What was last written at each place and how often in a row, these once more. Another value begins anew."""
    counts = dict(rounds)
    for edit in made:
        value, times = counts.get(_place(edit), ("", 0))
        counts[_place(edit)] = (_value(edit), times + 1 if value == _value(edit) else 1)
    return counts


def _place(edit: Edit) -> str:
    return f"{edit.path}#{edit.kind}#{edit.name}"


def _value(edit: Edit) -> str:
    return hashlib.sha256(repr(edit.value).encode()).hexdigest()[:16]


def _contested(edit: Edit) -> Problem:
    return problem(
        "edit-contested",
        f"{edit.name} was written {ROUNDS} times, and something else takes it back each time; it is left alone now.",
        hint="Let one of the two go: a linter or another plugin of your editor, or this one under [write].",
        path=edit.path,
    )
