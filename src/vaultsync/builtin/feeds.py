"""The calendar feeds: catch-ups as events, in as many feeds as the settings name."""

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import groupby

from msgspec.structs import replace

from vaultsync import (
    Artifact,
    Brief,
    CatchUp,
    Chosen,
    Context,
    FeedQuery,
    Network,
    Person,
    PluginInfo,
    Reminder,
    Section,
    hookimpl,
    problem,
)
from vaultsync.calendar import (
    FEED_END,
    MOST_BYTES,
    MOST_EVENTS,
    Event,
    Feed,
    Rendered,
    conference_link,
    event_digest,
    feed_head,
    obsidian_url,
    render_event,
    render_feed,
    starts_of,
)

CALLS = frozenset({"call", "phone"})
IN_PERSON = frozenset({"coffee", "lunch", "dinner", "met"})
"""Channels of which a link is the place's own page, and no call."""
MOST_SIGNS = 4000
"""Characters of a brief that an event carries whole; calendars keep about twice that, with all the rest."""
MOST_LINES = 5
LONGEST = 200
"""Lines of a section, and characters of a line, in an event whose brief is longer than that."""
IN_SHORT = ("New", "Last", "Promised", "They promised", "Ask")
"""What an event with several people says of each: the first line of each of these sections of the brief."""
MOST_PEOPLE = 12
SHORT = 120
"""How many of them it speaks of, and the characters of such a line."""
DONE = "Done? Note it in their note with a dated line under Log, and this moves on."

MET = "Met? Tick the task in the note, and it counts as contact."


@hookimpl
def vaultsync_info() -> PluginInfo:
    """Describe the plugin."""
    return PluginInfo(name="feeds", summary="Publishes catch-ups as iCalendar feeds.")


@hookimpl
def vaultsync_artifacts(network: Network, ctx: Context) -> Iterable[Artifact]:
    """Render each event once, and each feed from the events that its query holds for."""
    for feed in ctx.publishing.feeds:
        # What a feed has no room for is not rendered either: that is what takes the time.
        chosen = ctx.chosen(feed.query, MOST_EVENTS)
        make = partial(_feed, feed, chosen, network, ctx)
        data = ctx.cached(f"feed {feed.name}", (feed, chosen), make, lasting=False)
        yield _artifact(feed, chosen, data)


def _feed(feed: FeedQuery, chosen: Chosen, network: Network, ctx: Context) -> bytes:
    shown = Feed(name=feed.name, title=feed.title, color=feed.color, zone=ctx.zone.key)
    head = ctx.cached(f"head {feed.name}", (shown,), partial(feed_head, shown))
    # A day at a time: where one event changes, the other days are as they were.
    days = [
        ctx.cached(
            f"{feed.name} {day}", (ctx.publishing, *some), partial(_day, tuple(some), network, ctx), lasting=False
        )
        for day, some in ((day, [*group]) for day, group in groupby(chosen.catch_ups, key=_day_of))
    ]
    data = b"".join((head, *days, FEED_END))
    if len(data) <= MOST_BYTES:
        return data
    return render_feed(shown, [_event_of(one, network, ctx) for one in chosen.catch_ups], head=head).data


def _day_of(catch_up: CatchUp) -> str:
    return starts_of(catch_up)[:8]


def _day(catch_ups: tuple[CatchUp, ...], network: Network, ctx: Context) -> bytes:
    return b"".join([_event_of(one, network, ctx).data for one in catch_ups])


def _event_of(one: CatchUp, network: Network, ctx: Context) -> Rendered:
    data = ctx.cached(one.uid, (one, ctx.publishing, ctx.vault), partial(_rendered, one, network, ctx))
    return Rendered(starts=starts_of(one), uid=one.uid, data=data)


def _artifact(feed: FeedQuery, chosen: Chosen, data: bytes) -> Artifact:
    problems = []
    held = data.count(b"\nBEGIN:VEVENT\r\n")
    left_out = len(chosen.catch_ups) + chosen.left_out - held
    if left_out:
        told = f"feed {feed.name} is full: {left_out} of its events, the furthest, were left out."
        problems.append(
            problem("feed-full", told, hint="Split it in vaultsync.toml: more [[feeds]], each with a query.")
        )
    return Artifact(name=f"{feed.name}.ics", data=data, events=held, problems=tuple(problems))


def _rendered(catch_up: CatchUp, network: Network, ctx: Context) -> bytes:
    event = _event(catch_up, network, ctx)
    return render_event(event, ctx.stamp(event.uid, event_digest(event), event.starts))


def _event(catch_up: CatchUp, network: Network, ctx: Context) -> Event:
    reminder = catch_up.reminder
    told = ctx.publishing.description
    known = network.person(reminder.person) if told != "none" and not reminder.people else None
    phone = known.phones[0] if known is not None and known.phones and reminder.channel in CALLS else ""
    link = _link(reminder, known)
    place = "" if link or (told == "none" and conference_link(reminder.place)) else reminder.place
    home = known.location if known is not None and catch_up.start is not None and not link else ""
    return Event(
        uid=catch_up.uid,
        day=catch_up.day if catch_up.start is None else None,
        start=catch_up.start,
        minutes=reminder.minutes,
        summary=f"{catch_up.name}: {reminder.action}" if reminder.action else catch_up.name,
        description="\n".join(_description(catch_up, known, network, ctx)) if told != "none" else "",
        url=obsidian_url(ctx.vault, catch_up.path) if told != "none" else "",
        location=place or home,
        categories=(reminder.kind,),
        conference=conference_link(link or phone),
        alarm=ctx.publishing.alarm,
    )


def _link(reminder: Reminder, person: Person | None) -> str:
    """The address at which they meet by video: the place itself, unless they meet in person; or else the person's."""
    if person is None or reminder.channel in IN_PERSON:
        return ""
    if reminder.place[:8].casefold() == "https://":
        return reminder.place
    return person.meeting_link if reminder.channel == "video" and not reminder.place else ""


def _description(catch_up: CatchUp, person: Person | None, network: Network, ctx: Context) -> Iterator[str]:
    yield f"{catch_up.reason[:1].upper()}{catch_up.reason[1:]}."
    if person is not None and ctx.publishing.description == "full":
        text = _of_sane_length(ctx.brief(person.uid))
        yield from ("", text) if text else ()
    if catch_up.reminder.people and ctx.publishing.description == "full":
        yield ""
        yield from _in_short(catch_up.reminder.people, network, ctx)
    yield ""
    if person is not None and person.phones:
        yield f"Phone: {', '.join(person.phones)}"
    link = _link(catch_up.reminder, person)
    if link:
        yield f"Video: {link}"
    yield obsidian_url(ctx.vault, catch_up.path)
    if catch_up.reminder.kind in {"catch-up", "pick"}:
        yield from ("", DONE)
    if catch_up.reminder.kind == "meeting":
        yield from ("", MET)


def _in_short(uids: tuple[str, ...], network: Network, ctx: Context) -> Iterator[str]:
    """Of each person a line: the name, and what there is to talk of."""
    people = (network.person(uid) for uid in uids[:MOST_PEOPLE])
    for person in (person for person in people if person is not None):
        sections = ctx.brief(person.uid).sections
        said = [f"{one.title} {_cut(one.lines[0], SHORT)}" for one in sections if one.title in IN_SHORT]
        yield f"{person.name}: {' · '.join(said)}" if said else person.name
    if len(uids) > MOST_PEOPLE:
        yield f"and {len(uids) - MOST_PEOPLE} more in the note"


def _cut(line: str, most: int) -> str:
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def _of_sane_length(brief: Brief) -> str:
    """The brief as an event carries it: of a long one, the first lines of each section, each cut short."""
    if len(brief.text) <= MOST_SIGNS:
        return brief.text
    return replace(brief, sections=tuple(map(_shortened, brief.sections))).text


def _shortened(section: Section) -> Section:
    lines = [_cut(line, LONGEST) for line in section.lines[:MOST_LINES]]
    left = len(section.lines) - len(lines)
    more = (f"and {left} more in the note",) if left else ()
    return Section(title=section.title, lines=(*lines, *more), order=section.order, plugin=section.plugin)
