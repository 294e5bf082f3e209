"""The plainest YAML, in which nearly all front matter is written, read by one pattern instead of a parser.

Knows only texts of which it is certain what libyaml makes of them, and leaves all others to it: a key at the start of
each line, and behind it or below it a short text, a list in brackets or a list with dashes. No remarks, no maps in
maps, no escapes, no text over several lines, and no signs that mean something to YAML where they stand.
"""

import re
from collections.abc import Iterable

from vaultsync.model import Property
from vaultsync.notes.limits import ReadLimits
from vaultsync.notes.reading import Reading, Source

_KEY = r"\w(?:[\w .\[\]-]{0,98}[\w.\[\]-])?"
_WORD = r"[\w!\"$%&'()*+,./;<=>?@\[\\\]^`{|}~-]"
_TEXT = rf"[\w+(/.]{_WORD}*+(?:(?: ++|:++){_WORD}++)*+|~"
_QUOTED = r"\"[\w !#$%&'()*+,./:;<=>?@\[\]^`{|}~-]*+\"|'[\w !\"#$%&()*+,./:;<=>?@\[\]\\^`{|}~-]*+'"
_ITEM = rf"{_QUOTED}|\w[\w'()+./@&-]*+(?: [\w'()+./@&-]++)*+|~"
_LIST = rf"\[(?:(?:{_ITEM})(?:, (?:{_ITEM}))*+)?\]"
_DASH = rf"- (?:{_QUOTED}|{_TEXT})"
_PROPERTY = re.compile(
    rf"({_KEY}):(?: ({_TEXT}|{_QUOTED}|{_LIST})|\n(( {{0,8}}){_DASH}(?:\n\4{_DASH})*+)|)\n|(?s:(.+))"
)
_ITEMS = re.compile(_ITEM)
_QUOTES = frozenset("\"'")
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))


def read_plainly(source: Source, limits: ReadLimits) -> Reading | None:
    """The properties of front matter in the plainest YAML, as ``read_yaml`` gives them; None for any other text."""
    if len(source.text) > min(limits.front_matter, limits.nodes) or limits.depth < 2:
        return None
    line = source.line
    properties: dict[str, Property] = {}
    for key, value, dashes, _, rest in _PROPERTY.findall(source.text):
        if rest or key in properties or key in _NULLS:
            return None
        values: tuple[str, ...]
        if not value:
            items = [item.lstrip(" ")[2:] for item in dashes.split("\n")] if dashes else ()
            properties[key] = Property(key=key, values=_texts(items), line=line)
            line += 1 + len(items)
            continue
        if value[0] == "[":
            values = _texts(_ITEMS.findall(value))
        elif value[0] in _QUOTES:
            values = (value[1:-1],)
        else:
            values = () if value in _NULLS else (value,)
        properties[key] = Property(key=key, values=values, line=line)
        line += 1
    return Reading(properties=properties)


def _texts(items: Iterable[str]) -> tuple[str, ...]:
    """The items of a list without the quotes around them, and without those that hold nothing."""
    return tuple([item[1:-1] if item[0] in _QUOTES else item for item in items if item not in _NULLS])
