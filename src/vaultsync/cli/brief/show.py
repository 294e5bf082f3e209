"""A brief as people and programs see it: as a table in the terminal, as Markdown, as JSON."""

import textwrap

from vaultsync.cli.brief.draft import Draft
from vaultsync.cli.say import faint, flat, line, strong, table, width
from vaultsync.model import Brief, Person, Section
from vaultsync.notes import harmless, untagged
from vaultsync.people.welcome import Reason

WHO = "Who"
"""The section that makes the headline."""
LAST = "Last"
"""The section of the last contacts."""
BETWEEN = " · "


def headline(person: Person, told: Brief) -> str:
    """The name, and who they are."""
    who = next((section.lines for section in told.sections if section.title == WHO), ())
    return flat(BETWEEN.join((person.name, *who)))


def as_row(person: Person, told: Brief, welcome: tuple[Reason, ...], draft: Draft | None) -> dict[str, object]:
    """The brief as JSON: each line with the place where it stands, ``""`` and 0 where it stands in no note."""
    return {
        "name": person.name,
        "path": person.path,
        "uid": person.uid,
        "headline": headline(person, told),
        "sections": [
            {
                "title": section.title,
                "lines": [
                    {"text": text, "path": path, "line": number}
                    for text, (path, number) in zip(section.lines, _places(section), strict=True)
                ],
            }
            for section in told.sections
        ],
        "opener": None if draft is None else {"template": draft.template, "text": draft.text},
        "welcome": [{"text": one.text, "path": one.path, "line": one.line} for one in welcome],
    }


def as_table(person: Person, told: Brief, welcome: tuple[Reason, ...], draft: Draft | None, *, places: bool) -> None:
    """Write the headline, and below it a row a section; with ``places``, a row a line and where it stands."""
    name, *who = headline(person, told).split(BETWEEN)
    first, *more = textwrap.wrap(BETWEEN.join((name, *who)), width()) or [name]
    line(first.replace(name, strong(name), 1))
    for rest in more:
        line(rest)
    rows: list[tuple[str, str]] = []
    for section in told.sections:
        if section.title != WHO:
            rows += _rows(section, places=places)
    rows += _rows(_section(welcome), places=places) if welcome else ()
    if draft is not None:
        rows += [("Opener" if at == 0 else "", text) for at, text in enumerate(filter(None, draft.text.split("\n")))]
    table(rows, bold=0, indent="")
    if not told.sections:
        line(faint("The note says nothing yet."))


def as_markdown(person: Person, told: Brief, welcome: tuple[Reason, ...], draft: Draft | None) -> None:
    """Write the brief as Markdown that opens nothing in the note it is pasted into."""
    line(f"# {_safe(person.name)}")
    line()
    line(f"{_safe(headline(person, told))}  \n`{person.path.replace('`', '')}`")
    for section in (*told.sections, *((_section(welcome),) if welcome else ())):
        if section.title != WHO:
            line()
            line(f"## {_safe(section.title)}")
            line()
            for text in section.lines:
                line(f"- {_safe(text)}")
    if draft is not None:
        line()
        line("## Opener")
        line()
        for text in draft.text.split("\n"):
            line(f"> {_safe(text)}".rstrip())


def _section(welcome: tuple[Reason, ...]) -> Section:
    return Section.of("Welcome", ((one.text, one.path, one.line) for one in welcome), order=0)


def _rows(section: Section, *, places: bool) -> list[tuple[str, str]]:
    """A row for all lines where they fit into one; else a row a line, the title before the first."""
    joined = BETWEEN.join(section.lines)
    if not places and len(joined) <= max(24, width() - 16):
        return [(section.title, joined)]
    lines = [
        shown
        for text, (path, number) in zip(section.lines, _places(section), strict=True)
        for shown in (_placed(text, f"[{path}:{number}]") if places and path else (text,))
    ]
    return [(section.title if at == 0 else "", text) for at, text in enumerate(lines)]


def _placed(text: str, where: str) -> tuple[str, ...]:
    """A line and its place; in a row of its own where there is no room for it, so that it stays whole."""
    room = max(24, width() - 16)
    *_, last = textwrap.wrap(text, room) or [""]
    return (f"{text}  {where}",) if len(last) + 2 + len(where) <= room else (text, where)


def _places(section: Section) -> tuple[tuple[str, int], ...]:
    return section.places or (("", 0),) * len(section.lines)


def _safe(text: str) -> str:
    return untagged(harmless(flat(text)))
