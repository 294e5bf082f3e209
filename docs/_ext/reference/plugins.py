"""The contract with plugins, told from its own declarations: hooks, what they are handed, and the values."""

import ast
import inspect
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from importlib import import_module
from itertools import dropwhile
from types import ModuleType

import msgspec

import vaultsync
from reference.text import code, docstring, markdown, signature, table, titled, type_name
from vaultsync import Context
from vaultsync.hooks import spec

SHORT = 80
"""Characters of a constant that is shown whole."""

FAILING = {
    "vaultsync_info": "The plugin is not loaded, and `plugin-load` says why; everything else runs.",
    "vaultsync_recognise": "Whether the note is a person is unknown: no other plugin is asked about it, and what was "
    "published about it stays.",
    "vaultsync_interactions": "The contacts that the plugin gave before stay, and count.",
    "vaultsync_picks": "What the plugin picked before stays.",
    "vaultsync_enrich": "The plugin's reminders for that person stay as they were published.",
    "vaultsync_reminders": "The plugin's reminders for that person stay as they were published.",
    "vaultsync_adjust_schedule": "The plugin is passed over: the next one is handed the schedule as it was.",
    "vaultsync_brief": "The plugin's sections are missing from that brief.",
    "vaultsync_artifacts": "The files it published before stay as they are.",
    "vaultsync_edit_notes": "None of the plugin's edits is made in that run.",
    "vaultsync_check": "What it would have reported is missing.",
    "vaultsync_importers": "Its importers are missing from that command.",
    "vaultsync_busy": "When you are free is not known, and `vaultsync slots` says so.",
    "vaultsync_locate": "Where places lie is not known, and `vaultsync near` says so; it goes by their words.",
    "vaultsync_commands": "Its commands are missing; all the others are there.",
    "vaultsync_deliver": "What was published stays published. It is asked again after the next sync.",
}
"""What a hook that raises leads to, besides a problem that names the plugin; one entry a hook."""

GIVES = {
    "vaultsync_info": ("who the plugin is", "once, when it is loaded"),
    "vaultsync_recognise": ("a person, made of a note", "about each note that changed"),
    "vaultsync_interactions": ("contacts from outside the vault", "once, when the whole vault is looked at"),
    "vaultsync_picks": ("reminders chosen among everybody", "once, when the whole vault is looked at"),
    "vaultsync_enrich": ("facts about a person", "about each person of whom something changed"),
    "vaultsync_reminders": ("reasons to be in touch with a person", "about each person of whom something changed"),
    "vaultsync_adjust_schedule": ("another schedule, before days are chosen", "once a sync"),
    "vaultsync_brief": ("sections of a person's brief", "when a brief is shown or published"),
    "vaultsync_artifacts": ("files to publish", "once a sync, the days chosen"),
    "vaultsync_edit_notes": (
        "edits of notes",
        "once a sync, where `[write]` asks for edits, or a plugin of yours makes some",
    ),
    "vaultsync_check": ("problems", "once a sync, and by `vaultsync check`"),
    "vaultsync_importers": ("kinds of files that people can be read from", "by `vaultsync import`"),
    "vaultsync_busy": ("when you are not free", "by `vaultsync slots`"),
    "vaultsync_locate": ("where places lie", "by `vaultsync near`"),
    "vaultsync_commands": ("commands", "when an unknown command is typed, and for the help"),
    "vaultsync_deliver": ("what went wrong, after it brought news elsewhere", "after a sync, when all is written"),
}
"""What each hook gives, and when it is asked, in a few words: the table above the hooks."""

ARGUMENTS = {
    "note": "The note as it was read: [`Note`](#value-Note).",
    "person": "The person in question: [`Person`](#value-Person).",
    "network": "Everybody, their contacts, ties and promises: [`Network`](#value-Network).",
    "schedule": "What waits, within which limits and, once placed, on which days: [`Schedule`](#value-Schedule).",
    "vault": "The vault as it was read, every note: [`Vault`](#value-Vault).",
    "first": "The moment from which on it is asked for, aware.",
    "last": "The moment up to which it is asked for, aware.",
    "places": "Places as the user and the notes name them, each once.",
    "published": "What a sync published: [`Published`](#value-Published).",
    "ctx": "The day, your settings, and a few questions you may ask: [`Context`](#value-Context).",
}
"""What each argument of a hook is. A plugin names those it wants, in any order, and leaves the others out."""

FINDINGS = {
    "vaultsync_info": "Without an answer the plugin is not loaded.",
    "vaultsync_recognise": "The note is left to the next plugin; where none answers, it is not a person.",
    "vaultsync_adjust_schedule": "The schedule stays as it is.",
}
"""What an answer of None means; for every hook that is not here, it means nothing to add."""


def hook_list() -> str:
    """Every hook in a line, in the order of a run."""
    rows = ((f"[`{name}`](#hook-{name})", *GIVES[name]) for name in vars(spec) if name in spec.HOOKS)
    return table(("Hook", "Gives", "Is asked"), rows)


def hooks() -> str:
    """Every hook in the order of a run: its signature, when it is asked, what None and a failure mean."""
    return "\n\n".join(_hook(getattr(spec, name)) for name in vars(spec) if name in spec.HOOKS)


def context() -> str:
    """What every hook is handed as ``ctx``."""
    return "\n\n".join((docstring(Context), _annotated(Context), *_methods(Context)))


def values() -> str:
    """What ``vaultsync`` gives to plugins: the values, and a few functions."""
    return _public(vaultsync)


def notes_and_calendar() -> str:
    """The two other modules that plugins may import."""
    parts = []
    for name in ("vaultsync.notes", "vaultsync.calendar"):
        module = import_module(name)
        parts.append(titled(code(name), docstring(module), _public(module, level=3), anchor=name.replace(".", "-")))
    return "\n\n".join(parts)


def _hook(hook: Callable[..., object]) -> str:
    name = hook.__name__
    handed = [(code(each), ARGUMENTS[each]) for each in inspect.signature(hook).parameters]
    rows = (
        ("None", FINDINGS.get(name, "There is nothing to add.")),
        ("Raising, or a wrong type", FAILING[name]),
    )
    return titled(
        code(name),
        f"```python\ndef {name}{signature(hook)}: ...\n```",
        docstring(hook),
        table(("Argument", "What it is"), handed) if handed else "",
        table(("An answer of", "means"), rows),
        anchor=f"hook-{name}",
    )


def _public(module: ModuleType, level: int = 2) -> str:
    things = ((name, getattr(module, name)) for name in module.__all__)
    return "\n\n".join(_thing(name, thing, level, module) for name, thing in things)


def _thing(name: str, thing: object, level: int, module: ModuleType) -> str:
    kind = "value" if isinstance(thing, type) else "name"
    anchor = "-".join((*module.__name__.split(".")[1:], kind, name))
    if isinstance(thing, type) and issubclass(thing, msgspec.Struct):
        fields = msgspec.structs.fields(thing)
        rows = ((code(each.name), code(type_name(each.type)), _default(each)) for each in fields)
        listed = table(("Field", "Type", "Default"), rows) if fields else ""
        return titled(code(name), docstring(thing), listed, *_methods(thing), level=level, anchor=anchor)
    if isinstance(thing, type):
        # The context has a section of its own, below the hooks.
        members = (_annotated(thing),) if thing is Context else annotated_methods(thing)
        return titled(code(name), docstring(thing), *members, level=level, anchor=anchor)
    if inspect.isroutine(thing) or hasattr(thing, "__wrapped__"):
        shown = f"```python\ndef {name}{signature(thing)}: ...\n```"
        return titled(code(name), shown, docstring(thing), level=level, anchor=anchor)
    return titled(code(name), _constant(name, thing), level=level, anchor=anchor)


def annotated_methods(thing: type) -> Iterator[str]:
    """The members of a class that is no struct, then its methods."""
    if any(name != "host" for name in inspect.get_annotations(thing)):
        yield _annotated(thing)
    yield from _methods(thing)


def _annotated(thing: type) -> str:
    """The members of a class that is no struct; ``host`` is vaultsync's own side of the context."""
    kinds = ((name, kind) for name, kind in inspect.get_annotations(thing).items() if name != "host")
    return table(("Member", "Type"), ((code(name), code(type_name(kind))) for name, kind in kinds))


def _constant(name: str, thing: object) -> str:
    """A constant's value, where it is short, and the text that stands below it in the source."""
    modules = (module for each, module in sorted(sys.modules.items()) if each.startswith("vaultsync."))
    told = (_below(name, ast.parse(inspect.getsource(module)).body) for module in modules)
    shown = isinstance(thing, str | int | msgspec.Struct) and len(repr(thing)) <= SHORT
    value = code(repr(thing)) if shown else ""
    return "\n\n".join(part for part in (value, markdown(next(filter(None, told), ""))) if part)


def _below(name: str, lines: Iterable[ast.stmt]) -> str:
    """The text below the assignment to that name; constants in a row share the text below the last of them."""
    rest = dropwhile(lambda line: name not in _assigned(line), lines)
    after = next(dropwhile(_assigned, rest), None)
    is_text = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
    return inspect.cleandoc(str(after.value.value)) if is_text else ""


def _assigned(line: ast.stmt) -> list[str]:
    targets = line.targets if isinstance(line, ast.Assign) else [line.target] if isinstance(line, ast.AnnAssign) else []
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _methods(thing: type) -> Iterator[str]:
    for name, member in vars(thing).items():
        if name.startswith("_"):
            continue
        if isinstance(member, property | cached_property):
            getter = member.fget if isinstance(member, property) else member.func
            about = docstring(getter).replace("\n", "\n  ")
            yield f"{code(f'.{name}')}\n: {about}"
        elif inspect.isfunction(member):
            shown = signature(member).replace("(self, ", "(").replace("(self)", "()")
            about = docstring(member).replace("\n", "\n  ")
            yield f"{code(f'.{name}{shown}')}\n: {about}"


def _default(field: msgspec.structs.FieldInfo) -> str:
    if field.required:
        return "required"
    value = field.default_factory() if callable(field.default_factory) else field.default
    plain = value is None or isinstance(value, str | int | float | tuple | dict)
    return code(repr(value) if plain else f"{type(value).__name__}()")
