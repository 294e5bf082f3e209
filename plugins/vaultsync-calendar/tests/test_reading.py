"""Events are read with their zones, series and exceptions, from files that others wrote."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_calendars import BERLIN, FIRST, LAST, calendar, event, occurrences, starts

from vaultsync_calendar.errors import SourceError
from vaultsync_calendar.reading import read
from vaultsync_calendar.zones import mended, zone_named

OUTLOOK_ZONE = """BEGIN:VTIMEZONE\r
TZID:Customized Time Zone\r
BEGIN:STANDARD\r
DTSTART:16010101T030000\r
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r
TZOFFSETFROM:-0400\r
TZOFFSETTO:-0500\r
END:STANDARD\r
BEGIN:DAYLIGHT\r
DTSTART:16010101T020000\r
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r
TZOFFSETFROM:-0500\r
TZOFFSETTO:-0400\r
END:DAYLIGHT\r
END:VTIMEZONE\r
"""


def test_an_event_stands_on_its_day_by_the_users_wall_clock():
    late = calendar(event(":20261120T233000Z", end=":20261121T003000Z"))
    assert [(one.first, one.last) for one in occurrences(late)] == [(date(2026, 11, 21), date(2026, 11, 21))]
    there = occurrences(late, ZoneInfo("America/New_York"))
    assert [(one.first, one.last) for one in there] == [(date(2026, 11, 20), date(2026, 11, 20))]


def test_an_event_until_midnight_is_not_on_the_next_day():
    (one,) = occurrences(
        calendar(event(";TZID=Europe/Berlin:20261120T220000", end=";TZID=Europe/Berlin:20261121T000000"))
    )
    assert (one.first, one.last) == (date(2026, 11, 20), date(2026, 11, 20))


def test_a_time_without_a_zone_is_one_of_the_wall_clock():
    floating = calendar(event(":20261120T100000"))
    assert starts(floating) == ["2026-11-20 10:00"]
    assert starts(floating, ZoneInfo("Asia/Tokyo")) == ["2026-11-20 10:00"]


def test_a_weekly_event_keeps_its_hour_when_the_clocks_change():
    weekly = calendar(event(";TZID=Europe/Berlin:20261015T090000", "RRULE:FREQ=WEEKLY;COUNT=4"))
    assert starts(weekly) == ["2026-10-15 09:00", "2026-10-22 09:00", "2026-10-29 09:00", "2026-11-05 09:00"]


def test_a_weekly_event_of_another_zone_moves_by_an_hour_between_the_two_changes():
    weekly = calendar(event(";TZID=America/New_York:20261022T090000", "RRULE:FREQ=WEEKLY;COUNT=3"))
    assert starts(weekly) == ["2026-10-22 15:00", "2026-10-29 14:00", "2026-11-05 15:00"]


def test_a_time_that_the_clocks_skip_is_read():
    assert starts(calendar(event(";TZID=Europe/Berlin:20270328T023000"))) == ["2027-03-28 03:30"]


def test_a_series_has_its_exceptions():
    series = calendar(
        event(
            ";TZID=Europe/Berlin:20261102T090000",
            "RRULE:FREQ=WEEKLY;COUNT=4",
            "EXDATE;TZID=Europe/Berlin:20261109T090000",
        ),
        event(
            ";TZID=Europe/Berlin:20261117T140000", "RECURRENCE-ID;TZID=Europe/Berlin:20261116T090000", summary="Moved"
        ),
        event(
            ";TZID=Europe/Berlin:20261123T090000",
            "RECURRENCE-ID;TZID=Europe/Berlin:20261123T090000",
            "STATUS:CANCELLED",
        ),
    )
    assert [(str(one.first), one.summary) for one in occurrences(series)] == [
        ("2026-11-02", "Lunch"),
        ("2026-11-17", "Moved"),
    ]


def test_an_exception_without_its_series_is_an_event():
    alone = calendar(event(":20261117T140000Z", "RECURRENCE-ID:20261116T090000Z"))
    assert starts(alone) == ["2026-11-17 15:00"]


def test_days_of_a_series_may_be_named_one_by_one():
    assert starts(calendar(event(":20261102T090000Z", "RDATE:20261105T090000Z,20261110T100000Z"))) == [
        "2026-11-02 10:00", "2026-11-05 10:00", "2026-11-10 11:00",
    ]  # fmt: skip


def test_a_series_in_utc_is_one_of_the_calendars_own_zone():
    google = calendar(event(":20261022T070000Z", "RRULE:FREQ=WEEKLY;COUNT=2"), head="X-WR-TIMEZONE:Europe/Berlin\r\n")
    assert starts(google) == ["2026-10-22 09:00", "2026-10-29 09:00"]


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("W. Europe Standard Time", "2026-07-20 10:00"),
        ("Pacific Standard Time", "2026-07-20 19:00"),
        ('"(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna"', "2026-07-20 10:00"),
        ('"(UTC-05:00) Eastern Time (US & Canada)"', "2026-07-20 16:00"),
        ('"(GMT+05.30) Nowhere"', "2026-07-20 10:00"),
        ("/freeassociation.sourceforge.net/Asia/Tokyo", "2026-07-20 03:00"),
        ("/mozilla.org/20050126_1/America/Argentina/Buenos_Aires", "2026-07-20 15:00"),
        ('"tzone://Microsoft/Utc"', "2026-07-20 12:00"),
        ('"tzone://Microsoft/Custom"', "2026-07-20 10:00"),
        ('"(UTC+05:30) Chennai, Kolkata, Mumbai, New Delhi"', "2026-07-20 06:30"),
        ("GMT+0300", "2026-07-20 09:00"),
        ("Customized Time Zone", "2026-07-20 10:00"),
        ("Nowhere/Land", "2026-07-20 10:00"),
    ],
)
def test_outlooks_and_vendors_names_of_time_zones_are_understood_and_others_are_the_wall_clocks(name, begins):
    assert starts(calendar(event(f";TZID={name}:20260720T100000"))) == [begins]


def test_a_zone_that_the_file_explains_is_as_it_says():
    explained = calendar(OUTLOOK_ZONE, event(";TZID=Customized Time Zone:20260720T100000"))
    assert starts(explained) == ["2026-07-20 16:00"]
    winter = calendar(OUTLOOK_ZONE, event(";TZID=Customized Time Zone:20260120T100000"))
    assert starts(winter) == ["2026-01-20 16:00"]


def test_what_one_file_says_of_a_zone_is_not_believed_of_the_next():
    explained = calendar(OUTLOOK_ZONE, event(";TZID=Customized Time Zone:20260720T100000"))
    other = OUTLOOK_ZONE.replace("-0400", "+0900").replace("-0500", "+0800")
    assert starts(explained) == ["2026-07-20 16:00"]
    assert starts(calendar(event(";TZID=Customized Time Zone:20260720T100000"))) == ["2026-07-20 10:00"]
    assert starts(calendar(other, event(";TZID=Customized Time Zone:20260720T100000"))) == ["2026-07-20 03:00"]


def test_a_folded_name_of_a_zone_is_read_whole():
    folded = calendar(event(';TZID="(UTC+01:00) Amster\r\n dam, Berlin":20260720T100000'))
    assert starts(folded) == ["2026-07-20 10:00"]


def test_a_broken_definition_of_a_zone_costs_no_event():
    inner = "BEGIN:STANDARD\r\nDTSTART:x\r\nTZOFFSETTO:y\r\nEND:STANDARD\r\n"
    broken = f"BEGIN:VTIMEZONE\r\nTZID:Odd\r\n{inner}END:VTIMEZONE\r\n"
    assert len(occurrences(calendar(broken, event(";TZID=Odd:20260720T100000")))) == 1


def test_events_of_whole_days_end_before_the_day_their_end_names():
    (one,) = occurrences(calendar(event(";VALUE=DATE:20261120", end=";VALUE=DATE:20261123")))
    assert (one.all_day, one.first, one.last) == (True, date(2026, 11, 20), date(2026, 11, 22))
    (short,) = occurrences(calendar(event(";VALUE=DATE:20261120")))
    assert (short.all_day, short.first, short.last) == (True, date(2026, 11, 20), date(2026, 11, 20))


def test_from_midnight_to_midnight_is_a_whole_day():
    (one,) = occurrences(
        calendar(event(";TZID=Europe/Berlin:20261120T000000", end=";TZID=Europe/Berlin:20261121T000000"))
    )
    assert (one.all_day, one.first, one.last) == (True, date(2026, 11, 20), date(2026, 11, 20))
    (outlook,) = occurrences(calendar(event(":20261119T230000Z", "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE")))
    assert outlook.all_day


def test_an_event_may_have_a_length_an_early_end_or_none():
    def lengths(*lines, end=""):
        return [
            (one.end - one.start).total_seconds()
            for one in occurrences(calendar(event(":20261120T100000Z", *lines, end=end)))
        ]

    assert lengths("DURATION:PT90M") == [5400]
    assert lengths() == [0]
    assert lengths(end=":20261120T090000Z") == [0]


@pytest.mark.parametrize("line", ["STATUS:CANCELLED", "STATUS:cancelled"])
def test_a_cancelled_event_is_none(line):
    assert occurrences(calendar(event(":20261120T100000Z", line))) == []


def test_what_vaultsync_publishes_is_no_event():
    ours = calendar(event()).replace(b"-//test//EN", b"-//vaultsync//vaultsync//EN")
    assert occurrences(ours) == []


def test_events_outside_of_the_days_asked_for_are_left_out():
    around = calendar(*(event(f":{year}1120T100000Z", uid=str(year)) for year in (2020, 2026, 2030)))
    assert starts(around) == ["2026-11-20 11:00"]


def test_several_calendars_in_a_file_are_all_read():
    assert len(occurrences(calendar(event()) + calendar(event(uid="2")))) == 2


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "does not begin with BEGIN:VCALENDAR"),
        (b"<!DOCTYPE html><title>Log in</title>", "does not begin with BEGIN:VCALENDAR"),
        (b"\xff\xfe\x00\x01" * 50, "does not begin with BEGIN:VCALENDAR"),
        (b"BEGIN:VCARD\r\nEND:VCARD\r\n", "does not begin with BEGIN:VCALENDAR"),
        (b"BEGIN:VCALENDAR\r\ngarbage without a colon\r\nEND:VCALENDAR\r\n", "is no calendar that can be read: "),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", "is no calendar that can be read: "),
    ],
)  # fmt: skip
def test_junk_is_no_calendar(data, said):
    with pytest.raises(SourceError, match=said) as raised:
        read(data, FIRST, LAST, BERLIN)
    assert len(str(raised.value)) < 200
    assert str(raised.value).isprintable()


@pytest.mark.parametrize(
    "hostile",
    [
        event(":hello"),
        event(";VALUE=DATE:20261301"),
        event(":20261120T100000Z", "RRULE:FREQ=SECONDLY"),
        event(":20261120T100000Z", "RRULE:FREQ=HOURLY;COUNT=5"),
        event(":20261120T100000Z", "RRULE:FREQ=DAILY;INTERVAL=0"),
        event(":20261120T100000Z", "RRULE:FREQ=DAILY;BYHOUR=1,2,3"),
        event(":20261120T100000Z", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"),
        event(":20261120T100000Z", "RRULE:FREQ=DAILY;BYSETPOS=5"),
        event(":20261120T100000Z", "RRULE:FREQ=WEEKLY", "RRULE:FREQ=MINUTELY"),
        event(":99991231T235959Z", "DURATION:P9999W"),
        "BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:no start\r\nEND:VEVENT\r\n",
    ],
)
def test_an_event_that_cannot_be_read_is_counted_and_costs_no_other(hostile):
    found, left_out = read(calendar(hostile, event(uid="good")), FIRST, LAST, BERLIN)
    assert [one.summary for one in found] == ["Lunch"]
    assert left_out == 1


def test_control_characters_and_line_breaks_stay_out_of_titles():
    (one,) = occurrences(calendar(event(summary="Lunch\\n with\tAna\x07 \u202eReyes \u2028 ")))
    assert one.summary == "Lunch with Ana \u202eReyes"


ODD = r"""
BEGIN:VEVENT|END:VEVENT|UID:1|UID:2|DTSTART:20261120T100000Z|DTSTART;VALUE=DATE:20261120
DTSTART;TZID=Odd:20261120T100000|DTEND:20261119T100000Z|DTEND;VALUE=DATE:20261122|DURATION:-P1D
RRULE:FREQ=DAILY;COUNT=3|RRULE:FREQ=YEARLY;BYDAY=53MO|RRULE:|EXDATE:x|RDATE;VALUE=PERIOD:20261120T100000Z/PT1H
RECURRENCE-ID:20261121T100000Z|RECURRENCE-ID;RANGE=THISANDFUTURE:20261121T100000Z|ATTENDEE:mailto:ana@example.org
ATTENDEE;PARTSTAT=DECLINED:MAILTO:bo@example.org|ORGANIZER;CN="Cem":urn:x|SUMMARY:a\nb|SUMMARY;X="y:z":b|:
STATUS:CANCELLED|TRANSP:TRANSPARENT|BEGIN:VTIMEZONE|TZID:Odd|END:VTIMEZONE|BEGIN:VALARM|END:VALARM| folded
LOCATION:https://[::1|CONFERENCE;VALUE=URI:https://meet.example.org/x|X-WR-TIMEZONE:Nowhere
"""
lines = st.lists(st.sampled_from(ODD.strip().replace("\n", "|").split("|")) | st.text(max_size=30), max_size=25)


@settings(max_examples=150, deadline=None)
@given(lines)
def test_any_text_is_read_or_refused_in_a_sentence(some):
    data = calendar("".join(f"{line}\r\n" for line in some))
    try:
        found, left_out = read(data, FIRST, LAST, BERLIN)
    except SourceError:
        with pytest.raises(SourceError, match=r"^is no calendar"):
            read(data, FIRST, LAST, BERLIN)
        return
    assert left_out >= 0
    assert all(one.last >= FIRST and one.first <= LAST and one.first <= one.last for one in found)
    assert read(data, FIRST, LAST, BERLIN) == (found, left_out)


@given(st.text())
def test_any_name_of_a_zone_is_one_that_is_known_or_none(name):
    meant = zone_named(name)
    assert not meant or len(occurrences(calendar(event(f";TZID={meant}:20260720T100000")))) == 1
    assert isinstance(mended(f"DTSTART;TZID={name}:20260720T100000"), str)
