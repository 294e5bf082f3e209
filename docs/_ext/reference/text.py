"""Small pieces of Markdown that the generated reference is made of; knows nothing of vaultsync."""

import inspect
import re
from collections.abc import Iterable, Sequence

_ROLE = re.compile(r":[a-z]+:`~?(?:[\w]+\.)*(\w+)`")
_MODULES = re.compile(r"\b(?:[a-z_]+\.)+(?=[A-Za-z_])")
_CODE_SPAN = re.compile(r"(`+[^`]+`+)")
_SPECIAL = re.compile(r"([*<>\\]|\[\[)")


def code(text: str) -> str:
    """The text as code, whatever stands in it."""
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def codes(texts: Iterable[str]) -> str:
    """Several texts as code, with commas between."""
    return ", ".join(code(text) for text in texts)


def prose(text: str) -> str:
    """Plain text as Markdown shows it: signs that would mean something outside code spans are escaped."""
    parts = _CODE_SPAN.split(text)
    return "".join(part if part.startswith("`") else _SPECIAL.sub(r"\\\1", part) for part in parts)


def docstring(thing: object) -> str:
    """A docstring as Markdown."""
    return markdown(inspect.getdoc(thing) or "")


def markdown(text: str) -> str:
    """A docstring's text as Markdown: roles become code, and the rest is prose with code spans as it is."""
    return prose(_ROLE.sub(r"``\1``", text))


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; line breaks in cells become spaces and pipes are escaped."""
    cells = [[" ".join(cell.split()).replace("|", "\\|") for cell in row] for row in (heads, *rows)]
    lines = [f"| {' | '.join(row)} |" for row in cells]
    return "\n".join([lines[0], f"|{'---|' * len(heads)}", *lines[1:]])


def type_name(annotation: object) -> str:
    """A type as one would write it after importing its name."""
    return _MODULES.sub("", inspect.formatannotation(annotation))


def signature(function: object) -> str:
    """A function's arguments and what it returns, without the modules' names."""
    return _MODULES.sub("", str(inspect.signature(function)))  # type: ignore[arg-type]


def titled(title: str, *blocks: str, level: int = 2, anchor: str = "") -> str:
    """A heading with an anchor of its own, and the blocks below it."""
    target = [f"({anchor})="] if anchor else []
    return "\n\n".join(["\n".join([*target, f"{'#' * level} {title}"]), *(block for block in blocks if block)])
