"""The body of a note's text in numbered lines, and whether all of it but some lines still says what it said."""

from collections.abc import Set as AbstractSet

from vaultsync.notes.blocks import spoken
from vaultsync.notes.body import Body, read_body
from vaultsync.notes.front_matter import FrontMatter, read_front_matter
from vaultsync.notes.refusal import RefusedError
from vaultsync.notes.sheet import Sheet


def body_start(text: str, front: FrontMatter) -> int:
    """Where the line below the front matter starts, whether or not there is text below it."""
    cut = front.length > 0 and text[front.length - 1] != "\n" and text.startswith("\n", front.length)
    return front.length + cut


class BodyText:
    """The body of one note: its lines by number, from 1 in the file, and where each starts in the note's text."""

    def __init__(self, path: str, sheet: Sheet) -> None:
        front = read_front_matter(sheet.text, path=path)
        unclosed = next((each for each in front.problems if each.code == "yaml-unterminated"), None)
        if unclosed is not None:
            raise RefusedError(f"the note is not edited: {unclosed.message}", unclosed.hint, unclosed.line)
        self.folder = path.rpartition("/")[0]
        place = body_start(sheet.text, front)
        self.head = sheet.text[:place]
        self.text = sheet.text[place:]
        self.first = 1 + self.head.count("\n")
        self.lines = self.text.split("\n")
        starts = []
        for line in self.lines:
            starts.append(place)
            place += len(line) + 1
        self.starts = starts
        self.end = len(sheet.text)

    def content(self, number: int) -> str:
        """A line by its number."""
        return self.lines[number - self.first]

    def start(self, number: int) -> int:
        """Where a line starts in the note's text; the text's end for the line after the last."""
        place = number - self.first
        return self.starts[place] if place < len(self.starts) else self.end

    @property
    def after(self) -> int:
        """The number of the line after the last."""
        return self.first + len(self.lines)

    def read(self) -> Body:
        """What the body says."""
        return read_body(self.text, first=self.first, folder=self.folder)


def same_but_for(before: BodyText, after: BodyText, old: AbstractSet[int], new: AbstractSet[int]) -> bool:
    """Whether nothing but the ``old`` lines went and the ``new`` ones came, and all the others speak as they did.

    Each set holds lines that follow one another.
    """
    if before.head.rstrip("\n") != after.head.rstrip("\n"):
        return False
    shift = len(new) - len(old)
    past = min(old or new, default=0) + len(old)
    said = [(number + (shift if number >= past else 0), text) for number, text in _others(before, old)]
    return said == _others(after, new)


def _others(body: BodyText, numbers: AbstractSet[int]) -> list[tuple[int, str]]:
    return [(number, text) for number, text in spoken(body.text, body.first) if number not in numbers]
