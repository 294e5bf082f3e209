"""A note that is being edited, read at most once: its front matter, and its body in numbered lines.

It also tells whether all of a body but some lines still says what it said.
"""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from functools import cached_property

from vaultsync.notes.blocks import spoken
from vaultsync.notes.body import Body, read_body
from vaultsync.notes.front_matter import FrontMatter, read_front_matter
from vaultsync.notes.refusal import RefusedError
from vaultsync.notes.sheet import Change, Sheet


class Page:
    """One state of a note. Lines go by their number in the file, from 1; places are those of the sheet's text."""

    def __init__(self, path: str, data: bytes) -> None:
        """Raises UnicodeDecodeError for bytes that are not UTF-8."""
        self.path = path
        self.sheet = Sheet.of(data)
        self.all = self.sheet.text

    @cached_property
    def front(self) -> FrontMatter:
        """What stands above the body."""
        return read_front_matter(self.all, path=self.path)

    @cached_property
    def place(self) -> int:
        """Where the line below the front matter starts, whether or not there is text below it."""
        length = self.front.length
        return length + (length > 0 and self.all[length - 1] != "\n" and self.all.startswith("\n", length))

    @cached_property
    def body(self) -> str:
        """The text below the front matter. Raises RefusedError where nobody can tell where that is."""
        unclosed = next((each for each in self.front.problems if each.code == "yaml-unterminated"), None)
        if unclosed is not None:
            raise RefusedError(f"the note is not edited: {unclosed.message}", unclosed.hint, unclosed.line)
        return self.all[self.place :]

    @cached_property
    def first(self) -> int:
        """The number of the body's first line."""
        return 1 + self.all.count("\n", 0, self.place) + self._unended

    @cached_property
    def lines(self) -> list[str]:
        """The body's lines without their ends; behind a last line end comes an empty one."""
        return self.body.split("\n") if self.body or not self._unended else []

    @cached_property
    def said(self) -> Body:
        """What the body says."""
        return read_body(self.body, first=self.first, folder=self.path.rpartition("/")[0])

    @property
    def after(self) -> int:
        """The number of the line after the last."""
        return self.first + len(self.lines)

    def content(self, number: int) -> str:
        """A line by its number."""
        return self.lines[number - self.first]

    def start(self, number: int) -> int:
        """Where a line starts; the text's end for the line after the last."""
        return self._starts[number - self.first]

    def appended(self, lines: Iterable[str]) -> Change:
        """The change that puts lines at the note's end: below an empty line, and with a last line end as it was."""
        text = self.all
        ended = not text or text.endswith("\n")
        apart = self.body.strip() and not text.endswith("\n\n")
        said = ("" if ended else "\n") + ("\n" if apart else "") + "\n".join(lines) + ("\n" if ended else "")
        return Change(start=len(text), stop=len(text), text=said)

    @property
    def _unended(self) -> bool:
        """Whether the front matter ends the note, without a line end."""
        return self.place > 0 and self.all[self.place - 1] != "\n"

    @cached_property
    def _starts(self) -> list[int]:
        starts, place = [], self.place
        for line in self.lines:
            starts.append(place)
            place += len(line) + 1
        return [*starts, len(self.all)]


def same_but_for(before: Page, after: Page, old: AbstractSet[int], new: AbstractSet[int]) -> bool:
    """Whether nothing but the ``old`` lines went and the ``new`` ones came, and all the others speak as they did.

    Each set holds lines that follow one another.
    """
    shift = len(new) - len(old)
    past = min(old or new, default=0) + len(old)
    said = [(number + (shift if number >= past else 0), text) for number, text in _others(before, old)]
    heads = (before.all[: before.place].rstrip("\n"), after.all[: after.place].rstrip("\n"))
    return heads[0] == heads[1] and said == _others(after, new)


def _others(page: Page, numbers: AbstractSet[int]) -> list[tuple[int, str]]:
    return [(number, text) for number, text in spoken(page.body, page.first) if number not in numbers]
