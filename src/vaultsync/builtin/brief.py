"""The first sections of a brief: who they are, how you met, what you last spoke of, what was promised by whom."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from vaultsync import Context, Interaction, Network, Person, PluginInfo, Promise, Section, day_words, hookimpl
from vaultsync.notes import marks_in_words, moves_in, plan_in_words, previously, their_promise

CONVERSATIONS = 3
WEEKS = 53
RARE = 8
"""A time difference that holds for fewer weeks a year is a week or two between two changes of the clocks, not told."""

Said = tuple[str, str, int]
"""A line of a section: its text, and the path and line where it stands."""


@hookimpl
def vaultsync_info() -> PluginInfo:
    """Describe the plugin."""
    return PluginInfo(name="brief", summary="Says who someone is, how you met, and what you spoke of.")


@hookimpl
def vaultsync_brief(person: Person, network: Network, ctx: Context) -> Iterable[Section]:
    """Give the sections, each only where the notes say something."""
    yield Section.of("Who", _who(person, ctx), order=10)
    yield Section.of("Met", _met(person, network), order=20)
    contacts = network.interactions.get(person.uid, ())[:CONVERSATIONS]
    yield Section.of("Last", ((_conversation(one), one.path, one.line) for one in contacts), order=30)
    promises = [each for each in network.promises.get(person.uid, ()) if each.planned is None]
    yours = (each for each in promises if their_promise(each.text) is None)
    # "From them" is from whom the note is about: in a note about somebody else, somebody else.
    theirs = (each for each in promises if their_promise(each.text) is not None and each.path == person.path)
    yield Section.of("Promised", map(_promised, yours), order=50)
    yield Section.of("They promised", map(_promised, theirs), order=51)


def _who(person: Person, ctx: Context) -> Iterator[Said]:
    lines = person.lines
    job = ", ".join(part for part in (person.role, person.company) if part)
    place = ", ".join(part for part in (person.location, _behind(person, ctx)) if part)
    for text, name in (
        (f"{job}{_since(person, ctx)}" if job else "", "role" if person.role else "company"),
        (place, "location" if person.location else "timezone"),
        (person.relationship, "relationship"),
        (", ".join(person.groups), "groups"),
    ):
        if text:
            yield text, person.path, lines.get(name, 0)


def _since(person: Person, ctx: Context) -> str:
    """Since when they do what they do, and what they did before, as far as the note says it."""
    note = ctx.note(person.path)
    if note is None:
        return ""
    move = next((each for each in moves_in(note) if each.what != "location" and each.after), None)
    if move is not None:
        day = day_words(move.day)
        since = day if move.precise == 3 else day.split(" ", 1)[1] if move.precise == 2 else str(move.day.year)
        # A line of history is of the day on which the change was seen.
        seen = "by" if move.precise == 3 else "since"
        return f" ({seen} {since}; before: {move.before})"
    before = previously(note)
    return f" (before: {before[0]})" if before is not None else ""


def _behind(person: Person, ctx: Context) -> str:
    """How far their clocks are from the user's over a year; ``""`` where either is not known, or they go alike."""
    name = ctx.zone_of(person.timezone)
    if not name or ctx.zone.key == "UTC":  # a vault that names no zone
        return ""
    theirs = ZoneInfo(name)
    first = datetime(ctx.today.year, 1, 1, 12, tzinfo=UTC)
    weeks = [first + timedelta(weeks=week) for week in range(WEEKS)]
    minutes = [int((_offset(theirs, at) - _offset(ctx.zone, at)).total_seconds() // 60) for at in weeks]
    usual = sorted({each for each in minutes if minutes.count(each) > RARE}, key=abs)
    if not any(usual) or min(usual) < 0 < max(usual):
        return ""
    # Where they live is not known by their clocks, but those are called after a town.
    whose = "" if person.location else f"{name.rpartition('/')[2].replace('_', ' ')} time, "
    return f"{whose}{' or '.join(map(_hours, usual))} h {'behind' if min(usual) < 0 else 'ahead of'} you"


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()


def _hours(minutes: int) -> str:
    hours, rest = divmod(abs(minutes), 60)
    return f"{hours}:{rest:02}" if rest else str(hours)


def _met(person: Person, network: Network) -> Iterator[Said]:
    line = person.lines.get("met", 0)
    if person.met_on is not None:
        yield day_words(person.met_on), person.path, line
    if person.met:
        yield person.met, person.path, line
    told: set[str] = set()
    for tie in network.ties.get(person.uid, ()):
        other = network.person(tie.other)
        if other is None or other.name in told or tie.person != person.uid:
            continue
        if tie.kind in {"met_through", "introduced_by"}:
            told.add(other.name)
            yield f"through {other.name}", tie.path, tie.line


def _conversation(contact: Interaction) -> str:
    # The text of an entry names the channel in the user's own words; only a bare contact needs ours.
    return f"{day_words(contact.day)}: {marks_in_words(plan_in_words(contact.text)) or contact.channel or 'in touch'}"


def _promised(promise: Promise) -> Said:
    text = their_promise(promise.text) or promise.text
    return (f"{text} (by {day_words(promise.due)})" if promise.due else text), promise.path, promise.line
