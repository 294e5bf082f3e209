from hypothesis import given, settings
from hypothesis import strategies as st
from tests.calendar.samples import HOSTILE_TEXTS

from vaultsync.calendar import clean_line, clean_text
from vaultsync.calendar.text import clean_title, shortened

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=300)


def test_line_breaks_of_every_kind_become_newlines():
    assert clean_text(HOSTILE_TEXTS["breaks"]) == "one\ntwo\nthree\nfour\nfive\nsix\nseveneightnine"


def test_controls_and_what_utf_8_cannot_hold_are_left_out():
    assert clean_text(HOSTILE_TEXTS["controls"]) == "abcdefghi"


def test_tabs_emoji_and_direction_marks_stay():
    assert clean_text("\t👩‍👩‍👧‍👦 \u200f\u202e") == "\t👩‍👩‍👧‍👦 \u200f\u202e"


def test_a_line_is_one_line_with_single_spaces():
    assert clean_line(" Ana\t Reyes\r\n\u2028 of  Lisbon\x00 ") == "Ana Reyes of Lisbon"


def test_a_title_has_nothing_that_would_need_an_escape():
    assert clean_title("Work, friends; C:\\New") == "Work friends C: New"


def test_a_long_text_loses_its_middle_and_keeps_its_end():
    assert shortened("a" * 20 + "the link", 24) == "a" * 20 + "…ink"
    assert shortened("short", 24) == "short"


@settings(deadline=None)
@given(ANY_TEXT)
def test_clean_text_is_utf_8_and_cleaning_it_again_changes_nothing(text: str):
    cleaned = clean_text(text)
    assert cleaned.encode().decode() == cleaned == clean_text(cleaned)
    assert len(cleaned.splitlines()) <= cleaned.count("\n") + 1


@settings(deadline=None)
@given(ANY_TEXT, st.integers(3, 50))
def test_a_shortened_text_keeps_within_its_limit_and_starts_as_before(text: str, limit: int):
    short = shortened(text, limit)
    assert len(short) == min(len(text), limit)
    assert text.startswith(short.split("…")[0]) or "…" in text
