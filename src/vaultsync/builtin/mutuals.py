"""Whom you both know, and which of them could lead you to somebody you have not spoken to for long.

In common are people whom the person's note names as ones they know, or through whom you met, and with whom you have
been in touch yourself.
"""

from collections.abc import Iterable
from datetime import timedelta

from vaultsync import Context, Interaction, Network, Person, PluginInfo, Section, Tie, day_words, hookimpl

MOST = 5
KINDS = ("introduced_by", "met_through", "knows")
"""Ties that say that two people know each other, the one who brought you together first."""
LONG = timedelta(days=365)
"""A way in is for somebody with whom your last contact is this much older than the one with the mutual."""

Mutual = tuple[Tie, Person, Interaction]


@hookimpl
def vaultsync_info() -> PluginInfo:
    """Describe the plugin."""
    return PluginInfo(name="mutuals", summary="Says in the brief whom you both know, and who could be a way in.")


@hookimpl
def vaultsync_brief(person: Person, network: Network, ctx: Context) -> Iterable[Section]:  # noqa: ARG001 - by name
    """Give the people in common, the last spoken to first, and of those you could ask the one who is closest."""
    known = _mutuals(person, network)
    yield Section.of("In common", map(_told, known[:MOST]), order=60)
    last = network.last(person.uid)
    ways = [each for each in known if last is None or each[2].day - last.day >= LONG]
    if ways:
        yield Section.of("A way in", [_way(min(ways, key=lambda each: KINDS.index(each[0].kind)))], order=80)


def _mutuals(person: Person, network: Network) -> list[Mutual]:
    found: dict[str, Mutual] = {}
    for tie in sorted(network.ties.get(person.uid, ()), key=lambda tie: (_rank(tie), tie.line)):
        other = network.person(tie.other)
        spoken = network.last(tie.other)
        if tie.kind in KINDS and other is not None and spoken is not None and not (other.quiet or other.paused):
            found.setdefault(other.uid, (tie, other, spoken))
    return sorted(found.values(), key=lambda each: (-each[2].day.toordinal(), each[1].name, each[1].path))


def _rank(tie: Tie) -> int:
    return KINDS.index(tie.kind) if tie.kind in KINDS else len(KINDS)


def _told(mutual: Mutual) -> tuple[str, str, int]:
    tie, other, spoken = mutual
    return f"{other.name} ({_spoken(spoken)})", tie.path, tie.line


def _way(mutual: Mutual) -> tuple[str, str, int]:
    tie, other, spoken = mutual
    why = "knows you both" if tie.kind == "knows" else "brought you together"
    return f"{other.name}, who {why} ({_spoken(spoken)})", tie.path, tie.line


def _spoken(contact: Interaction) -> str:
    return f"{contact.channel or 'in touch'}, {day_words(contact.day)}"
