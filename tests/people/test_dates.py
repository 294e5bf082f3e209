from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultsync.model import YearlyDate
from vaultsync.people import FORMS
from vaultsync.people.dates import MONTHS, Unclear, Written, parse_day, read_date, yearly_of

WHOLE = {
    "1990-07-13": (1990, 7, 13),
    " 1990-7-3 ": (1990, 7, 3),
    "1990/07/13": (1990, 7, 13),
    "1990.07.13": (1990, 7, 13),
    "1990_07_13": (1990, 7, 13),
    "19860713": (1986, 7, 13),
    "19860713T101500Z": (1986, 7, 13),
    "2026-03-04T18:30": (2026, 3, 4),
    "2026-03-04 18:30:15.250+02:00": (2026, 3, 4),
    "2026-03-04T18:30:00Z": (2026, 3, 4),
    "July 13th, 1990": (1990, 7, 13),
    "july 13 1990": (1990, 7, 13),
    "Jul 13, 1990": (1990, 7, 13),
    "Jul. 13, 1990": (1990, 7, 13),
    "Sept 1st, 1990": (1990, 9, 1),
    "13 July 1990": (1990, 7, 13),
    "13th of July, 1990": (1990, 7, 13),
    "13-Jul-1990": (1990, 7, 13),
    "Sunday, March 4th, 2026": (2026, 3, 4),
    "Wed 4 March 2026": (2026, 3, 4),
    "[[2026-03-04]]": (2026, 3, 4),
    "[[Daily/2026-03-04|that Wednesday]]": (2026, 3, 4),
    "[2026-03-04](Daily/2026-03-04.md)": (2026, 3, 4),
    "[[June 19th]] 1993": (1993, 6, 19),
    "13.07.1990": (1990, 7, 13),
    "13. 7. 1990": (1990, 7, 13),
    "13. Juli 1990": (1990, 7, 13),
    "3. März 1990": (1990, 3, 3),
    "Montag, 3. Dezember 1990": (1990, 12, 3),
    "25/12/1980": (1980, 12, 25),
    "12/25/1980": (1980, 12, 25),
    "25-12-1980": (1980, 12, 25),
    "03/03/1980": (1980, 3, 3),
    "2026-03-04 at the fair": (2026, 3, 4),
}
YEARLY = {
    "July 13th": (7, 13, None),
    "13 July": (7, 13, None),
    "[[February 7th]]": (2, 7, None),
    "07-13": (7, 13, None),
    "--07-13": (7, 13, None),
    "--0713": (7, 13, None),
    "13.07.": (7, 13, None),
    "25/12": (12, 25, None),
    "29 February": (2, 29, None),
    "0000-07-13": (7, 13, None),
    "1604-07-13": (7, 13, None),
    "1900-07-13": (7, 13, None),
    "1901-07-13": (7, 13, 1901),
    "1990-07-13": (7, 13, 1990),
}
NO_DATES = (
    "",
    "soon",
    "30.02.1990",
    "1990-02-29",
    "2026-13-01",
    "32 July",
    "13/13/1990",
    "13/07/90",
    "July",
    "12345678",
    "2026-03-04 25:00",
    "2026-03-04 18:61",
    "2026-03-04 13:00 pm",
    "~1985",
)
TIMES = {
    "2026-11-26T18:30": time(18, 30),
    "2026-11-26 18:30": time(18, 30),
    "2026-11-26T18:30:59+02:00": time(18, 30),
    "26 November 2026 at 6:30 pm": time(18, 30),
    "26 November 2026, 12:05 am": time(0, 5),
    "26.11.2026 um 18:30 Uhr": time(18, 30),
    "2026-11-26": None,
}


@pytest.mark.parametrize(("text", "parts"), WHOLE.items())
def test_a_whole_date_is_read_in_every_spelling(text: str, parts: tuple[int, int, int]) -> None:
    assert parse_day(text) == date(*parts)


@pytest.mark.parametrize(("text", "parts"), YEARLY.items())
def test_a_birthday_is_read_with_the_year_or_without(text: str, parts: tuple[int, int, int | None]) -> None:
    month, day, year = parts
    assert yearly_of(read_date(text), label="birthday") == YearlyDate(label="birthday", month=month, day=day, year=year)


@pytest.mark.parametrize("text", NO_DATES)
def test_what_is_no_day_of_the_calendar_is_no_date(text: str) -> None:
    assert read_date(text) is None


@pytest.mark.parametrize(("text", "at"), TIMES.items())
def test_the_time_is_the_clock_on_the_wall(text: str, at: time | None) -> None:
    assert read_date(text) == Written(year=2026, month=11, day=26, at=at)


def test_1900_is_an_unknown_year_for_birthdays_alone() -> None:
    assert yearly_of(read_date("1900-07-13"), label="wedding") == YearlyDate(
        label="wedding", month=7, day=13, year=1900
    )


@pytest.mark.parametrize("text", ["1990", "1990-07", "July 1990"])
def test_a_year_or_month_alone_is_a_date_but_no_day(text: str) -> None:
    assert isinstance(read_date(text), Written)
    assert parse_day(text) is None
    assert yearly_of(read_date(text), label="birthday") is None


def test_a_date_that_could_be_read_two_ways_is_unclear_until_the_order_is_said() -> None:
    assert read_date("01/02/1980") == Unclear(readings=("1 February", "2 January"))
    assert parse_day("01/02/1980") is None
    assert yearly_of(read_date("01/02"), label="birthday") is None
    assert parse_day("01/02/1980", "dmy") == date(1980, 2, 1)
    assert parse_day("01/02/1980", "mdy") == date(1980, 1, 2)
    assert parse_day("01-02-1980", "mdy") == date(1980, 1, 2)


def test_the_order_does_not_bend_a_date_that_has_one_reading() -> None:
    assert parse_day("25/12/1980", "mdy") == date(1980, 12, 25)
    assert parse_day("01.02.1980", "mdy") == date(1980, 2, 1)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.example)
def test_every_form_reads_its_own_example(form: object) -> None:
    assert isinstance(read_date(form.example), Written)


@pytest.mark.parametrize(("name", "month"), MONTHS.items())
def test_every_name_of_a_month_is_read(name: str, month: int) -> None:
    assert parse_day(f"5 {name.title()} 1990") == date(1990, month, 5)


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_day_is_read_as_it_is_written(day: date) -> None:
    spellings = (
        f"{day}",
        f"{day:%Y%m%d}",
        f"{day:%d.%m.%Y}",
        f"{day.day} {day:%B %Y}",
        f"{day:%b} {day.day}, {day:%Y}",
    )
    assert {parse_day(text) for text in spellings} == {day}


@given(st.text(max_size=40), st.sampled_from(["", "dmy", "mdy"]))
def test_any_text_is_read_or_not_but_never_raises(text: str, order: str) -> None:
    read_date(text, order)
    yearly_of(read_date(text, order), label="birthday")


@given(st.from_regex(r"[0-9]{1,4}[-/. ]{0,2}[0-9]{1,2}[-/. ]{0,2}[0-9]{0,4}( [0-9]{1,2}:[0-9]{2})?", fullmatch=True))
def test_figures_that_are_no_day_never_raise(text: str) -> None:
    parse_day(text)
    yearly_of(read_date(text), label="birthday")
