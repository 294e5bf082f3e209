"""What is learnt from the server: to-dos that were ticked off become contacts."""

import itertools
from datetime import date, timedelta

import pytest

from vaultsync import Edit, Interaction
from vaultsync_caldav import books, vaultsync_edit_notes, vaultsync_interactions

TODAY = date(2027, 1, 4)
DAY = timedelta(days=1)
FOLDER = "folder"


@pytest.fixture
def contacts(context, network):
    """The contacts that the next sync gets."""

    def of(*uids, folder=FOLDER, today=TODAY, interactions=()):
        known = network(*(uids or ("ana", "bo")), interactions=interactions)
        return list(vaultsync_interactions(network=known, ctx=context(folder=folder, today=today)))

    return of


def ticked(uid="ana", day=TODAY, channel="call"):
    return Interaction(person=f"person/{uid}", day=day, channel=channel, text="caught up")


def test_one_that_was_ticked_off_is_a_contact_in_the_next_sync(client, context, deliver, catch_up, contacts):
    deliver(context(), catch_up())
    assert contacts() == []
    client.tick("ana")
    deliver(context(), catch_up())
    assert contacts() == [ticked()]


@pytest.mark.parametrize(
    "lines",
    [
        ("STATUS:COMPLETED", "COMPLETED:20270103T090000Z"),
        ("COMPLETED:20270103T090000Z",),
        ("PERCENT-COMPLETE:100", "LAST-MODIFIED:20270103T090000Z"),
        ("STATUS:COMPLETED", "COMPLETED:20270103T235900"),
        ("STATUS:COMPLETED", "COMPLETED;TZID=America/Phoenix:20270102T200000"),
        ("STATUS:completed", "COMPLETED:20270103T000000Z"),
    ],
)
def test_every_way_to_say_that_it_is_done_counts_on_its_day(client, context, deliver, catch_up, contacts, lines):
    deliver(context(), catch_up())
    client.set("ana", *lines)
    deliver(context(), catch_up())
    assert contacts() == [ticked(day=date(2027, 1, 3))]


def test_the_day_is_the_users_not_utcs(client, context, deliver, catch_up, contacts):
    summer = date(2027, 7, 5)
    deliver(context(summer), catch_up(day=summer))
    client.tick("ana", "20270704T233000Z")  # half past midnight in Lisbon
    deliver(context(summer), catch_up(day=summer))
    assert contacts(today=summer) == [ticked(day=summer)]


def test_where_the_day_is_not_said_it_is_the_day_on_which_it_was_seen(client, context, deliver, catch_up, contacts):
    deliver(context(), catch_up())
    client.set("ana", "STATUS:COMPLETED", without=("LAST-MODIFIED",))
    for later in range(3):
        deliver(context(TODAY + later * DAY), catch_up())
    assert contacts() == [ticked()]


@pytest.mark.parametrize("state", ["STATUS:CANCELLED", "STATUS:IN-PROCESS", "PERCENT-COMPLETE:99"])
def test_one_that_is_not_done_is_no_contact(client, context, deliver, catch_up, contacts, state):
    deliver(context(), catch_up())
    client.set("ana", state)
    deliver(context(), catch_up())
    assert contacts() == []


def test_until_the_plan_knows_of_the_contact_the_to_do_stays_ticked_off(client, context, deliver, catch_up, radicale):
    deliver(context(), catch_up())
    client.tick("ana")
    before = client.text("ana.ics")
    deliver(context(), catch_up())
    deliver(context(), catch_up(day=TODAY + DAY, reason="15 weeks since coffee; every 6 weeks"))
    deliver(context())
    assert client.text("ana.ics") == before
    assert radicale.changes == ["PUT"]


def test_the_next_catch_up_opens_the_to_do_again_and_the_contact_stays(client, context, deliver, catch_up, contacts):
    deliver(context(), catch_up())
    client.tick("ana")
    deliver(context(), catch_up())
    later = TODAY + 7 * DAY
    following = catch_up(since=TODAY, due=later, day=later, reason="7 days since a call; every week")
    deliver(context(), following)
    lines = client.lines("ana")
    assert "STATUS:NEEDS-ACTION" in lines
    assert "DUE;VALUE=DATE:20270111" in lines
    assert not any(line.startswith(("COMPLETED", "PERCENT-COMPLETE")) for line in lines)
    client.tick("ana", "20270111T090000Z")
    deliver(context(later), following)
    assert contacts(today=later) == [ticked(), ticked(day=later)]


def test_ticked_before_a_day_that_was_set_by_hand_it_stays_ticked_off_until_another_is_set(
    client, context, deliver, catch_up
):
    by_hand = {"since": None, "reason": "the day you set"}
    friday, monday = TODAY + 4 * DAY, TODAY + 7 * DAY
    deliver(context(), catch_up(day=friday, due=friday, **by_hand))
    client.tick("ana")
    deliver(context(), catch_up(day=friday, due=friday, **by_hand))
    assert "STATUS:COMPLETED" in client.lines("ana")
    deliver(context(), catch_up(day=monday, due=monday, **by_hand))
    assert "STATUS:NEEDS-ACTION" in client.lines("ana")


def test_a_tick_that_is_taken_back_takes_the_contact_back(client, context, deliver, catch_up, contacts):
    deliver(context(), catch_up())
    client.tick("ana")
    deliver(context(), catch_up())
    client.untick("ana")
    deliver(context(), catch_up())
    assert contacts() == []
    client.tick("ana", "20270103T090000Z")
    deliver(context(), catch_up())
    assert contacts() == [ticked(day=date(2027, 1, 3))]


def test_a_day_that_is_corrected_is_corrected(client, context, deliver, catch_up, contacts):
    deliver(context(), catch_up())
    client.tick("ana")
    deliver(context(), catch_up())
    client.tick("ana", "20270102T090000Z")
    deliver(context(), catch_up())
    assert contacts() == [ticked(day=date(2027, 1, 2))]


def test_a_contact_outlasts_its_to_do_which_does_not_come_back(client, context, deliver, catch_up, contacts):
    deliver(context(), catch_up(), catch_up("bo"))
    client.tick("ana")
    deliver(context(), catch_up(), catch_up("bo"))
    client.remove("ana")
    deliver(context(), catch_up(), catch_up("bo"))
    assert list(client.texts()) == ["bo"]
    assert contacts() == [ticked()]


def test_two_computers_on_one_list_agree(client, context, deliver, catch_up, contacts):
    deliver(context(folder="a"), catch_up())
    client.tick("ana")
    deliver(context(folder="a"), catch_up())
    deliver(context(folder="b"), catch_up())
    later = TODAY + 7 * DAY
    following = catch_up(since=TODAY, due=later, day=later)
    deliver(context(folder="a"), following)
    deliver(context(folder="b"), following)
    assert contacts(folder="a") == contacts(folder="b") == [ticked()]


def test_a_program_that_drops_what_it_does_not_know_takes_no_contact_away(client, context, deliver, catch_up, contacts):
    deliver(context(), catch_up())
    dropped = [line.partition(":")[0] for line in client.lines("ana") if line.startswith("X-")]
    assert len(dropped) == 5
    client.set("ana", "STATUS:COMPLETED", "COMPLETED:20270104T090000Z", without=dropped)
    deliver(context(), catch_up())
    assert contacts() == [ticked()]


@pytest.mark.parametrize("damage", [b"", b"{", b"\xff", b'{"version": 2}', b'{"contacts": 7}'])
def test_damaged_books_are_begun_anew_from_the_server(client, context, deliver, catch_up, contacts, tmp_path, damage):
    deliver(context(), catch_up(), catch_up("bo"))
    client.tick("ana")
    deliver(context(), catch_up(), catch_up("bo"))
    (tmp_path / FOLDER / "todos.json").write_bytes(damage)
    with pytest.raises(ValueError, match="begun anew"):
        contacts()
    assert deliver(context(), catch_up(), catch_up("bo")) == []
    assert contacts() == [ticked()]


def test_damaged_books_stay_as_they_are_while_the_server_is_away(
    client, context, deliver, catch_up, contacts, tmp_path
):
    deliver(context(), catch_up())
    (tmp_path / FOLDER / "todos.json").write_bytes(b"{")
    deliver(context(url="http://127.0.0.1:1/"), catch_up())
    with pytest.raises(ValueError, match="begun anew"):
        contacts()


def test_a_contact_of_somebody_unknown_of_a_later_day_or_in_the_notes_is_not_given(
    client, context, deliver, catch_up, contacts
):
    deliver(context(), catch_up(), catch_up("bo"), catch_up("cem"))
    client.tick("ana")
    client.tick("bo", "20270105T090000Z")
    client.tick("cem")
    deliver(context(), catch_up(), catch_up("bo"), catch_up("cem"))
    noted = Interaction(person="person/ana", day=TODAY, channel="coffee", path="People/ana.md", line=9)
    elsewhere = Interaction(person="person/ana", day=TODAY, channel="mail", plugin="mail")
    assert contacts("ana", "bo", interactions=[elsewhere]) == [ticked()]
    assert contacts("ana", "bo", interactions=[noted]) == []
    assert contacts("ana", "bo", today=TODAY + DAY) == [ticked(), ticked("bo", TODAY + DAY)]


class TestLog:
    @pytest.fixture
    def edits(self, client, context, deliver, catch_up, network):
        deliver(context(), catch_up(), catch_up("bo", channel=""))
        client.tick("ana")
        client.tick("bo")
        deliver(context(), catch_up(), catch_up("bo", channel=""))

        def of(*interactions, today=TODAY, log=True):
            known = network("ana", "bo", interactions=interactions)
            return list(vaultsync_edit_notes(network=known, ctx=context(today=today, log=log)))

        return of

    def test_nothing_is_written_unless_that_is_wanted(self, edits):
        assert edits(log=False) == []

    def test_a_tick_is_an_entry_in_the_persons_log(self, edits):
        why = "a to-do was ticked off"
        assert edits() == [
            Edit(path=f"People/{uid}.md", kind="append-entry", name="Log", value=(entry,), reason=why)
            for uid, entry in (("ana", "2027-01-04 call: caught up"), ("bo", "2027-01-04: caught up"))
        ]

    def test_what_a_note_says_of_that_day_is_not_said_again(self, edits):
        noted = Interaction(person="person/ana", day=TODAY, channel="coffee", path="People/ana.md", line=9)
        own = Interaction(person="person/bo", day=TODAY, text="caught up", plugin="caldav")
        assert [edit.path for edit in edits(noted, own)] == ["People/bo.md"]

    def test_neither_the_far_past_nor_the_future_is_written(self, edits):
        assert len(edits(today=TODAY + 60 * DAY)) == 2
        assert edits(today=TODAY + 61 * DAY) == []
        assert edits(today=TODAY - DAY) == []


def test_books_come_back_as_they_were_written(tmp_path):
    contact = books.Contact(day=TODAY, person="p", uid="u", channel="call")
    sent = books.Sent(lines={"DUE": "d"}, person="p", due=TODAY)
    kept = books.Books(
        place="here",
        ctag="1",
        sent={"u": sent},
        done={"u": books.Done(day=TODAY)},
        left={"v": None},
        contacts=(contact,),
    )
    books.write(tmp_path, kept)
    assert books.read(tmp_path) == kept
    assert [path.name for path in tmp_path.iterdir()] == ["todos.json"]


def test_nobodys_password_or_address_stands_in_the_books(client, context, deliver, catch_up, tmp_path):
    deliver(context(), catch_up())
    text = (tmp_path / FOLDER / "todos.json").read_text()
    assert "correct horse" not in text
    assert "127.0.0.1" not in text


class TestRaces:
    """Somebody changes a to-do between the look at it and the change of it."""

    def test_what_somebody_edits_meanwhile_stays(self, radicale, client, context, deliver, catch_up):
        deliver(context(), catch_up())
        radicale.meanwhile["PUT"] = lambda: client.set("ana", "PRIORITY:1")
        assert deliver(context(), catch_up(day=TODAY + DAY)) == []
        lines = client.lines("ana")
        assert "PRIORITY:1" in lines
        assert "DUE;VALUE=DATE:20270105" in lines
        assert [asked for asked in radicale.asked if asked[0] == "PUT"] == [("PUT", 201), ("PUT", 412), ("PUT", 204)]

    def test_what_somebody_ticks_off_before_a_change_stays_ticked_off(
        self, radicale, client, context, deliver, catch_up, contacts
    ):
        deliver(context(), catch_up())
        radicale.meanwhile["PUT"] = lambda: client.tick("ana")
        assert deliver(context(), catch_up(day=TODAY + DAY)) == []
        assert "STATUS:COMPLETED" in client.lines("ana")
        assert contacts() == [ticked()]

    def test_what_somebody_ticks_off_before_it_would_go_stays(
        self, radicale, client, context, deliver, catch_up, contacts
    ):
        deliver(context(), catch_up(), catch_up("bo"))
        radicale.meanwhile["DELETE"] = lambda: client.tick("ana")
        assert deliver(context(), catch_up("bo")) == []
        assert "STATUS:COMPLETED" in client.lines("ana")
        assert contacts() == [ticked()]

    def test_what_somebody_edits_before_it_would_go_goes(self, radicale, client, context, deliver, catch_up):
        deliver(context(), catch_up(), catch_up("bo"))
        radicale.meanwhile["DELETE"] = lambda: client.set("ana", "PRIORITY:1")
        assert deliver(context(), catch_up("bo")) == []
        assert list(client.texts()) == ["bo"]

    def test_what_somebody_removes_meanwhile_does_not_come_back(self, radicale, client, context, deliver, catch_up):
        deliver(context(), catch_up(), catch_up("bo"))
        radicale.meanwhile["PUT"] = lambda: client.remove("ana")
        assert deliver(context(), catch_up(day=TODAY + DAY), catch_up("bo")) == []
        assert list(client.texts()) == ["bo"]

    def test_what_somebody_makes_meanwhile_under_the_same_uid_stays(self, radicale, client, context, deliver, catch_up):
        radicale.meanwhile["PUT"] = lambda: client.add("ana", "SUMMARY:Mine")
        (told,) = deliver(context(), catch_up())
        assert told.code == "caldav-taken"
        assert "SUMMARY:Mine" in client.lines("ana")

    def test_somebody_who_changes_it_all_the_time_wins(self, radicale, client, context, deliver, catch_up):
        deliver(context(), catch_up())
        numbers = itertools.count(1)

        def again():
            client.set("ana", f"PRIORITY:{next(numbers)}")
            radicale.meanwhile["PUT"] = again

        radicale.meanwhile["PUT"] = again
        (told,) = deliver(context(), catch_up(day=TODAY + DAY))
        radicale.meanwhile.clear()
        assert (told.code, told.severity) == ("caldav-busy", "info")
        assert "PRIORITY:3" in client.lines("ana")
        assert deliver(context(), catch_up(day=TODAY + DAY)) == []
        assert "DUE;VALUE=DATE:20270105" in client.lines("ana")

    def test_a_crash_after_a_change_was_made_sends_it_no_second_time(
        self, radicale, client, context, deliver, catch_up
    ):
        deliver(context(), catch_up("bo"))
        crashed = context(folder="crashed")
        deliver(crashed, catch_up(), catch_up("bo"))
        radicale.asked.clear()
        assert deliver(context(), catch_up(), catch_up("bo")) == []
        assert radicale.changes == []
