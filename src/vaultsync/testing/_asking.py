"""Asking one plugin everything there is to ask on a stage, call by call, and noting what each call did."""

import io
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import wraps
from types import ModuleType
from typing import Any

import msgspec
from pluggy import HookImpl

from vaultsync.hooks.call import PluginFailedError, call
from vaultsync.hooks.load import manager
from vaultsync.hooks.spec import HOOKS, Artifact, Importer
from vaultsync.model import Busy, Edit, Fact, Interaction, Location, Person, Problem, Reminder, Schedule, Section
from vaultsync.testing._rules import broken
from vaultsync.testing._stage import Stage

RETURNS: dict[str, type[Any]] = {
    "vaultsync_recognise": Person,
    "vaultsync_interactions": Interaction,
    "vaultsync_picks": Reminder,
    "vaultsync_enrich": Fact,
    "vaultsync_reminders": Reminder,
    "vaultsync_adjust_schedule": Schedule,
    "vaultsync_brief": Section,
    "vaultsync_artifacts": Artifact,
    "vaultsync_edit_notes": Edit,
    "vaultsync_check": Problem,
    "vaultsync_importers": Importer,
    "vaultsync_busy": Busy,
    "vaultsync_locate": Location,
    "vaultsync_commands": object,
}
"""What each hook returns: one, of :data:`ONE`, or many. ``vaultsync_deliver`` acts on the world, and is not asked."""

SHOWN = 120
"""How many characters of a value are shown, at most."""

ONE = frozenset({"vaultsync_recognise", "vaultsync_adjust_schedule"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a call gave: the values, the same as text, what it printed, and whether it changed what it was handed."""

    hook: str
    about: str
    values: tuple[Any, ...]
    text: str
    printed: str
    changed: bool

    @property
    def call(self) -> str:
        """Which call it was."""
        return f"{self.hook} of {self.about!r}" if self.about else self.hook


def implemented(module: ModuleType) -> dict[str, HookImpl]:
    """The hooks that a plugin has, each with its function."""
    made = manager()
    made.register(module, str(module.vaultsync_info().name))
    found = ((hook, getattr(made.hook, hook).get_hookimpls()) for hook in HOOKS)
    return {hook: impls[0] for hook, impls in found if impls}


def answers(module: ModuleType, stage: Stage) -> Iterator[Answer]:
    """Ask every hook that a plugin has for everybody and everything on the stage.

    Raises RuleBrokenError where it raises, or returns what it must not.
    """
    for hook, impl in implemented(module).items():
        for about, given in _questions(hook, stage):
            yield answer(impl, about, given, stage)


def answer(impl: HookImpl, about: str, given: Mapping[str, Any], stage: Stage) -> Answer:
    """Ask once."""
    hook, printed = impl.function.__name__, io.StringIO()
    arguments = {**given, "ctx": stage.ctx}
    before = _inputs(given, stage)
    noted = _noting(impl, printed, many=hook not in ONE)
    try:
        outcome = call(noted, arguments, RETURNS[hook], many=hook not in ONE, about=about, strict=True)
    except PluginFailedError as error:
        raise broken("hostile", f"{hook} of {about!r}: {error}") from error.__cause__
    values = tuple(outcome.values)
    return Answer(
        hook=hook,
        about=about,
        values=values,
        text=as_text(values),
        printed=printed.getvalue(),
        changed=_inputs(given, stage) != before,
    )


def _noting(impl: HookImpl, printed: io.StringIO, *, many: bool) -> HookImpl:
    """The same implementation, read to its end while what it prints is noted."""

    @wraps(impl.function)
    def function(*arguments: object) -> object:
        with redirect_stdout(printed):
            found = impl.function(*arguments)
            return list(found) if many and isinstance(found, Iterable) else found

    return HookImpl(impl.plugin, impl.plugin_name, function, impl.opts)


def _questions(hook: str, stage: Stage) -> Iterator[tuple[str, dict[str, Any]]]:
    network, schedule, vault = stage.network, stage.schedule, stage.vault
    match hook:
        case "vaultsync_recognise":
            yield from ((note.path, {"note": note}) for note in vault.notes)
        case "vaultsync_enrich" | "vaultsync_reminders" | "vaultsync_brief":
            yield from ((person.path, {"person": person, "network": network}) for person in network.people)
        case "vaultsync_info" | "vaultsync_deliver":
            pass
        case "vaultsync_busy":
            first = datetime.combine(stage.ctx.today, time(), stage.ctx.zone)
            yield "", {"first": first, "last": first + timedelta(days=14)}
        case "vaultsync_locate":
            told = (person.location for person in network.people if person.location)
            yield "", {"places": tuple(dict.fromkeys(("Phoenix", *told)))}
        case _:
            yield "", {"network": network, "schedule": schedule, "vault": vault}


def as_text(values: object) -> str:
    """Values as JSON that is the same wherever they are: two that differ differ in it."""
    plain = msgspec.to_builtins(values, enc_hook=_plain, builtin_types=(bytes,), order="deterministic", str_keys=True)
    return json.dumps(plain, default=lambda data: data.decode("utf-8", "backslashreplace"))


def _inputs(given: Mapping[str, Any], stage: Stage) -> bytes:
    values = (dict(given), stage.network, stage.vault, stage.ctx.config)
    try:
        return msgspec.json.encode(values, enc_hook=_plain, order="deterministic")
    except UnicodeEncodeError:  # half a character, which UTF-8 has no room for
        return as_text(values).encode()


def _plain(value: object) -> object:
    """What JSON has no form for: a function is told by its name, and so is a command."""
    name = getattr(value, "__qualname__", None) or getattr(value, "name", None) or type(value).__qualname__
    return f"<{name}>"


def difference(one: str, other: str) -> str:
    """Where two texts of values differ first, and how."""
    where, mine, theirs = _first(json.loads(one), json.loads(other), "")
    return f"{where.lstrip('.') or 'the whole'} was {_short(mine, theirs)}, and then {_short(theirs, mine)}"


def _first(one: Any, other: Any, where: str) -> tuple[str, Any, Any]:
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        inner = next(((f"{where}.{key}", one[key], other[key]) for key in one if one[key] != other[key]), None)
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        pairs = enumerate(zip(one, other, strict=True))
        inner = next(((f"{where}[{number}]", mine, theirs) for number, (mine, theirs) in pairs if mine != theirs), None)
    else:
        inner = None
    return (where, one, other) if inner is None else _first(inner[1], inner[2], inner[0])


def _short(value: Any, beside: Any) -> str:
    """A value as it is shown: of a long text, the part around where it differs from the one beside it."""
    mine, theirs = (each if isinstance(each, str) else json.dumps(each) for each in (value, beside))
    at = next((n for n, (a, b) in enumerate(zip(mine, theirs, strict=False)) if a != b), min(len(mine), len(theirs)))
    first, last = max(0, at - SHOWN // 2), at + SHOWN // 2
    return repr(f"{'…' if first else ''}{mine[first:last]}{'…' if last < len(mine) else ''}")
