"""The steps of one run that ask plugins. What a plugin that failed published before is put back: failed is unknown."""

import logging
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import TypeVar
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from vaultsync.config import Settings, plugin_config
from vaultsync.hooks.call import Outcome
from vaultsync.hooks.context import Context, FeedQuery, Publishing, Writing
from vaultsync.hooks.host import Answers
from vaultsync.hooks.load import BUILTINS, load
from vaultsync.hooks.plugins import Plugins
from vaultsync.hooks.spec import Artifact
from vaultsync.model import Edit, Fact, Network, Note, Person, Problem, Reminder, Schedule, Value
from vaultsync.sync.edits import allowed
from vaultsync.sync.reading import Reading
from vaultsync.vault.state import State

log = logging.getLogger("vaultsync.plugin")
T = TypeVar("T")


class Options(Value, frozen=True, kw_only=True):
    """How a run was asked for: plugins to leave out, whether a failing one ends it, whether a refusal is overruled."""

    without: tuple[str, ...] = ()
    strict: bool = False
    force: bool = False


AS_USUAL = Options()


class Run:
    """One run: the plugins and what they are answered. ``problems`` grows with each step."""

    def __init__(self, reading: Reading, state: State, today: date, options: Options) -> None:
        settings = reading.settings
        self._reading, self._state = reading, state
        self.today = today
        self.people_before = len(state.identities)
        self.zone = ZoneInfo(settings.vault.timezone)
        # The run is dated by the day, not the second: a day's midnight is on no clock and is never in the future.
        now = datetime.combine(today, time(), self.zone).astimezone(UTC)
        self.answers = Answers(
            today=today,
            now=now,
            date_order=settings.dates.order,
            ledger=state.stamps,
            selections=state.selections,
            notes=reading.vault.notes,
        )
        manager, infos, problems = load(BUILTINS, without=options.without, strict=options.strict)
        self.problems = [*reading.problems, *problems]
        configs = {}
        for name, info in infos.items():
            if info.config is not None:
                configs[name], told = plugin_config(settings, name, info.config)
                self.problems += told
        context = Context(
            today=today,
            zone=self.zone,
            vault=reading.vault.name,
            config=None,
            log=log,
            host=self.answers,
            template_folders=reading.vault.template_folders,
            publishing=_publishing(settings),
            writing=_writing(settings),
        )
        self._infos = infos
        self._plugins = Plugins(manager, context, configs, strict=options.strict)
        self._left_out = frozenset(options.without)  # what a plugin says that was not asked is unknown too
        self._unknown: set[tuple[str, str]] = set()  # (plugin, uid): what that plugin says of that person
        self._unread = set(reading.unread)  # notes, and folders of them, that may or may not be people

    def is_unknown(self, path: str) -> bool:
        """Whether the note is there and could not be read or recognised: what was known of it stays."""
        return path in self._unread or any(path.startswith(f"{above}/") for above in self._unread)

    def recognise(self) -> tuple[Person, ...]:
        """The people among the notes, without identity yet, by path."""
        people: list[Person] = []
        for note in self._reading.vault.notes:
            if note.path == self._reading.settings.write.list:
                continue
            outcome = self._plugins.recognise(note)
            self.problems += _worth_telling(note, is_person=bool(outcome.values))
            self.problems += outcome.problems
            if outcome.failed:
                self._unread.add(note.path)
            people += outcome.values
        for person in people:
            self.problems += self.answers.typing_problems.get(person.path, ())
        return tuple(people)

    def enrich(self, network: Network) -> Network:
        """The network with every plugin's facts."""
        facts: dict[str, tuple[Fact, ...]] = {}
        for person in network.people:
            outcome = self._noted(self._plugins.enrich(person, network), person)
            if outcome.values:
                facts[person.uid] = outcome.values
        known = replace(network, facts=facts)
        self.answers.knows(known, self._plugins)
        return known

    def remind(self, network: Network) -> tuple[Reminder, ...]:
        """Every reminder, those of failed plugins as they were published before."""
        found: dict[tuple[str, str, str, str], Reminder] = {}
        for person in network.people:
            for reminder in self._noted(self._plugins.reminders(person, network), person).values:
                found.setdefault(reminder.id, reminder)
        for published in self._state.published:
            kept = published.reminder
            unsaid = kept.plugin in self._left_out or (kept.plugin, kept.person) in self._unknown
            if unsaid or self.is_unknown(published.path):
                found.setdefault(kept.id, kept)
        return tuple(found.values())

    def adjust(self, schedule: Schedule, network: Network) -> Schedule:
        """The schedule as the plugins want it placed."""
        outcome = self._noted(self._plugins.adjust_schedule(schedule, network))
        return outcome.values[0]

    def render(self, network: Network, schedule: Schedule) -> tuple[dict[str, tuple[Artifact, ...]], frozenset[str]]:
        """What each plugin wants published, and the names of the plugins that did not say."""
        outcomes = self._plugins.artifacts(network, schedule)
        failed = frozenset(name for name, outcome in outcomes.items() if self._noted(outcome).failed)
        self.problems += self.answers.brief_problems
        for outcome in outcomes.values():
            for artifact in outcome.values:
                self.problems += artifact.problems
        return {
            name: outcome.values for name, outcome in outcomes.items() if name not in failed
        }, failed | self._left_out

    def edit(self, network: Network, schedule: Schedule) -> tuple[Edit, ...]:
        """The edits of notes that plugins ask for and may make."""
        edits, problems = allowed(self._noted(self._plugins.edit_notes(network, schedule)).values, self._infos)
        self.problems += problems
        return edits

    def check(self, network: Network) -> None:
        """Add what plugins find worth a look."""
        self.problems += self._noted(self._plugins.check(self._reading.vault, network)).values

    def _noted(self, outcome: Outcome[T], person: Person | None = None) -> Outcome[T]:
        self.problems += outcome.problems
        if person is not None:
            self._unknown |= {(plugin, person.uid) for plugin in outcome.failed}
        return outcome


def _worth_telling(note: Note, *, is_person: bool) -> Iterable[Problem]:
    """Everything about people; of other notes, what keeps them from being read. Templates are not meant to be valid."""
    if note.template:
        return ()
    return (told for told in note.problems if is_person or told.severity == "error")


def _writing(settings: Settings) -> Writing:
    asked = settings.write
    return Writing(properties=asked.properties, brief=asked.brief, ticks=asked.ticks, list=asked.list)


def _publishing(settings: Settings) -> Publishing:
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
