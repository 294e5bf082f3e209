"""What is to be asked: your open questions under ``Ask`` stand in the brief, and so does what they asked of you.

A mentor is somebody to ask: where their note holds no question, the brief reminds you to bring one.
"""

from collections.abc import Iterable, Iterator

from vaultsync import Context, Note, Person, PluginInfo, Section, day_words, hookimpl
from vaultsync.notes import mentoring_of, questions_in, wishes_in

MOST = 4


@hookimpl
def vaultsync_info() -> PluginInfo:
    """Describe the plugin."""
    return PluginInfo(
        name="questions", summary="Says in the brief what you want to ask, from a section Ask, and what they asked."
    )


@hookimpl
def vaultsync_brief(person: Person, ctx: Context) -> Iterable[Section]:
    """Give the questions that are still open, in the note's order, and what they asked, the latest first."""
    note = ctx.note(person.path)
    if note is not None:
        yield Section.of("Ask", _questions(note, person), order=70)
        yield Section.of("They asked", _wishes(note), order=71)


def _questions(note: Note, person: Person) -> Iterator[tuple[str, str, int]]:
    known = questions_in(note)
    for line in known:
        yield line.text, note.path, line.number
    if not known and mentoring_of(person) == "mentor":
        yield "no question is noted under Ask yet: what would you like to learn from them?", "", 0


def _wishes(note: Note) -> Iterator[tuple[str, str, int]]:
    for each in wishes_in(note)[:MOST]:
        day = f" ({day_words(each.day)})" if each.day is not None else ""
        yield f"{each.text}{day}", each.path, each.line
