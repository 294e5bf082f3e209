"""Give and take: what you gave and what you asked for, in the words of your own notes, and where that leaves you.

It is told, not counted out: no number stands for a friendship.
"""

from collections.abc import Iterable, Iterator

from vaultsync import Context, Note, Person, PluginInfo, Section, day_words, hookimpl
from vaultsync.notes import Exchange, exchanges_in

MOST = 4
LONGEST = 120


@hookimpl
def vaultsync_info() -> PluginInfo:
    """Describe the plugin."""
    summary = "Says in the brief what you gave and asked, from gave:: and asked:: in the note."
    return PluginInfo(name="give-and-take", summary=summary)


@hookimpl
def vaultsync_brief(person: Person, ctx: Context) -> Iterable[Section]:
    """Give what was given and asked, the latest first, and the balance in words at the end."""
    note = ctx.note(person.path)
    if note is not None:
        yield Section.of("Give and take", _told(note), order=65)


def _told(note: Note) -> Iterator[tuple[str, str, int]]:
    known = exchanges_in(note)
    for each in known[:MOST]:
        day = f" ({day_words(each.day)})" if each.day is not None else ""
        yield f"you {each.kind}: {_short(each.text)}{day}", each.path, each.line
    if known:
        yield _balance(known), "", 0


def _balance(known: tuple[Exchange, ...]) -> str:
    gave = sum(each.kind == "gave" for each in known)
    asked = len(known) - gave
    if gave > asked:
        return "you have been the giving one, and may well ask"
    return "you have something to give first" if asked > gave else "give and take are even"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"
