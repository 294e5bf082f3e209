"""Where a note's front matter is and what it holds. Knows the marks around it, not what a property means."""

import re

import frontmatter
from frontmatter.default_handlers import BaseHandler

from vaultsync.model import Problem, Property, Value, problem
from vaultsync.model.note import FrontMatterFormat
from vaultsync.notes.limits import USUAL, ReadLimits
from vaultsync.notes.other_formats import json_end, read_other
from vaultsync.notes.plain_yaml import read_plainly
from vaultsync.notes.reading import Reading, Source
from vaultsync.notes.yaml_tree import read_yaml

_OPENS = re.compile(r"(?:[ \t]*\n)*+(?:(---|\+\+\+|;;;)[ \t]*(?:\n|$)|(?=\{))")
_CLOSES = {
    "---": re.compile(r"\n(?:---|\.\.\.)[ \t]*(?:\n|$)"),
    "+++": re.compile(r"\n\+\+\+[ \t]*(?:\n|$)"),
    ";;;": re.compile(r"\n;;;[ \t]*(?:\n|$)"),
}
_FORMATS: dict[str, FrontMatterFormat] = {"---": "yaml", "+++": "toml", ";;;": "json", "{": "json"}
_LINE_END = re.compile(r"[ \t]*(?:\n|$)")
_PROPERTY = re.compile(r"(?:---|\+\+\+|;;;)\s+\"?\w[^\n:=]*[:=]")


class FrontMatter(Value, frozen=True, kw_only=True):
    """What stands above a note's body. ``length`` is how many characters it takes, marks included.

    ``properties`` come in the order of their lines; of a key that stands twice, the last.
    """

    length: int = 0
    properties: tuple[Property, ...] = ()
    problems: tuple[Problem, ...] = ()
    writable: bool = True
    format: FrontMatterFormat = ""


def read_front_matter(text: str, *, path: str = "", limits: ReadLimits = USUAL) -> FrontMatter:
    """The front matter of a note's text, whose lines end in a line feed, without byte order mark. Never raises."""
    opens = _OPENS.match(text)
    if opens is None:
        return FrontMatter()
    mark = opens[1] or "{"
    start = opens.start(1) if opens[1] else opens.end()
    handler = _Handler(mark, path, 1 + text.count("\n", 0, start), limits)
    frontmatter.parse(text[start:], handler=handler)
    if handler.reading is None:
        return _unterminated(text[start:], path, handler.line)
    return FrontMatter(
        length=start + handler.length,
        properties=tuple(handler.reading.properties.values()),
        problems=handler.reading.problems,
        writable=handler.reading.writable,
        format=handler.reading.format,
    )


class _Handler(BaseHandler):
    """Tells python-frontmatter where one note's front matter ends, and reads it as properties.

    It is made for one note: python-frontmatter trims what it hands back, and lines must keep their numbers, so the
    handler remembers how far it read.
    """

    FM_BOUNDARY = _OPENS

    def __init__(self, mark: str, path: str, line: int, limits: ReadLimits) -> None:
        super().__init__()
        self.mark = mark
        self.path = path
        self.line = line
        self.limits = limits
        self.length = 0
        self.reading: Reading | None = None

    def split(self, text: str) -> tuple[str, str]:
        """The text between the marks. Raises ValueError, as python-frontmatter expects, where nothing closes it."""
        if self.mark == "{":
            end = json_end(text[: self.limits.front_matter])
            ends = _LINE_END.match(text, end)
            if not end or ends is None:
                raise ValueError(self.mark)
            self.length = ends.end()
            return text[:end], ""
        found = _CLOSES[self.mark].search(text, len(self.mark))
        if found is None:
            raise ValueError(self.mark)
        self.length = found.end()
        return text[text.index("\n") + 1 : found.start() + 1], ""

    def load(self, fm: str) -> dict[str, Property]:
        """The properties by key."""
        source = Source(text=fm, path=self.path, line=self.line + (self.mark != "{"))
        form = _FORMATS[self.mark]
        if form == "yaml" and fm.lstrip().startswith("{") and json_end(fm[: self.limits.front_matter]):
            form = "json"
        if form == "yaml":
            self.reading = read_plainly(source, self.limits) or read_yaml(source, self.limits)
        else:
            self.reading = read_other(source, self.limits, form)
        return self.reading.properties


def _unterminated(text: str, path: str, line: int) -> FrontMatter:
    """A rule may open a note too; only a property below it makes it front matter that was left open."""
    if not _PROPERTY.match(text):
        return FrontMatter()
    what = problem(
        "yaml-unterminated",
        f"the front matter opens with {text[:3]} and never closes.",
        hint=f"Write {text[:3]} on a line of its own below the last property.",
        path=path,
        line=line,
    )
    return FrontMatter(problems=(what,), writable=False)
