"""The report as one picture: SVG written by hand, the same for the same numbers, in light and dark.

Text stays text. What is drawn is told in the description, too, and no colour means anything by itself: a part that
nobody answered is drawn as an outline.
"""

from xml.sax.saxutils import escape

from vaultsync.cli.report.made import TITLES, Made, how_alike, name_of, summary, words
from vaultsync.model import day_words
from vaultsync.people.report import Tally

WIDTH, ROW, LEFT, BAR, TOP = 1040, 24, 150, 160, 64
STYLE = """
    svg { --paper: #fdfdfb; --ink: #22262b; --faint: #5d646d; --bar: #2f6f8f; }
    @media (prefers-color-scheme: dark) {
      svg { --paper: #16191d; --ink: #e6e8ea; --faint: #a3abb5; --bar: #7fb8d4; }
    }
    .paper { fill: var(--paper); }
    text { fill: var(--ink); font: 13px system-ui, sans-serif; }
    .title { font-size: 18px; font-weight: 600; }
    .head { font-weight: 600; }
    .faint { fill: var(--faint); }
    .answered { fill: var(--bar); }
    .silent { fill: none; stroke: var(--bar); stroke-dasharray: 3 2; }
"""


def drawn(told: Made) -> str:
    """The picture."""
    title = f"What came of it, {day_words(told.since)} to {day_words(told.until)}"
    body, y = [_text(24, 34, title, "title")], TOP
    for said in summary(told):
        body.append(_text(24, y, said))
        y += ROW
    for name, parts in told.tables.items():
        most = max(part.lines for part in parts)
        y += ROW // 2
        body.append(_text(24, y, TITLES[name], "head"))
        y += ROW
        for one in parts:
            if one.lines or name == "weekday":
                body += _row(one, most, y)
                y += ROW
    alike = how_alike(told)
    if alike:
        y += ROW // 2
        body.append(_text(24, y, "How alike", "head"))
        y += ROW
    for said in alike:
        body.append(_text(24, y, said))
        y += ROW
    body.append(_text(24, y + 8, "Filled: in touch. Outlined: no answer.", "faint"))
    height = y + 28
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
        ' role="img" aria-labelledby="title desc">',
        f'  <title id="title">{_plain(title)}</title>',
        f'  <desc id="desc">{_plain(_told(told))}</desc>',
        f"  <style>{STYLE}  </style>",
        f'  <rect class="paper" width="{WIDTH}" height="{height}"/>',
        *(f"  {each}" for each in body),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _told(told: Made) -> str:
    """Everything that is drawn, in sentences."""
    said = [*summary(told)]
    for name, parts in told.tables.items():
        each = "; ".join(f"{name_of(one.name)} {one.lines} ({words(one)})" for one in parts if one.lines)
        said += [f"{TITLES[name]}: {each}."] if each else []
    return " ".join((*said, *how_alike(told)))


def _row(one: Tally, most: int, y: int) -> list[str]:
    contacts, whole = (round(BAR * part / most) for part in (one.contacts, one.lines))
    drawn = [_text(24, y, name_of(one.name))]
    if contacts:
        drawn.append(f'<rect class="answered" x="{LEFT}" y="{y - 11}" width="{contacts}" height="13"/>')
    if whole > contacts:
        drawn.append(
            f'<rect class="silent" x="{LEFT + contacts}" y="{y - 11}" width="{whole - contacts}" height="13"/>'
        )
    drawn.append(_text(LEFT + whole + 8, y, str(one.lines)))
    return [*drawn, _text(LEFT + BAR + 44, y, words(one), "faint")] if one.lines else drawn


def _text(x: int, y: int, text: str, kind: str = "") -> str:
    named = f' class="{kind}"' if kind else ""
    return f'<text x="{x}" y="{y}"{named}>{_plain(text)}</text>'


def _plain(text: str) -> str:
    """Text as it may stand in XML: signs that it does not allow become spaces."""
    return escape("".join(sign if sign.isprintable() else " " for sign in text))
