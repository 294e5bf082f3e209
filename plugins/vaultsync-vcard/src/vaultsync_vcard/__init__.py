"""vCards in and out: ``vaultsync import contacts.vcf`` and ``vaultsync vcard``."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec
from msgspec import Meta

from vaultsync import Artifact, Context, Edit, Importer, Network, NewNote, PluginInfo, hookimpl

if TYPE_CHECKING:
    import click

WRITES = (
    *("aliases", "anniversary", "birthday", "company", "email", "groups", "knows"),
    *("location", "name", "phone", "role", "tags", "timezone", "uid", "url"),
)


class Config(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Settings of ``[plugin.vcard]``."""

    version: Literal["3.0", "4.0"] = "3.0"
    """The version of the cards that are written: 3.0 is what nearly every program reads."""
    categories: Literal["groups", "tags"] = "groups"
    """What a card's categories become in a note."""
    artifact: Annotated[str, Meta(extra={"private": True})] = ""
    """The name of a file with everybody's card to publish beside the feeds, such as ``people.vcf``; none without it."""


@hookimpl
def vaultsync_info() -> PluginInfo:
    """Describe the plugin."""
    return PluginInfo(name="vcard", summary="Reads and writes vCards.", writes=WRITES, config=Config)


@hookimpl
def vaultsync_importers() -> Iterable[Importer]:
    """Read people from vCards."""
    summary = "Contacts as phones, mail programs and address books export them."
    return [Importer(name="vcard", summary=summary, suffixes=(".vcf", ".vcard"), read=read)]


def read(data: bytes, name: str, network: Network, ctx: Context) -> Iterable[Edit | NewNote]:
    """What the cards in a file change. Raises ValueError for a file without any."""
    from vaultsync_vcard.taking import taken  # noqa: PLC0415 - most commands read no cards

    config: Config = ctx.config
    return taken(data, name, network, ctx, config.categories)


@hookimpl
def vaultsync_commands() -> "Iterable[click.Command]":
    """Write people's cards."""
    from copy import copy  # noqa: PLC0415 - see above

    from vaultsync_vcard.command import vcard  # noqa: PLC0415 - see above

    return [copy(vcard)]  # whoever asks adds to it


@hookimpl
def vaultsync_artifacts(network: Network, ctx: Context) -> Iterable[Artifact]:
    """Publish everybody's card, where the user asked for it."""
    config: Config = ctx.config
    if not config.artifact:
        return []
    from vaultsync_vcard.giving import given  # noqa: PLC0415 - see above

    return [Artifact(name=config.artifact, data=given(network.people, network, ctx, config.version))]
