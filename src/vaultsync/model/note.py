"""What a Markdown note says, once its text has been read: properties, lines of interest, tags."""

from datetime import date, time
from typing import Literal

from vaultsync.model.base import Value
from vaultsync.model.problem import Problem

LineKind = Literal["heading", "bullet", "task", "row", "text"]
FrontMatterFormat = Literal["", "yaml", "toml", "json"]


class Property(Value, frozen=True, kw_only=True, array_like=True):
    """One property of the front matter, as text.

    ``key`` is spelled as in the note; a nested map gives dotted keys (``contacts.mail``).
    ``values`` holds one string an item: a scalar gives one, ``null`` none, a list as many as it has. A link
    written without quotes (``[[Ana Reyes]]``, which YAML takes for a list in a list) comes as ``"[[Ana Reyes]]"``.
    ``line`` is the line of the key, from 1.
    """

    key: str
    values: tuple[str, ...]
    line: int


class Link(Value, frozen=True, kw_only=True, array_like=True):
    """A wikilink or a Markdown link to another note, outside code, comments and quotes.

    ``target`` is the path or name without heading, block and shown text: ``People/Ana Reyes`` or ``Ana Reyes``.
    ``text`` is what the reader sees. ``embed`` marks ``![[…]]``.
    """

    target: str
    text: str
    embed: bool = False


class Field(Value, frozen=True, kw_only=True, array_like=True):
    """An inline field: ``key:: value``, ``[key:: value]`` or ``(key:: value)``."""

    key: str
    value: str


class Task(Value, frozen=True, kw_only=True, array_like=True):
    """The box of a task and its dates, in the Tasks plugin's emoji form or Dataview's form.

    ``status`` is the character in the box. ``id`` is the task's own identifier (🆔 or ``[id:: …]``, else a ``^block``).
    """

    status: str
    due: date | None = None
    scheduled: date | None = None
    done_on: date | None = None
    id: str = ""

    @property
    def done(self) -> bool:
        """Ticked."""
        return self.status in "xX"

    @property
    def open(self) -> bool:
        """Still to do: neither ticked nor cancelled (``-``)."""
        return self.status not in "xX-"


class Line(Value, frozen=True, kw_only=True, array_like=True):
    """A line of the body that says something: a heading, bullet or task; a row or text with a date, link or field.

    ``number`` counts from 1 in the file. ``text`` is what a person reads: links as their shown text, list and task
    markers, task dates and block ids taken off; the opening date too. ``section`` is the title of the nearest heading
    above. ``day`` is the ISO date the line opens with (``- 2026-03-04 …``, ``### 2026-03-04``, ``| 2026-03-04 |``).
    ``at`` is the time that stands behind that day, by the clock on the wall.
    """

    number: int
    kind: LineKind
    text: str
    section: str = ""
    day: date | None = None
    links: tuple[Link, ...] = ()
    fields: tuple[Field, ...] = ()
    task: Task | None = None
    at: time | None = None


class Note(Value, frozen=True, kw_only=True, array_like=True):
    """One Markdown file of the vault.

    ``path`` is relative to the vault and POSIX. ``digest`` is the hex SHA-256 of the file's bytes.
    ``tags`` come from front matter and body, without ``#``, sorted, each once, case kept.
    ``writable`` is false where the front matter must not be edited (invalid, not UTF-8, TOML, JSON, unterminated).
    """

    path: str
    digest: str
    properties: tuple[Property, ...] = ()
    lines: tuple[Line, ...] = ()
    tags: tuple[str, ...] = ()
    front_matter: FrontMatterFormat = ""
    template: bool = False
    """Holds an unrendered ``{{…}}`` or ``<% … %>`` outside code."""
    writable: bool = True
    problems: tuple[Problem, ...] = ()

    @property
    def stem(self) -> str:
        """The file's name without folder and ending: the note's name in the editor."""
        return self.path.rsplit("/", 1)[-1].removesuffix(".md")

    @property
    def folders(self) -> tuple[str, ...]:
        """The folders above the note, outermost first."""
        return tuple(self.path.split("/")[:-1])
