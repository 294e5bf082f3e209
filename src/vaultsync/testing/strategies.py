"""Hypothesis strategies for what plugins are handed: notes, people, networks; and texts that notes should not have.

All of them shrink towards the plain: nobody, an empty note, a person with a name alone. Days lie around :data:`DAY`.
Names, words and paths hold accents, emoji, right-to-left letters, and nothing at all.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy
from msgspec.structs import replace

from vaultsync.model import (
    Cadence,
    Fact,
    Gathering,
    Interaction,
    Network,
    Note,
    Person,
    Planned,
    Promise,
    Tie,
    YearlyDate,
)
from vaultsync.notes import parse_note
from vaultsync.people import CHANNELS
from vaultsync.testing._hostile import HOSTILE, KEYS, NAMES, VALUES, WORDS, NoteBytes

__all__ = ["DAY", "HOSTILE", "hostile_texts", "networks", "notes", "people"]

DAY = date(2026, 11, 24)
"""The day around which the strategies' days lie: what the fixture ``today`` gives."""

T = TypeVar("T")


def hostile_texts() -> SearchStrategy[bytes]:
    """The bytes of a note's file, such as no plugin should trip over.

    Broken and unfinished YAML, keys that stand twice, dates that are none, values of every kind under every property
    that vaultsync knows, empty names, right-to-left text, emoji, templates, conflict marks, huge notes, bytes that are
    no UTF-8, every kind of line end. :data:`HOSTILE` are those with a name.
    """
    return st.sampled_from(sorted(HOSTILE.values(), key=len)) | _made_up()


@st.composite
def _made_up(draw: DrawFn) -> bytes:
    front = draw(_lists(st.tuples(st.sampled_from(KEYS), st.sampled_from(VALUES)), 6))
    lines = draw(_lists(st.builds("{}{} {}".format, st.sampled_from(_MARKS), _days(), _words()), 4))
    text = "\n".join(["---", *(f"{key}: {value}" for key, value in front), "---", "## Log", *lines, ""])
    return NoteBytes(text.replace("\n", draw(st.sampled_from(["\n", "\r\n", "\r"]))).encode("utf-8", "surrogatepass"))


_MARKS = ("- ", "- [ ] 📅 ", "- [ ] ", "- [x] ", "### ", "| ", "> ", "")


@st.composite
def notes(draw: DrawFn) -> Note:
    """A note as it was read, whatever is in it: of a person or of anything else, with its problems."""
    folder = draw(st.sampled_from(["People/", "", "Daily/", "People/Family/"]))
    return parse_note(f"{folder}{draw(st.sampled_from(NAMES[:-1]))}.md", draw(hostile_texts()))


def people() -> SearchStrategy[Person]:
    """A person, with anything known of them or nothing."""
    return _numbered(0)


@cache
def _numbered(number: int) -> SearchStrategy[Person]:
    uids = st.sampled_from([f"uid-{number}", f"People/{number}.md"])
    return st.builds(lambda one, uid: replace(one, uid=uid, path=f"People/{number}.md"), _person(), uids)


@cache
def _person() -> SearchStrategy[Person]:
    names, words, days = st.sampled_from(NAMES), _words(), _days()
    spans = st.builds(Cadence, days=st.integers(1, 4000), source=st.sampled_from(["note", "tag family"]))
    return st.builds(
        Person,
        uid=st.just(""),
        path=st.just(""),
        name=names,
        aliases=_some(names),
        emails=_some(st.sampled_from(["ana@example.org", "no address", "ünï@example.org"])),
        phones=_some(st.sampled_from(["+44 7700 900114", "", "ask", "٠٠٤٤ ٧٧٠٠"])),
        urls=_some(st.sampled_from(["https://example.org/ana", "example.org", "javascript:alert(1)"])),
        dates=_some(_yearly()),
        company=words,
        role=words,
        location=words,
        timezone=st.sampled_from(["", "Europe/Madrid", "Nowhere/Land", "UTC+25"]),
        relationship=words,
        groups=_some(words),
        tags=_some(st.sampled_from(["family", "person", "close/friend", "☕"])),
        skills=_some(words),
        interests=_some(words),
        status=st.sampled_from(["", "archived", "aspirational", "Deceased", "??"]),
        channel=st.sampled_from(["", "call", "coffee", "pigeon post"]),
        cadence=st.none() | spans,
        tier=st.sampled_from(["", "close", "no such tier"]),
        last_contact=st.none() | days,
        next_contact=st.none() | days,
        next_contact_at=st.none() | st.times(),
        snooze_until=st.none() | days,
        paused=st.booleans(),
        met=words,
        met_on=st.none() | days,
        met_through=_some(names),
        introduced_by=_some(names),
        knows=_some(names),
        first_seen=st.none() | days,
        meeting_link=st.sampled_from(["", "https://meet.example.org/ana", "https://"]),
        found=st.sampled_from([(), (("cadence", 2),), (("email", 7), ("uid", 2))]),
    )


@st.composite
def networks(draw: DrawFn, most: int = 3) -> Network:
    """Up to ``most`` people by path, and what is known between them, in the order that the host gives it.

    Contacts are newest first, gatherings in the order of their days; ties, promises and facts are sorted. Whoever is
    named in one of them is in the network, and with the first of a gathering alone stands who they all are.
    """
    everybody = tuple(draw(_numbered(number)) for number in range(draw(st.integers(0, most))))
    uids = [person.uid for person in everybody]
    known = {uid: draw(_known()) for uid in uids}
    return Network(
        people=everybody,
        interactions=_by(known, 0, lambda one: (-one.day.toordinal(), one.path, one.line, one.text), uids),
        ties=_by(known, 1, lambda one: (one.other, one.kind, one.path, one.line), uids),
        promises=_by(known, 2, lambda one: (one.key, one.path, one.line), uids, once="key"),
        facts=_by(known, 3, lambda one: (one.plugin, one.name), uids),
        gatherings=_attended(draw(_lists(_gatherings(), 2)) if uids else [], draw(st.permutations(uids))),
    )


def _attended(found: list[Gathering], uids: list[str]) -> dict[str, tuple[Gathering, ...]]:
    """Gatherings by uid: of one note each, with the first people of these, as many as it has a number for."""
    by_uid: dict[str, list[Gathering]] = {}
    for one in sorted({one.path: one for one in found}.values(), key=lambda one: (one.day, one.path)):
        there = tuple(uids[: int(one.people[0])]) or (uids[0],)
        for uid in there:
            by_uid.setdefault(uid, []).append(replace(one, people=there if uid == there[0] else ()))
    return {uid: tuple(by_uid[uid]) for uid in sorted(by_uid)}


@cache
def _gatherings() -> SearchStrategy[Gathering]:
    """A gathering of how many people; who they are is not said yet."""
    return st.builds(
        lambda one, number: replace(one, key=f"k{number}", path=f"Gatherings/{number}.md"),
        st.builds(
            Gathering,
            key=st.just(""),
            path=st.just(""),
            name=_words().map(lambda name: name or "Fair"),
            day=st.integers(-31, 400).map(lambda number: DAY + timedelta(days=number)),
            line=st.integers(0, 9),
            at=st.none() | st.times(),
            minutes=st.integers(0, 600),
            until=st.none(),
            place=_words(),
            channel=st.sampled_from(["met", "call"]),
            social=st.booleans(),
            over=st.booleans(),
            people=st.sampled_from([("1",), ("2",), ("3",)]),
        ),
        st.integers(0, 3),
    )


@cache
def _known() -> SearchStrategy[tuple[tuple[Any, ...], ...]]:
    """Contacts, ties, promises and facts of somebody, of whom and to whom is not said yet."""
    nobody, words, days = st.just(""), _words(), _days()
    path, line = st.sampled_from(["People/0.md", "Daily/2026-11-01.md"]), st.integers(1, 40)
    channel = st.sampled_from(["", *(channel.name for channel in CHANNELS)])
    way, kind = st.sampled_from(("", "in", "out")), st.sampled_from(("knows", "introduced_by", "met_through"))
    key, due = st.sampled_from(["a1", "b2", "c3"]), st.none() | days
    past = st.integers(0, 730).map(lambda number: DAY - timedelta(days=number))
    contacts = st.builds(
        Interaction, person=nobody, day=past, channel=channel, direction=way, text=words, path=path, line=line
    )
    ties = st.builds(Tie, person=nobody, other=st.sampled_from("0123"), kind=kind, path=path, line=line)
    promises = st.builds(
        Promise, person=nobody, key=key, text=words, path=path, line=line, due=due, planned=st.none() | _plans()
    )
    return st.tuples(_some(contacts), _some(ties), _some(promises), _some(_facts()))


@cache
def _plans() -> SearchStrategy[Planned]:
    places = st.sampled_from(["", "Café Luna", "https://meet.example.org/ana", "https://", "::"])
    times, minutes = st.none() | st.times(), st.none() | st.integers(1, 10080)
    texts = st.sampled_from(["🍽 lunch: about CX", "call", "", "☕"]) | _words()
    return st.builds(Planned, day=_days(), at=times, minutes=minutes, place=places, text=texts)


def _by(
    known: Mapping[str, tuple[tuple[Any, ...], ...]],
    kind: int,
    key: Callable[[Any], Any],
    uids: list[str],
    *,
    once: str = "",
) -> dict[str, tuple[Any, ...]]:
    """One kind of what is known by uid, said of whom it is known and sorted; each but ``once`` by that field."""
    found = {}
    for uid in sorted(known):
        own = [replace(one, person=uid) if hasattr(one, "person") else one for one in known[uid][kind]]
        own = [replace(one, other=uids[int(one.other) % len(uids)]) if hasattr(one, "other") else one for one in own]
        own = list({getattr(one, once): one for one in own}.values()) if once else own
        found[uid] = tuple(sorted(own, key=key))
    return {uid: some for uid, some in found.items() if some}


def _facts() -> SearchStrategy[Fact]:
    cadence = st.builds(Cadence, days=st.integers(1, 400), source=st.just("tier close"))
    return st.builds(Fact, name=st.just("cadence"), value=cadence, plugin=st.just("cadence")) | st.builds(
        Fact, name=st.just("rhythm"), value=st.integers(1, 400), plugin=st.just("rhythm")
    )


@cache
def _yearly() -> SearchStrategy[YearlyDate]:
    """Days that come every year, 29 February among them; the year is known or not."""
    return st.builds(
        lambda day, label, known: YearlyDate(
            label=label, month=day.month, day=day.day, year=day.year if known else None, line=3
        ),
        st.dates(date(1900, 1, 1), date(2030, 12, 31)) | st.just(date(2000, 2, 29)),
        st.sampled_from(["birthday", "anniversary", "name day", "🎂"]),
        st.booleans(),
    )


@cache
def _days() -> SearchStrategy[date]:
    return st.integers(-730, 730).map(lambda number: DAY + timedelta(days=number))


@cache
def _words() -> SearchStrategy[str]:
    letters = st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"))
    return st.sampled_from(WORDS) | st.text(letters, max_size=12).map(str.strip)


def _some(each: SearchStrategy[T]) -> SearchStrategy[tuple[T, ...]]:
    """None, or a few different ones."""
    return st.just(()) | _lists(each, 3).map(lambda found: tuple(dict.fromkeys(found)))


def _lists(each: SearchStrategy[T], most: int) -> SearchStrategy[list[T]]:
    return st.lists(each, max_size=most)
