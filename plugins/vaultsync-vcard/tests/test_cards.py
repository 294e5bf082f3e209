"""What cards of well-known programs say, and how single properties are read."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultsync import YearlyDate
from vaultsync_vcard.card import card_of
from vaultsync_vcard.lines import cards

SAMPLES = Path(__file__).parent / "samples"
SAID = ("name", "nicknames", "emails", "phones", "company", "role", "location", "urls", "categories")


def read(data):
    return [card_of(lines) for lines in cards(data)]


def one(*lines, version="3.0"):
    (found,) = read("\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD"]).encode())
    return found


def sample(name):
    return {card.name: card for card in read((SAMPLES / name).read_bytes())}


def day(month, day, year=None, label="birthday"):
    return YearlyDate(label=label, month=month, day=day, year=year)


def test_cards_of_google_are_read():
    ana = sample("google.vcf")["Ana Reyes"]
    assert ana.nicknames == ("Anita",)
    assert ana.emails == ("ana.reyes@example.org", "ana@work.example")
    assert ana.phones == ("+34 612 345 678",)
    assert (ana.company, ana.role, ana.location) == ("Puerto Labs", "Engineer", "Málaga, Spain")
    assert ana.birthday == day(7, 13)
    assert ana.anniversary == day(6, 2, 2015, "anniversary")
    assert ana.urls == ("http://www.example.org/ana",)
    assert ana.categories == ("Book club",)
    assert ana.note == "Met at the fair.\nLikes tea, not coffee."
    assert [each.name for each in ana.related] == ["Bo Berg"]


def test_cards_of_apple_are_read():
    cards_there = sample("apple.vcf")
    bo = cards_there["Bo Berg"]
    assert bo.emails == ("bo@example.org",)
    assert bo.phones == ("+46 70 123 45 67", "08-123 456")
    assert bo.birthday == day(2, 29)
    assert bo.anniversary == day(8, 1, 2009, "anniversary")
    assert bo.location == "Uppsala, Sweden"
    assert [each.name for each in bo.related] == ["Ana Reyes"]
    assert bo.uid == "7F2A6A0E-4C39-4F6B-9E0F-3A1E8E6B1D11"
    assert cards_there["Fjord Trading"].not_a_person == "is an organisation"


def test_cards_of_outlook_are_read():
    card = sample("outlook.vcf")["Jörg Müller"]
    assert card.company == "Müller; Söhne"
    assert card.role == "Geschäftsführer"
    assert card.location == "Köln, Deutschland"
    assert card.phones == ("+49 221 123456", "+49 171 1234567")
    assert card.note == "Zeile eins\nZeile zwei = lang genug, um über das Ende einer Zeile hinaus zu gehen"
    assert card.birthday == day(11, 28, 1969)


def test_cards_of_android_are_read():
    cards_there = sample("android.vcf")
    card = cards_there["Ігор Загорський"]
    assert card.phones == ("0671234567",)
    assert card.nicknames == ("Гарік",)
    assert card.anniversary == day(5, 9, 2010, "anniversary")
    assert [each.name for each in card.related] == ["Олена"]
    assert cards_there["Zoë"].emails == ("zoe@example.org",)


def test_cards_of_version_40_are_read():
    cards_there = sample("rfc6350.vcf")
    card = cards_there["Chidi Okoye"]
    assert card.emails == ("chidi@example.org", "c.okoye@work.example")
    assert card.phones == ("+234-1-555-0100 ext. 21", "+234 802 555 0101")
    assert card.birthday == day(4, 12)
    assert card.anniversary == day(9, 3, 2001, "anniversary")
    assert card.timezone == "Africa/Lagos"
    assert card.location == "Lagos, Nigeria"
    assert [(each.name, each.uid, each.email) for each in card.related] == [
        ("Ana Reyes", "", ""),
        ("", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6", ""),
        ("", "", "bo@example.org"),
    ]
    assert cards_there["Book club"].not_a_person == "is a group of contacts"


@pytest.mark.parametrize(
    ("value", "read_as"),
    [
        ("1990-07-13", day(7, 13, 1990)),
        ("19900713", day(7, 13, 1990)),
        ("1990-07-13T00:00:00Z", day(7, 13, 1990)),
        ("--07-13", day(7, 13)),
        ("--0713", day(7, 13)),
        ("1604-07-13", day(7, 13)),
        ("0000-07-13", day(7, 13)),
        ("1900-01-01", day(1, 1)),
        ("1990", None),
        ("1990-07", None),
        ("---13", None),
        ("1990-02-30", None),
        ("circa 1800", None),
        ("", None),
    ],
)
def test_birthdays_are_read_where_they_name_a_day(value, read_as):
    assert one(f"BDAY:{value}").birthday == read_as


def test_a_year_that_the_card_calls_omitted_is_none():
    assert one("BDAY;X-APPLE-OMIT-YEAR=1700:1700-07-13").birthday == day(7, 13)
    assert one("BDAY:1700-07-13").birthday == day(7, 13, 1700)


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (["FN:Ana Reyes", "N:X;Y;;;"], "Ana Reyes"),
        (["N:Reyes;Ana;María;Dr.;"], "Ana María Reyes"),
        (["FN:", "N:Reyes;Ana"], "Ana Reyes"),
        (["FN;PREF=2:Other", "FN;PREF=1:Ana Reyes"], "Ana Reyes"),
        (["ORG:Acme"], ""),
    ],
)
def test_the_name_is_the_full_one_else_its_parts(lines, name):
    assert one(*lines).name == name


def test_the_address_at_home_says_where_somebody_lives():
    assert one("ADR;TYPE=work,pref:;;;Oslo;;;Norway", "ADR;TYPE=home:;;x;Bergen;;;Norway").location == "Bergen, Norway"
    assert one("ADR;TYPE=work:;;;Oslo;;;Norway", "ADR;TYPE=home:;;only a street;;;;").location == "Oslo, Norway"
    assert one("ADR:;;;;Arizona;;").location == "Arizona"


@pytest.mark.parametrize("text", ["{{x}}", "<% x %>", "[[x]]", "a:: b", "%% x", "a\\nb"])
def test_what_would_open_something_in_a_note_is_parted(text):
    found = one(f"FN:{text}", f"TITLE:{text}", f"NICKNAME:{text}", f"CATEGORIES:{text}", f"TEL:{text} 1")
    for said in (found.name, found.role, *found.nicknames, *found.categories, *found.phones):
        assert not any(opener in said for opener in ("{{", "<%", "[[", "::", "%%", "\n"))


def test_addresses_and_pages_that_would_open_something_are_left_out():
    assert one("EMAIL:{{x}}@example.org", "URL:http://{{x}}").emails == ()
    assert one("URL:http://{{x}}").urls == ()


def test_groups_that_everybody_is_in_are_none():
    assert one("CATEGORIES:myContacts,* starred,Friends").categories == ("Friends",)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["FN", "N", "ADR", "BDAY", "TEL", "ORG", "UID", "URL", "TZ", "RELATED", "NOTE", "X-ABDATE", "KIND"]
            ),
            st.text(),
        )
    )
)
def test_any_card_can_be_read(lines):
    one(*(f"{name}:{text}" for name, text in lines))
