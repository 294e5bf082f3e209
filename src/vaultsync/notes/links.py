"""Links to other notes, in wiki and Markdown form. Knows how a link is written, not whether its note exists."""

import re
from urllib.parse import unquote

from vaultsync.model import Link

# Starts with one literal, for speed; possessive quantifiers and classes that stop at the next bracket keep it linear.
_LINK = re.compile(
    r"\[(?:\[(?:([^\[\]\n\\|#^/]++)\]\]|([^\[\]\n]+)\]\])"
    r"|([^\[\]\n]*)\]\((?:<([^<>\n]*)>|((?:[^()\s<>]++|\([^()\s]*+\))*+))"
    r"(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'))?[ \t]*\))"
)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")


def link_of(text: str, folder: str = "") -> Link | None:
    """The one link that a property value is: ``[[People/Ana Reyes|Ana]]``, ``[Ana](People/Ana%20Reyes.md)``.

    None where the text is no link, more than a link, or a link to the web. ``folder`` is the folder of the note that
    holds it, for a target that starts with ``./`` or ``../``.
    """
    text = text.strip()
    found = _LINK.fullmatch(text, text.startswith("!["))
    return _read(found, folder)[1] if found else None


def plain(text: str) -> str:
    """The text as a reader sees it: each link as what it shows, without brackets."""
    return take_links(text)[0] if "[" in text else text


def take_links(text: str, folder: str = "") -> tuple[str, tuple[Link, ...]]:
    """The text as a reader sees it, and the links to notes that it held, in order."""
    shown: list[str] = []
    links: list[Link] = []
    past = 0
    for found in _LINK.finditer(text):
        start = found.start()
        before = text[start - 1 : start]
        if before == "\\":
            continue
        words, link = _read(found, folder)
        if link is not None:
            links.append(link)
        shown += (text[past : start - (before == "!")], words)
        past = found.end()
    return "".join(shown) + text[past:], tuple(links)


def _read(found: re.Match[str], folder: str) -> tuple[str, Link | None]:
    """What a link shows, and the link itself unless it leads to the web or stays within the note."""
    plain_name, wiki, text, bracketed, bare = found.groups()
    embed = found.string[found.start() - 1 : found.start()] == "!"
    if plain_name is not None:
        name = plain_name.strip()
        if name[-3:].casefold() == ".md":
            name = name[:-3] or name
        return name, Link(target=name, text=name, embed=embed) if name else None
    if wiki is not None:
        # In a table the pipe is written \|
        target, _, text = (wiki.replace("\\|", "|") if "\\" in wiki else wiki).partition("|")
    else:
        target = bracketed if bracketed is not None else bare
        if _SCHEME.match(target):
            return text, None
        target = unquote(target) if "%" in target else target
    name, part = _parted(target)
    text = text.strip()
    if not name:
        return text or part, None
    if wiki is None and not _is_note(name):
        return text, None
    name = _from_folder(name, folder)
    if not text:
        text = name.rsplit("/", 1)[-1] or name
        if part and part[0] != "^":
            text += f" > {part}"
    return text, Link(target=name, text=text, embed=embed)


def _parted(target: str) -> tuple[str, str]:
    """A target's note, and the heading or block in it."""
    name, _, part = target.partition("#")
    if "^" in name:
        name, _, block = name.partition("^")
        part = f"^{block}"
    return name.strip(), part.strip()


def _is_note(name: str) -> bool:
    """Whether a Markdown link's target is a note: it ends in .md, or has no ending."""
    return name[-3:].casefold() == ".md" or "." not in name.rsplit("/", 1)[-1]


def _from_folder(name: str, folder: str) -> str:
    """The target from the top of the vault, without ending."""
    if name[-3:].casefold() == ".md":
        name = name[:-3] or name
    if name[0] == "/":
        return name.strip("/") or name
    if name.startswith(("./", "../")):
        above = folder.split("/") if folder else []
        steps = name.split("/")
        while steps[0] in {".", ".."} and len(steps) > 1:
            if steps.pop(0) == ".." and above:
                above.pop()
        return "/".join(above + steps) or name
    return name
