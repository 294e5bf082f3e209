r"""The content lines of vCards 2.1, 3.0 (RFC 2426) and 4.0 (RFC 6350, 3.3): unfolded, decoded, taken apart.

No library that is kept reads all three: vobject stops at a value of version 2.1 that runs over several lines, takes
``TYPE="cell,voice"`` for one type, and has no version 4.0. What is here knows the form of a line, not what it means.
"""

import codecs
import quopri
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

_HEAD = re.compile(rb'(?:([\w-]+)\.)?([\w-]+)((?:;(?:"[^"]*"|[^":])*)?):', re.ASCII)
_PARAM = re.compile(r';\s*([^=;"]*)(?:=((?:"[^"]*"|[^";])*))?')
_PARAM_VALUE = re.compile(r'"([^"]*)"|([^",]+)')
_QUOTED_PRINTABLE = re.compile(rb"^[^:]*;(?:ENCODING=)?QUOTED-PRINTABLE[;:]", re.IGNORECASE)
_VERSION = re.compile(rb"VERSION[^:]*:\s*([\d.]+)", re.IGNORECASE)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_ENCODINGS = frozenset({"QUOTED-PRINTABLE", "BASE64", "B", "8BIT", "7BIT"})
_MEANT = {"n": "\n", "N": "\n", ",": ",", ";": ";", ":": ":", "\\": "\\"}
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


class ContentLine(NamedTuple):
    """One property of a card.

    ``name`` is in capitals, and so are the names of ``params``; ``group`` is what stands before the dot, in small
    letters. ``raw`` is the value as it stands, of which ``charset`` says the encoding where it is ``quoted`` printable.
    """

    group: str
    name: str
    params: Mapping[str, tuple[str, ...]]
    raw: str
    quoted: bool = False
    charset: str = "utf-8"

    @property
    def types(self) -> frozenset[str]:
        """The types, in small letters: ``home``, ``cell``, ``pref``."""
        return frozenset(value.lower() for value in self.params.get("TYPE", ()))

    @property
    def text(self) -> str:
        """The whole value."""
        return self._read(self.raw)

    def parts(self, separator: str) -> list[str]:
        """The value's parts between ``;`` or ``,`` where none of them is escaped."""
        cuts = [found.start() for found in re.finditer(rf"\\.|{separator}", self.raw, re.DOTALL) if len(found[0]) == 1]
        starts = [0, *(cut + 1 for cut in cuts)]
        return [self._read(self.raw[start:end]) for start, end in zip(starts, [*cuts, len(self.raw)], strict=True)]

    def _read(self, raw: str) -> str:
        text = _decoded(quopri.decodestring(raw.encode("utf-8")), self.charset) if self.quoted else raw
        return _ESCAPED.sub(lambda found: _MEANT.get(found[1], found[0]), text)


def cards(data: bytes) -> Iterator[tuple[ContentLine, ...]]:
    """The cards of a file, line by line; a card within a card, as version 2.1 has for agents, is left out.

    A card that never ends is taken to end with the next one, or the file.
    """
    card: list[ContentLine] | None = None
    within = 0
    for line in _lines(_as_utf8(data)):
        if line.name == "BEGIN" and line.text.strip().upper() == "VCARD":
            if card and card[-1].name == "AGENT" and not card[-1].raw.strip():
                within += 1
                continue
            if card:
                yield tuple(card)
            card, within = [], 0
        elif line.name == "END" and line.text.strip().upper() == "VCARD":
            if within:
                within -= 1
            elif card is not None:
                yield tuple(card)
                card = None
        elif card is not None and not within:
            card.append(line)
    if card:
        yield tuple(card)


def _as_utf8(data: bytes) -> bytes:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace").encode("utf-8", "replace")
    if data[:2] == b"B\0":
        return data.decode("utf-16-le", "replace").encode("utf-8", "replace")
    return data


def _lines(data: bytes) -> Iterator[ContentLine]:
    for logical in _unfolded(data):
        head = _HEAD.match(logical)
        if head is not None:
            yield _line(head, logical[head.end() :])


def _unfolded(data: bytes) -> Iterator[bytes]:
    """The lines, those put together again that were folded, or broken softly as quoted printable has it."""
    current: list[bytes] = []
    soft = old = False
    for physical in data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"):
        if soft and not physical.upper().startswith((b"END:VCARD", b"BEGIN:VCARD")):
            # Some programs fold besides.
            piece = physical[1:] if physical[:1] in (b" ", b"\t") else physical
            soft = piece.endswith(b"=")
            current.append(piece.removesuffix(b"=") if soft else piece)
            continue
        if physical[:1] in (b" ", b"\t") and current:
            # In version 2.1 the white space belongs to the value.
            current.append(physical if old else physical[1:])
            continue
        if current:
            yield b"".join(current)
        if version := _VERSION.match(physical):
            old = version[1] == b"2.1"
        soft = physical.endswith(b"=") and bool(_QUOTED_PRINTABLE.match(physical))
        current = [physical.removesuffix(b"=") if soft else physical]
    yield b"".join(current)


def _line(head: re.Match[bytes], value: bytes) -> ContentLine:
    group, name, rest = ((part or b"").decode("utf-8", "replace") for part in head.groups())
    params: dict[str, tuple[str, ...]] = {}
    for key, given in _PARAM.findall(rest):
        # In version 2.1 a type and an encoding may stand without a name.
        bare = not given
        label = ("ENCODING" if key.upper() in _ENCODINGS else "TYPE") if bare else key.strip().upper()
        values = (key,) if bare else _values(given)
        params[label] = params.get(label, ()) + values
    quoted = "QUOTED-PRINTABLE" in (each.upper() for each in params.get("ENCODING", ()))
    charset = params.get("CHARSET", ("utf-8",))[0]
    raw = value.decode("ascii", "replace") if quoted else _decoded(value, charset)
    return ContentLine(group.lower(), name.upper(), params, raw, quoted, charset)


def _values(given: str) -> tuple[str, ...]:
    # TYPE="cell,voice" means two types to whoever writes it, though not to the letter.
    found = (quoted or plain for quoted, plain in _PARAM_VALUE.findall(given))
    return tuple(part.strip() for value in found for part in value.split(","))


def _decoded(data: bytes, charset: str) -> str:
    for encoding in (charset, "utf-8"):
        try:
            return data.decode(encoding)
        except (LookupError, ValueError):
            continue
    return data.decode("cp1252", "replace")
