"""Which events count as a meeting, with whom, and by which channel."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_calendars import FIRST, TODAY, calendar, event, occurrences

from vaultsync import Person
from vaultsync_calendar.meetings import Rules, contacts

ANA = Person(uid="ana", path="People/Ana Reyes.md", name="Ana Reyes", emails=("Ana@Example.org",), aliases=("Ani",))
BO = Person(uid="bo", path="People/Bo Lind.md", name="Bo Lind", emails=("bo@example.org", "bo@work.example"))
PEOPLE = (ANA, BO)
ME = "me@example.org"


def guest(address, *params):
    return f"ATTENDEE{''.join(f';{each}' for each in params)}:mailto:{address}"


def met(*lines, start=":20261120T100000Z", people=PEOPLE, me=(ME,), summary="Lunch", end="", **rules):
    data = calendar(event(start, *lines, summary=summary, end=end))
    found = contacts(occurrences(data), people, FIRST, TODAY, Rules(me=frozenset(me), **rules))
    return [(one.person, str(one.day), one.channel, one.text) for one in found]


def who(*lines, **more):
    return [person for person, *_ in met(*lines, **more)]


@pytest.mark.parametrize(
    "line",
    [
        "ATTENDEE:mailto:ana@example.org", "ATTENDEE;PARTSTAT=ACCEPTED;CN=Ana:MAILTO:ANA@EXAMPLE.ORG",
        "ORGANIZER;CN=Ana:mailto:ana@example.org", "ATTENDEE:mailto:ana%40example.org",
        "ATTENDEE;EMAIL=ana@example.org:urn:uuid:1", "ATTENDEE;EMAIL=ana@example.org:/principals/1/",
        "ATTENDEE:mailto:ana@example.org?subject=hi",
    ],
)  # fmt: skip
def test_somebody_invited_was_met(line):
    assert met(line) == [("ana", "2026-11-20", "met", "Lunch")]


def test_everybody_invited_was_met_once():
    assert who(guest("ana@example.org"), guest("bo@work.example"), guest("bo@example.org"), guest("x@example.org")) == [
        "ana",
        "bo",
    ]


def test_an_address_that_two_people_have_counts_for_neither():
    twin = Person(uid="twin", path="People/Twin.md", name="Twin", emails=("ana@example.org",))
    assert who(guest("ana@example.org"), guest("bo@example.org"), people=(*PEOPLE, twin)) == ["bo"]


def test_rooms_are_nobody():
    assert who(guest("ana@example.org", "CUTYPE=ROOM")) == []


def test_who_declined_was_not_there():
    assert who(guest("ana@example.org", "PARTSTAT=DECLINED"), guest("bo@example.org")) == ["bo"]


def test_an_event_the_user_declined_counts_for_nobody():
    assert who(guest(ME, "PARTSTAT=DECLINED"), guest("ana@example.org")) == []
    assert who(guest(ME, "PARTSTAT=DECLINED"), guest("ana@example.org"), me=()) == ["ana"]


def test_the_user_is_not_met_by_themselves():
    me = Person(uid="me", path="People/Me.md", name="Me", emails=(ME,))
    assert who(guest(ME), guest("ana@example.org"), people=(me, ANA)) == ["ana"]


def test_an_event_with_too_many_people_is_no_contact():
    crowd = [guest(f"{number}@example.org") for number in range(10)]
    assert who(guest("ana@example.org"), guest(ME), *crowd) == ["ana"]
    assert who(guest("ana@example.org"), guest(ME), guest("one@more.example"), *crowd) == []
    assert who(guest("ana@example.org"), guest("bo@example.org"), most_people=1) == []


@pytest.mark.parametrize(
    ("start", "lines"), [(":20261120T100000Z", ["TRANSP:TRANSPARENT"]), (";VALUE=DATE:20261120", [])]
)
def test_events_that_block_no_time_or_take_whole_days_count_only_with_somebody_invited(start, lines):
    assert who(*lines, start=start, summary="Ana Reyes", match_names=True) == []
    assert who(*lines, guest(ME), start=start, summary="Ana Reyes", match_names=True) == []
    assert who(*lines, guest("ana@example.org"), start=start) == ["ana"]


def test_only_the_past_counts_and_today_is_not_over():
    assert who(guest("ana@example.org"), start=":20261123T100000Z") == ["ana"]
    assert who(guest("ana@example.org"), start=":20261124T030000Z") == []
    assert who(guest("ana@example.org"), start=":20261125T100000Z") == []


def test_each_time_of_a_series_is_a_contact():
    series = met(guest("ana@example.org"), "RRULE:FREQ=WEEKLY;COUNT=9", start=":20261105T100000Z")
    assert [day for _, day, *_ in series] == ["2026-11-05", "2026-11-12", "2026-11-19"]


def test_a_meeting_in_two_calendars_is_one_contact_and_the_link_of_either_counts():
    both = [
        *occurrences(calendar(event(":20261120T100000Z", guest("ana@example.org"), uid="a"))),
        *occurrences(
            calendar(event(":20261120T100000Z", guest("ana@example.org"), "LOCATION:https://zoom.us/j/1", uid="b"))
        ),
    ]
    assert [one.channel for one in contacts(both, PEOPLE, FIRST, TODAY, Rules())] == ["video"]
    assert list(contacts(both[::-1], PEOPLE, FIRST, TODAY, Rules())) == list(
        contacts(both, PEOPLE, FIRST, TODAY, Rules())
    )


def test_names_in_titles_count_where_that_is_asked_for():
    assert who(summary="Lunch with Ana Reyes") == []
    assert who(summary="Lunch with ANA REYES!", match_names=True) == ["ana"]
    assert who(summary="Aná Reyes / Bo Lind", match_names=True) == ["ana", "bo"]
    assert who(summary="Diana Reyeson", match_names=True) == []
    assert who(summary="Ana and Reyes", match_names=True) == []


def test_a_first_name_alone_or_one_that_two_people_have_is_nobodys():
    other = Person(uid="other", path="Friends/Ana Reyes.md", name="Ana Reyes")
    assert who(summary="Coffee with Ani", match_names=True) == []
    assert who(summary="Ana Reyes", people=(*PEOPLE, other), match_names=True) == []


@pytest.mark.parametrize(
    ("line", "channel"),
    [
        ("LOCATION:https://us02web.zoom.us/j/1", "video"), ("LOCATION:Zoom https://example.org/room", "video"),
        ("DESCRIPTION:Join: https://meet.google.com/abc-defg-hij\\nBye", "video"),
        ("DESCRIPTION:<https://teams.microsoft.com/l/meetup-join/1>", "video"),
        ("CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO:https://chat.example.org/audio?id=1", "video"),
        ("X-GOOGLE-CONFERENCE:https://meet.google.com/abc", "video"),
        ("CONFERENCE;VALUE=URI;FEATURE=AUDIO:https://chat.example.org/1", "call"),
        ("CONFERENCE;VALUE=URI;FEATURE=PHONE:tel:+15551234567", "call"), ("LOCATION:+49 30 1234567", "call"),
        ("DESCRIPTION:Agenda: https://example.org/agenda", "met"), ("DESCRIPTION:https://notzoom.us/x", "met"),
        ("LOCATION:https://maps.google.com/?q=Café", "met"), ("LOCATION:https://www.google.com/maps/place/x", "met"),
        ("LOCATION:Café Luna", "met"), ("DESCRIPTION:https://[bad", "met"),
    ],
)  # fmt: skip
def test_the_channel_is_what_the_event_says(line, channel):
    assert [how for *_, how, _ in met(guest("ana@example.org"), line)] == [channel]


def test_a_call_is_one_by_its_title():
    assert [how for *_, how, _ in met(guest("ana@example.org"), summary="Call with Ana")] == ["call"]
    assert [how for *_, how, _ in met(guest("ana@example.org"), summary="Recall of parts")] == ["met"]


def test_a_title_is_one_line():
    assert met(guest("ana@example.org"), summary="Lunch\\n  at\\, noon")[0][-1] == "Lunch at, noon"
    assert met(guest("ana@example.org"), summary="")[0][-1] == ""
    assert len(met(guest("ana@example.org"), summary="x" * 900)[0][-1]) == 200


@given(st.integers(-800, 400), st.text(max_size=20), st.booleans(), st.sampled_from(["ana@example.org", ME, "x@y.z"]))
def test_contacts_are_with_people_there_are_in_the_days_that_count(days, title, whole, address):
    day = TODAY + timedelta(days)
    start = f";VALUE=DATE:{day:%Y%m%d}" if whole else f":{day:%Y%m%d}T100000Z"
    title = "".join(sign for sign in title if sign.isprintable()).replace("\\", "")
    for person, on, channel, _ in met(guest(address), start=start, summary=title, match_names=True):
        assert person in {"ana", "bo"}
        assert FIRST <= date.fromisoformat(on) < TODAY
        assert channel in {"met", "call", "video"}
