"""What you want to ask: the open questions under ``Ask`` in the person's note stand in the brief."""

from collections.abc import Iterable

from vaultsync import Context, Person, PluginInfo, Section, hookimpl
from vaultsync.notes import questions_in


@hookimpl
def vaultsync_info() -> PluginInfo:
    """Describe the plugin."""
    return PluginInfo(name="questions", summary="Says in the brief what you want to ask, from a section Ask.")


@hookimpl
def vaultsync_brief(person: Person, ctx: Context) -> Iterable[Section]:
    """Give the questions that are still open, in the note's order."""
    note = ctx.note(person.path)
    if note is not None:
        yield Section.of("Ask", ((line.text, note.path, line.number) for line in questions_in(note)), order=70)
