"""Whether a plugin's functions fit the contract, said before the first of them is called.

A hook that is misspelt would never be called, and one that is a coroutine would never run; and neither would say so.
"""

import ast
import difflib
import inspect
from types import FunctionType, ModuleType

from vaultsync.hooks import spec

PUBLIC = ("notes", "calendar", "testing")
"""What a plugin may import below ``vaultsync``. The rest may change on any day."""


def check(module: ModuleType) -> None:
    """Raise ValueError, with the mend in it, for the first function that does not fit."""
    for name, function in sorted(vars(module).items()):
        if not name.startswith("vaultsync_") or not callable(function) or isinstance(function, type):
            continue
        if name not in spec.HOOKS:
            near = difflib.get_close_matches(name, spec.HOOKS, n=1)
            raise ValueError(f"{name} is no hook{f'; did you mean {near[0]}?' if near else ''}")
        if not hasattr(function, f"{spec.PROJECT}_impl") and name != "vaultsync_info":
            raise ValueError(f"{name} is not marked with @hookimpl, and would not be called")
        if not isinstance(function, FunctionType):
            raise ValueError(f"{name} is no plain function, and would not be called; wrap it in one")  # noqa: TRY004 - see above
        if inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function):
            raise ValueError(f"{name} is async; a hook is a plain function (call asyncio.run() inside it)")
        _check_arguments(name, function)


def _check_arguments(name: str, function: FunctionType) -> None:
    given = list(inspect.signature(getattr(spec, name)).parameters)
    for asked, parameter in inspect.signature(function).parameters.items():
        if parameter.kind in {parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD}:
            raise ValueError(f"{name} takes *{asked}; a hook names the arguments it wants: {', '.join(given)}")
        if parameter.kind is parameter.KEYWORD_ONLY or (asked in given and parameter.default is not parameter.empty):
            raise ValueError(f"{name} would never be handed {asked}; name it without a default, and before any *")
        if asked not in given and parameter.default is parameter.empty:
            near = difflib.get_close_matches(asked, given, n=1)
            mend = f"did you mean {near[0]}?" if near else f"there are: {', '.join(given) or 'none'}"
            raise ValueError(f"{name} asks for {asked}; {mend}")


def check_imports(code: bytes) -> None:
    """Raise ValueError where code imports what is vaultsync's own, SyntaxError where it is no Python."""
    if b"vaultsync" not in code:
        return
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.Import(names=names):
                found = [alias.name for alias in names]
            case ast.ImportFrom(module="vaultsync", level=0, names=names):
                found = [f"vaultsync.{alias.name}" for alias in names]
            case ast.ImportFrom(module=str(name), level=0):
                found = [name]
            case _:
                continue
        for name in filter(_is_private, found):
            raise ValueError(
                f"line {node.lineno} imports {name}, which is vaultsync's own and may change on any day; "
                f"import from vaultsync or, below it, from {', '.join(PUBLIC)}"
            )


def _is_private(name: str) -> bool:
    import vaultsync  # noqa: PLC0415 - it loads this module's package

    first, *below = name.split(".")
    if first != "vaultsync" or not below:
        return False
    return below[0] not in {*PUBLIC, *vaultsync.__all__, "*"} and not below[0].startswith("__")
