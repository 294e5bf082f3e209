"""The system's events of one folder tree, by watchdog: each is told as a path. It decides nothing about them."""

import contextlib
import errno
import logging
import os
import sys
import threading
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver

EVENTS: list[type[FileSystemEvent]] = [
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
]
"""What is asked for. Files that are opened, read and closed make events too, which would never let it rest."""

PAIRING = 0.02
"""Seconds for which watchdog holds back the first half of a rename to tell both as one, and every later event with it.
Its own half second would be felt whenever a note is moved out of the vault; here both halves count as paths anyway."""

LOGS = ("watchdog", "fsevents")
"""Where watchdog logs that events were lost, and that it failed; it tells of it in no other way."""

_LOST = 0x1 | 0x2 | 0x4  # FSEvents' flags MustScanSubDirs, UserDropped and KernelDropped

Seen = Callable[[str, bool, bool], None]
"""Told of a path (POSIX, from the root), whether it is a folder, and whether it is gone and may have been one."""


class TooManyFolders(Exception):  # noqa: N818 - it is a state of the system that has an answer
    """The system has no more watches to give; the vault has to be asked instead."""


class Events:
    """The events of everything below ``root``, a real path, from :meth:`start` to :meth:`stop`."""

    def __init__(self, root: str, seen: Seen) -> None:
        self.root = root
        self._seen = seen
        self._observer: BaseObserver | None = None
        self._threads: set[threading.Thread] = set()
        self._failed = threading.Event()
        self._log = _Log(self._failed)

    def start(self) -> None:
        """Watch; what happens after this returns is told. Raises OSError, and TooManyFolders."""
        _pair_quickly()
        # Of a folder within a folder, both new, watchdog hears twice, and warns of it where anybody may see.
        warnings.filterwarnings("ignore", message="Callback with id", category=RuntimeWarning)
        for name in LOGS:
            logging.getLogger(name).addHandler(self._log)
        before = set(threading.enumerate())
        try:
            self._observer = observer = Observer()
            observer.schedule(_Handler(self.root, self._told), self.root, recursive=True, event_filter=EVENTS)
            for emitter in observer.emitters:
                _tell_of_losses(emitter, self._failed)
            observer.start()
            self._threads = {thread for thread in threading.enumerate() if thread not in before}
            self.room()
        except OSError as error:
            self.stop()
            if error.errno in {errno.ENOSPC, errno.EMFILE}:
                raise TooManyFolders from error
            raise
        except TooManyFolders:
            self.stop()
            raise

    def room(self) -> None:
        """Raise TooManyFolders where the system has no watch left: folders are then left out without a word."""
        if self._observer is None or not sys.platform.startswith("linux"):
            return
        try:
            probe = self._observer.schedule(FileSystemEventHandler(), Path(self.root).parent, event_filter=EVENTS)
        except OSError as error:
            if error.errno in {errno.ENOSPC, errno.EMFILE}:
                raise TooManyFolders from error
        else:
            self._observer.unschedule(probe)

    def alive(self) -> bool:
        """Whether everything that happens is still told."""
        return not self._failed.is_set() and bool(self._threads) and all(each.is_alive() for each in self._threads)

    def stop(self) -> None:
        """Tell no more. It can be called at any time, and again."""
        for name in LOGS:
            logging.getLogger(name).removeHandler(self._log)
        observer, self._observer, self._threads = self._observer, None, set()
        if observer is None:
            return
        with contextlib.suppress(OSError, RuntimeError):  # what it watched may be gone, or it may never have begun
            observer.stop()
            observer.join()

    def _told(self, path: str, folder: bool, gone: bool) -> None:
        if not self._failed.is_set():
            self._seen(path, folder, gone)


class _Handler(FileSystemEventHandler):
    """Turns each event into paths from the root."""

    def __init__(self, root: str, seen: Seen) -> None:
        self._seen = seen
        self._prefix = root if root.endswith(os.sep) else root + os.sep
        self._root = root

    def dispatch(self, event: FileSystemEvent) -> None:
        """Tell of the event's path, and of where it was moved to."""
        gone = event.event_type in {"deleted", "moved"}
        self._tell(os.fsdecode(event.src_path), event.is_directory, gone)
        if event.dest_path:
            self._tell(os.fsdecode(event.dest_path), event.is_directory, False)

    def _tell(self, path: str, folder: bool, gone: bool) -> None:
        if path.startswith(self._prefix):
            self._seen(path[len(self._prefix) :].replace(os.sep, "/"), folder, gone)
        else:  # the root itself, or a path spelled in another way than the root was: anything
            self._seen("", True, gone)


class _Log(logging.Handler):
    """Hears watchdog's warnings: each says that events were lost, or that it can't go on."""

    def __init__(self, failed: threading.Event) -> None:
        super().__init__(logging.WARNING)
        self._failed = failed

    def emit(self, record: logging.LogRecord) -> None:  # noqa: ARG002 - what it says matters less than that it speaks
        self._failed.set()


def _pair_quickly() -> None:
    if sys.platform.startswith("linux"):
        from watchdog.observers.inotify_move_event_grouper import InotifyMoveEventGrouper  # noqa: PLC0415 - Linux alone

        InotifyMoveEventGrouper.delay = PAIRING


def _tell_of_losses(emitter: Any, failed: threading.Event) -> None:
    """FSEvents says with a flag that events were lost, and watchdog passes over it: look at the flags first."""
    callback = getattr(emitter, "events_callback", None)
    if callback is None:
        return

    def heard(paths: list[bytes], inodes: list[int], flags: list[int], ids: list[int]) -> None:
        if any(flag & _LOST for flag in flags):
            failed.set()
        callback(paths, inodes, flags, ids)

    emitter.events_callback = heard
