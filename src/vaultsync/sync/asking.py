"""Asking the plugins: whom a note is about, what is to be said of a person, what is to be published, edited, looked at.

What is said of a person is kept, with whom the plugins looked at to say it: they are asked again where one of those
changed. What a plugin that failed published before is put back: failed is unknown, never empty.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, time
from typing import TypeVar, cast

from msgspec.structs import replace

from vaultsync.config import Settings
from vaultsync.hooks.call import Outcome
from vaultsync.hooks.context import Context, FeedQuery, Host, Publishing, Writing
from vaultsync.hooks.host import Answers, Away, Reads
from vaultsync.hooks.plugins import Plugins
from vaultsync.hooks.spec import Artifact, Published
from vaultsync.model import (
    Busy,
    CatchUp,
    Edit,
    Fact,
    Interaction,
    Location,
    Network,
    Note,
    Person,
    Problem,
    Reminder,
    Schedule,
    Vault,
)
from vaultsync.sync.edits import allowed
from vaultsync.sync.plugged import log, plugged, troubles
from vaultsync.sync.staying import Memory, Staying
from vaultsync.sync.world import World

T = TypeVar("T")


class Asking:
    """The plugins of one run, and what they are answered. ``problems`` are those of asking about the whole."""

    def __init__(self, world: World, memory: Memory, reads: Reads) -> None:
        settings = world.settings
        self._world = world
        # The run is dated by the day, not the second: a day's midnight is on no clock and is never in the future.
        now = datetime.combine(world.today, time(), world.zone).astimezone(UTC)
        order = settings.dates.order
        self.answers = Answers(today=world.today, now=now, date_order=order, memory=memory, reads=reads)
        context = Context(
            today=world.today,
            zone=world.zone,
            vault=world.name,
            config=None,
            log=log,
            host=self.answers,
            template_folders=world.editor.template_folders,
            publishing=publishing(settings),
            writing=_writing(settings),
        )
        found = plugged(world, context)
        self._plugins, self._infos, self.file_names = found.plugins, found.infos, found.names
        self._at_start = (*world.plugins.problems, *found.problems)
        self.problems = [*self._at_start]
        self.stamps = found.stamps
        self.adjusts_each = self._plugins.adjusts_each
        # What a plugin says that was not asked, or is not to be had, is unknown too.
        absent = {*world.plugins.absent, *found.missing}
        self.left_out = frozenset({*world.options.without, *(memory.file_names().get(name, name) for name in absent)})
        named = {*found.names.values(), *(one.name for one in world.plugins.sources)}
        self._from_outside = frozenset(found.infos.keys() & named)
        self._staying = Staying(self._plugins, memory, outside=self._from_outside, left_out=self.left_out)
        self._network = Network()

    def begin(self) -> None:
        """Let go of what went wrong in the run before: it is asked again."""
        self._plugins.begin()
        self.problems = [*self._at_start]

    def knows(self, network: Network) -> None:
        """Take note of the network."""
        self._network = network
        self.answers.knows(network, self._staying)

    def recognise(self, note: Note) -> tuple[Person | None, tuple[Problem, ...], bool]:
        """The person that a note is about, without identity yet; what is wrong; and whether that is not known."""
        if note.path == self._world.settings.write.list:
            return None, tuple(_worth_telling(note, is_person=False)), False
        self.answers.typing_problems = ()
        outcome = self._staying.recognise(note)
        person = outcome.values[0] if outcome.values else None
        typing = self.answers.typing_problems if person is not None else ()
        told = (*_worth_telling(note, is_person=person is not None), *outcome.problems, *typing)
        return person, told, bool(outcome.failed)

    @property
    def plugins(self) -> Plugins:
        """The plugins themselves, for commands that ask one of them for something of its own."""
        return self._plugins

    @property
    def edits_from_outside(self) -> bool:
        """Whether a plugin that does not come with vaultsync asks for edits."""
        return bool(self._from_outside & self._plugins.who_asks("vaultsync_edit_notes"))

    def asks(self, *hooks: str) -> bool:
        """Whether any plugin implements one of these hooks."""
        return self._plugins.asks(*hooks)

    def who_asks(self, hook: str) -> frozenset[str]:
        """The plugins that implement a hook."""
        return self._plugins.who_asks(hook)

    def interactions(self, network: Network) -> Outcome[Interaction]:
        """Every plugin's contacts from outside the vault; what went wrong is for the caller to tell."""
        return self._plugins.interactions(network)

    def picks(self, network: Network) -> Outcome[Reminder]:
        """Every plugin's choice among everybody; what went wrong is for the caller to tell."""
        return self._plugins.picks(network)

    def busy(self, first: datetime, last: datetime) -> Outcome[Busy]:
        """When the user is not free, by every plugin; what went wrong is for the caller to tell."""
        return self._plugins.busy(first, last)

    def locate(self, places: tuple[str, ...]) -> Outcome[Location]:
        """Where places lie, by the plugins that know; what went wrong is for the caller to tell."""
        return self._plugins.locate(places, self._away())

    def deliver(self, published: Published) -> tuple[Problem, ...]:
        """Let every plugin bring news of what was published elsewhere; what went wrong. The books are not asked."""
        outcome = self._plugins.deliver(published, self._away())
        return (*outcome.values, *outcome.problems)

    def troubles(self) -> tuple[Problem, ...]:
        """Which plugins took long in this run, and which are not asked any more."""
        return troubles(self._plugins, self._from_outside, self._world.user.plugins.slow_after)

    def enrich(self, person: Person) -> Outcome[Fact]:
        """Every plugin's facts about a person."""
        return self._staying.enrich(person, self._network)

    def remind(
        self,
        person: Person,
        published: Callable[[], Iterable[CatchUp]],
        failed: frozenset[str],
        picks: Iterable[Reminder] = (),
    ) -> tuple[tuple[Reminder, ...], frozenset[str], tuple[Problem, ...]]:
        """Every reminder about a person, adjusted where that is done a person at a time; who failed; what is wrong.

        ``picks`` are those that plugins chose among everybody.
        ``published`` gives the person's catch-ups as they were: those of plugins that fail, failed before
        (``failed``) or are left out stay.
        """
        outcome = self._plugins.reminders(person, self._network)
        failed |= outcome.failed
        found: dict[tuple[str, str, str, str], Reminder] = {}
        for reminder in (*outcome.values, *picks):
            found.setdefault(reminder.id, reminder)
        unsaid = failed | self.left_out
        for one in published() if unsaid else ():
            if one.reminder.plugin in unsaid:
                found.setdefault(one.reminder.id, one.reminder)
        reminders, problems = tuple(found.values()), outcome.problems
        if self.adjusts_each and reminders:
            adjusted = self._plugins.adjust_schedule(
                Schedule(reminders=reminders, limits=self._world.settings.planning.limits), self._network
            )
            reminders, problems = tuple(adjusted.values[0].reminders), problems + adjusted.problems
            failed |= adjusted.failed
        return reminders, failed, problems

    def adjust(self, schedule: Schedule) -> Schedule:
        """The schedule as the plugins want it placed."""
        return self._noted(self._plugins.adjust_schedule(schedule, self._network)).values[0]

    def render(self, schedule: Schedule) -> tuple[dict[str, tuple[Artifact, ...]], frozenset[str]]:
        """What each plugin wants published, and the names of the plugins that did not say."""
        outcomes = self._plugins.artifacts(self._network, schedule)
        failed = frozenset(name for name, outcome in outcomes.items() if self._noted(outcome).failed)
        self.problems += self.answers.brief_problems
        self.answers.brief_problems = []
        for outcome in outcomes.values():
            for artifact in outcome.values:
                self.problems += artifact.problems
        said = {name: outcome.values for name, outcome in outcomes.items() if name not in failed}
        return said, failed | self.left_out

    def edit(self, schedule: Schedule) -> tuple[Edit, ...]:
        """The edits of notes that plugins ask for and may make."""
        edits, problems = allowed(self._noted(self._plugins.edit_notes(self._network, schedule)).values, self._infos)
        self.problems += problems
        return edits

    def check(self, vault: Vault) -> tuple[Problem, ...]:
        """What plugins find worth a look."""
        outcome = self._plugins.check(vault, self._network)
        return (*outcome.values, *outcome.problems)

    def _away(self) -> Host:
        """What is answered to a plugin that is asked without the books."""
        return cast("Host", Away(self._world.settings.dates.order, self.answers.folder))

    def _noted(self, outcome: Outcome[T]) -> Outcome[T]:
        self.problems += outcome.problems
        return outcome


def _worth_telling(note: Note, *, is_person: bool) -> Iterator[Problem]:
    """Everything about people; of other notes, what keeps them from being read. Templates are not meant to be valid."""
    if note.template:
        return iter(())
    return (told for told in note.problems if is_person or told.severity == "error")


def _writing(settings: Settings) -> Writing:
    asked = settings.write
    return Writing(properties=asked.properties, brief=asked.brief, ticks=asked.ticks, list=asked.list)


def publishing(settings: Settings) -> Publishing:
    """What the user asked of everything that is published."""
    return Publishing(
        feeds=tuple(FeedQuery(name=f.name, title=f.title, query=f.query, color=f.color) for f in settings.feeds),
        description=settings.privacy.description,
        alarm=settings.calendar.alarm,
        past_days=settings.calendar.past_days,
        ahead_days=settings.calendar.ahead_days,
        yearly_ahead_days=settings.calendar.birthday_ahead_days,
    )


def collapsed(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems sorted by place, each once; a plugin that fails alike in many notes is told of once."""
    kept: list[Problem] = []
    alike: dict[tuple[str, str, str], list[Problem]] = defaultdict(list)
    for told in sorted(set(problems), key=lambda told: told.sort_key):
        if told.code in {"plugin-failed", "plugin-result"}:
            alike[told.code, told.plugin, told.message].append(told)
        else:
            kept.append(told)
    for group in alike.values():
        more = f" (and in {len(group) - 1} more notes)" if len(group) > 1 else ""
        kept.append(replace(group[0], message=group[0].message + more))
    return tuple(sorted(kept, key=lambda told: told.sort_key))
