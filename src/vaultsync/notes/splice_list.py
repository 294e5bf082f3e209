"""Changing the items of a YAML list: those that stay keep their bytes, new ones look like their neighbours."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from vaultsync.notes.refusal import RefusedError
from vaultsync.notes.scalar import ScalarType, scalar, type_of
from vaultsync.notes.sheet import Change
from vaultsync.notes.yaml_places import Lines, Piece, Place, places

_USUAL = "  - "
_DASH = re.compile(r" *-(?: +|$)")


def in_brackets(values: Sequence[str], style: str = "") -> str:
    """A list in brackets."""
    return f"[{', '.join(scalar(each, style=style, in_list=True) for each in values)}]"


def dashes(text: str) -> str | None:
    """How the first list of front matter starts its items, seen from its key: ``"  - "``; None where it is in brackets.

    As the editor writes lists where there is none.
    """
    lines = Lines(text)
    for place in places(text):
        value = place.value
        if value.items and not value.odd:
            if value.style == "[":
                return None
            dash = _DASH.match(lines.content(lines.number(value.items[0].start)))
            if dash:
                column = place.start - lines.start(lines.number(place.start))
                return f"{' ' * (dash[0].index('-') - column)}- "
    return _USUAL


def new_list(values: Sequence[str], text: str, indent: str) -> str:
    """What stands behind a new key's colon, line ends included, in the style of the other lists in the text."""
    dash = dashes(text) if values else None
    if dash is None:
        return f" {in_brackets(values)}\n"
    return "\n" + "".join(f"{indent}{dash}{scalar(each)}\n" for each in values)


def kept(old: Sequence[Piece], values: Sequence[str]) -> list[int]:
    """For each value the place of the old item that it keeps, in rising order; -1 for a new one.

    What both begin and end with stays; between, each value keeps the next old item that equals it.
    """
    first = 0
    while first < min(len(old), len(values)) and old[first].text == values[first]:
        first += 1
    tail = 0
    while tail < min(len(old), len(values)) - first and old[-1 - tail].text == values[-1 - tail]:
        tail += 1
    known: dict[str | None, list[int]] = {}
    for place in range(first, len(old) - tail):
        known.setdefault(old[place].text, []).append(place)
    found = list(range(first))
    after = first
    for value in values[first : len(values) - tail]:
        at = known.get(value, [])
        next_one = bisect_left(at, after)
        found.append(at[next_one] if next_one < len(at) else -1)
        after = max(after, found[-1] + 1)
    return found + list(range(len(old) - tail, len(old)))


def within_brackets(value: Piece, text: str, values: Sequence[str]) -> list[Change]:
    """The list in brackets with other items; what stands between the ones that stay is kept."""
    old = value.items
    if not old:
        return [Change(start=value.start, stop=value.end, text=in_brackets(values))]
    before = [text[one.end : two.start] for one, two in pairwise(old)]
    opening, closing = text[value.start : old[0].start], text[old[-1].end : value.end]
    if any("#" in each for each in (opening, closing, *before)):
        raise RefusedError("there is a comment within the list in brackets, which is not edited.", "Edit it by hand.")
    if not values:
        return [Change(start=value.start, stop=value.end, text="[]")]
    usual = before[0] if before else ", "
    made = [opening]
    near = old[0]
    for number, (item, each) in enumerate(zip(kept(old, values), values, strict=True)):
        if number:
            made.append(before[item - 1] if item > 0 else usual)
        near = old[item] if item >= 0 else near
        made.append(text[near.start : near.end] if item >= 0 else _like(each, near, in_list=True))
    return [Change(start=value.start, stop=value.end, text="".join([*made, closing]))]


def within_dashes(place: Place, lines: Lines, values: Sequence[str]) -> list[Change]:
    """The list with dashes with other items; comments on lines of their own stay."""
    old = place.value.items
    spans = _spans(place, lines)
    stay = kept(old, values)
    staying = set(stay)
    gone = [span for item, span in enumerate(spans) if item not in staying]
    changes = [Change(start=lines.start(first), stop=lines.start(past + 1), text="") for first, past in gone]
    if not values:
        return [Change(start=place.after, stop=place.after, text=" []"), *changes]
    last = -1
    new: dict[int, list[str]] = {}
    for item, each in zip(stay, values, strict=True):
        if item < 0:
            near = old[max(last, 0)]
            new.setdefault(last, []).append(_prefix(near, spans[max(last, 0)][0], lines) + _like(each, near) + "\n")
        else:
            last = item
    for after, written in new.items():
        at = lines.start(spans[0][0] if after < 0 else spans[after][1] + 1)
        changes.append(Change(start=at, stop=at, text="".join(written)))
    return changes


def _spans(place: Place, lines: Lines) -> list[tuple[int, int]]:
    """The first and the last line of each item."""
    spans = []
    past = lines.number(place.after)
    for item in place.value.items:
        first = past + 1
        while first < len(lines.starts) and lines.silent(first):
            first += 1
        past = lines.number(item.end)
        spans.append((first, past))
    return spans


def _prefix(item: Piece, first: int, lines: Lines) -> str:
    """What a line has before an item like this one: indentation, dash and space."""
    dash = _DASH.match(lines.content(first))
    written = dash[0] if dash else ""
    return written if written.endswith(" ") and item.text is not None else written.rstrip() + " "


def _like(text: str, item: Piece, *, in_list: bool = False) -> str:
    """A text written like an item."""
    like: ScalarType = type_of(item.text) if item.text and not item.style else ""
    return scalar(text, style=item.style, like=like, in_list=in_list)
