"""The lines of a body that say something, as values. Knows how Markdown is written, not what any line means."""

import re
from datetime import date, time

import msgspec

from vaultsync.model import Field, Line, Link, Task, Value
from vaultsync.model.note import LineKind
from vaultsync.notes.blocks import spoken
from vaultsync.notes.dates import OPENERS, opening_date, real_day
from vaultsync.notes.fields import take_fields
from vaultsync.notes.links import take_links
from vaultsync.notes.spans import marked, unveil
from vaultsync.notes.tags import tags_in
from vaultsync.notes.tasks import TASK_KEYS, take_task

_HEADING = re.compile(r"#{1,6}(?:[ \t]+|$)")
_WORDS = re.compile(r"[-*+] (?:([0-9]{4}-[0-9]{2}-[0-9]{2}) )?(?=[A-Za-z])")
_BULLET = re.compile(r"(?:(?:[-*+]|[0-9]{1,9}[.)])(?:[ \t]+|$))++(?:\[(.)\](?:[ \t]+|$))?")
_RULE = re.compile(r"([-*_])(?:[ \t]*\1){2,}")
_BLOCK_ID = re.compile(r"(?:^|[ \t])\^([A-Za-z0-9-]+)$")
_CELL = re.compile(r"(?<!\\)\|")
_ROW_DATE = re.compile(r"\|[ \t]*[*_\[(]*[0-9]{4}-")
_LISTED = frozenset("-*+0123456789")


class Body(Value, frozen=True, kw_only=True):
    """What a note's text says: the lines of interest, in order, and the tags, in order and as often as they stand."""

    lines: tuple[Line, ...]
    tags: tuple[str, ...]


def read_body(body: str, *, first: int = 1, folder: str = "") -> Body:
    """The lines of interest of a body whose first line has the number ``first``; lines end in a line feed.

    Headings, bullets and tasks are kept, rows and plain text only where they hold a date, a link or a field.
    Time is linear in the length, whatever the text.
    """
    reader = _Reader(folder, veils=marked(body))
    read = reader.read
    for number, text in spoken(body, first):
        read(number, text)
    return Body(lines=tuple(reader.lines), tags=tuple(reader.tags))


class _Reader:
    """Goes through the lines of one body, and knows which heading they stand under."""

    def __init__(self, folder: str, *, veils: bool) -> None:
        self.folder = folder
        self.veils = veils
        self.lines: list[Line] = []
        self.tags: list[str] = []
        self.section = ""
        self.waiting = -1  # the place of a dated heading that has no text yet
        self.above = (-1, "", 0)  # the last line of plain text: number, text, and how many lines there were before it

    def read(self, number: int, text: str) -> None:
        """Take in one line."""
        opening = text[0]
        if opening == "#":
            if mark := _HEADING.match(text):
                self.heading(number, _title(text[mark.end() :]))
                return
        elif opening in "=-" and self.above[0] == number - 1 and not text.strip(opening) and len(text) > 1:
            _, title, before = self.above
            del self.lines[before:]
            self.heading(number - 1, title)
            return
        elif opening in _LISTED:
            if (mark := _WORDS.match(text)) and self.words(number, text, mark):
                return
            if mark := _BULLET.match(text):
                self.bullet(number, text, mark)
                return
        elif opening == "|":
            if "[" in text or "::" in text or _ROW_DATE.match(text):
                self.row(number, text)
            return
        self.above = (number, text, len(self.lines))
        if (
            ("[" in text and ("[[" in text or "](" in text))
            or "::" in text
            or "#" in text
            or self.waiting >= 0
            or (opening in OPENERS and opening_date(text)[0])
        ):
            line = self.line(number, "text", text)
            if line.day or line.links or line.fields:
                self.lines.append(line)

    def heading(self, number: int, title: str) -> None:
        """A heading: the section of what follows it."""
        self.waiting = -1
        line = self.line(number, "heading", title)
        self.lines.append(line)
        self.section = f"{line.day} {line.text}".strip() if line.day else line.text
        if line.day and not line.text:
            self.waiting = len(self.lines) - 1

    def words(self, number: int, text: str, mark: re.Match[str]) -> bool:
        """The usual bullet, words behind a dash or behind a dash and a date, in fewer steps; False for any other."""
        written = mark[1]
        day = real_day(written) if written else None
        if (written and not day) or self.waiting >= 0 or "::" in text or "#" in text or "^" in text:
            return False
        if self.veils and not text.isascii():
            return False
        text = text[mark.end() :]
        links: tuple[Link, ...] = ()
        if "[" in text:
            text, links = take_links(text, self.folder)
        self.lines.append(
            Line(number=number, kind="bullet", text=text.strip(), section=self.section, day=day, links=links)
        )
        return True

    def bullet(self, number: int, text: str, mark: re.Match[str]) -> None:
        """A bullet or a task; a rule between sections, an empty bullet and a quote in a list say nothing."""
        rest = text[mark.end() :]
        if rest and rest[0] != ">" and not (text[-1] == text[0] and _RULE.fullmatch(text)):
            status = mark[1]
            self.lines.append(self.line(number, "bullet" if status is None else "task", rest, status))

    def row(self, number: int, text: str) -> None:
        """A table's row: the first cell may be its date."""
        line = self.line(number, "row", text)
        if line.day or line.links or line.fields:
            self.lines.append(line)

    def line(self, number: int, kind: LineKind, text: str, status: str | None = None) -> Line:
        """A line of whatever kind, read for fields, links, dates and tags."""
        task: Task | None = None
        day: date | None = None
        at: time | None = None
        fields: tuple[Field, ...] = ()
        links: tuple[Link, ...] = ()
        block = ""
        veiled = self.veils and not text.isascii()
        if "::" in text:
            text, fields = take_fields(text, TASK_KEYS if status else ())
        if "[" in text:
            text, links = take_links(text, self.folder)
        if "#" in text:
            self.tags.extend(tags_in(text))
        if "^" in text and (mark := _BLOCK_ID.search(text)):
            block, text = mark[1], text[: mark.start()]
        if status:
            text, task = take_task(status, text, fields, block)
        if kind == "row":
            cells = [cell.strip().replace("\\|", "|") for cell in _CELL.split(text.strip("|"))]
            day, at, cells[0] = opening_date(cells[0])
            text = " | ".join(cell for cell in cells if cell)
        elif text[:1] in OPENERS:
            day, at, text = opening_date(text)
        text = text.strip()
        if veiled:
            text = unveil(text)
            fields = tuple(Field(key=unveil(each.key), value=unveil(each.value)) for each in fields)
            links = tuple(Link(target=unveil(each.target), text=unveil(each.text), embed=each.embed) for each in links)
        if self.waiting >= 0 and text:
            self.lines[self.waiting] = msgspec.structs.replace(self.lines[self.waiting], text=text)
            self.waiting = -1
        return Line(
            number=number,
            kind=kind,
            text=text,
            section=self.section,
            day=day,
            links=links,
            fields=fields,
            task=task,
            at=at,
        )


def _title(text: str) -> str:
    """A heading's text without closing marks: ``Log ##`` gives ``Log``."""
    bare = text.rstrip("#")
    return bare.rstrip() if not bare or bare[-1] in " \t" else text
