"""The bytes of a note as a Note. Knows encodings and line ends; whatever the bytes are, there is a Note."""

import codecs
import hashlib
import re

from vaultsync.model import Note, Problem, problem
from vaultsync.notes.body import Body, read_body
from vaultsync.notes.front_matter import read_front_matter
from vaultsync.notes.limits import USUAL, ReadLimits
from vaultsync.notes.tags import tags_of
from vaultsync.notes.template import is_template

_CONFLICT = tuple(re.compile(marker, re.MULTILINE) for marker in ("^<<<<<<< ", "^=======$", "^>>>>>>> "))
_NO_BODY = Body(lines=(), tags=())


def parse_note(path: str, data: bytes, limits: ReadLimits = USUAL) -> Note:
    """The note that these bytes are. Never raises: what is wrong with them is in the note's problems.

    ``path`` is relative to the vault and POSIX. The same path, bytes and limits always give an equal note.
    """
    problems: list[Problem] = []
    large = len(data) > limits.max_bytes
    text = _text(data[: 4 * limits.front_matter] if large else data, path, problems, whole=not large)
    if large:
        what = f"the note has {len(data)} bytes; above {limits.max_bytes} only the front matter is read."
        problems.append(problem("note-too-large", what, hint="Split the note.", path=path))
    front = read_front_matter(text, path=path, limits=limits)
    problems.extend(front.problems)
    body = _NO_BODY
    if not large:
        first = 1 + text.count("\n", 0, front.length)
        body = read_body(text[front.length :], first=first, folder=path.rpartition("/")[0])
    if "<" in text and "<<<<<<< " in text:
        problems.extend(_conflict(text, path))
    return Note(
        path=path,
        digest=hashlib.sha256(data).hexdigest(),
        properties=front.properties,
        lines=body.lines,
        tags=tuple(sorted({*tags_of(front.properties), *body.tags})),
        front_matter=front.format,
        template=is_template(text),
        writable=front.writable and not any(each.code in _UNSAFE for each in problems),
        problems=tuple(problems),
    )


_UNSAFE = frozenset(("note-encoding", "note-conflict-markers", "note-too-large"))


def _text(data: bytes, path: str, problems: list[Problem], *, whole: bool) -> str:
    """The bytes as text whose lines end in a line feed, without byte order mark.

    Unless they are the ``whole`` note, the bytes may stop within a character.
    """
    try:
        text = codecs.utf_8_decode(data, "strict", whole)[0]
    except UnicodeDecodeError:
        wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        text = data.decode("utf-16" if wide else "utf-8", "replace")
        what = (
            "the note is UTF-16, not UTF-8." if wide else "the note is not UTF-8; unreadable characters were replaced."
        )
        problems.append(problem("note-encoding", what, hint="Save it as UTF-8 in your editor.", path=path))
    text = text.removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _conflict(text: str, path: str) -> list[Problem]:
    """Git's three markers, in their order, each at the start of a line."""
    place, first = 0, 0
    for marker in _CONFLICT:
        found = marker.search(text, place)
        if found is None:
            return []
        first, place = first or found.end(), found.end()
    return [
        problem(
            "note-conflict-markers",
            "Git conflict markers stand in the note.",
            hint="Keep one side and delete the lines with <<<<<<<, ======= and >>>>>>>.",
            path=path,
            line=1 + text.count("\n", 0, first),
        )
    ]
