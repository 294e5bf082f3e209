"""The brief in the person's own note, as a block that is vaultsync's; off unless asked for."""

from collections.abc import Iterable

from vaultsync import Context, Edit, Network, PluginInfo, hookimpl
from vaultsync.notes import harmless, untagged


@hookimpl
def vaultsync_info() -> PluginInfo:
    """Describe the plugin."""
    return PluginInfo(
        name="brief-block", summary="Keeps the brief in each person's note, where the settings ask for it."
    )


@hookimpl
def vaultsync_edit_notes(network: Network, ctx: Context) -> Iterable[Edit]:
    """Replace the block with the brief as it is now; a block that was edited by hand is left alone."""
    for person in network.people if ctx.writing.brief else ():
        lines = tuple(
            f"**{section.title}** {untagged(harmless(' · '.join(section.lines)))}"
            for section in ctx.brief(person.uid).sections
        )
        yield Edit(path=person.path, kind="replace-block", name="brief", value=lines, reason="the brief is new")
