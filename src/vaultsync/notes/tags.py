"""Tags, as Obsidian reads them in the front matter and in the text."""

import re
from collections.abc import Iterable, Iterator

from vaultsync.model import Property

_NOT_IN_TAGS = r"\u2000-\u206f\u2e00-\u2e7f'!\"#$%&()*+,.:;<=>?@^`{|}~\[\]\\\s\ud800-\udfff"
_TAG = re.compile(rf"(?<!\S)#([^{_NOT_IN_TAGS}]++)")
_BETWEEN = re.compile(r"[,\s]+")
_KEYS = frozenset(("tags", "tag"))


def tags_in(text: str) -> Iterator[str]:
    """The ``#tags`` of a line, without ``#``. A number alone is not a tag, nor is anything glued to a word or URL."""
    for tag in _TAG.findall(text):
        yield from _tag(tag)


def tags_of(properties: Iterable[Property]) -> Iterator[str]:
    """The tags of the front matter: ``tags`` or ``tag``, as a list or in one text, with ``#`` or without."""
    for each in properties:
        if each.key[:1] in "tT" and each.key.casefold() in _KEYS:
            for value in each.values:
                for tag in _BETWEEN.split(value):
                    yield from _tag(tag.lstrip("#"))


def _tag(text: str) -> Iterator[str]:
    tag = text.strip("/")
    if tag and not tag.isdigit():
        yield tag
