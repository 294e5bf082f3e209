"""A plugin that fails is told of by name, and takes nobody else down."""

import logging
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from types import ModuleType, SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from vaultsync import (
    Artifact,
    Busy,
    Fact,
    Limits,
    Location,
    Network,
    Note,
    Person,
    PluginInfo,
    Publishing,
    Reminder,
    Schedule,
    Section,
    hookimpl,
)
from vaultsync.hooks.call import PluginFailedError
from vaultsync.hooks.context import Context
from vaultsync.hooks.load import load, manager
from vaultsync.hooks.plugins import Plugins

DAY = date(2026, 11, 22)
ANA = Person(uid="ana", path="People/Ana.md", name="Ana")


def plugins(*members: object, strict: bool = False, passing: tuple[type[Exception], ...] = ()) -> Plugins:
    made = manager()
    for member in members:
        made.register(member, member.name)
    context = Context(
        today=DAY,
        zone=ZoneInfo("UTC"),
        vault="V",
        config=None,
        log=logging.getLogger("test"),
        host=SimpleNamespace(),
        template_folders=(),
        publishing=Publishing(),
    )
    return Plugins(made, context, {"good": "settings"}, infos={}, strict=strict, passing=passing)


def reminder(key: str) -> Reminder:
    return Reminder(person="ana", key=key, kind="catch-up", due=DAY, reason="because")


class Good:
    name = "good"

    @hookimpl
    def vaultsync_reminders(self, person: Person, ctx: Context) -> Iterable[Reminder]:
        assert ctx.config == "settings"
        return [reminder("b"), reminder("a")]


class Raising:
    name = "raising"

    @hookimpl
    def vaultsync_reminders(self, person: Person) -> Iterable[Reminder]:
        raise RuntimeError("out of ideas")


class RaisingLate:
    name = "late"

    @hookimpl
    def vaultsync_reminders(self) -> Iterator[Reminder]:
        yield reminder("first")
        raise KeyError("second")


class Exiting:
    name = "exiting"

    @hookimpl
    def vaultsync_reminders(self) -> Iterable[Reminder]:
        raise SystemExit(3)


class Wrong:
    name = "wrong"

    @hookimpl
    def vaultsync_reminders(self) -> Iterable[Reminder]:
        return [reminder("right"), "tomorrow"]


class Bare:
    name = "bare"

    @hookimpl
    def vaultsync_reminders(self) -> Reminder:
        return reminder("alone")


class Nothing:
    name = "nothing"

    @hookimpl
    def vaultsync_reminders(self) -> None:
        return None


@pytest.mark.parametrize("broken", [Raising(), RaisingLate(), Exiting(), Wrong(), Bare()], ids=lambda one: one.name)
def test_the_others_are_heard_when_one_fails(broken: object) -> None:
    outcome = plugins(broken, Good()).reminders(ANA, Network())
    assert [(one.plugin, one.key) for one in outcome.values] == [("good", "a"), ("good", "b")]
    assert outcome.failed == {broken.name}
    (told,) = outcome.problems
    assert told.plugin == broken.name
    assert told.path == "People/Ana.md"
    assert told.severity == "error"
    assert broken.name in told.message
    assert "vaultsync_reminders" in told.message
    assert f"--without {broken.name}" in told.hint


def test_nothing_is_an_answer() -> None:
    outcome = plugins(Nothing()).reminders(ANA, Network())
    assert (outcome.values, outcome.failed, outcome.problems) == ((), frozenset(), ())


@pytest.mark.parametrize("broken", [Raising(), Wrong()], ids=lambda one: one.name)
def test_strict_stops_at_the_first_failure_and_names_plugin_and_hook(broken: object) -> None:
    with pytest.raises(PluginFailedError, match=f"plugin {broken.name} .*vaultsync_reminders"):
        plugins(broken, Good(), strict=True).reminders(ANA, Network())


def test_ctrl_c_in_a_plugin_is_ctrl_c() -> None:
    class Interrupted:
        name = "interrupted"

        @hookimpl
        def vaultsync_reminders(self) -> None:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        plugins(Interrupted()).reminders(ANA, Network())


class First:
    name = "first"

    @hookimpl
    def vaultsync_recognise(self, note: Note) -> Person | None:
        return ANA if note.path == ANA.path else None


class Second:
    name = "second"

    @hookimpl
    def vaultsync_recognise(self, note: Note) -> Person | None:
        return Person(uid="", path=note.path, name="Second")


def test_the_first_to_recognise_a_note_decides() -> None:
    asked = plugins(First(), Second())
    assert asked.recognise(Note(path=ANA.path, digest="")).values == (ANA,)
    assert asked.recognise(Note(path="b.md", digest="")).values[0].name == "Second"
    assert plugins(First()).recognise(Note(path="b.md", digest="")).values == ()


def test_where_one_fails_to_recognise_nobody_else_guesses() -> None:
    class Broken:
        name = "broken"

        @hookimpl
        def vaultsync_recognise(self, note: Note) -> Person | None:
            raise ValueError(note.path)

    outcome = plugins(Broken(), Second()).recognise(Note(path="b.md", digest=""))
    assert (outcome.values, outcome.failed) == ((), {"broken"})


def test_a_schedule_is_folded_and_a_failure_passed_over() -> None:
    class Halves:
        name = "halves"

        @hookimpl
        def vaultsync_adjust_schedule(self, schedule: Schedule, network: Network) -> Schedule:
            return Schedule(limits=Limits(per_day=schedule.limits.per_day // 2))

    class Breaks:
        name = "breaks"

        @hookimpl
        def vaultsync_adjust_schedule(self, schedule: Schedule) -> Schedule:
            raise ValueError

    class Leaves:
        name = "leaves"

        @hookimpl
        def vaultsync_adjust_schedule(self) -> None:
            return None

    outcome = plugins(Halves(), Breaks(), Leaves()).adjust_schedule(Schedule(limits=Limits(per_day=8)), Network())
    assert (outcome.values[0].limits.per_day, outcome.failed) == (4, {"breaks"})


def test_facts_and_sections_come_in_an_order_that_does_not_depend_on_the_plugins() -> None:
    class Both:
        def __init__(self, name: str, order: int) -> None:
            self.name, self.order = name, order

        @hookimpl
        def vaultsync_enrich(self) -> Iterable[Fact]:
            yield Fact(name="warmth", value=1)

        @hookimpl
        def vaultsync_brief(self) -> Iterable[Section]:
            yield Section(title="Who", lines=(self.name,), order=self.order)
            yield Section(title="Empty", lines=())

    pair = Both("zoe", 1), Both("abe", 2)
    for ordered in (pair, pair[::-1]):
        asked = plugins(*ordered)
        assert [fact.plugin for fact in asked.enrich(ANA, Network()).values] == ["abe", "zoe"]
        assert [section.plugin for section in asked.brief(ANA, Network()).values] == ["zoe", "abe"]


NINE = datetime(2026, 12, 1, 9, tzinfo=UTC)


class Calendar:
    def __init__(self, name: str, *hours: int) -> None:
        self.name, self.hours = name, hours

    @hookimpl
    def vaultsync_busy(self, first: datetime, last: datetime) -> Iterable[Busy]:
        assert (first, last) == (NINE, NINE + timedelta(days=1))
        for hour in self.hours:
            yield Busy(start=NINE + timedelta(hours=hour), end=NINE + timedelta(hours=hour + 1))


@pytest.mark.parametrize(
    "said",
    [
        [Busy(start=NINE, end=NINE), 7],
        [Busy(start=NINE, end=NINE, unknown=None)],
        Busy(start=NINE, end=NINE),
        LookupError("no calendar"),
    ],
    ids=["junk", "junk inside", "one alone", "raised"],
)
def test_what_is_busy_is_heard_of_every_calendar_but_the_one_that_fails(said: object) -> None:
    class Broken:
        name = "broken"

        @hookimpl
        def vaultsync_busy(self) -> object:
            if isinstance(said, Exception):
                raise said
            return said

    asked = plugins(Calendar("zoe", 3, 1), Broken(), Calendar("abe", 2)).busy(NINE, NINE + timedelta(days=1))
    assert [(one.plugin, one.start - NINE) for one in asked.values] == [
        ("zoe", timedelta(hours=1)),
        ("abe", timedelta(hours=2)),
        ("zoe", timedelta(hours=3)),
    ]
    assert asked.failed == {"broken"}
    assert "broken" in asked.problems[0].message


@pytest.mark.parametrize(
    ("start", "end"), [(NINE.replace(tzinfo=None), NINE), (NINE, NINE.replace(tzinfo=None)), (NINE, NINE.min)]
)
def test_busy_times_are_moments_in_their_order(start: datetime, end: datetime) -> None:
    with pytest.raises(ValueError, match="need a time zone"):
        Busy(start=start, end=end)
    with pytest.raises(ValueError, match="end is before start"):
        Busy(start=NINE, end=NINE - timedelta(seconds=1))


class Atlas:
    def __init__(self, name: str, **places: float) -> None:
        self.name, self.places = name, places

    @hookimpl
    def vaultsync_locate(self, places: tuple[str, ...], ctx: Context) -> Iterable[Location]:
        for place in reversed(places):
            if place in self.places:
                yield Location(place=place, latitude=self.places[place], longitude=0, name=f"{place}, {ctx.plugin}")


@pytest.mark.parametrize(
    "said",
    [
        [Location(place="Leeds", latitude=1, longitude=1, name="Leeds"), "Leeds"],
        [Location(place="Leeds", latitude=1, longitude=1, name=None)],
        LookupError("no map"),
    ],
    ids=["junk", "junk inside", "raised"],
)
def test_a_place_lies_where_the_first_plugin_that_knows_it_says(said: object) -> None:
    class Broken:
        name = "broken"

        @hookimpl
        def vaultsync_locate(self) -> object:
            if isinstance(said, Exception):
                raise said
            return said

    asked = plugins(Broken(), Atlas("zoe", Leeds=53, York=54), Atlas("abe", York=1, Otley=2))
    found = asked.locate(("York", "Otley", "Atlantis", "Leeds", "York"), SimpleNamespace())
    told = [(one.name, one.latitude, one.plugin) for one in found.values]
    assert told == [("York, zoe", 54, "zoe"), ("Otley, abe", 2, "abe"), ("Leeds, zoe", 53, "zoe")]
    assert found.failed == {"broken"}
    assert "broken" in found.problems[0].message


@pytest.mark.parametrize("place", [(90.1, 0), (-91, 0), (0, 181), (0, -180.5), (float("nan"), 0), (0, float("inf"))])
def test_a_place_lies_on_the_earth(place: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="degrees"):
        Location(place="Atlantis", latitude=place[0], longitude=place[1], name="Atlantis")


def test_artifacts_are_told_apart_by_plugin() -> None:
    class Renders:
        name = "renders"

        @hookimpl
        def vaultsync_artifacts(self) -> Iterable[Artifact]:
            yield Artifact(name="a.txt", data=b"a")

    class Fails:
        name = "fails"

        @hookimpl
        def vaultsync_artifacts(self) -> Iterable[Artifact]:
            yield Artifact(name="../a.txt", data=b"a")

    outcomes = plugins(Renders(), Fails()).artifacts(Network(), Schedule())
    assert [one.name for one in outcomes["renders"].values] == ["a.txt"]
    assert outcomes["fails"].failed == {"fails"}


def module(name: str, **members: object) -> ModuleType:
    made = ModuleType(name)
    vars(made).update(members)
    return made


def info(name: str, **more: object) -> object:
    return hookimpl(lambda: PluginInfo(name=name, summary="A test.", **more))


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({}, "no vaultsync_info()"),
        ({"vaultsync_info": lambda: "me"}, "no vaultsync_info()"),
        ({"vaultsync_info": info("x", api="2.0")}, "version 2.0"),
        ({"vaultsync_info": info("x"), "vaultsync_remindres": hookimpl(lambda: None)}, "vaultsync_remindres"),
        ({"vaultsync_info": info("fine")}, "another plugin is named fine"),
    ],
)
def test_a_plugin_that_cannot_be_loaded_is_told_of_and_left_out(
    members: dict[str, object], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "test_fine", module("test_fine", vaultsync_info=info("fine")))
    monkeypatch.setitem(__import__("sys").modules, "test_broken", module("test_broken", **members))
    made, infos, problems = load(["test_fine", "test_broken", "test_missing"])
    assert list(infos) == ["fine"]
    assert [name for name, _ in made.list_name_plugin()] == ["fine"]
    assert [told.code for told in problems] == ["plugin-load", "plugin-load"]
    assert said in problems[0].message
    assert "test_missing" in problems[1].message
    with pytest.raises(PluginFailedError, match="test_broken"):
        load(["test_fine", "test_broken"], strict=True)


def test_a_plugin_can_be_left_out_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "test_fine", module("test_fine", vaultsync_info=info("fine")))
    assert load(["test_fine"], without=["fine"])[1] == {}


def test_the_context_passes_questions_on_to_the_host() -> None:
    asked: list[object] = []
    host = SimpleNamespace(
        person=asked.append,
        days=asked.append,
        brief=asked.append,
        chosen=lambda query, most: asked.append((query, most)),
        cached=lambda *parts, lasting: asked.append((*parts[:3], lasting)),
        stamp=lambda *parts: asked.append(parts),
    )
    context = Context(
        today=DAY,
        zone=ZoneInfo("UTC"),
        vault="V",
        config=None,
        log=logging.getLogger("t"),
        host=host,
        template_folders=(),
        publishing=Publishing(),
        plugin="tea",
    )
    context.person("note")
    context.days("6 weeks")
    context.brief("ana")
    context.chosen("tag:x", 5)
    context.cached("k", (1,), bytes)
    context.stamp("uid", "digest", "20261122")
    assert asked == ["note", "6 weeks", "ana", ("tag:x", 5), ("tea", "k", (1,), True), ("uid", "digest", "20261122")]


def test_what_the_host_cannot_answer_is_nobodys_failure() -> None:
    with pytest.raises(RuntimeError, match="out of ideas"):
        plugins(Good(), Raising(), passing=(RuntimeError,)).reminders(ANA, Network())
