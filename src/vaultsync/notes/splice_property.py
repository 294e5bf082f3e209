"""Setting and removing a property in YAML front matter: which places of the text change, and whether it reads as meant.

Only the lines of the key change. A new value keeps the style of the old one, a new key that of the note; what cannot be
edited safely is refused.
"""

import re
from collections.abc import Mapping

import yaml

from vaultsync.model import Edit, Note, Property, Value
from vaultsync.notes.dialects import DIALECTS, canonical
from vaultsync.notes.dialects import properties as counting
from vaultsync.notes.front_matter import FrontMatter
from vaultsync.notes.page import Page
from vaultsync.notes.refusal import RefusedError
from vaultsync.notes.scalar import ScalarType, scalar, type_of
from vaultsync.notes.sheet import Change
from vaultsync.notes.splice_list import dashes, in_brackets, new_list, within_brackets, within_dashes
from vaultsync.notes.text import fold
from vaultsync.notes.yaml_places import Lines, Piece, Place, places

_TYPES: dict[str, ScalarType] = {"yes-no": "yes-no", "cadence": "number"}
_PLAIN_TYPES = {row.name: _TYPES[row.kind] for row in DIALECTS if row.kind in _TYPES}
_FIRST_KEY = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*+( *)")
_BY_HAND = "Edit this property by hand."


class _Yaml(Value, frozen=True, kw_only=True):
    """The text between the marks, where it starts in the note, and the number of its first line."""

    text: str
    start: int
    line: int


def splice_property(page: Page, edit: Edit, spellings: Mapping[str, str]) -> list[Change]:
    """The changes that set or remove a property; none where it reads so already. Raises RefusedError."""
    front = page.front
    if not front.writable:
        why = front.problems[-1]
        raise RefusedError(f"the front matter is not edited: {why.message}", why.hint, why.line)
    known, keys = _known(page, edit.name)
    if known is None:
        return [] if edit.kind == "remove-property" else [_added(page, edit, spellings)]
    if edit.kind == "set-property" and known.values == edit.value:
        return []
    if len(keys) > 1:
        names = " and ".join(keys)
        raise RefusedError(f"{edit.name} stands under more than one name: {names}.", "Keep one of them.", known.line)
    if any(each.code == "yaml-duplicate-key" and each.line == known.line for each in front.problems):
        raise RefusedError(f"{known.key} stands twice in the front matter.", "Keep one of the two.", known.line)
    written = _yaml(page)
    start, text, place = _placed(written, front, known)
    if edit.kind == "remove-property":
        changes = _removed(place, Lines(text))
    else:
        changes = _set(place, Lines(text), edit, written)
    shift = written.start + start
    return [Change(start=each.start + shift, stop=each.stop + shift, text=each.text) for each in changes]


def check_property(old: Page, new: Page, edit: Edit) -> bool:
    """Whether the property reads as meant, the others as before, and the body is the same."""
    was, now = _known(old, edit.name)[0], _known(new, edit.name)[0]
    if edit.kind == "remove-property":
        key = was.key if was else ""
        right = now is None
    else:
        key = now.key if now else ""
        right = now is not None and now.values == edit.value and (was is None or was.key == key)
    return (
        right
        and new.front.writable
        and new.front.format == "yaml"
        and (was is not None or all(each.key != key for each in old.front.properties))
        and _others(old.front, key) == _others(new.front, key)
        and old.all[old.place :] == new.all[new.place :]
    )


def _yaml(page: Page) -> _Yaml:
    head = page.all[: page.front.length]
    start = head.find("\n", len(head) - len(head.lstrip())) + 1
    end = head.rstrip().rfind("\n") + 1
    return _Yaml(text=head[start:end], start=start, line=1 + head.count("\n", 0, start))


def _placed(written: _Yaml, front: FrontMatter, known: Property) -> tuple[int, str, Place]:
    """Where the key stands in a text, and where that text starts. Raises RefusedError where it is not edited there.

    The text from the key's line up to the next key's is enough, and quick to go through; only where lines are counted
    in another way, or the key is not at the top of the map, all of it is looked at.
    """
    lines = Lines(written.text)
    number = known.line - written.line
    following = [each.line - written.line for each in front.properties if each.line > known.line]
    start = lines.start(number)
    for begins, text in (
        (start, written.text[start : lines.start(min(following, default=len(lines.starts)))]),
        (0, written.text),
    ):
        place = _found(text, known.key)
        if place is not None and place.value.odd:
            raise RefusedError(f"{known.key} has {place.value.odd}, and is not edited.", _BY_HAND, known.line)
        if place is not None:
            return begins, text, place
    what = f"{known.key} stands in a nested map or is merged from another one, and is not edited."
    raise RefusedError(what, _BY_HAND, known.line)


def _found(text: str, key: str) -> Place | None:
    try:
        return next((place for place in places(text) if place.key == key), None)
    except yaml.YAMLError:
        return None


def _known(page: Page, name: str) -> tuple[Property | None, list[str]]:
    """The property that counts under a name, and all keys that spell it."""
    of_name = canonical(name)
    if of_name is None:
        bare = _bare(name)
        spelled = [each for each in page.front.properties if _bare(each.key) == bare]
        exact = [each for each in spelled if each.key == name]
        return next(iter(exact or spelled), None), [each.key for each in exact or spelled]
    spelled = [
        each
        for each in page.front.properties
        if canonical(each.key) == of_name and counting(Note(path=page.path, digest="", properties=(each,)))
    ]
    both = counting(Note(path=page.path, digest="", properties=tuple(spelled)))
    return both.get(of_name), [each.key for each in spelled]


def _bare(key: str) -> str:
    return fold(key).translate({ord(" "): None, ord("-"): None, ord("_"): None})


def _others(front: FrontMatter, key: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(each.key, each.values) for each in front.properties if each.key != key]


def _added(page: Page, edit: Edit, spellings: Mapping[str, str]) -> Change:
    """A new key below the last one; with the marks around it where there is no front matter."""
    written = _yaml(page)
    first = _FIRST_KEY.match(written.text)
    indent = first[1] if first else ""
    like = _PLAIN_TYPES.get(canonical(edit.name) or "", "")
    key = _spelling(edit.name, page, spellings)
    nested = next((each for each in page.front.properties if each.key.startswith(f"{key}.")), None)
    if nested is not None:
        raise RefusedError(f"{key} has nested values, and is not edited.", _BY_HAND, nested.line)
    line = f"{indent}{scalar(key)}:"
    if len(edit.value) == 1 and not edit.as_list:
        line += f" {scalar(edit.value[0], like=like)}\n"
    else:
        line += new_list(edit.value, written.text, indent)
    if page.front.format:
        place = written.start + len(written.text)
        return Change(start=place, stop=place, text=line)
    return Change(start=0, stop=0, text=f"---\n{line}---\n")


def _spelling(name: str, page: Page, spellings: Mapping[str, str]) -> str:
    """How a new key is spelled. One with a dot may be that of a nested map; one may mean something else here."""
    of_name = canonical(name) or name
    spelling = spellings.get(of_name, of_name)
    taken = any(each.key == spelling for each in page.front.properties)
    return of_name if "." in spelling or taken else spelling


def _set(place: Place, lines: Lines, edit: Edit, written: _Yaml) -> list[Change]:
    value = place.value
    if value.style == "[":
        return within_brackets(value, lines.text, edit.value)
    if value.style == "-":
        return within_dashes(place, lines, edit.value)
    if len(edit.value) == 1 and not (edit.as_list and value.text is None):
        return [_replaced(place, lines, _scalar(edit, value))]
    return _made_list(place, lines, edit, dashes(written.text) if edit.value else None)


def _scalar(edit: Edit, old: Piece) -> str:
    like = type_of(old.text) if old.text and not old.style else _PLAIN_TYPES.get(canonical(edit.name) or "", "")
    return scalar(edit.value[0], style=old.style, like=like)


def _replaced(place: Place, lines: Lines, written: str) -> Change:
    """A scalar in the place of another; a comment behind it stays, the one behind a block scalar's mark too."""
    value = place.value
    if value.start == value.end:
        rest = lines.text[place.after :].partition("\n")[0]
        blank = 0 if rest.strip() else len(rest)
        return Change(start=place.after, stop=place.after + blank, text=f" {written}")
    if value.style in ("|", ">"):
        _, space, comment = lines.text[value.start : value.end].partition("\n")[0].partition(" ")
        written += (space + comment) if comment.strip() else ""
    return Change(start=value.start, stop=value.end, text=written)


def _made_list(place: Place, lines: Lines, edit: Edit, dash: str | None) -> list[Change]:
    """A list in the place of a scalar, in the style of the note's other lists."""
    value = place.value
    column = place.start - lines.start(lines.number(place.start))
    if dash is None:
        return [_replaced(place, lines, in_brackets(edit.value, value.style))]
    if value.style in ("|", ">") or "#" in lines.text[place.after : value.start]:
        what = f"{place.key} is a text over several lines or below a comment, and is not made a list."
        raise RefusedError(what, _BY_HAND)
    items = "".join(f"{' ' * column}{dash}{scalar(each, style=value.style)}\n" for each in edit.value)
    below = lines.start(lines.number(value.end) + 1)
    return [Change(start=place.after, stop=value.end, text=""), Change(start=below, stop=below, text=items)]


def _removed(place: Place, lines: Lines) -> list[Change]:
    """The key's lines go; comments on lines of their own stay."""
    first, last = lines.number(place.start), lines.number(place.value.end)
    texts = place.value.items if place.value.style == "-" else (place.value,)
    own = {number for each in texts for number in range(lines.number(each.start), lines.number(each.end) + 1)}
    return [
        Change(start=lines.start(number), stop=lines.start(number + 1), text="")
        for number in range(first, last + 1)
        if number in own or not lines.silent(number)
    ]
