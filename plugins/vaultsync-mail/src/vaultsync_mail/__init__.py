"""Mail with the people in the vault, seen in files on this computer, counts as contact. Only headers are read."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Annotated

import msgspec
from msgspec import Meta

from vaultsync import Context, Interaction, Network, PluginInfo, Problem, hookimpl
from vaultsync.notes import fold

SKIPPED = (
    *("junk", "junk e-mail", "junk email", "spam", "bulk", "bulk mail", "spamverdacht", "unerwünscht"),
    *("trash", "bin", "deleted", "deleted items", "deleted messages", "papierkorb", "gelöschte elemente", "corbeille"),
    *("drafts", "draft", "entwürfe", "entw&apw-rfe", "brouillons", "templates", "outbox", "postausgang", "unsent"),
)
"""Names of folders with what nobody wrote to the user, threw away, or has not sent."""


class Config(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Settings of ``[plugin.mail]``."""

    sources: Annotated[tuple[str, ...], Meta(extra={"private": True})] = ()
    """Where your mail lies: Maildirs, mbox files, folders of .eml files: ``["~/Mail", "~/archive.mbox"]``."""
    addresses: tuple[str, ...] = ()
    """Your own addresses: without them, only mail from people counts, and none to them."""
    subjects: bool = False
    """Whether a contact is told of by the subject of the mail. Subjects are private: without this none is kept."""
    plus_tags: bool = False
    """Whether ``ana+news@example.org`` is ``ana@example.org``."""
    most_people: Annotated[int, Meta(ge=1)] = 10
    """A mail to more addresses than this is no contact with anybody."""
    days_back: Annotated[int, Meta(ge=1, le=36500)] = 730
    """How many days back mail counts."""
    skip_folders: tuple[str, ...] = SKIPPED
    """Names of folders to leave out, whatever their case; yours replace the default."""


class SourceMissingError(Exception):
    """A source could not be looked at; the message says which, and what to do."""


@hookimpl
def vaultsync_info() -> PluginInfo:
    """Describe the plugin."""
    return PluginInfo(name="mail", summary="Counts mail with people as contact, by its headers alone.", config=Config)


@hookimpl
def vaultsync_interactions(network: Network, ctx: Context) -> Iterable[Interaction]:
    """Give the contacts that the messages in all sources are.

    Raises SourceMissingError where a source is not there, when the others have been read: what was given before stays.
    """
    from vaultsync_mail.contacts import Rules, contacts  # noqa: PLC0415 - most commands read no mail
    from vaultsync_mail.folders import folders  # noqa: PLC0415 - as above
    from vaultsync_mail.memory import Memory, with_memory  # noqa: PLC0415 - as above
    from vaultsync_mail.sources import located  # noqa: PLC0415 - as above

    config: Config = ctx.config
    if not config.sources:
        return []
    rules = Rules(
        own=config.addresses,
        most_people=config.most_people,
        days_back=config.days_back,
        plus_tags=config.plus_tags,
    )
    since = datetime.combine(ctx.today - timedelta(days=rules.days_back + 1), time(), UTC)
    there, missing = located(config.sources)
    skip = frozenset(map(fold, config.skip_folders))

    def work(memory: Memory) -> list[Interaction]:
        memory.take(each for path in there for each in folders(path, skip))
        if memory.unread:
            ctx.log.warning("%d files with mail could not be opened; the next sync tries again", memory.unread)
        letters = memory.letters(int(since.timestamp()))
        return contacts(letters, network.people, rules, today=ctx.today, zone=ctx.zone)

    found = with_memory(ctx.folder(), work, subjects=config.subjects)
    if missing:
        raise SourceMissingError(" ".join(f"{each.message} {each.hint}" for each in missing))
    return found


@hookimpl
def vaultsync_check(ctx: Context) -> Iterator[Problem]:
    """Say which sources are not there, or are no mail, and what is not set yet."""
    from vaultsync_mail.sources import located  # noqa: PLC0415 - see above

    config: Config = ctx.config
    if not config.sources:
        yield Problem(
            code="mail-no-source",
            severity="info",
            message="The plugin mail is not told yet where your mail lies.",
            hint='Write  sources = ["~/Mail"]  under [plugin.mail] in your own config.toml.',
        )
        return
    yield from located(config.sources)[1]
    if not config.addresses:
        yield Problem(
            code="mail-no-address",
            severity="info",
            message="The plugin mail does not know your own addresses, so only mail from people counts.",
            hint='Write  addresses = ["you@example.org"]  under [plugin.mail].',
        )
