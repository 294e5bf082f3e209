"""Whom a link means: the note it leads to, as the editor would find it, or the person of that name or alias.

In order: the path, whole or its end; the file's name, whatever its case, as the editor resolves it; a file name, name
or alias without regard to accents. A note that is not a person's keeps its own name: the link leads there. Of notes
that share a name, the one at the top of the vault or beside the link's own note is meant, else the one person among
them; where several people could be meant, nobody is, and one Problem a target says so.
"""

import unicodedata
from collections.abc import Iterable, Sequence

from vaultsync.model import Person, Problem, Value, problem
from vaultsync.notes import fold

SHOWN = 3
"""How many candidates a Problem lists."""


class _Choice(Value, frozen=True, kw_only=True):
    """What a target can mean: the one person or None, people to tell apart, by folder the notes that share the name."""

    uid: str | None
    people: tuple[str, ...]
    beside: dict[str, str]


class Directory:
    """The people and notes of one vault, ready to be looked up: each lookup is a few steps, whatever the vault's size.

    It remembers the targets that were not clear, for :meth:`problems`.
    """

    def __init__(self, people: Iterable[Person], paths: Iterable[str]) -> None:
        """Index the people by path, name and alias, and the paths of all notes by name."""
        everybody = sorted(people, key=lambda person: person.path)
        self._uids = {person.path: person.uid for person in everybody}
        self._paths: dict[str, str] = {}
        self._stems: dict[str, list[str]] = {}
        for path in sorted({*paths, *self._uids}):
            whole = _bare(path)
            self._paths.setdefault(whole, path)
            self._stems.setdefault(whole.rsplit("/", 1)[-1], []).append(path)
        self._called: dict[str, list[str]] = {}
        for person in everybody:
            stem = person.path.rsplit("/", 1)[-1].removesuffix(".md")
            for name in {fold(each) for each in {stem, person.name, *person.aliases}}:
                self._called.setdefault(name, []).append(person.path)
        self._settled: dict[str, _Choice] = {}
        self._unclear: dict[str, tuple[str, str, int]] = {}

    def whom(self, target: str, *, path: str, line: int) -> str | None:
        """The uid of the person that a link in the note ``path`` means; None for nobody, or nobody in particular."""
        choice = self._settled.get(target)
        if choice is None:
            choice = self._settled[target] = self._settle(target)
        if choice.beside and (beside := choice.beside.get(path.rpartition("/")[0])) is not None:
            return self._uids.get(beside)
        if len(choice.people) > 1:
            self._unclear.setdefault(fold(target), (target, path, line))
        return choice.uid

    def problems(self) -> tuple[Problem, ...]:
        """One Problem for each target that could have meant several people, where it was first met."""
        return tuple(self._problem(*unclear) for _, unclear in sorted(self._unclear.items()))

    def _settle(self, target: str) -> _Choice:
        name = _bare(target.strip().lstrip("/"))
        exact = self._paths.get(name)
        if exact is not None:
            return self._choice((exact,))
        named = self._stems.get(name.rsplit("/", 1)[-1], ())
        if "/" in name:
            return self._choice([path for path in named if _bare(path).endswith(f"/{name}")], beside=True)
        if len(named) == 1:
            return self._choice(named)
        same_case = [path for path in named if path.endswith(f"/{target}.md")]
        if same_case or named:
            return self._choice(same_case or named, beside=True)
        return self._choice(self._called.get(fold(target), ()))

    def _choice(self, paths: Sequence[str], *, beside: bool = False) -> _Choice:
        if len(paths) == 1:
            return _Choice(uid=self._uids.get(paths[0]), people=(), beside={})
        people = tuple(path for path in paths if path in self._uids)
        folders = {path.rpartition("/")[0]: path for path in paths} if beside else {}
        return _Choice(uid=self._uids[people[0]] if len(people) == 1 else None, people=people, beside=folders)

    def _problem(self, target: str, path: str, line: int) -> Problem:
        people = self._settled[target].people
        shown = [each.removesuffix(".md") for each in people[:SHOWN]]
        more = len(people) - len(shown)
        listed = f"{', '.join(shown)} and {more} more" if more else f"{', '.join(shown[:-1])} or {shown[-1]}"
        return problem(
            "link-ambiguous",
            f"[[{target}]] could be {listed}; it was not counted.",
            hint=f"Write the path: [[{shown[0]}|{target}]].",
            path=path,
            line=line,
        )


def _bare(path: str) -> str:
    """A path as the editor compares it: without ending or case, composed (NFC)."""
    bare = path[:-3] if path[-3:].casefold() == ".md" else path
    return bare.casefold() if bare.isascii() else unicodedata.normalize("NFC", bare).casefold()
