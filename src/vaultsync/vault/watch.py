"""Watching a vault: what may have changed, as it happens, whatever becomes of the events and of the folder itself."""

import sys
import threading
from collections import deque
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from vaultsync.model import Value
from vaultsync.vault.errors import VaultError, reason
from vaultsync.vault.locate import is_vault
from vaultsync.vault.moment import Moment, moment
from vaultsync.vault.watch_hints import Batch, Hint, Hints
from vaultsync.vault.watch_mounts import remote
from vaultsync.vault.watch_observer import Events, TooManyFolders
from vaultsync.vault.watch_paths import meaning
from vaultsync.vault.watch_polling import Look
from vaultsync.vault.watch_rhythm import Rhythm
from vaultsync.vault.watch_root import Root, has_vault, look

TURN = 1.0
"""Seconds between looks at whether the events still come, the folder is still there, and at the clock."""

EVERY = 30.0
"""Seconds between two looks at a vault whose disk does not tell of changes."""

BURST = 400 if sys.platform == "win32" else 10_000
"""So many events in a second are close to what the system keeps: some may be lost without a word."""

TOO_MANY = (
    "The system has no watches left for so many folders. To give it more, write "
    "fs.inotify.max_user_watches=524288 and fs.inotify.max_user_instances=512 into /etc/sysctl.d/60-watches.conf, "
    "run  sudo sysctl --system  and start the watch again."
)

_BLIND = sys.platform == "win32"  # where a folder that was removed is told of as if it had been a file

Poll = Literal["auto", "always", "never"]


class Notice(Value, frozen=True, kw_only=True):
    """Something about the watching itself that a person should hear of once."""

    event: Literal["vault-gone", "vault-back", "polling", "restarted"]
    message: str


class Watcher:
    """Says what to look at, and when. One thread asks :meth:`next`; the other methods may be called from any.

    ``today`` gives the user's day. Used with ``with``, which lets go of the system's watches.
    """

    def __init__(
        self,
        root: Path,
        *,
        today: Callable[[], date],
        poll: Poll = "auto",
        every: float = EVERY,
        hints: Hints | None = None,
        clock: Callable[[], Moment] = moment,
    ) -> None:
        self._root, self._today, self._poll, self._every, self._clock = root, today, poll, every, clock
        self._hints = hints or Hints()
        self._changed = threading.Condition()  # guards the hints and what stands below up to the empty line
        self._stirred = False  # the first hint has come since next() last returned, or somebody woke it
        self._new_folders = self._gone_folders = False
        self._burst = 0

        self._notices: deque[Notice] = deque()
        self._asking = ""  # why, as it was told last
        self._marked = is_vault(root)
        self._there = True
        self._stands: Root | None = None
        self._events: Events | None = None
        self._look: Look | None = None
        self._ask_at = self._turn_at = 0.0
        now = clock()
        self._rhythm = Rhythm(now, today())
        self._begin(now)
        self.everything("start")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the system's watches. It can be called again."""
        events, self._events = self._events, None
        if events is not None:
            events.stop()

    @property
    def exact(self) -> bool:
        """Whether the vault is watched by events that come, and nothing of what they told waits to be looked at."""
        events = self._events
        return self._there and not self._hints and events is not None and events.alive()

    @property
    def there(self) -> bool:
        """Whether the vault was there when last looked for."""
        return self._there and has_vault(self._root, marked=self._marked)

    def everything(self, why: str) -> None:
        """Ask for a look at the whole vault at once."""
        with self._changed:
            self._hints.everything(why, self._clock().steady, at_once=True)
            self._stir()

    def wake(self) -> None:
        """Let :meth:`next` return now."""
        with self._changed:
            self._stir()

    def next(self, timeout: float) -> Batch | Notice | None:
        """What is to be looked at or told now. None after ``timeout`` seconds, and when the first hint comes in."""
        until = self._clock().steady + timeout
        while True:
            self._turn()
            if self._notices:
                return self._notices.popleft()
            with self._changed:
                now = self._clock()
                batch = self._hints.ready(now.steady)
                if batch is not None:
                    self._stirred = False
                    if batch.hint is None:
                        self._rhythm.looked(now)
                    return batch
                if self._stirred or now.steady >= until:
                    self._stirred = False
                    return None
                ready = self._hints.next_at()
                wait = min(until, self._turn_at, until if ready is None else ready) - now.steady
                self._changed.wait(max(wait, 0.001))

    def _stir(self) -> None:
        self._stirred = True
        self._changed.notify_all()

    def _saw(self, path: str, folder: bool, gone: bool) -> None:
        """Take an event; called by the thread that gets them, which must not be kept and must not see a failure."""
        means = meaning(path, folder=folder, unsure=gone and _BLIND)
        with self._changed:
            self._burst += 1
            before, now = bool(self._hints), self._clock().steady
            if self._burst == BURST:
                self._hints.everything("many", now)
            if means == "note":
                self._hints.add(path, now)
            elif means == "everything":
                self._hints.everything("folders" if folder else "settings", now)
            if folder and means == "everything":
                self._gone_folders = self._gone_folders or gone
                self._new_folders = True
            if self._hints and not before:
                self._stir()

    def _turn(self) -> None:
        """Look at everything that can go wrong without an event, at most once a second."""
        now = self._clock()
        if now.steady < self._turn_at:
            return
        self._turn_at = now.steady + TURN
        with self._changed:
            self._burst = 0
        due = self._rhythm.due(now, self._today())
        if not has_vault(self._root, marked=self._marked):
            self._lost()
            return
        if not self._there:
            self._there = True
            self._notices.append(Notice(event="vault-back", message=f"The vault {self._root} is back."))
            self._begin(now)
            due = "back"
        elif self._events is None:
            if self._look is None:  # neither was to be had a moment ago
                self._begin(now)
                due = "lost"
        elif look(self._root) != self._stands:
            self._again(now, f"Another folder is at {self._root} now.")
            due = "replaced"
        elif not self._events.alive():
            self._again(now, "The system's events were lost.")
            due = "lost"
        elif self._gone_folders:
            # Folders that were moved away are still watched, wherever they are now, under the names that they had.
            self._again(now)
            due = "folders"
        elif self._new_folders:
            self._new_folders = False
            self._has_room()
        if self._look is not None and now.steady >= self._ask_at:
            self._ask(self._look)
        if due:
            self.everything(due)

    def _lost(self) -> None:
        self.close()
        self._look = None
        with self._changed:
            self._hints.clear()
        if self._there:
            self._there = False
            said = f"The vault {self._root} is not there. What is published stays; waiting for it to come back."
            self._notices.append(Notice(event="vault-gone", message=said))

    def _again(self, now: Moment, why: str = "") -> None:
        self.close()
        if why:
            self._notices.append(Notice(event="restarted", message=f"{why} Watching anew, and looking at everything."))
        self._begin(now)

    def _begin(self, now: Moment) -> None:
        """Watch by events where they can be had and tell all, else by asking."""
        self._look = None
        self._new_folders = self._gone_folders = False
        self._stands = look(self._root)
        kind = remote(self._root) if self._poll == "auto" else ""
        if self._poll == "always":
            self._by_asking(now, "As [watch] poll asks.")
        elif kind:
            self._by_asking(now, f"It lies on another machine ({kind}), which does not tell of every change.")
        elif self._stands is not None:
            events = Events(self._stands.real, self._saw)
            try:
                events.start()
            except TooManyFolders:
                self._by_asking(now, TOO_MANY)
            except OSError as error:
                self._by_asking(now, f"The system gives no events: {reason(error)[0]}.")
            else:
                self._events, self._asking = events, ""

    def _has_room(self) -> None:
        try:
            if self._events is not None:
                self._events.room()
        except TooManyFolders:
            self.close()
            self._by_asking(self._clock(), TOO_MANY)
            self.everything("folders")

    def _by_asking(self, now: Moment, why: str) -> None:
        if why != self._asking:
            self._asking = why
            said = f"The vault is looked at every {self._every:g} seconds. {why}"
            self._notices.append(Notice(event="polling", message=said))
        self._ask_at = now.steady + self._every
        try:
            self._look = Look(self._root)
        except VaultError:  # it went away just now, which the next turn finds
            self._look = None

    def _ask(self, last: Look) -> None:
        begun = self._clock().steady
        try:
            hint: Hint = last.again()
        except VaultError:  # as above
            return
        now = self._clock().steady
        # A disk that takes long to answer is not asked all the time.
        self._ask_at = now + max(self._every, 2 * (now - begun))
        with self._changed:
            if hint is None:
                self._hints.everything("settings", now)
            for path in sorted(hint or ()):
                self._hints.add(path, now)
