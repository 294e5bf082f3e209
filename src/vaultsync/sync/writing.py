"""From edits to notes: splice them in memory, then write what was agreed to. Deciding and writing are two functions."""

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Mapping
from pathlib import Path

from vaultsync.model import Edit, Note, Problem, Value, problem
from vaultsync.notes import ReadLimits, canonical
from vaultsync.notes.splicing import splice
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
    """Each note with its edits, by path, and what was refused; nothing is written.

    Where one edit of a plugin is refused, the note gets none of that plugin's: half of what was meant is not what was
    meant. The other plugins' edits are made. A note that its edits leave as it is, is left out.
    """
    by_path: dict[str, dict[str, list[Edit]]] = defaultdict(lambda: defaultdict(list))
    for edit in edits:
        by_path[edit.path][edit.plugin].append(edit)
    made: list[Rewrite] = []
    problems: list[Problem] = []
    for path, by_plugin in sorted(by_path.items()):
        # A note that is not there is made of what is added to it.
        there = (root / path).exists()
        before = read_note_bytes(root, path, limit=ReadLimits().max_bytes) if there else None
        if isinstance(before, Problem):
            problems.append(before)
            continue
        after, effective = before or b"", list[Edit]()
        for wanted in by_plugin.values():
            tried = _tried(path, after, wanted, spelled)
            if isinstance(tried, Problem):
                problems.append(tried)
            else:
                after, done = tried
                effective += done
        if effective and _made_template(before, after):
            problems.append(_as_template(path))
        elif effective and after != before:
            reason = "; ".join(dict.fromkeys(edit.reason for edit in effective))
            made.append(Rewrite(path=path, before=before, after=after, reason=reason, edits=tuple(effective)))
    return tuple(made), tuple(problems)


def _tried(
    path: str, data: bytes, edits: Iterable[Edit], spelled: Mapping[str, str]
) -> tuple[bytes, list[Edit]] | Problem:
    """The note with all of the edits, and those that changed something; the Problem of the first that is refused."""
    effective: list[Edit] = []
    for edit in edits:
        made = splice(path, data, edit, spellings=spelled)
        if isinstance(made, Problem):
            return made
        effective += [edit] if made != data else []
        data = made
    return data, effective


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
    ours: Container[str] = (),
) -> tuple[tuple[Written, ...], tuple[Problem, ...]]:
    """Write each note that is still what was read; what was not written, and why.

    ``clock`` tells seconds since 1970 and is asked at each note: a save is young or old at the moment of the write.
    ``ours`` are notes that this same run has written, which need not be left alone first.
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
                quiet_seconds=0 if one.path in ours else quiet_seconds,
                reason=one.reason,
            )
        if isinstance(done, Problem):
            problems.append(done)
        else:
            written.append(done)
    return tuple(written), tuple(problems)
