"""One visit to the server: look, learn, write down, then change what is not in line yet.

What was learnt is written down before anything is changed. A change is made only of the version that was read; where
somebody was quicker, it is read again and thought over again.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import ParamSpec

import msgspec
from msgspec.structs import replace

from vaultsync import Context, Problem, Published
from vaultsync_caldav import books as keeping
from vaultsync_caldav import decide, todo
from vaultsync_caldav.books import Books
from vaultsync_caldav.server import Resource, TodoList
from vaultsync_caldav.todo import Todo
from vaultsync_caldav.trouble import AGAIN, ItemRefusedError, TroubleError
from vaultsync_caldav.wanted import Wanted, mark_of, wanted

P = ParamSpec("P")

TRIES = 3
"""How often a to-do is read again that somebody else keeps changing."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Where the list is, who asks, and how many days become to-dos."""

    url: str
    user: str = ""
    password: str = ""
    ahead_days: int = 14

    def __repr__(self) -> str:
        """Nothing of it: a traceback may show this."""
        return "Settings(…)"


def deliver(published: Published, settings: Settings, ctx: Context, now: datetime) -> tuple[Problem, ...]:
    """Bring the list in line with the catch-ups, and say what went wrong. ``now`` is aware."""
    plan = wanted(published, ctx, settings.ahead_days)
    digest = keeping.digest("\n".join(f"{uid} {plan[uid].content}" for uid in sorted(plan)))
    try:
        kept: Books | None = keeping.read(ctx.folder())
    except ValueError:  # it is begun anew from what the server's to-dos tell
        kept = None
    try:
        with TodoList(settings.url, settings.user, settings.password) as server:
            version = server.look()
            before = (kept or Books()).at(server.url)
            if version and (version, digest) == (before.ctag, before.plan):
                return ()
            visit = _Visit(server, plan, ctx, before=before, kept=kept, now=now)
            try:
                problems = tuple(visit.problems())
                # What was changed here has made another version, of which others may have their part.
                if not visit.changed and not problems:
                    visit.books = replace(visit.books, ctag=version, plan=digest)
            finally:
                visit.write_down()
    except TroubleError as trouble:
        return (trouble.problem,)
    return problems


class _Visit:
    """What is known during one visit, and grows with each answer."""

    def __init__(
        self,
        server: TodoList,
        plan: Mapping[str, Wanted],
        ctx: Context,
        *,
        before: Books,
        kept: Books | None,
        now: datetime,
    ) -> None:
        # Until all is in line, no version of the list is one that need not be looked at.
        self.books, self.changed, self._kept = replace(before, ctag="", plan=""), False, kept
        self._server, self._plan, self._ctx, self._now = server, plan, ctx, now
        self._mark = mark_of(ctx.vault)

    def write_down(self) -> None:
        """Keep what is known, where it is not what stands there."""
        if self.books != self._kept:
            keeping.write(self._ctx.folder(), self.books)
            self._kept = self.books

    def problems(self) -> Iterator[Problem]:
        """Learn and change, and say what could not be done."""
        found = [one for each in self._server.todos() if (one := _read(each)) is not None]
        ours = {one.uid: one for one in found if self._is_ours(one)}
        others = {one.uid for one in found if one.uid not in ours}
        self.books = decide.learnt(self.books, ours, self._ctx.today, self._ctx.zone)
        self.write_down()
        told: list[Problem | None] = [_TAKEN for uid in self._plan if uid in others]
        told += [self._tried(self._bring, one, ours.get(uid)) for uid, one in self._plan.items() if uid not in others]
        told += [self._tried(self._take_away, gone) for gone in decide.unwanted(ours, self._plan)]
        # What the server does not allow of one it allows of none: once is enough.
        yield from dict.fromkeys(problem for problem in told if problem is not None)

    def _tried(self, act: Callable[P, Problem | None], *args: P.args, **named: P.kwargs) -> Problem | None:
        try:
            return act(*args, **named)
        except ItemRefusedError as refusal:
            return refusal.problem

    def _is_ours(self, one: Todo) -> bool:
        return one.mark == self._mark or (not one.mark and one.uid in self.books.sent)

    def _bring(self, one: Wanted, known: Todo | None) -> Problem | None:
        """Make or change one that is wanted."""
        for _ in range(TRIES):
            step = decide.put(one, known, self.books)
            if step is None:
                if known is not None and known.status == "open" and one.uid not in self.books.sent:
                    self._sent(one)  # it is as it should be, though these books did not know
                return None
            if self._carried_out(step):
                self._sent(one)
                return None
            known = self._read_again(one.uid, known)
            if known is not None and not self._is_ours(known):
                return _TAKEN
        return _TAKEN if known is None else _BUSY

    def _carried_out(self, step: decide.Put) -> bool:
        one, known = step.wanted, step.todo
        if known is None:
            done = self._server.put(self._server.href_for(one.uid), todo.made(one, self._now))
        else:
            self.write_down()  # before a tick is taken off, it is certain that the contact is kept
            data = todo.changed(known, one, step.names, self._now, reopened=step.reopened)
            done = self._server.put(known.href, data, known.etag)
        self.changed = self.changed or done
        return done

    def _sent(self, one: Wanted) -> None:
        uid = one.uid
        self.books = replace(decide.reset(self.books, uid), sent={**self.books.sent, uid: one.sent})

    def _take_away(self, known: Todo) -> Problem | None:
        """Remove one that is no longer wanted, unless somebody ticked it off meanwhile."""
        uid, now = known.uid, known
        for _ in range(TRIES):
            if self._server.delete(now.href, now.etag):
                self.books, self.changed = decide.dropped(self.books, uid), True
                return None
            again = self._read_again(uid, now)
            if again is None or again.status != "open" or not self._is_ours(again):
                return None
            now = again
        return _BUSY

    def _read_again(self, uid: str, known: Todo | None) -> Todo | None:
        """What somebody else made of it meanwhile, and what is learnt from that."""
        href = known.href if known is not None else self._server.href_for(uid)
        resource = self._server.get(href)
        again = _read(resource) if resource is not None else None
        if again is None and uid in self.books.sent:
            self.books = decide.without(self.books, uid)
        elif again is not None and self._is_ours(again):
            self.books = decide.seen(self.books, again, self._ctx.today, self._ctx.zone)
        return again


def _read(resource: Resource) -> Todo | None:
    return todo.read(resource.data, resource.href, resource.etag)


_BUSY = Problem(
    code="caldav-busy",
    severity="info",
    message="A to-do on the server changes all the time; it was left as it is.",
    hint=AGAIN,
)


_TAKEN = Problem(
    code="caldav-taken",
    severity="warning",
    message="The list has something of the same identity as a catch-up, which was not made here; it stays as it is.",
    hint="Set url to a list of its own. If another vault or a calendar was copied into this list, remove that copy.",
)
