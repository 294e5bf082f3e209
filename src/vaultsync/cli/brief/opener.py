"""An opener's template made into text: Jinja in a sandbox, and of Jinja only what a text needs.

A template is anyone's text, the vault's own among them. It may name what there is to say, ask whether it is there, and
use a few filters; it can call nothing, include nothing, and build nothing large.
"""

from collections.abc import Iterator

import msgspec
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from vaultsync.people.opener import Matter

MOST_SIGNS = 2_000
"""Characters of an opener: it is a beginning, not a letter."""
LONGEST = 400
"""Characters of one thing that it names."""
ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.If, nodes.CondExpr, nodes.Filter,
    nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Test,
)  # fmt: skip
FILTERS = ("capitalize", "default", "first", "last", "length", "lower", "title", "trim", "upper")
TESTS = ("defined", "eq", "equalto", "ne", "in", "undefined", "none")


class OpenerError(ValueError):
    """A template that cannot be used; the message says where and why."""


def rendered(text: str, matter: Matter) -> str:
    """The opener: blank lines at most one at a time, none at the ends. Raises OpenerError."""
    environment = SandboxedEnvironment(undefined=StrictUndefined, lstrip_blocks=True)
    environment.globals.clear()
    environment.filters = {name: environment.filters[name] for name in FILTERS}
    environment.filters["capitalize"] = _capitalized
    environment.tests = {name: environment.tests[name] for name in TESTS}
    known = {name: _short(value) for name, value in msgspec.structs.asdict(matter).items()}
    try:
        for told in _faults(environment.parse(text)):
            raise OpenerError(told)
        said = environment.from_string(text).render(known)
    except TemplateSyntaxError as error:
        raise OpenerError(f"line {error.lineno}: {error.message}") from error
    except TemplateError as error:
        names = ", ".join(sorted(known))
        raise OpenerError(f"{error.message}. An opener may name {names}") from error
    except (TypeError, ValueError, RecursionError, LookupError, ArithmeticError) as error:
        raise OpenerError(str(error)) from error
    if len(said) > MOST_SIGNS:
        raise OpenerError(f"it is longer than {MOST_SIGNS:,} characters")
    return _spaced(said)


def _faults(template: nodes.Template) -> Iterator[str]:
    for node in template.find_all(nodes.Node):
        if not isinstance(node, ALLOWED):
            yield f"line {node.lineno}: {type(node).__name__.lower()} is not for openers, which are texts"


def _short(value: object) -> object:
    text = " ".join(value.split()) if isinstance(value, str) else value
    return f"{text[: LONGEST - 1]}…" if isinstance(text, str) and len(text) > LONGEST else text


def _capitalized(text: str) -> str:
    """The text with a capital at its beginning; the others stay, unlike Jinja's own."""
    return text[:1].upper() + text[1:]


def _spaced(text: str) -> str:
    lines = [" ".join(line.split()) for line in text.strip().splitlines()]
    return "\n".join(line for at, line in enumerate(lines) if line or lines[at - 1])
