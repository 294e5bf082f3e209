import random
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.calendar.samples import BIRTHDAY, CALL, FEED, LUNCH, feed_of, rendered, synthetic_feeds
from tests.calendar.test_event import EVENTS
from tests.calendar.test_text import ANY_TEXT

from vaultsync.calendar import Event, Feed, Rendered, event_uid, feed_faults, feed_head, render_feed

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize(
    ("name", "feed", "events"),
    [
        ("three-events", FEED, (BIRTHDAY, LUNCH, CALL)),
        ("empty", Feed(name="birthdays", title="Birthdays"), ()),
        ("new-york", Feed(name="work", title="Work, mostly; C:\\New", zone="America/New_York"), (CALL,)),
    ],
)
def test_a_feed_byte_for_byte(name: str, feed: Feed, events: tuple[Event, ...]):
    assert feed_of(events, feed).data == (GOLDEN / f"{name}.ics").read_bytes()


@pytest.mark.parametrize(("name", "data"), synthetic_feeds().items())
def test_even_a_hostile_feed_has_no_faults(name: str, data: bytes):
    assert feed_faults(data) == ()


def test_a_title_of_nothing_but_signs_gives_way_to_the_name():
    assert b"\r\nNAME:work\r\n" in feed_head(Feed(name="work", title=" ,;\\ "))


def test_events_stand_by_start_and_then_by_uid():
    events = [Rendered(starts=starts, uid=uid, data=f"{starts}{uid};".encode()) for starts in "21" for uid in "ba"]
    assert render_feed(FEED, events, head=b"").data == b"1a;1b;2a;2b;END:VCALENDAR\r\n"


def test_a_head_that_was_kept_is_used_again():
    assert render_feed(FEED, [rendered(CALL)], head=feed_head(FEED)) == feed_of([CALL])


def test_past_a_thousand_events_the_furthest_are_left_out():
    events = [Rendered(starts=f"{number:04}", uid="a", data=f"{number},".encode()) for number in range(1003)]
    text = render_feed(FEED, reversed(events), head=b"")
    assert (text.events, text.left_out) == (1000, 3)
    assert text.data.endswith(b",998,999,END:VCALENDAR\r\n")


def test_past_a_megabyte_the_furthest_are_left_out():
    events = [Rendered(starts=str(number), uid="a", data=bytes([48 + number]) * 300_000) for number in range(5)]
    text = render_feed(FEED, events)
    assert (text.events, text.left_out) == (3, 2)
    assert len(text.data) <= 1_000_000
    assert b"0" * 300_000 + b"1" * 300_000 + b"2" * 300_000 + b"END" in text.data


def test_even_the_longest_event_leaves_room_for_others():
    day, text = date(2026, 11, 24), "🎉" * 20_000
    events = [
        Event(uid=event_uid(str(n), "", "", ""), day=day + timedelta(days=n), summary=text, description=text)
        for n in range(10)
    ]
    assert feed_of(events).left_out == 0


@pytest.mark.parametrize("name", ["", "../feeds", "a/b", ".hidden", "a\nb"])
def test_a_feed_name_that_would_leave_its_folder_is_refused(name: str):
    with pytest.raises(ValueError, match="a feed's name is"):
        Feed(name=name, title="x")


def test_a_color_that_is_no_name_is_refused():
    with pytest.raises(ValueError, match="a CSS name such as teal"):
        Feed(name="x", title="x", color="#ff0000")


@settings(deadline=None)
@given(st.lists(EVENTS, max_size=6), st.randoms())
def test_the_order_of_the_events_changes_no_byte(events: list[Event], chance: random.Random):
    events = list({event.starts: event for event in events}.values())
    expected = feed_of(events)
    chance.shuffle(events)
    assert feed_of(events) == expected


@settings(deadline=None)
@given(ANY_TEXT)
def test_no_title_can_add_a_line(title: str):
    plain, hostile = feed_head(Feed(name="x", title="x")), feed_head(Feed(name="x", title=title))
    assert [each.partition(b":")[0] for each in plain.replace(b"\r\n ", b"").split(b"\r\n")] == [
        each.partition(b":")[0] for each in hostile.replace(b"\r\n ", b"").split(b"\r\n")
    ]
