"""A note's bytes as text to be changed in places. Knows line ends and the byte order mark, not what the text says.

Changes are told in the places of the text as it is read, where every line ends in a line feed; they are made in the
text as it is written, so that whatever lies between them stays byte for byte.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable

from vaultsync.model import Value

_BREAK = re.compile(r"\r\n|\n|\r")
_BOM = "\ufeff"


class Change(Value, frozen=True, kw_only=True):
    """The text from ``start`` up to ``stop`` gives way to ``text``, in which a line feed stands for a line's end."""

    start: int
    stop: int
    text: str


class Sheet(Value, frozen=True, kw_only=True):
    """A note's text: ``written`` as it stands in the file but for the mark before it, ``text`` as it is read."""

    mark: str
    written: str
    text: str

    @classmethod
    def of(cls, data: bytes) -> "Sheet":
        """The sheet of UTF-8 bytes. Raises UnicodeDecodeError for others."""
        written = data.decode("utf-8")
        mark = _BOM if written.startswith(_BOM) else ""
        written = written[len(mark) :]
        text = _BREAK.sub("\n", written) if "\r" in written else written
        return cls(mark=mark, written=written, text=text)

    def changed(self, changes: Iterable[Change]) -> bytes:
        """The note's bytes with changes made that do not overlap; new lines end as their neighbours do."""
        double = [found.start() - place for place, found in enumerate(re.finditer("\r\n", self.written))]
        parts, past = [self.mark], 0
        for change in sorted(changes, key=lambda each: (each.start, each.stop)):
            start = change.start + bisect_left(double, change.start)
            stop = change.stop + bisect_left(double, change.stop)
            text = change.text.replace("\n", self._ending(start)) if "\n" in change.text else change.text
            parts += (self.written[past:start], text)
            past = stop
        return "".join([*parts, self.written[past:]]).encode("utf-8")

    def _ending(self, place: int) -> str:
        """How the line before a place of the written text ends; the first line's end has to do where there is none."""
        if "\r" not in self.written:
            return "\n"
        last = max(self.written.rfind("\n", 0, place), self.written.rfind("\r", 0, place))
        if last < 0:
            first = _BREAK.search(self.written)
            return first[0] if first else "\n"
        return "\r\n" if self.written[max(last - 1, 0) : last + 1] == "\r\n" else self.written[last]
