"""What ``doctor`` says of the vault: what is in it, and what of the disk it lies on may stand in the way."""

import os
import shutil
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from vaultsync.cli.doctor.finding import Finding, found, refusal, trouble
from vaultsync.cli.doctor.program import counted, index
from vaultsync.cli.say import count, flat
from vaultsync.config import Settings
from vaultsync.notes import daily_date
from vaultsync.vault.editor import EditorSettings, editor_settings
from vaultsync.vault.errors import VaultError
from vaultsync.vault.scan import FileStat, scan
from vaultsync.vault.watch_mounts import MOUNTS, kind_of, remote

AHEAD = 120
"""Seconds by which a note may seem to be saved in the future before a clock is told of."""

ROOM = 100_000_000
"""Bytes that a disk should have free."""

INOTIFY = Path("/proc/sys/fs/inotify")
LIMITS = ("max_user_watches", "max_user_instances", "max_queued_events")


def contents(root: Path, settings: Settings, folders: Iterable[str], cache: Path) -> Iterator[Finding]:
    """What is in the vault. ``folders`` are names of folders that hold people."""
    try:
        seen = scan(root, ignore=settings.vault.ignore)
    except VaultError as error:
        yield refusal("vault", "notes", error)
        return
    editor = editor_settings(root, (file.path for file in seen.files))
    yield counted("notes", len(seen.files), "note")
    yield _people(seen.files, folders)
    yield _editor(editor)
    days = sum(1 for file in seen.files if daily_date(file.path, editor.daily) is not None)
    yield counted("daily notes", days, "daily note")
    yield found("vault", "templates", editor.template_folders, ", ".join(editor.template_folders) or "none")
    yield index(cache)
    for told in editor.problems:
        yield trouble("vault", told.path, told)
    for path in seen.unread:
        hint = "Check who may read it, or leave it out: [vault] ignore in vaultsync.toml."
        yield found("vault", path, None, "could not be looked at", hint=hint)
    yield _clock(seen.files, time.time())


def disk(root: Path, state: Path, poll: str) -> Iterator[Finding]:
    """What kind of disk the vault lies on, and whether there is room."""
    yield _kind(root, poll)
    case = _ignores_case(root)
    if case is not None:
        yield found("disk", "ignores case", case, "yes: Ana.md and ana.md are one note here" if case else "no")
    for name, folder in (("vault", root), ("state", state)):
        there = next(each for each in (folder.absolute(), *folder.absolute().parents) if each.exists())
        free = shutil.disk_usage(there).free
        hint = "" if free >= ROOM else "Free some space; a full disk stops syncs, and every editor's saves."
        yield found("disk", f"free for {name}", free, f"{free / 1e9:,.1f} GB", hint=hint)


def watches(root: Path, inotify: Path = INOTIFY) -> Iterator[Finding]:
    """What the system has to spare for a watch, where it counts that."""
    limits = {name: limit for name in LIMITS if (limit := _number(inotify / name)) is not None}
    if not limits:
        return
    folders = 1 + sum(len(names) for _, names, _ in os.walk(root))
    yield found("watching", "folders", folders, count(folders, "folder"))
    for name, limit in limits.items():
        hint = ""
        if name == "max_user_watches" and folders > limit * 0.9:
            more = max(524_288, 2 * folders)
            hint = f"Give it more: sudo sysctl fs.inotify.{name}={more}  (in a file of /etc/sysctl.d to keep it)."
        yield found("watching", name, limit, f"{limit:,}", hint=hint)


def _people(files: tuple[FileStat, ...], folders: Iterable[str]) -> Finding:
    wanted = {name.casefold().strip("/") for name in folders}
    holding = dict[str, int]()
    for file in files:
        above = file.path.split("/")[:-1]
        for depth, name in enumerate(above, start=1):
            path = "/".join(above[:depth])
            if {name.casefold(), path.casefold()} & wanted:
                holding[path] = holding.get(path, 0) + 1
                break
    said = ", ".join(f"{flat(path)} ({count(number, 'note')})" for path, number in sorted(holding.items()))
    return found("vault", "people folders", tuple(sorted(holding)), said or "none; people are told by tag or property")


def _editor(editor: EditorSettings) -> Finding:
    said = f"settings in {editor.config_folder}" if editor.config_folder else "no settings of an editor"
    daily = "; ".join(f"{day.folder or '.'}/{day.format}" for day in editor.daily)
    return found("vault", "editor", editor.config_folder, f"{said}, daily notes as {daily}")


def _clock(files: tuple[FileStat, ...], now: float) -> Finding:
    latest = max(files, key=lambda file: file.mtime_ns, default=None)
    ahead = latest.mtime_ns / 1e9 - now if latest is not None else 0.0
    if latest is None or ahead <= AHEAD:
        return found("disk", "clock", True, "agrees with the notes")
    said = f"{flat(latest.path)} was saved {ahead / 60:,.0f} minutes after now, by this computer's clock."
    return found("disk", "clock", False, said, hint="Set the clock of this computer, or of the one that saved it.")


def _kind(root: Path, poll: str) -> Finding:
    far = remote(root)
    if far and poll == "never":
        hint = 'Set  poll = "auto"  under  [watch]:  such a disk does not tell of what other computers do.'
        return found("disk", "kind", far, f"{far}, on another computer", hint=hint)
    if far:
        return found("disk", "kind", far, f"{far}, on another computer: a watch looks from time to time")
    try:
        kind = kind_of(os.path.realpath(root), MOUNTS.read_text(encoding="utf-8", errors="surrogateescape"))
    except OSError:  # not a system that tells
        kind = ""
    return found("disk", "kind", kind, kind or "of this computer")


def _ignores_case(root: Path) -> bool | None:
    """Whether two names that differ by case are one file there; None where no name can tell. Nothing is written."""
    try:
        names = {each.name for each in root.iterdir()}
    except OSError:
        return None
    for name in sorted(names):
        other = name.swapcase()
        if other not in names and other.casefold() == name.casefold():
            return (root / other).exists()
    return None


def _number(path: Path) -> int | None:
    try:
        return int(path.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None
