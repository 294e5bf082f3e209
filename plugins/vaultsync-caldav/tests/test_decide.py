"""What follows from what, whatever the order in which things happen."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from vaultsync_caldav import decide, todo
from vaultsync_caldav.books import Books
from vaultsync_caldav.wanted import wanted

from vaultsync import Published

START = date(2027, 1, 4)
NOW = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)
DAY = timedelta(days=1)
LISBON = ZoneInfo("Europe/Lisbon")
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("wait"), st.integers(1, 5)),
        st.tuples(st.sampled_from(["tick", "tick", "sync", "sync", "edit", "remove", "lose the books"]), st.just(0)),
    ),
    max_size=40,
)


@given(steps=STEPS, cadence=st.integers(1, 20))
def test_every_tick_is_one_contact_and_no_tick_is_ever_lost(catch_up, steps, cadence):
    """A person, a list with one to-do, and a vault that counts on from the last contact it knows of."""
    today, last, books, server, ticks = START, START - 90 * DAY, Books(), None, set()

    class Ctx:
        vault = "Notes"
        zone = LISBON

        class publishing:
            description = "full"

    for step, number in [*steps, ("sync", 0), ("sync", 0)]:
        if step == "wait":
            today += number * DAY
        elif step == "tick" and server is not None and "STATUS:NEEDS-ACTION" in server:
            ticks.add(today)
            server = server.replace("STATUS:NEEDS-ACTION", f"STATUS:COMPLETED\r\nCOMPLETED:{today:%Y%m%d}T120000Z")
        elif step == "edit" and server is not None:
            server = server.replace("END:VTODO", "COMMENT:mine\r\nEND:VTODO")
        elif step == "remove" and server is not None and "STATUS:NEEDS-ACTION" in server:
            server = None
        elif step == "lose the books" and server is not None:
            books = Books(contacts=books.contacts, done=books.done)
        elif step == "sync":
            # What is known by the books counts in this sync; what is learnt now counts in the next.
            last = max([last, *(one.day for one in books.contacts)])
            due = last + cadence * DAY
            Ctx.today = today
            plan = wanted(
                Published(catch_ups=(catch_up(day=max(due, today), since=last, due=due),)), Ctx, ahead_days=14
            )
            known = todo.read(server) if server is not None else None
            ours = {known.uid: known} if known is not None else {}
            books = decide.learnt(books, ours, today, LISBON)
            for one in plan.values():
                put = decide.put(one, known, books)
                if put is not None:
                    data = (
                        todo.made(one, NOW)
                        if known is None
                        else todo.changed(known, one, put.names, NOW, reopened=put.reopened)
                    )
                    server = data.decode().replace("\r\n ", "")
                    books = decide.reset(books, one.uid)
                    books = Books(
                        sent={one.uid: one.sent}, done=books.done, left=books.left, contacts=books.contacts
                    )
            if decide.unwanted(ours, plan):
                server, books = None, decide.dropped(books, "ana")
    assert {one.day for one in books.contacts} == ticks
    assert len(books.contacts) == len(ticks)
    if server is not None and "STATUS:COMPLETED" in server:
        assert max(ticks) + cadence * DAY > today + 14 * DAY or "ana" in books.done
