"""What was sent is written down so that nothing is sent twice."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from vaultsync_notify import journal
from vaultsync_notify.journal import MOST_TRIES, Address, Journal

TODAY = date(2027, 1, 4)
NOON = datetime(2027, 1, 4, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_each_wait_is_twice_the_one_before():
    now, address, waits = NOON, Address(), []
    while not address.given_up:
        address = address.begun(now).ended(sent=False)
        waits.append(address.again - now)
        now = address.again
    assert waits[:-1] == [10 * MINUTE, 20 * MINUTE, 40 * MINUTE, 80 * MINUTE]
    assert len(waits) == MOST_TRIES


def test_what_was_cut_short_is_left_alone_for_an_hour_and_counts_as_a_try():
    begun = Address().begun(NOON)
    assert not begun.is_due(NOON + 59 * MINUTE)
    assert begun.is_due(NOON + 60 * MINUTE)
    assert begun.begun(NOON + 60 * MINUTE).failures == 1


@given(
    st.lists(
        st.tuples(st.integers(0, 200), st.sampled_from(["sent", "refused", "crash", "unknown"])),
        min_size=1,
        max_size=40,
    )
)
def test_whatever_happens_an_address_is_sent_to_at_most_once_and_tried_five_times_ten_minutes_apart(story):
    now, address, tries, sent = NOON, Address(), [], 0
    for minutes, outcome in story:
        now += minutes * MINUTE
        if address.is_due(now):
            tries.append(now)
            address = address.begun(now)
            if outcome != "crash":
                address = address.ended(sent=outcome == "sent", unknown=outcome == "unknown")
            sent += outcome == "sent"
    assert sent <= 1
    assert len(tries) <= MOST_TRIES
    assert all(later - earlier >= 10 * MINUTE for earlier, later in pairwise(tries))


def test_a_journal_comes_back_as_it_was_written(tmp_path):
    kept = Journal(day=TODAY).having("a", Address().begun(NOON)).having("b", Address(sent=True))
    journal.write(tmp_path, kept)
    assert journal.read(tmp_path, TODAY) == kept


def test_another_day_begins_anew(tmp_path):
    journal.write(tmp_path, Journal(day=TODAY, empty=True))
    assert journal.read(tmp_path, TODAY + timedelta(days=1)) == Journal(day=TODAY + timedelta(days=1))


def test_a_damaged_journal_and_one_of_another_version_begin_anew(tmp_path):
    for damage in (b"", b"{", b"\xff\xfe", b'{"day":"2027-01-04","version":2,"empty":true}', b"[]"):
        (tmp_path / "digest.json").write_bytes(damage)
        assert journal.read(tmp_path, TODAY) == Journal(day=TODAY)


def test_nothing_of_an_address_can_be_read_from_what_it_is_known_by():
    key = journal.key_of("ntfy://secret-topic")
    assert "secret" not in key
    assert key != journal.key_of("ntfy://other-topic")
