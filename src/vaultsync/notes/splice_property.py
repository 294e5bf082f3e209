"""Setting and removing a property in YAML front matter: which places of the text change, and whether it reads as meant.

Only the lines of the key change. A new value keeps the style of the old one, a new key that of the note; what cannot be
edited safely is refused.
"""

from collections.abc import Mapping

from vaultsync.model import Edit, Note, Property
from vaultsync.notes.body_text import body_start
from vaultsync.notes.dialects import DIALECTS, canonical
from vaultsync.notes.dialects import properties as counting
from vaultsync.notes.front_matter import FrontMatter, read_front_matter
from vaultsync.notes.refusal import RefusedError
from vaultsync.notes.scalar import ScalarType, scalar, type_of
from vaultsync.notes.sheet import Change, Sheet
from vaultsync.notes.splice_list import dashes, in_brackets, new_list, within_brackets, within_dashes
from vaultsync.notes.text import fold
from vaultsync.notes.yaml_places import Lines, Piece, Place, places

_TYPES: dict[str, ScalarType] = {"yes-no": "yes-no", "cadence": "number"}
_PLAIN_TYPES = {row.name: _TYPES[row.kind] for row in DIALECTS if row.kind in _TYPES}
_BY_HAND = "Edit this property by hand."


def splice_property(path: str, sheet: Sheet, edit: Edit, spellings: Mapping[str, str]) -> list[Change]:
    """The changes that set or remove a property; none where it reads so already. Raises RefusedError."""
    front = _front(path, sheet)
    known, keys = _known(path, front, edit.name)
    if known is None and edit.kind == "remove-property":
        return []
    if known is not None and edit.kind == "set-property" and known.values == edit.value:
        return []
    if known is not None and len(keys) > 1:
        names = " and ".join(keys)
        raise RefusedError(f"{edit.name} stands under more than one name: {names}.", "Keep one of them.", known.line)
    start, text = _yaml(sheet, front)
    found = places(text)
    if known is None:
        return _added(front, _Yaml(start, text, found), edit, _spelling(edit.name, found, spellings))
    here = [place for place in found if place.key == known.key]
    if len(here) > 1:
        raise RefusedError(f"{known.key} stands twice in the front matter.", "Keep one of the two.", known.line)
    if not here:
        raise RefusedError(
            f"{known.key} stands in a nested map, or is merged from another one, and is not edited.",
            _BY_HAND,
            known.line,
        )
    place = here[0]
    if place.value.odd:
        raise RefusedError(f"the value of {known.key} has {place.value.odd}, and is not edited.", _BY_HAND, known.line)
    lines = Lines(text)
    changes = _removed(place, lines) if edit.kind == "remove-property" else _set(place, found, lines, edit)
    return [Change(start=each.start + start, stop=each.stop + start, text=each.text) for each in changes]


def check_property(path: str, before: Sheet, after: Sheet, edit: Edit) -> bool:
    """Whether the property reads as meant, the others as before, and the body is the same."""
    old, new = read_front_matter(before.text, path=path), read_front_matter(after.text, path=path)
    known, _ = _known(path, old, edit.name)
    meant, _ = _known(path, new, edit.name)
    if edit.kind == "remove-property":
        right, key = meant is None, known.key if known else ""
    else:
        right = meant is not None and meant.values == edit.value and (known is None or known.key == meant.key)
        key = meant.key if meant else ""
    return (
        right
        and new.writable
        and new.format == "yaml"
        and (known is not None or all(each.key != key for each in old.properties))
        and _others(old, key) == _others(new, key)
        and before.text[body_start(before.text, old) :] == after.text[body_start(after.text, new) :]
    )


class _Yaml:
    """The text between the marks, where it starts in the note, and the keys in it."""

    def __init__(self, start: int, text: str, found: list[Place]) -> None:
        self.start = start
        self.text = text
        self.found = found


def _front(path: str, sheet: Sheet) -> FrontMatter:
    front = read_front_matter(sheet.text, path=path)
    if not front.writable:
        why = front.problems[-1]
        raise RefusedError(f"the front matter is not edited: {why.message}", why.hint, why.line)
    return front


def _yaml(sheet: Sheet, front: FrontMatter) -> tuple[int, str]:
    """Where the text between the marks starts, and the text."""
    head = sheet.text[: front.length]
    start = head.find("\n", len(head) - len(head.lstrip())) + 1
    return start, head[start : head.rstrip().rfind("\n") + 1]


def _known(path: str, front: FrontMatter, name: str) -> tuple[Property | None, list[str]]:
    """The property that counts under a name, and all keys that spell it."""
    of_name = canonical(name)
    if of_name is None:
        bare = _bare(name)
        spelled = [each for each in front.properties if _bare(each.key) == bare]
        exact = [each for each in spelled if each.key == name]
        return next(iter(exact or spelled), None), [each.key for each in spelled]
    spelled = [
        each
        for each in front.properties
        if canonical(each.key) == of_name and counting(Note(path=path, digest="", properties=(each,)))
    ]
    both = counting(Note(path=path, digest="", properties=tuple(spelled)))
    return both.get(of_name), [each.key for each in spelled]


def _bare(key: str) -> str:
    return fold(key).translate({ord(" "): None, ord("-"): None, ord("_"): None})


def _others(front: FrontMatter, key: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(each.key, each.values) for each in front.properties if each.key != key]


def _spelling(name: str, found: list[Place], spellings: Mapping[str, str]) -> str:
    """How a new key is spelled. One with a dot may be that of a nested map; one may mean something else here."""
    of_name = canonical(name) or name
    spelling = spellings.get(of_name, of_name)
    taken = {place.key for place in found}
    return of_name if "." in spelling or spelling in taken else spelling


def _added(front: FrontMatter, yaml: _Yaml, edit: Edit, key: str) -> list[Change]:
    """A new key below the last one; with the marks around it where there is no front matter."""
    indent = ""
    if yaml.found:
        first = yaml.found[0].start
        indent = yaml.text[yaml.text.rfind("\n", 0, first) + 1 : first]
        indent = indent if not indent.strip(" ") else ""
    like = _PLAIN_TYPES.get(canonical(edit.name) or "", "")
    line = f"{indent}{scalar(key)}:"
    if len(edit.value) == 1 and not edit.as_list:
        line += f" {scalar(edit.value[0], like=like)}\n"
    else:
        line += new_list(edit.value, yaml.found, Lines(yaml.text), indent)
    if front.format:
        place = yaml.start + len(yaml.text)
        return [Change(start=place, stop=place, text=line)]
    return [Change(start=0, stop=0, text=f"---\n{line}---\n")]


def _set(place: Place, found: list[Place], lines: Lines, edit: Edit) -> list[Change]:
    value = place.value
    if value.style == "[":
        return within_brackets(value, lines.text, edit.value)
    if value.style == "-":
        return within_dashes(place, lines, edit.value)
    if len(edit.value) == 1 and not (edit.as_list and value.text is None):
        return _replaced(place, lines, _scalar(edit, value))
    return _made_list(place, found, lines, edit)


def _scalar(edit: Edit, old: Piece) -> str:
    like = type_of(old.text) if old.text and not old.style else _PLAIN_TYPES.get(canonical(edit.name) or "", "")
    return scalar(edit.value[0], style=old.style, like=like)


def _replaced(place: Place, lines: Lines, written: str) -> list[Change]:
    """A scalar in the place of another; a comment behind it stays, the one behind a block scalar's mark too."""
    value = place.value
    if value.start == value.end:
        rest = lines.content(lines.number(place.after))[place.after - lines.start(lines.number(place.after)) :]
        blank = 0 if rest.strip() else len(rest)
        return [Change(start=place.after, stop=place.after + blank, text=f" {written}")]
    if value.style in ("|", ">"):
        mark, space, comment = lines.text[value.start : value.end].partition("\n")[0].partition(" ")
        written += (space + comment) if comment.strip() and mark else ""
    return [Change(start=value.start, stop=value.end, text=written)]


def _made_list(place: Place, found: list[Place], lines: Lines, edit: Edit) -> list[Change]:
    """A list in the place of a scalar, in the style of the note's other lists."""
    value = place.value
    column = place.start - lines.start(lines.number(place.start))
    indent = dashes(found, lines) if edit.value else None
    if indent is None:
        return _replaced(place, lines, in_brackets(edit.value, value.style))
    between = lines.text[place.after : value.start]
    if value.style in ("|", ">") or "#" in between:
        raise RefusedError(
            f"{place.key} is a text over several lines or below a comment, and is not made a list.",
            _BY_HAND,
        )
    style = value.style if value.style in ("'", '"') else ""
    items = "".join(f"{' ' * column}{indent}{scalar(each, style=style)}\n" for each in edit.value)
    below = lines.start(lines.number(value.end) + 1)
    return [Change(start=place.after, stop=value.end, text=""), Change(start=below, stop=below, text=items)]


def _removed(place: Place, lines: Lines) -> list[Change]:
    """The key's lines go. Between the items of a list with dashes, comments stay."""
    first, last = lines.number(place.start), lines.number(place.value.end)
    stays = place.value.style == "-"
    return [
        Change(start=lines.start(number), stop=lines.start(number + 1), text="")
        for number in range(first, last + 1)
        if not (stays and number > first and lines.silent(number) and not _inside(place.value, number, lines))
    ]


def _inside(value: Piece, number: int, lines: Lines) -> bool:
    """Whether a line lies within a text of several lines."""
    return any(lines.number(item.start) < number <= lines.number(item.end) for item in value.items if item.text)
