"""Whether anything in a vault moved since it was last read: one walk, and one digest to compare.

The walk sees what :mod:`vaultsync.vault.scan` sees, and judges nothing: a name that comes, goes or changes makes
another digest, whatever it is. It stands apart so that a command that finds nothing new need not load anything else.
"""

import hashlib
import os
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from functools import cache

EDITOR_FILES = (
    "app.json",
    "daily-notes.json",
    "templates.json",
    "plugins/periodic-notes/data.json",
    "plugins/templater-obsidian/data.json",
)
"""Files of the editor's settings, below its folder, that say how a vault is read."""

MARKERS = frozenset({".obsidian", "vaultsync.toml"})
"""What makes a folder a vault of its own."""

FEEDS = ".vaultsync"
"""The folder that vaultsync itself makes in a vault."""

LEFT_OUT = frozenset({"node_modules"})


def file_line(path: str, stat: os.stat_result) -> str:
    """What tells a file from what it was."""
    return f"{path}|{stat.st_size}|{stat.st_mtime_ns}|{stat.st_ctime_ns}|{stat.st_ino}"


def file_mark(path: str) -> list[int]:
    """What tells a file or folder from what it was; nothing where there is none."""
    try:
        stat = os.stat(path)  # noqa: PTH116 - for speed
    except OSError:
        return []
    return [stat.st_size, stat.st_mtime_ns, stat.st_ino]


def walked(root: str, skip: Collection[str]) -> list[str] | None:
    """A line for each note, whatever it holds, in no order; None where there are links, which a walk cannot judge.

    ``skip`` are the folders, by path in the vault, that are left out. Raises OSError.
    """
    lines: list[str] = []
    pending = [(root, "")]
    while pending:
        real, prefix = pending.pop()
        with _entries(real) as entries:
            for entry in entries:
                name = entry.name
                if name.endswith(".md") and name[0] != "." and entry.is_file(follow_symlinks=False):
                    lines.append(file_line(prefix + name, entry.stat(follow_symlinks=False)))
                elif name[0] == "." or name in LEFT_OUT:
                    if prefix and name in MARKERS:
                        lines.append(prefix + name)
                elif entry.is_symlink():
                    return None
                elif entry.is_dir(follow_symlinks=False):
                    if prefix + name not in skip:
                        pending.append((f"{real}{os.sep}{name}", f"{prefix}{name}/"))
                elif prefix and name in MARKERS:
                    lines.append(prefix + name)
    return lines


@contextmanager
def _entries(folder: str) -> Iterator[Iterator[os.DirEntry[str]]]:
    """What stands in a folder: by a handle, where the system can, so that it need not find each entry by its path."""
    if os.scandir not in os.supports_fd:
        with os.scandir(folder) as entries:
            yield entries
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with os.scandir(handle) as entries:
            yield entries
    finally:
        os.close(handle)


def digest_of(lines: Iterable[str]) -> str:
    """One digest of all lines."""
    return hashlib.sha256("\n".join(sorted(lines)).encode("utf-8", "surrogateescape")).hexdigest()


def text_of(lines: Iterable[str]) -> str:
    """All lines as one text, in order."""
    return "\n".join(sorted(lines))


def moved(before: str, now: str) -> frozenset[str]:
    """The paths of the notes that differ between two texts of lines."""
    return frozenset(line.partition("|")[0] for line in set(before.split("\n")) ^ set(now.split("\n")) if line)


def settings_lines(root: str, config_folder: str) -> list[str]:
    """A line for each file that says how the vault is read, and for what stands at its top."""
    paths = ["vaultsync.toml", "logseq/config.edn", *(f"{config_folder}/{name}" for name in EDITOR_FILES)]
    with os.scandir(root) as entries:
        lines = [" ".join(sorted(entry.name for entry in entries if entry.name != FEEDS))]
    for path in paths:
        try:
            lines.append(file_line(path, os.stat(os.path.join(root, path))))  # noqa: PTH116, PTH118 - for speed
        except OSError:
            lines.append(path)
    return lines


@cache
def code_stamp() -> str:
    """What tells one installation of this program from another: the times of its modules and of what is beside it.

    What is installed or updated moves them; an index made by other code is not believed.
    """
    package = os.path.dirname(os.path.dirname(__file__))  # noqa: PTH120 - strings, for speed
    stamps = [str(os.stat(os.path.dirname(package)).st_mtime_ns)]  # noqa: PTH116, PTH120 - as above
    pending = [package]
    while pending:
        with os.scandir(pending.pop()) as entries:
            for entry in entries:
                if entry.name.endswith(".py"):
                    stat = entry.stat()
                    stamps.append(f"{entry.path} {stat.st_size} {stat.st_mtime_ns}")
                elif entry.is_dir() and entry.name not in {"__pycache__", "example_vault"}:
                    pending.append(entry.path)
    return digest_of(stamps)
