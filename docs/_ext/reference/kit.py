"""What plugin authors test with, told from its own declarations: fixtures, the contract and its rules, strategies."""

import ast
import inspect
import re
import textwrap
from collections.abc import Iterator
from itertools import pairwise
from types import ModuleType

from reference.plugins import annotated_methods
from reference.text import code, docstring, markdown, prose, signature, table, titled
from vaultsync import testing
from vaultsync.testing import PluginContract, plugin, scaffold, strategies
from vaultsync.testing._rules import RULES
from vaultsync.testing._staged import Staged

OWN_SECTION = frozenset({"PluginContract", "RULES"})
"""Names of the kit that have a section of their own."""


def fixtures() -> str:
    """Every fixture: what it takes when it is called, and what it does."""
    return "\n\n".join(
        titled(code(name), _called(made), docstring(made), level=3, anchor=f"fixture-{name}")
        for name, made in fixture_functions().items()
    )


def contract() -> str:
    """What a subclass of the contract may say."""
    told = _below(Staged)
    kinds = inspect.get_annotations(Staged)
    rows = ((code(name), _default(name), markdown(told[name])) for name in kinds if name in told)
    return "\n\n".join((docstring(PluginContract), table(("Name", "Default", "What it says"), rows)))


def contract_rules() -> str:
    """Every rule: the test that holds it, what it says, and the mend."""
    tests = rule_tests()
    rows = ((code(name), code(tests[name]), prose(rule.says), prose(rule.mend)) for name, rule in RULES.items())
    return table(("Rule", "Test", "What it says", "What to do where it is broken"), rows)


def kit() -> str:
    """The other names of ``vaultsync.testing``."""
    return "\n\n".join(_thing(name, getattr(testing, name)) for name in testing.__all__ if name not in OWN_SECTION)


def made_up() -> str:
    """Every strategy of ``vaultsync.testing.strategies``."""
    return _functions(strategies, tuple(name for name in strategies.__all__ if name.islower()))


def new_plugin() -> str:
    """The functions that give the files of a new plugin."""
    return _functions(scaffold, ("package", "single_file"))


def fixture_functions() -> dict[str, object]:
    """The functions of the public fixtures, by name."""
    found = {name: getattr(made, "_fixture_function", None) for name, made in vars(plugin).items()}
    return {name: made for name, made in found.items() if made is not None and not name.startswith("_")}


def rule_tests() -> dict[str, str]:
    """The name of the test that holds each rule: the one whose docstring names it."""
    tests = ((name, inspect.getdoc(test) or "") for name, test in vars(PluginContract).items())
    named = ((name, re.findall(r"^Rule ``([a-z]+)``", said)) for name, said in tests if name.startswith("test_"))
    return {rule: name for name, rules in named for rule in rules}


def _called(made: object) -> str:
    """How what a fixture gives is called, where it is a function."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(made)))  # type: ignore[arg-type]
    (function,) = (line for line in tree.body if isinstance(line, ast.FunctionDef))
    inner = next((line for line in function.body if isinstance(line, ast.FunctionDef)), None)
    if inner is None:
        return ""
    returns = f" -> {ast.unparse(inner.returns).strip(chr(39))}" if inner.returns else ""
    arguments = re.sub(r"'([^']+)'", r"\1", ast.unparse(inner.args))
    return f"```python\n{function.name}({arguments}){returns}\n```"


def _thing(name: str, thing: object) -> str:
    anchor = f"testing-{'value' if isinstance(thing, type) else 'function'}-{name}"
    if isinstance(thing, type):
        return titled(code(name), docstring(thing), *annotated_methods(thing), level=3, anchor=anchor)
    return titled(code(name), _shown(name, thing), docstring(thing), level=3, anchor=anchor)


def _functions(module: ModuleType, names: tuple[str, ...]) -> str:
    return "\n\n".join(
        titled(code(name), _shown(name, getattr(module, name)), docstring(getattr(module, name)), level=3)
        for name in names
    )


def _shown(name: str, function: object) -> str:
    return f"```python\n{name}{signature(function)}\n```"


def _below(thing: type) -> dict[str, str]:
    """The text below each name in a class's source."""
    (tree,) = ast.parse(textwrap.dedent(inspect.getsource(thing))).body
    assert isinstance(tree, ast.ClassDef)
    return {name: text for line, after in pairwise(tree.body) for name, text in _named(line, after)}


def _named(line: ast.stmt, after: ast.stmt) -> Iterator[tuple[str, str]]:
    if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name) and isinstance(after, ast.Expr):
        yield line.target.id, inspect.cleandoc(str(ast.literal_eval(after.value)))


def _default(name: str) -> str:
    value = getattr(Staged, name, ...)
    if value is ...:
        return "required"
    return code(repr(value)) if len(repr(value)) < 30 else "see below"
