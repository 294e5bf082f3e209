"""Which messages count, as contact with whom and on which day."""

import io
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultsync_mail.addresses import addresses
from vaultsync_mail.dates import seconds
from vaultsync_mail.header import PIECE, letter, read_header

ANA_IN = [("ana", "2026-11-16", "in")]


def test_a_mail_from_a_person_came_in(one):
    assert one() == ANA_IN


def test_a_mail_from_an_own_address_went_out_to_each_person_it_names(one):
    assert one(From="Me <ME@example.net>", To="ana.reyes@example.org", Cc="Bo <bo@example.org>") == [
        ("ana", "2026-11-16", "out"),
        ("bo", "2026-11-16", "out"),
    ]


def test_a_contact_is_told_by_channel_without_a_subject(one):
    (told,) = one(full=True)
    assert (told.channel, told.text, told.path) == ("mail", "", "")


def test_a_subject_is_told_where_it_is_asked_for(one):
    (told,) = one(full=True, config={"subjects": True}, Subject="=?utf-8?q?Gr=C3=BC=C3=9Fe?=\n from {{home}} [[x]]")
    assert told.text == "Grüße from { {home}} [ [x]]"


def test_without_own_addresses_only_mail_from_people_counts(one):
    assert one(config={"addresses": []}) == ANA_IN
    assert one(config={"addresses": []}, From="me@example.net", To="ana.reyes@example.org") == []


def test_a_mail_between_strangers_counts_for_nobody(one):
    assert one(From="stranger@example.com") == []


def test_an_own_address_in_a_note_is_no_person(one):
    notes = {"People/Me.md": "---\nuid: me\nemail: me@example.net\n---\n"}
    assert one(config={"notes": notes}, From="me@example.net") == []


@pytest.mark.parametrize(
    "fields",
    [
        {"List_Id": "<club.example.org>"},
        {"List_Unsubscribe": "<mailto:leave@example.org>"},
        {"list_id": "<lower-case.example.org>"},
        {"Precedence": "bulk"},
        {"Precedence": "List"},
        {"Precedence": "junk"},
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated; owner-email=x"},
    ],
)
def test_lists_and_automatic_mail_do_not_count(one, fields):
    assert one(**fields) == []


@pytest.mark.parametrize("fields", [{"Auto_Submitted": "no"}, {"Precedence": "first-class"}, {"X_List_Id": "x"}])
def test_other_fields_do_not_make_mail_automatic(one, fields):
    assert one(**fields) == ANA_IN


@pytest.mark.parametrize(
    "address", ["no-reply", "noreply", "do_not_reply", "shop-noreply", "noreply+17", "MAILER-DAEMON", "bounces+x=y"]
)
def test_addresses_behind_which_nobody_sits_do_not_count(one, address):
    notes = {"People/Ana.md": f"---\nuid: ana\nemail: {address}@example.org\n---\n"}
    assert one(config={"notes": notes}, From=f"{address}@example.org") == []


def test_people_whose_names_resemble_these_do_count(one):
    notes = {"People/Ana.md": "---\nuid: ana\nemail: noreplyana@example.org\n---\n"}
    assert one(config={"notes": notes}, From="noreplyana@example.org") == ANA_IN


def test_a_mail_to_more_people_than_the_setting_says_does_not_count(one):
    nine = ", ".join(f"x{number}@example.com" for number in range(9))
    assert one(To=f"me@example.net, {nine}") == ANA_IN
    assert one(To=f"me@example.net, {nine}", Cc="x9@example.com") == []
    assert one(To=f"me@example.net, {nine}", Bcc="x9@example.com") == []
    assert one(config={"most_people": 1}, Cc="x@example.com") == []


def test_the_day_is_the_users(one):
    late = "Mon, 16 Nov 2026 23:30:00 +0000"
    assert one(Date=late) == [("ana", "2026-11-17", "in")]
    assert one(Date=late, config={"zone": "America/Phoenix"}) == ANA_IN


@pytest.mark.parametrize("date", ["Fri, 16 Nov 2046 12:00:00 +0000", "Thu, 1 Jan 1970 00:00:00 +0000", "soon", None])
def test_a_date_that_cannot_be_gives_way_to_when_it_arrived(one, date):
    hops = (
        "from b.example.net by mail.example.net; Mon, 16 Nov 2026 12:00:00 +0000 (UTC)\n"
        "Received: from a.example.org by b.example.net; Thu, 12 Nov 2026 12:00:00 +0000"
    )
    assert one(Date=date, Received=hops) == ANA_IN
    assert one(Date=date) == []


def test_mail_from_before_the_days_that_count_does_not(one):
    assert one(config={"days_back": 8}) == ANA_IN
    assert one(config={"days_back": 7}) == []


@pytest.mark.parametrize(
    ("date", "hour"),
    [
        ("Mon, 16 Nov 2026 12:00:00 +0000", 12),
        ("16 Nov 2026 12:00:00 -0000", 12),
        ("Mon, 16 Nov 2026 13:00:00 +0100 (CET)", 12),
        ("Mon, 16 Nov 26 07:00:00 EST", 12),
        ("16 Nov 2026 12:00", 12),
    ],
)
def test_dates_are_read_as_people_and_programs_write_them(date, hour):
    assert seconds(date) == 1794787200 + hour * 3600


@pytest.mark.parametrize(
    "person",
    [
        "ANA.REYES@EXAMPLE.ORG",
        '"Reyes, Ana" <ana.reyes@example.org>',
        "ana.reyes@example.org (Ana (at home))",
        '"ana.reyes"@example.org',
        "=?iso-8859-1?q?Ana_R=E9yes?= <ana.reyes@example.org>",
        "Ana\n\t<ana.reyes@example.org>",
        "<@relay.example:ana.reyes@example.org>",
        '"never closed <ana.reyes@example.org>',
        "Ana R\udce9yes <ana.reyes@example.org>",
    ],
)
def test_a_person_is_known_however_the_field_is_written(one, person):
    assert one(From=person) == ANA_IN


def test_an_international_domain_is_known_in_both_its_forms(one):
    assert one(From="bo@xn--bcher-kva.example") == one(From="bo@BÜCHER.example") == [("bo", "2026-11-16", "in")]


def test_the_members_of_a_group_are_recipients(one):
    assert one(From="me@example.net", To="Friends: ana.reyes@example.org, bo@example.org;") == [
        ("ana", "2026-11-16", "out"),
        ("bo", "2026-11-16", "out"),
    ]
    assert one(From="me@example.net", To="undisclosed-recipients:;") == []


def test_what_stands_behind_a_plus_counts_unless_it_is_to_be_left_out(one):
    tagged = {"From": "me+shop@example.net", "To": "ana.reyes+news@example.org"}
    assert one(**tagged) == []
    assert one(**tagged, config={"plus_tags": True}) == [("ana", "2026-11-16", "out")]


def test_an_address_that_two_notes_state_is_of_both(one):
    notes = {f"People/{name}.md": f"---\nuid: {name}\nemail: home@example.org\n---\n" for name in ("ana", "bo")}
    found = one(config={"notes": notes}, From="home@example.org")
    assert found == [("ana", "2026-11-16", "in"), ("bo", "2026-11-16", "in")]


def test_what_stands_in_a_body_says_nothing(one):
    body = "me@example.net\n\nFrom: ana.reyes@example.org\nDate: Mon, 16 Nov 2026 12:00:00 +0000"
    assert one(From="stranger@example.com", To=body) == []


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_a_header_or_none(data):
    letter(data, subjects=True)
    letter(b"From: " + data + b"\nSubject: " + data + b"\nDate: " + data, subjects=True)


@settings(deadline=None)
@given(st.text(st.sampled_from('ab@."<>(),;:\\[]= ?_\n\té\udcff'), max_size=60))
def test_addresses_found_in_any_text_are_found_in_themselves(text):
    for each in addresses(text):
        each.encode()
        assert "\n" not in each


WORD = st.text(st.sampled_from("abcXYZ019._-"), min_size=1, max_size=12).map(lambda text: f"a{text.strip('.')}z")


@settings(deadline=None)
@given(
    st.lists(st.tuples(WORD, WORD, st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]))), max_size=5)
)
def test_addresses_that_the_standard_library_wrote_are_read_again(people):
    # Without folding, in which the library loses the quotes around long names.
    message = EmailMessage(policy=policy.default.clone(max_line_length=0))
    given_addresses = [f"{local}@{domain}.example" for local, domain, _ in people if ".." not in local + domain]
    names = [name for local, domain, name in people if ".." not in local + domain]
    message["To"] = [Address(name, addr_spec=each) for name, each in zip(names, given_addresses, strict=True)]
    field = str(message).partition(":")[2].replace("\n", "").strip() if given_addresses else ""
    assert addresses(field) == tuple(dict.fromkeys(each.lower() for each in given_addresses))


@pytest.mark.parametrize(
    "field", ["(" * 90_000, '"' * 90_000, "a@" * 90_000, "a" * 90_000, '"a@b",' * 600, "(,(" * 1300]
)
def test_a_field_made_to_be_slow_is_read_all_the_same(field):
    addresses(field)


def test_a_header_is_read_no_further_than_the_piece_it_ends_in():
    file = io.BytesIO(b"From: ana@example.org\nSubject: Hello\n\n" + b"x" * 100_000)
    assert read_header(file).endswith(b"Subject: Hello")
    assert file.tell() == PIECE
