"""Asking all plugins: one typed method a hook, each implementation called alone."""

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from pluggy import HookImpl, PluginManager

from vaultsync.hooks.call import NOTHING, Outcome, call
from vaultsync.hooks.context import Context, Host
from vaultsync.hooks.spec import HOOKS, Artifact, Importer, PluginInfo, Published
from vaultsync.model import (
    Busy,
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
    Section,
    Vault,
)

T = TypeVar("T")
Trace = Callable[[str, str, str, float, Outcome[Any]], None]


class Plugins:
    """The loaded plugins, each with its own context.

    ``configs`` gives a plugin's own settings by its name. With ``strict``, the first failure raises PluginFailedError.
    ``passing`` are errors of the host, which are nobody's failure. ``trace`` is told of each call: the plugin, the
    hook, what it was about, the seconds it took, and what came of it. After ``patience`` runs in a row in which one
    of its hooks failed a plugin is not asked any more; 0 is without end. ``secrets`` are said of no failure.
    """

    def __init__(
        self,
        manager: PluginManager,
        context: Context,
        configs: Mapping[str, Any],
        *,
        infos: Mapping[str, PluginInfo],
        strict: bool = False,
        passing: tuple[type[Exception], ...] = (),
        trace: Trace | None = None,
        patience: int = 0,
        secrets: frozenset[str] = frozenset(),
    ) -> None:
        self._contexts = {
            name: replace(context, config=configs.get(name), log=context.log.getChild(name), plugin=name)
            for name, _ in manager.list_name_plugin()
        }
        self._impls: dict[str, list[HookImpl]] = {hook: getattr(manager.hook, hook).get_hookimpls() for hook in HOOKS}
        self._strict, self._passing, self._trace = strict, passing, trace
        self._patience, self._secrets = patience, secrets
        self.spent: defaultdict[str, float] = defaultdict(float)
        """Seconds that each plugin took in this run."""
        self._asked: set[tuple[str, str]] = set()
        self._failing: set[tuple[str, str]] = set()
        self._failed_runs: Counter[tuple[str, str]] = Counter()
        adjusting = [impl.plugin_name for impl in self._impls["vaultsync_adjust_schedule"]]
        self.adjusts_each = all(name in infos and infos[name].adjusts_each for name in adjusting)
        """Whether the schedule may be adjusted a person at a time."""

    def begin(self) -> None:
        """Begin a run: whoever failed too often is not asked in this one, or later."""
        # Some hooks are not asked in each run: one that was not asked did not succeed.
        for hook in (self._failed_runs.keys() & self._asked) - self._failing:
            del self._failed_runs[hook]
        self._failed_runs.update(self._failing)
        self._asked.clear()
        self._failing.clear()
        self.spent.clear()

    @property
    def quarantined(self) -> frozenset[str]:
        """The plugins that failed so often that they are not asked: unknown, as after any failure."""
        if not self._patience:
            return frozenset()
        return frozenset(plugin for (plugin, _), runs in self._failed_runs.items() if runs >= self._patience)

    def asks(self, *hooks: str) -> bool:
        """Whether any plugin implements one of these hooks."""
        return any(self._impls[hook] for hook in hooks)

    def who_asks(self, hook: str) -> frozenset[str]:
        """The plugins that implement a hook."""
        return frozenset(impl.plugin_name for impl in self._impls[hook])

    def interactions(self, network: Network) -> Outcome[Interaction]:
        """Every plugin's contacts from outside the vault."""
        return self._ask("vaultsync_interactions", Interaction, {"network": network})

    def picks(self, network: Network) -> Outcome[Reminder]:
        """Every plugin's choice among everybody."""
        return self._ask("vaultsync_picks", Reminder, {"network": network})

    def importers(self) -> Outcome[Importer]:
        """The kinds of files that people can be read from, by name."""
        found = self._ask("vaultsync_importers", Importer, {})
        return replace(found, values=tuple(sorted(found.values, key=lambda importer: importer.name)))

    def busy(self, first: datetime, last: datetime) -> Outcome[Busy]:
        """When the user is not free between two moments, by every plugin that knows something of it, sorted by time."""
        found = self._ask("vaultsync_busy", Busy, {"first": first, "last": last})
        return replace(found, values=tuple(sorted(found.values, key=lambda one: (one.start, one.end, one.plugin))))

    def locate(self, places: tuple[str, ...], host: Host) -> Outcome[Location]:
        """Where places lie: of each the first plugin's answer, in the order of the places."""
        impls = self._impls["vaultsync_locate"]
        found = _together([self._call(impl, Location, {"places": places}, host=host) for impl in impls])
        known: dict[str, Location] = {}
        for one in found.values:
            known.setdefault(one.place, one)
        return replace(found, values=tuple(known[place] for place in dict.fromkeys(places) if place in known))

    def deliver(self, published: Published, host: Host) -> Outcome[Problem]:
        """Let every plugin bring news of what was published elsewhere, answered by a host that is at hand then."""
        impls = self._impls["vaultsync_deliver"]
        return _together([self._call(impl, Problem, {"published": published}, host=host) for impl in impls])

    def context(self, plugin: str) -> Context:
        """A plugin's own context."""
        return self._contexts[plugin]

    def recognise(self, note: Note) -> Outcome[Person]:
        """The Person that the first plugin makes of a note: one value or none.

        A plugin that fails ends the asking: whether the note is a person is then unknown.
        """
        for impl in self._impls["vaultsync_recognise"]:
            outcome = self._call(impl, Person, {"note": note}, many=False, about=note.path)
            if outcome.values or outcome.failed:
                return replace(outcome, by=impl.plugin_name)
        return Outcome()

    def enrich(self, person: Person, network: Network) -> Outcome[Fact]:
        """Every plugin's facts about a person, sorted by plugin, then name."""
        found = self._ask("vaultsync_enrich", Fact, {"person": person, "network": network}, about=person.path)
        return replace(found, values=tuple(sorted(found.values, key=lambda fact: (fact.plugin, fact.name))))

    def reminders(self, person: Person, network: Network) -> Outcome[Reminder]:
        """Every plugin's reminders for a person, sorted by their identity."""
        found = self._ask("vaultsync_reminders", Reminder, {"person": person, "network": network}, about=person.path)
        return replace(found, values=tuple(sorted(found.values, key=lambda reminder: reminder.id)))

    def adjust_schedule(self, schedule: Schedule, network: Network) -> Outcome[Schedule]:
        """The schedule after every plugin has adjusted it: one value. Those that failed are passed over, and named."""
        failed, problems = frozenset[str](), tuple[Problem, ...]()
        for impl in self._impls["vaultsync_adjust_schedule"]:
            outcome = self._call(impl, Schedule, {"schedule": schedule, "network": network}, many=False)
            schedule = outcome.values[0] if outcome.values else schedule
            failed, problems = failed | outcome.failed, problems + outcome.problems
        return Outcome((schedule,), failed, problems)

    def brief(self, person: Person, network: Network) -> Outcome[Section]:
        """Every plugin's sections about a person, in reading order; those without a line are left out."""
        found = self._ask("vaultsync_brief", Section, {"person": person, "network": network}, about=person.path)
        kept = (section for section in found.values if section.lines)
        return replace(found, values=tuple(sorted(kept, key=lambda section: (section.order, section.title))))

    def artifacts(self, network: Network, schedule: Schedule) -> dict[str, Outcome[Artifact]]:
        """What each plugin wants published, by plugin name: a failed one keeps what it published before."""
        return {
            impl.plugin_name: self._call(impl, Artifact, {"network": network, "schedule": schedule})
            for impl in self._impls["vaultsync_artifacts"]
        }

    def edit_notes(self, network: Network, schedule: Schedule) -> Outcome[Edit]:
        """The edits that plugins ask for, each plugin's in its own order."""
        return self._ask("vaultsync_edit_notes", Edit, {"network": network, "schedule": schedule})

    def check(self, vault: Vault, network: Network) -> Outcome[Problem]:
        """Every plugin's problems with the vault, sorted by place."""
        found = self._ask("vaultsync_check", Problem, {"vault": vault, "network": network})
        return replace(found, values=tuple(sorted(found.values, key=lambda told: told.sort_key)))

    def _ask(self, hook: str, returns: type[T], arguments: dict[str, object], *, about: str = "") -> Outcome[T]:
        outcomes = [self._call(impl, returns, arguments, about=about) for impl in self._impls[hook]]
        return _together(outcomes)

    def _call(
        self,
        impl: HookImpl,
        returns: type[T],
        arguments: dict[str, object],
        *,
        many: bool = True,
        about: str = "",
        host: Host | None = None,
    ) -> Outcome[T]:
        plugin = impl.plugin_name
        if self._failed_runs and plugin in self.quarantined:
            return Outcome(failed=frozenset({plugin}))
        context = self._contexts[plugin]
        arguments["ctx"] = context if host is None else replace(context, host=host)
        begun = time.perf_counter()
        outcome = call(
            impl,
            arguments,
            returns,
            many=many,
            about=about,
            strict=self._strict,
            passing=self._passing,
            secrets=self._secrets,
        )
        took = time.perf_counter() - begun
        self.spent[plugin] += took
        hook = (plugin, impl.function.__name__)
        self._asked.add(hook)
        if outcome.failed:
            self._failing.add(hook)
        if self._trace is not None:
            self._trace(plugin, impl.function.__name__, about, took, outcome)
        return outcome


def _together(outcomes: Iterable[Outcome[T]]) -> Outcome[T]:
    some = [outcome for outcome in outcomes if outcome is not NOTHING]
    if len(some) <= 1:
        return some[0] if some else NOTHING
    return Outcome(
        tuple(value for outcome in some for value in outcome.values),
        frozenset().union(*(outcome.failed for outcome in some)),
        tuple(told for outcome in some for told in outcome.problems),
    )
