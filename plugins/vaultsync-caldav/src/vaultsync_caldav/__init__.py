"""Catch-ups as to-dos on a CalDAV server; those that are ticked off there come back as contacts."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Annotated

import msgspec

from vaultsync import Context, Edit, Interaction, Network, PluginInfo, Problem, Published, hookimpl
from vaultsync.notes import harmless, untagged
from vaultsync_caldav import books

SAID = "caught up"
"""What a contact says that is known from a ticked to-do alone."""
LONG_AGO = timedelta(days=60)
"""How far back ticks are written into logs: an entry that was removed by hand is not brought back for ever."""

Private = msgspec.Meta(extra={"private": True})


class Config(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Settings of ``[plugin.caldav]``."""

    url: Annotated[str, Private] = ""
    """The address of the list of to-dos on the server."""
    user: Annotated[str, Private] = ""
    """The user's name there."""
    password: Annotated[str, Private] = ""
    """Their password; many servers want one made for this alone."""
    ahead_days: Annotated[int, msgspec.Meta(ge=1, le=366)] = 14
    """How many days from today on become to-dos."""
    log: bool = False
    """Write each to-do that was ticked off into the person's log."""


@hookimpl
def vaultsync_info() -> PluginInfo:
    """Describe the plugin."""
    return PluginInfo(name="caldav", summary="Keeps catch-ups as to-dos on a CalDAV server.", config=Config)


@hookimpl
def vaultsync_interactions(network: Network, ctx: Context) -> Iterable[Interaction]:
    """Give the contacts of the to-dos that were ticked off, but for those that notes say already.

    Raises ValueError where the books are damaged; the next delivery begins them anew.
    """
    for one in books.read(ctx.folder()).contacts:
        if one.day <= ctx.today and network.person(one.person) is not None and not _is_noted(one, network):
            yield Interaction(person=one.person, day=one.day, channel=one.channel, text=SAID)


@hookimpl
def vaultsync_edit_notes(network: Network, ctx: Context) -> Iterable[Edit]:
    """Log what was ticked off in the last two months and no note says yet, where the settings ask for it."""
    config: Config = ctx.config
    if not config.log:
        return
    written = set()
    for one in books.read(ctx.folder()).contacts:
        person = network.person(one.person)
        recent = ctx.today - LONG_AGO <= one.day <= ctx.today
        if person is None or not recent or _is_noted(one, network) or (one.person, one.day) in written:
            continue
        written.add((one.person, one.day))
        channel = untagged(harmless(one.channel)).strip()
        entry = f"{one.day} {channel}: {SAID}" if channel else f"{one.day}: {SAID}"
        yield Edit(path=person.path, kind="append-entry", name="Log", value=(entry,), reason="a to-do was ticked off")


@hookimpl
def vaultsync_deliver(published: Published, ctx: Context) -> Iterable[Problem]:
    """Learn what was ticked off on the server, then bring its list in line with the catch-ups."""
    config: Config = ctx.config
    if not config.url:
        return ()
    # Imported here: the libraries for the server take longer to import than many a command.
    from vaultsync_caldav.delivery import Settings, deliver  # noqa: PLC0415 - see above

    settings = Settings(url=config.url, user=config.user, password=config.password, ahead_days=config.ahead_days)
    return deliver(published, settings, ctx, _now())


def _is_noted(contact: books.Contact, network: Network) -> bool:
    known = network.interactions.get(contact.person, ())
    return any(one.day == contact.day and not one.plugin for one in known)


def _now() -> datetime:
    return datetime.now(UTC)
