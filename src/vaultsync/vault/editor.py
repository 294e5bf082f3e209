"""What the editor's own settings say that a reader of the vault must know: daily notes and templates."""

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from vaultsync.model import Problem, Value, problem
from vaultsync.notes import LOGSEQ, DailyName
from vaultsync.vault.errors import reason
from vaultsync.vault.locate import EDITOR

TEMPLATE_FOLDERS = frozenset({"template", "templates"})
"""Folders that hold templates whatever the editor says, by name, in any case."""

DAILY_FOLDERS = frozenset({"daily", "daily note", "daily notes", "dailies", "diary", "journal", "journals"})
"""Folders at the top that hold daily notes where the editor says nothing, by name, in any case."""


class EditorSettings(Value, frozen=True, kw_only=True):
    """Where daily notes and templates are. Folders are POSIX, from the vault's root, without a slash at the end.

    ``config_folder`` is the editor's own folder, ``""`` where there is none.
    """

    config_folder: str = ""
    daily: tuple[DailyName, ...] = (DailyName(),)
    template_folders: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


class _Source(Value, frozen=True, kw_only=True):
    """A settings file, below the editor's folder, and how it is read."""

    file: str
    read: Callable[[dict[str, Any]], Iterable[DailyName | str]]


def editor_settings(root: Path, paths: Iterable[str] = ()) -> EditorSettings:
    """What the settings of Obsidian or Logseq in the vault say, and a Problem for each file that cannot be read.

    Obsidian's folder is ``.obsidian``, else another hidden folder with an ``app.json``. Where no settings name a folder
    of daily notes, folders at the top with a usual name count. Folders called ``Templates`` count at the top, and
    anywhere above one of ``paths``.
    """
    top = _folders(root)
    config = next((name for name in top if _is_config(root, name)), "")
    problems: list[Problem] = []
    daily: list[DailyName] = []
    templates = [name for name in top if name.casefold() in TEMPLATE_FOLDERS]
    for source in _SOURCES if config else ():
        for found in _read(root, f"{config}/{source.file}", source.read, problems):
            if isinstance(found, DailyName):
                daily.append(found)
            elif found:
                templates.append(found)
    if (root / "logseq" / "config.edn").is_file():
        daily.append(LOGSEQ)
    if not daily:
        daily = [DailyName(), *(DailyName(folder=name) for name in top if name.casefold() in DAILY_FOLDERS)]
    return EditorSettings(
        config_folder=config,
        daily=tuple(dict.fromkeys(daily)),
        template_folders=tuple(sorted({*templates, *_templates_above(paths)})),
        problems=tuple(problems),
    )


def _folders(root: Path) -> list[str]:
    """The names of the folders at the top, ``.obsidian`` first."""
    try:
        with os.scandir(root) as entries:
            names = [entry.name for entry in entries if entry.is_dir()]
    except OSError:  # the scan refuses such a root, and says why
        return []
    return sorted(names, key=lambda name: (name != EDITOR, name))


def _is_config(root: Path, name: str) -> bool:
    return name == EDITOR or (name.startswith(".") and (root / name / "app.json").is_file())


def _templates_above(paths: Iterable[str]) -> Iterator[str]:
    for path in paths:
        if "template" in path.casefold():
            folders = path.split("/")[:-1]
            for depth, name in enumerate(folders, start=1):
                if name.casefold() in TEMPLATE_FOLDERS:
                    yield "/".join(folders[:depth])


def _read(
    root: Path, path: str, read: Callable[[dict[str, Any]], Iterable[DailyName | str]], problems: list[Problem]
) -> tuple[DailyName | str, ...]:
    try:
        data = (root / path).read_bytes().removeprefix(b"\xef\xbb\xbf")
        return tuple(read(msgspec.json.decode(data, type=dict[str, Any])))
    except FileNotFoundError:
        return ()
    except OSError as error:
        said = reason(error)[0]
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        said = "it is not valid JSON"
    hint = "Open the settings in the editor and save them again, or set [daily] in vaultsync.toml."
    problems.append(
        problem("vault-settings", f"The editor's settings could not be read: {said}.", hint=hint, path=path)
    )
    return ()


def _text(table: object, key: str) -> str:
    value = table.get(key) if isinstance(table, dict) else None
    return value.strip() if isinstance(value, str) else ""


def _folder(table: object, key: str) -> str:
    return _text(table, key).removeprefix("./").strip("/")


def _name(table: object) -> DailyName:
    return DailyName(folder=_folder(table, "folder"), format=_text(table, "format") or DailyName().format)


def _core_daily(settings: dict[str, Any]) -> Iterable[DailyName]:
    return (_name(settings),)


def _periodic(settings: dict[str, Any]) -> Iterator[DailyName]:
    """Periodic Notes: one ``daily`` until version 0.0, a list of calendar sets with a ``day`` each since 1.0."""
    sets = settings.get("calendarSets")
    days = [one.get("day") for one in sets if isinstance(one, dict)] if isinstance(sets, list) else []
    for day in (settings.get("daily"), *days):
        if isinstance(day, dict) and day.get("enabled") is True:
            yield _name(day)


_SOURCES = (
    _Source(file="daily-notes.json", read=_core_daily),
    _Source(file="plugins/periodic-notes/data.json", read=_periodic),
    _Source(file="templates.json", read=lambda settings: (_folder(settings, "folder"),)),
    _Source(
        file="plugins/templater-obsidian/data.json", read=lambda settings: (_folder(settings, "templates_folder"),)
    ),
)
