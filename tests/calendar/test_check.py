import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.calendar.samples import CALL, LUNCH, feed_of

from vaultsync.calendar import feed_faults

GOOD = feed_of([CALL, LUNCH]).data
ZONE = GOOD[GOOD.index(b"BEGIN:VTIMEZONE") : GOOD.index(b"BEGIN:VEVENT")]


def test_a_good_feed_has_no_faults():
    assert feed_faults(GOOD) == ()


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (b"SUMMARY:", b"SUMMARY:\xff", "the feed is not UTF-8 at byte"),
        (b"CLASS:PRIVATE\r\n", b"CLASS:PRIVATE\n", "a line does not end in CRLF"),
        (b"END:VCALENDAR\r\n", b"END:VCALENDAR", "a line does not end in CRLF"),
        (b"CLASS:PRIVATE", b"COMMENT:" + b"x" * 68, "line 54 has 76 octets, more than 75"),
        (b"CLASS:PRIVATE", b"COMMENT:\xc3\r\n \xa4", "not UTF-8"),
        (b"VERSION:2.0\r\n", b"", "VERSION is not 2.0"),
        (b"PRODID:", b"X-PRODID:", "PRODID is missing"),
        (b"CALSCALE:", b"METHOD:PUBLISH\r\nCALSCALE:", "the calendar has a METHOD"),
        (b"CALSCALE:", b"UID:a\r\nCALSCALE:", "the calendar has a UID"),
        (b"CALSCALE:", b"SOURCE:https://x\r\nCALSCALE:", "the calendar has a SOURCE"),
        (ZONE, b"", "the feed has 0 VTIMEZONE components, not one"),
        (ZONE, ZONE + ZONE, "the feed has 2 VTIMEZONE components, not one"),
        (ZONE, ZONE + b"BEGIN:VTODO\r\nEND:VTODO\r\n", "the feed has a VTODO"),
        (LUNCH.uid.encode(), CALL.uid.encode(), f"2 events have the uid {CALL.uid}"),
        (f"UID:{LUNCH.uid}\r\n".encode(), b"", "the event 'Ana Reyes: lunch at Café Luna' has no UID"),
        (b"DTSTAMP:20261122T080005Z\r\n", b"", "the event 'Ana Reyes: call' has no DTSTAMP"),
        (b"DTSTART;VALUE=DATE:20261124\r\n", b"", "the event 'Ana Reyes: call' has no DTSTART"),
        (b"DTSTART;VALUE=DATE:20261124", b"DTSTART;VALUE=DATE:soon", "the event 'Ana Reyes: call' cannot be read"),
        (b"BEGIN:VCALENDAR\r\n", b"", "the feed does not parse"),
        (b"END:VCALENDAR\r\n", b"END:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\n", "the feed is not one VCALENDAR"),
    ],
)
def test_a_fault_is_said_in_a_sentence(old: bytes, new: bytes, fault: str):
    assert old in GOOD
    said = feed_faults(GOOD.replace(old, new, 1))
    assert any(fault in each for each in said), said


def test_events_of_a_good_feed_are_not_looked_at_again_but_all_else_is():
    bad_event = GOOD.replace(b"DTSTAMP:20261122T080005Z\r\n", b"", 1)
    assert feed_faults(bad_event, good=GOOD) == feed_faults(bad_event) != ()
    assert feed_faults(bad_event, good=bad_event) == ()
    assert feed_faults(GOOD.replace(b"VERSION:2.0\r\n", b""), good=GOOD) == ("VERSION is not 2.0",)


def test_an_event_that_stands_twice_is_found_even_where_it_is_known():
    event = GOOD[GOOD.index(b"BEGIN:VEVENT") : GOOD.index(b"BEGIN:VEVENT", GOOD.index(b"END:VEVENT"))]
    assert feed_faults(GOOD.replace(event, event + event), good=GOOD) == (f"2 events have the uid {CALL.uid}",)


def test_an_empty_file_is_no_feed():
    assert feed_faults(b"") == ("a line does not end in CRLF",)


@settings(deadline=None)
@given(st.binary(max_size=60), st.integers(0, len(GOOD)), st.integers(0, 60))
@example(b",", 161, 0)
def test_no_damage_makes_the_check_raise(noise: bytes, at: int, gone: int):
    assert isinstance(feed_faults(GOOD[:at] + noise + GOOD[at + gone :]), tuple)
