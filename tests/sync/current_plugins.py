"""Plugins that lean on all that a plugin may: other people, everybody, what was kept, and failing."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from vaultsync import (
    Artifact,
    Context,
    Fact,
    Limits,
    Network,
    Note,
    Person,
    Problem,
    Reminder,
    Schedule,
    Section,
    Vault,
    hookimpl,
    problem,
)
from vaultsync.hooks import load as loading

FIRST = date(2026, 11, 1)
THREE = ", of three"


class Kin:
    """Speaks of the people to whom somebody has a tie."""

    @hookimpl
    def vaultsync_enrich(self, person: Person, network: Network, ctx: Context) -> Iterator[Fact]:
        note = ctx.note(person.path)
        for prop in note.properties if note is not None else ():
            if prop.key == "tea":
                yield Fact(name="likes", value=prop.values[0])
        others = [tie.other for tie in network.ties.get(person.uid, ())]
        lasts = [str(last.day) for other in others if (last := network.last(other)) is not None]
        if others:
            yield Fact(name="kin", value=len(others), text=" ".join(lasts))
        # Facts do not depend on each other.
        seen = sum(len(network.facts.get(other, ())) for other in others) + len(network.facts)
        if seen:
            yield Fact(name="seen", value=seen)

    @hookimpl
    def vaultsync_reminders(self, person: Person, network: Network) -> Iterator[Reminder]:
        for number, tie in enumerate(network.ties.get(person.uid, ())):
            other = network.person(tie.other)
            last = network.last(tie.other)
            if other is not None and last is not None and network.fact(tie.other, "cadence"):
                yield Reminder(
                    person=person.uid,
                    key=f"kin-{number}",
                    kind="kin",
                    due=last.day + timedelta(days=30),
                    reason=f"{other.name} and you",
                )

    @hookimpl
    def vaultsync_brief(self, person: Person, network: Network, ctx: Context) -> Iterable[Section]:
        note = ctx.note("Tasks.md") if "family" in person.tags else None
        yield Section(title="Tasks", lines=(str(len(note.lines)),) if note is not None else (), order=89)
        others = [network.person(tie.other) for tie in network.ties.get(person.uid, ())]
        lines = [f"{other.name}: {len(network.promises.get(other.uid, ()))}" for other in others if other is not None]
        yield Section(title="Kin", lines=tuple(lines), order=90)


class Census:
    """Looks at everybody, and at one person whom nobody names."""

    @hookimpl
    def vaultsync_enrich(self, person: Person, network: Network, ctx: Context) -> Iterator[Fact]:
        if "host" in person.tags:
            yield Fact(name="crowd", value=ctx.cached("crowd", (), lambda: self._crowd(network)).decode())

    def _crowd(self, network: Network) -> bytes:
        return b"%d" % sum(1 for other in network.people if "family" in other.tags)

    @hookimpl
    def vaultsync_reminders(self, person: Person, network: Network, ctx: Context) -> Iterator[Reminder]:
        if "host" in person.tags:
            days = sum(len(known) for known in network.interactions.values()) + len(network.facts)
            yield Reminder(
                person=person.uid,
                key="party",
                kind="party",
                due=FIRST + timedelta(days=20 + days),
                fixed=True,
                reason=f"{len(network.people)} people",
            )
        if "family" in person.tags:
            facts = ctx.cached("of Ana", (), lambda: b" " * len(network.facts.get("People/Ana.md", ())))
            known = network.person("People/Ana.md")
            yield Reminder(
                person=person.uid,
                key="ana",
                kind="ana",
                due=FIRST + timedelta(days=25 + len(facts)),
                reason=f"Ana is {known.name if known else 'away'}",
            )

    @hookimpl
    def vaultsync_brief(self, person: Person, network: Network) -> Iterable[Section]:
        hosts = [other.name for other in network.people if "host" in other.tags] if "family" in person.tags else ()
        return [Section(title="Hosts", lines=tuple(hosts), order=91)]

    @hookimpl
    def vaultsync_artifacts(self, network: Network, schedule: Schedule, ctx: Context) -> Iterator[Artifact]:
        text = "".join(f"{one.day} {one.name} {one.reason}\n" for one in schedule.catch_ups)
        text += "".join(f"{one.id} {one.due}\n" for one in schedule.reminders)
        for person in network.people:
            made = ctx.cached(
                f"card {person.uid}", (person.name,), lambda uid=person.uid: self._card(uid, network, ctx)
            )
            text += made.decode()
        text += ctx.cached("all", (), lambda: b"".join(self._cards(network, ctx)), lasting=False).decode()
        for feed in ctx.publishing.feeds:
            for most in (1, 3):
                key = f"first {most} of {feed.name}"
                text += ctx.cached(key, (), lambda query=feed.query, most=most: self._first(query, most, ctx)).decode()
        yield Artifact(name="census.txt", data=text.encode())

    def _first(self, query: str, most: int, ctx: Context) -> bytes:
        chosen = ctx.chosen(query, most)
        return f"{[one.name for one in chosen.catch_ups]} {chosen.left_out}\n".encode()

    def _cards(self, network: Network, ctx: Context) -> Iterator[bytes]:
        for person in network.people:
            yield ctx.cached(f"card {person.uid}", (person.name,), lambda uid=person.uid: self._card(uid, network, ctx))

    def _card(self, uid: str, network: Network, ctx: Context) -> bytes:
        last = network.last(uid)
        facts = [f"{fact.name} {fact.value}" for fact in network.facts.get(uid, ())]
        return f"{uid} {last} {facts}\n{ctx.brief(uid).text}\n".encode()

    @hookimpl
    def vaultsync_check(self, vault: Vault, network: Network) -> Iterable[Problem]:
        told = f"{len(vault.notes)} notes, {len(network.people)} people, {sorted(network.promises)}"
        return [problem("plugin-result", told, hint="")]


class Faulty:
    """Fails for some people, on some days; and, while it is ``out`` of order, in everything or for those of a tag."""

    out = ""

    def _fails(self, tags: Iterable[str], kind: str) -> None:
        if self.out == "everything" or self.out in tags or kind in tags:
            raise RuntimeError(f"{kind}: out of order")

    @hookimpl
    def vaultsync_recognise(self, note: Note) -> None:
        if "unsure" in note.tags:
            raise RuntimeError("unsure")

    @hookimpl
    def vaultsync_enrich(self, person: Person, ctx: Context) -> Iterator[Fact]:
        yield Fact(name="tea", value=ctx.today.day % 2)
        self._fails(person.tags, "broken-facts")

    @hookimpl
    def vaultsync_reminders(self, person: Person, network: Network, ctx: Context) -> Iterator[Reminder]:
        fact = network.fact(person.uid, "tea")
        if "busy" in person.tags and fact is not None:
            due = ctx.today + timedelta(days=3)
            yield Reminder(person=person.uid, key="tea", kind="tea", due=due, reason=f"tea {fact.value}")
        self._fails(person.tags, "broken-reminders")

    @hookimpl
    def vaultsync_brief(self, person: Person) -> Iterable[Section]:
        self._fails(person.tags, "broken-brief")
        return [Section(title="Tea", lines=(person.name,), order=92)]

    @hookimpl
    def vaultsync_artifacts(self, network: Network, ctx: Context) -> Iterator[Artifact]:
        yield Artifact(name="tea.txt", data=f"{len(network.people)} {ctx.today}".encode())
        self._fails(("on that day",) if ctx.today.day % 4 == 0 else (), "on that day")
        yield Artifact(name="cups.txt", data=f"{len(network.ties)}".encode())

    @hookimpl
    def vaultsync_check(self, ctx: Context) -> Iterable[Problem]:
        self._fails(("on that day",) if ctx.today.day % 3 == 0 else (), "on that day")
        return []


class Mover:
    """Adjusts the schedule with a look at all of it."""

    @hookimpl
    def vaultsync_adjust_schedule(self, schedule: Schedule, network: Network, ctx: Context) -> Schedule:
        limits: Limits = schedule.limits
        reminders = tuple(schedule.reminders)
        if len(reminders) > 6:
            limits = replace(limits, per_day=1)
            reminders = tuple(one for one in reminders if one.kind != "kin")
        if len(network.people) == 3:
            reminders = tuple(replace(one, reason=f"{one.reason.removesuffix(THREE)}{THREE}") for one in reminders)
        if ctx.today.day % 5 == 0:
            raise RuntimeError("not today")
        return replace(schedule, reminders=reminders, limits=limits)


def with_plugins(patch: pytest.MonkeyPatch, plugins: Callable[[], dict[str, object]]) -> None:
    """Let every run have these plugins besides, by name; a class that is given says nothing of itself."""
    real = loading.load

    def load(*arguments: Any, **options: Any) -> Any:
        manager, infos, problems = real(*arguments, **options)
        for name, plugin in plugins().items():
            manager.register(plugin, name)
        return manager, infos, problems

    patch.setattr("vaultsync.sync.plugged.load", load)
