"""Which day a daily note is about."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultsync.notes import LOGSEQ, DailyName, daily_date

DAY = date(2026, 3, 4)


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("YYYY-MM-DD", "2026-03-04"),
        ("", "2026-03-04"),
        ("YYYY/MM/YYYY-MM-DD", "2026/03/2026-03-04"),
        ("/YYYY/MMMM/Do/", "2026/March/4th"),
        ("YYYY-MM-DD.md", "2026-03-04"),
        ("YYYYMMDD", "20260304"),
        ("YYMMDD", "260304"),
        ("DD.MM.YYYY", "04.03.2026"),
        ("D-M-YY", "4-3-26"),
        ("MMM D, YYYY", "Mar 4, 2026"),
        ("dddd, MMMM Do YYYY", "Wednesday, March 4th 2026"),
        ("ddd dd D MMM YYYY", "Wed We 4 mar 2026"),
        ("[Day of] YYYY-MM-DD", "Day of 2026-03-04"),
        ("YYYY-[Q]Q-MM-DD", "2026-Q1-03-04"),
        ("Qo Mo Do YYYY", "1st 3rd 4th 2026"),
        ("YYYY-MM-DD HHmm", "2026-03-04 1030"),
        ("YYYY-MM-DD hh.mm.ss a", "2026-03-04 10.30.00 am"),
        ("YYYY-DDDD", "2026-063"),
        ("YYYY DDDo", "2026 63rd"),
        ("GGGG-[W]WW-E", "2026-W10-3"),
        ("GG W E", "26 10 3"),
        ("GGGG-[W]WW/dddd", "2026-W10/Wednesday"),
        ("YYYY-[W]WW-E", "2026-W10-3"),
        ("gggg-[W]ww-e", "2026-W10-3"),
        ("gg w d", "26 10 3"),
        ("gggg wo do", "2026 10th 3rd"),
        ("YYYY (x) +MM-DD", "2026 (x) +03-04"),
    ],
)
def test_moments_tokens_name_a_day(form: str, name: str) -> None:
    assert daily_date(f"Daily/{name}.md", [DailyName(folder="Daily", format=form)]) == DAY


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("GGGG-[W]WW", "2026-W10"),
        ("gggg-[W]ww", "2026-W10"),
        ("YYYY-MM", "2026-03"),
        ("YYYY", "2026"),
        ("MM-DD", "03-04"),
        ("dddd", "Wednesday"),
        ("YYYY dddd", "2026 Wednesday"),
        ("WW-E", "10-3"),
        ("ww-e", "10-3"),
        ("YYYY-MM-DD", "2026-02-30"),
        ("YYYY-DDDD", "2026-366"),
        ("YYYY-DDDD", "2026-000"),
        ("GGGG-WW-E", "2026-54-1"),
        ("gggg-ww-e", "9999-99-1"),
        ("MMM D YYYY", "Foo 4 2026"),
        ("YYYY/MM/DD", "2026/03/04 more"),
        ("YYYY/YYYY-MM-DD", "2025/2026-3-04"),
        ("YYYY-MM-DD", "2026-03-04x"),
        ("YYYY-MM-DD", "About"),
    ],
)
def test_what_does_not_determine_a_day_names_none(form: str, name: str) -> None:
    assert daily_date(f"Daily/{name}.md", [DailyName(folder="Daily", format=form)]) is None


@pytest.mark.parametrize(
    ("path", "names", "expected"),
    [
        ("2026-03-04.md", [DailyName()], DAY),
        ("Other/2026-03-04.md", [DailyName()], None),
        ("2026/03-04.md", [DailyName(format="YYYY/MM-DD")], DAY),
        ("Daily/2026-03-04.md", [DailyName(folder="/Daily/")], DAY),
        ("Daily notes/2026-03-04.md", [DailyName(folder="Daily")], None),
        ("Daily/2026/2026-03-04.md", [DailyName(folder="Daily")], DAY),
        ("Daily/2026-03-04 Lunch with Ana.md", [DailyName(folder="Daily", format="DD.MM.YYYY")], DAY),
        ("Daily/2026_03_04.md", [DailyName(folder="Daily")], DAY),
        ("journals/2026_03_04.md", [DailyName(folder="Daily"), LOGSEQ], DAY),
        ("journals/2026_03_04 x.md", [LOGSEQ], None),
        ("2026-03-04.md", [], None),
        ("Daily/2026-03-04.md", [DailyName(folder="Daily", format="GGGG-[W]WW"), DailyName(folder="Daily")], DAY),
    ],
)
def test_a_daily_note_stands_in_the_folder_of_its_name(
    path: str, names: list[DailyName], expected: date | None
) -> None:
    assert daily_date(path, names) == expected


@settings(deadline=None, max_examples=100)
@given(st.dates(min_value=date(1970, 1, 5), max_value=date(2068, 12, 20)))
def test_every_day_is_found_again_in_every_kind_of_format(day: date) -> None:
    iso = day.isocalendar()
    sunday = day - timedelta(days=day.isoweekday() % 7)
    year = (sunday + timedelta(days=6)).year
    first = date(year, 1, 1)
    week = (sunday - (first - timedelta(days=first.isoweekday() % 7))).days // 7 + 1
    written = {
        "YYYY-MM-DD": day.isoformat(),
        "YY.D.M": f"{day:%y}.{day.day}.{day.month}",
        "dddd D MMMM YYYY": f"{day:%A} {day.day} {day:%B} {day:%Y}",
        "YYYY-DDD": f"{day:%Y}-{int(f'{day:%j}')}",
        "GGGG-[W]WW-E": f"{iso.year}-W{iso.week:02}-{iso.weekday}",
        "gggg-ww-e": f"{year}-{week:02}-{day.isoweekday() % 7}",
    }
    for form, name in written.items():
        assert daily_date(f"{name}.md", [DailyName(format=form)]) == day


@settings(deadline=None, max_examples=100)
@given(st.text(), st.text(), st.text())
def test_no_path_and_no_format_raises(path: str, folder: str, form: str) -> None:
    daily_date(path, [DailyName(folder=folder, format=form)])
