"""A digest in the morning, of whom to catch up with, to wherever apprise reaches."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import msgspec

from vaultsync import Context, PluginInfo, Problem, Published, hookimpl
from vaultsync_notify import journal
from vaultsync_notify.digest import Digest, digest_of, nobody
from vaultsync_notify.journal import Address, Journal
from vaultsync_notify.sending import send, shown

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEK: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Config(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Settings of ``[plugin.notify]``."""

    urls: Annotated[tuple[str, ...], msgspec.Meta(extra={"private": True})] = ()
    """Where the digest goes: addresses as apprise writes them. Each may come from the environment."""
    at: Annotated[str, msgspec.Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")] = "07:30"
    """The time of day from which on it is sent, by the wall clock in your zone."""
    days: tuple[Weekday, ...] = WEEK
    """The days of the week on which it is sent."""
    when_empty: bool = False
    """Send one on days with nobody to catch up with, too."""
    ahead: Annotated[int, msgspec.Meta(ge=1, le=31)] = 1
    """How many days it shows, today among them."""


@hookimpl
def vaultsync_info() -> PluginInfo:
    """Describe the plugin."""
    return PluginInfo(name="notify", summary="Sends a morning digest of whom to catch up with.", config=Config)


@hookimpl
def vaultsync_deliver(published: Published, ctx: Context) -> Iterable[Problem]:
    """Send today's digest to everybody on the list who has not got it yet, from the time of day on that was set."""
    config: Config = ctx.config
    now = _now(ctx.zone)
    if not config.urls or not _is_time(config, now, ctx.today):
        return
    folder = ctx.folder()
    today = journal.read(folder, ctx.today)
    digest = _digest(published, config, ctx)
    if digest is None and today == Journal(day=ctx.today):
        # Whoever is planned later in the day is for tomorrow morning: this is a digest of the morning.
        journal.write(folder, msgspec.structs.replace(today, empty=True))
    if digest is None or today.empty:
        return
    for number, url in _addresses(config.urls):
        key = journal.key_of(url)
        address = today.address(key)
        if address.is_due(now):
            address = address.begun(now)
            today = today.having(key, address)
            journal.write(folder, today)
            outcome = send(url, digest)
            if outcome != "slow":  # then it may have been sent, as after a crash
                address = address.ended(sent=outcome == "sent", unknown=outcome == "unknown")
                today = today.having(key, address)
                journal.write(folder, today)
        yield from _told(shown(number, url), address, ctx.zone)


def _now(zone: ZoneInfo) -> datetime:
    return datetime.now(zone)


def _is_time(config: Config, now: datetime, today: date) -> bool:
    # What was planned yesterday says nothing of today, when the sync ran over midnight.
    return (
        now.date() == today
        and WEEK[today.weekday()] in config.days
        and now.time().replace(tzinfo=None) >= time.fromisoformat(config.at)
    )


def _digest(published: Published, config: Config, ctx: Context) -> Digest | None:
    names_only = ctx.publishing.description == "none"
    found = digest_of(published.catch_ups, ctx.today, ctx.zone, ahead=config.ahead, names_only=names_only)
    return nobody(config.ahead) if found is None and config.when_empty else found


def _addresses(urls: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Each address once, with its place in the list from 1."""
    seen = set()
    for number, url in enumerate(urls, start=1):
        if url.strip() not in seen:
            seen.add(url.strip())
            yield number, url.strip()


def _told(name: str, address: Address, zone: ZoneInfo) -> Iterator[Problem]:
    if address.sent:
        return
    said = f"{name} did not take today's digest"
    if address.unknown:
        said = f"{name} is none that a service is known for"
        hint = "Look it up in apprise's list of services, and whether that service needs a package of its own."
    elif address.given_up:
        said = f"{said} in {address.tries} tries; the next is tomorrow"
        hint = "Is the address right, and its password or token still good? Change it, and it is tried at once."
    elif address.again is None:
        return
    elif address.trying:
        said = f"nobody knows whether {name} got today's digest: sending it was cut short"
        hint = f"Unless you change the address, it is sent at the first sync after {_clock(address.again, zone)}."
    else:
        hint = f"It is tried again at the first sync after {_clock(address.again, zone)}."
    yield Problem(code="notify-not-sent", severity="warning", message=f"{said[:1].upper()}{said[1:]}.", hint=hint)


def _clock(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%H:%M}"
