"""A plugin asked once more by another interpreter, with another order of sets: ``python -m vaultsync.testing._again``.

Standard input holds the :class:`Case` as JSON; the answers go to the file that it names, as a list of texts.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from datetime import date
from importlib import import_module
from pathlib import Path
from types import ModuleType

import msgspec

from vaultsync.model import Value
from vaultsync.testing._asking import Answer, answers
from vaultsync.testing._stage import stage
from vaultsync.testing._targets import one

MOST_SECONDS = 60
"""How long another interpreter may take."""


class Case(Value, frozen=True, kw_only=True):
    """Which plugin is asked, and on which stage. ``module`` is its dotted name, ``file`` where it lies."""

    module: str
    file: str
    path: tuple[str, ...]
    notes: dict[str, bytes]
    settings: str
    today: date
    answers: str
    config: dict[str, object] | None = None


class Elsewhere(Value, frozen=True, kw_only=True):
    """What another interpreter gave: each call with its answer as text; what went to standard output; what failed."""

    calls: tuple[tuple[str, str], ...] = ()
    printed: str = ""
    failed: str = ""


def elsewhere(
    module: ModuleType,
    *,
    notes: Mapping[str, str | bytes],
    settings: str,
    today: date,
    config: Mapping[str, object] | None,
    seed: int,
) -> Elsewhere:
    """Ask a plugin in another interpreter whose hashes begin with ``seed``."""
    with tempfile.TemporaryDirectory(prefix="vaultsync-again-") as folder:
        case = Case(
            module=module.__name__,
            file=getattr(module, "__file__", None) or "",
            path=tuple(sys.path),
            notes={path: text if isinstance(text, bytes) else text.encode() for path, text in notes.items()},
            settings=settings,
            today=today,
            answers=str(Path(folder) / "answers.json"),
            config=None if config is None else dict(config),
        )
        done = subprocess.run(  # noqa: S603 - this module, by this interpreter
            [sys.executable, "-m", __name__],
            input=msgspec.json.encode(case),
            capture_output=True,
            timeout=MOST_SECONDS,
            check=False,
            env={**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        printed = done.stdout.decode("utf-8", "replace")
        if done.returncode:
            return Elsewhere(printed=printed, failed=done.stderr.decode("utf-8", "replace"))
        calls = json.loads(Path(case.answers).read_bytes())
        return Elsewhere(calls=tuple((call, text) for call, text in calls), printed=printed)


def pairs(given: "list[Answer]") -> list[tuple[str, str]]:
    """Each call with its answer."""
    return [(each.call, each.text) for each in given]


def main() -> None:
    """Ask, and write the answers down."""
    case = msgspec.json.decode(sys.stdin.buffer.read(), type=Case)
    sys.path[:] = case.path
    module = _module(case)
    found = list(
        answers(module, stage(case.notes, plugin=module, config=case.config, today=case.today, settings=case.settings))
    )
    Path(case.answers).write_text(json.dumps(pairs(found)), encoding="utf-8")


def _module(case: Case) -> ModuleType:
    """The module by its name, where that leads to the same file, else by its file."""
    try:
        module = import_module(case.module)
    except ImportError:
        module = None
    if module is not None and (not case.file or getattr(module, "__file__", None) == case.file):
        return module
    return one(case.file).module


if __name__ == "__main__":
    main()
