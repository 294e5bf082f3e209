"""What plugins from outside said of a note or a person: whom it is about, facts, sections. It stays where one fails.

It is kept by plugin and person. A plugin that failed, is left out or is not to be had is unknown, never empty.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from typing import Literal, Protocol, TypeVar

from vaultsync.hooks import host
from vaultsync.hooks.call import Outcome
from vaultsync.hooks.plugins import Plugins
from vaultsync.model import Fact, Network, Note, Person, Section
from vaultsync.sync.rows import decode_facts, decode_sections, pack

T = TypeVar("T", Fact, Section)
Kind = Literal["people", "facts", "sections"]


class Memory(host.Memory, Protocol):
    """What is kept from run to run."""

    def said(self, kind: str, person: str) -> dict[str, bytes]:
        """What each plugin from outside said of a person, by plugin."""

    def keep_said(self, kind: str, person: str, said: dict[str, bytes]) -> None:
        """Keep that, in the place of what was kept before."""

    def has_said(self, kind: str) -> bool:
        """Whether any such thing is kept."""


class Staying:
    """The facts and sections of one run. ``outside`` are the plugins from outside, ``left_out`` who is not asked."""

    def __init__(self, plugins: Plugins, memory: Memory, *, outside: frozenset[str], left_out: frozenset[str]) -> None:
        self._plugins, self._memory = plugins, memory
        self._outside, self._left_out = outside, left_out
        self._concerns: dict[Kind, bool] = {}

    def recognise(self, note: Note) -> Outcome[Person]:
        """The person that a note is about; unknown where a plugin made one of it before that is not asked now."""
        outcome = self._plugins.recognise(note)
        if not self._is_concerned("people", "vaultsync_recognise") or outcome.failed:
            return outcome
        before = self._memory.said("people", note.path)
        unsaid = before.keys() & self._left_out
        if unsaid and not outcome.values:
            return Outcome(failed=frozenset(unsaid))
        now = {outcome.by: b""} if outcome.by in self._outside else {}
        if now != before:
            self._memory.keep_said("people", note.path, now)
        return outcome

    def enrich(self, person: Person, network: Network) -> Outcome[Fact]:
        """Every plugin's facts about a person, sorted by plugin, then name."""
        found = self._together("facts", person, self._plugins.enrich(person, network), decode_facts)
        return replace(found, values=tuple(sorted(found.values, key=lambda fact: (fact.plugin, fact.name))))

    def brief(self, person: Person, network: Network) -> Outcome[Section]:
        """Every plugin's sections about a person, in reading order."""
        found = self._together("sections", person, self._plugins.brief(person, network), decode_sections)
        return replace(found, values=tuple(sorted(found.values, key=lambda each: (each.order, each.title))))

    def _together(
        self, kind: Kind, person: Person, outcome: Outcome[T], decode: Callable[[bytes], tuple[T, ...]]
    ) -> Outcome[T]:
        if not self._is_concerned(kind, "vaultsync_enrich" if kind == "facts" else "vaultsync_brief"):
            return outcome
        said = defaultdict[str, list[T]](list)
        for one in outcome.values:
            if one.plugin in self._outside:
                said[one.plugin].append(one)
        unsaid = outcome.failed | self._left_out
        before = self._memory.said(kind, person.uid)
        stays: dict[str, bytes] = {plugin: data for plugin, data in before.items() if plugin in unsaid}
        now = stays | {plugin: pack(ones) for plugin, ones in said.items()}
        if now != before:
            self._memory.keep_said(kind, person.uid, now)
        kept: list[T] = [one for data in stays.values() for one in decode(data)]
        return replace(outcome, values=outcome.values + tuple(kept)) if kept else outcome

    def _is_concerned(self, kind: Kind, hook: str) -> bool:
        """Whether anybody from outside says such a thing, or did."""
        if kind not in self._concerns:
            asked = self._outside & self._plugins.who_asks(hook)
            self._concerns[kind] = bool(asked) or self._memory.has_said(kind)
        return self._concerns[kind]
