"""When to be in touch again: a cadence by person, tier, relationship, group or tag, counted from the last contact."""

from collections.abc import Iterable
from datetime import date, timedelta

import msgspec

from vaultsync import (
    Cadence,
    Context,
    Fact,
    Network,
    Person,
    PluginInfo,
    Problem,
    Reminder,
    Vault,
    action_of,
    every,
    hookimpl,
    problem,
)
from vaultsync.notes import fold, mentoring_in, mentoring_of

TIERS = {
    "inner circle": "2 weeks",
    "inner": "2 weeks",
    "close": "monthly",
    "regular": "quarterly",
    "friend": "quarterly",
    "casual": "6 months",
    "wider": "6 months",
    "distant": "yearly",
}
RELATIONSHIPS = {"mentor": "2 months", "mentee": "monthly"}
NEVER = "never"
"""What stands in the place of a span where a relationship has none."""
SINCE = {
    "call": "a call",
    "video": "a video call",
    "mail": "a mail",
    "text": "a message",
    "met": "you met",
    "": "you were in touch",
}
"""What a channel is called when the time since then is told; the others are called what they are."""


class Config(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Settings of ``[cadence]``."""

    tiers: dict[str, str] = {}
    """Spans of time by tier: ``close = "4 weeks"``. Added to the tiers that come with vaultsync."""
    relationships: dict[str, str] = {}
    """Spans of time by relationship: ``mentee = "3 weeks"``, ``"never"`` for none. Added to those that come along."""
    groups: dict[str, str] = {}
    """Spans of time by group: ``"CX Circle" = "quarterly"``."""
    tags: dict[str, str] = {}
    """Spans of time by tag: ``mentor = "2 months"``."""
    minutes: int = 30
    """How long a catch-up takes, in minutes, when nothing else says so."""


@hookimpl
def vaultsync_info() -> PluginInfo:
    """Describe the plugin."""
    return PluginInfo(name="cadence", summary="Reminds of people by how often you want to be in touch.", config=Config)


@hookimpl
def vaultsync_enrich(person: Person, ctx: Context) -> Iterable[Fact]:
    """Give the cadence that holds for a person, whoever set it."""
    cadence = _cadence(person, ctx)
    if cadence is not None:
        yield Fact(name="cadence", value=cadence, text=f"{every(cadence.days)} ({cadence.source})")


@hookimpl
def vaultsync_reminders(person: Person, network: Network, ctx: Context) -> Iterable[Reminder]:
    """Give one reminder a person: the next catch-up. It is the same event from one contact to the next."""
    if person.quiet:
        return
    fact = network.fact(person.uid, "cadence")
    cadence = fact.value if fact is not None and isinstance(fact.value, Cadence) else None
    last = network.last(person.uid)
    # Where vaultsync writes next_contact itself, it says what follows from the cadence, not what the user set.
    by_hand = cadence is None or "next_contact" not in ctx.writing.properties
    if by_hand and person.next_contact is not None and (last is None or person.next_contact > last.day):
        yield _set_by_hand(person, ctx)
    elif cadence is not None:
        yield _by_cadence(person, network, cadence, ctx)


@hookimpl
def vaultsync_check(vault: Vault, network: Network, ctx: Context) -> Iterable[Problem]:  # noqa: ARG001 - by name
    """Report tiers that no setting knows, and spans in the settings that cannot be read."""
    tiers = _tiers(ctx)
    known = ", ".join(sorted(tiers))
    for person in network.people:
        if person.tier and fold(person.tier) not in tiers:
            yield problem(
                "cadence-unreadable",
                f'cadence "{person.tier}" is neither a span of time nor a tier.',
                hint=f"Write such as 6 weeks, monthly or P6W, or one of the tiers: {known}",
                path=person.path,
                line=person.lines.get("cadence", person.lines.get("tier", 0)),
            )
    config: Config = ctx.config
    tables = {
        "tiers": config.tiers,
        "relationships": {name: text for name, text in config.relationships.items() if fold(text) != NEVER},
        "groups": config.groups,
        "tags": config.tags,
    }
    for table, spans in tables.items():
        for name, text in spans.items():
            if ctx.days(text) is None:
                yield problem(
                    "plugin-config",
                    f'[cadence.{table}] {name} = "{text}" is not a span of time.',
                    hint="Write such as 6 weeks, monthly or P6W.",
                    path="vaultsync.toml",
                )


def _tiers(ctx: Context) -> dict[str, int]:
    config: Config = ctx.config
    spans = {fold(name): ctx.days(text) for name, text in {**TIERS, **config.tiers}.items()}
    return {name: days for name, days in spans.items() if days is not None}


def _cadence(person: Person, ctx: Context) -> Cadence | None:
    """Find the person's own cadence, else that of tier, relationship, group or tag, of several the shortest."""
    if person.cadence is not None:
        return person.cadence
    tier = _tiers(ctx).get(fold(person.tier)) if person.tier else None
    if tier is not None:
        return Cadence(days=tier, source=f"tier {person.tier}")
    config: Config = ctx.config
    return (
        _shortest("relationship", _relations(person), {**RELATIONSHIPS, **config.relationships}, ctx)
        or _shortest("group", person.groups, config.groups, ctx)
        or _shortest("tag", person.tags, config.tags, ctx)
    )


def _relations(person: Person) -> list[str]:
    """What the note calls them, and ``mentor`` or ``mentee`` where that is another word for it."""
    words = [word.strip() for word in person.relationship.split(",") if word]
    mentoring = mentoring_in(words)
    return words if not mentoring or mentoring in map(fold, words) else [*words, mentoring]


def _shortest(kind: str, names: Iterable[str], spans: dict[str, str], ctx: Context) -> Cadence | None:
    names = tuple(names)
    by_name = {fold(name): ctx.days(text) for name, text in spans.items()} if names else {}
    found = [(days, name) for name in names if (days := by_name.get(fold(name))) is not None]
    return Cadence(days=min(found)[0], source=f"{kind} {min(found)[1]}") if found else None


def _by_cadence(person: Person, network: Network, cadence: Cadence, ctx: Context) -> Reminder:
    config: Config = ctx.config
    last = network.last(person.uid)
    days = timedelta(days=cadence.days)
    # Somebody with no contact yet waits since their note was first seen, so that their turn comes too.
    due = last.day + days if last is not None else person.first_seen or ctx.today
    channel = person.channel or (last.channel if last is not None else "")
    wish = _wish(person, network, cadence)
    reason = f"{SINCE.get(last.channel, last.channel)}; {wish}" if last is not None else f"nothing noted yet; {wish}"
    return Reminder(
        person=person.uid,
        key="next",
        kind="catch-up",
        due=due,
        since=last.day if last is not None else None,
        reason=reason,
        earliest=due - days / 7,
        latest=due + days / 4,
        minutes=config.minutes,
        channel=channel,
        action=action_of(channel) or "catch up",
        path=person.path,
        line=person.lines.get("cadence", 0),
    )


def _wish(person: Person, network: Network, cadence: Cadence) -> str:
    """How often, and who says so; of a mentor or mentee, that they are."""
    rhythm = network.fact(person.uid, "rhythm")
    mentoring = mentoring_of(person)
    source = "" if mentoring and mentoring_in([cadence.source.partition(" ")[2]]) else cadence.source
    often = every(cadence.days) if source in {"", "note"} else f"{source}: {every(cadence.days)}"
    if rhythm is not None and isinstance(rhythm.value, int) and abs(rhythm.value - cadence.days) * 4 <= cadence.days:
        often = f"you usually speak {every(rhythm.value)}"
    return f"your {mentoring}: {often}" if mentoring else often


def _set_by_hand(person: Person, ctx: Context) -> Reminder:
    config: Config = ctx.config
    assert person.next_contact is not None  # noqa: S101 - the caller asked
    return Reminder(
        person=person.uid,
        key="next",
        kind="catch-up",
        due=person.next_contact,
        # Once its day has passed without a contact, it is a catch-up like any other.
        at=person.next_contact_at if person.next_contact >= ctx.today else None,
        reason="the day you set",
        latest=_week_after(person.next_contact),
        minutes=config.minutes,
        channel=person.channel,
        action=action_of(person.channel) or "catch up",
        path=person.path,
        line=person.lines.get("next_contact", 0),
    )


def _week_after(day: date) -> date:
    return day + min(timedelta(days=7), date.max - day)
