"""Which notes the vault holds, with what tells a changed file from an unchanged one. It reads no file's text."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from vaultsync.model import Problem, Value, problem
from vaultsync.vault.conflicts import is_conflict
from vaultsync.vault.errors import VaultError, reason
from vaultsync.vault.locate import EDITOR, SETTINGS
from vaultsync.vault.patterns import matcher
from vaultsync.vault.still import LEFT_OUT, file_line


class FileStat(Value, frozen=True, kw_only=True):
    """One note's file, and what changes with it.

    ``path`` is POSIX, from the vault's root, spelled as on the disk. ``size`` is in bytes, ``mtime_ns`` and
    ``ctime_ns`` in nanoseconds since 1970, and ``inode`` is 0 where the file system has none. The second time is the
    system's own, which no sync service sets back.
    """

    path: str
    size: int
    mtime_ns: int
    inode: int
    ctime_ns: int = 0


def file_stat(path: str, stat: os.stat_result) -> FileStat:
    """A note's file, as the system tells of it."""
    return FileStat(
        path=path, size=stat.st_size, mtime_ns=stat.st_mtime_ns, inode=stat.st_ino, ctime_ns=stat.st_ctime_ns
    )


class Scan(Value, frozen=True, kw_only=True):
    """What was found, by path. ``conflicts`` are copies that were kept out.

    ``unread`` are folders and notes that exist and could not be looked at: what is known of them stays true.
    ``lines`` and ``skipped`` are by what :func:`vaultsync.vault.still.walked` can tell later that nothing moved;
    ``lines`` are None where it cannot.
    """

    files: tuple[FileStat, ...] = ()
    conflicts: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    lines: tuple[str, ...] | None = None
    skipped: tuple[str, ...] = ()


def scan(root: Path, *, ignore: Iterable[str] = ()) -> Scan:
    """Every ``.md`` file under ``root``, and what was left out.

    Left out without a word: hidden files and folders, ``node_modules``, what ``ignore`` names (see
    :func:`vaultsync.vault.patterns.matcher`). Left out with a Problem: vaults in the vault, conflict
    copies, links that lead out of the vault or in a circle, names that are not UTF-8, folders that cannot be read.
    A link to another place in the vault is followed unless that place is found without it: each note comes once.
    Raises VaultError where the root itself cannot be read: an empty answer would look like an empty vault.
    """
    walk = _Walk(os.path.realpath(root), matcher(ignore))
    try:
        walk.folder(walk.root, "")
    except OSError as error:
        said, hint = reason(error)
        raise VaultError(f"The vault {root} cannot be read: {said}. {hint}, or name another vault.") from error
    judged = not walk.waiting and not walk.unread
    walk.links()
    return Scan(
        files=tuple(sorted(walk.files, key=lambda file: file.path)),
        conflicts=tuple(sorted(walk.conflicts)),
        unread=tuple(sorted(walk.unread)),
        problems=tuple(sorted(walk.problems, key=lambda found: found.sort_key)),
        lines=tuple(walk.lines) if judged else None,
        skipped=tuple(walk.skipped),
    )


class _Walk:
    """One walk over the vault: real folders first, so that links can tell what is found without them."""

    def __init__(self, root: str, ignored: Callable[[str], object]) -> None:
        self.root = root
        self.ignored = ignored
        self.files: list[FileStat] = []
        self.conflicts: list[str] = []
        self.unread: list[str] = []
        self.problems: list[Problem] = []
        self.lines: list[str] = []
        self.skipped: list[str] = []
        self.seen_folders: set[str] = set()
        self.seen_files: set[str] = set()
        self.waiting: list[tuple[str, str]] = []  # links: the path in the vault, and the real path of the link

    def folder(self, real: str, path: str) -> None:
        """The folder at ``real``, known in the vault as ``path``. Raises OSError where it cannot be listed."""
        pending = [(real, path, self.listed(real))]
        while pending:
            real, path, entries = pending.pop()
            self.seen_folders.add(real)
            names = {entry.name for entry in entries}
            if path and (EDITOR in names or SETTINGS in names):
                self.report("vault-nested", path, "A vault lies inside this one.", "Sync it by itself with --vault.")
                self.skipped.append(path)
                continue
            prefix = f"{path}/" if path else ""
            for entry in entries:
                name = entry.name
                if name[0] == "." or name in LEFT_OUT:
                    continue
                below = prefix + name
                if entry.is_symlink():
                    self.waiting.append((below, entry.path))
                elif name.endswith(".md") and entry.is_file(follow_symlinks=False):
                    self.note(below, entry, wanted=self.wanted(below, name, names))
                elif entry.is_dir(follow_symlinks=False):
                    if not self.entered(below):
                        self.skipped.append(below)
                        continue
                    try:
                        pending.append((entry.path, below, self.listed(entry.path)))
                    except OSError as error:
                        self.unreadable(below, error, "folder")

    def listed(self, real: str) -> list[os.DirEntry[str]]:
        with os.scandir(real) as entries:
            return list(entries)

    def entered(self, path: str) -> bool:
        return not self.ignored(path) and self.named(path)

    def wanted(self, path: str, name: str, siblings: set[str]) -> bool:
        if self.ignored(path) or not self.named(path):
            return False
        if is_conflict(name, siblings):
            self.conflicts.append(path)
            self.report(
                "conflict-copy",
                path,
                "This looks like a copy that a sync service left.",
                "Put what is missing into the note itself and delete the copy; rename it if it is a note of its own.",
            )
            return False
        return True

    def named(self, path: str) -> bool:
        if path.isascii():
            return True
        try:
            path.encode()
        except UnicodeEncodeError:
            readable = os.fsencode(path).decode(errors="replace")
            self.report("note-unreadable", readable, "The name is not UTF-8.", "Rename it; it was left out.")
            return False
        return True

    def note(self, path: str, entry: os.DirEntry[str], *, wanted: bool) -> None:
        try:
            stat = entry.stat(follow_symlinks=False)
        except FileNotFoundError:  # deleted since the folder was listed
            return
        except OSError as error:
            self.unreadable(path, error, "note")
            return
        self.lines.append(file_line(path, stat))
        if wanted:
            self.files.append(file_stat(path, stat))

    def links(self) -> None:
        """Follow what waits, in the order of paths, until nothing new comes up."""
        if not self.waiting:
            return
        self.seen_files = {f"{self.root}/{file.path}" for file in self.files}
        while self.waiting:
            batch, self.waiting = sorted(self.waiting), []
            for path, link in batch:
                if not self.ignored(path) and self.named(path):
                    self.link(path, link)

    def link(self, path: str, link: str) -> None:
        try:
            real = os.path.realpath(link, strict=True)
            stat = os.stat(real)  # noqa: PTH116 - the walk is made of strings, for speed
        except OSError as error:
            if path.endswith(".md"):
                said, hint = reason(error)
                code = "note-unreadable" if isinstance(error, FileNotFoundError) else "link-outside"
                self.report(code, path, f"The link cannot be followed: {said}.", f"{hint} or remove the link.")
            return
        is_folder = S_ISDIR(stat.st_mode)
        if not is_folder and not (S_ISREG(stat.st_mode) and path.endswith(".md")):
            return
        if not f"{real}/".startswith(f"{self.root}/"):
            said, hint = (
                "The link leads out of the vault.",
                "Move what it points to into the vault, or ignore the link.",
            )
            self.report("link-outside", path, said, hint)
        elif is_folder and f"{link}/".startswith(f"{real}/"):
            self.report("link-outside", path, "The link leads back to a folder it lies in.", "Remove the link.")
        elif is_folder and real not in self.seen_folders:
            self.followed(path, real)
        elif not is_folder and real not in self.seen_files:
            self.seen_files.add(real)
            self.files.append(file_stat(path, stat))

    def followed(self, path: str, real: str) -> None:
        before = len(self.files)
        try:
            self.folder(real, path)
        except OSError as error:
            self.unreadable(path, error, "folder")
        self.seen_files.update(real + file.path[len(path) :] for file in self.files[before:])

    def unreadable(self, path: str, error: OSError, kind: str) -> None:
        said, hint = reason(error)
        self.unread.append(path)
        self.report("note-unreadable", path, f"The {kind} could not be read: {said}.", f"{hint} and sync again.")

    def report(self, code: str, path: str, message: str, hint: str) -> None:
        self.problems.append(problem(code, message, hint=hint, path=path))
