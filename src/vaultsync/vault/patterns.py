"""What the ``ignore`` setting leaves out, as one question about a path."""

import re
from collections.abc import Callable, Iterable

_TOKEN = re.compile(r"\*\*/|/\*\*\Z|\*\*|\*|\?|\[!?[^\]/]+\]|.", re.DOTALL)
_WILD = {"**/": "(?:.*/)?", "/**": "/.*", "**": ".*", "*": "[^/]*", "?": "[^/]"}


def matcher(patterns: Iterable[str]) -> Callable[[str], object]:
    """A function that is true of a file's or folder's path (POSIX, from the vault's root) that a pattern names.

    A pattern without a slash names a file or folder wherever it stands; one with a slash starts at the root. ``*`` and
    ``?`` stop at a slash, ``**`` does not; ``[abc]`` and ``[!abc]`` are one character. Nothing else is special, so
    that every text is a pattern.
    """
    parts = [_regex(pattern) for pattern in patterns if pattern.strip("/ ")]
    if not parts:
        return lambda _path: None
    return re.compile("|".join(parts), re.DOTALL).fullmatch


def _regex(pattern: str) -> str:
    pattern = pattern.strip().removeprefix("./")
    anchored = "/" in pattern.rstrip("/")
    body = "".join(_piece(match[0]) for match in _TOKEN.finditer(pattern.strip("/")))
    return body if anchored else f"(?:.*/)?{body}"


def _piece(token: str) -> str:
    if token in _WILD:
        return _WILD[token]
    if len(token) > 1:
        negated = token[1] == "!"
        inner = "".join(re.escape(character) for character in token[1 + negated : -1])
        # A hyphen between two characters is a range only where it runs upwards: [z-a] is three characters.
        inner = re.sub(r"(\w)\\-(\w)", lambda m: f"{m[1]}-{m[2]}" if m[1] <= m[2] else m[0], inner)
        return f"[{'^' if negated else ''}{inner}]" if inner else re.escape(token)
    return re.escape(token)
