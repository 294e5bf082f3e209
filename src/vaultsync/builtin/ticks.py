"""A ticked task about somebody, in whatever note, becomes a line in their own log; off unless asked for.

Only ticks that say their day: when another was made, each computer would say something else.
"""

from collections.abc import Iterable
from datetime import timedelta

from vaultsync import Context, Edit, Interaction, Network, PluginInfo, hookimpl
from vaultsync.notes import untagged

RECENT = timedelta(days=14)
"""How far back ticks are written down: turning this on must not fill a log with the past."""


@hookimpl
def vaultsync_info() -> PluginInfo:
    """Describe the plugin."""
    return PluginInfo(name="ticks", summary="Logs ticked tasks about people, where the settings ask for it.")


@hookimpl
def vaultsync_edit_notes(network: Network, ctx: Context) -> Iterable[Edit]:
    """Log each tick of the last two weeks that the person's own note says nothing of yet."""
    for person in network.people if ctx.writing.ticks else ():
        known = network.interactions.get(person.uid, ())
        told = {one.day for one in known if one.path == person.path}
        for one in reversed(known):
            if one.day not in told and one.day >= ctx.today - RECENT and _is_tick(one, ctx):
                told.add(one.day)
                text = untagged(one.text)
                entry = f"{one.day} {one.channel}: {text}" if one.channel else f"{one.day}: {text}"
                yield Edit(
                    path=person.path, kind="append-entry", name="Log", value=(entry,), reason="a task was ticked"
                )


def _is_tick(one: Interaction, ctx: Context) -> bool:
    note = ctx.note(one.path)
    lines = () if note is None else note.lines
    return any(line.number == one.line and line.task is not None and line.task.done for line in lines)
