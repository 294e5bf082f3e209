"""Text from outside the vault, made safe to stand in a note: it can open nothing there, and is one line."""

import re

_OPENERS = re.compile(r"<(?=%|!--)|([%{\[:$])(?=\1)|([`~])(?=\2\2)")
_TAG = re.compile(r"(?<!\S)#(?=\w)")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")


def harmless(text: str) -> str:
    """The text as one line in which no template, comment, field, link, formula or code begins.

    The signs that would begin one are parted by a space, which a reader sees: ``<%`` gives ``< %``, ``{{`` gives
    ``{ {``, and so for ``%%``, ``::``, ``[[``, ``$$``, ``<!--``, ````` ``` ````` and ``~~~``. Line breaks and runs of
    white space become one space, control characters go. Made twice, it changes nothing more.
    """
    return _OPENERS.sub(r"\g<0> ", " ".join(_CONTROL.sub("", text).split()))


def untagged(text: str) -> str:
    """The text without the signs that make tags of its words: a note that quotes another must not get its tags."""
    return _TAG.sub("", text)
