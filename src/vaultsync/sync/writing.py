"""From edits to notes: splice them in memory, then write what was agreed to. Deciding and writing are two functions."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from vaultsync.model import Edit, Note, Problem, Value, problem
from vaultsync.notes import ReadLimits, canonical
from vaultsync.notes.splice import splice
from vaultsync.notes.template import is_template
from vaultsync.vault.journal import Journal
from vaultsync.vault.read import read_note_bytes
from vaultsync.vault.write import QUIET, Written, write_note


class Rewrite(Value, frozen=True, kw_only=True):
    """One note before and after its edits, those that change something; ``before`` is None for a note to be made."""

    path: str
    before: bytes | None
    after: bytes
    reason: str = ""
    edits: tuple[Edit, ...] = ()


def spellings(notes: Iterable[Note]) -> dict[str, str]:
    """How the vault mostly spells each canonical property, for notes that do not have it yet."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for note in notes:
        for prop in note.properties:
            name = canonical(prop.key)
            if name is not None:
                counted[name][prop.key] += 1
    return {name: min(keys.items(), key=lambda item: (-item[1], item[0]))[0] for name, keys in sorted(counted.items())}


def rewritten(
    root: Path, edits: Iterable[Edit], spelled: Mapping[str, str]
) -> tuple[tuple[Rewrite, ...], tuple[Problem, ...]]:
    """Each note with all its edits, by path, and what was refused; nothing is written.

    A note of which one edit is refused gets none of them: half of what was meant is not what was meant. A note that
    its edits leave as it is, is left out.
    """
    by_path: dict[str, list[Edit]] = defaultdict(list)
    for edit in edits:
        by_path[edit.path].append(edit)
    made: list[Rewrite] = []
    problems: list[Problem] = []
    for path, wanted in sorted(by_path.items()):
        # A note that is not there is made of what is added to it.
        there = (root / path).exists()
        before = read_note_bytes(root, path, limit=ReadLimits().max_bytes) if there else None
        after = before if before is not None else b""
        effective: list[Edit] = []
        for edit in wanted:
            if isinstance(after, Problem):
                break
            was, after = after, splice(path, after, edit, spellings=spelled)
            effective += [edit] if after != was else []
        if isinstance(before, Problem) or isinstance(after, Problem):
            problems += [told for told in (before, after) if isinstance(told, Problem)][:1]
        elif _made_template(before, after):
            problems.append(_as_template(path))
        elif after != before:
            reason = "; ".join(dict.fromkeys(edit.reason for edit in effective))
            made.append(Rewrite(path=path, before=before, after=after, reason=reason, edits=tuple(effective)))
    return tuple(made), tuple(problems)


def _made_template(before: bytes | None, after: bytes) -> bool:
    """Whether the note would be taken for a template from now on, and so for nobody."""
    was, now = ((data or b"").decode("utf-8", "replace") for data in (before, after))
    return is_template(now) and not is_template(was)


def _as_template(path: str) -> Problem:
    what = "the edit holds a template's mark, {{…}} or <% … %>, and the note would be taken for a template."
    return problem("edit-refused", what, hint="Write it in other words, or put it in `backticks`.", path=path)


def write(
    root: Path,
    rewrites: Iterable[Rewrite],
    journal: Journal,
    *,
    clock: Callable[[], float],
    quiet_seconds: float = QUIET,
) -> tuple[tuple[Written, ...], tuple[Problem, ...]]:
    """Write each note that is still what was read; what was not written, and why.

    ``clock`` tells seconds since 1970 and is asked at each note: a save is young or old at the moment of the write.
    """
    from vaultsync.vault.write_new import create_note  # noqa: PLC0415 - most runs make no note

    written: list[Written] = []
    problems: list[Problem] = []
    for one in rewrites:
        if one.before is None:
            done = create_note(root, one.path, one.after, journal, reason=one.reason)
        else:
            done = write_note(
                root,
                one.path,
                expected=one.before,
                new=one.after,
                journal=journal,
                now=clock(),
                quiet_seconds=quiet_seconds,
                reason=one.reason,
            )
        if isinstance(done, Problem):
            problems.append(done)
        else:
            written.append(done)
    return tuple(written), tuple(problems)
