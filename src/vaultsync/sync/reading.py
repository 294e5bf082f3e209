"""Reading a vault: every file that counts, once, into notes. Nothing is decided here."""

from collections.abc import Callable
from pathlib import Path

from vaultsync.config import Settings, load_settings
from vaultsync.model import Note, Problem, Value, Vault, problem
from vaultsync.notes import DailyName, ReadLimits, parse_note
from vaultsync.vault.editor import EditorSettings, editor_settings
from vaultsync.vault.read import read_note_bytes
from vaultsync.vault.scan import FileStat, scan

CONFIG_NAME = "vaultsync.toml"
PLUGIN_TABLES = ("people", "cadence", "birthdays")
"""Tables at the top level of the settings that belong to built-in plugins, by the plugin's name."""

Progress = Callable[[int, int], None]
"""Told how many notes are read, and of how many."""


class Reading(Value, frozen=True, kw_only=True):
    """The vault as it lies on the disk: every note by path, and what was met on the way.

    ``unread`` are notes and folders that are there and could not be read: what is known of them stays true.
    """

    vault: Vault
    files: dict[str, FileStat]
    settings: Settings
    daily: tuple[DailyName, ...] = ()
    unread: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_settings(root: Path) -> tuple[Settings, tuple[Problem, ...]]:
    """The vault's settings; the defaults where it has no ``vaultsync.toml`` or an unreadable one."""
    try:
        text = (root / CONFIG_NAME).read_bytes().decode("utf-8")
    except FileNotFoundError:
        return Settings(), ()
    except (OSError, UnicodeDecodeError) as error:
        told = problem(
            "config-invalid",
            f"The settings could not be read: {error}.",
            hint="Mend the file's rights or save it as UTF-8; until then every setting has its default.",
            path=CONFIG_NAME,
        )
        return Settings(readable=False), (told,)
    return load_settings(text, CONFIG_NAME, plugin_tables=PLUGIN_TABLES)


def unseen(done: int, of: int) -> None:
    """Show no progress."""


def read(root: Path, progress: Progress = unseen) -> Reading:
    """Read the vault at ``root``: its settings, the editor's, and every note."""
    settings, problems = read_settings(root)
    found = scan(root, ignore=settings.vault.ignore)
    editor = editor_settings(root, [file.path for file in found.files])
    limits = ReadLimits()
    notes: list[Note] = []
    unread: list[Problem] = []
    for done, file in enumerate(found.files, start=1):
        data = read_note_bytes(root, file.path, limit=limits.max_bytes, size=file.size)
        if isinstance(data, Problem):
            unread.append(data)
        else:
            notes.append(parse_note(file.path, data, limits))
        progress(done, len(found.files))
    vault = Vault(
        name=settings.vault.name or root.resolve().name,
        notes=tuple(notes),
        template_folders=editor.template_folders,
    )
    return Reading(
        vault=vault,
        files={file.path: file for file in found.files},
        settings=settings,
        daily=_daily(settings, editor),
        unread=(*found.unread, *(told.path for told in unread)),
        problems=(*problems, *editor.problems, *found.problems, *unread),
    )


def _daily(settings: Settings, editor: EditorSettings) -> tuple[DailyName, ...]:
    if settings.daily.folder is None and settings.daily.format is None:
        return editor.daily
    return (DailyName(folder=settings.daily.folder or "", format=settings.daily.format or "YYYY-MM-DD"),)
