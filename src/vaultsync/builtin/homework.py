"""Homework before you meet: what changed since you last spoke, the family, and the days that matter to them.

Where it is not known when you last spoke, nothing can be new since then, and nothing is said to be.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from vaultsync import Context, Network, Note, Person, PluginInfo, Section, YearlyDate, day_words, hookimpl
from vaultsync.notes import Move, fold, moves_in, news_in, plain

MOST_NEWS = 5
FAMILY = (
    "partner", "spouse", "wife", "husband", "children", "child", "kids", "son", "sons", "daughter", "daughters",
    "parents", "mother", "father", "siblings", "sister", "brother", "family", "pets", "pet", "dog", "cat",
)  # fmt: skip
"""Properties that tell of the family, folded; so do bullets below a heading ``Family``."""

PLACES = {"company": "at ", "location": "in ", "role": ""}
"""What stands before a company, a location, a role where somebody is no longer there."""

Said = tuple[str, str, int]


@hookimpl
def vaultsync_info() -> PluginInfo:
    """Describe the plugin."""
    summary = "Says in the brief what changed since you last spoke, and which people and days matter to them."
    return PluginInfo(name="homework", summary=summary)


@hookimpl
def vaultsync_brief(person: Person, network: Network, ctx: Context) -> Iterable[Section]:
    """Give the sections, each only where the notes say something."""
    note = ctx.note(person.path)
    last = network.last(person.uid)
    if note is not None and last is not None:
        yield Section.of("New", _news(note, last.day), order=35)
    if note is not None:
        yield Section.of("Family", _family(note), order=45)
    yield Section.of("Dates", ((_yearly(each), person.path, each.line) for each in person.dates), order=46)


def _news(note: Note, last: date) -> Iterator[Said]:
    """What happened after a day, the latest first: a thing a line."""
    moves = ((move.day, _moved(move), move.line) for move in moves_in(note) if move.day > last)
    news = ((line.day, f"{line.text} ({day_words(line.day)})", line.number) for line in news_in(note) if line.day)
    found = sorted((each for each in (*moves, *news) if each[0] > last), key=lambda each: (each[0], each[2]))
    for _, text, line in list(reversed(found))[:MOST_NEWS]:
        yield text, note.path, line


def _moved(move: Move) -> str:
    told = f"{_when(move)}; before: {move.before}"
    if not move.after:
        return f"no longer {PLACES[move.what]}{move.before} ({_when(move)})"
    match move.what:
        case "company":
            return f"joined {move.after}{f' as {move.role}' if move.role else ''} ({told})"
        case "role":
            return f"now {move.after} ({told})"
        case _:
            return f"now in {move.after} ({told})"


def _when(move: Move) -> str:
    day, month, year = day_words(move.day).split()
    return " ".join((day, month, year)[3 - move.precise :])


def _family(note: Note) -> Iterator[Said]:
    for each in note.properties:
        text = ", ".join(shown for value in each.values if (shown := plain(value).strip()))
        if text and fold(each.key.replace("_", " ")) in FAMILY:
            yield f"{each.key}: {text}", note.path, each.line
    for line in note.lines:
        if line.kind == "bullet" and line.text and fold(line.section) == "family":
            yield line.text, note.path, line.number


def _yearly(each: YearlyDate) -> str:
    day, month, _ = day_words(each.on(2000)).split()
    year = f" {each.year}" if each.year is not None else ""
    return f"{each.label} {day} {month}{year}"
