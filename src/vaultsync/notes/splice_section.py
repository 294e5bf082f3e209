"""Appending an entry to a section such as Log: where the newest place is, and how the section writes its entries."""

import re
from collections.abc import Mapping
from datetime import date
from itertools import pairwise

from vaultsync.model import Edit, Line, Value
from vaultsync.notes.body import read_body
from vaultsync.notes.page import Page, same_but_for
from vaultsync.notes.refusal import RefusedError
from vaultsync.notes.sheet import Change
from vaultsync.notes.text import fold

_HEADING = re.compile(r"[ \t]*(#{1,6})(?=[ \t]|$)")
_MARKER = re.compile(r"([ \t]*)([-*+]|([0-9]{1,9})([.)]))([ \t]+)")
_STARTS_BLOCK = re.compile(
    r"[ \t]*(?:#{1,6}(?:\s|$)|(?:[-*+]|[0-9]{1,9}[.)])(?:\s|$)|```|~~~|\||>|[-=_*]{3,}[ \t]*$|%%|<!--)"
)


class _Section(Value, frozen=True, kw_only=True):
    """A section by line numbers: its heading's last line, where its own text ends, and where it ends with all in it.

    ``entries`` are its dated lines, or where it has none its bullets, those within other entries left out.
    """

    heading: int
    own: int
    stop: int
    level: int
    entries: tuple[Line, ...]


def splice_entry(page: Page, edit: Edit, _spellings: Mapping[str, str]) -> list[Change]:
    """The change that puts an entry into its section; none where it stands there already. Raises RefusedError."""
    lines = page.said.lines
    section = _section(page, lines, edit.name)
    text = edit.value[0]
    if section is None:
        return [_made_section(page, lines, edit.name, text)]
    if any(_bare(page.content(number)) == text for number in range(section.heading + 1, section.stop)):
        return []
    first = section.entries[0] if section.entries else None
    day = _day(text)
    if first is None or (first.kind in ("text", "heading") and day is None):
        return [_below_text(page, section, f"- {text}")]
    if first.kind == "row":
        what = f"the section {edit.name} is a table, and its columns are the user's own."
        raise RefusedError(what, "Add the row by hand.", first.number)
    return [_among_entries(page, section, text, day)]


def check_entry(old: Page, new: Page, edit: Edit) -> bool:
    """Whether the entry reads as it would by itself, and every other line says what it said."""
    count = len(new.lines) - len(old.lines)
    was, now = old.said.lines, new.said.lines
    fresh = _new_numbers(old, new, count)
    section = _section(new, now, edit.name)
    if section is None or not same_but_for(old, new, frozenset(), fresh):
        return False
    others = [line for line in now if line.number not in fresh]
    alone = [line for line in now if line.number in fresh and _bare(new.content(line.number)) == edit.value[0]]
    return (
        [(line.kind, line.text, line.day, line.task) for line in was]
        == [(line.kind, line.text, line.day, line.task) for line in others]
        and len(alone) == 1
        and alone[0].day == _day(edit.value[0])
        and section.heading < alone[0].number < section.stop
    )


def _new_numbers(old: Page, new: Page, count: int) -> frozenset[int]:
    """The lines that came: those from the first that differs."""
    at = next((n for n, (one, two) in enumerate(zip(old.lines, new.lines, strict=False)) if one != two), len(old.lines))
    return frozenset(range(new.first + at, new.first + at + count))


def _section(page: Page, lines: tuple[Line, ...], name: str) -> _Section | None:
    """The section of a title, or None. Raises RefusedError where there are several."""
    headings = [line for line in lines if line.kind == "heading"]
    wanted = fold(name)
    found = [place for place, line in enumerate(headings) if line.day is None and fold(line.text) == wanted]
    if not found:
        return None
    if len(found) > 1:
        what = f"the note has more than one section called {name}."
        raise RefusedError(what, "Rename all of them but one.", headings[found[1]].number)
    here = headings[found[0]]
    level, underlined = _level(page, here)
    below = headings[found[0] + 1 :]
    stop = next((line.number for line in below if _level(page, line)[0] <= level), page.after)
    own = min([stop, *(line.number for line in below[:1])])
    within = [line for line in lines if here.number < line.number < stop]
    return _Section(heading=here.number + underlined, own=own, stop=stop, level=level, entries=_entries(page, within))


def _level(page: Page, heading: Line) -> tuple[int, bool]:
    """A heading's level, and whether a line of = or - below makes it one."""
    mark = _HEADING.match(page.content(heading.number))
    if mark:
        return len(mark[1]), False
    below = page.content(heading.number + 1) if heading.number + 1 < page.after else ""
    return 1 if below.strip()[:1] == "=" else 2, True


def _entries(page: Page, within: list[Line]) -> tuple[Line, ...]:
    dated = [line for line in within if line.day is not None]
    entries = dated or [line for line in within if line.kind in ("bullet", "task")]
    if not entries:
        return ()
    form, depth = _form(entries[0]), _depth(page.content(entries[0].number))
    return tuple(each for each in entries if _form(each) == form and _depth(page.content(each.number)) == depth)


def _form(line: Line) -> str:
    return "bullet" if line.kind == "task" else line.kind


def _depth(content: str) -> int:
    return len(content) - len(content.lstrip(" \t"))


def _bare(content: str) -> str:
    """What a line says behind its heading or list mark."""
    mark = _HEADING.match(content) or _MARKER.match(content)
    return (content[mark.end() :] if mark else content).strip()


def _day(text: str) -> date | None:
    """The day that an entry opens with; a box before it is part of the list."""
    lines = read_body(f"- {text}").lines
    return lines[0].day if lines else None


def _made_section(page: Page, lines: tuple[Line, ...], name: str, text: str) -> Change:
    """A new section at the note's end, with an empty line below its heading where the note's last heading has one."""
    headings = [line.number for line in lines if line.kind == "heading"]
    loose = bool(headings) and headings[-1] + 1 < page.after - 1 and not page.content(headings[-1] + 1).strip()
    return page.appended([f"## {name}", *([""] if loose else []), f"- {text}"])


def _below_text(page: Page, section: _Section, written: str) -> Change:
    """The first entry of a section: below its heading, or apart from the text that stands there."""
    last = section.own - 1
    while last > section.heading and not page.content(last).strip():
        last -= 1
    return _put(page, last + 1, [written] if last == section.heading else ["", written])


def _among_entries(page: Page, section: _Section, text: str, day: date | None) -> Change:
    """The entry in the place of its day, in the order that the dated entries have; newest first where they have none.

    An entry without a day, and one below entries without days, comes last.
    """
    entries = section.entries
    days = [line.day for line in entries if line.day is not None]
    after = len(entries)
    if day is not None and days:
        rising = days[0] < days[-1]
        passed = (place for place, each in enumerate(days) if (each > day if rising else each <= day))
        after = next(passed, after)
    loose = _is_loose(page, entries) or entries[0].kind == "heading"
    if after == 0:
        written = _written(page, entries[0], text, 0)
        return _put(page, entries[0].number, [written, ""] if loose else [written])
    last = entries[after - 1]
    written = _written(page, last, text, 1)
    return _put(page, _end(page, section, last), ["", written] if loose else [written])


def _is_loose(page: Page, entries: tuple[Line, ...]) -> bool:
    """Whether empty lines stand between the entries."""
    return any(not page.content(two.number - 1).strip() for _, two in pairwise(entries))


def _written(page: Page, near: Line, text: str, step: int) -> str:
    """The entry as the one near it is written; a number goes up by ``step``."""
    content = page.content(near.number)
    if near.kind == "heading":
        mark = _HEADING.match(content)
        return f"{mark[1] if mark else '##'} {text}"
    marker = _MARKER.match(content)
    if near.kind == "text" or marker is None:
        return content[: _depth(content)] + text
    indent, sign, number, dot, space = marker.groups()
    return f"{indent}{int(number) + step}{dot}{space}{text}" if number else f"{indent}{sign}{space}{text}"


def _end(page: Page, section: _Section, entry: Line) -> int:
    """The line after an entry and all that belongs to it: what is indented below it, and the rest of its paragraph."""
    starts = {line.number for line in section.entries if line.number > entry.number}
    if entry.kind == "heading":
        below = range(entry.number, min(starts, default=section.stop))
        return 1 + max(number for number in below if page.content(number).strip())
    depth = _depth(page.content(entry.number))
    end = entry.number + 1
    for number in range(end, section.stop):
        content = page.content(number)
        if not content.strip():
            continue
        lazy = number == end and not _STARTS_BLOCK.match(content)
        if number in starts or (_depth(content) <= depth and not lazy):
            break
        end = number + 1
    return end


def _put(page: Page, number: int, written: list[str]) -> Change:
    """New lines before the one of a number, or at the note's end."""
    place = page.start(number)
    text = "\n".join(written)
    if place == len(page.all) and not page.all.endswith("\n"):
        return Change(start=place, stop=place, text=f"\n{text}")
    return Change(start=place, stop=place, text=f"{text}\n")
