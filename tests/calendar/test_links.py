import re
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.calendar.test_text import ANY_TEXT

from vaultsync.calendar import conference_link, obsidian_url
from vaultsync.calendar.links import URI


def test_the_link_to_a_note_is_percent_encoded_to_the_last_character():
    assert (
        obsidian_url("My Vault", "People/Ana & Zoë?.md")
        == "obsidian://open?vault=My%20Vault&file=People%2FAna%20%26%20Zo%C3%AB%3F.md"
    )


@settings(deadline=None)
@given(st.text(min_size=1), st.text(min_size=1))
def test_a_link_reads_back_as_the_vault_and_the_path_it_was_made_of(vault: str, path: str):
    asked = parse_qs(urlsplit(obsidian_url(vault, path)).query, keep_blank_values=True)
    assert asked == {"vault": [vault], "file": [path]}


@settings(deadline=None)
@given(ANY_TEXT, ANY_TEXT)
def test_a_link_to_a_note_is_always_a_uri(vault: str, path: str):
    assert URI.fullmatch(obsidian_url(vault, path))


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("+351 912 345 678", "tel:+351912345678"),
        ("tel:+351-912-345-678", "tel:+351912345678"),
        ("+44 (0)20 7946 0000", "tel:+442079460000"),
        ("(020) 7946-0000", "tel:02079460000"),
        ("(0)20 79 46", "tel:0207946"),
        ("020 7946 0000 ext. 12", "tel:02079460000;ext=12"),
        ("+1 412 555 0123 x7", "tel:+14125550123;ext=7"),
        ("https://meet.example.org/ana?pwd=a,b", "https://meet.example.org/ana?pwd=a,b"),
        ("Zoom: https://meet.example.org/ä here", "https://meet.example.org/%C3%A4"),
        ("https://", ""),
        ("http://meet.example.org", ""),
        ("javascript:alert(1)", ""),
        ("ask Bo", ""),
        ("12", ""),
        ("1234567890123456", ""),
        ("", ""),
    ],
)
def test_a_conference_link_is_a_phone_number_or_a_secure_web_address(text: str, link: str):
    assert conference_link(text) == link


@settings(deadline=None)
@given(ANY_TEXT | st.from_regex(r"https://.*|\+?[0-9 ()]+x?[0-9]*"))
def test_a_conference_link_is_always_nothing_or_a_uri(text: str):
    link = conference_link(text)
    assert not link or (URI.fullmatch(link) and re.match("tel:|https:", link, re.IGNORECASE))
