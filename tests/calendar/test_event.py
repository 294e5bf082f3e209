import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.calendar.samples import BIRTHDAY, CALL, HOSTILE_TEXTS, LISBON, LUNCH, STAMP
from tests.calendar.test_text import ANY_TEXT

from vaultsync.calendar import Event, Stamp, clean_line, clean_text, event_digest, render_event

ALL_DAY = {"uid": "a", "day": date(2026, 11, 24), "summary": "Ana"}
TIMED = {"uid": "a", "start": datetime(2026, 11, 24, 14, tzinfo=LISBON), "summary": "Ana"}


def lines(data: bytes) -> list[str]:
    """The unfolded lines of a rendered event."""
    return data.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]


def line(name: str, event: Event, stamp: Stamp = STAMP) -> str:
    (found,) = (each for each in lines(render_event(event, stamp)) if re.match(f"{name}[;:]", each))
    return found


def test_an_all_day_event_in_full():
    assert lines(render_event(CALL, Stamp(sequence=3, at=STAMP.at))) == [
        "BEGIN:VEVENT",
        f"UID:{CALL.uid}",
        "DTSTAMP:20261122T080005Z",
        "LAST-MODIFIED:20261122T080005Z",
        "SEQUENCE:3",
        "DTSTART;VALUE=DATE:20261124",
        "DTEND;VALUE=DATE:20261125",
        "SUMMARY:Ana Reyes: call",
        "DESCRIPTION:It has been 14 weeks\\; you wanted to talk every 6.\\nPhone: +351 912 345 678\\n\\n"
        "obsidian://open?vault=My%20Vault&file=People%2FAna%20Reyes.md",
        "URL:obsidian://open?vault=My%20Vault&file=People%2FAna%20Reyes.md",
        "CONFERENCE;VALUE=URI;FEATURE=PHONE:tel:+351912345678",
        "CATEGORIES:catch-up,work\\, mostly",
        "CLASS:PRIVATE",
        "TRANSP:TRANSPARENT",
        "X-MICROSOFT-CDO-BUSYSTATUS:FREE",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "TRIGGER:PT9H",
        "DESCRIPTION:Ana Reyes: call",
        "END:VALARM",
        "END:VEVENT",
    ]


def test_a_timed_event_in_full():
    assert lines(render_event(LUNCH, STAMP)) == [
        "BEGIN:VEVENT",
        f"UID:{LUNCH.uid}",
        "DTSTAMP:20261122T080005Z",
        "LAST-MODIFIED:20261122T080005Z",
        "SEQUENCE:0",
        "DTSTART:20261126T123000Z",
        "DTEND:20261126T140000Z",
        "SUMMARY:Ana Reyes: lunch at Café Luna",
        "LOCATION:Café Luna\\; Rua 1\\, Lisboa",
        "CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO:https://meet.example.org/ana?pwd=a,b",
        "CLASS:PRIVATE",
        "TRANSP:OPAQUE",
        "X-MICROSOFT-CDO-BUSYSTATUS:BUSY",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "TRIGGER:-PT3H30M",
        "DESCRIPTION:Ana Reyes: lunch at Café Luna",
        "END:VALARM",
        "END:VEVENT",
    ]


def test_what_an_event_does_not_have_is_not_written():
    names = [each.partition(":")[0].partition(";")[0] for each in lines(render_event(BIRTHDAY, STAMP))]
    assert names == [
        *("BEGIN", "UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "CLASS", "TRANSP"),
        *("X-MICROSOFT-CDO-BUSYSTATUS", "END"),
    ]


def test_the_stamp_is_written_in_utc():
    tokyo = Stamp(sequence=0, at=datetime(2026, 11, 22, 17, tzinfo=ZoneInfo("Asia/Tokyo")))
    assert line("DTSTAMP", CALL, tokyo) == "DTSTAMP:20261122T080000Z"


@pytest.mark.parametrize(
    ("minutes", "end"), [(0, "20261124T140100Z"), (30, "20261124T143000Z"), (10**9, "20261201T140000Z")]
)
def test_a_timed_event_always_ends_after_it_starts_and_within_a_week(minutes: int, end: str):
    assert line("DTEND", Event(**TIMED, minutes=minutes)) == f"DTEND:{end}"


@pytest.mark.parametrize(
    ("event", "trigger"),
    [
        (Event(**ALL_DAY, alarm=time(9)), "PT9H"),
        (Event(**ALL_DAY, alarm=time(0)), "P0D"),
        (Event(**ALL_DAY, alarm=time(18, 45, 30)), "PT18H45M"),
        (Event(**TIMED, alarm=time(9)), "-PT5H"),
        (Event(**TIMED, alarm=time(15)), "P0D"),
        # The clocks of Lisbon went forward at 1:00 on that day.
        (
            Event(uid="a", start=datetime(2026, 3, 29, 9, tzinfo=LISBON), summary="Ana", alarm=time(0, 30)),
            "-PT7H30M",
        ),
    ],
)
def test_an_alarm_counts_from_the_start_of_the_event(event: Event, trigger: str):
    assert line("TRIGGER", event) == f"TRIGGER:{trigger}"


def test_starts_orders_all_day_events_before_timed_ones_of_the_same_day():
    assert sorted([Event(**TIMED).starts, Event(**ALL_DAY).starts]) == ["20261124", "20261124T140000Z"]


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"day": None}, "either a day or a start"),
        ({"start": datetime(2026, 11, 24, tzinfo=UTC)}, "either a day or a start"),
        ({"day": None, "start": datetime.fromisoformat("2026-11-24T12:00")}, "knows its zone"),
        ({"day": date(1604, 2, 28)}, "between 1900 and 9000"),
        ({"day": date.max}, "between 1900 and 9000"),
        ({"minutes": -1}, "no less than no time"),
        ({"uid": ""}, "not a uid"),
        ({"uid": "a\r\nSUMMARY:b"}, "not a uid"),
        ({"url": "obsidian://open?vault=My Vault"}, "percent-encoded"),
        ({"url": "x:y\r\nSUMMARY:b"}, "percent-encoded"),
        ({"conference": "tel:"}, "neither a tel: nor an https:"),
        ({"conference": "javascript:alert(1)"}, "neither a tel: nor an https:"),
    ],
)
def test_an_event_that_no_calendar_could_hold_is_refused(fields: dict[str, object], complaint: str):
    with pytest.raises(ValueError, match=complaint):
        Event(**(ALL_DAY | fields))


def test_long_texts_are_shortened_in_the_middle():
    parsed = icalendar.Event.from_ical(render_event(Event(**ALL_DAY, description="x" * 9000 + CALL.url), STAMP))
    assert len(parsed["DESCRIPTION"]) == 8000
    assert parsed["DESCRIPTION"].endswith(CALL.url)
    assert len(line("SUMMARY", Event(**(ALL_DAY | {"summary": "x" * 9000})))) == len("SUMMARY:") + 500


def test_a_digest_is_the_same_for_ever():
    # Another digest here means other stamps in everybody's calendar: change RENDERING on purpose or nothing at all.
    assert event_digest(CALL) == "2c1803717151ac153919520af96fa215f08695cde4135c673ad1116641f51636"


def test_a_digest_knows_the_instant_and_not_the_zone_it_is_told_in():
    told = Event(**(TIMED | {"start": TIMED["start"].astimezone(ZoneInfo("Asia/Tokyo"))}))
    assert event_digest(told) == event_digest(Event(**TIMED))


TEXTS = st.one_of(ANY_TEXT, st.sampled_from(sorted(HOSTILE_TEXTS.values())), st.text(r"\nN,;:\^ " + '"'))
EVENTS = st.builds(
    Event,
    uid=st.sampled_from(["a", "b"]),
    day=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    summary=TEXTS,
    description=TEXTS,
    location=TEXTS,
    categories=st.lists(TEXTS, max_size=3).map(tuple),
    conference=st.sampled_from(["", "tel:+351912345678"]),
    alarm=st.none() | st.times(),
)


@settings(deadline=None)
@given(EVENTS)
def test_no_text_can_add_a_line_and_every_text_reads_back(event: Event):
    data = render_event(event, STAMP)
    names = [re.split("[:;]", each)[0] for each in lines(data)]
    description, location = clean_text(event.description), clean_line(event.location)
    categories = list(dict.fromkeys(filter(None, map(clean_line, event.categories))))
    assert names == [
        *("BEGIN", "UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY"),
        *["DESCRIPTION"] * bool(description),
        *["LOCATION"] * bool(location),
        *["CONFERENCE"] * bool(event.conference),
        *["CATEGORIES"] * bool(categories),
        *("CLASS", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS"),
        *["BEGIN", "ACTION", "TRIGGER", "DESCRIPTION", "END"] * (event.alarm is not None),
        "END",
    ]
    parsed = icalendar.Event.from_ical(data)
    if max(map(len, (event.summary, event.location, *event.categories))) <= 500 and len(description) <= 8000:
        assert str(parsed["SUMMARY"]) == clean_line(event.summary)
        assert str(parsed.get("DESCRIPTION", "")) == description
        assert str(parsed.get("LOCATION", "")) == location
        assert [str(each) for each in parsed["CATEGORIES"].cats] == categories if categories else True


@settings(deadline=None)
@given(EVENTS)
def test_folding_keeps_lines_short_and_characters_whole(event: Event):
    for each in render_event(event, STAMP).split(b"\r\n"):
        assert len(each) <= 75
        assert each.decode().count("\n") == 0


@settings(deadline=None)
@given(EVENTS, EVENTS)
def test_digests_are_equal_exactly_where_the_bytes_are(one: Event, other: Event):
    same = render_event(one, STAMP) == render_event(other, STAMP)
    assert (event_digest(one) == event_digest(other)) == same


@settings(deadline=None)
@given(
    st.datetimes(datetime.fromisoformat("1901-01-01"), datetime.fromisoformat("2100-01-01"), timezones=st.timezones()),
    st.integers(0, 600),
)
def test_a_timed_event_says_its_instant_in_utc(start: datetime, minutes: int):
    parsed = icalendar.Event.from_ical(render_event(Event(uid="a", start=start, minutes=minutes, summary="Ana"), STAMP))
    assert parsed["DTSTART"].dt == start.astimezone(UTC).replace(microsecond=0)
    assert parsed["DTEND"].dt - parsed["DTSTART"].dt == timedelta(minutes=max(minutes, 1))
