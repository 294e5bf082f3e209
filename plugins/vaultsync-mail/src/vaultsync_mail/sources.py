"""The sources that the user named: which are there, and what is to be done about the others."""

from collections.abc import Iterable
from pathlib import Path

from vaultsync import Problem
from vaultsync_mail.folders import kind_of

_WHERE = "sources under [plugin.mail] in your own config.toml"


def located(sources: Iterable[str]) -> tuple[list[Path], list[Problem]]:
    """The paths of all sources that a path can be made of, and a Problem for each where no mail can be read."""
    paths: list[Path] = []
    problems: list[Problem] = []
    for source in dict.fromkeys(sources):
        try:
            path = Path(source).expanduser()
        except RuntimeError:  # a home that nobody has
            path = Path()
        if not path.is_absolute():
            problems.append(_problem(f"The mail source {source} is no whole path.", "Begin it with ~/ or / in"))
            continue
        paths.append(path)
        if said := _wrong(path):
            problems.append(_problem(f"The mail source {source} {said}.", "Connect its disk, or correct"))
    return paths, problems


def _wrong(path: Path) -> str:
    try:
        kind = kind_of(path)
        if kind == "folder":
            next(path.iterdir(), None)
    except FileNotFoundError:
        return "is not there"
    except (OSError, ValueError) as error:
        return f"cannot be read ({getattr(error, 'strerror', None) or error})"
    return "" if kind else "is neither a folder, nor an mbox, nor an .eml file"


def _problem(message: str, step: str) -> Problem:
    code = "mail-source"
    return Problem(code=code, severity="warning", message=message, hint=f"{step} {_WHERE}.")
