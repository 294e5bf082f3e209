"""Whom a link means: the note it leads to, as the editor would find it, or the person of that name or alias.

In order: the path, whole or its end; the file's name, whatever its case, as the editor resolves it; a file name, name
or alias without regard to accents. A note that is not a person's keeps its own name: the link leads there. Of notes
that share a name, the one at the top of the vault or beside the link's own note is meant, else the one person among
them; where several people could be meant, nobody is, and one Problem a target says so.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Protocol

import msgspec

from vaultsync.model import Person, Problem, Value, problem
from vaultsync.notes import fold

SHOWN = 3
"""How many candidates a Problem lists."""


class _Choice(Value, frozen=True, kw_only=True):
    """What a target can mean: the one person or None, people to tell apart, by folder the notes that share the name."""

    uid: str | None
    people: tuple[str, ...]
    beside: dict[str, str]


class Called(Value, frozen=True, kw_only=True, array_like=True):
    """What somebody's note is called and calls them: all that a directory needs of a person."""

    path: str
    uid: str
    name: str
    aliases: tuple[str, ...] = ()


class Unclear(Value, frozen=True, kw_only=True, array_like=True):
    """A link that could have meant several people, where a note first has it."""

    target: str
    path: str
    line: int


class Whom(Protocol):
    """Whoever can say whom a link means."""

    def whom(self, target: str, *, path: str, line: int) -> str | None:
        """The uid of the person that a link in the note ``path`` means; None for nobody, or nobody in particular."""


class Directory:
    """The people and notes of one vault, ready to be looked up: each lookup is a few steps, whatever the vault's size.

    It remembers the targets that were not clear, for :meth:`problems`.
    """

    def __init__(self, people: Iterable[Person | Called], paths: Iterable[str]) -> None:
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
        self._unclear: dict[str, Unclear] = {}

    def whom(self, target: str, *, path: str, line: int) -> str | None:
        """The uid of the person that a link in the note ``path`` means; None for nobody, or nobody in particular."""
        uid, clear = self.meaning(target, path)
        if not clear:
            self._unclear.setdefault(fold(target), Unclear(target=target, path=path, line=line))
        return uid

    def meaning(self, target: str, path: str) -> tuple[str | None, bool]:
        """The same, and whether it is clear; nothing is remembered."""
        choice = self._settled.get(target)
        if choice is None:
            choice = self._settled[target] = self._settle(target)
        if choice.beside and (beside := choice.beside.get(path.rpartition("/")[0])) is not None:
            return self._uids.get(beside), True
        return choice.uid, len(choice.people) <= 1

    def named(self, text: str) -> tuple[str, ...]:
        """The uids of those whose path a text is, else whose file's name, name or alias it is, by path."""
        path = self._paths.get(_bare(text))
        if path in self._uids:
            return (self._uids[path],)
        return tuple(self._uids[each] for each in sorted(self._called.get(fold(text), ())) if each in self._uids)

    def note_of(self, target: str) -> str | None:
        """The path of the one note that a name means and that is no person's, such as a company's; None for none."""
        name = _bare(target.strip().lstrip("/"))
        named = self._stems.get(name.rsplit("/", 1)[-1], ())
        exact = self._paths.get(name)
        if exact is None and "/" in name:
            named = [path for path in named if _bare(path).endswith(f"/{name}")]
        others = [path for path in ([exact] if exact is not None else named) if path not in self._uids]
        return others[0] if len(others) == 1 else None

    def problems(self, unclear: Iterable[Unclear] | None = None) -> tuple[Problem, ...]:
        """One Problem for each target that could have meant several people: the first of each, as they were met.

        They are those that it was asked about, or the ``unclear`` ones that are given, in the order of reading.
        """
        met = self._unclear
        if unclear is not None:
            met = {}
            for each in unclear:
                met.setdefault(fold(each.target), each)
        return tuple(self._problem(each) for _, each in sorted(met.items()))

    def dump(self) -> bytes:
        """The directory, for :meth:`load`."""
        return msgspec.msgpack.encode((self._uids, self._paths, self._stems, self._called))

    @classmethod
    def load(cls, data: bytes) -> "Directory":
        """A directory as it was dumped. Raises msgspec.MsgspecError for anything else."""
        made = cls((), ())
        made._uids, made._paths, made._stems, made._called = _DUMPED.decode(data)
        return made

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

    def _problem(self, unclear: Unclear) -> Problem:
        target, path, line = unclear.target, unclear.path, unclear.line
        people = (self._settled.get(target) or self._settle(target)).people
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


class Reader:
    """A directory as one note asks it: it remembers what each target meant, and which were not clear."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self.meanings: dict[str, str] = {}
        self.unclear: dict[str, Unclear] = {}

    def whom(self, target: str, *, path: str, line: int) -> str | None:
        """The uid of the person that a link in the note ``path`` means; None for nobody, or nobody in particular."""
        uid, clear = self._directory.meaning(target, path)
        if target not in self.meanings:
            self.meanings[target] = meant(uid, clear)
        if not clear:
            self.unclear.setdefault(target, Unclear(target=target, path=path, line=line))
        return uid


def meant(uid: str | None, clear: bool) -> str:
    """A meaning as one text, to be compared with what it was before."""
    return f"={uid}" if uid is not None else "" if clear else "?"


_DUMPED = msgspec.msgpack.Decoder(tuple[dict[str, str], dict[str, str], dict[str, list[str]], dict[str, list[str]]])


def _bare(path: str) -> str:
    """A path as the editor compares it: without ending or case, composed (NFC)."""
    bare = path[:-3] if path[-3:].casefold() == ".md" else path
    return bare.casefold() if bare.isascii() else unicodedata.normalize("NFC", bare).casefold()
