import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultsync.people import HABITS, LONGEST, UNITS, parse_cadence

SPANS = {
    "42": 42,
    " 30 ": 30,
    "6 weeks": 42,
    "6 Weeks.": 42,
    "6w": 42,
    "6-weeks": 42,
    "2 fortnights": 28,
    "1.5 months": 46,
    "1,5 months": 46,
    "every 2 months": 61,
    "every month": 30,
    "every other week": 14,
    "every second month": 61,
    "every three months": 91,
    "every half year": 183,
    "each quarter": 91,
    "once every two weeks": 14,
    "a couple of weeks": 14,
    "month": 30,
    "daily": 1,
    "weekly": 7,
    "biweekly": 14,
    "fortnightly": 14,
    "monthly": 30,
    "bimonthly": 61,
    "quarterly": 91,
    "half-yearly": 183,
    "half_yearly": 183,
    "half a year": 183,
    "yearly": 365,
    "annually": 365,
    "2 years": 730,
    "once a week": 7,
    "once a month": 30,
    "twice a week": 4,
    "twice a month": 15,
    "twice a year": 183,
    "three times a year": 122,
    "3 times per year": 122,
    "4x a year": 91,
    "once a year": 365,
    "P10D": 10,
    "P6W": 42,
    "P2M": 61,
    "P1Y6M": 548,
    "p1w": 7,
    "1": 1,
    "3660": 3660,
}
NO_SPANS = (
    "", "close", "m", "q", "P", "0", "0 weeks", "0x a year", "-5", "3661", "11 years", "99999999999999999999",
    "sometimes", "every blue moon", "am", "ad", "6 weeks or so", "PT5H",
)  # fmt: skip


@pytest.mark.parametrize(("text", "days"), SPANS.items())
def test_a_span_is_read_in_every_spelling(text: str, days: int) -> None:
    assert parse_cadence(text) == days


@pytest.mark.parametrize("text", NO_SPANS)
def test_what_is_no_span_or_out_of_bounds_is_none(text: str) -> None:
    assert parse_cadence(text) is None


@pytest.mark.parametrize("word", [word for unit in UNITS for word in unit.words])
def test_every_unit_is_counted(word: str) -> None:
    assert parse_cadence(f"2 {word}") == parse_cadence(f"every two {word}")
    assert parse_cadence(f"2 {word}") is not None


@pytest.mark.parametrize("word", [word for habit in HABITS for word in habit.words])
def test_every_habit_is_a_span(word: str) -> None:
    assert parse_cadence(word.upper()) is not None


@given(st.text(max_size=30))
def test_any_text_is_a_span_within_bounds_or_none(text: str) -> None:
    days = parse_cadence(text)
    assert days is None or 1 <= days <= LONGEST
