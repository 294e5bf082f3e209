"""What follows from what, whatever the order in which things happen."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from vaultsync import Published, Publishing
from vaultsync_caldav import decide, todo
from vaultsync_caldav.books import Books
from vaultsync_caldav.wanted import wanted

START = date(2027, 1, 4)
NOW = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)
DAY = timedelta(days=1)
LISBON = ZoneInfo("Europe/Lisbon")
NONE = st.just(0)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("wait"), st.integers(1, 5)),
        st.tuples(
            st.sampled_from(["tick", "tick", "sync", "sync", "edit", "remove", "lose_what_was_sent"]), st.just(0)
        ),
    ),
    max_size=40,
)


class World:
    """A person, a list with one to-do, and a vault that counts on from the last contact it knows of."""

    zone, vault, publishing = LISBON, "Notes", Publishing()

    def __init__(self, catch_up, cadence):
        self._catch_up, self._cadence = catch_up, cadence * DAY
        self.today, self.last, self.ticks = START, START - 90 * DAY, set()
        self.books, self.server = Books(), None

    @property
    def is_open(self):
        return self.server is not None and "STATUS:NEEDS-ACTION" in self.server

    def wait(self, days):
        self.today += days * DAY

    def tick(self, _):
        if self.is_open:
            self.ticks.add(self.today)
            done = f"STATUS:COMPLETED\r\nCOMPLETED:{self.today:%Y%m%d}T120000Z"
            self.server = self.server.replace("STATUS:NEEDS-ACTION", done)

    def edit(self, _):
        if self.server is not None:
            self.server = self.server.replace("END:VTODO", "COMMENT:mine\r\nEND:VTODO")

    def remove(self, _):
        if self.is_open:
            self.server = None

    def lose_what_was_sent(self, _):
        if self.server is not None:
            self.books = Books(contacts=self.books.contacts, done=self.books.done)

    def sync(self, _):
        # What the books know counts in this sync; what is learnt now counts in the next.
        self.last = max([self.last, *(one.day for one in self.books.contacts)])
        due = self.last + self._cadence
        one = self._catch_up(day=max(due, self.today), since=self.last, due=due)
        plan = wanted(Published(catch_ups=(one,)), self, ahead_days=14)
        known = todo.read(self.server) if self.server is not None else None
        ours = {known.uid: known} if known is not None else {}
        self.books = decide.learnt(self.books, ours, self.today, LISBON)
        for wish in plan.values():
            put = decide.put(wish, known, self.books)
            if put is not None:
                self._send(put)
        if decide.unwanted(ours, plan):
            self.server, self.books = None, decide.dropped(self.books, "ana")

    def _send(self, put):
        one, known = put.wanted, put.todo
        data = todo.made(one, NOW) if known is None else todo.changed(known, one, put.names, NOW, reopened=put.reopened)
        self.server = data.decode().replace("\r\n ", "")
        self.books = replace(decide.reset(self.books, one.uid), sent={one.uid: one.sent})


@given(steps=STEPS, cadence=st.integers(1, 20))
def test_every_tick_is_one_contact_and_the_next_catch_up_is_open_again(catch_up, steps, cadence):
    world = World(catch_up, cadence)
    for step, number in [*steps, ("sync", 0), ("sync", 0)]:
        getattr(world, step)(number)
    assert [one.day for one in world.books.contacts] == sorted(world.ticks)
    if world.books.left:  # somebody removed it, and nothing was due on another day since
        return
    due = max(max([START - 90 * DAY, *world.ticks]) + cadence * DAY, world.today)
    # The one that is due then may be ticked off already, on a day that had a contact before: it told of no other.
    ahead = any(one.due == due for one in world.books.done.values())
    assert world.is_open == (due <= world.today + 14 * DAY and not ahead)
