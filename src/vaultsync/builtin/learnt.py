"""What you learnt from somebody and what they suggested, from ``learnt::`` and ``suggested::`` in their note."""

from collections.abc import Iterable, Iterator

from vaultsync import Context, Note, Person, PluginInfo, Section, day_words, hookimpl
from vaultsync.notes import lessons_in

MOST = 4
LONGEST = 120


@hookimpl
def vaultsync_info() -> PluginInfo:
    """Describe the plugin."""
    return PluginInfo(name="learnt", summary="Says in the brief what you learnt from them, and what they suggested.")


@hookimpl
def vaultsync_brief(person: Person, ctx: Context) -> Iterable[Section]:
    """Give what was learnt and suggested, the latest first."""
    note = ctx.note(person.path)
    if note is not None:
        yield Section.of("Learnt from them", _told(note), order=60)


def _told(note: Note) -> Iterator[tuple[str, str, int]]:
    for each in lessons_in(note)[:MOST]:
        text = each.text if len(each.text) <= LONGEST else each.text[: LONGEST - 1].rstrip() + "…"
        day = f" ({day_words(each.day)})" if each.day is not None else ""
        yield f"{'they suggested: ' if each.kind == 'suggested' else ''}{text}{day}", each.path, each.line
