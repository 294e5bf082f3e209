"""From reminders to catch-ups on days, and into the queries of the feeds: the published ones are the last run's.

Where one person's reminders changed, only what moves by that is written again (:mod:`vaultsync.planning.placer`).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import chain

from vaultsync.calendar import starts_of
from vaultsync.model import CatchUp, Limits, Person, Problem, Reminder, Schedule, problem
from vaultsync.people import Query, parse_query
from vaultsync.planning import HORIZON, Placer, ReminderId, parted
from vaultsync.sync.asking import Asking, publishing
from vaultsync.sync.catch_ups import Change, caught_up
from vaultsync.sync.rows import decode_catch_up, decode_id, decode_texts, id_text, pack, pack_catch_up
from vaultsync.sync.saying import Saying
from vaultsync.sync.world import World
from vaultsync.vault.books import Books

MINUTES = 30
"""What a contact that was made is taken to have lasted."""

_Row = tuple[str, str, str, str, str, str | None, bytes, bytes]
"""A row of ``published``: uid, person, path, day, starts, id, held, data."""

_SELECT = "SELECT uid, person, path, day, starts, id, held, data FROM published"


def _known(rows: Mapping[str, _Row]) -> Callable[[str], CatchUp | None]:
    return lambda uid: decode_catch_up(rows[uid][7]) if uid in rows else None


class Placing:
    """The days of a vault's reminders. ``queries`` are those of the feeds."""

    def __init__(self, world: World, books: Books, asking: Asking, saying: Saying) -> None:
        self._world, self._c, self._asking, self._saying = world, books.connection, asking, saying
        self._placer: Placer | None = None
        self._remembers = books.remembers
        self._reach = publishing(world.settings)
        self.limits = world.settings.planning.limits
        self.queries: dict[str, Query] = {feed.query: parse_query(feed.query) for feed in self._reach.feeds}
        self.counts: dict[str, int] | None = None
        self.adjusted: tuple[Reminder, ...] | None = None  # by plugins that want to see all of them at once
        self.fresh: set[str] = set()  # queries whose catch-ups changed since somebody looked

    # Placing

    def place(self, asked: set[str], before: Iterable[ReminderId], *, everything: bool) -> list[Change]:
        """Place whoever was asked about, and everybody who moves by that; what a subscriber will see change.

        ``before`` are the movable reminders that they had.
        """
        if everything or not self._asking.adjusts_each:
            return self._place_all()
        refresh = set(asked)
        if asked:
            self._placer = self._placer if self._remembers else None
            placer, begun = self.running()
            if begun:
                now = dict(self._last_days())
                moved = {
                    identity[0]
                    for identity in now.keys() | {one.id for one, _ in placer.placed()}
                    if now.get(identity) != placer.day(identity)
                }
                touched: Iterable[ReminderId] = [one.id for one in placer.reminders()]
            else:
                come = [one for uid in sorted(asked) for one in self._movable(uid)]
                gone = [*before]
                moves = placer.change(gone, come, self._made())
                moved = {identity[0] for identity in moves}
                touched = {*gone, *(one.id for one in come), *moves}
            self._keep_waiting(placer, touched, everybody=begun)
            refresh |= moved
        whose = sorted(refresh)
        # All at once: what is about several may pass from one of them to another.
        rows = {row[0]: row for uid in whose for row in self._c.execute(f"{_SELECT} WHERE person=?", (uid,))}
        catch_ups = chain.from_iterable(self._catch_ups(uid, rows) for uid in whose)
        changes = self._put(rows, catch_ups, again=asked.__contains__)
        return sorted(changes, key=lambda change: change.sort_key)

    def running(self) -> tuple[Placer, bool]:
        """The placer, and whether it was begun just now, with what is said now and the days of the last run."""
        if self._placer is not None:
            return self._placer, False
        self._placer = self._begun(self._saying.every_reminder("movable"), self.limits)
        return self._placer, True

    def _begun(self, movable: Iterable[Reminder], limits: Limits) -> Placer:
        return Placer(
            movable, limits, today=self._world.today, published=dict(self._published_days()), made=self._made()
        )

    def _place_all(self) -> list[Change]:
        reminders = list(self._saying.every_reminder())
        limits = self._world.settings.planning.limits
        if not self._asking.adjusts_each:
            schedule = self._asking.adjust(Schedule(reminders=tuple(reminders), limits=limits))
            reminders, limits = list(schedule.reminders), schedule.limits
            self.adjusted = tuple(reminders)
        standing, movable = parted(reminders)
        self._placer = placer = self._begun(movable, limits)
        self.limits = limits
        placed = [(one, one.due) for one in standing]
        placed += placer.placed()
        self._keep_waiting(placer, [one.id for one in movable], everybody=True)
        rows = {row[0]: row for row in self._c.execute(_SELECT)}
        catch_ups = caught_up(placed, self._saying.network, _known(rows), self._world.zone)
        changes = self._put(rows, catch_ups, again=lambda _: True)
        self.counts = None
        self.fresh = set(self.queries)
        return sorted(changes, key=lambda change: change.sort_key)

    def _catch_ups(self, uid: str, rows: dict[str, _Row]) -> tuple[CatchUp, ...]:
        standing, movable = parted(self._saying.reminders(uid))
        placed = [(one, one.due) for one in standing]
        assert self._placer is not None or not movable  # noqa: S101 - whoever may move was placed
        for one in movable:
            day = self._placer.day(one.id) if self._placer is not None else None
            if day is not None:
                placed.append((one, day))
        return caught_up(placed, self._saying.network, _known(rows), self._world.zone)

    def _movable(self, uid: str) -> list[Reminder]:
        return parted(self._saying.reminders(uid))[1]

    def _made(self) -> list[tuple[date, int]]:
        rows = self._c.execute("SELECT made FROM ix.said WHERE made IS NOT NULL")
        return [(date.fromisoformat(day), MINUTES) for (day,) in rows]

    def _last_days(self) -> Iterator[tuple[ReminderId, date]]:
        for text, day in self._c.execute("SELECT id, day FROM published WHERE id IS NOT NULL"):
            yield decode_id(text), date.fromisoformat(day)

    def _published_days(self) -> Iterator[tuple[ReminderId, date]]:
        if not self._remembers:
            return
        for text, day in self._c.execute("SELECT id, day FROM waited"):
            yield decode_id(text), date.fromisoformat(day)
        yield from self._last_days()

    def _keep_waiting(self, placer: Placer, touched: Iterable[ReminderId], *, everybody: bool) -> None:
        """Remember the last days of those who wait."""
        rows = {}
        for identity in touched:
            last = placer.last_day(identity) if placer.day(identity) is None else None
            rows[id_text(identity)] = last
        if everybody:
            kept = {text for (text,) in self._c.execute("SELECT id FROM waited")}
            rows |= dict.fromkeys(kept - rows.keys())
        self._c.executemany("DELETE FROM waited WHERE id=?", [(text,) for text, last in rows.items() if last is None])
        waiting = [(text, str(last)) for text, last in rows.items() if last is not None]
        self._c.executemany("INSERT OR REPLACE INTO waited VALUES (?,?)", waiting)

    # Publishing

    def _put(
        self, rows: dict[str, _Row], catch_ups: Iterable[CatchUp], *, again: Callable[[str], bool]
    ) -> list[Change]:
        """Put catch-ups in the place of the published ``rows``.

        The queries are held anew against those whose person is to be asked ``again``.
        """
        changes: list[Change] = []
        written: list[_Row] = []
        held: list[tuple[str, str, str]] = []
        let_go: list[tuple[str, str, str]] = []
        today = str(self._world.today)
        kinds: dict[tuple[str, str], bool] = {}
        left = dict(rows)
        for one in catch_ups:
            old = left.pop(one.uid, None)
            data = pack_catch_up(one)
            if old is not None and old[7] == data and not again(one.reminder.person):
                continue
            queries = self._held(one, old, kinds)
            row = (
                one.uid,
                one.reminder.person,
                one.path,
                str(one.day),
                starts_of(one),
                None if one.reminder.stands else id_text(one.reminder.id),
                pack(queries),
                data,
            )
            if row != old:
                written.append(row)
                self._hold(old, row, queries, held, let_go)
                if old is None and row[3] >= today:
                    changes.append(Change(kind="new", catch_up=one))
                elif old is not None and (old[3], old[4]) != (row[3], row[4]):
                    changes.append(Change(kind="moved", catch_up=one, before=date.fromisoformat(old[3])))
        for old in left.values():
            self._hold(old, None, (), held, let_go)
            if old[3] >= today:
                gone = decode_catch_up(old[7])
                changes.append(Change(kind="gone", catch_up=gone, before=gone.day))
        self._c.executemany("DELETE FROM published WHERE uid=?", [(uid,) for uid in left])
        self._c.executemany("INSERT OR REPLACE INTO published VALUES (?,?,?,?,?,?,?,?)", written)
        self._c.executemany("DELETE FROM held WHERE query=? AND starts=? AND uid=?", let_go)
        self._c.executemany("INSERT OR REPLACE INTO held VALUES (?,?,?)", held)
        return changes

    def _hold(
        self,
        old: _Row | None,
        new: _Row | None,
        queries: tuple[str, ...],
        held: list[tuple[str, str, str]],
        let_go: list[tuple[str, str, str]],
    ) -> None:
        """Note what changes of a catch-up in the queries."""
        before = {(query, old[4], old[0]) for query in decode_texts(old[6])} if old is not None else set()
        now = {(query, new[4], new[0]) for query in queries} if new is not None else set()
        let_go += before - now
        held += now - before
        self.fresh.update(query for query, *_ in before | now)
        if self.counts is not None:
            for query, *_ in before - now:
                self.counts[query] = self.counts.get(query, 0) - 1
            for query, *_ in now - before:
                self.counts[query] = self.counts.get(query, 0) + 1

    def _held(self, one: CatchUp, old: _Row | None, kinds: dict[tuple[str, str], bool]) -> tuple[str, ...]:
        """The queries that hold for a catch-up; of somebody who cannot be read now, those that held before."""
        if not self._reach.reaches(one, self._world.today):
            return ()
        network, reminder = self._saying.network, one.reminder

        def people() -> Iterator[Person]:
            """Those whom it is about, as far as somebody looks: there may be many."""
            found = (network.person(uid) for uid in reminder.people or (reminder.person,))
            return (who for who in found if who is not None)

        if next(people(), None) is None:
            before = decode_texts(old[6]) if old is not None else ()
            return tuple(query for query in self.queries if query in before)

        def holds(query: Query) -> bool:
            return any(
                query.matches(who, network, today=self._world.today, due=reminder.due, kind=reminder.kind)
                for who in people()
            )

        held = []
        for text, query in self.queries.items():
            if query.is_of_kind:
                key = (text, reminder.kind)
                if key not in kinds:
                    kinds[key] = holds(query)
                found = kinds[key]
            else:
                found = holds(query)
            if found:
                held.append(text)
        return tuple(held)

    # Answers

    def catch_ups(self) -> Iterator[CatchUp]:
        """Every catch-up, by day, time, name and uid."""
        rows = self._c.execute("SELECT data FROM published").fetchall()
        return iter(sorted((decode_catch_up(data) for (data,) in rows), key=lambda one: one.sort_key))

    def count(self, query: str) -> int:
        """How many catch-ups a query holds for."""
        if self.counts is None:
            self.counts = dict(self._c.execute("SELECT query, count(*) FROM held GROUP BY query"))
        return self.counts.get(query, 0)

    def stored(self, first: date, last: date) -> Iterator[bytes]:
        """The catch-ups of some days, both included, as they stand in the state."""
        rows = self._c.execute("SELECT data FROM published WHERE day BETWEEN ? AND ?", (str(first), str(last)))
        return (data for (data,) in rows)

    def problems(self) -> Iterator[Problem]:
        """Whether the coming year has room for everybody."""
        end = self._world.today + timedelta(days=HORIZON)
        placer, _ = self.running()
        short = sum(1 for one in placer.waiting() if max(one.due, one.earliest or one.due) <= end)
        if short:
            yield problem(
                "capacity-short",
                f"{short} catch-ups find no room in the coming year; they wait their turn.",
                hint="Make room with [planning] per_day and per_week in vaultsync.toml, "
                "or give fewer people a cadence.",
            )
