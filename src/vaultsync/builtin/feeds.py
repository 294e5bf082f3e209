"""The calendar feeds: catch-ups as events, in as many feeds as the settings name."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from vaultsync import Artifact, CatchUp, Context, FeedQuery, Network, Person, PluginInfo, Schedule, hookimpl, problem
from vaultsync.calendar import (
    MOST_EVENTS,
    Event,
    Feed,
    Rendered,
    conference_link,
    event_digest,
    obsidian_url,
    render_event,
    render_feed,
)

CALLS = frozenset({"call", "phone"})
DONE = "Done? Note it in their note with a dated line under Log, and this moves on."


@hookimpl
def vaultsync_info() -> PluginInfo:
    """Describe the plugin."""
    return PluginInfo(name="feeds", summary="Publishes catch-ups as iCalendar feeds.")


@hookimpl
def vaultsync_artifacts(network: Network, schedule: Schedule, ctx: Context) -> Iterable[Artifact]:
    """Render each event once, and each feed from the events that its query selects."""
    shown = [catch_up for catch_up in schedule.catch_ups if _in_horizon(catch_up, ctx)]
    kinds = [(catch_up.reminder.person, catch_up.reminder.kind, catch_up.reminder.due) for catch_up in shown]
    rendered: dict[str, Rendered] = {}
    for feed in ctx.publishing.feeds:
        wanted = [catch_up for catch_up, holds in zip(shown, ctx.selected(feed.query, kinds), strict=True) if holds]
        # What a feed has no room for is not rendered either: that is what takes the time.
        nearest = sorted(wanted, key=_begins)[:MOST_EVENTS]
        for catch_up in nearest:
            if catch_up.uid not in rendered:
                rendered[catch_up.uid] = _rendered(catch_up, network, ctx)
        events = [rendered[catch_up.uid] for catch_up in nearest]
        yield _artifact(feed, events, len(wanted) - len(nearest), ctx)


def _begins(catch_up: CatchUp) -> tuple[str, str]:
    """What a feed orders its events by."""
    return (catch_up.start or catch_up.day).strftime("%Y%m%dT%H%M%S" if catch_up.start else "%Y%m%d"), catch_up.uid


def _artifact(feed: FeedQuery, events: list[Rendered], too_many: int, ctx: Context) -> Artifact:
    name = f"{feed.name}.ics"
    text = render_feed(Feed(name=feed.name, title=feed.title, color=feed.color, zone=ctx.zone.key), events)
    problems = []
    left_out = text.left_out + too_many
    if left_out:
        told = f"feed {feed.name} is full: {left_out} of its events, the furthest, were left out."
        problems.append(
            problem("feed-full", told, hint="Split it in vaultsync.toml: more [[feeds]], each with a query.")
        )
    return Artifact(name=name, data=text.data, events=text.events, problems=tuple(problems))


def _in_horizon(catch_up: CatchUp, ctx: Context) -> bool:
    reach = ctx.publishing
    yearly = catch_up.reminder.kind in {"birthday", "date"}
    ahead = reach.yearly_ahead_days if yearly else reach.ahead_days
    return -reach.past_days <= (catch_up.day - ctx.today) / timedelta(days=1) <= ahead


def _rendered(catch_up: CatchUp, network: Network, ctx: Context) -> Rendered:
    event = _event(catch_up, network.person(catch_up.reminder.person), ctx)
    starts = event.starts
    stamp = ctx.stamp(event.uid, event_digest(event), starts)
    return Rendered(starts=starts, uid=event.uid, data=render_event(event, stamp))


def _event(catch_up: CatchUp, person: Person | None, ctx: Context) -> Event:
    reminder = catch_up.reminder
    told = ctx.publishing.description
    known = person if told != "none" else None
    phone = known.phones[0] if known is not None and known.phones and reminder.channel in CALLS else ""
    return Event(
        uid=catch_up.uid,
        day=catch_up.day if catch_up.start is None else None,
        start=catch_up.start,
        minutes=reminder.minutes,
        summary=f"{catch_up.name}: {reminder.action}" if reminder.action else catch_up.name,
        description="\n".join(_description(catch_up, known, ctx)) if told != "none" else "",
        url=obsidian_url(ctx.vault, catch_up.path) if told != "none" else "",
        location=known.location if known is not None and catch_up.start is not None else "",
        categories=(reminder.kind,),
        conference=conference_link(phone),
        alarm=ctx.publishing.alarm,
    )


def _description(catch_up: CatchUp, person: Person | None, ctx: Context) -> Iterator[str]:
    yield f"{catch_up.reason[:1].upper()}{catch_up.reason[1:]}."
    if person is not None and ctx.publishing.description == "full":
        text = ctx.brief(person.uid).text
        yield from ("", text) if text else ()
    yield ""
    if person is not None and person.phones:
        yield f"Phone: {', '.join(person.phones)}"
    yield obsidian_url(ctx.vault, catch_up.path)
    if catch_up.reminder.kind == "catch-up":
        yield from ("", DONE)
